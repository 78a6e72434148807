import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import {
  addDays,
  addMinutes,
  compareWhen,
  daysBetween,
  firstEpochDay,
  fromEpochDay,
  fromMinutes,
  instantOf,
  isLocalDate,
  isLocalTime,
  isOverdue,
  isZone,
  lastEpochDay,
  localDateOf,
  overdueDays,
  toEpochDay,
  toMinutes,
  wallOf,
  weekday,
} from './local-time.ts'
import type { When } from './local-time.ts'

const zones = ['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata']
const minute = 60_000
const anyDay = fc.integer({ min: firstEpochDay, max: lastEpochDay }).map(fromEpochDay)
const modernDay = fc.integer({ min: toEpochDay('1950-01-01'), max: toEpochDay('2080-12-31') }).map(fromEpochDay)
const anyTime = fc.integer({ min: 0, max: 1439 }).map(fromMinutes)

const machineZone = process.env['TZ']
afterEach(() => {
  if (machineZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = machineZone
})

describe('a day', () => {
  it('is only what exists in the calendar, written in full', () => {
    for (const day of ['0001-01-01', '2024-02-29', '2000-02-29', '9999-12-31']) expect(isLocalDate(day), day).toBe(true)
    const none = ['2023-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01']
    const badlyWritten = [
      '',
      '2026-1-1',
      '2026/01/01',
      '2026-01-01T00:00',
      ' 2026-01-01',
      '+026-01-01',
      '２026-01-01',
      20260101,
      null,
    ]
    for (const day of [...none, ...badlyWritten]) expect(isLocalDate(day), String(day)).toBe(false)
  })

  it('is the same day in Temporal', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, n) => {
        const plain = Temporal.PlainDate.from(day)
        expect(weekday(day)).toBe(plain.dayOfWeek)
        const moved = plain.add({ days: n })
        if (moved.year < 1 || moved.year > 9999) expect(() => addDays(day, n)).toThrow()
        else {
          expect(addDays(day, n)).toBe(moved.toString())
          expect(daysBetween(day, moved.toString())).toBe(n)
        }
      }),
    )
  })

  it('is refused outside the years 0001 to 9999', () => {
    expect(() => addDays('0001-01-01', -1)).toThrow(
      expect.objectContaining({ code: 'invalid', details: expect.objectContaining({ rule: 'out_of_range' }) }),
    )
    expect(() => addDays('9999-12-31', 1)).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(() => addDays('2026-01-01', 0.5)).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(() => addDays('not a day', 1)).toThrow(expect.objectContaining({ code: 'invalid' }))
  })
})

describe('a time', () => {
  it('is 00:00 to 23:59, written in full', () => {
    for (const time of ['00:00', '09:05', '23:59']) expect(isLocalTime(time), time).toBe(true)
    for (const time of ['24:00', '9:05', '23:60', '10:00:00', '', '1O:00', null])
      expect(isLocalTime(time), String(time)).toBe(false)
  })

  it('crosses midnight forwards and back', () => {
    expect(addMinutes({ on: '2026-12-31', time: '23:30' }, 60)).toEqual({ on: '2027-01-01', time: '00:30' })
    expect(addMinutes({ on: '2026-03-01', time: '00:10' }, -20)).toEqual({ on: '2026-02-28', time: '23:50' })
    fc.assert(
      fc.property(modernDay, anyTime, fc.integer({ min: -1e6, max: 1e6 }), (on, time, n) => {
        expect(addMinutes(addMinutes({ on, time }, n), -n)).toEqual({ on, time })
        expect(fromMinutes(toMinutes(time))).toBe(time)
      }),
    )
  })
})

