// Dates as they are said, and as they are typed.
import { describe, expect, it } from 'vitest'
import { dayWords, durationWords, exactDate, exactWhen, wallAt, whenWords, type DateStyle } from './date-words.ts'
import { parseDay, parseTime } from './parse-date.ts'

const today = '2026-11-22' // a Sunday
const es: DateStyle = { language: 'es', format: 'dmy' }
const en: DateStyle = { language: 'en', format: 'mdy' }

describe('said', () => {
  it('days nearby have names, others their weekday, those of another year the year', () => {
    expect(['2026-11-22', '2026-11-23', '2026-11-21', '2026-11-26', '2027-01-21'].map((day) => dayWords(day, today, es))).toEqual(['hoy', 'mañana', 'ayer', 'jue 26 nov', 'jue 21 ene 2027'])
    expect(dayWords('2026-11-26', today, en)).toBe('Thu Nov 26')
  })
  it('a time, a day alone and a span', () => {
    expect(whenWords({ on: today, time: '10:30', until: null }, today, es)).toBe('hoy 10:30')
    expect(whenWords({ on: '2026-11-26', time: null, until: null }, today, es)).toBe('jue 26 nov')
    expect(whenWords({ on: '2026-11-26', time: null, until: '2026-11-28' }, today, es)).toBe('jue 26 nov – sáb 28 nov')
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

describe('typed', () => {
  const cases: [string, string | null][] = [
    ['26/11', '2026-11-26'], ['26/11/2027', '2027-11-26'], ['26.11.27', '2027-11-26'], ['2026-12-01', '2026-12-01'], ['hoy', today], ['Mañana', '2026-11-23'],
    ['pasado mañana', '2026-11-24'], ['+3d', '2026-11-25'], ['+2s', '2026-12-06'], ['-1', '2026-11-21'], ['+1m', '2026-12-22'], ['jue', '2026-11-26'],
    ['domingo', '2026-11-29'], ['26 nov', '2026-11-26'], ['jue 26 nov', '2026-11-26'], ['3 de enero de 2027', '2027-01-03'], ['15/2', '2027-02-15'], ['28', '2026-11-28'],
    ['31/2', null], ['31/11', null], ['cosas', null], ['', null], ['13/13', null],
  ]
  it.each(cases)('%s', (typed, day) => expect(parseDay(typed, today)).toBe(day))
  it('month first where the format says so', () => expect(parseDay('11/26', today, true)).toBe('2026-11-26'))
  it('the end of a month stays within the next', () => expect(parseDay('+1m', '2027-01-31')).toBe('2027-02-28'))
  it.each([['10', '10:00'], ['10:30', '10:30'], ['1030', '10:30'], ['9.15', '09:15'], ['9h', '09:00'], ['4 pm', '16:00'], ['12 am', '00:00'], ['24', null], ['10:75', null], ['x', null]] as [string, string | null][])(
    'time %s',
    (typed, time) => expect(parseTime(typed)).toBe(time),
  )
})
