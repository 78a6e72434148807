// Days by a stretch of the calendar: next week, end of month, early March, the first Monday of March, Q2, feasts. Pure.
import { addDays } from '../local-time.ts'
import { addMonths, isoWeek, nthWeekday, weekAt, yearOf } from './calendar-days.ts'
import { feasts, seasons, type Stretch } from './feasts.ts'
import { weekdayDay } from './near-rules.ts'
import { nextWeek, period, periodNow, periodOf, type Kind, type Period } from './periods.ts'
import { asked, loose, rule, type Context, type DayRule } from './rules.ts'
import type { Day, Refusal } from './types.ts'
import { ordinal, ordinalOf, weekdayOf, weekdayPattern } from './words.ts'

const rough = (on: string): Day => loose(on, { isRough: true })

/** The first of the stretches in which `pick` finds a day that is not past. */
function firstAhead(stretches: Period, context: Context, pick: (stretch: Stretch) => Day | null): Day | null {
  for (let n = 0; n < 3; n++) {
    const day = pick(stretches.at(n))
    if (day !== null && (day.on >= context.today || stretches.isFixed || context.toward === 'nearest')) {
      return { ...day, isPast: day.on < context.today, again: () => pick(stretches.at(n + 1)) ?? day }
    }
  }
  return null
}
const pastOr = (day: Day | null): Day[] | Refusal | null => (day === null ? null : day.isPast ? { reason: 'already_past', on: day.on } : [day])

const start = '(?:a |al |en |at the |in the |from the )?(?:principios?|comienzos?|inicios?|inicio|primeros|beginning|start|early(?: in)?)(?: de| del| of| in)?(?: the)?'
const middle = '(?:a |al |en |in the |at the )?(?:mediados?|mitad|middle|mid)[ -](?:de |del |of )?(?:the )?'
const endOf = '(?:a |al |at the |by the )?(?:fin|final|end)(?: de| del| of)?(?: the)?'
const lateIn = '(?:a )?(?:finales|fines|ultimos|late(?: in)?)(?: de| del| of)?'

/** Where the middle and the late part of a stretch are: Wednesday, the 15th and the 25th, the middle month of three, July; the last week of the longer ones. */
function middleOf({ from }: Stretch, kind: Kind): string {
  return kind === 'week' ? addDays(from, 2) : kind === 'month' ? addDays(from, 14) : kind === 'quarter' ? addDays(addMonths(from, 1), 14) : addMonths(from, 6)
}
const lateOf = (stretch: Stretch, kind: Kind): string => (kind === 'month' ? addDays(stretch.from, 24) : addDays(stretch.until, -6))

/** The last day that is worked; on the free days after it, the next stretch's. */
function lastDay(stretches: Period, context: Context): Day | null {
  return firstAhead(stretches, context, ({ until }) => {
    const worked = context.toward === 'future' && !context.calendar.isWorkingDay(until) ? context.calendar.addWorkingDays(until, -1) : until
    return loose(worked, { goesBack: true })
  })
}

const pickNth = (stretch: Stretch, nth: number, weekday: number | 'working' | 'day', { calendar }: Context): string | null => {
  if (weekday === 'day') return nth > 0 ? addDays(stretch.from, nth - 1) : addDays(stretch.until, nth + 1)
  if (weekday === 'working') {
    const on = nth > 0 ? calendar.addWorkingDays(addDays(stretch.from, -1), nth) : calendar.addWorkingDays(addDays(stretch.until, 1), nth)
    return on < stretch.from || on > stretch.until ? null : on
  }
  return nthWeekday(stretch.from, stretch.until, weekday, nth)
}
function nth(found: RegExpExecArray, what: number | 'working' | 'day', context: Context, stretches = periodOf(found, context)): Day[] | Refusal | null {
  const day = firstAhead(stretches, context, (stretch) => {
    const on = pickNth(stretch, ordinalOf(found[1] ?? ''), what, context)
    return on === null ? null : typeof what === 'number' ? weekdayDay(on, context) : loose(on, { goesBack: what === 'day' && ordinalOf(found[1] ?? '') < 0 })
  })
  return day === null ? { reason: 'no_such_ordinal', text: found[0].trim() } : pastOr(day)
}

