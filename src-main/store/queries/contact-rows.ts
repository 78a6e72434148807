// Lines of the contacts list by integer keys, in the order of the keys. Runs on a reader's thread.
import type { ContactRow } from '../../../src-shared/contract/contacts.ts'
import type { ReadStore } from '../read-store.ts'
import { contactOwesAnswer } from './urgency-sql.ts'

interface Line {
  row_id: number
  id: string
  revision: number
  kind: ContactRow['kind']
  relation: ContactRow['relation']
  name: string
  employer_id: string | null
  employer_name: string | null
  job_title: string | null
  main_phone: string | null
  main_mail: string | null
  main_city: string | null
  tax_id: string | null
  owner_id: string | null
  tags: string | null
  last_contact_at: string | null
  next_contact_at: string | null
  rhythm: number | null
  rhythm_from: ContactRow['rhythmFrom']
  cooling_from: string | null
  cold_from: string | null
  created_at: number
  binned_at: number | null
  owes_answer: 0 | 1
}

export interface ContactLines {
  rows: ContactRow[]
  /** Integer keys beside the rows, for membership in snapshots. They never leave the core. */
  keys: number[]
}

const select = `SELECT c.row_id, c.id, c.revision, c.kind, c.relation, c.name, e.id AS employer_id, e.name AS employer_name, c.job_title,
    c.main_phone, c.main_mail, c.main_city, c.tax_id, u.id AS owner_id, c.last_contact_at, c.next_contact_at, c.rhythm,
    CASE WHEN c.rhythm_set IS NOT NULL THEN 'contact' WHEN c.rhythm_tag IS NOT NULL THEN 'tag' WHEN c.rhythm_gap IS NOT NULL THEN 'gaps' END AS rhythm_from,
    c.cooling_from, c.cold_from, c.created_at, c.binned_at, ${contactOwesAnswer} AS owes_answer,
    (SELECT group_concat(id) FROM (SELECT t.id FROM contact_tag ct JOIN tag t ON t.row_id = ct.tag_row
      WHERE ct.contact_row = c.row_id ORDER BY t.position, t.row_id)) AS tags
  FROM json_each(?) AS k CROSS JOIN contact AS c ON c.row_id = k.value
    LEFT JOIN contact AS e ON e.row_id = c.employer_row LEFT JOIN user AS u ON u.row_id = c.owner_row
  ORDER BY k.key`

/** Rows of keys; keys of contacts that are gone are left out. */
export function contactLines(read: ReadStore, keys: readonly number[]): ContactLines {
  const lines = read.allSql<Line>(select, JSON.stringify(keys))
  return { rows: lines.map(toRow), keys: lines.map((line) => line.row_id) }
}

function toRow(line: Line): ContactRow {
  return {
    id: line.id,
    revision: line.revision,
    kind: line.kind,
    relation: line.relation,
    name: line.name,
    employerId: line.employer_id,
    employerName: line.employer_name,
    jobTitle: line.job_title,
    phone: line.main_phone,
    mail: line.main_mail,
    city: line.main_city,
    taxId: line.tax_id,
    ownerId: line.owner_id,
    tagIds: line.tags === null ? [] : line.tags.split(','),
    lastContact: line.last_contact_at,
    nextContact: line.next_contact_at,
    owesAnswer: line.owes_answer === 1,
    rhythmDays: line.rhythm,
    rhythmFrom: line.rhythm_from,
    coolingFrom: line.cooling_from,
    coldFrom: line.cold_from,
    createdAt: line.created_at,
    isBinned: line.binned_at !== null,
  }
}
