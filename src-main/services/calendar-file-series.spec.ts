// Series of calendar files that become series here (IO-5, ACT-15): made once, going on, changed here or in the file, and taken in again without a change.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCore, testNow, type TestCore } from '../../build/test-core.ts'
import type { CalendarEntry } from '../../src-shared/contract/calendar.ts'
import type { CalendarLine, CalendarPlan } from '../../src-shared/contract/calendar-files.ts'
import { addDays, type When } from '../../src-shared/domain/local-time.ts'
import { openConnection } from '../store/database.ts'
import { commands } from '../store/operations.ts'
import { compareWithLog } from '../store/rebuild.ts'
import { WriteSession } from '../store/write-session.ts'

const dayMs = 86_400_000
let profile: string
let core: TestCore
let now: number
let type: string

async function start(): Promise<void> {
  core = await startCore(profile, { now: () => now })
  type = (await core.ask('settings.get', {})).lists.types.find(({ builtin }) => builtin === 'meeting')?.id ?? ''
}
beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'maletin-file-series-'))
  now = testNow
  await start()
})
afterEach(async () => {
  await core.close()
  expect(compareWithLog(join(profile, 'store.db'))).toEqual([])
  rmSync(profile, { recursive: true, force: true })
})

const text = (...events: string[][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n')
const plan = (file: string): Promise<CalendarPlan> =>
  core.ask('calendarFile.plan', {
    tokens: [core.offer({ name: 'agenda.ics', bytes: file }).token],
    typeId: type,
    typeNames: {},
    untitled: 'Sin asunto',
  })
async function take(file: string): Promise<string | null> {
  return (await core.ask('calendarFile.apply', { planId: (await plan(file)).planId, unticked: [] })).changeSetId
}
async function isTakenAlready(file: string): Promise<void> {
  const { counts, series } = await plan(file)
  expect([counts.new, counts.changed, counts.cancelled, series]).toEqual([0, 0, 0, 0])
}
async function entries(from = '2026-01-01', to = '2026-12-31'): Promise<CalendarEntry[]> {
  const found: CalendarEntry[] = []
  // A range holds 400 days at most.
  for (let day = from; day <= to; day = addDays(day, 400)) {
    const last = addDays(day, 399)
    found.push(
      ...(
        await core.ask('calendar.range', {
          from: day,
          to: last < to ? last : to,
          filter: { states: ['planned'] },
          perDay: null,
        })
      ).entries,
    )
  }
  return found
}
const days = async (from?: string, to?: string): Promise<string[]> =>
  (await entries(from, to)).map(({ on, time }) => `${on.slice(2)} ${time ?? ''}`.trim())
const move = async (at: number, scope: 'following' | 'all', when: Partial<When>): Promise<void> => {
  const one = (await entries())[at]
  if (one === undefined) throw new Error('no such date')
  await core.ask('series.change', {
    id: one.id,
    revision: one.revision,
    scope,
    values: {},
    when: { on: one.on, time: one.time, durationMinutes: one.minutes, until: one.until, zone: one.zone, ...when },
  })
}
/** So many days later, with what was made meanwhile. */
async function later(by: number): Promise<void> {
  const week = {
    workingDays: [true, true, true, true, true, false, false],
    hours: [],
    holidays: new Map<string, string>(),
  }
  await core.close()
  now += by * dayMs
  const connection = openConnection(join(profile, 'store.db'), 'writer')
  new WriteSession(connection, 'test-device').run(
    { command: 'series.extend', source: 'background', userId: null },
    now,
    commands['series.extend'] as never,
    { week } as never,
  )
  connection.close()
  await start()
}

const weekly = (...more: string[]): string[] => [
  'UID:w',
  'SUMMARY:Reunión',
  'DTSTART;TZID=Europe/Madrid:20260312T090000',
  'DURATION:PT1H',
  'RRULE:FREQ=WEEKLY;COUNT=6',
  ...more,
]
const endless = (...more: string[]): string[] => [
  'UID:e',
  'SUMMARY:Ronda',
  'DTSTART;TZID=Europe/Madrid:20260312T090000',
  'RRULE:FREQ=MONTHLY;BYDAY=2TH',
  ...more,
]

describe('a rule that is one of ours', () => {
  it('becomes a series, once; its undo takes it out', async () => {
    const first = await plan(text(weekly()))
    expect(first).toMatchObject({ series: 1, cutSeries: 0, counts: { new: 6 } })
    const changeSetId = await take(text(weekly()))
    expect((await entries()).every(({ isRepeated }) => isRepeated)).toBe(true)
    expect(await core.ask('activity.get', { id: (await entries())[2]?.id ?? '' })).toMatchObject({
      series: { rule: 'FREQ=WEEKLY;COUNT=6', slot: '2026-03-26', isEnded: false },
    })
    await isTakenAlready(text(weekly()))
    await core.ask('history.undo', { changeSetId: changeSetId ?? '' })
    expect(await entries()).toEqual([])
    expect((await plan(text(weekly()))).counts.new).toBe(6)
  })
  it('moves as a whole, with what was left out of it still left out, and the file takes nothing back', async () => {
    const file = text(weekly('EXDATE;TZID=Europe/Madrid:20260326T090000'))
    await take(file)
    expect(await days()).toEqual([
      '26-03-12 09:00',
      '26-03-19 09:00',
      '26-04-02 09:00',
      '26-04-09 09:00',
      '26-04-16 09:00',
    ])
    await move(0, 'all', { on: '2026-03-13', time: '11:00' })
    expect(await days()).toEqual([
      '26-03-13 11:00',
      '26-03-20 11:00',
      '26-04-03 11:00',
      '26-04-10 11:00',
      '26-04-17 11:00',
    ])
    await isTakenAlready(file)
    await move(3, 'following', { time: '12:00' })
    expect((await days()).slice(2)).toEqual(['26-04-03 11:00', '26-04-10 12:00', '26-04-17 12:00'])
    await isTakenAlready(file)
  })
  it('keeps dates that the file says by themselves: moved, called off', async () => {
    const own = [
      'UID:w',
      'SUMMARY:Reunión larga',
      'RECURRENCE-ID;TZID=Europe/Madrid:20260319T090000',
      'DTSTART;TZID=Europe/Madrid:20260320T100000',
      'DURATION:PT3H',
    ]
    const off = [
      'UID:w',
      'SUMMARY:Reunión',
      'RECURRENCE-ID;TZID=Europe/Madrid:20260402T090000',
      'DTSTART;TZID=Europe/Madrid:20260402T090000',
      'STATUS:CANCELLED',
    ]
    const file = text(weekly(), own, off)
    await take(file)
    expect(await days()).toEqual([
      '26-03-12 09:00',
      '26-03-20 10:00',
      '26-03-26 09:00',
      '26-04-09 09:00',
      '26-04-16 09:00',
    ])
    await isTakenAlready(file)
    // The moved one is of the series, with a date of its own.
    await move(0, 'all', { time: '08:00' })
    expect((await days()).slice(0, 3)).toEqual(['26-03-12 08:00', '26-03-20 10:00', '26-03-26 08:00'])
    await isTakenAlready(file)
  })
  it('without an end goes on by itself, and each date is known when the file comes again', async () => {
    await take(text(endless()))
    expect((await days('2028-02-01', '2028-12-31')).length).toBe(2)
    await later(800)
    expect((await days('2028-03-01', '2029-12-31')).slice(0, 3)).toEqual([
      '28-03-09 09:00',
      '28-04-13 09:00',
      '28-05-11 09:00',
    ])
    await isTakenAlready(text(endless()))
    // What the file changes of it later is changed on them, too; what is called off there is called off here.
    const changed = text(endless('SEQUENCE:2', 'LOCATION:Sala 2', 'EXDATE;TZID=Europe/Madrid:20290111T090000'))
    const { counts } = await plan(changed)
    expect([counts.new, counts.cancelled]).toEqual([0, 1])
    await take(changed)
    expect(await days('2029-01-01', '2029-02-28')).toEqual(['29-02-08 09:00'])
    await isTakenAlready(changed)
    await later(400)
    const made = await entries('2029-10-01', '2030-12-31')
    expect(made.length).toBe(9)
    expect((await core.ask('activity.get', { id: made.at(-1)?.id ?? '' })).place).toBe('Sala 2')
    await isTakenAlready(changed)
  })
  it('that is moved here goes on where it was moved to, and the file adds nothing beside it', async () => {
    await take(text(weekly().map((line) => line.replace(';COUNT=6', ''))))
    await move(0, 'all', { on: '2026-03-13' })
    await later(500)
    const all = await entries('2026-03-01', '2029-12-31')
    expect(new Set(all.map(({ on }) => new Date(`${on}T00:00Z`).getUTCDay()))).toEqual(new Set([5]))
    await isTakenAlready(text(weekly().map((line) => line.replace(';COUNT=6', ''))))
  })
  it('that was changed or ended here stays ours', async () => {
    await take(text(endless()))
    const first = (await entries())[0]
    await core.ask('series.change', {
      id: first?.id ?? '',
      revision: first?.revision ?? 0,
      scope: 'all',
      values: {},
      recurrence: { rule: 'FREQ=MONTHLY;INTERVAL=2;BYDAY=2TH', offDays: 'keep' },
    })
    await later(800)
    await isTakenAlready(text(endless()))
    const one = (await entries('2028-06-01', '2029-12-31'))[0]
    await core.ask('series.bin', { id: one?.id ?? '', scope: 'all' })
    await later(100)
    await isTakenAlready(text(endless()))
    expect(await entries('2028-06-01', '2030-12-31')).toEqual([])
  })
  it('that begins at another hour in the file moves with what was written here, and goes on at that hour', async () => {
    await take(text(endless()))
    const one = (await entries())[1]
    await core.ask('activity.save', { id: one?.id ?? '', revision: one?.revision ?? 0, values: { notes: 'Llevar casco' } })
    const changed = text(endless('SEQUENCE:2').map((line) => line.replace('T090000', 'T113000')))
    const found = await plan(changed)
    expect([found.counts.new, found.counts.cancelled, found.counts.same]).toEqual([0, 0, 0])
    await take(changed)
    expect(await core.ask('activity.get', { id: one?.id ?? '' })).toMatchObject({
      fullNotes: 'Llevar casco',
      when: { time: '11:30' },
    })
    expect(new Set((await days('2026-01-01', '2028-12-31')).map((day) => day.slice(9)))).toEqual(new Set(['11:30']))
    await isTakenAlready(changed)
    await later(800)
    expect((await days('2028-03-01', '2028-06-30')).map((day) => day.slice(9))).toEqual(Array(4).fill('11:30'))
    await isTakenAlready(changed)
  })
  it('that the file changes ends, and the new one goes on', async () => {
    await take(text(weekly()))
    const changed = text(weekly('SEQUENCE:3').map((line) => line.replace('WEEKLY;COUNT=6', 'DAILY;INTERVAL=7;COUNT=8')))
    expect(await plan(changed)).toMatchObject({ series: 1, counts: { new: 2, cancelled: 0 } })
    await take(changed)
    expect(await days()).toHaveLength(8)
    expect((await core.ask('activity.get', { id: (await entries())[7]?.id ?? '' })).series).toMatchObject({
      rule: 'FREQ=DAILY;INTERVAL=7;COUNT=8',
      isEnded: false,
    })
    await isTakenAlready(changed)
    await move(0, 'all', { time: '10:30' })
    expect(new Set((await days()).map((day) => day.slice(9)))).toEqual(new Set(['10:30']))
  })
})

describe('a rule that is none of ours', () => {
  it('is taken in date by date, which is said', async () => {
    const file = text([
      'UID:h',
      'SUMMARY:Turno',
      'DTSTART;TZID=Europe/Madrid:20260312T090000',
      'RRULE:FREQ=DAILY;BYHOUR=9,16',
    ])
    expect(await plan(file)).toMatchObject({ series: 0, cutSeries: 1 })
    await take(file)
    expect(
      (await entries('2026-03-12', '2026-03-13')).map(({ on, time, isRepeated }) => [on, time, isRepeated]),
    ).toEqual([
      ['2026-03-12', '09:00', false],
      ['2026-03-12', '16:00', false],
      ['2026-03-13', '09:00', false],
      ['2026-03-13', '16:00', false],
    ])
    await isTakenAlready(file)
  })
  it('keeps an extra date beside a rule that is', async () => {
    const file = text(weekly('RDATE;TZID=Europe/Madrid:20260501T090000'))
    await take(file)
    expect((await entries()).map(({ on, isRepeated }) => [on, isRepeated]).at(-1)).toEqual(['2026-05-01', false])
    await isTakenAlready(file)
  })
  it('that cannot be followed, in a zone nobody knows, in the year 0: refused or said as before', async () => {
    const file = text(
      ['UID:a', 'SUMMARY:A', 'DTSTART:20260312T090000', 'RRULE:FREQ=SOMETIMES'],
      ['UID:b', 'SUMMARY:B', 'DTSTART:00000312T090000', 'RRULE:FREQ=DAILY'],
      ['UID:c', 'SUMMARY:C', 'DTSTART;TZID=Mars/Olympus:20260312T090000', 'RRULE:FREQ=WEEKLY;COUNT=2'],
    )
    const found = await plan(file)
    expect(found).toMatchObject({ unknownZones: ['Mars/Olympus'], series: 1, counts: { new: 2, refused: 2 } })
    const { lines } = await core.ask('calendarFile.lines', {
      planId: found.planId,
      only: 'refused',
      of: null,
      from: 0,
      count: 10,
    })
    expect(lines.map(({ subject, refusal }) => [subject, refusal]).sort()).toEqual([
      ['A', 'bad_rule'],
      ['B', 'out_of_range'],
    ])
    await take(file)
    expect(await days()).toEqual(['26-03-12 09:00', '26-03-19 09:00'])
  })
})

describe('the lines before it is taken in', () => {
  const lines = async (file: string, of: number | null = null): Promise<CalendarLine[]> =>
    (await core.ask('calendarFile.lines', { planId: (await plan(file)).planId, only: 'all', of, from: 0, count: 100 })).lines
  const said = (all: CalendarLine[]) =>
    all.map(({ index, kind, when, before, repeats }) => [
      index,
      kind,
      `${before ? `${before.on} ${before.time ?? ''} → ` : ''}${when?.on ?? ''} ${when?.time ?? ''}`,
      repeats && `${repeats.rule ?? '?'} ${repeats.count} ${repeats.until}`,
    ])
  const single = ['UID:a', 'SUMMARY:Una', 'DTSTART;TZID=Europe/Madrid:20260320T120000']

  it('say a series once, with its rule and its dates; these, one by one, when asked for', async () => {
    const file = text(weekly(), single, endless())
    const all = await lines(file)
    expect(said(all.slice(0, 1))).toEqual([[0, 'new', '2026-03-12 09:00', 'FREQ=WEEKLY;COUNT=6 6 2026-04-16']])
    expect(all.map(({ repeats }) => repeats?.count ?? 1)).toEqual([6, 25, 1])
    expect(all.map(({ index }) => index)).toEqual([0, 6, 31])
    const dates = await lines(file, 0)
    expect(dates.map(({ index, when }) => `${index} ${when?.on ?? ''}`)).toEqual([
      '0 2026-03-12',
      '1 2026-03-19',
      '2 2026-03-26',
      '3 2026-04-02',
      '4 2026-04-09',
      '5 2026-04-16',
    ])
  })
  it('keep apart what the file says of one date, what is extra, and dates that fare otherwise', async () => {
    const own = [
      'UID:w',
      'SUMMARY:Reunión larga',
      'RECURRENCE-ID;TZID=Europe/Madrid:20260319T090000',
      'DTSTART;TZID=Europe/Madrid:20260320T100000',
    ]
    const file = text(weekly('RDATE;TZID=Europe/Madrid:20260501T090000'), own)
    expect(said(await lines(file))).toEqual([
      [0, 'new', '2026-03-12 09:00', 'FREQ=WEEKLY;COUNT=6 5 2026-04-16'],
      [5, 'new', '2026-03-20 10:00', null],
      [6, 'new', '2026-05-01 09:00', null],
    ])
    await take(text(weekly()))
    const later = weekly('SEQUENCE:2').map((line) => line.replace('T090000', 'T110000').replace('COUNT=6', 'COUNT=4'))
    expect(said(await lines(text(later)))).toEqual([
      [0, 'changed', '2026-03-12 09:00 → 2026-03-12 11:00', 'FREQ=WEEKLY;COUNT=4 4 2026-04-02'],
      [4, 'cancelled', '2026-04-09 09:00 → 2026-04-09 09:00', 'FREQ=WEEKLY;COUNT=4 2 2026-04-16'],
    ])
    const renamed = weekly('SEQUENCE:2').map((line) => line.replace('Reunión', 'Reunión de ventas'))
    expect(said(await lines(text(renamed)))).toEqual([
      [0, 'changed', '2026-03-12 09:00 → 2026-03-12 09:00', 'FREQ=WEEKLY;COUNT=6 6 2026-04-16'],
    ])
  })
  it('of a rule that is none of ours are one, too', async () => {
    const file = text(['UID:h', 'SUMMARY:Turno', 'DTSTART;TZID=Europe/Madrid:20260312T090000', 'RRULE:FREQ=DAILY;BYHOUR=9,16;COUNT=4'])
    expect(said(await lines(file))).toEqual([[0, 'new', '2026-03-12 09:00', '? 4 2026-03-13']])
  })
})

describe('dates that were unticked', () => {
  it('stay out of the series, and do not come back by themselves', async () => {
    const file = text(weekly())
    const { planId } = await plan(file)
    await core.ask('calendarFile.apply', { planId, unticked: [1, 5] })
    await move(0, 'all', { time: '10:00' })
    expect(await days()).toEqual(['26-03-12 10:00', '26-03-26 10:00', '26-04-02 10:00', '26-04-09 10:00'])
    // One in the middle is offered again; the last one is the series' own matter.
    expect((await plan(file)).counts.new).toBe(1)
  })
})
