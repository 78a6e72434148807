// Which days a view of the calendar shows, how it is turned, and what stands above it. Pure: "today" is always given.
import { addDays, weekday, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { dateNames, startOfWeek } from '../../ui/format/date-words.ts'

export const shows = ['month', 'week', 'workweek', 'day', 'agenda'] as const
export type Show = (typeof shows)[number]

export const isShow = (value: unknown): value is Show => shows.some((show) => show === value)

const agendaDays = 30

/** The same day of another month; the 31st becomes the last there is. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const first = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`
  const wanted = Number(day.slice(8))
  let found = addDays(first, wanted - 1)
  while (found.slice(0, 7) !== first.slice(0, 7)) found = addDays(found, -1)
  return found
}

/** Six weeks around a month. */
export function monthGrid(day: LocalDate, weekStart: number): LocalDate[] {
  const first = startOfWeek(`${day.slice(0, 8)}01`, weekStart)
  return Array.from({ length: 42 }, (_day, at) => addDays(first, at))
}

/** The days that are shown, in order. The work week leaves out what is not worked; with nothing worked it is the whole week. */
export function daysOf(show: Show, anchor: LocalDate, weekStart: number, workingDays: readonly boolean[]): LocalDate[] {
  if (show === 'month') {
    const grid = monthGrid(anchor, weekStart)
    // A sixth week that holds nothing of the month is left out.
    return (grid[35] ?? '').slice(0, 7) === anchor.slice(0, 7) ? grid : grid.slice(0, 35)
  }
  if (show === 'day') return [anchor]
  if (show === 'agenda') return Array.from({ length: agendaDays }, (_day, at) => addDays(anchor, at))
  const first = startOfWeek(anchor, weekStart)
  const week = Array.from({ length: 7 }, (_day, at) => addDays(first, at))
  const worked = week.filter((day) => workingDays[weekday(day) - 1] === true)
  return show === 'workweek' && worked.length > 0 ? worked : week
}

/** The anchor after turning a page on or back. */
export function turned(show: Show, anchor: LocalDate, by: number): LocalDate {
  if (show === 'month') return addMonths(anchor, by)
  return addDays(anchor, by * (show === 'day' ? 1 : show === 'agenda' ? agendaDays : 7))
}

/** `noviembre 2026`, `23 – 29 nov 2026`, `jueves 26 noviembre 2026`. */
export function titleOf(show: Show, days: readonly LocalDate[], anchor: LocalDate, language: 'es' | 'en'): string {
  const names = dateNames(language)
  const month = (day: LocalDate, long = false): string => (long ? names.longMonths : names.months)[Number(day.slice(5, 7)) - 1] ?? ''
  const year = (day: LocalDate): string => String(Number(day.slice(0, 4)))
  const [first = anchor, last = anchor] = [days[0], days.at(-1)]
  if (show === 'month') return `${month(anchor, true)} ${year(anchor)}`
  if (show === 'day') return `${names.longDays[weekday(anchor) - 1]} ${Number(anchor.slice(8))} ${month(anchor, true)} ${year(anchor)}`
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  const start = `${Number(first.slice(8))}${sameMonth ? '' : ` ${month(first)}`}${first.slice(0, 4) === last.slice(0, 4) ? '' : ` ${year(first)}`}`
  return `${start} – ${Number(last.slice(8))} ${month(last)} ${year(last)}`
}
