// Days of the calendar: 2026-12-01, 1/9, 1-9-27, 3 de marzo, March 3rd, el 15. Pure; runs on any thread.
import { addDays, fromMinutes, weekday } from '../local-time.ts'
import { dayIn, dayOf, lastDayOf, monthAt, monthIn, yearOf } from './calendar-days.ts'
import { nextMonth, thisMonth } from './periods.ts'
import { asked, past, rule, type Context, type DayRule } from './rules.ts'
import type { Day, Refusal } from './types.ts'
import { monthOf, monthPattern } from './words.ts'

/** Two digits are this century, but a birthday of '74 is of the last one. */
function fullYear(text: string, { today, toward }: Context): number {
  const year = Number(text)
  if (text.length > 2) return year
  return 2000 + year - (toward === 'nearest' && 2000 + year > yearOf(today) + 20 ? 100 : 0)
}

/** A day with its year: one that has passed is meant as past. */
export function exactDay(year: number, month: number, day: number, { today }: Context): Day | Refusal {
  if (month < 1 || month > 12) return { reason: 'no_such_month', month }
  const on = dayOf(year, month, day)
  if (on === null) return { reason: 'no_such_day', day, month, year, last: lastDayOf(year, month) }
  return on < today ? past(on) : asked(on)
}

/** Without a year: the next one; where what happened is meant, the one of this year unless that is more than half a year ago. */
export function yearlessDay(month: number, day: number, context: Context): Day | Refusal {
  const year = yearOf(context.today)
  const earliest = context.toward === 'future' ? context.today : addDays(context.today, -183)
  const here = exactDay(year, month, day, context)
  const found = 'reason' in here ? (monthEndOf(year, month) < earliest ? exactDay(year + 1, month, day, context) : here) : here.on < earliest ? exactDay(year + 1, month, day, context) : here
  return 'reason' in found ? found : asked(found.on, { again: () => asked(dayOf(yearOf(found.on) + 1, month, day) ?? found.on) })
}
const monthEndOf = (year: number, month: number): string => (month < 1 || month > 12 ? '9999-12-31' : (dayOf(year, month, lastDayOf(year, month)) ?? ''))

/** Day and month as two numbers, in the order of the setting; the other order is the alternative, or the only one that exists. */
function inEitherOrder(first: number, second: number, year: string | undefined, context: Context): Day[] | Refusal {
  const make = (day: number, month: number): Day | Refusal => (year === undefined ? yearlessDay(month, day, context) : exactDay(fullYear(year, context), month, day, context))
  const dayFirst = make(first, second)
  const monthFirst = make(second, first)
  const [likely, other] = context.order === 'mdy' ? [monthFirst, dayFirst] : [dayFirst, monthFirst]
  if (!('reason' in likely)) return 'reason' in other || other.on === likely.on ? [likely] : [likely, other]
  // 13/25 has no month either way; 31/2 is told as the day that February lacks, not as a month 31.
  if (!('reason' in other)) return [other]
  return likely.reason === 'no_such_day' ? likely : other.reason === 'no_such_day' ? other : likely
}

/** The next day of that number; months that have none are passed over. */
function dayOfMonth(day: number, context: Context, from = 0): Day[] | Refusal {
  if (day < 1 || day > 31) return { reason: 'no_such_day', day, month: monthIn(context.today), year: yearOf(context.today), last: 31 }
  for (let months = from; months < from + 4; months++) {
    const first = monthAt(context.today, months)
    const on = dayOf(yearOf(first), monthIn(first), day)
    if (on !== null && (on >= context.today || context.toward === 'nearest')) return [asked(on, { again: () => asked(monthlyAgain(on, day)) })]
  }
  return { reason: 'out_of_range' }
}
function monthlyAgain(on: string, day: number): string {
  const next = monthAt(on, 1)
  return dayOf(yearOf(next), monthIn(next), day) ?? addDays(monthAt(next, 1), day - 1)
}

/** In that very month, or refused. */
function dayInMonth(day: number, months: number, context: Context): Day[] | Refusal {
  const first = monthAt(context.today, months)
  const found = exactDay(yearOf(first), monthIn(first), day, context)
  if ('reason' in found) return found
  return found.isPast && context.toward === 'future' ? { reason: 'already_past', on: found.on } : [found]
}

