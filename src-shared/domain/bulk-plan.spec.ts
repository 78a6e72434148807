import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { activityStates, isOpen } from './activity-state.ts'
import { planBulkChange } from './bulk-plan.ts'
import type { BulkChange, PlanItem, PlanLine } from './bulk-plan.ts'
import { spanishNationalHolidays } from './holidays-es.ts'
import {
  addDays,
  daysBetween,
  fromEpochDay,
  fromMinutes,
  instantOf,
  localDateOf,
  toEpochDay,
  toMinutes,
  wallOf,
} from './local-time.ts'
import type { When } from './local-time.ts'
import { createWorkingCalendar } from './working-calendar.ts'
import type { Respect } from './working-calendar.ts'

const calendar = createWorkingCalendar({
  workingDays: [true, true, true, true, true, false, false],
  hours: [
    { from: '09:00', to: '14:00' },
    { from: '16:00', to: '19:00' },
  ],
  holidays: new Map([2026, 2027].flatMap(spanishNationalHolidays).map(({ on, key }) => [on, key])),
})
const nothing: Respect = { weekends: false, holidays: false, hours: false }
const everything: Respect = { weekends: true, holidays: true, hours: true }
const days: Respect = { ...everything, hours: false }

function item(
  on: string,
  time: string | null = null,
  more: Partial<When> & Partial<Omit<PlanItem, 'when'>> = {},
): PlanItem {
  const { durationMinutes = null, until = null, zone = 'Europe/Madrid', ...rest } = more
  return {
    row: 1,
    ownerId: 'ana',
    state: 'planned',
    isBinned: false,
    ...rest,
    when: { on, time, durationMinutes, until, zone },
  }
}
function planned(one: PlanItem, change: BulkChange, respect: Respect = nothing): string {
  const [line] = planBulkChange([one], change, calendar, respect)
  if (!line?.after) return line?.skip ?? 'no line'
  const { on, time, until } = line.after
  return [on, time, until && `..${until}`].filter(Boolean).join(' ')
}
const shift = (amount: number, unit: Extract<BulkChange, { mode: 'shift' }>['unit']): BulkChange => ({
  mode: 'shift',
  amount,
  unit,
})

const zones = ['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata']
const someDay = fc.integer({ min: toEpochDay('2025-12-01'), max: toEpochDay('2027-12-31') }).map(fromEpochDay)
const someTime = fc.integer({ min: 0, max: 1439 }).map(fromMinutes)
const someDuration = fc.option(fc.integer({ min: 0, max: 600 }))
const someWhen: fc.Arbitrary<When> = fc.oneof(
  fc.record({
    on: someDay,
    time: fc.option(someTime),
    durationMinutes: someDuration,
    until: fc.constant(null),
    zone: fc.constantFrom(...zones),
  }),
  fc
    .record({ on: someDay, length: fc.integer({ min: 0, max: 10 }), zone: fc.constantFrom(...zones) })
    .map(({ on, length, zone }) => ({ on, time: null, durationMinutes: null, until: addDays(on, length), zone })),
)
const someItems = fc
  .array(
    fc.record({
      ownerId: fc.constantFrom('ana', 'luis', 'eva'),
      state: fc.constantFrom(...activityStates),
      isBinned: fc.boolean(),
      when: someWhen,
    }),
    { maxLength: 40 },
  )
  .map((items): PlanItem[] => items.map((one, index) => ({ ...one, row: index * 7 + 3 })))
const someRespect = fc.record({ weekends: fc.boolean(), holidays: fc.boolean(), hours: fc.boolean() })
const someShift = fc
  .record({
    amount: fc.integer({ min: -400, max: 400 }),
    unit: fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'workingDays'),
  })
  .map(({ amount, unit }) => shift(amount, unit as 'days'))
const someChange: fc.Arbitrary<BulkChange> = fc.oneof(
  fc.record({ mode: fc.constant('date' as const), on: someDay, keepTime: fc.boolean() }),
  fc.record({ mode: fc.constant('datetime' as const), on: someDay, time: someTime }),
  someShift,
  fc.constant({ mode: 'nextWorkingDay' } as const),
  fc.record({
    mode: fc.constant('spread' as const),
    from: someDay,
    days: fc.integer({ min: 1, max: 30 }),
    perDay: fc.integer({ min: 1, max: 5 }),
    countExisting: fc.boolean(),
  }),
)

/** The items where the plan has put them. */
function applied(items: readonly PlanItem[], lines: readonly PlanLine[]): PlanItem[] {
  return items.map((one, index) => ({ ...one, when: lines[index]?.after ?? one.when }))
}

