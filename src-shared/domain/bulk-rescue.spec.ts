// The rescue of what is overdue: capacity, working days, order by worth and age, and nothing but what is overdue.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planBulkChange } from './bulk-plan.ts'
import type { BulkChange, PlanItem } from './bulk-plan.ts'
import { worthOf } from './bulk-rescue.ts'
import { spanishNationalHolidays } from './holidays-es.ts'
import { addDays, compareWhen, fromEpochDay, fromMinutes, isOverdue, toEpochDay, wallOf } from './local-time.ts'
import { createWorkingCalendar } from './working-calendar.ts'

const zone = 'Europe/Madrid'
const calendar = createWorkingCalendar({
  workingDays: [true, true, true, true, true, false, false],
  hours: [{ from: '09:00', to: '18:00' }],
  holidays: new Map([2026, 2027].flatMap(spanishNationalHolidays).map(({ on, key }) => [on, key])),
})
const nothing = { weekends: false, holidays: false, hours: false }
/** Friday 4 December 2026, noon in Madrid; Monday is worked, Tuesday a holiday. */
const now = Date.UTC(2026, 11, 4, 11)

const rescue = (more: Partial<Extract<BulkChange, { mode: 'rescue' }>> = {}): Extract<BulkChange, { mode: 'rescue' }> => ({
  mode: 'rescue', from: '2026-12-05', perDay: 2, minutesPerDay: null, keepTime: true, overdueAt: now, ...more,
})
const item = (row: number, on: string, more: Partial<PlanItem> & { time?: string | null } = {}): PlanItem => {
  const { time = null, ...rest } = more
  return { row, ownerId: 'ana', state: 'planned', isBinned: false, worth: 0, minutes: 30, when: { on, time, durationMinutes: 30, until: null, zone }, ...rest }
}

const someDay = fc.integer({ min: toEpochDay('2026-11-01'), max: toEpochDay('2026-12-31') }).map(fromEpochDay)
const someItems = fc
  .array(
    fc.record({
      on: someDay,
      time: fc.option(fc.integer({ min: 0, max: 1439 }).map(fromMinutes)),
      ownerId: fc.constantFrom('ana', 'luis'),
      state: fc.constantFrom<PlanItem['state']>('planned', 'planned', 'planned', 'in_progress', 'done', 'cancelled'),
      isBinned: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      worth: fc.integer({ min: 0, max: 5 }),
      minutes: fc.constantFrom(0, 15, 30, 60, 90, 240),
    }),
    { maxLength: 50 },
  )
  .map((all) => all.map(({ on, ...more }, index) => item(index + 1, on, more)))
const someRescue = fc
  .record({
    from: fc.integer({ min: toEpochDay('2026-12-05'), max: toEpochDay('2026-12-20') }).map(fromEpochDay),
    perDay: fc.integer({ min: 1, max: 6 }),
    minutesPerDay: fc.option(fc.integer({ min: 10, max: 300 })),
    keepTime: fc.boolean(),
  })
  .map(rescue)
const someLoad = fc.array(fc.record({ count: fc.integer({ min: 0, max: 7 }), minutes: fc.integer({ min: 0, max: 320 }) }), { minLength: 7, maxLength: 7 })

