// The next contact in the store: rhythm from real gaps (NXT-5), what is due (NXT-3), sessions and closing with the next one as one undo step (NXT-1, NXT-4).
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ActivityValues } from '../../../src-shared/contract/activities.ts'
import { dueStates, type ContactValues } from '../../../src-shared/contract/contacts.ts'
import { addDays } from '../../../src-shared/domain/local-time.ts'
import { compareWithLog } from '../rebuild.ts'
import { activityWith, contactWith, whenOn } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import { allContacts } from './contact-list.ts'

const today = '2026-03-10' // a Tuesday
const now = { on: today, time: '10:00', weekStart: 1 }
let store: TestStore
let call = ''
let followUp = ''

beforeEach(() => {
  store = new TestStore()
  call = store.raw.pluck<string>("SELECT id FROM activity_type WHERE builtin = 'call'", [])[0] ?? ''
  followUp = store.raw.pluck<string>("SELECT id FROM result WHERE builtin = 'follow-up' OR builtin = 'follow_up' OR builtin = 'followUp'", [])[0] ?? store.raw.pluck<string>('SELECT id FROM result', [])[0] ?? ''
})
afterEach(() => store.close())

const company = (name: string, more: Partial<ContactValues> = {}): string => store.write('contact.create', { values: contactWith({ relation: 'customer', name, ...more }), employerId: null, jobTitle: '' }).value.id
const person = (givenName: string): string => store.write('contact.create', { values: contactWith({ kind: 'person', relation: 'customer', givenName }), employerId: null, jobTitle: '' }).value.id
function activity(of: { companyId?: string; personId?: string }, on: string, more: Partial<ActivityValues> = {}): string {
  const isDone = more.state === 'done'
  return store.write('activity.create', {
    values: activityWith({
      typeId: call, subject: 'Llamada', ...of, when: whenOn(on), ownerId: store.me, direction: 'out', resultId: isDone ? followUp : null, closedAt: isDone ? `${on}T12:00` : null, ...more,
    }),
  }).value.id
}
const done = (companyId: string, ...days: string[]): string[] => days.map((on) => activity({ companyId }, on, { state: 'done' }))
interface Rhythm {
  rhythm_gap: number | null
  rhythm: number | null
  cooling_from: string | null
  cold_from: string | null
}
const rhythmOf = (id: string): Rhythm | undefined => store.raw.getSql<Rhythm>('SELECT rhythm_gap, rhythm, cooling_from, cold_from FROM contact WHERE id = ?', id)
const rowOf = (table: 'contact' | 'activity', id: string): number => store.raw.pluck<number>(`SELECT row_id FROM ${table} WHERE id = ?`, [id])[0] ?? 0

