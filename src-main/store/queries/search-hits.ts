// What the search box shows of each record that was found, with the places to be highlighted. Runs on a reader's thread.
import type { ActivityHit, ContactHit, MailHit, MarkedText } from '../../../src-shared/contract/search.ts'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import type { ReadStore } from '../read-store.ts'
import { contactLines } from './contact-rows.ts'
import { marked, rangesIn, snippetOf, type Wanted } from './search-marks.ts'

export interface KeyedHit<Hit> {
  row: number
  hit: Hit
}

/** As much of a long text as is looked through for the place to show. */
const readable = 100_000

export function contactHits(read: ReadStore, keys: readonly number[], wanted: Wanted): KeyedHit<ContactHit>[] {
  const { rows, keys: found } = contactLines(read, keys)
  const names = rows.map((row) => marked(wanted, row.name))
  // Where the name does not say why it was found, a phone, mail, address or tax id does.
  const unexplained = found.filter((_, index) => wanted.digits !== null || (names[index]?.hits.length ?? 0) < wanted.patterns.length)
  const reasons = new Map<number, string>()
  if (wanted.patterns.length > 0 && unexplained.length > 0) {
    const parts = read.allSql<{ row: number; text: string }>(
      `WITH k AS MATERIALIZED (SELECT value FROM json_each(?))
       SELECT contact_row AS row, p.value AS text FROM k CROSS JOIN contact_point p ON p.contact_row = k.value
       UNION ALL SELECT row_id, tax_id FROM k CROSS JOIN contact c ON c.row_id = k.value WHERE tax_id IS NOT NULL
       UNION ALL SELECT contact_row, trim(street || ', ' || postcode || ' ' || city, ', ') FROM k CROSS JOIN contact_address a ON a.contact_row = k.value`,
      JSON.stringify(unexplained),
    )
    for (const { row, text } of parts) if (!reasons.has(row) && rangesIn(wanted, text).length > 0) reasons.set(row, text)
  }
  return rows.map((row, index) => {
    const key = found[index] ?? 0
    const usual = [row.employerName ?? row.city, row.jobTitle, row.phone ?? row.mail]
    const detail = [...new Set([reasons.get(key), ...usual])].filter(Boolean).join(' · ')
    return { row: key, hit: { id: row.id, kind: row.kind, name: names[index] ?? { text: row.name, hits: [] }, detail: marked(wanted, detail) } }
  })
}

interface ActivityLine {
  row: number; id: string; type_id: string; subject: string; contact: string; starts_on: string; starts_time: string | null; state: ActivityState; notes: string; place: string
}

export function activityHits(read: ReadStore, keys: readonly number[], wanted: Wanted): KeyedHit<ActivityHit>[] {
  const lines = read.allSql<ActivityLine>(
    `SELECT a.row_id AS row, a.id, t.id AS type_id, a.subject, ifnull(co.name, '') || CASE WHEN co.name IS NULL OR pe.name IS NULL THEN '' ELSE ' · ' END || ifnull(pe.name, '') AS contact,
       a.starts_on, a.starts_time, a.state, substr(a.notes, 1, ${readable}) AS notes, a.place
     FROM json_each(?) AS k CROSS JOIN activity a ON a.row_id = k.value CROSS JOIN activity_type t ON t.row_id = a.type_row
       LEFT JOIN contact co ON co.row_id = a.company_row LEFT JOIN contact pe ON pe.row_id = a.person_row ORDER BY k.key`,
    JSON.stringify(keys),
  )
  return lines.map((line) => ({
    row: line.row,
    hit: {
      id: line.id, typeId: line.type_id, subject: marked(wanted, line.subject), contactName: line.contact, on: line.starts_on, time: line.starts_time, state: line.state,
      snippet: snippetOf(wanted, line.notes) ?? snippetOf(wanted, line.place),
    },
  }))
}

interface MailLine {
  row: number; id: string; subject: string; sender_name: string; sender_address: string; people: string; direction: 'in' | 'out'; happened_key: number; body: string; files: string
}

export function mailHits(read: ReadStore, keys: readonly number[], wanted: Wanted): KeyedHit<MailHit>[] {
  const lines = read.allSql<MailLine>(
    `SELECT m.row_id AS row, m.id, m.subject, m.sender_name, m.sender_address, m.direction, m.happened_key, substr(m.body_text, 1, ${readable}) AS body,
       ifnull((SELECT group_concat(atom, ' ') FROM json_tree(m.recipients) WHERE type = 'text'), '') AS people,
       ifnull((SELECT group_concat(value ->> 'name', ' · ') FROM json_each(m.attachments)), '') AS files
     FROM json_each(?) AS k CROSS JOIN mail m ON m.row_id = k.value ORDER BY k.key`,
    JSON.stringify(keys),
  )
  return lines.map((line) => ({
    row: line.row,
    hit: {
      id: line.id, subject: marked(wanted, line.subject), from: senderWords(wanted, line), direction: line.direction, at: line.happened_key,
      snippet: snippetOf(wanted, line.body) ?? snippetOf(wanted, line.files) ?? (rangesIn(wanted, line.subject).length > 0 ? null : snippetOf(wanted, line.people)),
    },
  }))
}

/** The name, or the address where that is what was found. */
function senderWords(wanted: Wanted, line: MailLine): MarkedText {
  const name = marked(wanted, line.sender_name)
  if (line.sender_name === '') return marked(wanted, line.sender_address)
  const address = marked(wanted, line.sender_address)
  return name.hits.length === 0 && address.hits.length > 0 ? address : name
}
