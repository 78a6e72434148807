// A rule of recurrence in plain words (ACT-15): "cada 2 semanas, los lunes y los jueves, hasta el 31 mar 2027". Window only, pure but for the words.
import { weekday, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { partsOfRule, weekdayCodes, type Frequency, type RuleParts } from '../../../src-shared/domain/recurrence-rule.ts'
import { say } from '../words/i18n.ts'

/** Names of days and months as they are used in a sentence, and how a day is written. */
export interface RuleNames {
  days: readonly string[]
  months: readonly string[]
  day: (on: LocalDate) => string
}

const list = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${say('activityParts.recurrence.and')} ${words.at(-1) ?? ''}`)
const dayName = (code: string, names: RuleNames): string => names.days[weekdayCodes.indexOf(code.slice(-2) as (typeof weekdayCodes)[number])] ?? code
const nth = (position: string): string => say(`activityParts.recurrence.nth.${position.replace('+', '')}`)

export function ruleWords(rule: string, names: RuleNames): string {
  const parts = partsOfRule(rule)
  const every = say(`activityParts.recurrence.every.${parts.freq}`, { n: parts.interval }, parts.interval)
  const words = [every]
  if (parts.byMonth.length > 0) words.push(say('activityParts.recurrence.inMonths', { months: list(parts.byMonth.map((month) => names.months[month - 1] ?? '')) }))
  if (parts.byMonthDay.length > 0) words.push(parts.byMonthDay.map((day) => (day === -1 ? say('activityParts.recurrence.lastDay') : say('activityParts.recurrence.onDay', { day }))).join(', '))
  if (parts.byDay.length > 0) {
    const plain = parts.byDay.filter((one) => one.length === 2)
    const [position] = parts.bySetPos
    const isWorkdays = plain.join(',') === 'MO,TU,WE,TH,FR'
    if (position !== undefined && isWorkdays) words.push(say('activityParts.recurrence.nthWorkday', { nth: nth(String(position)) }))
    else if (isWorkdays) words.push(say('activityParts.recurrence.workdays'))
    else if (plain.length > 0) words.push(say('activityParts.recurrence.onDays', { days: list(plain.map((one) => dayName(one, names))) }))
    for (const one of parts.byDay.filter((day) => day.length > 2)) words.push(say('activityParts.recurrence.onNth', { nth: nth(one.slice(0, -2)), day: dayName(one, names) }))
  }
  if (parts.until !== null) words.push(say('activityParts.recurrence.untilDay', { day: names.day(parts.until) }))
  if (parts.count !== null) words.push(say('activityParts.recurrence.times', { n: parts.count }, parts.count))
  return words.join(', ')
}

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
