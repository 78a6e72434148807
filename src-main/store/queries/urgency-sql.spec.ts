// Urgency rules (SET-6): the filter in SQL finds exactly the records that the pure rules mark, in lists of any order; by indexes alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActivityValues } from '../../../src-shared/contract/activities.ts'
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import { urgencyAt, urgencyOfActivity, urgencyOfContact, type UrgencyNow, type UrgencyRule } from '../../../src-shared/domain/urgency.ts'
import { createWorkingCalendar } from '../../../src-shared/domain/working-calendar.ts'
import { addDays } from '../../../src-shared/domain/local-time.ts'
import { storedFilter } from '../../services/activity-ranges.ts'
import { activityWith, contactWith, whenOn } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import { activityLines } from './activity-rows.ts'
import { allRows, firstRows } from './activity-list.ts'
import { allContacts, firstContacts } from './contact-list.ts'
import { contactLines } from './contact-rows.ts'

const today = '2026-03-10'
const calendar = createWorkingCalendar({ workingDays: [true, true, true, true, true, false, false], hours: [{ from: '09:00', to: '18:00' }], holidays: new Map([['2026-03-06', 'x']]) })
let store: TestStore
let call = ''
let visit = ''
let mail = ''
let done = ''
let vip = ''

const contact = (values: Partial<ContactValues>): string => store.write('contact.create', { values: contactWith({ relation: 'customer', ...values }), employerId: null, jobTitle: '' }).value.id
let count = 0
function activity({ on, span, ...values }: Partial<ActivityValues> & { on: string; span: boolean }): void {
  const isDone = values.state === 'done'
  store.write('activity.create', {
    values: activityWith({
      typeId: call, subject: `A${++count}`, when: { ...whenOn(on), until: span ? addDays(on, 3) : null }, ownerId: store.me,
      resultId: isDone ? done : null, closedAt: isDone ? `${on}T18:00` : null, ...values,
    }),
  })
}

beforeAll(() => {
  store = new TestStore()
  const lists = store.read('settings.lists', null)
  const typeOf = (builtin: string) => lists.types.find((type) => type.builtin === builtin)?.id ?? ''
  call = typeOf('call')
  visit = typeOf('visit')
  mail = typeOf('email')
  done = lists.results[0]?.id ?? ''
  vip = store.write('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'VIP' } }).value.id
  let state = 1
  const pick = (below: number): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8) % below
  for (let n = 0; n < 60; n += 1) {
    const company = contact({ name: `Empresa ${n}`, relation: (['customer', 'lead', 'supplier', 'other'] as const)[pick(4)] ?? 'lead', tagIds: pick(3) === 0 ? [vip] : [] })
    const person = pick(2) === 0 ? contact({ kind: 'person', givenName: 'Ana', familyName: `Ruiz ${n}`, relation: 'customer' }) : null
    for (let more = pick(5); more > 0; more -= 1) {
      const isMail = pick(3) === 0
      const stateOf = (['planned', 'planned', 'done', 'done', 'on_hold', 'cancelled'] as const)[pick(6)] ?? 'done'
      activity({
        on: addDays(today, pick(120) - 100), companyId: pick(4) === 0 && person !== null ? null : company, personId: person, typeId: isMail ? mail : pick(2) === 0 ? call : visit, direction: pick(2) === 0 ? 'in' : 'out',
        state: isMail ? 'done' : stateOf, priority: pick(4), ...(stateOf === 'cancelled' && !isMail ? { cancelReason: 'no', closedAt: `${today}T10:00` } : {}),
        span: pick(6) === 0,
      })
    }
  }
  store.write('contact.bin', { rows: [3] })
  store.write('activity.bin', { rows: [5, 9] })
})
afterAll(() => store.close())

