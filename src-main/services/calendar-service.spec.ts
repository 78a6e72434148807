// The calendar through the whole core: what a range holds and hides, moves as one step, calendar files in twice and out again (CAL-1 to CAL-6, IO-5).
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { activityWith } from '../../build/test-records.ts'
import type { ActivityValues } from '../../src-shared/contract/activities.ts'
import type { CalendarPlan } from '../../src-shared/contract/calendar-files.ts'
import { addDays, type When } from '../../src-shared/domain/local-time.ts'
import { readIcs } from '../files/ics/read-ics.ts'
import { folded, writeIcs, type IcsActivity } from '../files/ics/write-ics.ts'
import { daysSql, longSql, spansSql, type Condition } from '../store/queries/calendar-rows.ts'
import { TestStore } from '../store/test-store.ts'

let core: TestCore
let me = ''
let types: Map<string, string>
beforeEach(async () => {
  core = await startCore()
  const { settings, lists } = await core.ask('settings.get', {})
  me = settings.me ?? ''
  types = new Map(lists.types.map((type) => [type.builtin ?? '', type.id]))
})
afterEach(() => core.close())

const zone = 'Europe/Madrid'
const timed = (on: string, time: string, durationMinutes: number | null = 60): When => ({ on, time, durationMinutes, until: null, zone })
const alone = (on: string, until: string | null = null): When => ({ on, time: null, durationMinutes: null, until, zone })
async function make(subject: string, when: When, more: Partial<ActivityValues> = {}): Promise<string> {
  const made = await core.ask('activity.create', activityWith({ typeId: types.get('internal') ?? '', subject, when, ownerId: me, ...more }))
  return made.id
}
const subjects = async (from: string, to: string, filter = {}): Promise<string[]> =>
  (await core.ask('calendar.range', { from, to, filter, perDay: null })).entries.map(({ subject }) => subject).sort()

describe('a range of days', () => {
  it('holds what stands on it, and what began long before and reaches into it', async () => {
    await make('dentro', timed('2026-03-10', '10:00'))
    await make('antes', timed('2026-03-09', '10:00'))
    await make('de noche', timed('2026-03-09', '23:30', 90))
    await make('hasta medianoche', timed('2026-03-09', '23:00', 60))
    await make('feria', alone('2026-03-01', '2026-03-10'))
    await make('feria pasada', alone('2026-03-01', '2026-03-09'))
    await make('seguida', timed('2026-02-20', '09:00', 60 * 24 * 20))
    await make('después', alone('2026-03-12'))
    expect(await subjects('2026-03-10', '2026-03-11')).toEqual(['de noche', 'dentro', 'feria', 'seguida'])
  })
  it('hides others’ private entries, binned ones, and types that are not shown', async () => {
    const other = await core.ask('user.save', { id: null, revision: null, name: 'Otro', mail: '', color: '', hours: null, isActive: true })
    const { lists } = await core.ask('settings.get', {})
    const letter = lists.types.find(({ builtin }) => builtin === 'letter')
    await core.ask('entry.save', { list: 'types', id: letter?.id ?? '', revision: letter?.revision ?? 0, values: { isPrivate: true, inCalendar: true } })
    await make('suya', timed('2026-03-10', '10:00'), { typeId: letter?.id ?? '', ownerId: other.id })
    await make('mía', timed('2026-03-10', '10:00'), { typeId: letter?.id ?? '' })
    const binned = await make('a la papelera', timed('2026-03-10', '10:00'))
    await core.ask('activity.bin', { selection: { base: null, except: [], ids: [binned] } })
    const fax = lists.types.find(({ builtin }) => builtin === 'fax')
    await core.ask('entry.save', { list: 'types', id: fax?.id ?? '', revision: fax?.revision ?? 0, values: { inCalendar: false, isPrivate: true } })
    await make('no se muestra', timed('2026-03-10', '10:00'), { typeId: fax?.id ?? '' })
    expect(await subjects('2026-03-10', '2026-03-10')).toEqual(['mía'])
    expect(await subjects('2026-03-10', '2026-03-10', { types: [fax?.id ?? ''] })).toEqual(['no se muestra'])
  })
  it('with a limit a day counts all and gives the first', async () => {
    for (let hour = 8; hour < 18; hour += 1) await make(`h${hour}`, timed('2026-03-10', `${String(hour).padStart(2, '0')}:00`))
    const { entries, counts } = await core.ask('calendar.range', { from: '2026-03-01', to: '2026-03-31', filter: { owners: ['me'] }, perDay: 3 })
    expect(entries.map(({ subject }) => subject)).toEqual(['h8', 'h9', 'h10'])
    expect(counts).toEqual({ '2026-03-10': 10 })
  })
  it('is empty where a view asks for owners, types or results that are no more', async () => {
    await make('a', timed('2026-03-10', '10:00'))
    const days = { from: '2026-03-10', to: '2026-03-10' }
    for (const filter of [{ owners: ['gone'] }, { types: ['gone'] }, { results: ['gone'] }, { owners: ['me' as const], types: ['gone'] }]) {
      expect((await core.ask('calendar.range', { ...days, filter, perDay: null })).entries).toEqual([])
      expect((await core.ask('calendar.pending', { ...days, filter })).days).toEqual([])
      expect(await core.ask('calendar.waiting', { ...days, filter, limit: 10 })).toMatchObject({ untimedTotal: 0, overdueTotal: 0 })
      expect((await core.ask('calendar.sheet', { ...days, filter })).entries).toEqual([])
    }
  })
  it('is found by indexes alone', () => {
    const store = new TestStore()
    const plan = (sql: string, ...parameters: unknown[]): string =>
      store.raw.allSql<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters).map(({ detail }) => detail).join('\n')
    const condition: Condition = { sql: 'a.binned_at IS NULL', parameters: [], owners: null }
    expect(plan(daysSql(condition), '2026-03-01', '2026-04-01')).toMatch(/SEARCH a USING INDEX activity_date \(sort_key>\? AND sort_key<\?\)/)
    expect(plan(daysSql({ ...condition, owners: [1, 2] }), '2026-03-01', '2026-04-01')).toMatch(/SEARCH a USING INDEX activity_owner \(owner_row=\? AND sort_key>\? AND sort_key<\?\)/)
    expect(plan(spansSql(condition), '2026-03-01', '2026-03-01')).toMatch(/SEARCH a USING INDEX activity_span \(ends_on>\?\)/)
    expect(plan(longSql(condition), '2026-03-01', '2026-03-01')).toMatch(/SEARCH a USING INDEX activity_long \(sort_key>\? AND sort_key<\?\)/)
    store.close()
  })
})

