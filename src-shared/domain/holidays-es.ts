// The public holidays kept in the whole of Spain, computed for any year. Pure; runs on any thread. Names are keys: the
// window chooses the words. Regional and local days are data, not rules, and are no part of this file.

import { addDays, toEpochDay } from './local-time.ts'
import type { LocalDate } from './local-time.ts'

export type SpanishHolidayKey =
  | 'new-year'
  | 'epiphany'
  | 'good-friday'
  | 'labour-day'
  | 'assumption'
  | 'national-day'
  | 'all-saints'
  | 'constitution'
  | 'immaculate'
  | 'christmas'

export interface SpanishHoliday {
  on: LocalDate
  key: SpanishHolidayKey
}

/**
 * Art. 37.2 of the Estatuto de los Trabajadores and art. 45.1 a) to d) of Real Decreto 2001/1983. Epiphany is of group
 * d), which a region may exchange (art. 45.3), but every region keeps it; the others of that group (Maundy Thursday,
 * Saint Joseph or Saint James) are not kept everywhere and so are regional here.
 */
const fixed: readonly (readonly [string, SpanishHolidayKey])[] = [
  ['01-01', 'new-year'],
  ['01-06', 'epiphany'],
  ['05-01', 'labour-day'],
  ['08-15', 'assumption'],
  ['10-12', 'national-day'],
  ['11-01', 'all-saints'],
  ['12-06', 'constitution'],
  ['12-08', 'immaculate'],
  ['12-25', 'christmas'],
]

/** Easter Sunday of a Gregorian year: the anonymous computus as J. Meeus gives it (Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): LocalDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const fromFirstOfMarch = h + l - 7 * m + 21
  return addDays(`${String(year).padStart(4, '0')}-03-01`, fromFirstOfMarch)
}

/**
 * The national holidays of a year (0001 to 9999) in order of date, on the day itself: a region may move one that falls
 * on a Sunday to the Monday (art. 45.1), which is regional data. Throws 'invalid' outside those years.
 */
export function spanishNationalHolidays(year: number): SpanishHoliday[] {
  const goodFriday: SpanishHoliday = { on: addDays(easterSunday(year), -2), key: 'good-friday' }
  const days = fixed.map(([day, key]) => ({ on: `${String(year).padStart(4, '0')}-${day}`, key }))
  return [...days, goodFriday].sort((a, b) => toEpochDay(a.on) - toEpochDay(b.on))
}
