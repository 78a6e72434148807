// Which moved activities overlap in time with something else of the same owner (BLK-3). Pure; runs on any thread.
// Only what has a time of day can clash; compared as moments, so different zones are compared rightly.

import { instantOf } from './local-time.ts'
import type { When } from './local-time.ts'

/** A moved activity at its new place. */
export interface Placed {
  row: number
  ownerId: string
  after: When
}

/** Something already in the calendar. */
export interface Busy {
  row: number
  ownerId: string
  when: When
}

/** UTC ms, half-open. */
interface Interval {
  row: number
  start: number
  end: number
  isPlaced: boolean
}

/** Index of the first entry that is greater than `value` in an ascending list; its length where there is none. */
function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}

/** One owner's intervals, by start. For each moved one the first in that order that it overlaps. O(n log n). */
function clashesOfOwner(intervals: Interval[], found: Map<number, number>): void {
  intervals.sort((a, b) => a.start - b.start || a.row - b.row)
  // The latest end so far only grows, and where it first passes a moment, the interval of that index is the one that does.
  const latestEnds: number[] = []
  for (const { end } of intervals) latestEnds.push(Math.max(end, latestEnds.at(-1) ?? -Infinity))
  let firstWithSameStart = 0
  intervals.forEach((interval, index) => {
    if (intervals[firstWithSameStart]!.start !== interval.start) firstWithSameStart = index
    if (!interval.isPlaced) return
    const earlier = Math.min(firstAbove(latestEnds, interval.start), firstWithSameStart)
    const next = intervals[index + 1]
    if (earlier < index) found.set(interval.row, intervals[earlier]!.row)
    else if (next && (next.start < interval.end || next.start === interval.start)) found.set(interval.row, next.row)
  })
}

/**
 * Row of a moved activity -> row of the first, by start, that it clashes with: another moved one or one of `busy`.
 * Intervals are half-open, so one may begin when another ends; without a duration it is a moment, which clashes inside
 * another and with an identical start. What is both moved and in `busy` counts at its new place alone.
 */
export function findClashes(placed: readonly Placed[], busy: readonly Busy[]): Map<number, number> {
  const byOwner = new Map<string, Interval[]>()
  const rows = new Set<number>()

  function add(row: number, ownerId: string, when: When, isPlaced: boolean): void {
    if (when.time === null) return
    const start = instantOf(when.on, when.time, when.zone)
    const interval = { row, start, end: start + (when.durationMinutes ?? 0) * 60_000, isPlaced }
    const own = byOwner.get(ownerId)
    if (own) own.push(interval)
    else byOwner.set(ownerId, [interval])
  }

  for (const { row, ownerId, after } of placed) {
    rows.add(row)
    add(row, ownerId, after, true)
  }
  const owners = new Set(byOwner.keys())
  for (const { row, ownerId, when } of busy) if (owners.has(ownerId) && !rows.has(row)) add(row, ownerId, when, false)

  const found = new Map<number, number>()
  for (const intervals of byOwner.values()) clashesOfOwner(intervals, found)
  return found
}
