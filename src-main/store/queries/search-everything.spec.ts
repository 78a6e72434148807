// Search everything (UX-1): what is found, in which order, what is marked, what is never shown, and that nothing is found by reading a whole table.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import type { MarkedText } from '../../../src-shared/contract/search.ts'
import { foldForSearch } from '../../../src-shared/domain/name-keys.ts'
import type { ReadStore } from '../read-store.ts'
import { activityWith, contactWith, whenOn } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import { searchQueries } from './search-everything.ts'
import { rangesIn, snippetOf, wantedOf } from './search-marks.ts'

let store: TestStore
let other = ''
let company = ''

const contact = (values: Partial<ContactValues>): string => store.write('contact.create', { values: contactWith(values), employerId: null, jobTitle: '' }).value.id
const typeOf = (builtin: string): string => store.read('settings.lists', null).types.find((type) => type.builtin === builtin)?.id ?? ''
function activity(subject: string, notes: string, more: { typeId?: string; ownerId?: string; companyId?: string } = {}): string {
  return store.write('activity.create', {
    values: activityWith({ typeId: typeOf('call'), subject, companyId: company, when: whenOn('2026-03-11'), ownerId: store.me, notes, ...more }),
  }).value.id
}

beforeAll(() => {
  store = new TestStore()
  other = store.write('user.save', { id: null, revision: null, values: { name: 'Óscar', mail: '', color: '', hours: null, isActive: true } }).value.id
  company = contact({ name: 'Óptica Álvarez', taxId: 'B-41.000.019', points: [{ id: null, kind: 'phone', label: '', value: '955 51 23 45' }, { id: null, kind: 'mail', label: '', value: 'compras@alvarez.example' }] })
  contact({ name: 'Muebles del Óptico', taxId: '12345678Z', addresses: [{ id: null, label: '', street: 'Calle Óptica 3', postcode: '28001', city: 'Ávila', region: '', country: 'ES' }] })
  activity('Visita de óptica', 'Nada más.')
  activity('Llamada', `${'Se habló de muchas cosas. '.repeat(20)}Al final pidió lentes de óptica fina. ${'Y otras. '.repeat(30)}`)
  const secret = store.write('entry.save', { list: 'types', id: null, revision: null, values: { name: 'Personal', isPrivate: true } }).value.id
  activity('Dentista secreto', 'óptica', { typeId: secret, ownerId: other })
  activity('Mi dentista', 'óptica', { typeId: secret })
})
afterAll(() => store.close())

const input = (text: string, me = store.me) => ({ text, limit: 6, me, country: 'ES' })
const names = (text: string): string[] => store.read('search.all', input(text)).contacts.hits.map(({ name }) => name.text)
const subjects = (text: string, me?: string): string[] => store.read('search.all', input(text, me)).activities.hits.map(({ subject }) => subject.text)
const parts = ({ text, hits }: MarkedText): string[] => hits.map(([from, to]) => text.slice(from, to))

describe('contacts', () => {
  it.each(['óp', 'OP', 'optica', 'ÓPTICA', 'álvarez', 'alvarez opt', '955', '955512345', '955 51', '+34 955 51 23 45', '0034955512345', '51 23 45', 'B41000019', 'b-41.000', '41000019', '41.000', 'compras@alv'])('%s finds the company', (typed) => {
    expect(names(typed)).toContain('Óptica Álvarez')
  })
  it('puts a name that begins so before one that has it inside', () => {
    expect(names('opt')).toEqual(['Óptica Álvarez', 'Muebles del Óptico'])
  })
  it.each([['12345678', 'Muebles del Óptico'], ['12345678z', 'Muebles del Óptico'], ['avila', 'Muebles del Óptico']])('%s finds by tax id and place', (typed, name) => {
    expect(names(typed)).toEqual([name])
  })
  it('marks the name, and says first by what it was found otherwise', () => {
    const [byName] = store.read('search.all', input('opt')).contacts.hits
    expect(byName && parts(byName.name)).toEqual(['Ópt'])
    const [byPhone] = store.read('search.all', input('95551')).contacts.hits
    expect(byPhone?.detail.text.startsWith('955 51 23 45')).toBe(true)
    expect(byPhone && parts(byPhone.detail)).toContain('955 51')
  })
})

describe('activities', () => {
  it('show the place in long notes', () => {
    const hit = store.read('search.all', input('lentes')).activities.hits[0]
    expect(hit?.snippet?.text.length).toBeLessThan(200)
    expect(hit?.snippet && parts(hit.snippet)).toEqual(['lentes'])
  })
  it('put a subject before notes, and keep private ones of others out', () => {
    expect(subjects('opti')[0]).toBe('Visita de óptica')
    expect(subjects('dentista')).toEqual(['Mi dentista'])
    expect(subjects('dentista', other)).toEqual(['Dentista secreto'])
    expect(store.read('search.all', input('optica')).activities.total).toBe(3)
  })
  it('are worked on lately by me alone, without what others keep to themselves', () => {
    const recent = store.read('search.recent', { me: store.me, opened: [], limit: 8 })
    expect(recent.length).toBe(5)
    expect(recent.some((one) => one.group === 'activities' && one.hit.subject.text === 'Dentista secreto')).toBe(false)
    expect(store.read('search.recent', { me: store.me, opened: [{ group: 'contacts', id: company }], limit: 3 })[0]).toMatchObject({ group: 'contacts', hit: { id: company } })
  })
})

describe('any text', () => {
  it('is safe to look for, and what is marked is what was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 60 }), (typed, text) => {
        if (typed.trim() !== '') store.read('search.all', input(typed.trim()))
        const ranges = rangesIn(wantedOf(typed), text)
        let end = -1
        for (const [from, to] of ranges) {
          expect(from).toBeGreaterThan(end)
          expect(to).toBeLessThanOrEqual(text.length)
          end = to
        }
      }),
      { numRuns: 300 },
    )
  })
  it('is found again wherever it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom('óptica', 'peña', 'Muñoz', '955 51 23'), fc.lorem({ maxCount: 60 }), fc.lorem({ maxCount: 60 }), (word, before, after) => {
        const snippet = snippetOf(wantedOf(word), `${before} ${word.toUpperCase()} ${after}`)
        expect(foldForSearch(snippet?.text ?? '')).toContain(foldForSearch(word).slice(0, 3))
        expect(snippet?.hits.length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })
})

it('reads no whole table', () => {
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const read: ReadStore = {
    ...store.raw,
    allSql: (sql, ...parameters) => (asked.push({ sql, parameters }), store.raw.allSql(sql, ...parameters)),
    getSql: (sql, ...parameters) => (asked.push({ sql, parameters }), store.raw.getSql(sql, ...parameters)),
    pluck: (sql, parameters) => (asked.push({ sql, parameters }), store.raw.pluck(sql, parameters)),
  }
  for (const text of ['op', 'opt', '955512345', 'b41000019', 'alvarez 955']) searchQueries['search.all'](read, input(text))
  searchQueries['search.recent'](read, { me: store.me, opened: [], limit: 8 })
  const plans = asked.flatMap(({ sql, parameters }) => store.connection.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[])
  expect(plans.map(({ detail }) => detail).filter((step) => /^SCAN (?:c|m|a|p|r|activity|contact|mail|contact_point)\b(?!.*INDEX)/.test(step))).toEqual([])
})
