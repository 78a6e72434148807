// Where activities land that are dragged, resized or moved by keys in the calendar (CAL-2, CAL-5). Pure; runs on any thread. Reads wall times only, so
// 10:00 stays 10:00 across a change of clocks. Must stay true: several that move together keep their distances to the minute.
import { addDays, addMinutes, daysBetween, fromMinutes, toMinutes, type LocalDate, type When } from './local-time.ts'

/** A place in the calendar: a slot of a day, or (minute null) the day alone. */
export interface Slot {
  on: LocalDate
  minute: number | null
}
export interface Movable {
  id: string
  when: When
  /** How long it will last where it gets an hour and has no duration of its own. */
  usualMinutes: number
}

export const minutesPerDay = 1440
const isTimed = (when: When): boolean => when.time !== null && when.until === null
export const snapTo = (minute: number, snap: number): number => Math.round(minute / snap) * snap

/** Minutes from one slot to another; where one is a day alone, whole days. */
function distance(from: Slot, to: Slot): number {
  return daysBetween(from.on, to.on) * minutesPerDay + (from.minute === null || to.minute === null ? 0 : to.minute - from.minute)
}

function shifted(when: When, minutes: number): When {
  const days = Math.round(minutes / minutesPerDay)
  if (isTimed(when)) {
    const wall = addMinutes({ on: when.on, time: when.time ?? '00:00' }, minutes)
    return { ...when, on: wall.on, time: wall.time }
  }
  return { ...when, on: addDays(when.on, days), until: when.until === null ? null : addDays(when.until, days) }
}

/**
 * All of `moved` after `grabbed` (one of them) went from its place to the slot `to`. Within hours, or within days: every one moves by the same
 * distance. From a day alone into an hour: those without an hour get one, one after the other in their order; others move by days. From an hour
 * to a day alone: those with an hour lose it.
 */
export function movedTogether(moved: readonly Movable[], grabbed: Movable, to: Slot): Map<string, When> {
  const from: Slot = { on: grabbed.when.on, minute: isTimed(grabbed.when) ? toMinutes(grabbed.when.time ?? '00:00') : null }
  const days = daysBetween(from.on, to.on) * minutesPerDay
  const isSpan = grabbed.when.until !== null
  if ((from.minute === null) === (to.minute === null) || isSpan) {
    const by = isSpan ? days : distance(from, to)
    return new Map(moved.map(({ id, when }) => [id, shifted(when, by)]))
  }
  if (to.minute === null) {
    return new Map(moved.map(({ id, when }) => {
      const there = shifted(when, days)
      return [id, isTimed(there) ? { ...there, time: null } : there]
    }))
  }
  const result = new Map<string, When>()
  let at = to.minute
  for (const { id, when, usualMinutes } of [grabbed, ...moved.filter((one) => one.id !== grabbed.id)]) {
    if (when.until !== null || when.time !== null) {
      result.set(id, shifted(when, days))
      continue
    }
    const minutes = when.durationMinutes ?? usualMinutes
    const wall = addMinutes({ on: to.on, time: '00:00' }, at)
    result.set(id, { ...when, on: wall.on, time: wall.time, durationMinutes: minutes })
    at += Math.max(minutes, 5)
  }
  return result
}

/** Its end dragged to a slot; never shorter than `least` minutes. A span of days ends on that day, never before it begins. */
export function resizedTo(when: When, end: Slot, least: number): When {
  if (!isTimed(when) || end.minute === null) {
    const until = end.on < when.on ? when.on : end.on
    return { ...when, until: until === when.on && when.until === null ? null : until, time: when.until === null ? null : when.time }
  }
  const minutes = distance({ on: when.on, minute: toMinutes(when.time ?? '00:00') }, end)
  return { ...when, durationMinutes: Math.max(least, minutes) }
}

/** The moment of a new one drawn from one slot to another, in either direction: hours of a day, a day alone, or a span of days. */
export function drawn(a: Slot, b: Slot, zone: string): When {
  if (a.minute === null || b.minute === null) {
    const [on, until] = a.on <= b.on ? [a.on, b.on] : [b.on, a.on]
    return { on, time: null, durationMinutes: null, until: until === on ? null : until, zone }
  }
  const forward = distance(a, b) >= 0
  const start = forward ? a : b
  return { on: start.on, time: fromMinutes(start.minute ?? 0), durationMinutes: Math.abs(distance(a, b)), until: null, zone }
}