/** A week: its first working day that is not past; the same weekday is the alternative. */
function inWeek(stretch: Stretch, context: Context): Day[] {
  const first = context.toward === 'future' ? context.calendar.workingDayOnOrAfter(stretch.from) : stretch.from
  const day = loose(first > stretch.until ? stretch.from : first, { until: stretch.until })
  return [day]
}

export const periodRules: readonly DayRule[] = [
  rule(`(?:la |the )?(?:${nextWeek})`, (_found, context) => [...inWeek({ from: weekAt(context.today, 1, context.weekStart), until: addDays(weekAt(context.today, 2, context.weekStart), -1) }, context), loose(addDays(context.today, 7))]),
  rule('(?:the )?week after next', (_found, context) => inWeek({ from: weekAt(context.today, 2, context.weekStart), until: addDays(weekAt(context.today, 3, context.weekStart), -1) }, context)),
  rule('(?:en |during |some time )?(?:esta semana|this week)', (_found, context) => {
    const tomorrow = context.calendar.nextWorkingDay(context.today)
    return [tomorrow < weekAt(context.today, 1, context.weekStart) ? loose(tomorrow) : asked(context.today)]
  }),
  rule('(?:el |este |the |this |on the |at the )?(?:fin de semana|finde|weekend)', (_found, context) => [weekend(0, context)]),
  rule('(?:el )?(?:proximo (?:fin de semana|finde)|(?:fin de semana|finde) (?:que viene|proximo))|(?:the )?next weekend', (_found, context) => [weekend(1, context), weekend(0, context)]),
  rule('mid-?week|entre semana', (_found, context) => pastOr(firstAhead(periodNow('week', 0, context), context, (stretch) => rough(middleOf(stretch, 'week'))))),
  rule('(?:el |at |by )?(?:final|finales|the end|end|late) (?:de |of )?(?:the |la |this |esta )?(?:semana|week)', (_found, context) => pastOr(lastDay(periodNow('week', 0, context), context))),
  rule('(?:la |the |en la )?(?:semana|week|wk) (\\d{1,2})(?: (?:de |of )?(\\d{4}))?', (match, context) => weekNumber(Number(match[1]), match[2], context)),
  rule(`${start} ${period}`, (match, context) => pastOr(firstAhead(periodOf(match, context), context, ({ from }) => rough(from)))),
  rule(`${middle}${period}`, (match, context) => {
    const stretches = periodOf(match, context)
    return pastOr(firstAhead(stretches, context, (stretch) => rough(middleOf(stretch, stretches.kind))))
  }),
  rule(`${lateIn} ${period}`, (match, context) => {
    const stretches = periodOf(match, context)
    if (stretches.kind === 'week') return pastOr(lastDay(stretches, context))
    return pastOr(firstAhead(stretches, context, (stretch) => (lateOf(stretch, stretches.kind) < context.today && stretch.until >= context.today ? loose(stretch.until, { goesBack: true }) : rough(lateOf(stretch, stretches.kind)))))
  }),
  rule(`(?:${endOf} ${period}|(?:the )?(?<short>eo[mqyw])|(?<kind>month|quarter|year)[ -]end)`, (match, context) => {
    const { short, kind } = match.groups ?? {}
    const named = short === undefined ? (kind as Kind | undefined) : shortened[short]
    return pastOr(lastDay(named === undefined ? periodOf(match, context) : periodNow(named, 0, context), context))
  }),
  rule(`(?:el |the |on the )?${ordinal} (?:dia )?${weekdayPattern} (?:de |del |of |in )?${period}`, (match, context) => nth(match, weekdayOf(match[2] ?? ''), context)),
  // Of no stretch: of this month, or the next.
  rule(`(?:el |the |on the )?(?!last )${ordinal} ${weekdayPattern}`, (match, context) => nth(match, weekdayOf(match[2] ?? ''), context, periodNow('month', 0, context))),
  rule('(?:early )?in the new year', (_match, context) => [rough(periodNow('year', 1, context).at(0).from)]),
  rule(`(?:el |the |on the )?${ordinal} (?:dia (?:habil|laborable)|(?:working|business) day) (?:de |del |of |in )?${period}`, (match, context) => nth(match, 'working', context)),
  rule(`(?:el |the |on the )?${ordinal} (?:dia|day) (?:de |del |of |in )?${period}`, (match, context) => nth(match, 'day', context)),
  rule(`(?:en |in |during )?(?:la |the )?${ordinal} (?:semana|week) (?:de |del |of |in )?${period}`, (match, context) => {
    const nth = ordinalOf(match[1] ?? '')
    return pastOr(firstAhead(periodOf(match, context), context, ({ from, until }) => rough(nth === 1 ? from : nth > 1 ? weekAt(from, nth - 1, context.weekStart) : weekAt(until, nth + 1, context.weekStart))))
  }),
  rule(`(?:en |in |during )?(?:la |the )?(primera|1o|1st|first|segunda|2o|2nd|second) (?:quincena|mitad|half)(?: (?:de |del |of )?${period})?`, (match, context) => {
    const months = /(?:quincena|mitad|half)$/.test(match[0]) ? periodNow('month', 0, context) : periodOf(match, context)
    return months.kind !== 'month' ? null : pastOr(firstAhead(months, context, ({ from }) => rough(/^[p1f]/.test(match[1] ?? '') ? from : addDays(from, 15))))
  }),
  // A month, quarter or year said alone: its first day ahead; next month also as the same day a month on.
  rule(`(?:en |in |during |para |for )?${period}`, (match, context) => {
    const { this: current, monthName, monthYear, nextMonth, nextYear, nextWeek: week } = match.groups ?? {}
    if (current || week) return null
    // "Mar" alone is Tuesday in Spanish.
    if (monthName === 'mar' && monthYear === undefined && context.language === 'es') return null
    const day = firstAhead(periodOf(match, context), context, ({ from, until }) => ({ ...rough(from), until }))
    const same = nextMonth ? [loose(addMonths(context.today, 1))] : nextYear ? [loose(addMonths(context.today, 12))] : []
    return day === null || day.isPast ? pastOr(day) : [day, ...same]
  }),
  ...feasts.map((feast) => rule(`(?:en |el |el dia de |at |on |for |para |over )?(?:${feast.pattern})`, (_match, context) => [feastDay(feast.in, yearOf(context.today) - 1, context)])),
  ...seasons.map((season) => rule(`(?:en |in )?(?:${season.pattern})`, (_match, context) => [{ ...feastDay(season.in, yearOf(context.today) - 1, context), isAsked: false, isRough: true }])),
  rule('(?:el |la |the )?(?:(?:proximo|next) )?(?:festivo|fiesta|(?:bank |public )?holiday|puente)', (_match, context) => nextHoliday(context)),
]
const shortened: Record<string, Kind> = { eom: 'month', eoq: 'quarter', eoy: 'year', eow: 'week' }

