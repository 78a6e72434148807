// A span of days: del 3 al 5 de marzo, 3-5 March, de lunes a miércoles, from Monday to Wednesday. Pure; runs on any thread.
import { exactDay, yearlessDay } from './date-rules.ts'
import type { Reading } from './read-next-date.ts'
import { words } from './rules.ts'
import type { Day } from './types.ts'
import { monthOf, monthPattern } from './words.ts'

const d = '(\\d{1,2})(?:st|nd|rd|th)?'
const inOneMonth = words(`(?:(?:del?|from|desde)(?: el| the)? )?${d} ?(?:al?|-|hasta|hasta el|to|until|through)(?: the)? ?${d} (?:de |of )?${monthPattern}(?:,? (?:de |del )?(\\d{4}))?`)
const monthFirst = words(`${monthPattern} ${d} ?(?:-|to|through|until) ?${d}(?:,? (\\d{4}))?`)
const opening = words('(?:del?|from|desde|between|entre)(?: el| the)?')
const joining = /(?:al?|hasta|to|until|till|through|thru|y|and)(?: el| the)?(?![a-z0-9])|-/y
/** Without "from" before the first day only these join two. */
const joiningAlone = /(?:a|hasta|to|until|till|through|thru)(?: el| the)?(?![a-z0-9])|-/y
const hasArticle = /(?:l|the)$/

const afterSpaces = (text: string, at: number): number => at + (text.slice(at).match(/^ */)?.[0].length ?? 0)

/** Spans that start at a place: the first day with `until`. */
export function readSpan(reading: Reading, text: string, at: number): { end: number; until: Day[] }[] {
  const found: { end: number; until: Day[] }[] = []
  const { context } = reading
  const add = (end: number, first: Day | undefined, last: string | undefined): void => {
    if (first !== undefined && last !== undefined && last > first.on) found.push({ end, until: [{ ...first, isAsked: true, isSpan: true, until: last }] })
  }
  for (const [pattern, order] of [[inOneMonth, [1, 2, 3, 4]], [monthFirst, [2, 3, 1, 4]]] as const) {
    const match = reading.match(pattern, at)
    if (match === null) continue
    const [first, last, month, year] = order.map((group) => match[group])
    const make = (day: string | undefined) => (year === undefined ? yearlessDay(monthOf(month ?? ''), Number(day), context) : exactDay(Number(year), monthOf(month ?? ''), Number(day), context))
    const from = make(first)
    const until = make(last)
    if (!('reason' in from) && !('reason' in until)) add(at + match[0].length, from, until.on)
  }
  // From one day to another: only where it opens with "from", or both ends are plain days.
  const open = reading.match(opening, at)
  const start = open === null ? at : reading.skip(at + open[0].length)
  // "Del 10 al 12" are days of the month, "de 10 a 12" hours.
  for (const first of reading.daysAt(start, open !== null && hasArticle.test(open[0]) ? 1 : 0)) {
    const from = first.days[0]
    const join = reading.match(open === null ? joiningAlone : joining, afterSpaces(text, first.end))
    if (from === undefined || join === null || from.isPast) continue
    const second = reading.skip(afterSpaces(text, first.end) + join[0].length)
    if (second >= text.length) continue
    const depth = hasArticle.test(join[0]) ? 1 : 0
    const asSaid = reading.daysAt(second, depth)
    for (const last of reading.at(from.on).daysAt(second, depth)) {
      // "Next week" is said of today; where the last day would come before the first, it is counted from there.
      const days = [...(asSaid.find(({ end }) => end === last.end)?.days ?? []), ...last.days]
      add(last.end, from, days.find(({ on }) => on > from.on)?.on)
    }
  }
  return found
}
