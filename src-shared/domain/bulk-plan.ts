// Which activity moves where (BLK-1, BLK-2): the plan behind the preview of a bulk change of dates. Pure; runs on any
// thread. It reads wall times only, so 10:00 stays 10:00 across a change of clocks; it changes nothing itself, and time of
// day, duration and length of a span stay unless the change asks otherwise.

import { KnownError } from '../errors.ts'
import { isOpen } from './activity-state.ts'
import type { ActivityState } from './activity-state.ts'
import { planRescue } from './bulk-rescue.ts'
import { planSpread } from './bulk-spread.ts'
import { addDays, addMinutes, daysBetween, isOverdue, toEpochDay, toMinutes, wallOf } from './local-time.ts'
import type { LocalDate, LocalTime, When } from './local-time.ts'
import type { Respect, WorkingCalendar } from './working-calendar.ts'

export { findClashes } from './bulk-clashes.ts'
export type { Busy } from './bulk-clashes.ts'
export { loadPerDay } from './bulk-load.ts'

export type ShiftUnit = 'minutes' | 'hours' | 'days' | 'weeks' | 'workingDays'

export type BulkChange =
  /** `keepTime` false: becomes a day alone. */
  | { mode: 'date'; on: LocalDate; keepTime: boolean }
  | { mode: 'datetime'; on: LocalDate; time: LocalTime }
  /** `amount` is whole and may be negative. */
  | { mode: 'shift'; amount: number; unit: ShiftUnit }
  /** The first working day after its own day. */
  | { mode: 'nextWorkingDay' }
  /**
   * Over the first `days` working days on or after `from`, at most `perDay` of an owner on each. `countExisting`: what
   * else the owner has on a day counts towards it.
   */
  | { mode: 'spread'; from: LocalDate; days: number; perDay: number; countExisting: boolean }
  /**
   * What is overdue at the instant `overdueAt` (UTC ms) over the coming working days, as many a day of an owner as fit
   * beside what is there, by worth and age (BLK-7); what is not overdue stays. `keepTime` false: becomes a day alone.
   */
  | { mode: 'rescue'; from: LocalDate; perDay: number; minutesPerDay: number | null; keepTime: boolean; overdueAt: number }

export interface PlanItem {
  /** Row id in the store: the identity here, and the order within a day. */
  row: number
  ownerId: string
  state: ActivityState
  isBinned: boolean
  when: When
  /** For a rescue: higher goes first (`worthOf`), and the minutes that it takes of a day. */
  worth?: number
  minutes?: number
}

export type SkipReason =
  | 'closed' | 'cancelled' | 'binned' | 'unchanged' | 'no_time' | 'no_room' | 'out_of_range' | 'not_overdue' | 'too_long'

export interface PlanLine {
  row: number
  before: When
  /** Null exactly where `skip` says why. */
  after: When | null
  skip: SkipReason | null
}

/** How many activities, or how many minutes, an owner has on a day apart from those that move. */
export type ExistingLoad = (ownerId: string, day: LocalDate) => number

/** The working calendar of whom an activity belongs to: with hours of their own where they have some (SET-1). */
export type CalendarOf = (ownerId: string) => WorkingCalendar

/** The most days a spread reaches over: some fourteen years of working days. */
const maxSpreadDays = 3660

export function isSameWhen(a: When, b: When): boolean {
  return (
    a.on === b.on &&
    a.time === b.time &&
    a.durationMinutes === b.durationMinutes &&
    a.until === b.until &&
    a.zone === b.zone
  )
}

/** `when` on another day and at another time, all else kept: a span moves whole. Throws 'invalid' out of range. */
export function movedTo(when: When, on: LocalDate, time: LocalTime | null): When {
  const until = when.until === null ? null : addDays(when.until, daysBetween(when.on, on))
  return { on, time, durationMinutes: when.durationMinutes, until, zone: when.zone }
}

function refuse(field: string, rule: string, value: unknown): never {
  throw new KnownError('invalid', { field, rule, value })
}

function checkChange(change: BulkChange): void {
  switch (change.mode) {
    case 'date':
      toEpochDay(change.on)
      return
    case 'datetime':
      toEpochDay(change.on)
      toMinutes(change.time)
      return
    case 'shift':
      if (!Number.isSafeInteger(change.amount)) refuse('amount', 'whole_number', change.amount)
      return
    case 'nextWorkingDay':
      return
    case 'spread':
      toEpochDay(change.from)
      if (!Number.isSafeInteger(change.days) || change.days < 1) refuse('days', 'whole_number', change.days)
      if (change.days > maxSpreadDays) refuse('days', 'too_many', change.days)
      if (!Number.isSafeInteger(change.perDay) || change.perDay < 1) refuse('perDay', 'whole_number', change.perDay)
      return
    case 'rescue':
      toEpochDay(change.from)
      if (!Number.isSafeInteger(change.perDay) || change.perDay < 1) refuse('perDay', 'whole_number', change.perDay)
      if (change.minutesPerDay !== null && (!Number.isSafeInteger(change.minutesPerDay) || change.minutesPerDay < 1))
        refuse('minutesPerDay', 'whole_number', change.minutesPerDay)
  }
}

/** Why an item stays out of any change, whatever is asked. */
function standingSkip(item: PlanItem): SkipReason | null {
  if (item.isBinned) return 'binned'
  if (isOpen(item.state)) return null
  return item.state === 'cancelled' ? 'cancelled' : 'closed'
}

