// Companies that a file speaks of, in rows of their own and beside the names of those who work there: each is one, however its rows spell it. The same tax
// id, or the same name where not both have a tax id. Runs in the import thread.
import type { ContactDraft } from '../../../src-shared/domain/contact-import/draft.ts'
import { matchOf, type KnownContact } from '../../../src-shared/domain/contact-import/match.ts'
import type { KnownIndex } from './known-index.ts'

export interface FileCompany {
  /** By which the rows of the file name it. */
  readonly key: string
  taxKey: string
  /** Of the store's name where it is known there. */
  nameKey: string
  known: KnownContact | null
  /** It is the contact of a row, not only named by those of others. */
  hasRow: boolean
}

export class FileCompanies {
  private all: FileCompany[] = []
  private readonly byTax = new Map<string, FileCompany>()
  private readonly byName = new Map<string, FileCompany[]>()

  clear(): void {
    this.all = []
    this.byTax.clear()
    this.byName.clear()
  }

  /** Those that are made because people of the file work there. */
  onlyNamed(): number {
    return this.all.filter(({ known, hasRow }) => known === null && !hasRow).length
  }

  find({ taxKey, nameKey }: ContactDraft): FileCompany | undefined {
    return (
      (taxKey === '' ? undefined : this.byTax.get(taxKey)) ??
      this.byName.get(nameKey)?.find((one) => one.taxKey === '' || taxKey === '')
    )
  }

  of(draft: ContactDraft, index: KnownIndex): FileCompany {
    const found = this.find(draft)
    const company = found ?? { key: String(this.all.length), taxKey: '', nameKey: draft.nameKey, known: null, hasRow: false }
    if (found === undefined) this.all.push(company)
    // Somebody self-employed may have the tax id that the file gives the company; nobody works for a person.
    const candidates = company.known === null ? index.candidates(draft).filter(({ kind }) => kind === 'company') : []
    const match = matchOf(draft, null, candidates)
    if (match?.strength === 'sure') {
      company.known = match.contact
      company.nameKey = match.contact.nameKey
    }
    company.taxKey ||= draft.taxKey || (company.known?.taxKey ?? '')
    if (company.taxKey !== '') this.byTax.set(company.taxKey, company)
    if (draft.taxKey !== '') this.byTax.set(draft.taxKey, company)
    for (const name of new Set([draft.nameKey, company.nameKey])) {
      const others = this.byName.get(name)
      if (others === undefined) this.byName.set(name, [company])
      else if (!others.includes(company)) others.push(company)
    }
    return company
  }
}
