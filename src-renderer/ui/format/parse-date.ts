// Days and times as people type them into a field. Pure: today is given. What cannot be a day is null, never a guess.
import { addDays, isLocalDate, weekday, type LocalDate, type LocalTime } from '../../../src-shared/domain/local-time.ts'

const fold = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/\s+/g, ' ')

const nearby: Record<string, number> = {
  hoy: 0, today: 0, manana: 1, tomorrow: 1, 'pasado manana': 2, pasado: 2, ayer: -1, yesterday: -1, anteayer: -2,
}
const weekdays = [
  ['lun', 'lunes', 'mon', 'monday'], ['mar', 'martes', 'tue', 'tuesday'], ['mie', 'miercoles', 'wed', 'wednesday'], ['jue', 'jueves', 'thu', 'thursday'],
  ['vie', 'viernes', 'fri', 'friday'], ['sab', 'sabado', 'sat', 'saturday'], ['dom', 'domingo', 'sun', 'sunday'],
]
const months = [
  ['ene', 'enero', 'jan', 'january'], ['feb', 'febrero', 'february'], ['mar', 'marzo', 'march'], ['abr', 'abril', 'apr', 'april'], ['may', 'mayo'],
  ['jun', 'junio', 'june'], ['jul', 'julio', 'july'], ['ago', 'agosto', 'aug', 'august'], ['sep', 'sept', 'septiembre', 'september'],
  ['oct', 'octubre', 'october'], ['nov', 'noviembre', 'november'], ['dic', 'diciembre', 'dec', 'december'],
]

const two = (n: number): string => String(n).padStart(2, '0')
function dayFrom(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
  return isLocalDate(text) ? text : null
}

/** Day without a year: this year, unless that is more than half a year ago. */
function nearestYear(month: number, day: number, today: LocalDate): LocalDate | null {
  const year = Number(today.slice(0, 4))
  const thisYear = dayFrom(year, month, day)
  if (thisYear !== null && thisYear < addDays(today, -183)) return dayFrom(year + 1, month, day)
  return thisYear ?? dayFrom(year + 1, month, day)
}

function addMonths(day: LocalDate, count: number): LocalDate {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count
  const wanted = Number(day.slice(8))
  for (let d = wanted; d > 27; d--) {
    const found = dayFrom(Math.floor(index / 12), (index % 12) + 1, d)
    if (found) return found
  }
  return dayFrom(Math.floor(index / 12), (index % 12) + 1, wanted) ?? day
}

/**
 * A day typed as `26/11`, `26/11/2026`, `26.11.26`, `26 nov`, `2026-11-26`, `hoy`, `mañana`, `jue`, `+3d`, `+2s` (weeks), `+1m`, or `26` (of this month).
 * With `monthFirst` the slashed forms are read as month, day.
 */
export function parseDay(typed: string, today: LocalDate, monthFirst = false): LocalDate | null {
  const text = fold(typed)
  if (text === '') return null
  if (isLocalDate(text)) return text
  const near = nearby[text]
  if (near !== undefined) return addDays(today, near)

  const shift = /^([+-]) ?(\d{1,4}) ?(d|dias?|days?|s|sem|semanas?|w|weeks?|m|mes|meses|months?)?$/.exec(text)
  if (shift) {
    const amount = Number(shift[2]) * (shift[1] === '-' ? -1 : 1)
    const unit = shift[3] ?? 'd'
    if (unit.startsWith('m')) return addMonths(today, amount)
    return addDays(today, unit.startsWith('s') || unit.startsWith('w') ? amount * 7 : amount)
  }

  const dayName = (text as string).replace(/^(el|proximo|next|este|this) /, '')
  const named = weekdays.findIndex((names) => names.includes(dayName))
  if (named >= 0) return addDays(today, (named + 1 - weekday(today) + 6) % 7 + 1)

  const withMonth = /^(?:[a-z]+,? )?(\d{1,2})(?: de)? ([a-z]+)\.?(?: (?:de )?(\d{4}))?$/.exec(text) ?? reversed(text)
  if (withMonth) {
    const month = months.findIndex((names) => names.includes(withMonth[2] ?? '')) + 1
    if (month > 0) {
      return withMonth[3] ? dayFrom(Number(withMonth[3]), month, Number(withMonth[1])) : nearestYear(month, Number(withMonth[1]), today)
    }
  }

  const numbers = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?$/.exec(text)
  if (numbers) {
    const [a, b] = [Number(numbers[1]), Number(numbers[2])]
    const [day, month] = monthFirst ? [b, a] : [a, b]
    if (numbers[3] === undefined) return nearestYear(month, day, today)
    return dayFrom(numbers[3].length === 2 ? 2000 + Number(numbers[3]) : Number(numbers[3]), month, day)
  }
  if (/^\d{1,2}$/.test(text)) return dayFrom(Number(today.slice(0, 4)), Number(today.slice(5, 7)), Number(text))
  return null
}

function reversed(text: string): RegExpExecArray | null {
  const found = /^([a-z]+)\.? (\d{1,2})(?:,? (\d{4}))?$/.exec(text)
  if (found) [found[1], found[2]] = [found[2] ?? '', found[1] ?? '']
  return found
}

/** A time typed as `10`, `10:30`, `10.30`, `1030`, `9h`, `9h30`, `4 pm`. */
export function parseTime(typed: string): LocalTime | null {
  const text = fold(typed)
  const found = /^(\d{1,2})(?:[:.h ]?([0-5]\d))?h? ?(am|pm)?$/.exec(text)
  if (!found) return null
  let hours = Number(found[1])
  if (found[3]) {
    if (hours < 1 || hours > 12) return null
    hours = (hours % 12) + (found[3] === 'pm' ? 12 : 0)
  }
  return hours > 23 ? null : `${two(hours)}:${found[2] ?? '00'}`
}