/** Why an item stays out of this change. */
function skipOf(item: PlanItem, change: BulkChange): SkipReason | null {
  const standing = standingSkip(item)
  if (standing !== null || change.mode !== 'rescue') return standing
  return isOverdue(item.when, item.state, wallOf(change.overdueAt, item.when.zone)) ? null : 'not_overdue'
}

/** Whether a change gives this item another place among the days that it shares out, so that it counts at its old one no more. */
export const isToMove = (item: PlanItem, change: BulkChange): boolean => skipOf(item, change) === null

/** Where a moved activity comes to rest: forward to a working day, and with a time into the hours, as switched. */
function land(when: When, on: LocalDate, time: LocalTime | null, calendar: WorkingCalendar, respect: Respect): When {
  if (time === null) return movedTo(when, calendar.workingDayOnOrAfter(on, respect), null)
  const wall = calendar.intoHours(on, time, respect)
  return movedTo(when, wall.on, wall.time)
}

function shifted(
  when: When,
  amount: number,
  unit: ShiftUnit,
  calendar: WorkingCalendar,
  respect: Respect,
): When | SkipReason {
  switch (unit) {
    case 'minutes':
    case 'hours': {
      if (when.time === null) return 'no_time'
      const wall = addMinutes({ on: when.on, time: when.time }, unit === 'hours' ? amount * 60 : amount)
      return land(when, wall.on, wall.time, calendar, respect)
    }
    case 'days':
      return land(when, addDays(when.on, amount), when.time, calendar, respect)
    case 'weeks':
      return land(when, addDays(when.on, amount * 7), when.time, calendar, respect)
    case 'workingDays':
      return land(when, calendar.addWorkingDays(when.on, amount, respect), when.time, calendar, respect)
  }
}

function moved(
  when: When,
  change: Exclude<BulkChange, { mode: 'spread' | 'rescue' }>,
  calendar: WorkingCalendar,
  respect: Respect,
): When | SkipReason {
  switch (change.mode) {
    case 'date':
      return land(when, change.on, change.keepTime ? when.time : null, calendar, respect)
    case 'datetime':
      // A span has days, not hours: it moves to the day and stays without a time.
      return land(when, change.on, when.until === null ? change.time : when.time, calendar, respect)
    case 'shift':
      return shifted(when, change.amount, change.unit, calendar, respect)
    case 'nextWorkingDay':
      return land(when, calendar.nextWorkingDay(when.on, respect), when.time, calendar, respect)
  }
}

function isOutOfRange(fault: unknown): boolean {
  return fault instanceof KnownError && (fault.details as { rule?: unknown }).rule === 'out_of_range'
}

/** A line from what became of an item; a day beyond the years 0001 to 9999 skips that item alone. */
function lineOf(item: PlanItem, outcome: () => When | SkipReason): PlanLine {
  const skipped = (skip: SkipReason): PlanLine => ({ row: item.row, before: item.when, after: null, skip })
  try {
    const result = outcome()
    if (typeof result === 'string') return skipped(result)
    if (isSameWhen(result, item.when)) return skipped('unchanged')
    return { row: item.row, before: item.when, after: result, skip: null }
  } catch (fault) {
    if (isOutOfRange(fault)) return skipped('out_of_range')
    throw fault
  }
}

/**
 * One line per item, in the order of the items.
 *
 * What lands on a day that is not worked goes forward to the next that is, also when shifted backwards, and with hours
 * respected into the hours: both as `respect` switches them. The switches also say what a working day is for
 * 'nextWorkingDay' and the unit 'workingDays'; a spread and a rescue use working days only, whatever they say.
 *
 * Throws 'invalid' for a change that makes no sense (not whole, not a date) and for a calendar without a working day or
 * without hours where they are respected.
 */
export function planBulkChange(
  items: readonly PlanItem[],
  change: BulkChange,
  calendar: WorkingCalendar,
  respect: Respect,
  existingLoad: ExistingLoad = () => 0,
  calendarOf: CalendarOf = () => calendar,
  existingMinutes: ExistingLoad = () => 0,
): PlanLine[] {
  checkChange(change)
  if (change.mode !== 'spread' && change.mode !== 'rescue') {
    return items.map((item) => lineOf(item, () => standingSkip(item) ?? moved(item.when, change, calendarOf(item.ownerId), respect)))
  }
  const movable = items.filter((item) => isToMove(item, change))
  const dayOf =
    change.mode === 'spread'
      ? planSpread(movable, change, calendarOf, existingLoad)
      : planRescue(movable, change, calendarOf, existingLoad, existingMinutes)
  const keepsTime = change.mode === 'spread' || change.keepTime
  return items.map((item) =>
    lineOf(item, () => {
      const skip = skipOf(item, change)
      if (skip) return skip
      const day = dayOf.get(item)
      if (day === undefined) return 'no_room'
      if (day === 'too_long') return day
      return keepsTime ? onSpreadDay(item.when, day, calendarOf(item.ownerId), respect) : movedTo(item.when, day, null)
    }),
  )
}

/** On exactly that day, which the spread has counted: a time past the last hour goes to the day's first instead. */
function onSpreadDay(when: When, day: LocalDate, calendar: WorkingCalendar, respect: Respect): When {
  if (when.time === null || !respect.hours) return movedTo(when, day, when.time)
  // Past the last hour this is the first hour of another day: the hour is taken, the day is not.
  return movedTo(when, day, calendar.intoHours(day, when.time, respect).time)
}
