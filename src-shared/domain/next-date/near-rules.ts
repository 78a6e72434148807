// Days by their distance and by their weekday: tomorrow, in 2 weeks, +3d, next tuesday, el lunes pasado, hace 3 días. Pure.
import { addDays, addMinutes, instantOf, wallOf, weekday } from '../local-time.ts'
import { addMonths, nextWeekday, weekAt } from './calendar-days.ts'
import { nextWeek } from './periods.ts'
import { asked, loose, past, rule, type Context, type DayRule } from './rules.ts'
import type { Day, Refusal } from './types.ts'
import { number, numberOf, unit, unitOf, weekdayOf, weekdayPattern, type Unit } from './words.ts'

/** `amount` units after the day; hours and minutes from the moment it is now, over a change of the clock as well. */
export function shifted(from: string, amount: number, by: Unit, context: Context): Day | Refusal {
  if (by === 'minute' || by === 'hour') {
    const minutes = amount * (by === 'hour' ? 60 : 1)
    const start = from === context.now.on ? wallOf(instantOf(from, context.now.time, context.zone) + minutes * 60_000, context.zone) : addMinutes({ on: from, time: context.now.time }, minutes)
    return { on: start.on, time: start.time, isAsked: true, isPast: amount < 0 }
  }
  const on =
    by === 'working' ? context.calendar.addWorkingDays(from, amount)
    : by === 'month' ? addMonths(from, amount)
    : by === 'quarter' ? addMonths(from, amount * 3)
    : by === 'half-year' ? addMonths(from, amount * 6)
    : by === 'year' ? addMonths(from, amount * 12)
    : addDays(from, amount * (by === 'week' ? 7 : by === 'fortnight' ? 14 : 1))
  return amount < 0 ? past(on) : loose(on)
}
const list = (found: Day | Refusal): Day[] | Refusal => ('reason' in found ? found : [found])
const shift = (amount: string | undefined, by: string | undefined, context: Context, sign = 1): Day[] | Refusal => {
  const days = list(shifted(context.today, sign * numberOf(amount ?? ''), unitOf(by ?? 'd'), context))
  // "Quince días" is said for two weeks as well.
  if (Array.isArray(days) && sign > 0 && amount === 'quince' && unitOf(by ?? '') === 'day') return [...days, loose(addDays(context.today, 14))]
  return days
}
/** "Una semana y media", "un mes y medio", "media hora", "half a year". */
const halves: Partial<Record<Unit, readonly [number, Unit]>> = {
  hour: [30, 'minute'], day: [12, 'hour'], month: [15, 'day'], year: [6, 'month'], week: [3, 'day'], 'half-year': [3, 'month'],
}
function withHalf(whole: string | undefined, by: string | undefined, context: Context): Day[] | Refusal | null {
  const half = halves[unitOf(by ?? '')]
  if (half === undefined) return null
  if (whole === undefined) return list(shifted(context.today, half[0], half[1], context))
  if (half[1] === 'minute') return list(shifted(context.today, numberOf(whole) * 60 + half[0], 'minute', context))
  const first = shifted(context.today, numberOf(whole), unitOf(by ?? ''), context)
  return 'reason' in first ? first : list(shifted(first.on, half[0], half[1], context))
}

const inside = '(?:en|dentro de|de aqui a|in|within|after|despues de|al cabo de|a)(?: (?:unos|unas|about|around|roughly|approximately))?'
const later = '(?:mas tarde|despues|from now|from today|later|hence|time|desde hoy|a partir de hoy|from this day)'

/** A weekday said alone: the next one. On that very weekday today is the alternative; past ones only where the text says so. */
function coming(wanted: number, context: Context): Day[] {
  const next = weekdayDay(nextWeekday(context.today, wanted), context)
  return weekday(context.today) === wanted ? [next, asked(context.today)] : [next]
}
/** A Saturday was asked for where Saturdays are not worked; a Tuesday that happens to be a holiday was not. */
export function weekdayDay(on: string, { calendar }: Context): Day {
  return { on, isAsked: !calendar.isWorkingDay(on, { weekends: true, holidays: false }), isPast: false, again: () => loose(addDays(on, 7)) }
}
/** "Next Friday": English means the week after this one, Spanish the nearest; the other is the alternative. */
function next(wanted: number, isEnglish: boolean, context: Context): Day[] {
  const nearest = nextWeekday(context.today, wanted)
  const isThisWeek = nearest < weekAt(context.today, 1, context.weekStart)
  const near = weekdayDay(nearest, context)
  if (!isThisWeek) return [near]
  const far = weekdayDay(addDays(nearest, 7), context)
  return isEnglish ? [far, near] : [near, far]
}
function ofWeek(wanted: number, weeks: number, context: Context): Day[] | Refusal {
  const start = weekAt(context.today, weeks, context.weekStart)
  const on = addDays(start, (wanted - context.weekStart + 7) % 7)
  return on < context.today && weeks >= 0 ? { reason: 'already_past', on } : [weekdayDay(on, context)]
}
const named = (found: RegExpExecArray): number => weekdayOf(found[1] ?? '')
const ofNextWeek = `(?:de |of |in )?(?:la |the )?(?:${nextWeek})`

