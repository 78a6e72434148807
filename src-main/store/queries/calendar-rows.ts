// Which activities stand in a range of days, and what the calendar draws of them. Runs on a reader's thread.
// Must stay true: an index finds the range; what began earlier and reaches into it is found by small indexes of its own, never by reading the past.
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, daysBetween, toMinutes, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import type { ReadStore } from '../read-store.ts'
import { activityOwesAnswer } from './urgency-sql.ts'

/** A filter as the store gets it; empty lists do not filter. */
export interface StoredCalendarFilter {
  owners: readonly string[]
  types: readonly string[]
  states: readonly ActivityState[]
  results: readonly string[]
  /** Who looks: other users' private entries are left out (ACT-12). */
  me: string
}

/** Where an activity stands, for counting and choosing before anything else of it is read. */
export interface PlacedRow {
  row: number
  first: LocalDate
  last: LocalDate
  isTimed: boolean
}

interface RawPlaced {
  row: number
  starts_on: string
  starts_time: string | null
  duration_minutes: number | null
  ends_on: string | null
}

const minutesPerDay = 1440
/** The longest duration the contract allows, in days. */
const longestDays = 61

export interface Condition {
  sql: string
  parameters: unknown[]
  /** Integer keys of the owners; null: everybody's. */
  owners: number[] | null
}

