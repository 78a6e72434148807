import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findClashes, loadPerDay, planBulkChange } from './bulk-plan.ts'
import type { BulkChange, Busy, PlanItem } from './bulk-plan.ts'
import { pourEvenly } from './bulk-spread.ts'
import { spanishNationalHolidays } from './holidays-es.ts'
import { addDays, compareWhen, fromEpochDay, fromMinutes, toEpochDay } from './local-time.ts'
import { createWorkingCalendar } from './working-calendar.ts'

const calendar = createWorkingCalendar({
  workingDays: [true, true, true, true, true, false, false],
  hours: [{ from: '09:00', to: '18:00' }],
  holidays: new Map([2026, 2027].flatMap(spanishNationalHolidays).map(({ on, key }) => [on, key])),
})
const nothing = { weekends: false, holidays: false, hours: false }
const hoursToo = { weekends: true, holidays: true, hours: true }
const owners = ['ana', 'luis']

function item(row: number, on: string, time: string | null = null, ownerId = 'ana'): PlanItem {
  return {
    row,
    ownerId,
    state: 'planned',
    isBinned: false,
    when: { on, time, durationMinutes: 30, until: null, zone: 'Europe/Madrid' },
  }
}
const spread = (
  from: string,
  days: number,
  perDay: number,
  countExisting = false,
): Extract<BulkChange, { mode: 'spread' }> => ({ mode: 'spread', from, days, perDay, countExisting })

const someDay = fc.integer({ min: toEpochDay('2026-10-01'), max: toEpochDay('2027-01-31') }).map(fromEpochDay)
const someItems = fc
  .array(
    fc.record({
      on: someDay,
      time: fc.option(fc.integer({ min: 0, max: 1439 }).map(fromMinutes)),
      ownerId: fc.constantFrom(...owners),
    }),
    { maxLength: 60 },
  )
  .map((items) => items.map(({ on, time, ownerId }, index) => item(index + 1, on, time, ownerId)))
const someSpread = fc
  .record({
    from: someDay,
    days: fc.integer({ min: 1, max: 15 }),
    perDay: fc.integer({ min: 1, max: 6 }),
    countExisting: fc.boolean(),
  })
  .map((one) => spread(one.from, one.days, one.perDay, one.countExisting))
/** The next so many working days, walked. */
function nextDays(from: string, count: number): string[] {
  const found: string[] = []
  for (let day = from; found.length < count; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) found.push(day)
  return found
}