const one = (found: Day | Refusal): Day[] | Refusal => ('reason' in found ? found : [found])
const d = '(\\d{1,2})(?:st|nd|rd|th|o|er)?'
const written = '(primero|uno)'
export const dateRules: readonly DayRule[] = [
  rule('(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})', (found, context) => one(exactDay(Number(found[1]), Number(found[2]), Number(found[3]), context))),
  rule('(\\d{1,2}) ?([-/.]) ?(\\d{1,2})(?: ?\\2 ?(\\d{4}|\\d{2})| (?:del?|of) (\\d{4}))', (found, context) => inEitherOrder(Number(found[1]), Number(found[3]), found[4] ?? found[5], context)),
  rule('(\\d{1,2}) ?[-/] ?(\\d{1,2})|(\\d{1,2})\\.(\\d{1,2})\\.?', (found, context) => inEitherOrder(Number(found[1] ?? found[3]), Number(found[2] ?? found[4]), undefined, context)),
  rule(`(?:el |the |dia )*${d}[ -]?(?:de |of |del mes de )?${monthPattern}(?:,? ?(?:de |del |of )?(\\d{4}))?`, (found, context) => withMonth(Number(found[1]), found[2] ?? '', found[3], context)),
  rule(`(?:el |the |dia )*${d}[ -]?(?:de |of )?${monthPattern},? ?(de |del |of |')?(\\d{2})(?![:.h]|\\d| (?:a|to|h|[ap]\\.?m) ?)`, (found, context) => shortYear(found, context)),
  rule(`(?:el |dia )*${written} (?:de )${monthPattern}(?:,? (?:de |del )?(\\d{4}))?`, (found, context) => withMonth(1, found[2] ?? '', found[3], context)),
  rule(`${d}([-/.])${monthPattern}\\2(\\d{4}|\\d{2})`, (found, context) => withMonth(Number(found[1]), found[3] ?? '', found[4], context)),
  rule(`(?:el |dia )*${d} del (?:mes )?(\\d{1,2})(?: del? (\\d{4}))?`, (found, context) => one(found[3] === undefined ? yearlessDay(Number(found[2]), Number(found[1]), context) : exactDay(Number(found[3]), Number(found[2]), Number(found[1]), context))),
  rule(`${monthPattern}[ -](?:the )?${d}(?:,? (\\d{4}))?`, (found, context) => (context.language === 'es' && context.order !== 'mdy' && found[1] === 'mar' && found[3] === undefined ? null : withMonth(Number(found[2]), found[1] ?? '', found[3], context))),
  rule(`(?:el |the |on the |dia )*${d} (?:(?:del|de|of) )?(?:the )?(?:${nextMonth})`, (found, context) => dayInMonth(Number(found[1]), 1, context)),
  rule(`(?:el |the |on the |dia )*${d} (?:del|de|of) (?:the )?(?:${thisMonth})`, (found, context) => dayInMonth(Number(found[1]), 0, context)),
  rule(`(?:el |the )?(?:${nextMonth}),? (?:(?:el|dia|on|the) )*${d}`, (found, context) => dayInMonth(Number(found[1]), 1, context)),
  // A number alone is a day of the month; "el 15", "the 15th".
  rule(`(?:(?:el )?dia|el|the) ${d}`, (found, context) => dayOfMonth(Number(found[1]), context)),
  rule('(\\d{1,2})(?:st|nd|rd|th)', (found, context) => dayOfMonth(Number(found[1]), context)),
]
/** "15" alone: last choice, an hour after a day comes first; "jueves 10 a 12" has hours. */
export const bareNumber: DayRule = rule('(\\d{1,2})(?! (?:a|to) \\d)', (found, context) => dayOfMonth(Number(found[1]), context))

/** "1 dic 26" is of a year, "1 dic 10" at ten; where what happened is meant, of a year too. */
function shortYear(found: RegExpExecArray, context: Context): Day[] | Refusal | null {
  const [day, month, hour] = [Number(found[1]), found[2] ?? '', Number(found[4])]
  const isYear = found[3] !== undefined || hour > 24 || context.toward === 'nearest'
  const read = isYear ? withMonth(day, month, found[4], context) : null
  if (!Array.isArray(read) || found[3] !== undefined || hour > 23) return read
  const here = withMonth(day, month, undefined, context)
  return Array.isArray(here) ? [...read, ...here.map((one): Day => ({ ...one, time: fromMinutes(hour * 60) }))] : read
}

function withMonth(day: number, monthWord: string, year: string | undefined, context: Context): Day[] | Refusal {
  const month = monthOf(monthWord)
  return one(year === undefined ? yearlessDay(month, day, context) : exactDay(fullYear(year, context), month, day, context))
}

/** "jueves 26 nov": both must be true. A day of the month is looked for where it falls so: this month, the next, the one after. */
export function withWeekday(wanted: number, inner: Day): Day[] | Refusal {
  let day = inner
  for (let tries = 0; tries < 3; tries++) {
    if (weekday(day.on) === wanted) return [{ ...day, isAsked: true }]
    if (day.again === undefined || dayIn(day.on) !== dayIn(inner.on) || monthIn(day.again().on) === monthIn(day.on)) break
    day = day.again()
  }
  return { reason: 'other_weekday', weekday: wanted, on: inner.on }
}
