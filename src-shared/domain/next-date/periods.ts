// Weeks, months, quarters and years as they are named: "next month", "marzo de 2027", "el primer trimestre", "q2". Pure.
import { addDays } from '../local-time.ts'
import { dayOf, monthAt, monthIn, quarterAt, weekAt, yearOf } from './calendar-days.ts'
import type { Stretch } from './feasts.ts'
import type { Context } from './rules.ts'
import { monthOf, monthPattern, ordinalOf } from './words.ts'

export type Kind = 'week' | 'month' | 'quarter' | 'year'
/** A stretch that comes again: `at(1)` is the one after. */
export interface Period {
  kind: Kind
  at: (n: number) => Stretch
  /** Only this one is meant: "of next month", "of March 2027". */
  isFixed: boolean
}

export const nextMonth = 'mes que viene|proximo mes|mes proximo|mes siguiente|siguiente mes|(?:next|following|coming) month'
export const thisMonth = 'mes|este mes|mes en curso|mes actual|corriente|month|this month|current month'
export const nextWeek = 'semana que viene|proxima semana|semana proxima|semana siguiente|siguiente semana|otra semana|(?:next|following|coming) week'

/** Named groups say which it is; at most one period stands in a pattern. */
export const period =
  '(?:el |the |la |this |este |esta |current )?(?:' +
  `(?<nextMonth>${nextMonth})|(?<nextWeek>${nextWeek})|(?<nextQuarter>(?:proximo|siguiente|next) (?:trimestre|quarter)|trimestre (?:que viene|proximo|siguiente))|` +
  '(?<nextYear>(?:proximo|siguiente|next) (?:ano|year)|ano (?:que viene|proximo|siguiente))|' +
  '(?:(?<quarterWord>primer|segundo|tercer|cuarto|first|second|third|fourth|1er|[24]o|3er|1st|2nd|3rd|4th) (?:trimestre|quarter)|q(?<quarterAfterQ>[1-4])|(?<quarterBeforeT>[1-4])t|t(?<quarterAfterT>[1-4]))(?:,? ?(?:de |del |of )?(?<quarterYear>\\d{4}))?|' +
  '(?<this>semana|week|trimestre|quarter|ano|year|mes|month)(?: en curso| actual)?|' +
  '(?<year>20\\d\\d)|' +
  `(?:mes de |month of )?${monthPattern.replace('(', '(?<monthName>')}(?:,? (?:de |del |of )?(?<monthYear>\\d{4}))?)`

const monthsFrom = (first: string, count: number): Stretch => ({ from: first, until: addDays(monthAt(first, count), -1) })
const yearStart = (year: number): string => dayOf(year, 1, 1) ?? ''

/** The stretch of that kind in which today is, or the `ahead`th after it. */
export function periodNow(kind: Kind, ahead: number, { today, weekStart }: Context): Period {
  const at = (n: number): Stretch =>
    kind === 'week' ? { from: weekAt(today, ahead + n, weekStart), until: addDays(weekAt(today, ahead + n + 1, weekStart), -1) }
    : kind === 'month' ? monthsFrom(monthAt(today, ahead + n), 1)
    : kind === 'quarter' ? monthsFrom(quarterAt(today, ahead + n), 3)
    : monthsFrom(yearStart(Number(today.slice(0, 4)) + ahead + n), 12)
  return { kind, at, isFixed: ahead > 0 }
}

const kinds: Record<string, Kind> = { semana: 'week', week: 'week', mes: 'month', month: 'month', trimestre: 'quarter', quarter: 'quarter', ano: 'year', year: 'year' }

/** What a pattern that holds `period` found. */
export function periodOf(found: RegExpExecArray, context: Context): Period {
  const group = found.groups ?? {}
  if (group['nextMonth']) return periodNow('month', 1, context)
  if (group['nextWeek']) return periodNow('week', 1, context)
  if (group['nextQuarter']) return periodNow('quarter', 1, context)
  if (group['nextYear']) return periodNow('year', 1, context)
  const kind = kinds[group['this'] ?? '']
  if (kind !== undefined) return periodNow(kind, 0, context)
  if (group['year'] !== undefined) return { kind: 'year', isFixed: true, at: (n) => monthsFrom(yearStart(Number(group['year']) + n), 12) }
  const name = group['monthName']
  if (name !== undefined) return named(monthOf(name), 1, 'month', group['monthYear'], context)
  const quarter = ordinalOf(group['quarterWord'] ?? '') || Number(group['quarterAfterQ'] ?? group['quarterBeforeT'] ?? group['quarterAfterT'])
  return named(quarter * 3 - 2, 3, 'quarter', group['quarterYear'], context)
}

function named(month: number, length: number, kind: Kind, year: string | undefined, { today }: Context): Period {
  const isOver = month + length - 1 < monthIn(today)
  const start = year === undefined ? yearOf(today) + (isOver ? 1 : 0) : Number(year)
  return { kind, isFixed: year !== undefined, at: (n) => monthsFrom(dayOf(start + n, month, 1) ?? '', length) }
}
