// The days of a rule of recurrence (ACT-15), and where they land. Pure; runs on any thread.
// A rule is about days alone: the hour of an activity is wall time, so that 10:00 stays 10:00 whatever the clocks do.
import { RRuleTemporal } from 'rrule-temporal'
import type { LocalDate } from './local-time.ts'
import { partsOfRule, ruleOfParts, type OffDays } from './recurrence-rule.ts'
import { createWorkingCalendar, type WorkingWeek } from './working-calendar.ts'

/** The days of a rule that begins on `start`, from `from` to `to` inclusive, at most `most`. The first day itself always counts. */
export function daysOfRule(rule: string, start: LocalDate, from: LocalDate, to: LocalDate, most: number): LocalDate[] {
  const parts = partsOfRule(rule)
  const end = parts.until !== null && parts.until < to ? parts.until : to
  const plain = ruleOfParts({ ...parts, until: null })
  const days: LocalDate[] = start >= from && start <= end ? [start] : []
  const generator = new RRuleTemporal({ rruleString: `DTSTART:${start.replaceAll('-', '')}T000000Z\nRRULE:${plain}`, maxIterations: 100_000 })
  const seen = (day: LocalDate): boolean => {
    if (day > end || days.length >= most) return false
    if (day >= from && day !== start) days.push(day)
    return true
  }
  if (parts.count !== null) {
    generator.all((date) => seen(date.toString().slice(0, 10)))
    return days
  }
  const ask = (day: LocalDate): Date => new Date(`${day}T00:00:00Z`)
  for (let after = from > start ? from : start, inclusive = true; days.length < most; inclusive = false) {
    const next = generator.next(ask(after), inclusive)
    if (next === null) break
    after = next.toString().slice(0, 10)
    if (!seen(after)) break
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