export const nearRules: readonly DayRule[] = [
  rule('(?:the )?day after tomorrow|overmorrow|pasado manana', ({}, { today }) => [loose(addDays(today, 2))]),
  rule('(?:the )?day before yesterday|anteayer|antier|antes ?de ?ayer', ({}, { today }) => [past(addDays(today, -2))]),
  rule('hoy(?: mismo)?|today|(?:lo antes posible|cuanto antes|asap|as soon as possible)', ({}, { today }) => [asked(today)]),
  rule('est[ae](?= (?:manana|tarde|noche|mediodia))|this(?= (?:morning|afternoon|evening|night|noon|lunch))', ({}, { today }) => [asked(today)]),
  rule('ahora(?: mismo)?|ya(?: mismo)?|en ?seguida|inmediatamente|(?:right )?now|right away|straight away|immediately', ({}, { today, now }) => [asked(today, { time: now.time })]),
  rule('manana|mnn|tom+or+ow|tmrw?|2moro|(?:al |el )?dia siguiente|(?:the )?(?:next|following) day', ({}, { today }) => [loose(addDays(today, 1))]),
  rule('pasado', ({}, { today }) => [loose(addDays(today, 2))]),
  rule('ayer|yesterday', ({}, { today }) => [past(addDays(today, -1))]),
  rule(`(?:el |the )?(?:siguiente|proximo|primer|next|first) (?:dia )?(?:habil|laborable|working day|business day|workday)|(?:el )?dia (?:habil|laborable) siguiente`, ({}, { today, calendar }) => [loose(calendar.nextWorkingDay(today))]),
  rule('de hoy en (8|15|quince)(?: dias)?', (found, { today }) => [loose(addDays(today, found[1] === '8' ? 7 : 14))]),
  rule('(?:today week|a week today|a week from today|in a week today)', ({}, { today }) => [loose(addDays(today, 7))]),
  rule('(?:a week tomorrow|tomorrow week|a week from tomorrow)', ({}, { today }) => [loose(addDays(today, 8))]),
  // Shifts.
  rule(`([+-]) ?(\\d{1,4}) ?${unit}?`, (found, context) => shift(found[2], found[3] ?? 'd', context, found[1] === '-' ? -1 : 1)),
  rule(`${inside} ${number} ?${unit}(?: ${later})?`, (found, context) => shift(found[1], found[2], context)),
  rule(`(?:hace|ago) ${number} ?${unit}|${number} ?${unit} (?:ago|atras|antes|earlier)`, (found, context) => shift(found[1] ?? found[3], found[2] ?? found[4], context, -1)),
  rule(`${number} ?${unit}(?:'?s?)? ${later}`, (found, context) => shift(found[1], found[2], context)),
  rule(`${inside} (?:medi[oa]|half an?) ${unit}|${inside} an? half ${unit}`, (found, context) => withHalf(undefined, found[1] ?? found[2], context)),
  rule(`${inside} ${number} ${unit} y medi[oa]|${inside} ${number} ${unit} and a half`, (found, context) => withHalf(found[1] ?? found[3], found[2] ?? found[4], context)),
  rule(`${inside} (dia|semana|mes|ano) y medi[oa]`, (found, context) => withHalf('un', found[1], context)),
  rule(`${inside} (?:hora y media|an hour and a half)`, (_found, context) => list(shifted(context.today, 90, 'minute', context))),
  rule(`${inside} (?:(?:una )?hora y cuarto|an hour and a quarter)`, (_found, context) => list(shifted(context.today, 75, 'minute', context))),
  rule(`${inside} (\\d{1,2}|una|an) ?(?:h|horas?|hours?) ?(?:y |and )?(\\d{1,2}) ?(?:minutos|minutes|mins?|m|')?`, (found, context) => list(shifted(context.today, numberOf(found[1] ?? '') * 60 + Number(found[2]), 'minute', context))),
  rule('(\\d{1,2}) ?(s|sem|w|wks?)', (found, context) => shift(found[1], 'week', context)),
  rule(`${number} ?(dias?(?: (?:habil(?:es)?|laborables?|naturales))?|(?:working |business )?days?|semanas?|weeks?|fortnights?|quincenas?|mes(?:es)?|months?|trimestres?|quarters?|anos?|years?)`, (found, context) => shift(found[1], found[2], context)),
  // "In 2 or 3 weeks": from the first on, the second as well.
  rule(`(?:${inside} )?(\\d{1,2}) ?(?:-|o|or|to|a) ?(\\d{1,2}) (dias?(?: (?:habil(?:es)?|laborables?))?|(?:working |business )?days?|semanas?|weeks?|mes(?:es)?|months?)`, (found, context) => {
    const [first, second] = [shift(found[1], found[3], context), shift(found[2], found[3], context)]
    return Array.isArray(first) && Array.isArray(second) ? [...first, ...second] : null
  }),
  rule(`${inside} ${number} and a half ${unit}`, (found, context) => withHalf(found[1], found[2], context)),
  // Weekdays.
  rule(`(?:el |the )?${weekdayPattern} (?:pasado|passado|anterior)|(?:el )?pasado ${weekdayPattern}|(?:last|previous) ${weekdayPattern}`, (found, { today }) => [past(addDays(nextWeekday(today, weekdayOf(found[1] ?? found[2] ?? found[3] ?? '')), weekday(today) === weekdayOf(found[1] ?? found[2] ?? found[3] ?? '') ? -14 : -7))]),
  rule(`(?:el |on )?${weekdayPattern},? ${ofNextWeek}`, (found, context) => ofWeek(named(found), 1, context)),
  rule(`(?:la |the )?(?:${nextWeek}),? (?:el |on )?${weekdayPattern}`, (found, context) => ofWeek(named(found), 1, context)),
  rule(`(?:el |on )?${weekdayPattern},? (?:de |of )?(?:dentro de|en|in) ${number} (?:semanas?|weeks?)(?: time)?`, (found, context) => ofWeek(named(found), numberOf(found[2] ?? ''), context)),
  rule(`${inside} ${number} (?:semanas?|weeks?),? (?:el |on )?${weekdayPattern}`, (found, context) => ofWeek(weekdayOf(found[2] ?? ''), numberOf(found[1] ?? ''), context)),
  rule(`(?:on )?${weekdayPattern},?(?: of)?(?: the)? week after next`, (found, context) => ofWeek(named(found), 2, context)),
  rule(`(?:the )?${weekdayPattern} after next`, (found, { today }) => [loose(addDays(nextWeekday(today, named(found)), 7))]),
  rule(`(?:el |on )?${weekdayPattern}(?: de| of)? (?:esta semana|this week)`, (found, context) => ofWeek(named(found), 0, context)),
  rule(`(?:en|dentro de|in) ([2-9]) ${weekdayPattern}s?|([2-9]) ${weekdayPattern}s? from now`, (found, context) => [weekdayDay(addDays(nextWeekday(context.today, weekdayOf(found[2] ?? found[4] ?? '')), (Number(found[1] ?? found[3]) - 1) * 7), context)]),
  rule(`(?:el |on )?${weekdayPattern} en 8(?: dias)?|(?:on )?${weekdayPattern} week`, (found, { today }) => [loose(addDays(nextWeekday(today, weekdayOf(found[1] ?? found[2] ?? '')), 7))]),
  rule(`(?:el |on )?${weekdayPattern} en (?:15|quince)(?: dias)?`, (found, { today }) => [loose(addDays(nextWeekday(today, named(found)), 14))]),
  rule(`(?:el )?(?:proximo|siguiente) ${weekdayPattern}|(?:el )?${weekdayPattern} (?:que viene|proximo|siguiente|coming)|(?:on )?(?:the )?following ${weekdayPattern}`, (found, context) => next(weekdayOf(found[1] ?? found[2] ?? found[3] ?? ''), false, context)),
  rule(`(?:on )?(?:the )?next ${weekdayPattern}`, (found, context) => next(named(found), true, context)),
  rule(`(?:el |on )?(?:este|this)(?: proximo| coming)? ${weekdayPattern}`, (found, context) => (weekday(context.today) === named(found) ? coming(named(found), context).reverse() : coming(named(found), context))),
  rule(`(?:(?:el|los|on|on the|the|coming|the coming|upcoming) )?${weekdayPattern}`, (found, context) => (found[1] === 'mar' && context.language === 'en' ? null : coming(named(found), context))),
]
