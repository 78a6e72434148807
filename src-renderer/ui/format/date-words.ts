// Dates as people say them nearby, exact ones for hovering and printing, and how late something is. Pure: "now" is always given.
import {
  addDays,
  daysBetween,
  instantOf,
  weekday,
  type LocalDate,
  type Wall,
  type When,
} from '../../../src-shared/domain/local-time.ts'

export type DateFormat = 'dmy' | 'mdy' | 'ymd'
export interface DateStyle {
  language: 'es' | 'en'
  format: DateFormat
}

const words = {
  es: {
    today: 'hoy',
    tomorrow: 'mañana',
    yesterday: 'ayer',
    days: ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom'],
    longDays: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
    months: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
    longMonths: [
      'enero',
      'febrero',
      'marzo',
      'abril',
      'mayo',
      'junio',
      'julio',
      'agosto',
      'septiembre',
      'octubre',
      'noviembre',
      'diciembre',
    ],
  },
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    longDays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    longMonths: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
  },
} as const

/** Names of days (Monday first) and months, for calendars. */
export function dateNames(language: 'es' | 'en'): (typeof words)['es'] | (typeof words)['en'] {
  return words[language]
}

const dayOf = (day: LocalDate): number => Number(day.slice(8))
const monthOf = (day: LocalDate): number => Number(day.slice(5, 7))

/** `26/11/2026`, `11/26/2026` or `2026-11-26`. */
export function exactDate(day: LocalDate, style: DateStyle): string {
  const [y, m, d] = [day.slice(0, 4), day.slice(5, 7), day.slice(8)]
  return style.format === 'ymd' ? day : style.format === 'mdy' ? `${m}/${d}/${y}` : `${d}/${m}/${y}`
}

/** Days ahead within which a date of next year is said without its year. */
const soonDays = 120
/** `hoy`, `mañana`, `ayer`, `jue 26 nov`; far away in another year the year stands in place of the weekday: `5 ene 2028`. */
export function dayWords(day: LocalDate, today: LocalDate, style: DateStyle): string {
  const names = words[style.language]
  const distance = daysBetween(today, day)
  if (distance === 0) return names.today
  if (distance === 1) return names.tomorrow
  if (distance === -1) return names.yesterday
  const month = names.months[monthOf(day) - 1]
  const dayAndMonth = style.format === 'mdy' ? `${month} ${dayOf(day)}` : `${dayOf(day)} ${month}`
  const isFar = day.slice(0, 4) !== today.slice(0, 4) && (distance < 0 || distance > soonDays)
  return isFar ? `${dayAndMonth} ${Number(day.slice(0, 4))}` : `${names.days[weekday(day) - 1]} ${dayAndMonth}`
}

/** A planned moment: `hoy 10:30`, `jue 26 nov`, `lun 2 nov – mié 4 nov`; where clocks say something else than in `zone`: `hoy 10:30 (New York)`. */
export function whenWords(when: Pick<When, 'on' | 'time' | 'until' | 'zone'>, today: LocalDate, style: DateStyle, zone: string): string {
  const from = dayWords(when.on, today, style)
  if (when.until !== null && when.until !== when.on) return `${from} – ${dayWords(when.until, today, style)}`
  if (when.time === null) return from
  const isElsewhere = when.zone !== zone && instantOf(when.on, when.time, when.zone) !== instantOf(when.on, when.time, zone)
  return `${from} ${when.time}${isElsewhere ? ` (${placeOfZone(when.zone)})` : ''}`
}
const placeOfZone = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** The whole truth of a planned moment, for hovering: `jueves 26/11/2026 10:30 (45 min) Europe/Madrid`. */
export function exactWhen(when: When, style: DateStyle, systemZone: string): string {
  const names = words[style.language]
  const say = (day: LocalDate): string => `${names.longDays[weekday(day) - 1]} ${exactDate(day, style)}`
  const parts = [say(when.on)]
  if (when.time !== null) parts.push(when.time)
  if (when.durationMinutes) parts.push(`(${durationWords(when.durationMinutes)})`)
  if (when.until !== null && when.until !== when.on) parts.push('–', say(when.until))
  if (when.time !== null && when.zone !== systemZone) parts.push(when.zone)
  return parts.join(' ')
}

/** Minutes as hours and minutes: `45 min`, `2 h`, `1 h 30 min`. */
export function durationWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** Wall text `YYYY-MM-DDTHH:MM` (or `YYYY-MM-DDT` for a day alone) as people say it. */
export function wallWords(text: string, today: LocalDate, style: DateStyle): string {
  const [on = '', time = ''] = text.split('T')
  return time === '' ? dayWords(on, today, style) : `${dayWords(on, today, style)} ${time}`
}

/** The wall of a UTC moment (milliseconds) in `zone`; null is the system's zone. */
export function wallAt(at: number, zone: string | null): Wall {
  const date = new Date(at)
  const two = (n: number): string => String(n).padStart(2, '0')
  if (zone === null) {
    return {
      on: `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
      time: `${two(date.getHours())}:${two(date.getMinutes())}`,
    }
  }
  const parts = new Map(
    zoneFormat(zone)
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  )
  return {
    on: `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`,
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
  }
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>()
function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = zoneFormats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    zoneFormats.set(zone, format)
  }
  return format
}

/** The Monday (or other first day, 1..7) of the day's week. */
export function startOfWeek(day: LocalDate, firstDay: number): LocalDate {
  return addDays(day, -((weekday(day) - firstDay + 7) % 7))
}

