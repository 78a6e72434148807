// Words before a day that move away from it: after Reyes, before Friday, the day after the holiday, a week on Tuesday,
// 2 working days before 15/12, the Monday after Easter, the week of the 7th. Pure; runs on any thread.
import { addDays, weekday } from '../local-time.ts'
import { nextWeekday, weekAt } from './calendar-days.ts'
import { shifted, weekdayDay } from './near-rules.ts'
import { asked, loose, prefix, type Context, type PrefixRule } from './rules.ts'
import type { Day, Refusal } from './types.ts'
import { number, numberOf, ordinal, ordinalOf, unit, unitOf, weekdayOf, weekdayPattern } from './words.ts'
import { withWeekday } from './date-rules.ts'

const after = '(?:despues(?: de)?|tras|pasad[oa]s?|a partir de|after|following|from|on)'
const before = '(?:antes(?: de)?|before)'
const article = '(?: (?:el|la|las(?! \\d)|los|the))?'
/** What may stand before a day of the month alone: "after the 10" is a day, "after 10" an hour. */
const dayArticle = '(?:l| el| the)'

const endOf = (day: Day): string => day.until ?? day.on

/** Before a day: where that would be past, before the next one of its kind (Christmas of the year after). */
function ahead(day: Day, find: (day: Day) => Day, { today, toward }: Context): Day[] | Refusal {
  let inner = day
  for (let tries = 0; tries < 2; tries++) {
    const found = find(inner)
    if (found.on >= today || toward === 'nearest') return [found]
    if (inner.again === undefined) return { reason: 'already_past', on: found.on }
    inner = inner.again()
  }
  return { reason: 'already_past', on: find(inner).on }
}

const list = (found: Day | Refusal): Day[] | Refusal => ('reason' in found ? found : [found])

/** Before a day that has more than a number, or a number with its article. */
const named = (source: string, read: PrefixRule['read']): PrefixRule[] => [
  prefix(`(?:${source})${dayArticle}`, 'day', read),
  prefix(`(?:${source})l?${article}`, 'named', read),
]

export const prefixRules: readonly PrefixRule[] = [
  // "Jueves 26 nov": weekday and date, both of which must hold.
  prefix(`(?:el |on |the )?${weekdayPattern},?(?: el| the| dia| dia el| on)?`, 'date', (found, inner) => withWeekday(weekdayOf(found[1] ?? ''), inner)),
  prefix(`(?:el |al |the )?(?:dia )?(?:siguiente (?:de|a)l?|dia despues(?: de)?l?|day after)${article}`, 'day', (_found, inner) => [loose(addDays(endOf(inner), 1))]),
  prefix(`(?:el dia |la |the day |la noche )?(?:antes(?: de)?l?|vispera(?: de)?l?|day before|eve of|anterior al?)${article}`, 'day', (found, inner, context) => (/dia|vispera|day|eve|anterior/.test(found[0]) ? ahead(inner, ({ on }) => loose(addDays(on, -1), { goesBack: true }), context) : beforeDay(inner, context))),
  ...named(`${before}`, (_found, inner, context) => beforeDay(inner, context)),
  prefix(`${number} ?${unit} (?:antes(?: de)?l?|before)${article}`, 'day', (found, inner, context) =>
    ahead(inner, ({ on }) => backwards(on, numberOf(found[1] ?? ''), found[2] ?? 'd', context), context),
  ),
  prefix(`${number} ?${unit} (?:${after}|contando desde)l?${article}`, 'day', (found, inner, context) => {
    const moved = shifted(endOf(inner), numberOf(found[1] ?? ''), unitOf(found[2] ?? 'd'), context)
    return list(moved)
  }),
  // "A week Tuesday".
  prefix('(?:(?:a|one) week|(?:(?:a|one) )?fortnight)(?: on| this| from)?', 'day', (found, inner) => [loose(addDays(inner.on, found[0].includes('fortnight') ? 14 : 7))]),
  prefix(`(?:la |the )?(?:semana|week) (?:${after}|siguiente a)l?${article}`, 'day', (_found, inner, context) => [loose(weekAt(endOf(inner), 1, context.weekStart))]),
  prefix(`(?:la |the )?(?:semana|week) (?:antes(?: de)?|anterior a|before)l?${article}`, 'day', (_found, inner, context) => ahead(inner, ({ on }) => loose(weekAt(on, -1, context.weekStart)), context)),
  prefix(`(?:en |in )?(?:la |the )?(?:(?:semana|week) (?:de|of|commencing|beginning|starting)l?|w/c)${article}`, 'day', (_found, inner, context) => {
    const start = weekAt(inner.on, 0, context.weekStart)
    return [loose(start < context.today ? inner.on : start)]
  }),
  ...named(`(?:el |the )?(?:${ordinal} )?${weekdayPattern} (?:${after}|siguiente a)`, (found, inner, context) => {
    const nth = found[1] === undefined ? 1 : ordinalOf(found[1])
    if (nth < 1) return { reason: 'no_such_ordinal', text: found[0].trim() }
    return [weekdayDay(addDays(nextWeekday(endOf(inner), weekdayOf(found[2] ?? '')), (nth - 1) * 7), context)]
  }),
  ...named(`(?:el |the )?(?:${ordinal} )?${weekdayPattern} (?:antes(?: de)?|anterior a|before)`, (found, inner, context) => ahead(inner, ({ on }) => weekdayDay(addDays(nextWeekday(on, weekdayOf(found[2] ?? '')), -7 - (weekday(on) === weekdayOf(found[2] ?? '') ? 7 : 0)), context), context)),
  prefix(`(?:el |the )?(?:primer |first |next |siguiente )(?:dia (?:habil|laborable)|(?:working|business) day) ${after}l?${article}`, 'day', (_found, inner, { calendar }) => [loose(calendar.nextWorkingDay(endOf(inner)))]),
  ...named('(?:justo |just |right )?(?:despues(?: de)?|tras|pasad[oa]s?|a la vuelta de|after|past|following)', (_found, inner) => [loose(addDays(endOf(inner), 1), { isRough: true, again: () => (inner.again === undefined ? inner : loose(addDays(endOf(inner.again()), 1))) })]),
  // "El lunes por la mañana" needs no prefix, but "para el lunes", "hacia el 15" do.
  prefix('(?:para|on|for|by|el|the)l?(?: (?:el|la|the))?|(?:a partir de|desde|from|as of|starting(?: on| from)?)(?:l| el| la| the)|(?:hacia|sobre|alrededor de|around|about)l? (?:el|la|the)', 'day', (_found, inner) => [inner]),
  // "About 11", "from 10" are hours, "about the 11th" a day.
  prefix('hacia|sobre|alrededor de|around|about|a partir de|desde|from|as of|starting(?: on| from)?', 'named', (_found, inner) => [inner]),
]

function beforeDay(inner: Day, context: Context): Day[] | Refusal {
  return ahead(inner, ({ on }) => {
    const day = addDays(on, -1)
    return loose(context.toward === 'nearest' || context.calendar.isWorkingDay(day) ? day : context.calendar.addWorkingDays(day, -1), { goesBack: true })
  }, context)
}
function backwards(on: string, amount: number, by: string, context: Context): Day {
  const moved = shifted(on, -amount, unitOf(by), context)
  return 'reason' in moved ? asked(on) : loose(moved.on, { goesBack: true })
}
