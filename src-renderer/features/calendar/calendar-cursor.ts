// The keyboard's place in the calendar: a slot or an activity, and where each arrow leads. Pure.
// Down and up walk a day: its days alone, then half hours, and in each the activities that begin there, which stand before an empty slot.
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { addDays, toMinutes, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { isTimed } from './entry-words.ts'

export interface Cursor {
  on: LocalDate
  minute: number | null
  entryId: string | null
}
export const slotMinutes = 30

const ofEntry = (entry: CalendarEntry, on: LocalDate): Cursor => ({
  on,
  minute: isTimed(entry) && entry.time !== null ? (entry.on === on ? toMinutes(entry.time) : 0) : null,
  entryId: entry.id,
})

/** What one meets on a day of hours from top to bottom. `entries` are the day's, in order. */
export function stopsOfHours(on: LocalDate, entries: readonly CalendarEntry[]): Cursor[] {
  const alone = entries.filter((entry) => !isTimed(entry)).map((entry) => ofEntry(entry, on))
  const timed = entries.filter(isTimed).map((entry) => ofEntry(entry, on))
  const stops: Cursor[] = alone.length > 0 ? alone : [{ on, minute: null, entryId: null }]
  for (let minute = 0; minute < 1440; minute += slotMinutes) {
    const here = timed.filter((stop) => (stop.minute ?? 0) >= minute && (stop.minute ?? 0) < minute + slotMinutes)
    stops.push(...(here.length > 0 ? here : [{ on, minute, entryId: null }]))
  }
  return stops
}
/** A day of the month: the day itself, then what is drawn on it. */
export function stopsOfCell(on: LocalDate, entries: readonly CalendarEntry[]): Cursor[] {
  return [{ on, minute: null, entryId: null }, ...entries.map((entry) => ofEntry(entry, on))]
}

/** Where the cursor stands among the stops: itself, else the nearest by time. */
function indexIn(stops: readonly Cursor[], cursor: Cursor): number {
  const exact = stops.findIndex((stop) =>
    cursor.entryId !== null ? stop.entryId === cursor.entryId : stop.entryId === null && stop.minute === cursor.minute,
  )
  if (exact >= 0) return exact
  if (cursor.minute === null) return 0
  let best = 0
  for (const [at, stop] of stops.entries()) {
    if (
      stop.minute !== null &&
      (stops[best]?.minute == null ||
        Math.abs(stop.minute - cursor.minute) < Math.abs((stops[best]?.minute ?? 0) - cursor.minute))
    )
      best = at
  }
  return best
}

export type Arrow = 'up' | 'down' | 'left' | 'right' | 'home' | 'end' | 'nextEntry' | 'previousEntry'
export interface Walk {
  kind: 'hours' | 'cells' | 'agenda'
  days: readonly LocalDate[]
  stopsOf: (on: LocalDate) => Cursor[]
}

/** The next place, which may lie on a day that is not shown: the page then turns there. */
export function walked(walk: Walk, cursor: Cursor, arrow: Arrow): Cursor {
  const stops = walk.stopsOf(cursor.on)
  const at = indexIn(stops, cursor)
  if (arrow === 'nextEntry' || arrow === 'previousEntry')
    return entryBeside(walk, cursor, arrow === 'nextEntry' ? 1 : -1)
  if (arrow === 'home' || arrow === 'end') {
    const week =
      walk.kind === 'hours' ? walk.days : walk.days.slice(Math.floor(walk.days.indexOf(cursor.on) / 7) * 7).slice(0, 7)
    return onDay(walk, cursor, (arrow === 'home' ? week[0] : week.at(-1)) ?? cursor.on)
  }
  if (arrow === 'left' || arrow === 'right')
    return onDay(walk, cursor, beside(walk.days, cursor.on, arrow === 'left' ? -1 : 1))
  const next = stops[at + (arrow === 'up' ? -1 : 1)]
  if (next !== undefined) return next
  if (walk.kind === 'cells') {
    const on = addDays(cursor.on, arrow === 'up' ? -7 : 7)
    const there = walk.stopsOf(on)
    return (arrow === 'up' ? there.at(-1) : there[0]) ?? { on, minute: null, entryId: null }
  }
  return stops[at] ?? cursor
}

/** The day beside on the page, else the next one of the calendar. A work week jumps what it leaves out. */
function beside(days: readonly LocalDate[], on: LocalDate, by: number): LocalDate {
  const found = days[days.indexOf(on) + by]
  if (found !== undefined && days.includes(on)) return found
  return addDays(on, by)
}

function onDay(walk: Walk, cursor: Cursor, on: LocalDate): Cursor {
  const stops = walk.stopsOf(on)
  return (
    stops[indexIn(stops, { on, minute: cursor.minute, entryId: null })] ?? { on, minute: cursor.minute, entryId: null }
  )
}

function entryBeside(walk: Walk, cursor: Cursor, by: 1 | -1): Cursor {
  const all = walk.days.flatMap((day) => walk.stopsOf(day))
  const at = all.findIndex(
    (stop) => stop.on === cursor.on && stop.minute === cursor.minute && stop.entryId === cursor.entryId,
  )
  // On a slot that activities stand in, they are what comes next.
  const here = all.findIndex(
    (stop) => stop.on > cursor.on || (stop.on === cursor.on && (stop.minute ?? -1) >= (cursor.minute ?? -1)),
  )
  const begin = at >= 0 ? at + by : here < 0 ? (by > 0 ? all.length : all.length - 1) : by > 0 ? here : here - 1
  for (let next = begin; next >= 0 && next < all.length; next += by)
    if (all[next]?.entryId != null && all[next]?.entryId !== cursor.entryId) return all[next] ?? cursor
  return cursor
}
