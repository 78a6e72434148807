import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockOf, movedTime, placeBlocks, resizedMinutes } from './small-day.ts'

const blocks = fc.array(fc.record({ from: fc.integer({ min: 0, max: 1430 }), length: fc.integer({ min: 0, max: 400 }) }), { maxLength: 40 })

describe('the small day', () => {
  it('never puts two entries that overlap in one place, and shows each', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const placed = placeBlocks(given.map(({ from, length }, index) => ({ id: String(index), from, to: from + length })))
        expect(placed).toHaveLength(given.length)
        for (const a of placed) {
          expect(a.column).toBeLessThan(a.columns)
          for (const b of placed) {
            if (a === b || a.column !== b.column) continue
            expect(a.to <= b.from || b.to <= a.from).toBe(true)
          }
          expect(a.overlaps).toBe(placed.some((b) => b !== a && b.from < a.to && a.from < b.to))
        }
      }),
    )
  })

  it('puts two at the same hour beside each other and marks them, and leaves those that only touch alone', () => {
    const [a, b, c] = placeBlocks([blockOf('a', '10:00', 60), blockOf('b', '10:30', 30), blockOf('c', '11:00', 60)])
    expect([a?.columns, b?.columns, c?.columns]).toEqual([2, 2, 1])
    expect([a?.overlaps, b?.overlaps, c?.overlaps]).toEqual([true, true, false])
  })

  it('moves onto the quarter and stays inside the day', () => {
    expect(movedTime(600, 22)).toBe('10:15')
    expect(movedTime(600, -5000)).toBe('00:00')
    expect(movedTime(600, 5000)).toBe('23:45')
    expect(resizedMinutes(600, 630, 38)).toBe(75)
    expect(resizedMinutes(600, 630, -600)).toBe(15)
  })
})
