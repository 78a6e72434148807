// The last step of a reading: day and time put together, days that are not worked avoided (NXT-2), the alternatives named.
// Pure; runs on any thread.
import { addDays, fromMinutes, toMinutes, type LocalTime } from '../local-time.ts'
import { rangeTimes, timesOfClock, timesOfPart } from './choose-time.ts'
import { loose, type Context } from './rules.ts'
import { shifted } from './near-rules.ts'
import type { Clock, Part } from './time-rules.ts'
import type { Day, Moment, Understanding } from './types.ts'

/** What was found in the text; a day with its readings, and how the time was said. */
export interface Parts {
  days?: Day[]
  clock?: Clock
  part?: Part
  range?: { from: Clock; to: Clock }
  /** Hours that `clock` may mean as well: "10 to 12". */
  rangeToo?: { from: Clock; to: Clock }
  durationMinutes?: number
}
type Understood = Extract<Understanding, { isUnderstood: true }>
interface Times {
  time: LocalTime | null
  durationMinutes: number | null
}

const mostAlternatives = 3

/** The day itself, or the one that stands in its place. */
function avoided(day: Day, { calendar, today, toward }: Context): { on: string; avoided: string | null } {
  if (toward === 'nearest' || day.isAsked || day.isPast || calendar.isWorkingDay(day.on)) return { on: day.on, avoided: null }
  const back = day.goesBack === true ? calendar.addWorkingDays(day.on, -1) : null
  return { on: back !== null && back >= today ? back : calendar.workingDayOnOrAfter(day.on), avoided: day.isRough === true ? null : day.on }
}

function timesOn(on: string | null, parts: Parts, context: Context): Times[] {
  const length = parts.durationMinutes ?? null
  const earliest = on === context.now.on ? toMinutes(context.now.time) : null
  if (parts.range !== undefined) return rangeTimes(parts.range.from, parts.range.to, parts.part ?? null, context)
  if (parts.clock !== undefined) {
    const clocks = timesOfClock(parts.clock, parts.part ?? null, context, earliest).map((time) => ({ time, durationMinutes: length }))
    if (parts.rangeToo === undefined) return clocks
    const { from, to } = parts.rangeToo
    const [hours = null] = rangeTimes(from, to, parts.part ?? null, context)
    return hours === null ? clocks : from.minutes < to.minutes ? [hours, ...clocks] : [...clocks, hours]
  }
  if (parts.part !== undefined) return timesOfPart(parts.part, context).map((time) => ({ time: notPast(time, on, parts, context), durationMinutes: length }))
  return [{ time: null, durationMinutes: length }]
}

/** "Esta tarde" said at five is the next half hour, not four o'clock. */
function notPast(time: LocalTime | null, on: string | null, parts: Parts, { now, toward }: Context): LocalTime | null {
  if (time === null || parts.days === undefined || on !== now.on || toward === 'nearest' || time > now.time) return time
  const next = (Math.floor(toMinutes(now.time) / 30) + 1) * 30
  return next < 1440 ? fromMinutes(next) : time
}

/** Without a day: today where the time is still ahead, else the next day. */
function dayless(parts: Parts, context: Context): { day: Day; times: Times }[] {
  const now = toMinutes(context.now.time)
  const today: Day = { on: context.today, isAsked: true, isPast: false }
  const tomorrow = loose(addDays(context.today, 1))
  const options = timesOn(context.today, parts, context)
  const open = options.map((times) => ({ day: times.time === null || toMinutes(times.time) > now || context.toward === 'nearest' ? today : tomorrow, times }))
  return open
}

/** What the parts mean together: the likeliest moment first, the others as alternatives, or why there is none. Walls of the user's zone; working days as in `context`. */
export function settle(parts: Parts, context: Context): Understanding {
  let given = parts
  // A length alone counts from now: "90 minutes".
  if (given.days === undefined && given.durationMinutes !== undefined && given.clock === undefined && given.part === undefined && given.range === undefined) {
    const at = shifted(context.today, given.durationMinutes, 'minute', context)
    if ('reason' in at) return { isUnderstood: false, ...at }
    given = { days: [at] }
  }
  if (given.range !== undefined && rangeTimes(given.range.from, given.range.to, given.part ?? null, context).length === 0) return { isUnderstood: false, reason: 'ends_before_start' }
  const [likeliest, ...rest] = unique(candidates(given, context))
  if (likeliest === undefined) return { isUnderstood: false, reason: 'out_of_range' }
  return { isUnderstood: true, moment: likeliest, alternatives: rest.slice(0, mostAlternatives) }
}

/** The first one's meanings, then the other's. */
export function joined(first: Understood, other: Understood): Understanding {
  const [moment = first.moment, ...rest] = unique([first.moment, ...first.alternatives, other.moment, ...other.alternatives])
  return { isUnderstood: true, moment, alternatives: rest.slice(0, mostAlternatives) }
}

function candidates(parts: Parts, context: Context): Moment[] {
  const pairs = parts.days === undefined ? dayless(parts, context) : paired(parts.days, parts, context)
  const moments = pairs.map(({ day, times }): Moment => {
    const { on, avoided: instead } = avoided(day, context)
    return { on, time: times.time, durationMinutes: times.time === null ? null : times.durationMinutes, until: day.isSpan === true && day.until !== undefined && day.until > on ? day.until : null, avoided: instead }
  })
  // The day that was avoided can still be had.
  return [...moments, ...moments.filter(({ avoided: instead }) => instead !== null && instead >= context.today).map((moment) => ({ ...moment, on: moment.avoided ?? moment.on, avoided: null }))]
}

/** The likeliest day with each time, then the other days with the likeliest time. */
function paired(days: Day[], parts: Parts, context: Context): { day: Day; times: Times }[] {
  const timesOf = (day: Day): Times[] => {
    if (day.time !== undefined) return [{ time: day.time, durationMinutes: parts.durationMinutes ?? null }]
    // A span of days has no time.
    if (day.isSpan === true) return [{ time: null, durationMinutes: null }]
    return timesOn(avoided(day, context).on, parts, context)
  }
  return days.flatMap((day, index) => timesOf(day).slice(0, index === 0 ? undefined : 1).map((times) => ({ day, times })))
}

function unique(moments: Moment[]): Moment[] {
  const seen = new Set<string>()
  return moments.filter((moment) => {
    const key = `${moment.on} ${moment.time ?? ''} ${moment.until ?? ''} ${moment.durationMinutes ?? ''}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
