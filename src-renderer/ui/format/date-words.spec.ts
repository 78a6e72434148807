// Dates as they are said, and as they are typed.
import { describe, expect, it } from 'vitest'
import { dayWords, durationWords, exactDate, exactWhen, wallAt, whenWords, type DateStyle } from './date-words.ts'
import { readNextDate, readTime, type Setting } from '../../../src-shared/domain/next-date/index.ts'
import { addDays } from '../../../src-shared/domain/local-time.ts'
import { createWorkingCalendar } from '../../../src-shared/domain/working-calendar.ts'

const today = '2026-11-22' // a Sunday
const es: DateStyle = { language: 'es', format: 'dmy' }
const en: DateStyle = { language: 'en', format: 'mdy' }

describe('said', () => {
  it('days nearby have names, others their weekday, those far away in another year the year', () => {
    expect(
      ['2026-11-22', '2026-11-23', '2026-11-21', '2026-11-26', '2027-01-21', '2027-05-02', '2025-12-30'].map((day) =>
        dayWords(day, today, es),
      ),
    ).toEqual(['hoy', 'mañana', 'ayer', 'jue 26 nov', 'jue 21 ene', '2 may 2027', '30 dic 2025'])
    expect(dayWords('2026-11-26', today, en)).toBe('Thu Nov 26')
  })
  it('a time, a day alone and a span', () => {
    const zone = 'Europe/Madrid'
    expect(whenWords({ on: today, time: '10:30', until: null, zone }, today, es, zone)).toBe('hoy 10:30')
    expect(whenWords({ on: today, time: '10:30', until: null, zone }, today, es, 'Europe/Paris')).toBe('hoy 10:30')
    expect(whenWords({ on: today, time: '10:30', until: null, zone: 'America/New_York' }, today, es, zone)).toBe('hoy 10:30 (New York)')
    expect(whenWords({ on: today, time: null, until: null, zone: 'America/New_York' }, today, es, zone)).toBe('hoy')
    expect(whenWords({ on: '2026-11-26', time: null, until: null, zone }, today, es, zone)).toBe('jue 26 nov')
    expect(whenWords({ on: '2026-11-26', time: null, until: '2026-11-28', zone }, today, es, zone)).toBe('jue 26 nov – sáb 28 nov')
  })
  it('on hover nothing is left out, a foreign zone least of all', () => {
    const when = { on: '2026-11-26', time: '10:30', durationMinutes: 90, until: null, zone: 'America/Bogota' }
    expect(exactWhen(when, es, 'Europe/Madrid')).toBe('jueves 26/11/2026 10:30 (1 h 30 min) America/Bogota')
    expect(exactDate('2026-11-26', { language: 'es', format: 'ymd' })).toBe('2026-11-26')
    expect(durationWords(120)).toBe('2 h')
  })
  it('the wall of a moment is that of the zone, whatever this machine says', () => {
    expect(wallAt(Date.UTC(2026, 10, 22, 23, 30), 'Europe/Madrid')).toEqual({ on: '2026-11-23', time: '00:30' })
  })
})

const calendar = createWorkingCalendar({
  workingDays: [true, true, true, true, true, false, false],
  hours: [],
  holidays: new Map(),
})
const setting = (style: DateStyle): Setting => ({
  language: style.language,
  order: style.format,
  now: { on: today, time: '12:00' },
  zone: 'Europe/Madrid',
  calendar,
  hours: [],
  weekStart: 1,
  toward: 'nearest',
})

describe('typed', () => {
  const parseDay = (typed: string): string | null => {
    const read = readNextDate(typed, setting(es))
    return read.isUnderstood ? read.moment.on : null
  }
  const cases: [string, string | null][] = [
    ['26/11', '2026-11-26'],
    ['26/11/2027', '2027-11-26'],
    ['26.11.27', '2027-11-26'],
    ['2026-12-01', '2026-12-01'],
    ['hoy', today],
    ['Mañana', '2026-11-23'],
    ['pasado mañana', '2026-11-24'],
    ['+3d', '2026-11-25'],
    ['+2s', '2026-12-06'],
    ['-1', '2026-11-21'],
    ['+1m', '2026-12-22'],
    ['jue', '2026-11-26'],
    ['domingo', '2026-11-29'],
    ['26 nov', '2026-11-26'],
    ['jue 26 nov', '2026-11-26'],
    ['3 de enero de 2027', '2027-01-03'],
    ['15/2', '2027-02-15'],
    ['28', '2026-11-28'],
    ['31/2', null],
    ['31/11', null],
    ['cosas', null],
    ['', null],
    ['13/13', null],
  ]
  it.each(cases)('%s', (typed, day) => expect(parseDay(typed)).toBe(day))
  it.each([
    ['10', '10:00'],
    ['10:30', '10:30'],
    ['1030', '10:30'],
    ['9.15', '09:15'],
    ['9h', '09:00'],
    ['4 pm', '16:00'],
    ['12 am', '00:00'],
    ['las 5 y media', '17:30'],
    ['26', null],
    ['10:75', null],
    ['x', null],
  ] as [string, string | null][])('time %s', (typed, time) =>
    expect(readTime(typed, setting(es))?.[0] ?? null).toBe(time),
  )
})

describe('what the program writes it can read', () => {
  const styles: DateStyle[] = (['es', 'en'] as const).flatMap((language) =>
    (['dmy', 'mdy', 'ymd'] as const).map((format) => ({ language, format })),
  )
  it.each(styles)('$language $format', (style) => {
    for (let distance = -400; distance < 1200; distance += 7) {
      const day = addDays(today, distance)
      const readBack = (text: string): string => {
        const read = readNextDate(text, setting(style))
        return read.isUnderstood ? read.moment.on : `${text}: ${read.reason}`
      }
      expect(readBack(exactDate(day, style))).toBe(day)
      const said = dayWords(day, today, style)
      // A day of this year that lies far back is said without its year, and the nearest one is meant.
      if (distance > -183) expect(readBack(said), said).toBe(day)
      expect(readBack(`${exactDate(day, style)} 10:30`)).toBe(day)
    }
  })
})
