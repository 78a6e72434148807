import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spanishNationalHolidays } from './holidays-es.ts'
import { addDays, fromEpochDay, fromMinutes, isLocalDate, toEpochDay, weekday } from './local-time.ts'
import { createWorkingCalendar, hoursOff, withOwnHours } from './working-calendar.ts'
import type { WorkingWeek } from './working-calendar.ts'

const week: WorkingWeek = {
  workingDays: [true, true, true, true, true, false, false],
  hours: [
    { from: '16:00', to: '19:00' },
    { from: '09:00', to: '14:00' },
  ],
  holidays: new Map([2026, 2027].flatMap(spanishNationalHolidays).map(({ on, key }) => [on, key])),
}
const calendar = createWorkingCalendar(week)
const all = { weekends: true, holidays: true, hours: true }

describe('the working calendar', () => {
  it('knows weekends and holidays, each by its switch', () => {
    expect(calendar.isWorkingDay('2026-12-07')).toBe(true)
    expect(calendar.isWorkingDay('2026-12-08')).toBe(false)
    expect(calendar.isWorkingDay('2026-12-08', { weekends: true, holidays: false })).toBe(true)
    expect(calendar.isWorkingDay('2026-12-12')).toBe(false)
    expect(calendar.isWorkingDay('2026-12-12', { weekends: false, holidays: true })).toBe(true)
    expect(calendar.holidayName('2026-12-08')).toBe('immaculate')
    expect(calendar.holidayName('2026-12-09')).toBeNull()
  })

  it('counts working days over weekends and holidays, both ways', () => {
    expect(calendar.addWorkingDays('2026-12-04', 2)).toBe('2026-12-09') // Sat, Sun (Constitution), Mon, Tue (Immaculate)
    expect(calendar.addWorkingDays('2026-12-09', -2)).toBe('2026-12-04')
    expect(calendar.addWorkingDays('2026-12-05', 1), 'from a Saturday').toBe('2026-12-07')
    expect(calendar.addWorkingDays('2026-12-05', -1), 'from a Saturday').toBe('2026-12-04')
    expect(calendar.addWorkingDays('2026-12-05', 0)).toBe('2026-12-05')
    expect(calendar.nextWorkingDay('2026-12-07')).toBe('2026-12-09')
    expect(calendar.workingDayOnOrAfter('2026-12-05')).toBe('2026-12-07')
    expect(calendar.workingDayOnOrAfter('2026-12-07')).toBe('2026-12-07')
  })

  it('finds what walking day by day would find, in any calendar', () => {
    const start = toEpochDay('2026-01-01')
    const someDay = fc.integer({ min: start, max: start + 400 }).map(fromEpochDay)
    const someWeek = fc.record({
      workingDays: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }).filter((days) => days.includes(true)),
      hours: fc.constant([]),
      holidays: fc.array(someDay, { maxLength: 60 }).map((days) => new Map(days.map((day) => [day, 'x'] as const))),
    })
    const respect = fc.record({ weekends: fc.boolean(), holidays: fc.boolean() })
    fc.assert(
      fc.property(someWeek, someDay, fc.integer({ min: -60, max: 60 }), respect, (some, day, n, switches) => {
        const isWorked = (at: string) =>
          (!switches.weekends || some.workingDays[weekday(at) - 1] === true) &&
          !(switches.holidays && some.holidays.has(at))
        let walked = day
        for (let left = Math.abs(n); left > 0;) {
          walked = addDays(walked, Math.sign(n))
          if (isWorked(walked)) left -= 1
        }
        const made = createWorkingCalendar(some)
        expect(made.addWorkingDays(day, n, switches)).toBe(walked)
        expect(made.isWorkingDay(day, switches)).toBe(isWorked(day))
        const next = made.nextWorkingDay(day, switches)
        expect(next > day && isWorked(next)).toBe(true)
        expect(made.workingDayOnOrAfter(day, switches)).toBe(isWorked(day) ? day : next)
        if (isWorked(day)) expect(made.addWorkingDays(made.addWorkingDays(day, n, switches), -n, switches)).toBe(day)
      }),
      { numRuns: 300 },
    )
  })

  it('moves a time forward into the hours', () => {
    const into = (on: string, time: string) => Object.values(calendar.intoHours(on, time, all)).join(' ')
    expect(into('2026-12-09', '10:20'), 'already in').toBe('2026-12-09 10:20')
    expect(into('2026-12-09', '07:00')).toBe('2026-12-09 09:00')
    expect(into('2026-12-09', '14:00'), 'hours are half-open').toBe('2026-12-09 16:00')
    expect(into('2026-12-09', '15:00')).toBe('2026-12-09 16:00')
    expect(into('2026-12-11', '19:00')).toBe('2026-12-14 09:00')
    expect(into('2026-12-12', '10:20'), 'a Saturday gives way, the time stays').toBe('2026-12-14 10:20')
    expect(into('2026-12-12', '22:00'), 'not one day further than needed').toBe('2026-12-14 09:00')
    expect(calendar.intoHours('2026-12-09', '22:00', { ...all, hours: false })).toEqual({
      on: '2026-12-09',
      time: '22:00',
    })
    const night = createWorkingCalendar({ ...week, hours: [{ from: '22:00', to: '24:00' }] })
    expect(night.intoHours('2026-12-09', '23:59', all)).toEqual({ on: '2026-12-09', time: '23:59' })
  })

  it('never moves a time backwards, and rests where it has arrived', () => {
    const day = fc.integer({ min: toEpochDay('2026-01-01'), max: toEpochDay('2027-12-31') }).map(fromEpochDay)
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 1439 }).map(fromMinutes), (on, time) => {
        const there = calendar.intoHours(on, time, all)
        expect(`${there.on} ${there.time}` >= `${on} ${time}` || there.on > on).toBe(true)
        expect(calendar.isWorkingDay(there.on)).toBe(true)
        expect(calendar.intoHours(there.on, there.time, all)).toEqual(there)
      }),
    )
  })

  it('says so when there is nothing to work on, and never searches for ever', () => {
    const idle = createWorkingCalendar({
      workingDays: new Array<boolean>(7).fill(false),
      hours: [],
      holidays: new Map(),
    })
    const rule = (name: string) =>
      expect.objectContaining({ code: 'invalid', details: expect.objectContaining({ rule: name }) })
    expect(() => idle.nextWorkingDay('2026-01-01')).toThrow(rule('no_working_day'))
    expect(() => idle.addWorkingDays('2026-01-01', 3)).toThrow(rule('no_working_day'))
    expect(idle.nextWorkingDay('2026-01-01', { weekends: false, holidays: true })).toBe('2026-01-02')
    expect(() => idle.intoHours('2026-01-01', '10:00', { weekends: false, holidays: false, hours: true })).toThrow(
      rule('no_working_hours'),
    )
    expect(() => calendar.nextWorkingDay('9999-12-31')).toThrow(rule('out_of_range'))
    expect(() => calendar.addWorkingDays('0001-01-05', -5)).toThrow(rule('out_of_range'))
    expect(() => calendar.addWorkingDays('2026-01-05', 1.5)).toThrow(rule('whole_number'))
    expect(() => createWorkingCalendar({ ...week, hours: [{ from: '10:00', to: '09:00' }] })).toThrow(
      rule('ends_before_start'),
    )
    expect(() => createWorkingCalendar({ ...week, workingDays: [true] })).toThrow(rule('seven_days'))
    expect(() => createWorkingCalendar({ ...week, holidays: new Map([['6 dic', 'x']]) })).toThrow(rule('date'))
  })
})

