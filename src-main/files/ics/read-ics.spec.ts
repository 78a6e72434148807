// Calendar files of other programs, and what is wrong with them: each entry is taken or named, none is lost, nothing throws (IO-5).
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testData } from '../../../build/test-data.ts'
import { blocksOf } from './ics-blocks.ts'
import { zoneOfName } from './ics-zones.ts'
import { readIcs } from './read-ics.ts'

const options = { zone: 'Europe/Madrid', horizon: '2028-12-31' }
const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]): string =>
  calendar('BEGIN:VEVENT', 'UID:one', 'SUMMARY:Visita', ...lines, 'END:VEVENT')
const one = async (...lines: string[]) => {
  const file = await readIcs(event(...lines), options)
  return file.entries[0] ?? file.refused[0]
}

describe('a moment', () => {
  it('stays on the wall of its zone, under IANA, Windows and long names', async () => {
    for (const [name, zone] of [
      ['America/New_York', 'America/New_York'],
      ['Romance Standard Time', 'Europe/Paris'],
      ['"W. Europe Standard Time"', 'Europe/Berlin'],
      ['/freeassociation.sourceforge.net/Tzfile/Europe/Madrid', 'Europe/Madrid'],
      ['/mozilla.org/20050126_1/Europe/Berlin', 'Europe/Berlin'],
    ]) {
      expect(await one(`DTSTART;TZID=${name}:20260310T100000`, 'DURATION:PT1H30M')).toMatchObject({
        when: { on: '2026-03-10', time: '10:00', durationMinutes: 90, until: null, zone },
        notices: [],
      })
    }
    expect(zoneOfName('(UTC+01:00) Madrid')).toBe('Etc/GMT-1')
  })
  it('in UTC becomes a wall here, on both sides of a change of clocks', async () => {
    expect(await one('DTSTART:20260328T090000Z')).toMatchObject({
      when: { on: '2026-03-28', time: '10:00', zone: 'Europe/Madrid' },
    })
    expect(await one('DTSTART:20260329T090000Z')).toMatchObject({ when: { on: '2026-03-29', time: '11:00' } })
  })
  it('in a zone that nobody knows is read as here, and says so', async () => {
    const file = await readIcs(event('DTSTART;TZID=Mars/Olympus:20260310T100000'), options)
    expect(file.entries[0]).toMatchObject({ when: { time: '10:00', zone: 'Europe/Madrid' }, notices: ['zone_unknown'] })
    expect(file.unknownZones).toEqual(['Mars/Olympus'])
  })
  it('of whole days ends on the day before DTEND', async () => {
    expect(await one('DTSTART;VALUE=DATE:20260310', 'DTEND;VALUE=DATE:20260313')).toMatchObject({
      when: { on: '2026-03-10', time: null, until: '2026-03-12' },
    })
    expect(await one('DTSTART;VALUE=DATE:20260310')).toMatchObject({ when: { until: null } })
  })
  it('that ends in another zone lasts what really passes', async () => {
    expect(
      await one('DTSTART;TZID=Europe/Madrid:20260310T100000', 'DTEND;TZID=Atlantic/Canary:20260310T100000'),
    ).toMatchObject({ when: { durationMinutes: 60 } })
  })
})

