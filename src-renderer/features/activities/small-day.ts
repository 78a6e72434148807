// The small day beside the form (ACT-4): entries of one owner's day as blocks side by side, and what is dragged in it. Pure.
import { layoutDay } from '../../../src-shared/domain/calendar-layout.ts'
import { fromMinutes, toMinutes, type LocalTime } from '../../../src-shared/domain/local-time.ts'

export interface Block {
  id: string
  /** Minutes of the day; `to` beyond 1440 is cut off by who draws it. */
  from: number
  to: number
}
export interface PlacedBlock extends Block {
  column: number
  columns: number
  overlaps: boolean
}

export const snapMinutes = 15
/** What has no duration still needs a place to be taken hold of. */
export const leastMinutes = 20

export function blockOf(id: string, time: LocalTime, minutes: number | null): Block {
  const from = toMinutes(time)
  return { id, from, to: from + Math.max(minutes ?? 30, 0) }
}

/** Side by side where they overlap, as in the calendar. Two that only touch do not overlap. */
export function placeBlocks(blocks: readonly Block[]): PlacedBlock[] {
  const byId = new Map(blocks.map((block) => [block.id, block]))
  const { placed } = layoutDay(blocks.map(({ id, from, to }) => ({ id, start: from, end: Math.max(to, from + leastMinutes) })), Infinity)
  return placed.flatMap(({ id, column, columns }) => {
    const block = byId.get(id)
    return block === undefined ? [] : [{ ...block, column, columns, overlaps: blocks.some((other) => other !== block && other.from < block.to && block.from < other.to) }]
  })
}

/** Moved by so many minutes, onto the quarter, inside the day. */
export function movedTime(from: number, by: number): LocalTime {
  const at = Math.round((from + by) / snapMinutes) * snapMinutes
  return fromMinutes(Math.min(1440 - snapMinutes, Math.max(0, at)))
}
/** The duration when the lower edge is dragged; a quarter of an hour at least. */
export function resizedMinutes(from: number, to: number, by: number): number {
  const end = Math.round((to + by) / snapMinutes) * snapMinutes
  return Math.max(snapMinutes, end - from)
}
