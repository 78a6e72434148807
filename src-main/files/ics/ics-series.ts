// Writes the dates of a repeating calendar entry out (RRULE, RDATE, EXDATE), up to a day and a number: a rule without end stops there and says so.
// Reads walls alone, so that 10:00 stays 10:00 across a change of clocks. Core thread.
import ICAL from 'ical.js'
import {
  addDays,
  isLocalDate,
  wallOf,
  instantOf,
  type LocalDate,
  type When,
} from '../../../src-shared/domain/local-time.ts'
import { partsOfRule, ruleOfParts } from '../../../src-shared/domain/recurrence-rule.ts'
import { daysOfRule } from '../../../src-shared/domain/recurrence.ts'

export interface SeriesDate {
  on: LocalDate
  time: string | null
}

/** Turns of the rule looked at, whatever it yields: a rule that never comes true ends here. */
const mostTurns = 20_000

/** Which dates of a series are wanted. */
export interface SeriesWindow {
  from: LocalDate
  horizon: LocalDate
  most: number
}
export interface SeriesDates {
  dates: SeriesDate[]
  /** There are more after the window. */
  isCut: boolean
  /** There were some before it. */
  isLate: boolean
}

/** Throws what the library throws where the rule cannot be read. */
export function datesOfSeries(
  component: ICAL.Component,
  when: When,
  { from, horizon, most }: SeriesWindow,
): SeriesDates {
  const start = timeOf(when.on, when.time)
  const expansion = new ICAL.RecurExpansion({ component: onWalls(component, when), dtstart: start })
  const dates: SeriesDate[] = []
  const seen = new Set<string>()
  let isLate = false
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const next = expansion.next() as ICAL.Time | null
    if (next === null || next === undefined) return { dates, isCut: false, isLate }
    const on = `${String(next.year).padStart(4, '0')}-${two(next.month)}-${two(next.day)}`
    if (!isLocalDate(on) || on > horizon || dates.length >= most) return { dates, isCut: true, isLate }
    if (on < from) {
      isLate = true
      continue
    }
    const time = when.time === null ? null : `${two(next.hour)}:${two(next.minute)}`
    const key = `${on}T${time ?? ''}`
    if (!seen.has(key)) dates.push({ on, time })
    seen.add(key)
  }
  return { dates, isCut: true, isLate }
}

/** The longest that a rule of a series may be. */
const mostRule = 300

/**
 * The rule as one of ours (ACT-15), with its days up to the horizon; null where ours says anything else: several rules, hours of their own, a week that begins
 * on another day. Extra and left-out dates are none of the rule's.
 */
export function ruleOfSeries(
  component: ICAL.Component,
  when: When,
  window: SeriesWindow,
): { rule: string; days: ReadonlySet<LocalDate> } | null {
  const onlyRule = onWalls(component, when)
  for (const name of ['rdate', 'exdate']) onlyRule.removeAllProperties(name)
  const [property, second] = onlyRule.getAllProperties('rrule')
  if (property === undefined || second !== undefined) return null
  try {
    const recur = property.getFirstValue() as ICAL.Recur
    const { dates, isCut, isLate } = datesOfSeries(onlyRule, when, window)
    const parts = partsOfRule(recur.toString())
    // The last day by the wall's hour; where all its days are known, simply the last of them.
    const last = isCut ? lastDay(recur.until ?? null, when) : (dates.at(-1)?.on ?? null)
    const rule = ruleOfParts({ ...parts, until: parts.until === null ? null : last })
    const days = daysOfRule(rule, when.on, window.from > when.on ? window.from : when.on, window.horizon, window.most)
    const isSame =
      days.length === dates.length && days.every((day, at) => day === dates[at]?.on && dates[at].time === when.time)
    // One date alone does not repeat.
    return isSame && rule.length <= mostRule && (isCut || isLate || days.length > 1)
      ? { rule, days: new Set(days) }
      : null
  } catch {
    return null
  }
}

function lastDay(until: ICAL.Time | null, when: When): LocalDate | null {
  if (until === null) return null
  const on = `${String(until.year).padStart(4, '0')}-${two(until.month)}-${two(until.day)}`
  return when.time !== null && !until.isDate && `${two(until.hour)}:${two(until.minute)}` < when.time
    ? addDays(on, -1)
    : on
}

const two = (n: number): string => String(n).padStart(2, '0')

function timeOf(on: LocalDate, time: string | null): ICAL.Time {
  const [year = 1, month = 1, day = 1] = on.split('-').map(Number)
  const [hour = 0, minute = 0] = time === null ? [] : time.split(':').map(Number)
  return new ICAL.Time(
    { year, month, day, hour, minute, second: 0, isDate: time === null },
    ICAL.Timezone.localTimezone,
  )
}

/** The rule and its extra and left-out dates alone, all on the wall of the entry: UTC moments among them are turned into it. */
function onWalls(component: ICAL.Component, when: When): ICAL.Component {
  const plain = new ICAL.Component('vevent')
  const start = new ICAL.Property('dtstart', plain)
  start.setValue(timeOf(when.on, when.time))
  plain.addProperty(start)
  const walled = (value: ICAL.Time): ICAL.Time => {
    const on = `${String(value.year).padStart(4, '0')}-${two(value.month)}-${two(value.day)}`
    if (when.time === null || value.isDate) return timeOf(on, when.time)
    const time = `${two(value.hour)}:${two(value.minute)}`
    if (value.zone !== ICAL.Timezone.utcTimezone) return timeOf(on, time)
    const wall = wallOf(instantOf(on, time, 'UTC'), when.zone)
    return timeOf(wall.on, wall.time)
  }
  for (const property of component.getAllProperties('rrule')) {
    const rule = (property.getFirstValue() as ICAL.Recur).clone() as ICAL.Recur
    if (rule.until !== null && rule.until !== undefined) {
      const until = walled(rule.until)
      // A day alone as the end counts whole.
      rule.until =
        rule.until.isDate && when.time !== null
          ? timeOf(addDays(`${String(until.year).padStart(4, '0')}-${two(until.month)}-${two(until.day)}`, 0), '23:59')
          : until
    }
    const copy = new ICAL.Property('rrule', plain)
    copy.setValue(rule)
    plain.addProperty(copy)
  }
  for (const name of ['rdate', 'exdate']) {
    for (const property of component.getAllProperties(name)) {
      for (const value of property.getValues() as unknown[]) {
        const at = value instanceof ICAL.Period ? value.start : value
        if (!(at instanceof ICAL.Time)) continue
        const copy = new ICAL.Property(name, plain)
        if (when.time === null) copy.resetType('date')
        copy.setValue(walled(at))
        plain.addProperty(copy)
      }
    }
  }
  return plain
}
