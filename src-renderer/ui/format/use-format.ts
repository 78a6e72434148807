// Formatting by the settings of this window: dates, numbers and how late something is, for templates.
import { overdueDays, isOverdue, type When } from '../../../src-shared/domain/local-time.ts'
import type { ActivityState } from '../../../src-shared/contract/activities.ts'
import { useSettings } from '../stores/settings.store.ts'
import { dayWords, durationWords, exactDate, exactWhen, wallAt, wallWords, whenWords } from './date-words.ts'

/** `1.234.567,5` or `1,234,567.5`, by the setting. */
export function formatNumber(value: number, decimalComma: boolean): string {
  const [whole = '0', fraction] = String(Math.abs(value)).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, decimalComma ? '.' : ',')
  return (value < 0 ? '−' : '') + grouped + (fraction === undefined ? '' : (decimalComma ? ',' : '.') + fraction)
}

export interface Formats {
  number(value: number): string
  bytes(value: number): string
  day(day: string): string
  exactDay(day: string): string
  when(when: When): string
  exactWhen(when: When): string
  /** `YYYY-MM-DDTHH:MM` or `YYYY-MM-DDT`. */
  wall(text: string): string
  /** UTC milliseconds. */
  instant(at: number): string
  exactInstant(at: number): string
  dayOfInstant(at: number): string
  duration(minutes: number): string
  isOverdue(when: When, state: ActivityState): boolean
  /** `-3 d` for days, `-2 h` for earlier today. */
  overdue(when: When, state: ActivityState): string
}

export function useFormat(): Formats {
  const store = useSettings()
  const style = () => store.dateStyle
  const number = (value: number): string => formatNumber(value, store.settings.numberFormat === 'comma')
  return {
    number,
    bytes(value) {
      if (value < 1024) return `${number(value)} B`
      const kilo = value / 1024
      return kilo < 1024 ? `${number(Math.round(kilo))} kB` : `${number(Math.round((kilo / 1024) * 10) / 10)} MB`
    },
    day: (day) => dayWords(day, store.now.on, style()),
    exactDay: (day) => exactDate(day, style()),
    when: (when) => whenWords(when, store.now.on, style(), store.zone),
    exactWhen: (when) => exactWhen(when, style(), store.zone),
    wall: (text) => wallWords(text, store.now.on, style()),
    instant(at) {
      const wall = wallAt(at, store.settings.zone)
      return `${dayWords(wall.on, store.now.on, style())} ${wall.time}`
    },
    exactInstant(at) {
      const wall = wallAt(at, store.settings.zone)
      return `${exactDate(wall.on, style())} ${wall.time}`
    },
    dayOfInstant: (at) => wallAt(at, store.settings.zone).on,
    duration: durationWords,
    isOverdue: (when, state) => isOverdue(when, state, store.now),
    overdue(when, state) {
      if (!isOverdue(when, state, store.now)) return ''
      const days = overdueDays(when, state, store.now)
      if (days > 0) return `-${number(days)} d`
      const minutes = minutesOf(store.now.time) - minutesOf(when.time ?? store.now.time)
      return minutes >= 60 ? `-${Math.floor(minutes / 60)} h` : `-${Math.max(1, minutes)} min`
    },
  }
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
