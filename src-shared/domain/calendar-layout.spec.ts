// The calendar's layout by property: nothing overlaps in one place, everything is reachable, no column or lane more than needed (CAL-1).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutBars, layoutDay, layoutWeek, type BarItem, type DayLayout, type TimedItem } from './calendar-layout.ts'

const timed = fc
  .array(fc.record({ start: fc.integer({ min: 0, max: 1430 }), length: fc.integer({ min: 1, max: 400 }) }), { maxLength: 60 })
  .map((all) => all.map(({ start, length }, index): TimedItem => ({ id: `a${index}`, start, end: start + length })))
const bars = fc
  .array(fc.record({ first: fc.integer({ min: -9, max: 8 }), days: fc.integer({ min: 0, max: 12 }) }), { maxLength: 40 })
  .map((all) => all.map(({ first, days }, index): BarItem => ({ id: `b${index}`, first, last: first + days })))

const overlap = (a: { start: number; end: number }, b: { start: number; end: number }): boolean => a.start < b.end && b.start < a.end
const depth = (items: readonly TimedItem[]): number => Math.max(0, ...items.map(({ start }) => items.filter((other) => other.start <= start && start < other.end).length))

function places({ placed, more }: DayLayout): { start: number; end: number; left: number; right: number }[] {
  return [
    ...placed.map((one) => ({ start: one.start, end: one.end, left: one.column / one.columns, right: (one.column + one.width) / one.columns })),
    ...more.map((one) => ({ start: one.start, end: one.end, left: one.column / one.columns, right: (one.column + 1) / one.columns })),
  ]
}

describe('a day', () => {
  it('never draws two in one place', () => {
    fc.assert(
      fc.property(timed, fc.integer({ min: 2, max: 12 }), (items, most) => {
        const all = places(layoutDay(items, most))
        for (const [at, one] of all.entries()) {
          expect(one.right).toBeLessThanOrEqual(1 + 1e-9)
          for (const other of all.slice(at + 1)) {
            if (overlap(one, other)) expect(one.right <= other.left + 1e-9 || other.right <= one.left + 1e-9).toBe(true)
          }
        }
      }),
    )
  })
  it('draws or counts every one exactly once', () => {
    fc.assert(
      fc.property(timed, fc.integer({ min: 2, max: 8 }), (items, most) => {
        const { placed, more } = layoutDay(items, most)
        expect([...placed.map(({ id }) => id), ...more.flatMap(({ ids }) => ids)].sort()).toEqual(items.map(({ id }) => id).sort())
      }),
    )
  })
  it('uses as many columns as overlap at once, and no more', () => {
    fc.assert(
      fc.property(timed, (items) => {
        const { placed, more } = layoutDay(items, 1000)
        expect(more).toEqual([])
        expect(Math.max(0, ...placed.map(({ columns }) => columns))).toBe(depth(items))
      }),
    )
  })
  it('gives one that stands alone the whole width', () => {
    const { placed } = layoutDay([{ id: 'a', start: 600, end: 660 }, { id: 'b', start: 660, end: 700 }], 8)
    expect(placed.map(({ column, width, columns }) => [column, width, columns])).toEqual([[0, 1, 1], [0, 1, 1]])
  })
})

describe('bars of days', () => {
  it('never share a lane on a day, and need as many lanes as the fullest day has', () => {
    fc.assert(
      fc.property(bars, (items) => {
        const { bars: placed, lanes } = layoutBars(items, 7)
        const perDay = Array.from({ length: 7 }, (_, day) => placed.filter(({ from, to }) => from <= day && day <= to))
        for (const day of perDay) expect(new Set(day.map(({ lane }) => lane)).size).toBe(day.length)
        expect(lanes).toBe(Math.max(0, ...perDay.map(({ length }) => length)))
        expect(placed.length).toBe(items.filter(({ first, last }) => last >= 0 && first < 7).length)
      }),
    )
  })
  it('in a month stay within their lanes; what is not drawn is counted on each of its days', () => {
    fc.assert(
      fc.property(bars, fc.integer({ min: 1, max: 8 }), (items, capacity) => {
        const { bars: shown, hidden } = layoutWeek(items, 7, capacity)
        for (let day = 0; day < 7; day += 1) {
          const here = shown.filter(({ from, to }) => from <= day && day <= to)
          const all = items.filter(({ first, last }) => first <= day && day <= last)
          expect(here.length + (hidden[day] ?? 0)).toBe(all.length)
          for (const { lane } of here) expect(lane).toBeLessThan(capacity)
        }
      }),
    )
  })
})
