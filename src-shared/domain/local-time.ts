// Days and wall times as text, and the one place where they meet a time zone. Pure; runs on any thread.
// Day arithmetic is on whole days since 1970-01-01 and never touches a zone; years 0001 to 9999 only: what falls outside
// is refused with KnownError('invalid', rule 'out_of_range').

import { Temporal, type ZonedDateTime } from './temporal.ts'
import { KnownError } from '../errors.ts'
import { isOpen } from './activity-state.ts'
import type { ActivityState } from './activity-state.ts'

/** A day of the proleptic Gregorian calendar, 'YYYY-MM-DD', year 0001 to 9999. */
export type LocalDate = string
/** A time of day, 'HH:MM', 24 h. */
export type LocalTime = string

/** A moment on the wall: a day and, unless it is a day alone, the time. */
export interface Wall {
  on: LocalDate
  time: LocalTime
}

/**
 * When an activity is: a day alone (`time` null), a day with start time and duration, or a span of days `on`..`until`
 * inclusive. Wall time in `zone` (IANA).
 */
export interface When {
  on: LocalDate
  time: LocalTime | null
  /** Whole minutes, 0 or more; null where it was not given. */
  durationMinutes: number | null
  /** Last day, `on` or later; null for a single day. */
  until: LocalDate | null
  zone: string
}

/** Whole days since 1970-01-01. */
export type EpochDay = number

export const firstEpochDay: EpochDay = -719_162 // 0001-01-01
export const lastEpochDay: EpochDay = 2_932_896 // 9999-12-31

const minutesPerDay = 1440
const minuteMs = 60_000
const dayMs = 86_400_000

function outOfRange(value: unknown): KnownError<'invalid'> {
  return new KnownError('invalid', { field: 'date', rule: 'out_of_range', value })
}

