// Moves in the calendar: distances are kept, walls do not shift with the clocks, and there and back is nothing (CAL-2).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawn, movedTogether, resizedTo, type Movable } from './calendar-moves.ts'
import { addDays, daysBetween, fromMinutes, toMinutes, wallOf, instantOf, type When } from './local-time.ts'

const zones = ['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata']
/** Days around both changes of clocks in the zones that have them (Spain and New Zealand), in 2026. */
const changes = ['2026-03-29', '2026-10-25', '2026-04-05', '2026-09-27']

const minute = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15)
const when = (zone: string): fc.Arbitrary<When> =>
  fc.record({ day: fc.integer({ min: -10, max: 10 }), change: fc.constantFrom(...changes), minute, length: fc.integer({ min: 1, max: 20 }) }).map(
    ({ day, change, minute: at, length }): When => ({ on: addDays(change, day), time: fromMinutes(at), durationMinutes: length * 15, until: null, zone }),
  )
const absolute = ({ on, time }: When): number => daysBetween('2026-01-01', on) * 1440 + toMinutes(time ?? '00:00')
const movable = (all: When[]): Movable[] => all.map((one, index) => ({ id: `a${index}`, when: one, usualMinutes: 30 }))

describe.each(zones)('in %s', (zone) => {
  it('several keep their distances, their durations and their zone, across both changes of clocks', () => {
    fc.assert(
      fc.property(fc.array(when(zone), { minLength: 1, maxLength: 12 }), fc.integer({ min: -20, max: 20 }), minute, (all, days, to) => {
        const items = movable(all)
        const grabbed = items[0]!
        const moved = movedTogether(items, grabbed, { on: addDays(grabbed.when.on, days), minute: to })
        const by = absolute(moved.get('a0')!) - absolute(grabbed.when)
        for (const { id, when: before } of items) {
          const after = moved.get(id)!
          expect(absolute(after) - absolute(before)).toBe(by)
          expect([after.durationMinutes, after.until, after.zone]).toEqual([before.durationMinutes, null, zone])
        }
      }),
    )
  })
  it('a whole number of days leaves the time on the wall as it was', () => {
    fc.assert(
      fc.property(when(zone), fc.integer({ min: -20, max: 20 }), (before, days) => {
        const items = movable([before])
        const after = movedTogether(items, items[0]!, { on: addDays(before.on, days), minute: toMinutes(before.time!) }).get('a0')!
        expect([after.on, after.time]).toEqual([addDays(before.on, days), before.time])
        // Also as seen through the instant, unless that hour does not exist there.
        const wall = wallOf(instantOf(after.on, after.time, zone), zone)
        const isGap = wall.time !== after.time
        if (!isGap) expect(wall).toEqual({ on: after.on, time: after.time })
        else expect(changes).toContain(after.on)
      }),
    )
  })
  it('there and back is nothing', () => {
    fc.assert(
      fc.property(fc.array(when(zone), { minLength: 1, maxLength: 6 }), fc.integer({ min: -20, max: 20 }), minute, (all, days, to) => {
        const items = movable(all)
        const there = movedTogether(items, items[0]!, { on: addDays(items[0]!.when.on, days), minute: to })
        const moved = items.map((one) => ({ ...one, when: there.get(one.id)! }))
        const back = movedTogether(moved, moved[0]!, { on: all[0]!.on, minute: toMinutes(all[0]!.time!) })
        expect(items.map(({ id }) => back.get(id))).toEqual(all)
      }),
    )
  })
})

const zone = 'Europe/Madrid'
const dayAlone = (on: string): When => ({ on, time: null, durationMinutes: null, until: null, zone })

describe('between days alone and hours', () => {
  it('those without an hour are put one after the other', () => {
    const items = movable([dayAlone('2026-03-10'), dayAlone('2026-03-09')])
    const moved = movedTogether(items, items[0]!, { on: '2026-03-12', minute: 600 })
    expect(moved.get('a0')).toMatchObject({ on: '2026-03-12', time: '10:00', durationMinutes: 30 })
    expect(moved.get('a1')).toMatchObject({ on: '2026-03-12', time: '10:30', durationMinutes: 30 })
  })
  it('an hour is lost on the row of days, and nothing else', () => {
    const items = movable([{ ...dayAlone('2026-03-10'), time: '09:00', durationMinutes: 45 }])
    expect(movedTogether(items, items[0]!, { on: '2026-03-11', minute: null }).get('a0')).toEqual({ ...dayAlone('2026-03-11'), durationMinutes: 45 })
  })
  it('a span keeps its length, whatever hour it is dropped on', () => {
    const items = movable([{ ...dayAlone('2026-03-10'), until: '2026-03-12' }])
    expect(movedTogether(items, items[0]!, { on: '2026-03-20', minute: 700 }).get('a0')).toEqual({ ...dayAlone('2026-03-20'), until: '2026-03-22' })
  })
})

describe('an edge', () => {
  it('changes the duration alone, also over midnight, never below the least', () => {
    const visit: When = { ...dayAlone('2026-03-10'), time: '22:00', durationMinutes: 60 }
    expect(resizedTo(visit, { on: '2026-03-11', minute: 30 }, 15)).toEqual({ ...visit, durationMinutes: 150 })
    expect(resizedTo(visit, { on: '2026-03-10', minute: 100 }, 15)).toEqual({ ...visit, durationMinutes: 15 })
  })
  it('of a day alone makes a span, and back', () => {
    const fair = resizedTo(dayAlone('2026-03-10'), { on: '2026-03-12', minute: null }, 15)
    expect(fair.until).toBe('2026-03-12')
    expect(resizedTo(fair, { on: '2026-03-01', minute: null }, 15).until).toBe('2026-03-10')
  })
})

it('what is drawn upwards is the same as downwards', () => {
  const a = { on: '2026-03-10', minute: 600 }
  const b = { on: '2026-03-10', minute: 690 }
  expect(drawn(a, b, zone)).toEqual(drawn(b, a, zone))
  expect(drawn(a, b, zone)).toMatchObject({ time: '10:00', durationMinutes: 90 })
})