describe('the national holidays of Spain', () => {
  it('are ten, in order, and real days in any year', () => {
    for (const year of [1, 1583, 1999, 2000, 2026, 9999]) {
      const days = spanishNationalHolidays(year).map(({ on }) => on)
      expect(days).toHaveLength(10)
      expect(days.every(isLocalDate)).toBe(true)
      expect([...days].sort()).toEqual(days)
    }
  })

  // Good Fridays as published in the work calendars of the Boletín Oficial del Estado.
  it.each([
    '2019-04-19',
    '2023-04-07',
    '2024-03-29',
    '2025-04-18',
    '2026-04-03',
    '2027-03-26',
    '2028-04-14',
    '2038-04-23',
  ])('have Good Friday on %s', (day) => {
    expect(spanishNationalHolidays(Number(day.slice(0, 4))).find(({ key }) => key === 'good-friday')?.on).toBe(day)
  })

  it('have Good Friday on a Friday from 20 March to 23 April, always', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), (year) => {
        const on = spanishNationalHolidays(year).find(({ key }) => key === 'good-friday')?.on ?? ''
        expect(weekday(on)).toBe(5)
        expect(on.slice(5) >= '03-20' && on.slice(5) <= '04-23').toBe(true)
      }),
    )
  })
})

describe('what is worked of a day', () => {
  const week = {
    workingDays: [true, true, true, true, true, false, false],
    hours: [
      { from: '16:00', to: '19:00' },
      { from: '09:00', to: '14:00' },
    ],
    holidays: new Map([['2026-12-08', 'immaculate']]),
  }
  it('are the general hours, in order; nothing on a day off or a holiday', () => {
    const calendar = createWorkingCalendar(week)
    expect(calendar.hoursOn('2026-12-07')).toEqual([
      { from: 540, to: 840 },
      { from: 960, to: 1140 },
    ])
    expect(calendar.hoursOn('2026-12-08')).toEqual([])
    expect(calendar.hoursOn('2026-12-12')).toEqual([])
  })
  it('are one’s own by weekday, where there are some', () => {
    const own = createWorkingCalendar(
      withOwnHours(week, [[], [], [{ from: '15:00', to: '24:00' }], [], [], [{ from: '10:00', to: '13:00' }], []]),
    )
    expect(own.hoursOn('2026-12-07')).toEqual([])
    expect(own.hoursOn('2026-12-09')).toEqual([{ from: 900, to: 1440 }])
    expect(own.hoursOn('2026-12-12')).toEqual([{ from: 600, to: 780 }])
  })
  it('is the whole of a working day where no hours are set', () => {
    expect(createWorkingCalendar({ ...week, hours: [] }).hoursOn('2026-12-07')).toEqual([{ from: 0, to: 1440 }])
    expect(createWorkingCalendar({ ...week, hours: [] }).hoursOn('2026-12-12')).toEqual([])
  })
  it('leaves the rest off', () => {
    expect(
      hoursOff([
        { from: 540, to: 840 },
        { from: 960, to: 1440 },
      ]),
    ).toEqual([
      { from: 0, to: 540 },
      { from: 840, to: 960 },
    ])
    expect(hoursOff([])).toEqual([{ from: 0, to: 1440 }])
    expect(hoursOff([{ from: 0, to: 1440 }])).toEqual([])
  })
})