describe('what is wrong is named with its line, and the rest is taken', () => {
  it.each([
    ['no start', ['DTEND:20260310T110000'], 'no_start'],
    ['31 February', ['DTSTART:20260231T100000'], 'bad_date'],
    ['the year 0', ['DTSTART;VALUE=DATE:00000310'], 'out_of_range'],
    ['an end before the start', ['DTSTART:20260310T100000', 'DTEND:20260310T090000'], 'ends_before'],
    ['a duration of -5', ['DTSTART:20260310T100000', 'DURATION:-PT5M'], 'ends_before'],
    ['a rule that says nothing', ['DTSTART:20260310T100000', 'RRULE:FREQ=SOMETIMES'], 'bad_rule'],
    ['a weekday that is none', ['DTSTART:20260310T100000', 'RRULE:FREQ=WEEKLY;BYDAY=XX'], 'bad_rule'],
    ['a rule that never comes true', ['DTSTART:20260310T100000', 'RRULE:FREQ=DAILY;COUNT=-3'], 'bad_rule'],
  ])('%s', async (_name, lines, reason) => {
    const file = await readIcs(
      calendar(
        'BEGIN:VEVENT',
        'UID:bad',
        'SUMMARY:Mala',
        ...lines,
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:good',
        'SUMMARY:Buena',
        'DTSTART:20260310T100000',
        'END:VEVENT',
      ),
      options,
    )
    expect(file.entries.map(({ uid }) => uid)).toContain('good')
    expect(file.refused).toEqual([{ line: 3, subject: 'Mala', uid: 'bad', reason }])
  })
  it('an entry without a subject takes its first words, one without UID gets one that stays the same', async () => {
    const text = calendar(
      'BEGIN:VEVENT',
      'DESCRIPTION:Llevar muestras\\nde todo',
      'DTSTART:20260310T100000',
      'END:VEVENT',
    )
    expect((await readIcs(text, options)).entries[0]).toMatchObject({
      subject: 'Llevar muestras',
      notices: ['no_subject', 'no_uid'],
    })
    expect((await readIcs(text, options)).entries[0]?.uid).toBe((await readIcs(text, options)).entries[0]?.uid)
  })
  it('a file that was cut off gives what there is of the last entry', async () => {
    expect((await readIcs(event('DTSTART:20260310T100000').slice(0, -30), options)).entries[0]).toMatchObject({
      subject: 'Visita',
      notices: ['cut_off'],
    })
  })
  it('what is no calendar says so', async () => {
    expect(await readIcs('hello', options)).toMatchObject({ isCalendar: false, entries: [], refused: [] })
  })
})