describe.each(zones)('a bulk change of dates, on a machine in %s,', (zone) => {
  let machineZone: string | undefined
  beforeEach(() => {
    machineZone = process.env['TZ']
    process.env['TZ'] = zone
  })
  afterEach(() => {
    if (machineZone === undefined) delete process.env['TZ']
    else process.env['TZ'] = machineZone
  })

  it('moves exactly the open ones that can move, and says of each other why it does not', () => {
    fc.assert(
      fc.property(someItems, someChange, someRespect, (items, change, respect) => {
        const frozen = structuredClone(items)
        const lines = planBulkChange(items, change, calendar, respect)
        expect(items, 'the plan changes nothing itself').toEqual(frozen)
        expect(lines.map(({ row }) => row)).toEqual(items.map(({ row }) => row))
        lines.forEach((line, index) => {
          const { when, state, isBinned } = items[index]!
          expect(line.before).toEqual(when)
          expect(line.after === null).toBe(line.skip !== null)
          if (isBinned) expect(line.skip).toBe('binned')
          else if (!isOpen(state)) expect(line.skip).toBe(state === 'cancelled' ? 'cancelled' : 'closed')
          else expect(['binned', 'closed', 'cancelled']).not.toContain(line.skip)
          if (line.after) expect(line.after).not.toEqual(when)
        })
      }),
    )
  })

  it('leaves duration, length of a span and zone alone, and without hours the time of day too unless asked', () => {
    fc.assert(
      fc.property(someItems, someChange, someRespect, (items, change, respect) => {
        for (const { before, after } of planBulkChange(items, change, calendar, respect)) {
          if (!after) continue
          expect(after.durationMinutes).toBe(before.durationMinutes)
          expect(after.zone).toBe(before.zone)
          expect(after.until === null).toBe(before.until === null)
          if (before.until && after.until)
            expect(daysBetween(after.on, after.until)).toBe(daysBetween(before.on, before.until))
          const asksForTime =
            change.mode === 'datetime' ||
            (change.mode === 'date' && !change.keepTime) ||
            (change.mode === 'shift' && /minutes|hours/.test(change.unit))
          if (!asksForTime && !respect.hours) expect(after.time).toBe(before.time)
          if (before.time === null && change.mode !== 'datetime') expect(after.time).toBeNull()
        }
      }),
    )
  })

  it('rests on worked days and in worked hours where they are respected', () => {
    fc.assert(
      fc.property(someItems, someChange, someRespect, (items, change, respect) => {
        for (const { after } of planBulkChange(items, change, calendar, respect)) {
          if (!after) continue
          expect(calendar.isWorkingDay(after.on, respect)).toBe(true)
          if (respect.hours && after.time !== null) {
            expect(calendar.intoHours(after.on, after.time, { ...nothing, hours: true })).toEqual({
              on: after.on,
              time: after.time,
            })
          }
        }
      }),
    )
  })

  it('keeps the distances between what it shifts', () => {
    fc.assert(
      fc.property(someItems, someShift, (items, change) => {
        const moved = planBulkChange(items, change, calendar, nothing).filter(({ after }) => after !== null)
        const wall = ({ on, time }: When) => toEpochDay(on) * 1440 + (time === null ? 0 : toMinutes(time))
        expect(new Set(moved.map(({ before, after }) => wall(after!) - wall(before))).size).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is undone by shifting back', () => {
    fc.assert(
      fc.property(
        someItems,
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'workingDays'),
        (items, n, unit) => {
          const there = applied(items, planBulkChange(items, shift(n, unit as 'days'), calendar, nothing))
          const back = applied(there, planBulkChange(there, shift(-n, unit as 'days'), calendar, nothing))
          expect(back).toEqual(items)
        },
      ),
    )
  })

  it('has tomorrow on the day after 23:30, today', () => {
    const today = localDateOf(instantOf('2026-11-22', '23:30', zone), zone)
    expect(today).toBe('2026-11-22')
    const one = item(today, '23:30', { zone })
    expect(planned(one, shift(1, 'days'))).toBe('2026-11-23 23:30')
    expect(planned(one, shift(24, 'hours'))).toBe('2026-11-23 23:30')
    expect(planned(one, shift(60, 'minutes'))).toBe('2026-11-23 00:30')
    expect(planned(one, shift(-1, 'days'))).toBe('2026-11-21 23:30')
    expect(planned(item(today, null, { zone }), shift(1, 'days'))).toBe('2026-11-23')
    expect(planned(one, { mode: 'nextWorkingDay' }, days)).toBe('2026-11-23 23:30')
  })

  it.each(['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31'])(
    'keeps 10:00 at 10:00 over the change of clocks in Madrid on %s',
    (change) => {
      const dayBefore = addDays(change, -1)
      for (const there of [shift(1, 'days'), shift(24, 'hours'), shift(1440, 'minutes')]) {
        expect(planned(item(dayBefore, '10:00'), there)).toBe(`${change} 10:00`)
      }
      expect(planned(item(addDays(change, -3), '10:00'), shift(1, 'weeks'))).toBe(`${addDays(change, 4)} 10:00`)
      expect(planned(item(addDays(change, 1), '10:00'), shift(-24, 'hours'))).toBe(`${change} 10:00`)
      const [line] = planBulkChange([item(dayBefore, '10:00')], shift(1, 'days'), calendar, nothing)
      const { on, time, zone: madrid } = line!.after!
      expect(wallOf(instantOf(on, time, madrid), madrid)).toEqual({ on: change, time: '10:00' })
    },
  )
})

describe('a bulk change of dates', () => {
  it('sets a day, with or without the time that was', () => {
    expect(planned(item('2026-11-02', '10:00'), { mode: 'date', on: '2026-11-20', keepTime: true })).toBe(
      '2026-11-20 10:00',
    )
    expect(planned(item('2026-11-02', '10:00'), { mode: 'date', on: '2026-11-20', keepTime: false })).toBe('2026-11-20')
    expect(planned(item('2026-11-20'), { mode: 'date', on: '2026-11-20', keepTime: false })).toBe('unchanged')
    expect(
      planned(item('2026-11-02', null, { until: '2026-11-04' }), { mode: 'date', on: '2026-11-30', keepTime: true }),
    ).toBe('2026-11-30 ..2026-12-02')
  })

  it('sets a day and time; a span moves to the day and stays whole', () => {
    const change: BulkChange = { mode: 'datetime', on: '2026-11-20', time: '12:15' }
    expect(planned(item('2026-11-02'), change)).toBe('2026-11-20 12:15')
    expect(planned(item('2026-11-20', '12:15'), change)).toBe('unchanged')
    expect(planned(item('2026-11-02', null, { until: '2026-11-04' }), change)).toBe('2026-11-20 ..2026-11-22')
  })

  it('goes forward from a day that is not worked, as switched', () => {
    const onto = (on: string): BulkChange => ({ mode: 'date', on, keepTime: true })
    const one = item('2026-11-02', '10:00')
    expect(planned(one, onto('2026-12-05'), days)).toBe('2026-12-07 10:00')
    expect(planned(one, onto('2026-12-08'), days)).toBe('2026-12-09 10:00')
    expect(planned(one, onto('2026-12-08'), { ...days, holidays: false })).toBe('2026-12-08 10:00')
    expect(planned(one, onto('2026-12-05'), { ...days, weekends: false })).toBe('2026-12-05 10:00')
    expect(planned(item('2026-12-14', '10:00'), shift(-1, 'days'), days), 'also when shifted back').toBe('unchanged')
    expect(planned(item('2026-12-10', '18:30'), shift(1, 'hours'), everything)).toBe('2026-12-11 09:00')
    expect(planned(item('2026-12-11', '13:30'), shift(45, 'minutes'), everything)).toBe('2026-12-11 16:00')
  })

  it('counts working days over weekends and holidays', () => {
    expect(planned(item('2026-12-04', '10:00'), shift(2, 'workingDays'), days)).toBe('2026-12-09 10:00')
    expect(planned(item('2026-12-05'), shift(1, 'workingDays'), days)).toBe('2026-12-07')
    expect(planned(item('2026-12-05'), shift(-1, 'workingDays'), days)).toBe('2026-12-04')
    expect(planned(item('2026-12-04'), shift(2, 'workingDays'), { ...days, holidays: false })).toBe('2026-12-08')
    expect(planned(item('2026-12-07'), { mode: 'nextWorkingDay' }, days)).toBe('2026-12-09')
  })

  it('does not shift by hours what has no hour', () => {
    expect(planned(item('2026-11-02'), shift(1, 'hours'))).toBe('no_time')
    expect(planned(item('2026-11-02', null, { until: '2026-11-04' }), shift(5, 'minutes'))).toBe('no_time')
  })

  it('skips what would leave the calendar, and that alone', () => {
    const items = [item('9999-12-30'), { ...item('2026-11-02'), row: 2 }]
    expect(planBulkChange(items, shift(3, 'days'), calendar, nothing).map(({ skip }) => skip)).toEqual([
      'out_of_range',
      null,
    ])
    expect(planned(item('2026-11-02', '10:00'), shift(Number.MAX_SAFE_INTEGER, 'hours'))).toBe('out_of_range')
    expect(planned(item('9999-12-30', null, { until: '9999-12-31' }), shift(1, 'days')), 'the end of a span too').toBe(
      'out_of_range',
    )
  })

  it('refuses a change that makes no sense, and a calendar with nothing to work on', () => {
    const refused = (change: BulkChange) =>
      expect(() => planned(item('2026-11-02'), change)).toThrow(expect.objectContaining({ code: 'invalid' }))
    refused(shift(1.5, 'days'))
    refused(shift(NaN, 'days'))
    refused({ mode: 'date', on: '2026-02-30', keepTime: true })
    refused({ mode: 'datetime', on: '2026-02-20', time: '25:00' })
    refused({ mode: 'spread', from: '2026-02-20', days: 0, perDay: 1, countExisting: false })
    refused({ mode: 'spread', from: '2026-02-20', days: 5, perDay: 0, countExisting: false })
    refused({ mode: 'spread', from: '2026-02-20', days: 1e9, perDay: 1, countExisting: false })
    const idle = createWorkingCalendar({
      workingDays: new Array<boolean>(7).fill(false),
      hours: [],
      holidays: new Map(),
    })
    const spread: BulkChange = { mode: 'spread', from: '2026-02-20', days: 5, perDay: 1, countExisting: false }
    expect(() => planBulkChange([item('2026-11-02')], spread, idle, nothing)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
    expect(() => planBulkChange([item('2026-11-02')], { mode: 'nextWorkingDay' }, idle, days)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
  })
})
