// How many activities a day holds before and after a bulk change (BLK-3). Pure; runs on any thread.

import type { PlanLine } from './bulk-plan.ts'
import type { LocalDate } from './local-time.ts'

export interface DayLoad {
  day: LocalDate
  before: number
  after: number
}

/**
 * The days that the lines leave or reach, in order. A skipped line that is still open stays and counts in both; closed,
 * cancelled and binned ones count in neither. A span counts on its first day, as it does in a spread. `others`: how many
 * activities apart from these lines a day holds.
 */
export function loadPerDay(
  lines: readonly Pick<PlanLine, 'before' | 'after' | 'skip'>[],
  others: (day: LocalDate) => number = () => 0,
): DayLoad[] {
  const loads = new Map<LocalDate, DayLoad>()
  function loadOf(day: LocalDate): DayLoad {
    let load = loads.get(day)
    if (!load) {
      const there = others(day)
      load = { day, before: there, after: there }
      loads.set(day, load)
    }
    return load
  }
  for (const { before, after, skip } of lines) {
    if (skip === 'closed' || skip === 'cancelled' || skip === 'binned') continue
    loadOf(before.on).before += 1
    loadOf((after ?? before).on).after += 1
  }
  return [...loads.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
}
