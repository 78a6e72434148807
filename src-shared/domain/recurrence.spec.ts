import fc from 'fast-check'
import { RRuleTemporal } from 'rrule-temporal'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../errors.ts'
import { addDays, weekday } from './local-time.ts'
import { partsOfRule, ruleOfParts, ruleUntil, ruleWithFewer, shiftedRule, weekdayCodes } from './recurrence-rule.ts'
import { daysOfRule, placedDay } from './recurrence.ts'
import type { WorkingWeek } from './working-calendar.ts'

const far = '2100-12-31'
const week: WorkingWeek = {
  workingDays: [true, true, true, true, true, false, false], hours: [{ from: '09:00', to: '18:00' }],
  holidays: new Map([['2026-12-08', 'immaculate'], ['2026-12-25', 'christmas'], ['2027-01-01', 'new_year']]),
}

/** The examples of RFC 5545, 3.8.5.3, as far as they are about days: rule, first day, the days it gives. */
const examples: [string, string, string, string][] = [
  ['daily for 10 occurrences', 'FREQ=DAILY;COUNT=10', '1997-09-02', '0902 0903 0904 0905 0906 0907 0908 0909 0910 0911'],
  ['every 10 days, 5 occurrences', 'FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02', '0902 0912 0922 1002 1012'],
  ['weekly for 10 occurrences', 'FREQ=WEEKLY;COUNT=10', '1997-09-02', '0902 0909 0916 0923 0930 1007 1014 1021 1028 1104'],
  ['weekly on Tuesday and Thursday for five weeks', 'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH', '1997-09-02', '0902 0904 0909 0911 0916 0918 0923 0925 0930 1002 1007'],
  ['every other week on Tuesday and Thursday, for 8 occurrences', 'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', '1997-09-02', '0902 0904 0916 0918 0930 1002 1014 1016'],
  ['monthly on the first Friday for 10 occurrences', 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR', '1997-09-05', '0905 1003 1107 1205 0102 0206 0306 0403 0501 0605'],
  ['every other month on the first and last Sunday for 10 occurrences', 'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU', '1997-09-07', '0907 0928 1102 1130 0104 0125 0301 0329 0503 0531'],
  ['monthly on the second-to-last Monday for 6 months', 'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22', '0922 1020 1117 1222 0119 0216'],
  ['monthly on the third-to-last day', 'FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6', '1997-09-28', '0928 1029 1128 1229 0129 0226'],
  ['monthly on the 2nd and 15th for 10 occurrences', 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15', '1997-09-02', '0902 0915 1002 1015 1102 1115 1202 1215 0102 0115'],
  ['every 18 months on the 10th through 15th for 10 occurrences', 'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15', '1997-09-10', '0910 0911 0912 0913 0914 0915 0310 0311 0312 0313'],
  ['yearly in June and July for 10 occurrences', 'FREQ=YEARLY;COUNT=10;BYMONTH=6,7', '1997-06-10', '0610 0710 0610 0710 0610 0710 0610 0710 0610 0710'],
  ['every other year on January, February, and March for 10 occurrences', 'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3', '1997-03-10', '0310 0110 0210 0310 0110 0210 0310 0110 0210 0310'],
  ['the third instance into the month of Tuesday, Wednesday, or Thursday', 'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', '0904 1007 1106'],
  ['the second-to-last weekday of the month', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=7', '1997-09-29', '0929 1030 1127 1230 0129 0226 0330'],
  ['an invalid date (30 February) is passed over', 'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007-01-15', '0115 0130 0215 0315 0330'],
]

describe('the examples of RFC 5545', () => {
  it.each(examples)('%s', (_name, rule, start, wanted) => {
    expect(daysOfRule(rule, start, start, far, 50).map((day) => day.slice(5).replace('-', '')).join(' ')).toBe(wanted)
  })
})

const rules = fc
  .record({
    freq: fc.constantFrom('DAILY' as const, 'WEEKLY' as const, 'MONTHLY' as const, 'YEARLY' as const), interval: fc.integer({ min: 1, max: 6 }),
    count: fc.option(fc.integer({ min: 1, max: 40 })), days: fc.uniqueArray(fc.constantFrom(...weekdayCodes), { maxLength: 3 }), monthDay: fc.option(fc.integer({ min: 1, max: 31 })),
  })
  .map(({ freq, interval, count, days, monthDay }) => ({
    freq, interval, byDay: freq === 'WEEKLY' ? days : [], byMonthDay: freq === 'MONTHLY' && monthDay !== null ? [monthDay] : [], byMonth: [], bySetPos: [], until: null, count,
  }))

describe('the days of any rule', () => {
  it('are those of the library that knows RFC 5545, in every window of time', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 }), (parts, startAt, later) => {
        const start = addDays('2026-01-01', startAt)
        const rule = ruleOfParts(parts)
        const from = addDays(start, later)
        const to = addDays(from, 200)
        const library = new RRuleTemporal({ rruleString: `DTSTART:${start.replaceAll('-', '')}T000000Z\nRRULE:${rule}` })
        const all: string[] = []
        library.all((date) => {
          const day = date.toString().slice(0, 10)
          if (day > to) return false
          all.push(day)
          return true
        })
        const wanted = [...new Set([start, ...all])].filter((day) => day >= from && day <= to).sort()
        expect(daysOfRule(rule, start, from, to, 1000)).toEqual(wanted)
      }),
      { numRuns: 150 },
    )
  })

  it('say the same after being read and written', () => {
    fc.assert(fc.property(rules, (parts) => {
        expect(partsOfRule(ruleOfParts(parts))).toEqual(parts)
      }))
  })

  it.each(['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3'])('are refused for a rule that gives none: %s', (rule) =>
    expect(() => daysOfRule(rule, '2026-01-02', '2026-01-02', far, 50)).toThrowError(KnownError),
  )

  it('end with the last day there is', () => {
    expect(daysOfRule('FREQ=DAILY', '9999-12-30', '9999-12-30', '9999-12-31', 50)).toEqual(['9999-12-30', '9999-12-31'])
  })

  it('never end by themselves, and are given as many as are asked for', () => {
    expect(daysOfRule('FREQ=DAILY', '2026-03-10', '2026-03-10', '9999-12-31', 400)).toHaveLength(400)
  })

  it('end, have fewer times, or move along', () => {
    expect(ruleUntil('FREQ=WEEKLY;COUNT=9', '2026-05-01')).toBe('FREQ=WEEKLY;UNTIL=20260501')
    expect(ruleWithFewer('FREQ=WEEKLY;COUNT=9', 4)).toBe('FREQ=WEEKLY;COUNT=5')
    expect(shiftedRule('FREQ=WEEKLY;BYDAY=MO,TH', '2026-03-09', 1)).toBe('FREQ=WEEKLY;BYDAY=TU,FR')
    expect(shiftedRule('FREQ=MONTHLY;BYMONTHDAY=9', '2026-03-09', 1)).toBe('FREQ=MONTHLY;BYMONTHDAY=10')
  })

  it.each(['', 'FREQ=HOURLY', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;COUNT=2;UNTIL=20260101', 'FREQ=DAILY;UNTIL=20260231', 'FREQ=DAILY;FREQ=DAILY', 'BYDAY=MO', 'FREQ=DAILY;NONSENSE=1'])(
    'are refused for what is no rule of days: %s',
    (rule) => expect(() => partsOfRule(rule)).toThrowError(KnownError),
  )
})

describe('moved off holidays', () => {
  it('forward, backward, or left out', () => {
    expect(placedDay('2026-12-25', 'keep', 'FREQ=WEEKLY;BYDAY=FR', week)).toBe('2026-12-25')
    expect(placedDay('2026-12-25', 'forward', 'FREQ=WEEKLY;BYDAY=FR', week)).toBe('2026-12-28')
    expect(placedDay('2026-12-25', 'backward', 'FREQ=WEEKLY;BYDAY=FR', week)).toBe('2026-12-24')
    expect(placedDay('2026-12-25', 'skip', 'FREQ=WEEKLY;BYDAY=FR', week)).toBeNull()
  })

  it('takes a Saturday that the rule itself names as meant, and moves one that comes from a day of the month', () => {
    expect(weekday('2026-12-12')).toBe(6)
    expect(placedDay('2026-12-12', 'forward', 'FREQ=WEEKLY;BYDAY=SA', week)).toBe('2026-12-12')
    expect(placedDay('2026-12-12', 'forward', 'FREQ=MONTHLY;BYMONTHDAY=12', week)).toBe('2026-12-14')
  })
})
