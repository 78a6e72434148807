// Contacts offered while a name, mail or phone is typed (UX-1, ACT-1). Runs on a reader's thread.
import type { ContactSuggestion } from '../../../src-shared/contract/contacts.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import type { ReadStore } from '../read-store.ts'
import type { WallNow } from './contact-filter.ts'
import { firstContacts } from './contact-list.ts'
import { contactLines } from './contact-rows.ts'

const shown = 20

export interface SuggestInput {
  text: string
  kinds?: ('company' | 'person')[] | undefined
  /** Its people stand first; without a text they are what is offered. */
  companyId?: string | null | undefined
  now: WallNow
  country?: string
}

/** At most twenty: the company's people, then names that begin as typed, then everything else that the text finds. */
export function suggestContacts(
  read: ReadStore,
  { text, kinds, companyId, ...place }: SuggestInput,
): ContactSuggestion[] {
  const keys = new Set<number>()
  const sort = { by: 'name', descending: false } as const
  const base = kinds === undefined ? {} : { kinds }
  const add = (found: readonly number[]): void => {
    for (const key of found) if (keys.size < shown) keys.add(key)
  }
  if (companyId != null)
    add(firstContacts(read, { filter: { ...base, employerId: companyId, text }, sort, ...place }, shown))
  const beginning = sortKey(text)
  if (/[\p{L}\p{N}]/u.test(text)) {
    if (keys.size < shown) add(namesFrom(read, beginning, kinds))
    if (keys.size < shown) add(firstContacts(read, { filter: { ...base, text }, sort, ...place }, shown))
  } else if (keys.size === 0 && text.trim() === '') {
    // Nothing typed yet: who was last in touch.
    add(firstContacts(read, { filter: base, sort: { by: 'last', descending: true }, ...place }, shown))
  }
  return contactLines(read, [...keys]).rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    detail: [row.employerName ?? row.city, row.jobTitle, row.phone ?? row.mail].filter(Boolean).join(' · '),
    employerId: row.employerId,
    employerName: row.employerName,
  }))
}

function namesFrom(read: ReadStore, beginning: string, kinds: readonly string[] | undefined): number[] {
  if (beginning === '') return []
  const ofKind = kinds === undefined || kinds.length === 0 ? '' : ` AND kind IN (${kinds.map(() => '?').join(', ')})`
  return read.pluck<number>(
    `SELECT row_id FROM contact INDEXED BY contact_name WHERE sort_key >= ? AND sort_key < ? AND binned_at IS NULL${ofKind}
     ORDER BY sort_key, row_id LIMIT ${shown}`,
    [beginning, `${beginning}\u{10ffff}`, ...(kinds ?? [])],
  )
}