describe('a spread', () => {
  it('uses working days only whatever the switches say, never above so many of an owner a day, as evenly as can be', () => {
    const there = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 15, maxLength: 15 })
    fc.assert(
      fc.property(someItems, someSpread, there, fc.constantFrom(nothing, hoursToo), (items, change, load, respect) => {
        const allowed = nextDays(change.from, change.days)
        const existing = (_owner: string, day: string) => load[allowed.indexOf(day)] ?? 0
        const lines = planBulkChange(items, change, calendar, respect, existing)
        for (const owner of owners) {
          const totals = allowed.map((day) => (change.countExisting ? existing(owner, day) : 0))
          const before = [...totals]
          let placed = 0
          lines.forEach((line, index) => {
            if (items[index]!.ownerId !== owner || line.skip === 'no_room') return
            placed += 1
            const at = allowed.indexOf((line.after ?? line.before).on)
            expect(at, 'one of the days').toBeGreaterThanOrEqual(0)
            totals[at]! += 1
          })
          totals.forEach((total, at) => expect(total).toBeLessThanOrEqual(Math.max(change.perDay, before[at]!)))
          const room = before.reduce((sum, count) => sum + Math.max(0, change.perDay - count), 0)
          expect(placed, 'left over only where there is no room').toBe(
            Math.min(room, items.filter(({ ownerId }) => ownerId === owner).length),
          )
          totals.forEach((total, at) => {
            // A day that took one is at most one fuller than any day that could have taken it.
            if (total > before[at]!) for (const other of totals) expect(total - other).toBeLessThanOrEqual(1)
          })
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gives the earliest the earliest days, and leaves over the last', () => {
    fc.assert(
      fc.property(someItems, someSpread, (items, change) => {
        const lines = planBulkChange(items, change, calendar, nothing)
        const ana = items
          .map((one, index) => ({
            one,
            to: lines[index]!.skip === 'no_room' ? '9999-12-31' : (lines[index]!.after ?? one.when).on,
          }))
          .filter(({ one }) => one.ownerId === 'ana')
          .sort((a, b) => compareWhen(a.one.when, b.one.when) || a.one.row - b.one.row)
          .map(({ to }) => to)
        expect(ana).toEqual([...ana].sort())
      }),
    )
  })

  it('goes round a long weekend', () => {
    const items = [1, 2, 3, 4].map((row) => item(row, '2026-11-02', '10:00'))
    const lines = planBulkChange(items, spread('2026-12-04', 3, 2), calendar, nothing)
    expect(lines.map(({ after }) => after?.on)).toEqual(['2026-12-04', '2026-12-04', '2026-12-07', '2026-12-09'])
    expect(lines.every(({ after }) => after?.time === '10:00' && after.durationMinutes === 30)).toBe(true)
  })

  it('counts what is already in the calendar when asked, and says who has no room', () => {
    const items = [1, 2, 3, 4].map((row) => item(row, '2026-11-02'))
    const existing = (owner: string, day: string) => (owner === 'ana' && day === '2026-12-09' ? 2 : 0)
    const lines = planBulkChange(items, spread('2026-12-09', 2, 3, true), calendar, nothing, existing)
    expect(lines.map(({ after, skip }) => after?.on ?? skip)).toEqual([
      '2026-12-09',
      '2026-12-10',
      '2026-12-10',
      '2026-12-10',
    ])
    const full = planBulkChange(items, spread('2026-12-09', 2, 2, true), calendar, nothing, existing)
    expect(full.map(({ after, skip }) => after?.on ?? skip)).toEqual(['2026-12-10', '2026-12-10', 'no_room', 'no_room'])
  })

  it('keeps its day when hours are respected, moving the time within it', () => {
    const items = [item(1, '2026-11-02', '07:00'), item(2, '2026-11-02', '20:00'), item(3, '2026-11-02', '11:00')]
    const lines = planBulkChange(items, spread('2026-12-09', 1, 3), calendar, hoursToo)
    expect(lines.map(({ after }) => `${after?.on} ${after?.time}`)).toEqual([
      '2026-12-09 09:00',
      '2026-12-09 09:00',
      '2026-12-09 11:00',
    ])
  })

  it('pours evenly over an uneven floor', () => {
    expect(pourEvenly(5, [0, 0, 0], 9)).toEqual([2, 2, 1])
    expect(pourEvenly(5, [3, 0, 1], 9)).toEqual([0, 3, 2])
    expect(pourEvenly(9, [3, 0, 1], 2)).toEqual([0, 2, 1])
    expect(pourEvenly(0, [0, 0], 2)).toEqual([0, 0])
    expect(pourEvenly(3, [0, 5], 9)).toEqual([3, 0])
  })
})

describe('clashes', () => {
  const placed = (
    row: number,
    on: string,
    time: string | null,
    durationMinutes: number | null = 60,
    ownerId = 'ana',
    zone = 'Europe/Madrid',
  ) => ({
    row,
    ownerId,
    after: { on, time, durationMinutes, until: null, zone },
  })
  const busy = (...args: Parameters<typeof placed>): Busy => {
    const { row, ownerId, after } = placed(...args)
    return { row, ownerId, when: after }
  }

  it('are overlaps in time of the same owner, half-open', () => {
    const day = '2026-12-09'
    expect(findClashes([placed(1, day, '10:00')], [busy(2, day, '11:00'), busy(3, day, '09:00')])).toEqual(new Map())
    expect(findClashes([placed(1, day, '10:00')], [busy(2, day, '10:59')])).toEqual(new Map([[1, 2]]))
    expect(findClashes([placed(1, day, '10:00')], [busy(2, day, '09:30', 31)])).toEqual(new Map([[1, 2]]))
    expect(findClashes([placed(1, day, '10:00')], [busy(2, day, '10:00', 60, 'luis')])).toEqual(new Map())
    expect(findClashes([placed(1, day, null)], [busy(2, day, '10:00')]), 'a day alone never').toEqual(new Map())
    expect(findClashes([placed(1, day, '10:00')], [busy(2, day, null)])).toEqual(new Map())
    expect(findClashes([placed(1, '2026-12-08', '23:30')], [busy(2, day, '00:15')]), 'over midnight').toEqual(
      new Map([[1, 2]]),
    )
    expect(
      findClashes([placed(1, day, '10:00')], [busy(2, day, '09:30', 60, 'ana', 'Atlantic/Canary')]),
      'other zone',
    ).toEqual(new Map([[1, 2]]))
  })

  it('without a duration are a moment: inside another, or at the same start', () => {
    const day = '2026-12-09'
    expect(findClashes([placed(1, day, '10:00', null)], [busy(2, day, '10:00', null)])).toEqual(new Map([[1, 2]]))
    expect(findClashes([placed(1, day, '10:00', null)], [busy(2, day, '10:00', 60)])).toEqual(new Map([[1, 2]]))
    expect(findClashes([placed(1, day, '10:30', null)], [busy(2, day, '10:00', 60)])).toEqual(new Map([[1, 2]]))
    expect(findClashes([placed(1, day, '11:00', null)], [busy(2, day, '10:00', 60)])).toEqual(new Map())
  })

  it('are found between the moved ones too, but not with the place one has left', () => {
    const day = '2026-12-09'
    expect(findClashes([placed(1, day, '10:00'), placed(2, day, '10:30')], [])).toEqual(
      new Map([
        [1, 2],
        [2, 1],
      ]),
    )
    expect(findClashes([placed(1, day, '10:00'), placed(2, day, '16:00')], [busy(2, day, '10:30')])).toEqual(new Map())
  })

  it('are what comparing each with each finds, and the first of them', () => {
    const some = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 300 }).map((n) => fromMinutes(n * 4)),
        length: fc.option(fc.integer({ min: 0, max: 90 })),
        owner: fc.constantFrom(...owners),
        isPlaced: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(some, (entries) => {
        const all = entries.map(({ at, length, owner }, row) => placed(row, '2026-12-09', at, length, owner))
        const span = (one: (typeof all)[number]) => {
          const start = Number(one.after.time!.slice(0, 2)) * 60 + Number(one.after.time!.slice(3))
          return { start, end: start + (one.after.durationMinutes ?? 0) }
        }
        const ordered = [...all].sort((a, b) => span(a).start - span(b).start || a.row - b.row)
        const expected = new Map<number, number>()
        for (const one of all.filter(({ row }) => entries[row]!.isPlaced)) {
          const own = span(one)
          const first = ordered.find((other) => {
            const its = span(other)
            return (
              other !== one &&
              other.ownerId === one.ownerId &&
              ((its.start < own.end && own.start < its.end) || its.start === own.start)
            )
          })
          if (first) expected.set(one.row, first.row)
        }
        const found = findClashes(
          all.filter(({ row }) => entries[row]!.isPlaced),
          all
            .filter(({ row }) => !entries[row]!.isPlaced)
            .map(({ row, ownerId, after }) => ({ row, ownerId, when: after })),
        )
        expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()))
      }),
      { numRuns: 300 },
    )
  })
})

