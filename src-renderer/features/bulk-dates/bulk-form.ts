// What the user set in the bulk date change, and the change it stands for. Pure.
import type { CallInput } from '../../../src-shared/contract/index.ts'
import type { LocalDate, LocalTime } from '../../../src-shared/domain/local-time.ts'

export type BulkChangeInput = CallInput<'bulk.plan'>['change']
export type RespectInput = CallInput<'bulk.plan'>['respect']
/** The ways; a date alone and a date with a time are one. */
export const bulkModes = ['date', 'shift', 'next', 'spread', 'rescue'] as const
export type BulkMode = (typeof bulkModes)[number]
export const shiftUnits = ['minutes', 'hours', 'days', 'weeks', 'workingDays'] as const
export type ShiftUnit = (typeof shiftUnits)[number]

export interface BulkForm {
  mode: BulkMode
  on: LocalDate | null
  /** Given: everything goes to this time. */
  time: LocalTime | null
  keepTime: boolean
  /** As typed; what is not a whole number is said. */
  amount: string
  unit: ShiftUnit
  from: LocalDate | null
  days: string
  perDay: string
  /** Nothing typed: minutes are not counted. */
  minutesPerDay: string
  countExisting: boolean
  /** A date or time stands in its box that cannot be read: nothing may be changed by the one before it. */
  isDateWrong: boolean
  isTimeWrong: boolean
  weekends: boolean
  holidays: boolean
  hours: boolean
}

/** `firstDay`: the date that is proposed, the next one that is worked. */
export function firstForm(firstDay: LocalDate): BulkForm {
  return {
    mode: 'shift', on: firstDay, time: null, keepTime: true, amount: '1', unit: 'workingDays', from: firstDay, days: '5', perDay: '8', minutesPerDay: '',
    countExisting: true, isDateWrong: false, isTimeWrong: false, weekends: true, holidays: true, hours: false,
  }
}

/** A whole number with its sign (`-` or `−`) from `least` to `most`, or null. */
export function wholeNumber(typed: string, least: number, most: number): number | null {
  const text = typed.trim().replace('−', '-').replace(/^\+/, '')
  if (!/^-?\d{1,9}$/.test(text)) return null
  const value = Number(text)
  return value >= least && value <= most ? value : null
}

/** What is missing before anything can be planned; keys of words. */
export type BulkGap = 'date' | 'time' | 'amount' | 'zero' | 'days' | 'perDay' | 'minutesPerDay'

/** The change, or what is missing for one. */
export function changeOf(form: BulkForm): { change: BulkChangeInput } | { gap: BulkGap } {
  switch (form.mode) {
    case 'date':
      if (form.on === null || form.isDateWrong) return { gap: 'date' }
      if (form.isTimeWrong) return { gap: 'time' }
      if (form.time !== null) return { change: { mode: 'datetime', on: form.on, time: form.time } }
      return { change: { mode: 'date', on: form.on, keepTime: form.keepTime } }
    case 'shift': {
      const amount = wholeNumber(form.amount, -100_000, 100_000)
      if (amount === null) return { gap: 'amount' }
      return amount === 0 ? { gap: 'zero' } : { change: { mode: 'shift', amount, unit: form.unit } }
    }
    case 'next':
      return { change: { mode: 'nextWorkingDay' } }
    case 'spread': {
      const days = wholeNumber(form.days, 1, 366)
      const perDay = wholeNumber(form.perDay, 1, 10_000)
      if (form.from === null || form.isDateWrong) return { gap: 'date' }
      if (days === null) return { gap: 'days' }
      if (perDay === null) return { gap: 'perDay' }
      return { change: { mode: 'spread', from: form.from, days, perDay, countExisting: form.countExisting } }
    }
    case 'rescue': {
      const perDay = wholeNumber(form.perDay, 1, 10_000)
      const minutesPerDay = form.minutesPerDay.trim() === '' ? null : wholeNumber(form.minutesPerDay, 1, 1440)
      if (form.from === null || form.isDateWrong) return { gap: 'date' }
      if (perDay === null) return { gap: 'perDay' }
      if (form.minutesPerDay.trim() !== '' && minutesPerDay === null) return { gap: 'minutesPerDay' }
      return { change: { mode: 'rescue', from: form.from, perDay, minutesPerDay, keepTime: form.keepTime } }
    }
  }
}

export function respectOf(form: BulkForm): RespectInput {
  return { weekends: form.weekends, holidays: form.holidays, hours: form.hours }
}
