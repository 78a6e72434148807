// An entry in use says how often, and becomes another: everything that carried it carries the other, nothing else changes, and one undo takes it back.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { KnownError } from '../../../src-shared/errors.ts'
import { activityWith, contactWith, whenOn } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import { compareWithLog } from '../rebuild.ts'

let store: TestStore
let company = ''
beforeEach(() => {
  store = new TestStore()
  company = store.write('contact.create', { values: contactWith({ name: 'Óptica Álvarez' }), employerId: null, jobTitle: '' }).value.id
})
afterEach(() => store.close())

const tag = (name: string): string => store.write('entry.save', { list: 'tags', id: null, revision: null, values: { name } }).value.id
const typeOf = (builtin: string): string => store.read('settings.lists', null).types.find((type) => type.builtin === builtin)?.id ?? ''
const activity = (typeId: string, tagIds: string[]): string =>
  store.write('activity.create', {
    values: activityWith({ typeId, subject: 'Visita', companyId: company, when: whenOn('2026-03-11'), ownerId: store.me, tagIds }),
  }).value.id
const refused = (work: () => unknown): KnownError => {
  try {
    work()
  } catch (error) {
    return error as KnownError
  }
  throw new Error('not refused')
}

it('says how often it is used, also by a view and by a rule', () => {
  const vip = tag('VIP')
  activity(typeOf('visit'), [vip])
  activity(typeOf('visit'), [vip])
  store.write('view.save', { id: null, list: 'activities', name: 'Los VIP', spec: { filter: { tags: [vip] }, sort: { by: 'date', descending: false }, columns: [] } })
  expect(store.read('settings.entryUses', { list: 'tags', id: vip })).toBe(3)
  const error = refused(() => store.write('entry.remove', { list: 'tags', id: vip }))
  expect([error.code, error.details]).toEqual(['in_use', { table: 'tag', id: vip, count: 3 }])
})

it('merges a tag: who has both keeps one, views follow, and an undo brings all back', () => {
  const [old, kept] = [tag('Oro'), tag('VIP')]
  activity(typeOf('visit'), [old])
  activity(typeOf('visit'), [old, kept])
  store.write('view.save', { id: null, list: 'activities', name: 'Vista', spec: { filter: { tags: [old, kept] }, sort: { by: 'date', descending: false }, columns: [] } })
  const before = store.content()
  const { value, changeSetId } = store.write('entry.merge', { list: 'tags', id: old, intoId: kept })
  expect(value.changed).toBe(3)
  expect(store.read('settings.lists', null).tags.map(({ name }) => name)).toEqual(['VIP'])
  expect(store.raw.pluck('SELECT count(*) FROM activity_tag', [])).toEqual([2])
  expect(JSON.stringify(store.read('settings.views', { list: 'activities' }))).not.toContain(old)
  expect(compareWithLog(store.path)).toEqual([])
  store.write('history.undo', { changeSetId: changeSetId ?? '' } as never)
  expect(store.content()).toEqual(before)
})

it('merges a type, and never the one that mails need', () => {
  const one = activity(typeOf('fax'), [])
  store.write('entry.merge', { list: 'types', id: typeOf('fax'), intoId: typeOf('letter') })
  expect(store.read('settings.lists', null).types.some(({ builtin }) => builtin === 'fax')).toBe(false)
  expect(store.raw.pluck('SELECT t.builtin FROM activity a JOIN activity_type t ON t.row_id = a.type_row WHERE a.id = ?', [one])).toEqual(['letter'])
  expect(refused(() => store.write('entry.merge', { list: 'types', id: typeOf('email'), intoId: typeOf('letter') })).code).toBe('invalid')
  expect(refused(() => store.write('entry.merge', { list: 'types', id: typeOf('call'), intoId: typeOf('call') })).code).toBe('invalid')
  expect(refused(() => store.write('entry.merge', { list: 'types', id: 'gone', intoId: typeOf('call') })).code).toBe('not_found')
})