describe('the load per day', () => {
  it('counts before and after, with what stays and without what is closed', () => {
    const items = [
      item(1, '2026-12-04'),
      item(2, '2026-12-04'),
      { ...item(3, '2026-12-04'), state: 'done' as const },
      item(4, '2026-12-09'),
    ]
    const lines = planBulkChange(items, { mode: 'date', on: '2026-12-09', keepTime: true }, calendar, nothing)
    expect(loadPerDay(lines, (day) => (day === '2026-12-09' ? 5 : 0))).toEqual([
      { day: '2026-12-04', before: 2, after: 0 },
      { day: '2026-12-09', before: 6, after: 8 },
    ])
  })

  it('loses nobody', () => {
    fc.assert(
      fc.property(someItems, someSpread, (items, change) => {
        const loads = loadPerDay(planBulkChange(items, change, calendar, nothing))
        const sum = (key: 'before' | 'after') => loads.reduce((total, load) => total + load[key], 0)
        expect(sum('before')).toBe(items.length)
        expect(sum('after')).toBe(items.length)
      }),
    )
  })
})

describe('ten thousand activities', () => {
  it('are planned, compared with as many in the calendar, and counted, in well under a blink', () => {
    const items = Array.from({ length: 10_000 }, (_, row) =>
      item(
        row,
        addDays('2026-01-01', row % 700),
        row % 3 === 0 ? null : fromMinutes((row * 7) % 1440),
        `owner ${row % 8}`,
      ),
    )
    const busy = items.map(({ row, ownerId, when }): Busy => ({ row: row + 100_000, ownerId, when }))
    const modes: BulkChange[] = [
      spread('2026-12-01', 20, 100, true),
      { mode: 'shift', amount: 2, unit: 'workingDays' },
      { mode: 'shift', amount: 90, unit: 'minutes' },
    ]
    for (const change of modes) {
      const run = () => {
        const started = performance.now()
        const lines = planBulkChange(items, change, calendar, hoursToo, (_owner, day) => day.charCodeAt(9) % 5)
        const moved = lines.flatMap(({ row, after }, index) =>
          after ? [{ row, ownerId: items[index]!.ownerId, after }] : [],
        )
        findClashes(moved, busy)
        loadPerDay(lines)
        return performance.now() - started
      }
      run()
      expect(Math.min(run(), run(), run()), change.mode).toBeLessThan(150)
    }
  })
})
