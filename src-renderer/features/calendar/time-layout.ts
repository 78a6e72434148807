// What the days with their hours show where: the blocks of each day, cut at midnight, and above them the bars of what has no hour. Pure.
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import {
  layoutBars,
  layoutDay,
  type MoreBlock,
  type PlacedBar,
  type PlacedItem,
} from '../../../src-shared/domain/calendar-layout.ts'
import { addDays, toMinutes, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { drawnMinutes, isTimed } from './entry-words.ts'

const dayMinutes = 1440

/** A part of an activity on one day; it goes on the day before or after where it is cut. */
interface DayPart {
  entry: CalendarEntry
  start: number
  end: number
  isCutAbove: boolean
  isCutBelow: boolean
}
export type DrawnBlock = PlacedItem & DayPart
export interface DayColumn {
  day: LocalDate
  placed: DrawnBlock[]
  more: MoreBlock[]
}

/** `most` side by side; none is lower than `least` minutes, which count where they overlap. */
export function columnsOf(
  entries: readonly CalendarEntry[],
  days: readonly LocalDate[],
  most: number,
  least: number,
): DayColumn[] {
  const parts = new Map(days.map((day) => [day, new Map<string, DayPart>()]))
  for (const entry of entries) {
    if (!isTimed(entry)) continue
    const start = toMinutes(entry.time ?? '00:00')
    const end = start + (entry.minutes || drawnMinutes)
    for (let day = 0; day * dayMinutes < end; day += 1) {
      const from = Math.max(0, start - day * dayMinutes)
      const to = Math.min(dayMinutes, Math.max(end - day * dayMinutes, from + least))
      parts.get(day === 0 ? entry.on : addDays(entry.on, day))?.set(entry.id, {
        entry,
        start: Math.min(from, dayMinutes - least),
        end: to,
        isCutAbove: day > 0,
        isCutBelow: end - day * dayMinutes > dayMinutes,
      })
    }
  }
  return [...parts].map(([day, mine]) => {
    const { placed, more } = layoutDay(
      [...mine].map(([id, { start, end }]) => ({ id, start, end })),
      most,
    )
    return {
      day,
      more,
      placed: placed.flatMap((item) => {
        const part = mine.get(item.id)
        return part ? [{ ...part, ...item }] : []
      }),
    }
  })
}

/** What has no hour, over the days of it that are shown. */
export function barsOf(
  entries: readonly CalendarEntry[],
  days: readonly LocalDate[],
): { lanes: number; placed: (PlacedBar & { entry: CalendarEntry })[] } {
  const untimed = new Map(entries.filter((entry) => !isTimed(entry)).map((entry) => [entry.id, entry]))
  const items = [...untimed.values()].flatMap(({ id, on, until }) => {
    const inside = days.flatMap((day, at) => (day >= on && day <= (until ?? on) ? [at] : []))
    return inside.length === 0 ? [] : [{ id, first: inside[0] ?? 0, last: inside.at(-1) ?? 0 }]
  })
  const { bars, lanes } = layoutBars(items, days.length)
  return {
    lanes,
    placed: bars.flatMap((bar) => {
      const entry = untimed.get(bar.id)
      return entry ? [{ ...bar, entry }] : []
    }),
  }
}