/** The number written in `text[from..to)`, or NaN where a character is not a digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** A day that exists, in the years 0001 to 9999, written exactly so. */
export function isLocalDate(value: unknown): value is LocalDate {
  if (typeof value !== 'string' || value.length !== 10 || value[4] !== '-' || value[7] !== '-') return false
  const year = digits(value, 0, 4)
  const month = digits(value, 5, 7)
  const day = digits(value, 8, 10)
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** 00:00 to 23:59, written exactly so. */
export function isLocalTime(value: unknown): value is LocalTime {
  if (typeof value !== 'string' || value.length !== 5 || value[2] !== ':') return false
  return digits(value, 0, 2) <= 23 && digits(value, 3, 5) <= 59
}

// Both conversions count years from March, so that the leap day is the last of its year
// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil and civil_from_days).

/** Days since 1970-01-01. Throws 'invalid' (rule 'date') for what is not a day. */
export function toEpochDay(day: LocalDate): EpochDay {
  if (!isLocalDate(day)) throw new KnownError('invalid', { field: 'date', rule: 'date', value: day })
  const month = digits(day, 5, 7)
  const year = digits(day, 0, 4) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + digits(day, 8, 10) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The day as text. Throws 'invalid' (rule 'out_of_range') outside 0001 to 9999 and for what is not a whole number. */
export function fromEpochDay(epochDay: EpochDay): LocalDate {
  if (!Number.isInteger(epochDay) || epochDay < firstEpochDay || epochDay > lastEpochDay) throw outOfRange(epochDay)
  const shifted = epochDay + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** Minutes since midnight. Throws 'invalid' (rule 'time') for what is not a time. */
export function toMinutes(time: LocalTime): number {
  if (!isLocalTime(time)) throw new KnownError('invalid', { field: 'time', rule: 'time', value: time })
  return digits(time, 0, 2) * 60 + digits(time, 3, 5)
}

/** `minutes` since midnight, 0 to 1439, as text. */
export function fromMinutes(minutes: number): LocalTime {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

/** The day `n` days later (earlier where negative). Throws 'invalid' outside the years 0001 to 9999. */
export function addDays(day: LocalDate, n: number): LocalDate {
  return fromEpochDay(toEpochDay(day) + n)
}

/** Days from `a` to `b`; negative where `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return toEpochDay(b) - toEpochDay(a)
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export function weekday(day: LocalDate): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return weekdayOfEpochDay(toEpochDay(day))
}

function weekdayOfEpochDay(epochDay: EpochDay): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  // 1970-01-01 is a Thursday.
  const fromMonday = (((epochDay + 3) % 7) + 7) % 7
  return (fromMonday + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7
}

/** Wall time `n` minutes later, crossing midnight; every day has 1,440. Throws 'invalid' outside 0001 to 9999. */
export function addMinutes(wall: Wall, n: number): Wall {
  const total = toMinutes(wall.time) + n
  const days = Math.floor(total / minutesPerDay)
  return { on: addDays(wall.on, days), time: fromMinutes(total - days * minutesPerDay) }
}

// --- zones ---------------------------------------------------------------------------------------------------------

/** A stretch of time in which a zone keeps one offset: UTC ms, `from` inclusive, `to` exclusive. */
interface OffsetStretch {
  from: number
  to: number
  offset: number
}

/** Stretches already asked for, per zone and UTC year; few zones and years are in use, so nothing is ever dropped. */
const stretchesByZone = new Map<string, Map<number, OffsetStretch[]>>()

function unknownZone(zone: string, cause?: unknown): KnownError<'invalid'> {
  return new KnownError('invalid', { field: 'zone', rule: 'unknown_zone', value: zone }, { cause })
}

function zonedAt(instant: number, zone: string): ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

function yearsOf(zone: string): Map<number, OffsetStretch[]> {
  const known = stretchesByZone.get(zone)
  if (known) return known
  try {
    zonedAt(0, zone)
  } catch (cause) {
    throw unknownZone(zone, cause)
  }
  const years = new Map<number, OffsetStretch[]>()
  stretchesByZone.set(zone, years)
  return years
}

function readYear(zone: string, year: number): OffsetStretch[] {
  const start = utcYearStart(year)
  const end = utcYearStart(year + 1)
  const stretches: OffsetStretch[] = []
  let from = start
  while (from < end) {
    const at = zonedAt(from, zone)
    const next = at.getTimeZoneTransition('next')
    const to = next === null ? end : Math.min(next.epochMilliseconds, end)
    stretches.push({ from, to, offset: at.offsetNanoseconds / 1e6 })
    from = to
  }
  return stretches
}

function utcYearStart(year: number): number {
  // Date.UTC reads years 0 to 99 as 1900 to 1999; a year outside 0001 to 9999 is reached only by an offset.
  return new Date(0).setUTCFullYear(year, 0, 1)
}

function stretchAt(years: Map<number, OffsetStretch[]>, zone: string, instant: number): OffsetStretch {
  const year = new Date(instant).getUTCFullYear()
  let stretches = years.get(year)
  if (!stretches) {
    stretches = readYear(zone, year)
    years.set(year, stretches)
  }
  for (const stretch of stretches) if (instant < stretch.to) return stretch
  throw outOfRange(instant)
}

/** A name of the IANA data base that this runtime knows. */
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || zone === '') return false
  try {
    yearsOf(zone)
    return true
  } catch {
    return false // not knowing the name is the answer
  }
}

/**
 * UTC ms of a wall time. An hour that a clock change leaves out is read as the same distance after the change, an hour
 * that comes twice as the first (Temporal 'compatible'). Null time: the first moment of the day. Throws 'invalid' for
 * what is not a day, a time or a zone.
 */
export function instantOf(on: LocalDate, time: LocalTime | null, zone: string): number {
  const years = yearsOf(zone)
  const wall = toEpochDay(on) * dayMs + (time === null ? 0 : toMinutes(time) * minuteMs)
  const before = stretchAt(years, zone, wall - dayMs)
  const after = stretchAt(years, zone, wall + dayMs)
  const first = wall - before.offset
  if (before.offset === after.offset) return first
  if (stretchAt(years, zone, first).offset === before.offset) return first
  const second = wall - after.offset
  const there = stretchAt(years, zone, second)
  if (there.offset === after.offset) return second
  // In the gap: the day's first moment is the change itself; a time keeps its distance to it.
  return time === null ? stretchAt(years, zone, first).from : first
}

/** Day and time on the wall in `zone` at a UTC ms; seconds are cut off. */
export function wallOf(instant: number, zone: string): Wall {
  const wall = instant + stretchAt(yearsOf(zone), zone, instant).offset
  const epochDay = Math.floor(wall / dayMs)
  return { on: fromEpochDay(epochDay), time: fromMinutes(Math.floor((wall - epochDay * dayMs) / minuteMs)) }
}

/** The day in `zone` at a UTC ms. */
export function localDateOf(instant: number, zone: string): LocalDate {
  return wallOf(instant, zone).on
}

// --- activities ----------------------------------------------------------------------------------------------------

/**
 * Whether an open activity is past. A day alone or a span: once its last day is over. With a time: once start plus
 * duration has passed, so a visit is not late while it lasts. `now` is the wall of the activity's own zone.
 */
export function isOverdue(when: When, state: ActivityState, now: Wall): boolean {
  if (!isOpen(state)) return false
  const lastDay = when.until ?? when.on
  if (when.time === null || when.until !== null) return lastDay < now.on
  if (when.on > now.on) return false
  const end = toEpochDay(when.on) * minutesPerDay + toMinutes(when.time) + (when.durationMinutes ?? 0)
  return end < toEpochDay(now.on) * minutesPerDay + toMinutes(now.time)
}

/** Whole days since the last day of an overdue activity: 0 where it is not overdue, or only since earlier today. */
export function overdueDays(when: When, state: ActivityState, now: Wall): number {
  if (!isOverdue(when, state, now)) return 0
  return Math.max(0, daysBetween(when.until ?? when.on, now.on))
}

/** Order of the lists: by the wall, a day alone before the hours of that day. Zones do not count. */
export function compareWhen(a: Pick<When, 'on' | 'time'>, b: Pick<When, 'on' | 'time'>): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  const aTime = a.time ?? ''
  const bTime = b.time ?? ''
  return aTime === bTime ? 0 : aTime < bTime ? -1 : 1
}
