// Which days and hours are worked (SET-5, BLK-2): weekdays, holidays and hours of the day, each respected by a switch.
// Pure; runs on any thread. No search walks day by day: working days are counted and found by arithmetic on whole weeks
// and the sorted holidays, so a shift of 5,000 working days costs what one of 1 does, and nothing can loop for ever.

import { KnownError } from '../errors.ts'
import {
  firstEpochDay,
  fromEpochDay,
  fromMinutes,
  isLocalDate,
  lastEpochDay,
  toEpochDay,
  toMinutes,
} from './local-time.ts'
import type { EpochDay, LocalDate, LocalTime, Wall } from './local-time.ts'

export interface RespectDays {
  weekends: boolean
  holidays: boolean
}

/** What a change of dates honours. A switch that is off makes those days, or hours, as good as any. */
export interface Respect extends RespectDays {
  hours: boolean
}

/** Half-open: `to` is no longer worked. `to` may be '24:00'. */
export interface HoursInterval {
  from: LocalTime
  to: LocalTime
}

export interface WorkingWeek {
  /** Monday to Sunday, 7 entries. */
  workingDays: readonly boolean[]
  /** The same on every working day, in any order. */
  hours: readonly HoursInterval[]
  /** Monday to Sunday, where days differ: takes the place of `hours`. */
  hoursByDay?: readonly (readonly HoursInterval[])[] | undefined
  /** Day -> name. */
  holidays: ReadonlyMap<LocalDate, string>
}

/**
 * All methods throw 'invalid': rule 'no_working_day' where the week has none and weekends are respected,
 * 'no_working_hours' where hours are respected and there are none, 'out_of_range' outside the years 0001 to 9999.
 * Without `respect`, weekends and holidays both count.
 */
export interface WorkingCalendar {
  isWorkingDay(day: LocalDate, respect?: RespectDays): boolean
  holidayName(day: LocalDate): string | null
  /** Strictly after. */
  nextWorkingDay(day: LocalDate, respect?: RespectDays): LocalDate
  workingDayOnOrAfter(day: LocalDate, respect?: RespectDays): LocalDate
  /** From a day that is not worked, +1 is the first working day after it and -1 the first before. 0 is the day itself. */
  addWorkingDays(day: LocalDate, n: number, respect?: RespectDays): LocalDate
  /**
   * Forward to the next moment at which something may start. A day that is not worked gives way to the next that is, at
   * the same time of day; a time outside the hours, to the start of the next interval. How long it lasts is not looked at.
   */
  intoHours(on: LocalDate, time: LocalTime, respect: Respect): Wall
  /** What is worked of a day, ascending; nothing of one that is off, all of one where no hours are set at all. Never throws. */
  hoursOn(day: LocalDate): readonly MinuteInterval[]
}

const bothDays: RespectDays = { weekends: true, holidays: true }

/** Minutes of the day. */
export interface MinuteInterval {
  from: number
  to: number
}

/** The working days under one setting of the switches, numbered from 1 at the first of year 1 (a Monday). */
interface DayCount {
  isWorking(day: EpochDay): boolean
  /** How many working days there are up to and including `day`. */
  rank(day: EpochDay): number
  /** The working day of that number. */
  select(rank: number): EpochDay
}

function outOfRange(value: unknown): KnownError<'invalid'> {
  return new KnownError('invalid', { field: 'date', rule: 'out_of_range', value })
}

function createDayCount(week: readonly boolean[], holidays: readonly EpochDay[]): DayCount {
  const offsets = [0, 1, 2, 3, 4, 5, 6].filter((weekdayIndex) => week[weekdayIndex])
  if (offsets.length === 0) throw new KnownError('invalid', { field: 'workingDays', rule: 'no_working_day' })
  const upTo = [0, 1, 2, 3, 4, 5, 6].map((weekdayIndex) => offsets.filter((offset) => offset <= weekdayIndex).length)
  const dayOfWeek = (day: EpochDay) => (day - firstEpochDay) % 7
  // Only those that take a day away, ascending.
  const taken = holidays.filter((day) => week[dayOfWeek(day)]).sort((a, b) => a - b)
  const takenSet = new Set(taken)

  function takenUpTo(day: EpochDay): number {
    let low = 0
    let high = taken.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (taken[middle]! <= day) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    isWorking: (day) => week[dayOfWeek(day)] === true && !takenSet.has(day),
    rank(day) {
      const days = day - firstEpochDay
      return Math.floor(days / 7) * offsets.length + upTo[days % 7]! - takenUpTo(day)
    },
    select(rank) {
      if (!(rank >= 1)) throw outOfRange(rank)
      let skipped = 0
      for (;;) {
        const index = rank + skipped - 1
        const day = firstEpochDay + Math.floor(index / offsets.length) * 7 + offsets[index % offsets.length]!
        if (day > lastEpochDay) throw outOfRange(day)
        // Grows at every turn and is at most the number of holidays.
        const passed = takenUpTo(day)
        if (passed === skipped) return day
        skipped = passed
      }
    },
  }
}

