// What is wrong with working hours, and which stretch is proposed next.
import { expect, test } from 'vitest'
import { hoursTrouble, nextStretch } from './working-hours.ts'

test.each([
  [[], null],
  [[{ from: '09:00', to: '14:00' }, { from: '16:00', to: '19:00' }], null],
  [[{ from: '09:00', to: '14:00' }, { from: '14:00', to: '19:00' }], null],
  [[{ from: '14:00', to: '09:00' }], 'settings.hours.ends'],
  [[{ from: '09:00', to: '09:00' }], 'settings.hours.ends'],
  [[{ from: '09:00', to: '14:00' }, { from: '13:30', to: '19:00' }], 'settings.hours.overlap'],
])('%j', (hours, expected) => expect(hoursTrouble(hours)).toBe(expected))

test('an afternoon is proposed after a morning, and nothing after the night', () => {
  expect(nextStretch([])).toEqual({ from: '09:00', to: '14:00' })
  expect(nextStretch([{ from: '09:00', to: '14:00' }])).toEqual({ from: '15:00', to: '18:00' })
  expect(nextStretch([{ from: '09:00', to: '21:30' }])).toEqual({ from: '22:30', to: '23:59' })
  expect(nextStretch([{ from: '09:00', to: '22:30' }])).toBeNull()
})
