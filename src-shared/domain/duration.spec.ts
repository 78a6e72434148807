import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, longestDurationMinutes, parseDuration } from './duration.ts'

describe('a duration', () => {
  it.each([
    [0, '0 min'],
    [45, '45 min'],
    [60, '1 h'],
    [90, '1 h 30 min'],
    [1500, '25 h'],
  ])('of %i minutes is shown as %s', (minutes, shown) => {
    expect(formatDuration(minutes)).toBe(shown)
  })

  it.each([
    ['90', 90],
    [' 90 min ', 90],
    ["45'", 45],
    ['1h30', 90],
    ['1:30', 90],
    ['1 h 30 min', 90],
    ['1 hora y 5 minutos', 65],
    ['2 horas', 120],
    ['1,5 h', 90],
    ['1.25h', 75],
    ['1½ h', 90],
    ['0', 0],
  ])('typed as %s is %i minutes', (typed, minutes) => {
    expect(parseDuration(typed)).toBe(minutes)
  })

  it.each(['', 'h', 'soon', '-5', '1:75', '1h 90', '1,5', '999999', '1e3', 'NaN', '1 h 30 min 20 s'])(
    'is not understood from %j',
    (typed) => {
      expect(parseDuration(typed)).toBeNull()
    },
  )

  it('is read back from what is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: longestDurationMinutes }), (minutes) => {
        expect(parseDuration(formatDuration(minutes))).toBe(minutes)
      }),
    )
  })
})
