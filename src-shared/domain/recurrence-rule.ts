// Rules of recurrence in the words of RFC 5545 (ACT-15): read, written and changed. Pure, without a library: windows use it, too.
import { KnownError } from '../errors.ts'
import { addDays, isLocalDate, weekday, type LocalDate } from './local-time.ts'

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
/** What happens to a day that is not worked. */
export type OffDays = 'keep' | 'forward' | 'backward' | 'skip'
export const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export interface RuleParts {
  freq: Frequency
  interval: number
  /** `MO`, or with a position `1MO`, `-1FR`. */
  byDay: string[]
  byMonthDay: number[]
  byMonth: number[]
  bySetPos: number[]
  until: LocalDate | null
  count: number | null
}

const refuse = (rule: string, value: unknown): KnownError<'invalid'> => new KnownError('invalid', { field: 'recurrence', rule, value })
const frequencies = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])
const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'UNTIL', 'COUNT', 'WKST'])

/** The parts of a rule. Throws 'invalid' for what is no rule of days, and for parts that this program does not keep. */
export function partsOfRule(rule: string): RuleParts {
  const pairs = rule.replace(/^RRULE:/i, '').split(';').filter((part) => part !== '').map((part): [string, string] => [part.toUpperCase().split('=')[0] ?? '', part.toUpperCase().split('=')[1] ?? ''])
  const values = new Map<string, string>(pairs)
  if (pairs.some(([name, value]) => !known.has(name) || value === '') || values.size !== pairs.length) throw refuse('bad_rule', rule)
  const freq = values.get('FREQ') ?? ''
  if (!frequencies.has(freq)) throw refuse('bad_rule', rule)
  const numbers = (name: string, least: number, most: number): number[] => {
    const list = (values.get(name) ?? '').split(',').filter((one) => one !== '').map(Number)
    if (list.some((one) => !Number.isInteger(one) || one === 0 || one < least || one > most)) throw refuse('bad_rule', rule)
    return list
  }
  const byDay = (values.get('BYDAY') ?? '').split(',').filter((one) => one !== '')
  if (byDay.some((one) => !/^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.test(one))) throw refuse('bad_rule', rule)
  const untilText = values.get('UNTIL')
  const until = untilText === undefined ? null : `${untilText.slice(0, 4)}-${untilText.slice(4, 6)}-${untilText.slice(6, 8)}`
  if (until !== null && !isLocalDate(until)) throw refuse('bad_rule', rule)
  const [count] = numbers('COUNT', 1, 10_000)
  if (count !== undefined && until !== null) throw refuse('bad_rule', rule)
  return {
    freq: freq as Frequency, interval: numbers('INTERVAL', 1, 1000)[0] ?? 1, byDay, byMonthDay: numbers('BYMONTHDAY', -31, 31), byMonth: numbers('BYMONTH', 1, 12),
    bySetPos: numbers('BYSETPOS', -366, 366), until, count: count ?? null,
  }
}

/** The rule in RFC 5545's words (3.3.10), parts in one order so that equal rules are equal texts. */
export function ruleOfParts(parts: RuleParts): string {
  const list = (name: string, values: readonly (string | number)[]): string => (values.length === 0 ? '' : `;${name}=${values.join(',')}`)
  return (
    `FREQ=${parts.freq}${parts.interval === 1 ? '' : `;INTERVAL=${parts.interval}`}${list('BYMONTH', parts.byMonth)}${list('BYMONTHDAY', parts.byMonthDay)}` +
    `${list('BYDAY', parts.byDay)}${list('BYSETPOS', parts.bySetPos)}${parts.until === null ? '' : `;UNTIL=${parts.until.replaceAll('-', '')}`}` +
    `${parts.count === null ? '' : `;COUNT=${parts.count}`}`
  )
}

/** Whether the rule stops by itself. Throws 'invalid' for what is no rule. */
export const hasEnd = (rule: string): boolean => {
  const { until, count } = partsOfRule(rule)
  return until !== null || count !== null
}

/** The rule so that it says the same of days `by` days later: named weekdays and days of the month move along. */
export function shiftedRule(rule: string, day: LocalDate, by: number): string {
  if (by === 0) return rule
  const parts = partsOfRule(rule)
  const moved = addDays(day, by)
  const byDay = parts.byDay.map((one) => {
    const code = one.slice(-2) as (typeof weekdayCodes)[number]
    const turned = weekdayCodes[(((weekdayCodes.indexOf(code) + by) % 7) + 7) % 7] ?? code
    const position = one.slice(0, -2)
    return position === '' ? turned : `${position.startsWith('-') ? -1 : Math.min(5, Math.ceil(Number(moved.slice(8)) / 7))}${weekdayCodes[weekday(moved) - 1] ?? turned}`
  })
  const byMonthDay = parts.byMonthDay.length === 0 ? [] : [Number(moved.slice(8))]
  const byMonth = parts.byMonth.length === 0 ? [] : [Number(moved.slice(5, 7))]
  return ruleOfParts({ ...parts, byDay, byMonthDay, byMonth, until: parts.until === null ? null : addDays(parts.until, by) })
}

/** The rule up to a day, inclusive. */
export function ruleUntil(rule: string, last: LocalDate): string {
  return ruleOfParts({ ...partsOfRule(rule), until: last, count: null })
}
/** The rule with so many times less; one at least. */
export function ruleWithFewer(rule: string, fewer: number): string {
  const parts = partsOfRule(rule)
  return parts.count === null ? rule : ruleOfParts({ ...parts, count: Math.max(1, parts.count - fewer) })
}
