// Writes a calendar file (IO-5, RFC 5545): walls with TZID and the VTIMEZONE of each zone used, lines folded at 75 octets, text escaped, UID our own id.
// Core thread; pure.
import { Temporal, type ZonedDateTime } from '../../../src-shared/domain/temporal.ts'
import { addDays, wallOf, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'

export interface IcsActivity {
  id: string
  revision: number
  subject: string
  notes: string
  place: string
  contact: string
  when: When
  state: 'planned' | 'in_progress' | 'on_hold' | 'done' | 'cancelled'
  category: string
  isPrivate: boolean
  createdAt: number
  changedAt: number
  /** Minutes before the start; after the midnight of a day alone where less than nothing. */
  alarms: readonly number[]
}

const minuteMs = 60_000

/** At most 75 octets a line; a character is never cut (RFC 5545 3.1). */
export function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
      octets = 0
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n ')
}

/** RFC 5545 3.3.11. What no text may hold (control characters) is left out. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, '\\n')
}

const dayText = (day: LocalDate): string => day.replaceAll('-', '')
const wallText = (on: LocalDate, time: string): string => `${dayText(on)}T${time.replace(':', '')}00`
function stamp(at: number): string {
  const wall = wallOf(at, 'UTC')
  return `${wallText(wall.on, wall.time)}Z`
}

/** The text of a calendar file (RFC 5545), lines ended with CRLF and folded at 75 octets. `name`: that of the calendar. */
export function writeIcs(activities: readonly IcsActivity[], options: { product: string; name: string }): string {
  const zones = new Map<string, { from: LocalDate; to: LocalDate }>()
  for (const { when } of activities) {
    if (when.time === null || when.until !== null || when.zone === 'UTC') continue
    const known = zones.get(when.zone)
    zones.set(when.zone, { from: known === undefined || when.on < known.from ? when.on : known.from, to: known === undefined || when.on > known.to ? when.on : known.to })
  }
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:-//${escaped(options.product)}//ES`, 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', `X-WR-CALNAME:${escaped(options.name)}`,
    ...[...zones].flatMap(([zone, days]) => zoneLines(zone, days)),
    ...activities.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function eventLines(one: IcsActivity): string[] {
  return [
    'BEGIN:VEVENT', `UID:${escaped(one.id)}`, `DTSTAMP:${stamp(one.changedAt)}`, `CREATED:${stamp(one.createdAt)}`, `LAST-MODIFIED:${stamp(one.changedAt)}`,
    `SEQUENCE:${Math.max(0, one.revision - 1)}`, `SUMMARY:${escaped(one.subject)}`, ...whenLines(one.when),
    ...(one.notes === '' ? [] : [`DESCRIPTION:${escaped(one.notes)}`]), ...(one.place === '' ? [] : [`LOCATION:${escaped(one.place)}`]),
    ...(one.contact === '' ? [] : [`CONTACT:${escaped(one.contact)}`]), ...(one.category === '' ? [] : [`CATEGORIES:${escaped(one.category)}`]),
    `STATUS:${one.state === 'cancelled' ? 'CANCELLED' : one.state === 'on_hold' ? 'TENTATIVE' : 'CONFIRMED'}`, `CLASS:${one.isPrivate ? 'PRIVATE' : 'PUBLIC'}`,
    ...one.alarms.flatMap((minutes) => ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(one.subject)}`, `TRIGGER:${minutes < 0 ? '' : '-'}PT${Math.abs(minutes)}M`, 'END:VALARM']),
    'END:VEVENT',
  ]
}

function whenLines(when: When): string[] {
  if (when.time === null || when.until !== null) {
    // DTEND is the first day after.
    return [`DTSTART;VALUE=DATE:${dayText(when.on)}`, `DTEND;VALUE=DATE:${dayText(addDays(when.until ?? when.on, 1))}`]
  }
  const start = when.zone === 'UTC' ? `DTSTART:${wallText(when.on, when.time)}Z` : `DTSTART;TZID=${when.zone}:${wallText(when.on, when.time)}`
  // A duration, not an end: what lasts an hour lasts an hour also over a change of clocks.
  return when.durationMinutes === null ? [start] : [start, `DURATION:PT${when.durationMinutes}M`]
}

const offsetText = (ms: number): string => {
  const minutes = Math.round(Math.abs(ms) / minuteMs)
  return `${ms < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`
}

/** The zone's offsets from a year before to a year after what is written, one component a change. */
function zoneLines(zone: string, days: { from: LocalDate; to: LocalDate }): string[] {
  const begin = Temporal.PlainDate.from(days.from).subtract({ years: 1 }).toZonedDateTime(zone)
  const end = Temporal.PlainDate.from(days.to).add({ years: 1 }).toZonedDateTime(zone).epochMilliseconds
  const part = (at: ZonedDateTime, from: number): string[] => {
    const to = at.offsetNanoseconds / 1e6
    // The wall at the change, as it was before it.
    const wall = at.toInstant().epochMilliseconds + from
    const local = wallOf(wall, 'UTC')
    const name = to > from ? 'DAYLIGHT' : 'STANDARD'
    return [`BEGIN:${name}`, `DTSTART:${wallText(local.on, local.time)}`, `TZOFFSETFROM:${offsetText(from)}`, `TZOFFSETTO:${offsetText(to)}`, `END:${name}`]
  }
  const lines = part(begin, begin.offsetNanoseconds / 1e6)
  let offset = begin.offsetNanoseconds / 1e6
  for (let next = begin.getTimeZoneTransition('next'); next !== null && next.epochMilliseconds < end; next = next.getTimeZoneTransition('next')) {
    lines.push(...part(next, offset))
    offset = next.offsetNanoseconds / 1e6
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE']
}
