// Where the arrows lead in the calendar's hours.
import { describe, expect, it } from 'vitest'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { stopsOfHours, walked, type Arrow, type Cursor, type Walk } from './calendar-cursor.ts'

const entry = (id: string, on: string, time: string | null): CalendarEntry => ({
  id,
  revision: 1,
  typeId: 't',
  subject: id,
  contact: '',
  on,
  time,
  minutes: 30,
  until: null,
  zone: 'Europe/Madrid',
  state: 'planned',
  ownerId: 'o',
  resultId: null,
  priority: 1,
  isRepeated: false,
  owesAnswer: false,
})
const entries = [
  entry('a', '2026-03-09', '10:00'),
  entry('b', '2026-03-09', '10:15'),
  entry('c', '2026-03-11', '16:00'),
]
const walk: Walk = {
  kind: 'hours',
  days: ['2026-03-09', '2026-03-10', '2026-03-11'],
  stopsOf: (on) =>
    stopsOfHours(
      on,
      entries.filter((one) => one.on === on),
    ),
}
const from = (on: string, minute: number | null, entryId: string | null = null): Cursor => ({ on, minute, entryId })
const reached = (cursor: Cursor, arrow: Arrow): string | null => walked(walk, cursor, arrow).entryId

describe('the next and the previous activity', () => {
  it('are found from an activity, from an empty slot, and from a slot that activities stand in', () => {
    expect(reached(from('2026-03-09', 600, 'a'), 'nextEntry')).toBe('b')
    expect(reached(from('2026-03-09', 660), 'previousEntry')).toBe('b')
    expect(reached(from('2026-03-09', 600), 'nextEntry')).toBe('a')
    expect(reached(from('2026-03-11', 960), 'previousEntry')).toBe('b')
    expect(reached(from('2026-03-10', null), 'nextEntry')).toBe('c')
  })
  it('are none after the last and before the first', () => {
    expect(reached(from('2026-03-11', 960, 'c'), 'nextEntry')).toBe('c')
    expect(reached(from('2026-03-09', 600), 'previousEntry')).toBeNull()
  })
})