describe('a zone', () => {
  it('gives the moment that Temporal gives, in any year of the last and next decades', () => {
    const withOddRules = [
      ...zones,
      'Pacific/Apia',
      'Africa/Casablanca',
      'America/Toronto',
      'Australia/Lord_Howe',
      'Antarctica/Troll',
      'UTC',
    ]
    fc.assert(
      fc.property(modernDay, anyTime, fc.constantFrom(...withOddRules), (on, time, zone) => {
        expect(instantOf(on, time, zone)).toBe(
          Temporal.PlainDateTime.from(`${on}T${time}`).toZonedDateTime(zone).epochMilliseconds,
        )
        expect(instantOf(on, null, zone)).toBe(Temporal.PlainDate.from(on).toZonedDateTime(zone).epochMilliseconds)
      }),
      { numRuns: 400 },
    )
  })

  it('gives the wall time back, except in the hour that a change leaves out', () => {
    fc.assert(
      fc.property(modernDay, anyTime, fc.constantFrom(...zones), (on, time, zone) => {
        const wall = wallOf(instantOf(on, time, zone), zone)
        if (wall.time !== time) expect(instantOf(wall.on, wall.time, zone)).toBe(instantOf(on, time, zone))
        else expect(wall).toEqual({ on, time })
      }),
    )
  })

  // Both changes of the clocks in Madrid: last Sundays of March and October (Directive 2000/84/EC).
  it.each([
    { spring: '2026-03-29', autumn: '2026-10-25' },
    { spring: '2027-03-28', autumn: '2027-10-31' },
  ])('reads Madrid right around $spring and $autumn', ({ spring, autumn }) => {
    const zone = 'Europe/Madrid'
    expect(instantOf(spring, '01:59', zone) + minute).toBe(instantOf(spring, '03:00', zone))
    expect(instantOf(spring, '02:30', zone), 'left out: as far after the change').toBe(instantOf(spring, '03:30', zone))
    expect(instantOf(autumn, '02:30', zone), 'twice: the first').toBe(instantOf(autumn, '01:30', zone) + 60 * minute)
    expect(instantOf(autumn, '03:00', zone) - instantOf(autumn, '02:59', zone)).toBe(61 * minute)
    for (const [day, hours] of [
      [spring, 23],
      [autumn, 25],
    ] as const) {
      expect(instantOf(addDays(day, 1), null, zone) - instantOf(day, null, zone)).toBe(hours * 60 * minute)
    }
  })

  it('starts the day after a change at midnight when the day really starts', () => {
    expect(wallOf(instantOf('2018-11-04', null, 'America/Sao_Paulo'), 'America/Sao_Paulo').time).toBe('01:00')
    expect(wallOf(instantOf('2026-11-04', null, 'America/Sao_Paulo'), 'America/Sao_Paulo').time).toBe('00:00')
    // Half an hour before midnight the clocks went to half past.
    expect(wallOf(instantOf('1919-03-31', null, 'America/Toronto'), 'America/Toronto').time).toBe('00:30')
  })

  it.each(zones)('does not look at the zone of the machine (%s)', (zone) => {
    process.env['TZ'] = zone
    expect(new Date(2026, 6, 1, 10).getTime(), 'the machine is there').toBe(instantOf('2026-07-01', '10:00', zone))
    expect(instantOf('2026-07-01', '10:00', 'Europe/Madrid')).toBe(Date.UTC(2026, 6, 1, 8, 0))
    expect(localDateOf(Date.UTC(2026, 6, 1, 23, 30), 'Europe/Madrid')).toBe('2026-07-02')
    expect(addDays(wallOf(instantOf('2026-07-01', '23:30', zone), zone).on, 1)).toBe('2026-07-02')
    expect(weekday('2026-11-22')).toBe(7)
  })

  it('is refused when nobody knows it', () => {
    expect(isZone('Europe/Madrid')).toBe(true)
    expect(isZone('Europe/Atlantis')).toBe(false)
    expect(isZone('')).toBe(false)
    expect(() => instantOf('2026-01-01', null, 'Europe/Atlantis')).toThrow(
      expect.objectContaining({ code: 'invalid', details: expect.objectContaining({ field: 'zone' }) }),
    )
  })

  it('costs little for ten thousand activities', () => {
    const read = () => {
      const started = performance.now()
      for (let n = 0; n < 10_000; n++) instantOf(addDays('2020-01-01', n % 4000), '10:00', 'Europe/Madrid')
      return performance.now() - started
    }
    read()
    expect(Math.min(read(), read(), read())).toBeLessThan(60)
  })
})

describe('an activity', () => {
  const when = (on: string, time: string | null = null, more: Partial<When> = {}): When => ({
    on,
    time,
    durationMinutes: null,
    until: null,
    zone: 'Europe/Madrid',
    ...more,
  })
  const now = { on: '2026-11-23', time: '10:00' }

  it('is overdue once its day, its last day or its end is past, while it is open', () => {
    expect(isOverdue(when('2026-11-23'), 'planned', now)).toBe(false)
    expect(isOverdue(when('2026-11-22'), 'planned', now)).toBe(true)
    expect(isOverdue(when('2026-11-20', null, { until: '2026-11-23' }), 'on_hold', now)).toBe(false)
    expect(isOverdue(when('2026-11-20', null, { until: '2026-11-22' }), 'on_hold', now)).toBe(true)
    expect(isOverdue(when('2026-11-23', '09:00', { durationMinutes: 90 }), 'in_progress', now)).toBe(false)
    expect(isOverdue(when('2026-11-23', '09:00', { durationMinutes: 30 }), 'in_progress', now)).toBe(true)
    expect(isOverdue(when('2026-11-22', '23:30', { durationMinutes: 660 }), 'planned', now)).toBe(false)
    expect(isOverdue(when('2026-11-01'), 'done', now)).toBe(false)
    expect(isOverdue(when('2026-11-01'), 'cancelled', now)).toBe(false)
  })

  it('counts the days it is late', () => {
    expect(overdueDays(when('2026-11-20'), 'planned', now)).toBe(3)
    expect(overdueDays(when('2026-11-23', '09:00'), 'planned', now)).toBe(0)
    expect(overdueDays(when('2026-11-20'), 'done', now)).toBe(0)
  })

  it('stands in lists by day, then alone before the hours of that day', () => {
    const sorted = [
      when('2026-11-23', '09:00'),
      when('2026-11-24'),
      when('2026-11-23', '00:00'),
      when('2026-11-23'),
    ].sort(compareWhen)
    expect(sorted.map(({ on, time }) => `${on} ${time ?? ''}`)).toEqual([
      '2026-11-23 ',
      '2026-11-23 00:00',
      '2026-11-23 09:00',
      '2026-11-24 ',
    ])
  })
})