describe('a rescue', () => {
  it('never goes above the capacity of a day, what is there included, and never to a day that is not worked', () => {
    fc.assert(
      fc.property(someItems, someRescue, someLoad, fc.boolean(), (items, change, load, hours) => {
        const there = (day: string) => load[toEpochDay(day) % 7]!
        const lines = planBulkChange(items, change, calendar, { ...nothing, hours }, (_, day) => there(day).count, undefined, (_, day) => there(day).minutes)
        const totals = new Map<string, { count: number; minutes: number }>()
        lines.forEach(({ after }, index) => {
          if (after === null) return
          const one = items[index]!
          expect(calendar.isWorkingDay(after.on)).toBe(true)
          expect(after.on >= change.from).toBe(true)
          expect(after.time).toBe(change.keepTime ? (hours ? after.time : one.when.time) : null)
          const key = `${one.ownerId} ${after.on}`
          const total = totals.get(key) ?? { ...there(after.on) }
          totals.set(key, { count: total.count + 1, minutes: total.minutes + one.minutes! })
        })
        for (const { count, minutes } of totals.values()) {
          expect(count).toBeLessThanOrEqual(change.perDay)
          expect(minutes).toBeLessThanOrEqual(change.minutesPerDay ?? Infinity)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('moves exactly what is overdue and open; all else says why it stays', () => {
    fc.assert(
      fc.property(someItems, someRescue, (items, change) => {
        planBulkChange(items, change, calendar, nothing).forEach(({ after, skip }, index) => {
          const one = items[index]!
          const isLate = !one.isBinned && isOverdue(one.when, one.state, wallOf(now, zone))
          expect(after !== null).toBe(isLate && skip === null)
          if (isLate && skip !== null) expect([skip, one.minutes! > (change.minutesPerDay ?? Infinity)]).toEqual(['too_long', true])
        })
      }),
    )
  })

  it('serves the more valuable first, then the older; a longer one never holds up a shorter one', () => {
    fc.assert(
      fc.property(someItems, someRescue, (items, change) => {
        const lines = planBulkChange(items, change, calendar, nothing)
        const served = items
          .map((one, index) => ({ one, on: lines[index]!.after?.on }))
          .filter(({ one, on }) => on !== undefined && one.ownerId === 'ana')
          .sort((a, b) => b.one.worth! - a.one.worth! || compareWhen(a.one.when, b.one.when) || a.one.row - b.one.row)
        served.forEach((first, at) => {
          for (const next of served.slice(at + 1)) {
            if (next.one.minutes! >= first.one.minutes! || change.minutesPerDay === null) expect(first.on! <= next.on!).toBe(true)
          }
        })
      }),
    )
  })

  it('fills each day before the next, over a weekend and a holiday', () => {
    const items = [item(1, '2026-11-30'), item(2, '2026-11-02', { time: '10:30' }), item(3, '2026-12-01', { worth: 4 }), item(4, '2026-12-03'), item(5, '2026-12-10')]
    const lines = planBulkChange(items, rescue(), calendar, nothing)
    expect(lines.map(({ after, skip }) => after?.on ?? skip)).toEqual(['2026-12-09', '2026-12-07', '2026-12-07', '2026-12-09', 'not_overdue'])
    expect(lines[1]!.after?.time).toBe('10:30')
  })

  it('leaves what is longer than a day may take where it is, and says so', () => {
    const lines = planBulkChange([item(1, '2026-11-30', { minutes: 240 }), item(2, '2026-12-01')], rescue({ minutesPerDay: 120 }), calendar, nothing)
    expect(lines.map(({ after, skip }) => after?.on ?? skip)).toEqual(['too_long', '2026-12-07'])
  })

  it('says what has no room within a year and a half', () => {
    const lines = planBulkChange([item(1, '2026-11-30')], rescue(), calendar, nothing, () => 2)
    expect(lines[0]!.skip).toBe('no_room')
    expect(planBulkChange([item(1, '2026-11-30')], rescue(), calendar, nothing, (_, day) => (day < addDays('2026-12-05', 30) ? 2 : 1))[0]!.after?.on).toBe('2027-01-04')
  })

  it('weighs priority before the contact, and customers before leads before others', () => {
    const worths = [worthOf(3, null), worthOf(1, 'customer'), worthOf(1, 'lead'), worthOf(1, 'supplier'), worthOf(0, 'customer')]
    expect(worths).toEqual([...worths].sort((a, b) => b - a))
    expect(worthOf(1, 'supplier')).toBe(worthOf(1, 'other'))
  })
})
