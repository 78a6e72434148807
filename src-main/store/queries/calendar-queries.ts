// What the calendar asks of the store: a range of days, what waits for a slot, the small card, and the moves of a drag as the bulk command takes them.
// Runs on a reader's thread.
import type { CalendarCard, CalendarEntry, CalendarRange, SheetEntry } from '../../../src-shared/contract/calendar.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, instantOf, isZone, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import type { BulkMove } from './bulk-queries.ts'
import { calendarSheet } from './calendar-sheet.ts'
import { conditionOf, countsOf, entriesOf, placedIn, type StoredCalendarFilter } from './calendar-rows.ts'

export interface RangeInput {
  from: LocalDate
  to: LocalDate
  filter: StoredCalendarFilter
}
export interface WantedMove {
  id: string
  revision: number
  when: When
}

/** Bars of several days that a month can show at all; the rest is counted and reached through its days. */
const mostSpans = 400

export const calendarQueries = {
  'calendar.range': (read: ReadStore, input: RangeInput & { perDay: number | null }): CalendarRange => {
    const rows = placedIn(read, conditionOf(read, input.filter), input.from, input.to)
    if (input.perDay === null) return { entries: entriesOf(read, rows.map(({ row }) => row)), counts: {} }
    const onDay = new Map<string, number>()
    let spans = 0
    const kept = rows.filter(({ first, last }) => {
      if (first !== last) return (spans += 1) <= mostSpans
      const before = onDay.get(first) ?? 0
      onDay.set(first, before + 1)
      return before < (input.perDay ?? 0)
    })
    return { entries: entriesOf(read, kept.map(({ row }) => row)), counts: countsOf(rows, input.from, input.to) }
  },

  'calendar.pending': (read: ReadStore, input: RangeInput): { days: string[] } => {
    const { sql, parameters } = conditionOf(read, input.filter)
    const days: string[] = []
    for (let day = input.from; day <= input.to; day = addDays(day, 1)) {
      const found = read.getSql(
        `SELECT 1 FROM activity a INDEXED BY activity_open WHERE a.is_open = 1 AND a.sort_key >= ? AND a.sort_key < ? AND ${sql} LIMIT 1`,
        day, addDays(day, 1), ...parameters,
      )
      if (found !== undefined) days.push(day)
    }
    return { days }
  },

  'calendar.waiting': (
    read: ReadStore,
    input: RangeInput & { limit: number; today: LocalDate },
  ): { untimed: CalendarEntry[]; overdue: CalendarEntry[]; untimedTotal: number; overdueTotal: number } => {
    const condition = conditionOf(read, input.filter)
    const { sql, parameters } = condition
    const index = condition.owners === null ? 'activity_open' : 'activity_open_owner'
    const source = condition.owners === null ? '' : `json_each('[${condition.owners.join()}]') o CROSS JOIN `
    const mine = condition.owners === null ? '' : 'a.owner_row = o.value AND '
    const openBetween = (more: string, from: string, to: string): number[] =>
      read.pluck<number>(
        `SELECT a.row_id FROM ${source}activity a INDEXED BY ${index} WHERE ${mine}a.is_open = 1 AND a.sort_key >= ? AND a.sort_key < ? AND ${more} AND ${sql} ORDER BY a.sort_key`,
        [from, to, ...parameters],
      )
    const from = input.from < input.today ? input.today : input.from
    const untimed = from > input.to ? [] : openBetween('a.starts_time IS NULL AND a.ends_on IS NULL', from, addDays(input.to, 1))
    const overdue = openBetween(`(a.ends_on IS NULL OR a.ends_on < '${input.today}')`, '', input.today).reverse()
    return {
      untimed: entriesOf(read, untimed.slice(0, input.limit)), overdue: entriesOf(read, overdue.slice(0, input.limit)),
      untimedTotal: untimed.length, overdueTotal: overdue.length,
    }
  },

  'calendar.card': (read: ReadStore, input: { id: string; me: string }): CalendarCard | null => {
    const found = read.getSql<{
      row_id: number; company_id: string | null; company_name: string | null; person_id: string | null; person_name: string | null; phone: string | null
      mail: string | null; address: string | null; place: string; notes: string; moved_count: number; is_hidden: 0 | 1
    }>(
      `SELECT a.row_id, co.id AS company_id, co.name AS company_name, pe.id AS person_id, pe.name AS person_name, ifnull(pe.main_phone, co.main_phone) AS phone,
         ifnull(pe.main_mail, co.main_mail) AS mail, ${addressSql} AS address, a.place, substr(a.notes, 1, 2000) AS notes, a.moved_count,
         t.is_private AND o.id <> ? AS is_hidden
       FROM activity a JOIN activity_type t ON t.row_id = a.type_row JOIN user o ON o.row_id = a.owner_row
         LEFT JOIN contact co ON co.row_id = a.company_row LEFT JOIN contact pe ON pe.row_id = a.person_row WHERE a.id = ?`,
      input.me, input.id,
    )
    const entry = found === undefined || found.is_hidden === 1 ? undefined : entriesOf(read, [found.row_id])[0]
    if (found === undefined || entry === undefined) return null
    return {
      entry, companyId: found.company_id, companyName: found.company_name, personId: found.person_id, personName: found.person_name, phone: found.phone,
      mail: found.mail, address: found.address ?? '', place: found.place, notes: found.notes, movedCount: found.moved_count,
    }
  },

  'calendar.sheet': (read: ReadStore, input: RangeInput): SheetEntry[] => calendarSheet(read, input),

  /** What the writer is to do, as one text for the bulk command; and how many are left because they are closed. */
  'calendar.moves': (read: ReadStore, input: { moves: WantedMove[] }): { moves: string; skipped: number } => {
    const wanted = new Map(input.moves.map((move) => [move.id, move]))
    const found = read.allSql<{
      id: string; starts_on: string; starts_time: string | null; duration_minutes: number | null; ends_on: string | null; zone: string
      state: ActivityState; is_binned: 0 | 1; moved_count: number
    }>(
      `SELECT a.id, a.starts_on, a.starts_time, a.duration_minutes, a.ends_on, a.zone, a.state, a.binned_at IS NOT NULL AS is_binned, a.moved_count
       FROM json_each(?) k CROSS JOIN activity a ON a.id = k.value`,
      JSON.stringify([...wanted.keys()]),
    )
    let skipped = wanted.size - found.length
    const moves: BulkMove[] = []
    for (const old of found) {
      const move = wanted.get(old.id)
      if (move === undefined || old.is_binned === 1 || !isOpen(old.state)) {
        skipped += 1
        continue
      }
      moves.push([old.id, move.revision, patchOf(old, checked(move.when))])
    }
    return { moves: JSON.stringify(moves), skipped }
  },
}

/** Street, postcode and town of the company, else of the person. */
const addressSql = `(SELECT trim(x.street || ', ' || trim(x.postcode || ' ' || x.city), ', ') FROM contact_address x
  WHERE x.contact_row = ifnull(a.company_row, a.person_row) ORDER BY x.position, x.row_id LIMIT 1)`

function checked(when: When): When {
  if (when.until !== null && when.until < when.on) throw new KnownError('invalid', { field: 'until', rule: 'span_order', value: when.until })
  if (!isZone(when.zone)) throw new KnownError('invalid', { field: 'zone', rule: 'unknown_zone', value: when.zone })
  return when
}

function patchOf(
  old: { starts_on: string; starts_time: string | null; duration_minutes: number | null; ends_on: string | null; zone: string; moved_count: number },
  when: When,
): BulkMove[2] {
  const patch: BulkMove[2] = {
    startsOn: when.on, startsTime: when.time, durationMinutes: when.durationMinutes, endsOn: when.until, zone: when.zone,
    startsUtc: when.time === null ? null : instantOf(when.on, when.time, when.zone),
  }
  // A longer or shorter one was not moved.
  if (when.on !== old.starts_on || when.time !== old.starts_time) patch['movedCount'] = old.moved_count + 1
  return patch
}
