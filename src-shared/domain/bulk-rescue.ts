// The days that a rescue of what is overdue gives out (BLK-7): each owner's overdue activities over the coming working days, as many a day as fit beside
// what is already there. The most valuable choose first, among equals what has waited longest. Pure; runs on any thread.

import type { CalendarOf, ExistingLoad, PlanItem } from './bulk-plan.ts'
import { compareWhen } from './local-time.ts'
import type { LocalDate } from './local-time.ts'
import type { WorkingCalendar } from './working-calendar.ts'

export interface Rescue {
  from: LocalDate
  /** Of one owner on one day, what is already there included. */
  perDay: number
  /** The same in minutes; null: minutes are not counted. */
  minutesPerDay: number | null
}

/** Beyond so many working days (some year and a half) nothing is planned by itself. */
const rescueDays = 366

export type Relation = 'customer' | 'lead' | 'supplier' | 'other'
const rankOf: Record<Relation, number> = { customer: 2, lead: 1, supplier: 0, other: 0 }

/** Higher goes first: by the activity's priority (0 to 3), then customers before leads before others. */
export function worthOf(priority: number, relation: Relation | null): number {
  return priority * 4 + (relation === null ? 0 : rankOf[relation])
}

interface Day {
  on: LocalDate
  count: number
  minutes: number
}

/** Working days of one owner from the first on, with what is there; each is looked up when somebody may go there. */
function* coming(ownerId: string, { from }: Rescue, calendar: WorkingCalendar, load: ExistingLoad, minutes: ExistingLoad): Generator<Day, undefined> {
  let on = calendar.workingDayOnOrAfter(from)
  for (let n = 0; n < rescueDays; n += 1) {
    yield { on, count: Math.max(0, load(ownerId, on)), minutes: Math.max(0, minutes(ownerId, on)) }
    on = calendar.nextWorkingDay(on)
  }
}

/**
 * The day of each item, or why it has none. Each takes the first day that has room for it when its turn comes, so nothing could come earlier without one
 * of more worth going later; a long one that has to wait for an empty day holds up nobody.
 */
export function planRescue(
  items: readonly PlanItem[],
  rescue: Rescue,
  calendarOf: CalendarOf,
  existingLoad: ExistingLoad,
  existingMinutes: ExistingLoad,
): Map<PlanItem, LocalDate | 'too_long'> {
  const dayOf = new Map<PlanItem, LocalDate | 'too_long'>()
  const most = rescue.minutesPerDay ?? Infinity
  for (const [ownerId, own] of Map.groupBy(items, (item) => item.ownerId)) {
    own.sort((a, b) => (b.worth ?? 0) - (a.worth ?? 0) || compareWhen(a.when, b.when) || a.row - b.row)
    const source = coming(ownerId, rescue, calendarOf(ownerId), existingLoad, existingMinutes)
    const days: Day[] = []
    let firstWithRoom = 0
    for (const item of own) {
      const minutes = item.minutes ?? 0
      if (minutes > most) {
        dayOf.set(item, 'too_long')
        continue
      }
      for (let at = firstWithRoom; ; at += 1) {
        const day = days[at] ?? source.next().value
        if (day === undefined) break
        days[at] = day
        if (day.count < rescue.perDay && day.minutes + minutes <= most) {
          day.count += 1
          day.minutes += minutes
          dayOf.set(item, day.on)
          break
        }
        if (at === firstWithRoom && (day.count >= rescue.perDay || day.minutes >= most)) firstWithRoom += 1
      }
    }
  }
  return dayOf
}
