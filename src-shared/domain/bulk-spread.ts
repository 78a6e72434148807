// The days that a spread gives out (BLK-1): each owner's activities over the next working days, at most so many a day.
// Pure; runs on any thread. Never a day that is not worked, never more than `perDay` of one owner on one day.

import type { CalendarOf, ExistingLoad, PlanItem } from './bulk-plan.ts'
import { compareWhen } from './local-time.ts'
import type { LocalDate } from './local-time.ts'
import type { WorkingCalendar } from './working-calendar.ts'

export interface Spread {
  from: LocalDate
  days: number
  perDay: number
  countExisting: boolean
}

/** The first `count` working days on or after `from`; weekends and holidays both respected. */
function workingDaysFrom(from: LocalDate, count: number, calendar: WorkingCalendar): LocalDate[] {
  const days = [calendar.workingDayOnOrAfter(from)]
  while (days.length < count) days.push(calendar.nextWorkingDay(days[days.length - 1]!))
  return days
}

/**
 * How many of `count` each day takes so that the totals with what is `there` come out as even as they can, none above
 * `limit`; what is left over after an even share goes to the earliest days. Like water poured into a vessel whose floor
 * is what is there.
 */
export function pourEvenly(count: number, there: readonly number[], limit: number): number[] {
  const poured = (level: number) => there.reduce((sum, floor) => sum + Math.max(0, level - floor), 0)
  let level = 0
  let above = limit + 1
  // The highest level that `count` fills everywhere; level 0 takes nothing.
  while (above - level > 1) {
    const middle = Math.floor((level + above) / 2)
    if (poured(middle) <= count) level = middle
    else above = middle
  }
  const shares = there.map((floor) => Math.max(0, level - floor))
  let rest = count - shares.reduce((sum, share) => sum + share, 0)
  for (let day = 0; day < shares.length && rest > 0 && level < limit; day++) {
    if (there[day]! > level) continue
    shares[day]! += 1
    rest -= 1
  }
  return shares
}

/**
 * The day of each item that has room. An owner's items are taken by (date and time, row) and keep that order over the
 * days, so that what has waited longest comes first; those left over have no entry.
 */
export function planSpread(
  items: readonly PlanItem[],
  spread: Spread,
  calendarOf: CalendarOf,
  existingLoad: ExistingLoad,
): Map<PlanItem, LocalDate> {
  const byOwner = new Map<string, PlanItem[]>()
  for (const item of items) {
    const own = byOwner.get(item.ownerId)
    if (own) own.push(item)
    else byOwner.set(item.ownerId, [item])
  }
  const dayOf = new Map<PlanItem, LocalDate>()
  for (const [ownerId, own] of byOwner) {
    const days = workingDaysFrom(spread.from, spread.days, calendarOf(ownerId))
    own.sort((a, b) => compareWhen(a.when, b.when) || a.row - b.row)
    const there = days.map((day) => (spread.countExisting ? Math.max(0, existingLoad(ownerId, day)) : 0))
    let next = 0
    pourEvenly(own.length, there, spread.perDay).forEach((share, index) => {
      for (const item of own.slice(next, next + share)) dayOf.set(item, days[index]!)
      next += share
    })
  }
  return dayOf
}