describe('rhythm', () => {
  it('is the median of the gaps between days of contact; from a quarter past it a contact cools off, from twice it is cold', () => {
    const id = company('Óptica Sur')
    done(id, '2026-01-01', '2026-01-01', '2026-01-11')
    expect(rhythmOf(id)?.rhythm_gap).toBeNull()
    done(id, '2026-01-31') // gaps 10 and 20
    expect(rhythmOf(id)).toMatchObject({ rhythm_gap: 15, cooling_from: '2026-02-19', cold_from: '2026-03-03' })
    done(id, '2026-02-10') // gaps 10, 20, 10
    expect(rhythmOf(id)).toMatchObject({ rhythm_gap: 10, cooling_from: addDays('2026-02-10', 13), cold_from: addDays('2026-02-10', 21) })
  })
  it('only the last eight gaps count, and none is shorter than a week or longer than a year', () => {
    const id = company('Talleres Norte')
    done(id, '2020-01-01', '2022-01-01', '2024-01-01')
    expect(rhythmOf(id)?.rhythm_gap).toBe(365)
    done(id, ...Array.from({ length: 9 }, (_x, at) => addDays('2026-02-01', at)))
    expect(rhythmOf(id)?.rhythm_gap).toBe(7)
  })
  it('what is private, in the bin, open or cancelled does not count; reopening takes it out again', () => {
    const id = company('Bodega Real')
    const [, last] = done(id, '2026-01-01', '2026-01-21', '2026-02-10')
    activity({ companyId: id }, '2026-02-11')
    const cancelled = activity({ companyId: id }, '2026-02-12')
    store.write('activity.cancel', { rows: [rowOf('activity', cancelled)], reason: 'x', closedAt: '2026-02-12T10:00' })
    expect(rhythmOf(id)?.rhythm_gap).toBe(20)
    const reopened = store.write('activity.reopen', { rows: [rowOf('activity', last ?? '')] })
    expect(rhythmOf(id)?.rhythm_gap).toBeNull()
    store.write('history.undo', { changeSetId: reopened.changeSetId ?? '' } as never)
    expect(rhythmOf(id)?.rhythm_gap).toBe(20)
    const type = store.raw.getSql<{ revision: number }>('SELECT revision FROM activity_type WHERE id = ?', call)
    store.write('entry.save', { list: 'types', id: call, revision: type?.revision ?? 0, values: { isPrivate: true } })
    expect(rhythmOf(id)?.rhythm_gap).toBeNull()
  })
  it('a person has a rhythm of its own', () => {
    const id = person('Lucía')
    for (const on of ['2026-01-01', '2026-01-31', '2026-03-02']) activity({ personId: id }, on, { state: 'done' })
    expect(rhythmOf(id)?.rhythm_gap).toBe(30)
  })
  it('set for a tag it goes before the computed one, set for the contact before both; 0 means none; all of it can be undone', () => {
    const vip = store.write('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'VIP' } }).value.id
    const slow = store.write('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'Lento' } }).value.id
    const id = company('Muebles Vega', { tagIds: [vip] })
    done(id, '2026-01-01', '2026-01-31', '2026-03-02')
    store.write('rhythm.set', { contactRows: [], tagId: vip, days: 14 })
    expect(rhythmOf(id)?.rhythm).toBe(14)
    store.write('rhythm.set', { contactRows: [], tagId: slow, days: 90 })
    store.write('contact.change', { rows: [rowOf('contact', id)], change: { addTagIds: [slow] } })
    expect(rhythmOf(id)?.rhythm).toBe(14)
    store.write('contact.change', { rows: [rowOf('contact', id)], change: { removeTagIds: [vip] } })
    expect(rhythmOf(id)?.rhythm).toBe(90)
    const byHand = store.write('rhythm.set', { contactRows: [rowOf('contact', id)], tagId: null, days: 0 })
    expect(rhythmOf(id)).toMatchObject({ rhythm: 0, cooling_from: null, cold_from: null })
    store.write('history.undo', { changeSetId: byHand.changeSetId ?? '' } as never)
    expect(rhythmOf(id)?.rhythm).toBe(90)
    store.write('rhythm.set', { contactRows: [], tagId: slow, days: null })
    expect(rhythmOf(id)?.rhythm).toBe(30)
    expect(compareWithLog(store.path)).toEqual([])
  })
  it('a day later the same contact cools off without a write, and is found by the filter and for the dashboard', () => {
    const id = company('Ferretería Sol', { ownerId: store.me })
    done(id, '2026-01-01', '2026-01-21', '2026-02-10')
    const from = rhythmOf(id)?.cooling_from ?? ''
    const cooling = (on: string) => store.read('contact.coolingOff', { owner: store.me, today: on, limit: 5 })
    expect(cooling(addDays(from, -1))).toMatchObject({ cooling: 0, cold: 0 })
    expect(cooling(from)).toMatchObject({ cooling: 1, cold: 0 })
    expect(cooling(rhythmOf(id)?.cold_from ?? '')).toMatchObject({ cooling: 0, cold: 1 })
    const found = (on: string, state: 'fresh' | 'cooling' | 'cold') => [...allContacts(store.raw, { filter: { rhythm: [state] }, sort: { by: 'rhythm', descending: false }, now: { on, time: '09:00' } })].length
    expect([found(addDays(from, -1), 'fresh'), found(from, 'cooling'), found(from, 'fresh')]).toEqual([1, 1, 0])
  })
})

describe('what is due', () => {
  it('every contact stands in exactly one tab, and the counts say how many', () => {
    const at = (companyId: string, on: string, time: string | null) => activity({ companyId }, on, { when: { on, time, durationMinutes: null, until: null, zone: 'Europe/Madrid' } })
    const days: [string, string | null][] = [['2026-03-09', null], [today, '09:59'], [today, null], [today, '10:00'], [today, '18:00'], ['2026-03-11', null], ['2026-03-15', '23:00'], ['2026-03-16', null], ['2027-01-01', null]]
    days.forEach(([on, time], index) => at(company(`Empresa ${index}`), on, time))
    company('Sin nada')
    const found = dueStates.map((due) => [due, allContacts(store.raw, { filter: { due }, sort: { by: 'next', descending: false }, now }).length])
    expect(Object.fromEntries(found)).toEqual({ overdue: 2, today: 3, week: 2, later: 2, none: 1 })
    expect(store.read('next.counts', { filter: {}, now })).toEqual(Object.fromEntries(found))
    expect(store.read('next.counts', { filter: { text: 'empresa', due: 'none' }, now })).toEqual({ ...Object.fromEntries(found), none: 0 })
  })
})

describe('closing and the next one', () => {
  const plan = { on: '2026-03-20', time: '10:30', durationMinutes: null, until: null, zone: 'Europe/Madrid', typeId: null, subject: null }
  it('is one change set: one undo opens the first and takes the second away', () => {
    const id = company('Óptica Sur')
    const first = activity({ companyId: id }, '2026-03-09', { notes: 'Pidió precios' })
    const before = store.content()
    const closed = store.write('activity.close', { rows: [rowOf('activity', first)], resultId: followUp, closedAt: '2026-03-10T10:00', note: 'Quiere la oferta', next: plan })
    expect(closed.value).toMatchObject({ changed: 1, skipped: 0 })
    const next = store.read('activity.detail', { id: closed.value.nextId ?? '', me: store.me })
    expect(next).toMatchObject({ subject: 'Llamada', companyId: id, typeId: call, state: 'planned', fullNotes: '', follows: { id: first }, when: { on: '2026-03-20', time: '10:30' } })
    expect(store.read('activity.detail', { id: first, me: store.me })).toMatchObject({ state: 'done', fullNotes: 'Pidió precios\n\nQuiere la oferta', followedBy: [{ id: closed.value.nextId }] })
    store.write('history.undo', { changeSetId: closed.changeSetId ?? '' } as never)
    expect(store.content()).toEqual(before)
    expect(compareWithLog(store.path)).toEqual([])
  })
})

describe('a session', () => {
  it('closes what is due, records what was not planned, skips, and every step is undone alone', () => {
    const [one, two, three] = [company('Uno'), company('Dos'), company('Tres')]
    const due = activity({ companyId: one }, '2026-03-09')
    activity({ companyId: two }, '2026-04-01')
    const created = store.write('session.create', { name: 'Martes', contactRows: [one, two, three].map((id) => rowOf('contact', id)) }).value.id
    const session = () => store.read('session.get', { id: created })
    const [first, second, third] = session().items
    const card = (contactId: string) => store.read('session.card', { contactId, now })
    expect(card(one)).toMatchObject({ dueId: due, contact: { name: 'Uno' } })
    // What is planned for later is not what is due.
    expect(card(two)).toMatchObject({ dueId: null, open: [{ when: { on: '2026-04-01' } }] })
    const closing = { resultId: followUp, closedAt: '2026-03-10T10:00', note: 'Hablado' }
    const next = { on: '2026-03-20', time: null, durationMinutes: null, until: null, zone: 'Europe/Madrid', typeId: null, subject: null }
    const before = store.content()
    const stepOne = store.write('session.step', { itemId: first?.id ?? '', activityId: due, record: null, closing, next })
    const record = { typeId: call, subject: 'Llamada', on: today, time: '10:00', zone: 'Europe/Madrid' }
    const stepTwo = store.write('session.step', { itemId: second?.id ?? '', activityId: null, record, closing, next: null })
    store.write('session.skip', { itemId: third?.id ?? '' })
    expect(session()).toMatchObject({ total: 3, done: 2, skipped: 1, items: [{ state: 'done', activityId: due, nextAt: '2026-03-20T' }, { state: 'done', nextAt: null }, { state: 'skipped' }] })
    expect(card(two).notes[0]).toMatchObject({ text: 'Hablado', kind: 'activity' })
    expect(compareWithLog(store.path)).toEqual([])
    store.write('history.undo', { changeSetId: store.raw.pluck<string>("SELECT id FROM change_set WHERE command = 'session.skip'", [])[0] ?? '' } as never)
    store.write('history.undo', { changeSetId: stepTwo.changeSetId ?? '' } as never)
    store.write('history.undo', { changeSetId: stepOne.changeSetId ?? '' } as never)
    expect(store.content()).toEqual(before)
    store.write('session.end', { id: created })
    expect(store.read('session.list', { me: store.me })).toEqual([])
  })
})

it('the load of a day is what its owner has open then', () => {
  const id = company('Uno')
  for (const [time, durationMinutes] of [['09:00', 30], ['12:00', 45], [null, null]] as const) activity({ companyId: id }, today, { when: { on: today, time, durationMinutes, until: null, zone: 'Europe/Madrid' } })
  done(id, today)
  expect(store.read('activity.load', { ownerId: store.me, on: today, exceptId: null })).toEqual({ count: 3, minutes: 75 })
})
