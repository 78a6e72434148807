// What the words-to-date parser is given and what it answers. Pure; runs on any thread. The grammar is in GRAMMAR.md.
import type { LocalDate, LocalTime, Wall } from '../local-time.ts'
import type { HoursInterval, WorkingCalendar } from '../working-calendar.ts'

export interface Setting {
  /** Words of both languages are understood; this one decides what reads differently in each ("mar", "next friday"). */
  language: 'es' | 'en'
  /** Which of 3/4 is the day. */
  order: 'dmy' | 'mdy' | 'ymd'
  /** Wall time of the user. */
  now: Wall
  /** IANA zone of `now`: "in 90 minutes" crosses a change of the clock. */
  zone: string
  calendar: WorkingCalendar
  /** Hours worked, to tell 5 in the morning from 5 in the afternoon; empty: 08:00 to 20:00. */
  hours: readonly HoursInterval[]
  /** ISO weekday with which a week starts. */
  weekStart: number
  /**
   * `future` (planning): a date without a year is the next one, nothing before today unless the text says a past, and a
   * day that is not worked gives way unless it was asked for. `nearest` (what happened, a birthday, a filter): a date
   * without a year is the nearest one and no day gives way.
   */
  toward: 'future' | 'nearest'
}

export interface Moment {
  on: LocalDate
  /** Null: a day alone. */
  time: LocalTime | null
  /** Whole minutes, null where none was said. */
  durationMinutes: number | null
  /** Last day of a span of days, after `on`; null for a single day. */
  until: LocalDate | null
  /** The day that was meant and is not worked, where this one stands in its place. */
  avoided: LocalDate | null
}

/** Why a text is no date. Every reason has its words in the locale files. */
export type Refusal =
  | { reason: 'empty' }
  | { reason: 'too_long' }
  /** February has no 31: `last` is the last day it has in `year`. */
  | { reason: 'no_such_day'; day: number; month: number; year: number; last: number }
  | { reason: 'no_such_month'; month: number }
  | { reason: 'no_such_time'; text: string }
  /** There is no fifth Monday in that month. */
  | { reason: 'no_such_ordinal'; text: string }
  /** "Monday 26/11", which is a Thursday. */
  | { reason: 'other_weekday'; weekday: number; on: LocalDate }
  | { reason: 'ends_before_start' }
  | { reason: 'already_past'; on: LocalDate }
  | { reason: 'out_of_range' }
  /** What is left after the words that were understood. */
  | { reason: 'unknown_words'; text: string }

export type Understanding =
  | { isUnderstood: true; moment: Moment; /** Other readings, likeliest first; at most 3. */ alternatives: Moment[] }
  | ({ isUnderstood: false } & Refusal)

/** One reading of the words that name a day. */
export interface Day {
  on: LocalDate
  /** This very day was asked for: it stays although it is not worked. */
  isAsked: boolean
  /** The text says a past. */
  isPast: boolean
  /** Gives way backwards: the last working day of the month, before Christmas. */
  goesBack?: boolean
  /** Not a certain day ("early March"): where it is not worked the next one is as good, and nothing was avoided. */
  isRough?: boolean
  /** Last day, where the words name a stretch (Easter week); a span only where `isSpan`. */
  until?: LocalDate
  isSpan?: boolean
  /** Comes with its time ("in 90 minutes", "tonight"). */
  time?: LocalTime
  /** The same next year, where this one turns out to be past. */
  again?: () => Day
}
