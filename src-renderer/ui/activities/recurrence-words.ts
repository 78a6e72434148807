// A rule of recurrence in plain words (ACT-15): "cada 2 semanas, los lunes y jueves, hasta el 31 mar 2027". Window only.
import type { LocalDate } from '../../../src-shared/domain/local-time.ts'
import { partsOfRule, weekdayCodes } from '../../../src-shared/domain/recurrence-rule.ts'
import { dateNames } from '../format/date-words.ts'
import { useFormat } from '../format/use-format.ts'
import { useSettings } from '../stores/settings.store.ts'
import { say } from '../words/i18n.ts'

/** Names of days and months as they are used in a sentence, and how a day is written. */
export interface RuleNames {
  days: readonly string[]
  months: readonly string[]
  day: (on: LocalDate) => string
}

const word = (key: string, values: Record<string, unknown> = {}): string => say(`activityParts.recurrence.${key}`, values)
const list = (words: readonly string[], joint: 'and' | 'or' = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${word(joint)} ${words.at(-1) ?? ''}`
const dayName = (code: string, names: RuleNames): string =>
  names.days[weekdayCodes.indexOf(code.slice(-2) as (typeof weekdayCodes)[number])] ?? code
const named = new Set([1, 2, 3, 4, 5, -1, -2, -3])
const nth = (position: number): string =>
  named.has(position) ? word(`nth.${position}`) : word(position > 0 ? 'nthOther' : 'nthFromEnd', { n: Math.abs(position) })

export function ruleWords(rule: string, names: RuleNames): string {
  const { freq, interval, byMonth, byMonthDay, byDay, bySetPos, until, count } = partsOfRule(rule)
  const words = [say(`activityParts.recurrence.every.${freq}`, { n: interval }, interval)]
  if (byMonth.length > 0) words.push(word('inMonths', { months: list(byMonth.map((month) => names.months[month - 1] ?? '')) }))
  if (byMonthDay.length > 0)
    words.push(
      list(
        byMonthDay.map((day) =>
          day === -1 ? word('lastDay') : day < 0 ? word('onNth', { nth: nth(day), day: word('dayWord') }) : word('onDay', { day }),
        ),
      ),
    )
  const plain = byDay.filter((one) => one.length === 2)
  const isWorkdays = plain.join(',') === 'MO,TU,WE,TH,FR'
  if (bySetPos.length > 0 && plain.length > 0) {
    const positions = list(bySetPos.map(nth))
    const days = list(plain.map((one) => dayName(one, names)), 'or')
    if (isWorkdays) words.push(word('nthWorkday', { nth: positions }))
    else words.push(word('onNth', { nth: positions, day: plain.length === 7 ? word('dayWord') : days }))
  } else if (isWorkdays) words.push(word('workdays'))
  else if (plain.length > 0) words.push(word('onDays', { days: list(plain.map((one) => dayName(one, names))) }))
  for (const one of byDay.filter((day) => day.length > 2))
    words.push(word('onNth', { nth: nth(Number(one.slice(0, -2))), day: dayName(one, names) }))
  if (until !== null) words.push(word('untilDay', { day: names.day(until) }))
  if (count !== null) words.push(say('activityParts.recurrence.times', { n: count }, count))
  return words.join(', ')
}

/** In the user's language and way of writing days; follows both. */
export function useRuleWords(): (rule: string) => string {
  const settings = useSettings()
  const format = useFormat()
  return (rule) => {
    const { longDays, longMonths } = dateNames(settings.settings.language)
    return ruleWords(rule, { days: longDays, months: longMonths, day: (day) => format.exactDay(day) })
  }
}