describe('a move', () => {
  it('of several is one step that comes back whole; what is closed stays and is counted; moves are counted', async () => {
    const a = await make('a', timed('2026-03-10', '10:00'))
    const b = await make('b', alone('2026-03-11', '2026-03-13'))
    const result = (await core.ask('settings.get', {})).lists.results[0]?.id ?? ''
    const closed = await make('hecha', timed('2026-03-10', '12:00'), { state: 'done', resultId: result, closedAt: '2026-03-10T12:30' })
    const done = await core.ask('calendar.move', {
      moves: [
        { id: a, revision: 1, when: timed('2026-03-12', '09:15') },
        { id: b, revision: 1, when: alone('2026-03-13', '2026-03-15') },
        { id: closed, revision: 1, when: timed('2026-03-12', '11:15') },
      ],
    })
    expect(done).toMatchObject({ changed: 2, skipped: 1, stale: [] })
    const { rows } = await core.ask('activity.rows', { ids: [a, b, closed] })
    expect(rows.map(({ when, movedCount }) => [when.on, when.time, when.until, movedCount])).toEqual([
      ['2026-03-12', '09:15', null, 1], ['2026-03-13', null, '2026-03-15', 1], ['2026-03-10', '12:00', null, 0],
    ])
    await core.ask('history.undo', { changeSetId: done.changeSetId ?? '' })
    expect((await core.ask('activity.rows', { ids: [a, b] })).rows.map(({ when, movedCount }) => [when.on, when.time, when.until, movedCount])).toEqual([
      ['2026-03-10', '10:00', null, 0], ['2026-03-11', null, '2026-03-13', 0],
    ])
  })
  it('of what was changed elsewhere is named and left', async () => {
    const id = await make('a', timed('2026-03-10', '10:00'))
    await core.ask('activity.save', { id, revision: 1, values: { subject: 'b' } })
    expect(await core.ask('calendar.move', { moves: [{ id, revision: 1, when: timed('2026-03-12', '10:00') }] })).toMatchObject({ changed: 0, stale: [{ id, subject: 'b' }] })
  })
  it('that only makes it longer is not counted as moved', async () => {
    const id = await make('a', timed('2026-03-10', '10:00'))
    await core.ask('calendar.move', { moves: [{ id, revision: 1, when: timed('2026-03-10', '10:00', 120) }] })
    expect((await core.ask('activity.rows', { ids: [id] })).rows[0]).toMatchObject({ movedCount: 0, when: { durationMinutes: 120 } })
  })
})

