// One contact with all that its page shows beside the timeline (CON-1, CON-2, CON-4). Runs on a reader's thread.
import type { ContactDetail, Employment } from '../../../src-shared/contract/contacts.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { compose, type ReadStore } from '../read-store.ts'
import { activityRowsByKeys } from './contact-activities.ts'
import { contactLines } from './contact-rows.ts'

const shownOpen = 20

/** Condition that finds a contact's activities: of a company all, its people's too; of a person those with this person. */
export const activityColumnOf = { company: 'contact_row', person: 'person_row' } as const
/** Private kinds of activity are nobody's business but the owner's: they never stand in a contact's record. */
export const notPrivate = 'a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1)'
/** Mails that stand in a contact's record, as `m`: those on private activities do not. */
export const mailStands = `m.is_detached = 0 AND NOT EXISTS (SELECT 1 FROM activity AS o CROSS JOIN activity_type AS t ON t.row_id = o.type_row
  WHERE o.row_id = m.activity_row AND t.is_private = 1)`

/** Rejects with `not_found`. */
export function contactDetail(read: ReadStore, { id }: { id: string }): ContactDetail {
  const contact = read.get(
    compose
      .selectFrom('contact')
      .select(['row_id', 'kind', 'given_name', 'family_name', 'notes', 'birthday', 'anniversary', 'tax_country'])
      .where('id', '=', id),
  )
  if (contact === undefined) throw new KnownError('not_found', { table: 'contact', id })
  const key = contact.row_id
  const [row] = contactLines(read, [key]).rows
  if (row === undefined) throw new KnownError('not_found', { table: 'contact', id })
  const column = activityColumnOf[contact.kind]
  const open = read.pluck<number>(
    `SELECT a.row_id FROM activity AS a WHERE a.${column} = ? AND a.is_open = 1 AND ${notPrivate} ORDER BY a.sort_key, a.row_id LIMIT ${shownOpen}`,
    [key],
  )
  const count = (sql: string): number => read.getSql<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`, key)?.n ?? 0
  return {
    ...row,
    givenName: contact.given_name,
    familyName: contact.family_name,
    notes: contact.notes,
    birthday: contact.birthday,
    anniversary: contact.anniversary,
    taxCountry: contact.tax_country,
    points: read.all(
      compose
        .selectFrom('contact_point')
        .select(['id', 'kind', 'label', 'value'])
        .where('contact_row', '=', key)
        .orderBy('position')
        .orderBy('row_id'),
    ),
    addresses: read.all(
      compose
        .selectFrom('contact_address')
        .select(['id', 'label', 'street', 'postcode', 'city', 'region', 'country'])
        .where('contact_row', '=', key)
        .orderBy('position')
        .orderBy('row_id'),
    ),
    employments: employmentsOf(read, contact.kind, key),
    open: activityRowsByKeys(read, open),
    counts: {
      activities: count(`activity AS a WHERE a.${column} = ? AND a.binned_at IS NULL AND ${notPrivate}`),
      mails: count(
        `mail_contact AS mc CROSS JOIN mail AS m ON m.row_id = mc.mail_row WHERE mc.contact_row = ? AND ${mailStands}`,
      ),
      notes: count('note WHERE contact_row = ? AND binned_at IS NULL'),
      people: contact.kind === 'company' ? count('contact WHERE employer_row = ? AND binned_at IS NULL') : 0,
    },
  }
}

/** A company's people or a person's jobs: current ones first, then the past, latest first. */
function employmentsOf(read: ReadStore, kind: 'company' | 'person', key: number): Employment[] {
  const column = kind === 'company' ? 'company_row' : 'person_row'
  return read.allSql<Employment>(
    `SELECT j.id, p.id AS personId, p.name AS personName, c.id AS companyId, c.name AS companyName, j.job_title AS jobTitle,
       j.from_on AS "from", j.until_on AS "until"
     FROM employment AS j JOIN contact AS p ON p.row_id = j.person_row JOIN contact AS c ON c.row_id = j.company_row
     WHERE j.${column} = ?
     ORDER BY j.until_on IS NOT NULL, j.until_on DESC, ${kind === 'company' ? 'p.sort_key' : 'j.from_on DESC'}, j.id DESC`,
    key,
  )
}
