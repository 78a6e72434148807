// The sheet of a day or week (CAL-6): each visit with what is needed at the customer's door. Runs on a reader's thread.
import type { SheetEntry } from '../../../src-shared/contract/calendar.ts'
import { addDays, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import type { ReadStore } from '../read-store.ts'
import { conditionOf, entriesOf, placedIn, type StoredCalendarFilter } from './calendar-rows.ts'

const lastNotes = 3
/** A sheet is paper: more than a thousand lines are no sheet. */
const mostEntries = 1000

interface More {
  row_id: number; company: string | null; person: string | null; contact_row: number | null; person_row: number | null; phone: string | null
  address: string | null; place: string; notes: string
}

export function calendarSheet(read: ReadStore, input: { from: LocalDate; to: LocalDate; filter: StoredCalendarFilter }): SheetEntry[] {
  const rows = placedIn(read, conditionOf(read, input.filter), input.from, input.to).slice(0, mostEntries).map(({ row }) => row)
  const entries = entriesOf(read, rows)
  const more = read.allSql<More>(
    `SELECT a.row_id, co.name AS company, pe.name AS person, a.contact_row, a.person_row, ifnull(pe.main_phone, co.main_phone) AS phone,
       (SELECT trim(x.street || ', ' || trim(x.postcode || ' ' || x.city), ', ') FROM contact_address x
        WHERE x.contact_row = a.contact_row ORDER BY x.position, x.row_id LIMIT 1) AS address, a.place, a.notes
     FROM json_each(?) k CROSS JOIN activity a ON a.row_id = k.value
       LEFT JOIN contact co ON co.row_id = a.company_row LEFT JOIN contact pe ON pe.row_id = a.person_row ORDER BY k.key`,
    JSON.stringify(rows),
  )
  return entries.flatMap((entry, at) => {
    const found = more[at]
    if (found === undefined) return []
    return [{
      entry, contact: found.company ?? found.person ?? '', person: found.company === null ? '' : (found.person ?? ''), phone: found.phone ?? '',
      address: found.address ?? '', place: found.place, notes: found.notes,
      last: found.contact_row === null ? [] : notesBefore(read, found.contact_row, entry.on, found.row_id),
    }]
  })
}

/** The contact's newest notes before a day: plain ones, and those of what was done; never private ones (ACT-12). */
function notesBefore(read: ReadStore, contact: number, day: LocalDate, except: number): SheetEntry['last'] {
  const until = addDays(day, 1)
  const plain = read.allSql<{ at: string; text: string }>(
    `SELECT n.happened_at AS at, n.text FROM note n INDEXED BY note_contact WHERE n.contact_row = ? AND n.happened_at < ? AND n.binned_at IS NULL
     ORDER BY n.happened_at DESC LIMIT ${lastNotes}`,
    contact, until,
  )
  const done = read.allSql<{ at: string; text: string }>(
    `SELECT a.sort_key AS at, a.subject || CASE a.notes WHEN '' THEN '' ELSE ': ' || a.notes END AS text FROM activity a INDEXED BY activity_contact
     WHERE a.contact_row = ? AND a.sort_key < ? AND +a.state = 'done' AND a.binned_at IS NULL AND a.row_id <> ?
       AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1) ORDER BY a.sort_key DESC LIMIT ${lastNotes}`,
    contact, until, except,
  )
  return [...plain, ...done]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, lastNotes)
    .map(({ at, text }) => ({ on: at.slice(0, 10), text: text.slice(0, 400) }))
}
