// A list of a million rows under a scrollbar that is too short for it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterScroll, longestRange, rowsInSight, scrollFor, scrollRange, type ScrollSizes, type ScrollState } from './scroll-mapping.ts'

const short: ScrollSizes = { total: 1000, rowHeight: 34, viewport: 700 }
const long: ScrollSizes = { total: 2_500_000, rowHeight: 34, viewport: 700 }

describe('a short list', () => {
  it('is exactly as tall as its rows and follows the scrollbar', () => {
    expect(scrollRange(short)).toBe(34_000)
    expect(afterScroll({ scrollTop: 0, listTop: 0 }, 5000, short).listTop).toBe(5000)
  })
})

describe('a list longer than the scrollbar', () => {
  it('never asks for a taller element than the browser can draw', () => {
    expect(scrollRange(long)).toBe(longestRange)
  })
  it('moves pixel by pixel with the wheel', () => {
    const middle = scrollFor(40_000_000, long)
    expect(afterScroll(middle, middle.scrollTop + 100, long).listTop).toBeCloseTo(middle.listTop + 100, 5)
  })
  it('jumps in proportion when the thumb is dragged', () => {
    const half = (longestRange - 700) / 2
    expect(afterScroll({ scrollTop: 0, listTop: 0 }, half, long).listTop).toBeCloseTo((2_500_000 * 34 - 700) / 2, 0)
  })
  it('shows the last row at the end of the scrollbar and the first at its start', () => {
    const end = afterScroll({ scrollTop: longestRange - 1500, listTop: 84_990_000 }, longestRange - 700, long)
    expect(rowsInSight(end.listTop, long, 0).to).toBe(2_500_000)
    expect(afterScroll(end, 0, long).listTop).toBe(0)
  })
  it('arrives at both ends by the wheel alone, without a jump of more than a screen', () => {
    for (const direction of [1, -1]) {
      let state: ScrollState = scrollFor(direction > 0 ? 84_800_000 : 200_000, long)
      for (let turn = 0; turn < 5000; turn++) {
        const next = Math.max(0, Math.min(longestRange - 700, state.scrollTop + direction * 100))
        const after = afterScroll(state, next, long)
        expect(Math.abs(after.listTop - state.listTop)).toBeLessThanOrEqual(700)
        state = after
      }
      expect(state.listTop).toBe(direction > 0 ? 2_500_000 * 34 - 700 : 0)
    }
  })
})

it('a place asked for is the place shown, whatever the length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, part) => {
      const sizes = { total, rowHeight: 34, viewport: 600 }
      const row = Math.floor(part * (total - 1))
      const state = scrollFor(row * 34 - 200, sizes)
      const sight = rowsInSight(state.listTop, sizes, 0)
      return sight.from <= row && row < sight.to && state.scrollTop >= 0 && state.scrollTop <= Math.max(0, scrollRange(sizes) - 600)
    }),
  )
})
