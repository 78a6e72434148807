// What the store knows of the contacts that a file speaks of, to be compared row by row (IO-1). Runs on a reader's thread.
import type { KnownContact } from '../../../src-shared/domain/contact-import/match.ts'
import type { ReadStore } from '../read-store.ts'

interface ContactColumns {
  row_id: number
  id: string
  revision: number
  kind: KnownContact['kind']
  relation: KnownContact['relation']
  owner_id: string | null
  name: string
  sort_key: string
  given_name: string
  family_name: string
  tax_id: string | null
  tax_key: string | null
  notes: string
  birthday: string | null
  anniversary: string | null
}
/** A switchboard or a family name may be thousands': beyond this nobody is meant by it. */
const mostOfOneKey = 20

const byPoint = `SELECT k.value, p.contact_row AS row, row_number() OVER (PARTITION BY k.value ORDER BY p.row_id) AS n
   FROM json_each(?) AS k CROSS JOIN contact_point p ON p.kind = ? AND p.key = k.value`

export const contactImportQueries = {
  'contactImport.known': (
    read: ReadStore,
    input: { taxKeys: string[]; mailKeys: string[]; phoneKeys: string[]; nameKeys: string[] },
  ): KnownContact[] =>
    knownContacts(
      read,
      read.pluck<number>(
        `SELECT c.row_id FROM json_each(?) AS k CROSS JOIN contact c ON c.tax_key = k.value AND c.tax_key IS NOT NULL
         UNION SELECT row FROM (${byPoint}) WHERE n <= ${mostOfOneKey}
         UNION SELECT row FROM (${byPoint}) WHERE n <= ${mostOfOneKey}
         UNION SELECT row FROM (SELECT c.row_id AS row, row_number() OVER (PARTITION BY k.value ORDER BY c.row_id) AS n
           FROM json_each(?) AS k CROSS JOIN contact c ON c.sort_key = k.value) WHERE n <= ${mostOfOneKey}`,
        [
          JSON.stringify(input.taxKeys),
          JSON.stringify(input.mailKeys),
          'mail',
          JSON.stringify(input.phoneKeys),
          'phone',
          JSON.stringify(input.nameKeys),
        ],
      ),
    ),
}

/** Contacts with all that a file could add to them; those in the bin are left out. */
export function knownContacts(read: ReadStore, keys: readonly number[]): KnownContact[] {
  const rows = JSON.stringify(keys)
  const contacts = read.allSql<ContactColumns>(
    `SELECT c.row_id, c.id, c.revision, c.kind, c.relation, (SELECT u.id FROM user u WHERE u.row_id = c.owner_row) AS owner_id, c.name, c.sort_key, c.given_name, c.family_name, c.tax_id, c.tax_key, c.notes, c.birthday, c.anniversary
     FROM json_each(?) AS k CROSS JOIN contact c ON c.row_id = k.value WHERE c.binned_at IS NULL`,
    rows,
  )
  const parts = <R extends { row: number }>(sql: string): Map<number, R[]> => Map.groupBy(read.allSql<R>(sql, rows), ({ row }) => row)
  const points = parts<{ row: number } & KnownContact['points'][number]>(
    `SELECT p.contact_row AS row, p.id, p.kind, p.label, p.value, p.key
     FROM json_each(?) AS k CROSS JOIN contact_point p ON p.contact_row = k.value ORDER BY p.contact_row, p.position, p.row_id`,
  )
  const addresses = parts<{ row: number } & KnownContact['addresses'][number]>(
    `SELECT a.contact_row AS row, a.id, a.label, a.street, a.postcode, a.city, a.region, a.country
     FROM json_each(?) AS k CROSS JOIN contact_address a ON a.contact_row = k.value ORDER BY a.contact_row, a.position, a.row_id`,
  )
  const tags = parts<{ row: number; id: string; name: string | null }>(
    `SELECT x.contact_row AS row, t.id, t.name FROM json_each(?) AS k CROSS JOIN contact_tag x ON x.contact_row = k.value JOIN tag t ON t.row_id = x.tag_row`,
  )
  const jobs = parts<{ row: number } & KnownContact['employers'][number]>(
    `SELECT j.person_row AS row, e.id, e.name, e.sort_key AS nameKey, j.job_title AS jobTitle
     FROM json_each(?) AS k CROSS JOIN employment j ON j.person_row = k.value JOIN contact e ON e.row_id = j.company_row WHERE j.until_on IS NULL ORDER BY j.row_id DESC`,
  )
  return contacts.map((one) => ({
    id: one.id,
    revision: one.revision,
    kind: one.kind,
    relation: one.relation,
    ownerId: one.owner_id,
    name: one.name,
    nameKey: one.sort_key,
    givenName: one.given_name,
    familyName: one.family_name,
    taxId: one.tax_id ?? '',
    taxKey: one.tax_key ?? '',
    notes: one.notes,
    birthday: one.birthday,
    anniversary: one.anniversary,
    points: (points.get(one.row_id) ?? []).map(({ row: _row, ...point }) => point),
    addresses: (addresses.get(one.row_id) ?? []).map(({ row: _row, ...address }) => address),
    tags: (tags.get(one.row_id) ?? []).map(({ id, name }) => ({ id, name: name ?? '' })),
    employers: (jobs.get(one.row_id) ?? []).map(({ row: _row, ...job }) => job),
  }))
}
