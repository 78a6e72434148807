// Finding companies by a name somebody wrote in a signature, and people by an address. Runs on a reader's thread, and inside commands.
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import type { ReadStore } from '../read-store.ts'

/** Endings of Spanish legal forms as they stand in a sort key. */
const forms = ['sl', 'slu', 'sa', 'sau', 'slp', 'sll', 'sc', 'cb', 'scp', 's coop', 'sociedad limitada', 'sociedad anonima']

/** Sort keys that mean the same company with or without its legal form. */
export function companyKeys(name: string): string[] {
  const key = sortKey(name)
  if (key === '') return []
  const form = forms.find((ending) => key.endsWith(` ${ending}`))
  const bare = form === undefined ? key : key.slice(0, -form.length - 1)
  return [...new Set([key, bare, ...(form === undefined ? forms.map((ending) => `${bare} ${ending}`) : [])])]
}

/** Company ids by the name asked for; the closest spelling, then the oldest. Names that nobody has are left out. */
export function companiesNamed(read: ReadStore, input: { names: string[] }): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of new Set(input.names)) {
    const id = companyNamed(read, name)
    if (id !== null) found[name] = id
  }
  return found
}

export function companyNamed(read: ReadStore, name: string): string | null {
  const keys = companyKeys(name)
  const row = read.getSql<{ id: string }>(
    // CROSS JOIN: the names first, each looked up; the planner would read every company.
    `SELECT c.id FROM json_each(?) AS wanted CROSS JOIN contact c ON c.kind = 'company' AND c.sort_key = wanted.value
     WHERE c.binned_at IS NULL ORDER BY wanted.key, c.row_id LIMIT 1`,
    JSON.stringify(keys),
  )
  return row?.id ?? null
}

/** The person with this address, else null; binned people do not count. `key` is a `mailKey`. */
export function personAt(read: ReadStore, key: string): string | null {
  const row = read.getSql<{ id: string }>(
    `SELECT c.id FROM contact_point p JOIN contact c ON c.row_id = p.contact_row
     WHERE p.kind = 'mail' AND p.key = ? AND c.kind = 'person' AND c.binned_at IS NULL ORDER BY p.position, p.row_id LIMIT 1`,
    key,
  )
  return row?.id ?? null
}
