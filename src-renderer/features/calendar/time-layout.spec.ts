import { describe, expect, it } from 'vitest'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { barsOf, columnsOf } from './time-layout.ts'

const days = ['2026-11-23', '2026-11-24', '2026-11-25']
const entry = (id: string, on: string, more: Partial<CalendarEntry>): CalendarEntry => ({
  id,
  revision: 1,
  typeId: 'call',
  subject: id,
  contact: '',
  on,
  time: null,
  minutes: null,
  until: null,
  zone: 'Europe/Madrid',
  state: 'planned',
  ownerId: 'me',
  resultId: null,
  priority: 1,
  isRepeated: false,
  owesAnswer: false,
  ...more,
})
const drawn = (entries: CalendarEntry[], most = 4) =>
  columnsOf(entries, days, most, 26).map(({ day, placed, more }) => ({
    day,
    more: more.flatMap(({ ids }) => ids),
    placed: placed.map(({ id, start, end, column, isCutAbove, isCutBelow }) => [
      id,
      start,
      end,
      column,
      `${isCutAbove ? '^' : ''}${isCutBelow ? 'v' : ''}`,
    ]),
  }))

describe('days with their hours', () => {
  it('draw what goes over midnight on both days, cut there', () => {
    expect(drawn([entry('night', '2026-11-23', { time: '22:00', minutes: 240 })])).toEqual([
      { day: '2026-11-23', more: [], placed: [['night', 1320, 1440, 0, 'v']] },
      { day: '2026-11-24', more: [], placed: [['night', 0, 120, 0, '^']] },
      { day: '2026-11-25', more: [], placed: [] },
    ])
  })
  it('draw the end of what began before the first of them', () => {
    expect(drawn([entry('night', '2026-11-22', { time: '23:00', minutes: 120 })])[0]?.placed).toEqual([
      ['night', 0, 60, 0, '^'],
    ])
  })
  it('give a line of text to the shortest, also at the end of the day', () => {
    const [first] = drawn([
      entry('call', '2026-11-23', { time: '10:00', minutes: 5 }),
      entry('next', '2026-11-23', { time: '10:10', minutes: 30 }),
      entry('late', '2026-11-23', { time: '23:55', minutes: 5 }),
    ])
    expect(first?.placed).toEqual([
      ['call', 600, 626, 0, ''],
      ['next', 610, 640, 1, ''],
      ['late', 1414, 1440, 0, ''],
    ])
  })
  it('draw what has no hour as bars over the days that are shown', () => {
    const { lanes, placed } = barsOf(
      [
        entry('fair', '2026-11-20', { until: '2026-11-24' }),
        entry('letter', '2026-11-24', {}),
        entry('call', '2026-11-24', { time: '10:00' }),
        entry('past', '2026-11-20', {}),
      ],
      days,
    )
    expect(lanes).toBe(2)
    expect(placed.map(({ id, from, to, lane }) => [id, from, to, lane])).toEqual([
      ['fair', 0, 1, 0],
      ['letter', 1, 1, 1],
    ])
  })
})