const keys = (read: ReadStore, table: string, ids: readonly string[]): number[] =>
  read.pluck<number>(`SELECT row_id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)])

/** Never an empty list: the planner finds no way with an index named beside what can never be true. No row has the key -1. */
const among = (rows: readonly number[]): string => `IN (${rows.length === 0 ? '-1' : rows.join()})`

/** The filter as a predicate on `a`. Types not shown in the calendar appear only where they are asked for by name. */
export function conditionOf(read: ReadStore, filter: StoredCalendarFilter): Condition {
  const me = keys(read, 'user', [filter.me])[0] ?? -1
  const types = read.allSql<{ row_id: number; id: string; in_calendar: number; is_private: number }>(
    'SELECT row_id, id, in_calendar, is_private FROM activity_type',
  )
  const wanted = types.filter(({ id, in_calendar }) =>
    filter.types.length > 0 ? filter.types.includes(id) : in_calendar === 1,
  )
  const open = wanted.filter(({ is_private }) => is_private === 0).map(({ row_id }) => row_id)
  const hidden = wanted.filter(({ is_private }) => is_private === 1).map(({ row_id }) => row_id)
  const parts = [
    'a.binned_at IS NULL',
    `(a.type_row ${among(open)}${hidden.length === 0 ? '' : ` OR (a.owner_row = ${me} AND a.type_row ${among(hidden)})`})`,
  ]
  const parameters: unknown[] = []
  if (filter.states.length > 0) {
    parts.push('a.state IN (SELECT value FROM json_each(?))')
    parameters.push(JSON.stringify(filter.states))
  }
  if (filter.results.length > 0) parts.push(`a.result_row ${among(keys(read, 'result', filter.results))}`)
  const owners = filter.owners.length === 0 ? null : keys(read, 'user', filter.owners)
  if (owners !== null) parts.push(`a.owner_row ${among(owners)}`)
  return { sql: parts.join(' AND '), parameters, owners }
}

const columns = 'a.row_id AS row, a.starts_on, a.starts_time, a.duration_minutes, a.ends_on'

/** The plan of the days themselves; a spec asserts it. */
export function daysSql(condition: Condition): string {
  const source =
    condition.owners === null
      ? 'activity a INDEXED BY activity_date WHERE a.sort_key >= ? AND a.sort_key < ?'
      : `json_each('[${condition.owners.join()}]') o CROSS JOIN activity a INDEXED BY activity_owner WHERE a.owner_row = o.value AND a.sort_key >= ? AND a.sort_key < ?`
  return `SELECT ${columns} FROM ${source} AND ${condition.sql} ORDER BY a.sort_key, a.row_id`
}
export const spansSql = (condition: Condition): string =>
  `SELECT ${columns} FROM activity a INDEXED BY activity_span WHERE a.ends_on >= ? AND a.starts_on < ? AND ${condition.sql}`
export const longSql = (condition: Condition): string =>
  `SELECT ${columns} FROM activity a INDEXED BY activity_long WHERE a.duration_minutes > ${minutesPerDay} AND a.sort_key >= ? AND a.sort_key < ? AND ${condition.sql}`

function placed(raw: RawPlaced): PlacedRow {
  const isTimed = raw.starts_time !== null && raw.ends_on === null
  const end = isTimed ? toMinutes(raw.starts_time ?? '00:00') + (raw.duration_minutes ?? 0) : 0
  // What ends at midnight sharp does not stand on the next day.
  const last =
    raw.ends_on ?? (end > minutesPerDay ? addDays(raw.starts_on, Math.ceil(end / minutesPerDay) - 1) : raw.starts_on)
  return { row: raw.row, first: raw.starts_on, last, isTimed }
}

/** All that stands on the days `from`..`to`, by day and time; what began earlier comes first. */
export function placedIn(read: ReadStore, condition: Condition, from: LocalDate, to: LocalDate): PlacedRow[] {
  const until = addDays(to, 1)
  const dayBefore = addDays(from, -1)
  const days = read.allSql<RawPlaced>(daysSql(condition), dayBefore, until, ...condition.parameters)
  const earlier = [
    ...read.allSql<RawPlaced>(spansSql(condition), from, dayBefore, ...condition.parameters),
    ...read.allSql<RawPlaced>(longSql(condition), addDays(from, -longestDays), dayBefore, ...condition.parameters),
  ]
  // A long span is found by both small indexes.
  const once = new Map(earlier.map((raw) => [raw.row, raw]))
  const rows: PlacedRow[] = []
  for (const raw of [...once.values(), ...days]) {
    const one = placed(raw)
    if (one.last >= from) rows.push(one)
  }
  return rows
}

/** How many of these stand on each day. */
export function countsOf(rows: readonly PlacedRow[], from: LocalDate, to: LocalDate): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { first, last } of rows) {
    const begin = first < from ? from : first
    const end = last > to ? to : last
    if (begin === end) counts[begin] = (counts[begin] ?? 0) + 1
    else
      for (
        let day = begin, left = daysBetween(begin, end);
        left >= 0;
        left -= 1, day = left < 0 ? day : addDays(day, 1)
      )
        counts[day] = (counts[day] ?? 0) + 1
  }
  return counts
}

interface RawEntry {
  id: string
  revision: number
  type_id: string
  subject: string
  contact: string | null
  starts_on: string
  starts_time: string | null
  duration_minutes: number | null
  ends_on: string | null
  zone: string
  state: ActivityState
  owner_id: string
  result_id: string | null
  priority: number
  is_repeated: 0 | 1
  owes_answer: 0 | 1
}

const entriesSql = `SELECT a.id, a.revision, t.id AS type_id, a.subject, c.name AS contact, a.starts_on, a.starts_time, a.duration_minutes, a.ends_on, a.zone, a.state,
    o.id AS owner_id, r.id AS result_id, a.priority, EXISTS (SELECT 1 FROM series_slot s INDEXED BY series_slot_activity WHERE s.activity_row = a.row_id) AS is_repeated,
    ${activityOwesAnswer} AS owes_answer
  FROM json_each(?) k CROSS JOIN activity a ON a.row_id = k.value CROSS JOIN activity_type t ON t.row_id = a.type_row CROSS JOIN user o ON o.row_id = a.owner_row
    LEFT JOIN contact c ON c.row_id = a.contact_row LEFT JOIN result r ON r.row_id = a.result_row ORDER BY k.key`

export function entriesOf(read: ReadStore, rows: readonly number[]): CalendarEntry[] {
  return read.allSql<RawEntry>(entriesSql, JSON.stringify(rows)).map((raw) => ({
    id: raw.id,
    revision: raw.revision,
    typeId: raw.type_id,
    subject: raw.subject,
    contact: raw.contact ?? '',
    on: raw.starts_on,
    time: raw.starts_time,
    minutes: raw.duration_minutes,
    until: raw.ends_on,
    zone: raw.zone,
    state: raw.state,
    ownerId: raw.owner_id,
    resultId: raw.result_id,
    priority: raw.priority,
    isRepeated: raw.is_repeated === 1,
    owesAnswer: raw.owes_answer === 1,
  }))
}