/** Ascending and disjoint. Throws 'invalid' where one ends before it starts. */
function readHours(hours: readonly HoursInterval[]): MinuteInterval[] {
  const sorted = hours
    .map(({ from, to }) => ({ from: toMinutes(from), to: to === '24:00' ? 1440 : toMinutes(to) }))
    .sort((a, b) => a.from - b.from)
  const merged: MinuteInterval[] = []
  for (const interval of sorted) {
    if (interval.to <= interval.from) throw new KnownError('invalid', { field: 'hours', rule: 'ends_before_start' })
    const last = merged.at(-1)
    if (last && interval.from <= last.to) last.to = Math.max(last.to, interval.to)
    else merged.push(interval)
  }
  return merged
}

/** The week of somebody with hours of their own, Monday to Sunday: a day without any is not worked (SET-1). Holidays stay. */
export function withOwnHours(
  week: WorkingWeek,
  own: readonly (readonly HoursInterval[])[] | null | undefined,
): WorkingWeek {
  return own == null ? week : { ...week, workingDays: own.map((hours) => hours.length > 0), hoursByDay: own }
}

/** The rest of a day, between what is worked of it. */
export function hoursOff(worked: readonly MinuteInterval[]): MinuteInterval[] {
  const off: MinuteInterval[] = []
  let at = 0
  for (const { from, to } of worked) {
    if (from > at) off.push({ from: at, to: from })
    at = to
  }
  return at < 1440 ? [...off, { from: at, to: 1440 }] : off
}

/** Throws 'invalid' for a week that has not 7 entries, a holiday that is no day, hours that are no hours. */
export function createWorkingCalendar(week: WorkingWeek): WorkingCalendar {
  if (week.workingDays.length !== 7) throw new KnownError('invalid', { field: 'workingDays', rule: 'seven_days' })
  const workingDays = [...week.workingDays]
  const names = new Map(week.holidays)
  for (const day of names.keys()) {
    if (!isLocalDate(day)) throw new KnownError('invalid', { field: 'holidays', rule: 'date', value: day })
  }
  const holidays = [...names.keys()].map(toEpochDay)
  if (week.hoursByDay !== undefined && week.hoursByDay.length !== 7)
    throw new KnownError('invalid', { field: 'hours', rule: 'seven_days' })
  const sameHours = readHours(week.hours)
  const hoursByDay = week.hoursByDay?.map(readHours)
  const hoursOn = (day: EpochDay): MinuteInterval[] =>
    hoursByDay === undefined ? sameHours : (hoursByDay[(day - firstEpochDay) % 7] ?? [])
  const hasHours = (hoursByDay ?? [sameHours]).some((hours) => hours.length > 0)
  const counts = new Map<number, DayCount>()

  function countFor(respect: RespectDays): DayCount {
    const key = (respect.weekends ? 1 : 0) + (respect.holidays ? 2 : 0)
    let count = counts.get(key)
    if (!count) {
      count = createDayCount(
        respect.weekends ? workingDays : [true, true, true, true, true, true, true],
        respect.holidays ? holidays : [],
      )
      counts.set(key, count)
    }
    return count
  }

  function onOrAfter(day: EpochDay, respect: RespectDays): EpochDay {
    const count = countFor(respect)
    return count.isWorking(day) ? day : count.select(count.rank(day) + 1)
  }

  function after(day: EpochDay, respect: RespectDays): EpochDay {
    const count = countFor(respect)
    return count.select(count.rank(day) + 1)
  }

  return {
    isWorkingDay: (day, respect = bothDays) => countFor(respect).isWorking(toEpochDay(day)),
    holidayName: (day) => names.get(day) ?? null,
    nextWorkingDay: (day, respect = bothDays) => fromEpochDay(after(toEpochDay(day), respect)),
    workingDayOnOrAfter: (day, respect = bothDays) => fromEpochDay(onOrAfter(toEpochDay(day), respect)),
    addWorkingDays(day, n, respect = bothDays) {
      if (!Number.isInteger(n)) throw new KnownError('invalid', { field: 'amount', rule: 'whole_number', value: n })
      const start = toEpochDay(day)
      if (n === 0) return day
      const count = countFor(respect)
      const back = n < 0 && !count.isWorking(start) ? 1 : 0
      return fromEpochDay(count.select(count.rank(start) + n + back))
    },
    intoHours(on, time, respect) {
      const wanted = toEpochDay(on)
      const day = onOrAfter(wanted, respect)
      if (!respect.hours) return { on: fromEpochDay(day), time }
      if (!hasHours) throw new KnownError('invalid', { field: 'hours', rule: 'no_working_hours' })
      const minutes = toMinutes(time)
      const interval = hoursOn(day).find(({ to }) => minutes < to)
      if (interval) return { on: fromEpochDay(day), time: fromMinutes(Math.max(minutes, interval.from)) }
      // Past the last hour: the next working day, unless the day already is a later one than asked. One without hours gives way too, at most six times.
      let next = day > wanted ? day : after(day, respect)
      while (hoursOn(next).length === 0) next = after(next, respect)
      return { on: fromEpochDay(next), time: fromMinutes(hoursOn(next)[0]?.from ?? 0) }
    },
    hoursOn(on) {
      const day = toEpochDay(on)
      if (workingDays[(day - firstEpochDay) % 7] !== true || names.has(on)) return []
      return hasHours ? hoursOn(day) : [{ from: 0, to: 1440 }]
    },
  }
}
