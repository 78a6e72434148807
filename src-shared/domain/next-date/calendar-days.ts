// Days found by arithmetic on the calendar: months, weeks, quarters, the nth Monday. Pure; runs on any thread. Days outside
// the years 0001 to 9999 throw KnownError('invalid', rule 'out_of_range'), which the reader turns into its refusal.
import { KnownError } from '../../errors.ts'
import { addDays, isLocalDate, toEpochDay, weekday, type LocalDate } from '../local-time.ts'

export const yearOf = (day: LocalDate): number => Number(day.slice(0, 4))
export const monthIn = (day: LocalDate): number => Number(day.slice(5, 7))
export const dayIn = (day: LocalDate): number => Number(day.slice(8))

/** 28 to 31; `month` from 1. */
export function lastDayOf(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** The day, or null where that month has no such day. */
export function dayOf(year: number, month: number, day: number): LocalDate | null {
  if (year < 1 || year > 9999) throw new KnownError('invalid', { field: 'date', rule: 'out_of_range', value: year })
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isLocalDate(text) ? text : null
}

/** Months are counted on from the month of `day`; its day stays, or becomes the last the month has. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const first = monthAt(day, months)
  return addDays(first, Math.min(dayIn(day), lastDayOf(yearOf(first), monthIn(first))) - 1)
}

/** The first day of the month that lies `months` after that of `day`. */
export function monthAt(day: LocalDate, months: number): LocalDate {
  const index = yearOf(day) * 12 + monthIn(day) - 1 + months
  const first = dayOf(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, 1)
  return first ?? day
}

/** The first day of the quarter that lies `quarters` after that of `day`. */
export const quarterAt = (day: LocalDate, quarters: number): LocalDate => monthAt(day, -((monthIn(day) - 1) % 3) + quarters * 3)
/** The first day of the week that lies `weeks` after that of `day`. `weekStart`: ISO weekday, 1 is Monday. */
export const weekAt = (day: LocalDate, weeks: number, weekStart: number): LocalDate => addDays(day, -((weekday(day) - weekStart + 7) % 7) + weeks * 7)

/** The next day of that ISO weekday, strictly after. */
export const nextWeekday = (day: LocalDate, wanted: number): LocalDate => addDays(day, ((wanted - weekday(day) + 6) % 7) + 1)

/** The nth (-1 the last) of that weekday from `from` to `until`; null where there are not so many. */
export function nthWeekday(from: LocalDate, until: LocalDate, wanted: number, nth: number): LocalDate | null {
  const found = nth > 0 ? addDays(from, ((wanted - weekday(from) + 7) % 7) + (nth - 1) * 7) : addDays(until, -((weekday(until) - wanted + 7) % 7) + (nth + 1) * 7)
  return found < from || found > until ? null : found
}

/** Monday of an ISO week, null where the year has no such week. */
export function isoWeek(year: number, week: number): LocalDate | null {
  const fourth = dayOf(year, 1, 4)
  const monday = fourth === null ? null : addDays(fourth, 1 - weekday(fourth) + (week - 1) * 7)
  const last = dayOf(year, 12, 28)
  return monday === null || last === null || week < 1 || toEpochDay(monday) > toEpochDay(last) ? null : monday
}