function weekend(weeks: number, context: Context): Day {
  const start = weekAt(context.today, weeks, 1)
  const saturday = addDays(start, 5)
  return asked(saturday < context.today ? context.today : saturday, { until: addDays(start, 6) })
}
function weekNumber(week: number, year: string | undefined, context: Context): Day[] | Refusal {
  const wanted = year === undefined ? yearOf(context.today) : Number(year)
  const first = isoWeek(wanted, week)
  if (first === null) return { reason: 'no_such_ordinal', text: String(week) }
  const monday = year === undefined && addDays(first, 6) < context.today ? (isoWeek(wanted + 1, week) ?? first) : first
  return [loose(monday < context.today && addDays(monday, 6) >= context.today ? context.today : monday, { until: addDays(monday, 6) })]
}
/** The feast that is still ahead, or under way. Named, so it was asked for. */
function feastDay(find: (year: number) => Stretch, year: number, context: Context): Day {
  for (let at = year; ; at++) {
    const { from, until } = find(at)
    if (until >= context.today || at > year + 3) return asked(from < context.today ? context.today : from, { until, again: () => feastDay(find, at + 1, { ...context, today: addDays(until, 1) }) })
  }
}
/** The next day that the working calendar names as a holiday and that would be worked otherwise. */
function nextHoliday(context: Context): Day[] | Refusal {
  for (let n = 0, day = context.today; n < 400; n++, day = addDays(day, 1)) {
    if (context.calendar.holidayName(day) !== null && context.calendar.isWorkingDay(day, { weekends: true, holidays: false })) return [asked(day, { until: day })]
  }
  return { reason: 'no_such_ordinal', text: 'festivo' }
}