describe('a series', () => {
  it('keeps its wall across both changes of clocks, in every zone', async () => {
    for (const zone of ['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata']) {
      const file = await readIcs(event(`DTSTART;TZID=${zone}:20260301T100000`, 'RRULE:FREQ=WEEKLY;COUNT=60'), options)
      expect(file.entries).toHaveLength(60)
      expect(new Set(file.entries.map(({ when }) => when.time))).toEqual(new Set(['10:00']))
      expect(new Set(file.entries.map(({ recurrenceId }) => recurrenceId)).size).toBe(60)
    }
  })
  it('without an end stops at the horizon, and says so', async () => {
    const file = await readIcs(event('DTSTART:20260310T100000', 'RRULE:FREQ=DAILY;BYHOUR=10'), {
      ...options,
      horizon: '2026-03-20',
    })
    expect(file.entries).toHaveLength(11)
    expect(file.series).toMatchObject([{ uid: 'one', isCut: true, upTo: '2026-03-20', rule: null }])
    expect(file.entries[0]?.notices).toContain('rule_cut')
  })
  it.each([
    ['FREQ=DAILY', 'FREQ=DAILY'],
    ['FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4', 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4'],
    ['FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=TU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['FREQ=MONTHLY;BYMONTHDAY=10,-1;COUNT=6', 'FREQ=MONTHLY;BYMONTHDAY=10,-1;COUNT=6'],
    ['FREQ=YEARLY', 'FREQ=YEARLY'],
    ['FREQ=DAILY;UNTIL=20260312T090000Z', 'FREQ=DAILY;UNTIL=20260312'],
    ['FREQ=DAILY;UNTIL=20260312T085900Z', 'FREQ=DAILY;UNTIL=20260311'],
    ['FREQ=DAILY;UNTIL=20490312T085900Z', 'FREQ=DAILY;UNTIL=20490311'],
    ['FREQ=DAILY;UNTIL=20260312', 'FREQ=DAILY;UNTIL=20260312'],
    // The week begins on Sunday, and that matters; hours of their own; weeks and days of the year; one date alone.
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU', null],
    ['FREQ=DAILY;BYHOUR=10,16', null],
    ['FREQ=HOURLY;COUNT=3', null],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', null],
    ['FREQ=YEARLY;BYYEARDAY=100', null],
    ['FREQ=DAILY;COUNT=1', null],
  ])('whose rule is %s is one of ours, or not', async (rule, ours) => {
    const file = await readIcs(event('DTSTART;TZID=Europe/Madrid:20260310T100000', `RRULE:${rule}`), options)
    expect(file.series[0]?.rule).toBe(ours)
    expect(new Set(file.entries.map(({ part }) => part))).toEqual(new Set([ours === null ? 'extra' : 'rule']))
    expect(file.entries.some(({ notices }) => notices.includes('rule_cut'))).toBe(
      ours === null && file.series[0]?.isCut === true,
    )
  })
  it('of two rules is none of ours; an extra date is none of the rule', async () => {
    const start = 'DTSTART;TZID=Europe/Madrid:20260310T100000'
    expect(
      (await readIcs(event(start, 'RRULE:FREQ=DAILY;COUNT=2', 'RRULE:FREQ=WEEKLY;COUNT=3'), options)).series[0]?.rule,
    ).toBeNull()
    const file = await readIcs(
      event(
        start,
        'RRULE:FREQ=DAILY;COUNT=3',
        'EXDATE;TZID=Europe/Madrid:20260311T100000',
        'RDATE;TZID=Europe/Madrid:20260401T100000',
      ),
      options,
    )
    expect(file.series[0]).toMatchObject({
      rule: 'FREQ=DAILY;COUNT=3',
      dates: ['2026-03-10T10:00', '2026-03-12T10:00'],
    })
    expect(file.entries.map(({ part }) => part)).toEqual(['rule', 'rule', 'extra'])
  })
  it('that began long ago is taken from a day on, one that ended before it as a whole', async () => {
    const late = { ...options, from: '2026-02-01', horizon: '2026-04-30' }
    const goesOn = await readIcs(event('DTSTART;TZID=Europe/Madrid:20150310T100000', 'RRULE:FREQ=WEEKLY'), late)
    expect(goesOn.series).toMatchObject([{ isLate: true, from: '2026-02-01', rule: 'FREQ=WEEKLY' }])
    expect([goesOn.entries[0]?.when.on, goesOn.entries.at(-1)?.when.on, goesOn.entries.length]).toEqual([
      '2026-02-03',
      '2026-04-28',
      13,
    ])
    const ended = await readIcs(event('DTSTART;TZID=Europe/Madrid:20150310T100000', 'RRULE:FREQ=WEEKLY;COUNT=3'), late)
    expect(ended.series).toMatchObject([{ isLate: false, from: '0001-01-01' }])
    expect(ended.entries).toHaveLength(3)
  })
  it('leaves out EXDATE, adds RDATE, and ends with UNTIL in UTC', async () => {
    const dates = async (...lines: string[]): Promise<string[]> =>
      (await readIcs(event('DTSTART;TZID=Europe/Madrid:20260310T100000', ...lines), options)).entries.map(({ when }) => when.on)
    expect(await dates('RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;TZID=Europe/Madrid:20260311T100000')).toEqual([
      '2026-03-10',
      '2026-03-12',
    ])
    expect(await dates('RRULE:FREQ=DAILY;COUNT=2', 'RDATE;TZID=Europe/Madrid:20260401T100000')).toEqual([
      '2026-03-10',
      '2026-03-11',
      '2026-04-01',
    ])
    expect(await dates('RRULE:FREQ=DAILY;UNTIL=20260312T090000Z')).toEqual(['2026-03-10', '2026-03-11', '2026-03-12'])
  })
  it('gives way on a day that was changed or cancelled by itself', async () => {
    const file = await readIcs(
      calendar(
        'BEGIN:VEVENT',
        'UID:s',
        'SUMMARY:Serie',
        'DTSTART;VALUE=DATE:20260310',
        'RRULE:FREQ=DAILY;COUNT=3',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:s',
        'SUMMARY:Otra',
        'RECURRENCE-ID;VALUE=DATE:20260311',
        'DTSTART;VALUE=DATE:20260320',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:s',
        'SUMMARY:Nada',
        'RECURRENCE-ID;VALUE=DATE:20260312',
        'DTSTART;VALUE=DATE:20260312',
        'STATUS:CANCELLED',
        'END:VEVENT',
      ),
      options,
    )
    expect(
      file.entries.map(({ recurrenceId, subject, when, isCancelled }) => [recurrenceId, subject, when.on, isCancelled]),
    ).toEqual([
      ['2026-03-10', 'Serie', '2026-03-10', false],
      ['2026-03-12', 'Nada', '2026-03-12', true],
      ['2026-03-11', 'Otra', '2026-03-20', false],
    ])
  })
})

const present = ['ics-icaljs-samples', 'ics-icaljs-parser', 'ics-libical'].flatMap((name) => testData(name) ?? [])
if (present.length === 0) console.log('calendar files of other programs skipped: ../shared/data is absent')
describe.skipIf(present.length === 0)('files of other programs', () => {
  const all = present
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.ics') && statSync(path).isFile())
  it.each(all.map((path) => [path.split('/').slice(-2).join('/'), path]))(
    '%s: every entry is taken or named',
    async (_name, path) => {
      const text = readFileSync(path, 'utf8')
      const file = await readIcs(text, options)
      const lines = new Set([...file.entries, ...file.refused].map(({ line }) => line))
      // A series all of whose dates lie beyond the horizon, or an older copy of the same entry, has no line of its own.
      const blocks = blocksOf(text).events
      expect(lines.size).toBeLessThanOrEqual(blocks.length)
      if (blocks.length > 0) expect(lines.size + file.series.length).toBeGreaterThan(0)
      for (const { when } of file.entries) expect(when.on).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    },
  )

  // Expected JSON beside the file (jCal): each of its entries with a day of its own is among ours, on that day, under that subject.
  type Component = [
    name: string,
    properties: [name: string, parameters: unknown, type: string, value: unknown][],
    parts: Component[],
  ]
  const eventsIn = ([name, properties, parts]: Component): Component[1][] => [
    ...(name === 'vevent' ? [properties] : []),
    ...parts.flatMap(eventsIn),
  ]
  const expected = all.filter((path) => existsSync(path.replace(/\.ics$/, '.json')))
  it.each(expected.map((path) => [path.split('/').slice(-2).join('/'), path]))(
    '%s: agrees with its expected JSON',
    async (_name, path) => {
      const json = JSON.parse(readFileSync(path.replace(/\.ics$/, '.json'), 'utf8')) as Component | Component[]
      const roots = typeof json[0] === 'string' ? [json as Component] : (json as Component[])
      const file = await readIcs(readFileSync(path, 'utf8'), { ...options, horizon: '2100-01-01' })
      for (const properties of roots.flatMap(eventsIn)) {
        const valueOf = (name: string): string => String(properties.find(([one]) => one === name)?.[3] ?? '')
        const start = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}):\d{2})?$/.exec(valueOf('dtstart'))
        // Without a start, or in UTC (a wall here, another perhaps than written): named, or compared by its subject alone.
        const subject = valueOf('summary').replace(/\s+/g, ' ').trim()
        const ours = [...file.entries, ...file.refused].filter((one) => subject === '' || one.subject === subject)
        expect(ours.length, subject).toBeGreaterThan(0)
        if (start !== null && !properties.some(([name]) => name === 'rrule')) {
          expect(
            file.entries.some(({ when }) => when.on === start[1] && when.time === (start[2] ?? null)),
            `${subject} ${start[0]}`,
          ).toBe(true)
        }
      }
    },
  )
})
