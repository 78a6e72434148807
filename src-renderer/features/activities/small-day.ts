// The small day beside the form (ACT-4): entries of one owner's day as blocks side by side, and what is dragged in it. Pure.
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

/** Columns within groups that hang together, so that no two overlapping blocks share a place. Two that only touch do not overlap. */
export function placeBlocks(blocks: readonly Block[]): PlacedBlock[] {
  const drawn = (block: Block): number => Math.max(block.to, block.from + leastMinutes)
  const sorted = [...blocks].sort((a, b) => a.from - b.from || drawn(b) - drawn(a) || (a.id < b.id ? -1 : 1))
  const placed: PlacedBlock[] = []
  let group: PlacedBlock[] = []
  let ends: number[] = []
  const settle = (): void => {
    for (const one of group) one.columns = ends.length
    placed.push(...group)
    group = []
    ends = []
  }
  for (const block of sorted) {
    if (group.length > 0 && ends.every((end) => end <= block.from)) settle()
    let column = ends.findIndex((end) => end <= block.from)
    if (column < 0) column = ends.length
    ends[column] = drawn(block)
    const overlaps = group.some((other) => other.from < block.to && block.from < other.to)
    for (const other of group) if (other.from < block.to && block.from < other.to) other.overlaps = true
    group.push({ ...block, column, columns: 1, overlaps })
  }
  settle()
  return placed
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