const rules: [string, UrgencyRule[]][] = [
  ['untouched customers', [{ id: 'a', isOn: true, kind: 'untouched', days: 30, relations: ['customer'], tagIds: [] }]],
  ['untouched with a tag', [{ id: 'a', isOn: true, kind: 'untouched', days: 10, relations: [], tagIds: ['VIP'] }]],
  ['not done in time', [{ id: 'a', isOn: true, kind: 'notDone', days: 3, typeIds: [] }]],
  ['calls not done in time', [{ id: 'a', isOn: true, kind: 'notDone', days: 1, typeIds: ['call'] }]],
  ['unanswered mails', [{ id: 'a', isOn: true, kind: 'unanswered', days: 2 }]],
  ['priority', [{ id: 'a', isOn: true, kind: 'priority', atLeast: 3 }]],
  ['all of them', [
    { id: 'a', isOn: true, kind: 'untouched', days: 60, relations: ['customer', 'lead'], tagIds: [] }, { id: 'b', isOn: true, kind: 'notDone', days: 2, typeIds: [] },
    { id: 'c', isOn: true, kind: 'unanswered', days: 1 }, { id: 'd', isOn: true, kind: 'priority', atLeast: 2 },
  ]],
  ['none that is on', [{ id: 'a', isOn: false, kind: 'priority', atLeast: 1 }]],
]
const withIds = (list: UrgencyRule[]): UrgencyRule[] =>
  list.map((rule) => (rule.kind === 'untouched' ? { ...rule, tagIds: rule.tagIds.map(() => vip) } : rule.kind === 'notDone' ? { ...rule, typeIds: rule.typeIds.map(() => call) } : rule))

describe.each(rules)('%s', (_name, list) => {
  const nowOf = (): UrgencyNow => urgencyAt(withIds(list), today, calendar)
  const listed = (): ReturnType<typeof storedFilter> =>
    storedFilter({ urgent: true, done: 'all' }, { today, zone: 'Europe/Madrid', weekStart: 1, me: store.me, instant: Date.UTC(2026, 2, 10, 9), urgency: nowOf() })

  it('activities', () => {
    const everything = activityLines(store.raw, store.raw.pluck<number>('SELECT row_id FROM activity ORDER BY row_id', []))
    const expected = everything.filter((row) => urgencyOfActivity(row, nowOf()) !== null).map(({ row }) => row)
    for (const by of ['date', 'priority', 'contact', 'created'] as const) {
      const sort = { by, descending: false }
      expect([...allRows(store.raw, listed(), sort)].sort((a, b) => a - b)).toEqual(expected)
      expect(firstRows(store.raw, listed(), sort, 1000).sort((a, b) => a - b)).toEqual(expected)
    }
    if (list.some(({ kind, isOn }) => isOn && kind !== 'untouched')) expect(expected.length).toBeGreaterThan(0)
  })

  it('contacts', () => {
    const keys = store.raw.pluck<number>('SELECT row_id FROM contact ORDER BY row_id', [])
    const { rows } = contactLines(store.raw, keys)
    const expected = keys.filter((_, index) => rows[index] !== undefined && urgencyOfContact(rows[index], nowOf()) !== null)
    const input = { filter: { urgent: true }, sort: { by: 'name' as const, descending: false }, now: { on: today, time: '10:00' }, urgency: nowOf() }
    expect([...allContacts(store.raw, input)].sort((a, b) => a - b)).toEqual(expected)
    expect(firstContacts(store.raw, input, 1000).sort((a, b) => a - b)).toEqual(expected)
    if (list.some(({ kind, isOn }) => isOn && (kind === 'untouched' || kind === 'unanswered'))) expect(expected.length).toBeGreaterThan(0)
  })
})

it('working days count: a holiday and a weekend give more time', () => {
  const { rules: [rule] } = urgencyAt([{ id: 'a', isOn: true, kind: 'notDone', days: 2, typeIds: [] }], today, calendar)
  // Monday 9 is one, Thursday 5 the second: Friday 6 is a holiday.
  expect(rule?.before).toBe('2026-03-05T')
})
