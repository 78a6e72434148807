// Contacts of the store by what may name them, for the rows of one chunk. Runs in the import thread.
import type { ContactDraft } from '../../../src-shared/domain/contact-import/draft.ts'
import type { KnownContact } from '../../../src-shared/domain/contact-import/match.ts'

export class KnownIndex {
  private readonly byKey = new Map<string, KnownContact[]>()
  constructor(known: readonly KnownContact[]) {
    for (const contact of known) {
      for (const key of keysOf(contact)) {
        const found = this.byKey.get(key)
        if (found) found.push(contact)
        else this.byKey.set(key, [contact])
      }
    }
  }
  candidates(draft: ContactDraft): KnownContact[] {
    return [...new Set([...keysOf(draft)].flatMap((key) => this.byKey.get(key) ?? []))]
  }
}

function keysOf({ nameKey, taxKey, points }: Pick<ContactDraft, 'nameKey' | 'taxKey'> & { points: readonly { kind: string; key: string }[] }): Set<string> {
  const byPoint = points.filter(({ kind }) => kind !== 'web').map(({ kind, key }) => `${kind}:${key}`)
  return new Set([`n:${nameKey}`, ...(taxKey === '' ? [] : [`t:${taxKey}`]), ...byPoint])
}
