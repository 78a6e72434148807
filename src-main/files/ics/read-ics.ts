// Reads a calendar file (IO-5, SET-5): every entry on its own, so that a broken one is named and the others are taken. Series are written out up to a day.
// Core thread; pure apart from the library. Times become walls in the zone they were written for; UTC and unknown zones, walls here.
import ICAL from 'ical.js'
import type {
  CalendarFile,
  CalendarFileEntry,
  CalendarFileNotice,
  CalendarFileRefusal,
} from '../../../src-shared/domain/calendar-file.ts'
import {
  addDays,
  daysBetween,
  instantOf,
  isLocalDate,
  isLocalTime,
  wallOf,
  type LocalDate,
  type When,
} from '../../../src-shared/domain/local-time.ts'
import { blocksOf, type Block } from './ics-blocks.ts'
import { zoneOfName } from './ics-zones.ts'
import { datesOfSeries, ruleOfSeries, type SeriesDate } from './ics-series.ts'

export interface ReadIcsOptions {
  /** IANA zone of who reads it. */
  zone: string
  /** Dates of a series after this day are left out, and said. */
  horizon: LocalDate
  /** Of a series that goes on, dates before this day are left out, and said; of one that ended before, none. */
  from?: LocalDate
  /** Dates of one series at most. */
  perSeries?: number
}

/** The most a duration may have in the store. */
const mostMinutes = 60 * 24 * 60
const turnMs = 15
/** A year before, in minutes. */
const mostAlarm = 366 * 1440
const subjectLength = 300
const notesLength = 200_000
const placeLength = 300

class Refused extends Error {
  readonly reason: CalendarFileRefusal
  constructor(reason: CalendarFileRefusal) {
    super(reason)
    this.reason = reason
  }
}

/** A moment of the file: a day alone, or a wall in a zone. */
interface Moment {
  on: LocalDate
  time: string | null
  zone: string
}