const calendarText = (...events: string[][]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR', ''].join('\r\n')
const plan = (text: string): Promise<CalendarPlan> =>
  core.ask('calendarFile.plan', { tokens: [core.offer({ name: 'agenda.ics', bytes: text }).token], typeId: types.get('meeting') ?? '', typeNames: { visita: types.get('visit') ?? '' }, untitled: 'Sin asunto' })
const all = { from: '2026-01-01', to: '2026-12-31' }

describe('a calendar file', () => {
  const visit = ['UID:v1', 'SUMMARY:Visita a la obra', 'DTSTART;TZID=Romance Standard Time:20260312T100000', 'DURATION:PT45M', 'CATEGORIES:Visita', 'SEQUENCE:1']
  const series = ['UID:s1', 'SUMMARY:Reunión semanal', 'DTSTART;TZID=Europe/Madrid:20260312T090000', 'RRULE:FREQ=WEEKLY;COUNT=3']
  it('is taken in once: the second time nothing changes, and one undo takes it out', async () => {
    const first = await plan(calendarText(visit, series, ['UID:bad', 'SUMMARY:Sin fecha']))
    expect(first.counts).toEqual({ new: 4, changed: 0, cancelled: 0, same: 0, refused: 1 })
    const done = await core.ask('calendarFile.apply', { planId: first.planId, unticked: [] })
    expect(done).toMatchObject({ created: 4, changed: 0, cancelled: 0, stale: 0 })
    const { entries } = await core.ask('calendar.range', { ...all, filter: {}, perDay: null })
    expect(entries.map(({ subject, on, time, minutes, typeId }) => [subject, on, time, minutes, typeId === types.get('visit')])).toEqual([
      ['Reunión semanal', '2026-03-12', '09:00', null, false], ['Visita a la obra', '2026-03-12', '10:00', 45, true],
      ['Reunión semanal', '2026-03-19', '09:00', null, false], ['Reunión semanal', '2026-03-26', '09:00', null, false],
    ])
    const second = await plan(calendarText(visit, series))
    expect(second.counts).toEqual({ new: 0, changed: 0, cancelled: 0, same: 4, refused: 0 })
    expect(await core.ask('calendarFile.apply', { planId: second.planId, unticked: [] })).toMatchObject({ changeSetId: null })
    await core.ask('history.undo', { changeSetId: done.changeSetId ?? '' })
    expect((await core.ask('calendar.range', { ...all, filter: {}, perDay: null })).entries).toEqual([])
  })
  it('changes what it changed and nothing that was written here; an older version changes nothing; cancelled cancels', async () => {
    await core.ask('calendarFile.apply', { planId: (await plan(calendarText(visit, series))).planId, unticked: [] })
    const id = (await core.ask('calendar.range', { ...all, filter: {}, perDay: null })).entries.find(({ subject }) => subject === 'Visita a la obra')?.id ?? ''
    await core.ask('activity.save', { id, revision: 1, values: { notes: 'Llevar casco' } })
    const later = visit.map((line) => line.replace('100000', '113000').replace('SEQUENCE:1', 'SEQUENCE:2'))
    const changed = await plan(calendarText(later, [...series, 'EXDATE;TZID=Europe/Madrid:20260319T090000']))
    expect(changed.counts).toEqual({ new: 0, changed: 1, cancelled: 1, same: 2, refused: 0 })
    expect(await core.ask('calendarFile.apply', { planId: changed.planId, unticked: [] })).toMatchObject({ changed: 1, cancelled: 1, stale: 0 })
    expect(await core.ask('activity.get', { id })).toMatchObject({ fullNotes: 'Llevar casco', when: { time: '11:30', durationMinutes: 45 }, movedCount: 1 })
    expect((await plan(calendarText(visit))).counts).toMatchObject({ same: 1, changed: 0 })
    const off = await plan(calendarText([...later.map((line) => line.replace('SEQUENCE:2', 'SEQUENCE:3')), 'STATUS:CANCELLED']))
    expect(off.counts).toMatchObject({ cancelled: 1 })
    await core.ask('calendarFile.apply', { planId: off.planId, unticked: [] })
    expect(await core.ask('activity.get', { id })).toMatchObject({ state: 'cancelled', fullNotes: 'Llevar casco' })
  })
  it('brings its alarms as reminders', async () => {
    const alarm = (trigger: string): string[] => ['BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:${trigger}`, 'END:VALARM']
    const { planId } = await plan(calendarText([...visit, ...alarm('-PT15M'), ...alarm('PT10M')], ['UID:d', 'SUMMARY:Día', 'DTSTART;VALUE=DATE:20260314', ...alarm('PT9H'), ...alarm('-PT15H')]))
    await core.ask('calendarFile.apply', { planId, unticked: [] })
    const ids = (await core.ask('calendar.range', { ...all, filter: {}, perDay: null })).entries.map(({ id }) => id)
    const [first, second] = await Promise.all(ids.map((id) => core.ask('activity.get', { id })))
    expect(first?.reminders).toEqual([expect.objectContaining({ minutesBefore: 15 })])
    expect(second?.reminders.map(({ daysBefore, at }) => [daysBefore, at])).toEqual(expect.arrayContaining([[0, '09:00'], [1, '09:00']]))
  })
  it('that is none is named; one that was unticked stays out', async () => {
    expect(await plan('no es un calendario')).toMatchObject({ unreadable: ['agenda.ics'], counts: { new: 0 } })
    const { planId } = await plan(calendarText(visit))
    expect(await core.ask('calendarFile.apply', { planId, unticked: [0] })).toMatchObject({ created: 0, changeSetId: null })
  })
  it('of 10,000 entries is taken in while others are answered', async () => {
    const many = Array.from({ length: 10_000 }, (_one, at) => [`UID:m${at}`, `SUMMARY:Entrada ${at}`, `DTSTART;VALUE=DATE:${addDays('2026-03-01', at % 300).replaceAll('-', '')}`])
    const planning = plan(calendarText(...many))
    await core.ask('settings.get', {})
    const { planId, counts } = await planning
    expect(counts.new).toBe(10_000)
    expect(await core.ask('calendarFile.apply', { planId, unticked: [] })).toMatchObject({ created: 10_000 })
  })
  it('written here and read again changes nothing', async () => {
    await make('Feria; con, signos \\ y\nlíneas', alone('2026-05-04', '2026-05-07'), { notes: 'Uno\n\nDos, tres; cuatro', place: 'Recinto ñ' })
    await make('Llamada', { ...timed('2026-10-25', '02:30', 0), zone: 'Atlantic/Canary' })
    await make('Sin duración', timed('2026-03-29', '10:00', null), { reminders: [{ minutesBefore: 45, daysBefore: null, at: null }] })
    const { url, count } = await core.ask('calendarFile.export', { of: { ...all, filter: {} }, typeNames: {}, name: 'Mi agenda' })
    expect(count).toBe(3)
    const content = core.host.contents.get(url)
    const text = content && 'bytes' in content ? new TextDecoder().decode(content.bytes) : ''
    expect((await plan(text)).counts).toEqual({ new: 0, changed: 0, cancelled: 0, same: 3, refused: 0 })
    expect(text).toContain('TRIGGER:-PT45M')
  })
})

describe('the file that is written', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'ñ', ' ', ',', ';', '\\', ':', '"', '\n', '日', '😀', 'N', '.'), maxLength: 120 })
  const activity = fc
    .record({
      subject: word, notes: word, place: word, on: fc.integer({ min: 0, max: 2000 }).map((n) => addDays('2024-01-01', n)), minutes: fc.option(fc.integer({ min: 0, max: 3000 })),
      quarter: fc.option(fc.integer({ min: 0, max: 95 })), span: fc.integer({ min: 0, max: 9 }), zone: fc.constantFrom('Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata'),
      revision: fc.integer({ min: 1, max: 50 }),
    })
    .map(({ quarter, span, minutes, on, ...one }, at = 0): IcsActivity => {
      const time = quarter === null ? null : `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
      const when: When = time === null ? { on, time, durationMinutes: null, until: span > 0 ? addDays(on, span) : null, zone: 'Europe/Madrid' } : { on, time, durationMinutes: minutes, until: null, zone: one.zone }
      return { ...one, id: `id-${on}-${String(at)}`, when, contact: '', state: 'planned', category: '', isPrivate: false, createdAt: 0, changedAt: 1_770_000_000_000, alarms: [] }
    })
  it('read again says the same', async () => {
    await fc.assert(
      fc.asyncProperty(activity, async (one) => {
        const text = writeIcs([one], { product: 'Maletin', name: 'x' })
        const [entry] = (await readIcs(text, { zone: 'Europe/Madrid', horizon: '2040-01-01' })).entries
        expect(entry?.when).toEqual(one.when)
        expect(entry?.notes).toBe(one.notes.trim())
        expect(entry?.place).toBe(one.place.trim())
        const subject = one.subject.replace(/\s+/g, ' ').trim()
        if (subject !== '') expect(entry?.subject).toBe(subject)
        expect(entry?.uid).toBe(one.id)
      }),
    )
  })
  it('has no line over 75 octets', () => {
    fc.assert(fc.property(word, (text) => folded(`SUMMARY:${text.replaceAll('\n', ' ')}`).split('\r\n').every((line) => Buffer.byteLength(line) <= 75)))
  })
})
