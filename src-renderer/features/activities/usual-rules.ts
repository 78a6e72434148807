// The rules of recurrence that are offered for a first day (ACT-15). Pure.
import { weekday, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { weekdayCodes, type Frequency, type RuleParts } from '../../../src-shared/domain/recurrence-rule.ts'

/** What is offered for a first day: the usual rules, made for it. */
export function usualRules(on: LocalDate): { key: string; rule: string }[] {
  const code = weekdayCodes[weekday(on) - 1] ?? 'MO'
  const day = Number(on.slice(8))
  const position = Math.ceil(day / 7)
  return [
    { key: 'daily', rule: 'FREQ=DAILY' },
    { key: 'workdays', rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' },
    { key: 'weekly', rule: `FREQ=WEEKLY;BYDAY=${code}` },
    { key: 'fortnightly', rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=${code}` },
    { key: 'monthly', rule: `FREQ=MONTHLY;BYMONTHDAY=${day}` },
    { key: 'monthlyNth', rule: `FREQ=MONTHLY;BYDAY=${position > 4 ? -1 : position}${code}` },
    { key: 'quarterly', rule: `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=${day}` },
    { key: 'yearly', rule: `FREQ=YEARLY;BYMONTH=${Number(on.slice(5, 7))};BYMONTHDAY=${day}` },
  ]
}

const noEnd: Pick<RuleParts, 'until' | 'count'> = { until: null, count: null }
/** A rule of this frequency for a first day. */
export function freshParts(freq: Frequency, on: LocalDate): RuleParts {
  const code = weekdayCodes[weekday(on) - 1] ?? 'MO'
  const isMonthly = freq === 'MONTHLY' || freq === 'YEARLY'
  return {
    freq, interval: 1, byDay: freq === 'WEEKLY' ? [code] : [], byMonthDay: isMonthly ? [Number(on.slice(8))] : [], byMonth: freq === 'YEARLY' ? [Number(on.slice(5, 7))] : [],
    bySetPos: [], ...noEnd,
  }
}
