// The days of a rule of recurrence (ACT-15), and where they land. Pure; runs on any thread.
// A rule is about days alone: the hour of an activity is wall time, so that 10:00 stays 10:00 whatever the clocks do.
import { RRuleTemporal } from 'rrule-temporal'
import { KnownError } from '../errors.ts'
import type { LocalDate } from './local-time.ts'
import { partsOfRule, ruleOfParts, type OffDays } from './recurrence-rule.ts'
import { createWorkingCalendar, type WorkingWeek } from './working-calendar.ts'

/** The days of a rule that begins on `start`, from `from` to `to` inclusive, at most `most`. The first day itself always counts. */
export function daysOfRule(rule: string, start: LocalDate, from: LocalDate, to: LocalDate, most: number): LocalDate[] {
  const parts = partsOfRule(rule)
  const end = parts.until !== null && parts.until < to ? parts.until : to
  const days: LocalDate[] = start >= from && start <= end ? [start] : []
  if (end <= start) return days
  // Bounded either way: what never comes (30 February) is looked for no further than it matters.
  const bounded = ruleOfParts({ ...parts, until: parts.count === null ? end : null })
  const generator = new RRuleTemporal({ rruleString: `DTSTART:${start.replaceAll('-', '')}T000000Z\nRRULE:${bounded}${parts.count === null ? 'T000000Z' : ''}`, maxIterations: 20_000 })
  const seen = (date: { toString(): string }): boolean => {
    const day = date.toString().slice(0, 10)
    // Years after 9999 are written with a sign.
    if (!/^\d/.test(day) || day > end || days.length >= most) return false
    if (day >= from && day !== start) days.push(day)
    return true
  }
  try {
    if (parts.count !== null || from <= start) generator.all(seen)
    else {
      const first = generator.next(new Date(`${from}T00:00:00Z`), true)
      for (let at = first; at !== null && seen(at); ) at = generator.next(new Date(`${at.toString().slice(0, 10)}T00:00:00Z`), false)
    }
  } catch (error) {
    throw new KnownError('invalid', { field: 'recurrence', rule: 'rule_without_days', value: rule }, { cause: error })
  }
  return days
}

/**
 * Where a day of the rule lands. Holidays are off days; so are days of the week that are not worked, except where the rule names its weekdays itself.
 * Null: it is left out.
 */
export function placedDay(day: LocalDate, offDays: OffDays, rule: string, week: WorkingWeek | null): LocalDate | null {
  if (offDays === 'keep' || week === null) return day
  const calendar = createWorkingCalendar(week)
  const respect = { holidays: true, weekends: partsOfRule(rule).byDay.length === 0 }
  if (calendar.isWorkingDay(day, respect)) return day
  if (offDays === 'skip') return null
  // Moved ones land on a day that is worked, whatever the rule names.
  return calendar.addWorkingDays(day, offDays === 'forward' ? 1 : -1, { holidays: true, weekends: true })
}
