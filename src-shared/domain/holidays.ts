// All holidays of a year as they are set: the national ones computed, those of the chosen regions from the published lists, and the user's own. Pure.
import { daysBetween, addDays, isLocalDate, type LocalDate } from './local-time.ts'
import { spanishNationalHolidays } from './holidays-es.ts'
import { spanishRegionalHolidays } from './holidays-es-regions.ts'

/** One of the user's own: a day, a span, or the same each year. */
export interface OwnHoliday {
  id: string
  on: LocalDate
  /** Last day of a span, inclusive; null for a single day. */
  until: LocalDate | null
  name: string
  isYearly: boolean
  /** Name of the calendar file it came from; null where it was entered by hand. */
  calendar: string | null
}

export interface Holiday {
  /** Of the user's own entry; null for the others. */
  id: string | null
  on: LocalDate
  /** Names a national or well-known regional holiday; null where it has a name of its own. */
  key: string | null
  name: string | null
  origin: 'national' | 'regional' | 'own'
  /** Which of the chosen regions keep it. */
  regions: string[]
  /** The Monday in place of the Sunday on which it falls. */
  isMoved: boolean
  isYearly: boolean
  /** The whole of the entry that this day belongs to. */
  span: { from: LocalDate; until: LocalDate } | null
  calendar: string | null
}

export interface HolidayRules {
  national: boolean
  regions: readonly string[]
  own: readonly OwnHoliday[]
}

/** A span longer than this is no holiday but a slip of the pen. */
export const longestSpan = 366

const plain = { regions: [], isMoved: false, isYearly: false, span: null, calendar: null }

/** In order of date; one day may be named twice. */
export function holidaysOfYear(year: number, { national, regions, own }: HolidayRules): Holiday[] {
  const days: Holiday[] = []
  if (national) for (const { on, key } of spanishNationalHolidays(year)) days.push({ ...plain, id: null, on, key, name: null, origin: 'national' })
  for (const one of spanishRegionalHolidays(year, regions) ?? []) days.push({ ...plain, ...one, id: null, origin: 'regional' })
  for (const one of own) for (const day of ownDays(year, one)) days.push({ ...plain, ...day, id: one.id, key: null, name: one.name, origin: 'own', isYearly: one.isYearly, calendar: one.calendar })
  const rank = { national: 0, regional: 1, own: 2 }
  return days.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : rank[a.origin] - rank[b.origin]))
}

/** The days of an entry that fall into a year. A yearly 29 February is kept in leap years alone. */
function ownDays(year: number, { on, until, isYearly }: OwnHoliday): { on: LocalDate; span: Holiday['span'] }[] {
  const text = String(year).padStart(4, '0')
  const length = until === null ? 0 : Math.min(longestSpan, Math.max(0, daysBetween(on, until)))
  // A span that begins in December may reach into the year looked at.
  const firsts = isYearly ? [`${String(year - 1).padStart(4, '0')}${on.slice(4)}`, `${text}${on.slice(4)}`] : [on]
  return firsts
    .filter((first) => isLocalDate(first) && (!isYearly || first >= on))
    .flatMap((first) => {
      const span = length === 0 ? null : { from: first, until: addDays(first, length) }
      return Array.from({ length: length + 1 }, (_, index) => ({ on: addDays(first, index), span }))
    })
    .filter((day) => day.on.startsWith(`${text}-`))
}

/** What a holiday is called where one text has to do: its name, or its key, with a mark in front where it was moved. Windows have the words. */
export function holidayText({ key, name, isMoved }: Pick<Holiday, 'key' | 'name' | 'isMoved'>): string {
  return `${isMoved ? '>' : ''}${key ?? name ?? ''}`
}