/** Reads a whole file, leaving the thread to others every few milliseconds. */
export async function readIcs(text: string, options: ReadIcsOptions): Promise<CalendarFile> {
  const steps = readSteps(text, options)
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() - since < turnMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

/** Pauses after each entry and each series. */
function* readSteps(text: string, options: ReadIcsOptions): Generator<undefined, CalendarFile, undefined> {
  const blocks = blocksOf(text)
  const zones = new FileZones(blocks.zones, options.zone)
  const file: CalendarFile = {
    entries: [],
    refused: [],
    series: [],
    unknownZones: [],
    others: Object.values(blocks.others).reduce((sum, n) => sum + n, 0),
    isCalendar: blocks.hasCalendar || blocks.events.length > 0,
  }
  const masters: Parsed[] = []
  const overrides: Parsed[] = []
  for (const block of blocks.events) {
    yield
    try {
      const parsed = parseBlock(block, zones)
      ;(parsed.recurrenceId === null ? masters : overrides).push(parsed)
    } catch (error) {
      // What the library itself throws on a value: the entry is broken, the others are not.
      const reason = error instanceof Refused ? error.reason : 'broken'
      file.refused.push({
        line: block.line,
        subject: rawValue(block, 'SUMMARY').slice(0, subjectLength),
        uid: rawValue(block, 'UID'),
        reason,
      })
    }
  }
  // Of one entry written twice the newest counts.
  const newest = new Map<string, Parsed>()
  for (const one of [...masters, ...overrides]) {
    const key = `${one.entry.uid}\n${one.recurrenceId ?? ''}`
    const other = newest.get(key)
    if (other === undefined || isNewer(one.entry, other.entry)) newest.set(key, one)
  }
  for (const one of newest.values())
    if (one.recurrenceId !== null) file.entries.push({ ...one.entry, recurrenceId: one.recurrenceId, part: 'override' })
  for (const one of newest.values()) {
    if (one.recurrenceId !== null) continue
    if (!one.repeats) {
      file.entries.push(one.entry)
      continue
    }
    yield
    try {
      const whole = { from: '0001-01-01', horizon: options.horizon, most: options.perSeries ?? 400 }
      const late = { ...whole, from: options.from ?? whole.from }
      const found = datesOfSeries(one.component, one.entry.when, late)
      const window = found.dates.length > 0 ? late : whole
      const { dates, isCut, isLate } = window === late ? found : datesOfSeries(one.component, one.entry.when, whole)
      if (dates.length === 0 && !isCut && !one.component.hasProperty('exdate')) throw new Refused('bad_rule')
      const ours = ruleOfSeries(one.component, one.entry.when, window)
      const idOf = ({ on, time }: SeriesDate): string => (time === null ? on : `${on}T${time}`)
      file.series.push({
        uid: one.entry.uid,
        isCut,
        isLate,
        from: window.from,
        upTo: isCut ? (dates.at(-1)?.on ?? one.entry.when.on) : '9999-12-31',
        rule: ours?.rule ?? null,
        dates: dates.filter(({ on, time }) => ours?.days.has(on) === true && time === one.entry.when.time).map(idOf),
        entry: one.entry,
      })
      // What goes on as a series here is not cut.
      const notices: CalendarFileNotice[] =
        isCut && ours === null ? [...one.entry.notices, 'rule_cut'] : one.entry.notices
      for (const { on, time } of dates) {
        const recurrenceId = idOf({ on, time })
        if (newest.has(`${one.entry.uid}\n${recurrenceId}`)) continue
        const until =
          one.entry.when.until === null ? null : addDays(on, daysBetween(one.entry.when.on, one.entry.when.until))
        file.entries.push({
          ...one.entry,
          recurrenceId,
          when: { ...one.entry.when, on, time, until },
          part: ours?.days.has(on) === true && time === one.entry.when.time ? 'rule' : 'extra',
          notices,
        })
      }
    } catch {
      // Whatever the library finds wrong with it: the rule cannot be followed, and the entry is named.
      file.refused.push({ line: one.entry.line, subject: one.entry.subject, uid: one.entry.uid, reason: 'bad_rule' })
    }
  }
  file.entries.sort((a, b) => (a.when.on + (a.when.time ?? '') < b.when.on + (b.when.time ?? '') ? -1 : 1))
  file.unknownZones = [...zones.unknown]
  return file
}

function isNewer(
  a: Pick<CalendarFileEntry, 'sequence' | 'modifiedAt'>,
  b: Pick<CalendarFileEntry, 'sequence' | 'modifiedAt'>,
): boolean {
  return a.sequence !== b.sequence ? a.sequence > b.sequence : a.modifiedAt > b.modifiedAt
}

interface Parsed {
  component: ICAL.Component
  entry: CalendarFileEntry
  recurrenceId: string | null
  repeats: boolean
}

const rawValue = (block: Block, name: string): string =>
  block.lines
    .find((line) => new RegExp(`^${name}[;:]`, 'i').test(line))
    ?.replace(/^[^:]*:/, '')
    .replace(/\\(.)/g, (_sign, what: string) => (what === 'n' || what === 'N' ? ' ' : what)) ?? ''

function parseBlock(block: Block, zones: FileZones): Parsed {
  const component = componentOf(block)
  const notices = new Set<CalendarFileNotice>(block.isWhole ? [] : ['cut_off'])
  const text = (name: string): string => {
    // As written: the library's own values refuse stamps that programs write wrongly.
    const value = (component.getFirstProperty(name)?.toJSON() as unknown[] | undefined)?.[3]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const start = zones.moment(component.getFirstProperty('dtstart'), notices)
  if (start === null) throw new Refused('no_start')
  const when = whenOf(component, start, zones, notices)
  let notes = text('description').trim()
  let subject = text('summary').replace(/\s+/g, ' ').trim()
  if (subject === '') {
    notices.add('no_subject')
    subject = notes.split('\n')[0]?.trim().slice(0, 80) || text('location').trim().slice(0, 80)
  }
  // What a field cannot hold goes on in the notes.
  if (subject.length > subjectLength) {
    notices.add('shortened')
    notes = `${subject}\n\n${notes}`
    subject = `${subject.slice(0, subjectLength - 1)}…`
  }
  let place = text('location').trim()
  if (place.length > placeLength) {
    notices.add('shortened')
    notes = `${notes}\n\n${place}`.trim()
    place = `${place.slice(0, placeLength - 1)}…`
  }
  if (notes.length > notesLength) {
    notices.add('shortened')
    notes = notes.slice(0, notesLength)
  }
  const sequence = Number(text('sequence'))
  const recurrence = zones.moment(component.getFirstProperty('recurrence-id'), notices)
  let uid = text('uid').trim().slice(0, 500)
  if (uid === '') {
    notices.add('no_uid')
    uid = `no-uid:${start.on}${start.time ?? ''}:${subject}`
  }
  const entry: CalendarFileEntry = {
    uid,
    recurrenceId: '',
    sequence: Number.isFinite(sequence) ? Math.max(0, Math.trunc(sequence)) : 0,
    modifiedAt: stampOf(text('last-modified')) || stampOf(text('dtstamp')),
    isCancelled: /^cancelled$/i.test(text('status')),
    isPrivate: /^(private|confidential)$/i.test(text('class')),
    subject,
    notes,
    place,
    categories: component.getAllProperties('categories').flatMap((property) => property.getValues().map(String)),
    when,
    alarms: alarmsOf(component, when.time === null),
    part: 'single',
    line: block.line,
    notices: [...notices],
  }
  // The line of the rule could not be read: a single date instead would be wrong without a word.
  if (!component.hasProperty('rrule') && rawValue(block, 'RRULE') !== '') throw new Refused('bad_rule')
  const repeats = component.hasProperty('rrule') || component.hasProperty('rdate')
  return {
    component,
    entry,
    repeats,
    recurrenceId:
      recurrence === null ? null : recurrence.time === null ? recurrence.on : `${recurrence.on}T${recurrence.time}`,
  }
}

function componentOf(block: Block): ICAL.Component {
  const parse = (lines: readonly string[]): ICAL.Component =>
    new ICAL.Component(ICAL.parse(['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')) as unknown[])
  try {
    return parse(block.lines)
  } catch {
    // A line the library cannot read is left out, the rest of the entry is kept.
    const good = block.lines.filter((line) => {
      if (/^(BEGIN|END):/i.test(line)) return true
      try {
        parse([line])
        return true
      } catch {
        // Without its rule it would stand there once and seem whole.
        if (/^(?:RRULE|RDATE|EXDATE)[;:]/i.test(line)) throw new Refused('bad_rule')
        return false
      }
    })
    try {
      return parse(good)
    } catch {
      throw new Refused('broken')
    }
  }
}

/** UTC text without signs, for comparing: `20260310T090000Z`. */
const stampOf = (value: string): string =>
  /^\d{4}-?\d{2}-?\d{2}T/.test(value) ? value.replace(/[-:]/g, '').slice(0, 16) : ''

function whenOf(component: ICAL.Component, start: Moment, zones: FileZones, notices: Set<CalendarFileNotice>): When {
  const ignored = new Set<CalendarFileNotice>()
  const end = zones.moment(component.getFirstProperty('dtend'), ignored)
  const length = durationOf(component.getFirstPropertyValue('duration'))
  const base: When = { on: start.on, time: start.time, durationMinutes: null, until: null, zone: start.zone }
  if (start.time === null) {
    // DTEND is the first day after (RFC 5545 3.6.1).
    const days =
      end === null ? (length === null ? 1 : Math.max(1, Math.round(length / 1440))) : daysBetween(start.on, end.on)
    if (days < 0 || (length !== null && length < 0)) throw new Refused('ends_before')
    return { ...base, until: days > 1 ? addDays(start.on, days - 1) : null }
  }
  if (end === null && length === null) return base
  const minutes =
    end === null ? (length ?? 0) : end.time === null ? daysBetween(start.on, end.on) * 1440 : minutesBetween(start, end)
  if (minutes < 0) throw new Refused('ends_before')
  if (minutes <= mostMinutes) return { ...base, durationMinutes: minutes }
  notices.add('shortened')
  return { ...base, time: null, until: addDays(start.on, Math.round(minutes / 1440)) }
}

/** On one wall what the wall says; between zones what really passes. */
function minutesBetween(start: Moment, end: Moment): number {
  if (start.zone !== end.zone)
    return Math.round((instantOf(end.on, end.time, end.zone) - instantOf(start.on, start.time, start.zone)) / 60_000)
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return daysBetween(start.on, end.on) * 1440 + minutes(end.time ?? '00:00') - minutes(start.time ?? '00:00')
}

function durationOf(value: unknown): number | null {
  return value instanceof ICAL.Duration ? Math.round(value.toSeconds() / 60) : null
}

/** Alarms before the start, in minutes; on a day alone also by an hour of that day (then less than nothing). Others are not the program's. */
function alarmsOf(component: ICAL.Component, isDay: boolean): number[] {
  const minutes = component.getAllSubcomponents('valarm').flatMap((alarm) => {
    const trigger = alarm.getFirstProperty('trigger')
    if (trigger === null || String(trigger.getParameter('related') ?? '').toUpperCase() === 'END') return []
    const value = durationOf(trigger.getFirstValue())
    return value === null || value > (isDay ? 1439 : 0) || value < -mostAlarm ? [] : [value === 0 ? 0 : -value]
  })
  return [...new Set(minutes)].sort((a, b) => a - b).slice(0, 20)
}

/** Zones as this file names them, and the moments written with them. */
class FileZones {
  readonly unknown = new Set<string>()
  private readonly locations = new Map<string, string>()
  private readonly found = new Map<string, string | null>()
  private readonly here: string

  constructor(blocks: readonly Block[], here: string) {
    this.here = here
    for (const block of blocks) {
      const name = rawValue(block, 'TZID').trim()
      const location = rawValue(block, 'X-LIC-LOCATION').trim()
      if (name !== '' && location !== '') this.locations.set(name, location)
    }
  }

  private zoneOf(name: string): string | null {
    if (!this.found.has(name)) this.found.set(name, zoneOfName(name, this.locations.get(name) ?? null))
    return this.found.get(name) ?? null
  }

  /** Null where there is no such property. Refuses a moment that does not exist. */
  moment(property: ICAL.Property | null, notices: Set<CalendarFileNotice>): Moment | null {
    if (property === null) return null
    const value = String((property.toJSON() as unknown[])[3] ?? '')
    const found = /^(-?\d+)-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?\d{2})?(Z)?)?/.exec(value)
    if (found === null) throw new Refused('bad_date')
    const [, year = '', month = '', day = '', hour, minute, utc] = found
    const on = `${year.padStart(4, '0')}-${month}-${day}`
    if (!isLocalDate(on)) throw new Refused(Number(year) < 1 || Number(year) > 9999 ? 'out_of_range' : 'bad_date')
    if (hour === undefined || minute === undefined) return { on, time: null, zone: this.here }
    const time = `${hour}:${minute}`
    if (!isLocalTime(time)) throw new Refused('bad_date')
    if (utc !== undefined) {
      const wall = wallOf(instantOf(on, time, 'UTC'), this.here)
      return { on: wall.on, time: wall.time, zone: this.here }
    }
    const parameter = property.getParameter('tzid')
    const name = Array.isArray(parameter) ? (parameter[0] ?? '') : (parameter ?? '')
    if (name === '') return { on, time, zone: this.here }
    const zone = this.zoneOf(name)
    if (zone === null) {
      this.unknown.add(name)
      notices.add('zone_unknown')
    }
    return { on, time, zone: zone ?? this.here }
  }
}
