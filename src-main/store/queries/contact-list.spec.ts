// The contacts list (CON-3): every filter and order gives the same contacts whichever way they are found, and none is found by reading them all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  contactSortKeys,
  type ContactFilter,
  type ContactSort,
  type ContactValues,
} from '../../../src-shared/contract/contacts.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import { contactWith } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import { allContacts, firstContacts, firstQueries } from './contact-list.ts'

const now = { on: '2026-03-10', time: '10:00' }
let store: TestStore
let tag = ''
let other = ''
let acme = ''

function create(values: Partial<ContactValues>, employerId: string | null = null): string {
  return store.write('contact.create', { values: contactWith(values), employerId, jobTitle: '' }).value.id
}
const place = (city: string) => [
  { id: null, label: '', street: 'Calle Mayor 3', postcode: '41001', city, region: '', country: 'ES' },
]
const phone = (value: string) => [{ id: null, kind: 'phone' as const, label: '', value }]
const mail = (value: string) => [{ id: null, kind: 'mail' as const, label: '', value }]

function namesOf(rows: Iterable<number>): string[] {
  return store.raw.pluck<string>(
    'SELECT c.name FROM json_each(?) AS k CROSS JOIN contact AS c ON c.row_id = k.value ORDER BY k.key',
    [JSON.stringify([...rows])],
  )
}
const found = (filter: ContactFilter, by: ContactSort['by'] = 'name', descending = false): string[] =>
  namesOf(firstContacts(store.raw, { filter, sort: { by, descending }, now }, 200))

beforeAll(() => {
  store = new TestStore()
  tag = store.write('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'VIP' } }).value.id
  other = store.write('user.save', {
    id: null,
    revision: null,
    values: { name: 'Álvaro', mail: '', color: '', hours: null, isActive: true },
  }).value.id
  acme = create({
    name: 'Óptica Écija, S.L.',
    taxId: 'B41.000.001',
    relation: 'customer',
    ownerId: store.me,
    addresses: place('Écija'),
    points: phone('955 12 34 56'),
  })
  create({ name: 'Ñandú Viajes', ownerId: other, addresses: place('Ávila'), tagIds: [tag] })
  create({
    name: 'Nuñez Hermanos',
    relation: 'supplier',
    addresses: place('Zamora'),
    points: phone('+351 213 456 789'),
  })
  create({ name: "O'Donnell & Hijos", addresses: place('Cádiz'), points: mail('ana.ruiz@odonnell.example') })
  create({ name: 'Álvarez Talleres 10', ownerId: store.me, tagIds: [tag] })
  create({ name: 'Álvarez Talleres 2', ownerId: other })
  create(
    {
      kind: 'person',
      givenName: 'Lucía',
      familyName: 'García López',
      points: [...phone('600 11 22 33'), ...mail('lucia@optica.example')],
    },
    acme,
  )
  create(
    {
      kind: 'person',
      givenName: 'José',
      familyName: 'Peña',
      relation: 'customer',
      ownerId: store.me,
      addresses: place('A Coruña'),
    },
    acme,
  )
  create({ kind: 'person', givenName: 'Zoe', familyName: '' })
  const binned = create({ name: 'Borrada', tagIds: [tag], points: phone('955 99 99 99') })
  store.write('contact.bin', { rows: store.raw.pluck<number>('SELECT row_id FROM contact WHERE id = ?', [binned]) })
  const set = store.connection.raw.prepare('UPDATE contact SET next_contact_at = ?, last_contact_at = ? WHERE name = ?')
  set.run('2026-03-09T', '2026-01-01T09:00', 'Ñandú Viajes')
  set.run('2026-03-10T', '2026-03-01T', 'Nuñez Hermanos')
  set.run('2026-03-10T09:59', null, 'Zoe')
  set.run('2026-04-01T08:00', '2025-03-01T', 'José Peña')
  store.connection.raw.prepare('UPDATE contact SET rhythm_gap = 20 WHERE last_contact_at IS NOT NULL').run()
})
afterAll(() => store.close())

const filters: Record<string, ContactFilter> = {
  nothing: {},
  text: { text: 'talleres' },
  'two words': { text: 'alv tall' },
  owner: { owners: [''] },
  relation: { relations: ['customer', 'supplier'] },
  kind: { kinds: ['person'] },
  tag: { tags: [''] },
  place: { place: 'écij' },
  'nothing scheduled': { nothingScheduled: true },
  overdue: { nextOverdue: true },
  'due later': { due: 'later' },
  'due today': { due: 'today' },
  'past its rhythm': { rhythm: ['cooling', 'cold'] },
  untouched: { untouchedDays: 30 },
  employer: { employerId: '' },
  bin: { binned: true },
  several: { owners: [''], relations: ['customer'], text: 'o' },
}
const filled = (filter: ContactFilter): ContactFilter => ({
  ...filter,
  ...(filter.owners === undefined ? {} : { owners: [store.me] }),
  ...(filter.tags === undefined ? {} : { tags: [tag] }),
  ...(filter.employerId === undefined ? {} : { employerId: acme }),
})
const sorts = contactSortKeys.flatMap((by) => [false, true].map((descending): ContactSort => ({ by, descending })))
/** Sorting the few; and walking the index, as with 200,000. */
const ways = { few: { alone: 4000, ofSeveral: 15_000 }, walk: { alone: 0, ofSeveral: 0 } }

describe.each(Object.keys(filters))('filter by %s', (name) => {
  it('gives the same order by walking, by sorting and as a frozen whole', () => {
    const filter = filled(filters[name] ?? {})
    for (const sort of sorts) {
      const input = { filter, sort, now }
      const few = firstContacts(store.raw, input, 200, ways.few)
      expect(firstContacts(store.raw, input, 200, ways.walk), JSON.stringify(sort)).toEqual(few)
      expect([...allContacts(store.raw, input, ways.few)]).toEqual(few)
      expect([...allContacts(store.raw, input, ways.walk)]).toEqual(few)
      expect(firstContacts(store.raw, input, 3, ways.walk)).toEqual(few.slice(0, 3))
    }
  })

  it('walks an index in the order of every sort: nothing is read whole, nothing sorted', () => {
    for (const sort of sorts) {
      for (const { sql, params } of firstQueries(
        store.raw,
        { filter: filled(filters[name] ?? {}), sort, now },
        200,
        ways.walk,
      )) {
        const plan = store.connection.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[]
        const steps = plan.map(({ detail }) => detail)
        expect(
          steps.filter((step) => /^SCAN (c|e|contact)\b(?!.*INDEX)/.test(step)),
          `${JSON.stringify(sort)}: ${steps.join(' | ')}`,
        ).toEqual([])
        expect(
          steps.filter((step) => step.includes('TEMP B-TREE FOR ORDER BY')),
          `${JSON.stringify(sort)}: ${steps.join(' | ')}`,
        ).toEqual([])
      }
    }
  })

  const itLeads = name === 'nothing' ? null : it
  itLeads?.('finds a few by the index of the filter', () => {
    const [query] = firstQueries(
      store.raw,
      { filter: filled(filters[name] ?? {}), sort: { by: 'name', descending: false }, now },
      200,
      ways.few,
    )
    const plan = store.connection.raw
      .prepare(`EXPLAIN QUERY PLAN ${query?.sql ?? ''}`)
      .all(...(query?.params ?? [])) as { detail: string }[]
    expect(
      plan.map(({ detail }) => detail).filter((step) => /^SCAN (c|contact|contact_point)\b(?!.*INDEX)/.test(step)),
    ).toEqual([])
    expect(plan.some(({ detail }) => detail.startsWith('SEARCH c USING INTEGER PRIMARY KEY'))).toBe(true)
  })
})

describe('typing', () => {
  it.each([
    ['garcia', ['Lucía García López']],
    ['GARCÍA luc', ['Lucía García López']],
    ['n', ['Nuñez Hermanos', 'Ñandú Viajes']],
    ['ñan', ['Ñandú Viajes']],
    ["o'don", ["O'Donnell & Hijos"]],
    ['b41000001', ['Óptica Écija, S.L.']],
    ['B-41.000.001', ['Óptica Écija, S.L.']],
    ['ana.ruiz@odon', ["O'Donnell & Hijos"]],
    ['41001 cadiz', ["O'Donnell & Hijos"]],
    ['nadie', []],
    ['"', []],
    ['* OR NEAR(', []],
    ['😀', []],
    ['name:x', []],
    ['-', ['Óptica Écija, S.L.'].slice(1)],
  ])('%s', (text, names) => {
    expect(found({ text }).sort()).toEqual([...names].sort())
  })

  it.each([
    '955 12 34 56',
    '955123456',
    '+34 955 12 34',
    '0034955123456',
    '34955123',
    '95512',
    '955-12-34',
    '(955) 12',
    '3456',
    'opti 955 12',
  ])('digits find the phone however they are written: %s', (text) => {
    expect(found({ text })).toContain('Óptica Écija, S.L.')
  })
  it('finds a foreign phone typed without its country', () => {
    expect(found({ text: '213 456' })).toEqual(['Nuñez Hermanos'])
    expect(found({ text: '+351213' })).toEqual(['Nuñez Hermanos'])
  })
  it('is safe with whatever is typed', () => {
    for (let code = 32; code < 400; code += 1) {
      const text = `a${String.fromCharCode(code)}b ${String.fromCharCode(code)}`
      expect(() => found({ text, place: text })).not.toThrow()
    }
  })
})

describe('orders', () => {
  it('knows Spanish names and numbers', () => {
    expect(found({})).toEqual([
      'Álvarez Talleres 2',
      'Álvarez Talleres 10',
      'José Peña',
      'Lucía García López',
      'Nuñez Hermanos',
      'Ñandú Viajes',
      "O'Donnell & Hijos",
      'Óptica Écija, S.L.',
      'Zoe',
    ])
    expect(found({}, 'name', true)).toEqual(found({}).reverse())
  })
  it('knows Spanish towns, those without one last in both directions', () => {
    expect(found({}, 'city').slice(0, 5)).toEqual([
      'José Peña',
      'Ñandú Viajes',
      "O'Donnell & Hijos",
      'Óptica Écija, S.L.',
      'Nuñez Hermanos',
    ])
    expect(found({}, 'city', true).slice(0, 5)).toEqual([
      'Nuñez Hermanos',
      'Óptica Écija, S.L.',
      "O'Donnell & Hijos",
      'Ñandú Viajes',
      'José Peña',
    ])
  })
  it('by next contact: the nearest first, those with nothing scheduled last in both directions', () => {
    expect(found({}, 'next').slice(0, 4)).toEqual(['Ñandú Viajes', 'Nuñez Hermanos', 'Zoe', 'José Peña'])
    expect(found({}, 'next', true).slice(0, 4)).toEqual(['José Peña', 'Zoe', 'Nuñez Hermanos', 'Ñandú Viajes'])
  })
  it('by last contact: never touched first', () => {
    expect(found({}, 'last').slice(-3)).toEqual(['José Peña', 'Ñandú Viajes', 'Nuñez Hermanos'])
    expect(found({}, 'last', true).slice(0, 3)).toEqual(['Nuñez Hermanos', 'Ñandú Viajes', 'José Peña'])
  })
  it('by owner goes by their names, within one by the contacts’', () => {
    const owners = ['Álvaro', 'Marta'].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    expect(owners).toEqual(['Álvaro', 'Marta'])
    expect(found({}, 'owner').slice(0, 5)).toEqual([
      'Álvarez Talleres 2',
      'Ñandú Viajes',
      'Álvarez Talleres 10',
      'José Peña',
      'Óptica Écija, S.L.',
    ])
  })
  it('by employer: those who work somewhere first', () => {
    expect(found({}, 'employer').slice(0, 2)).toEqual(['José Peña', 'Lucía García López'])
  })
})

describe('criteria', () => {
  it('a day alone today is not overdue, an hour past is', () => {
    expect(found({ nextOverdue: true })).toEqual(['Ñandú Viajes', 'Zoe'])
  })
  it('untouched counts those never touched', () => {
    expect(found({ untouchedDays: 30 })).not.toContain('Nuñez Hermanos')
    expect(found({ untouchedDays: 30 })).toEqual(expect.arrayContaining(['Ñandú Viajes', 'Zoe']))
    expect(found({ untouchedDays: 9 })).not.toContain('Nuñez Hermanos')
    expect(found({ untouchedDays: 8 })).toContain('Nuñez Hermanos')
  })
  it('the bin stands apart', () => {
    expect(found({ binned: true })).toEqual(['Borrada'])
    expect(found({ text: 'borrada' })).toEqual([])
    expect(found({ text: '955 99' })).toEqual([])
  })
  it('an unknown owner or tag finds nobody', () => {
    expect(found({ owners: ['nobody'] })).toEqual([])
    expect(found({ tags: ['none'] })).toEqual([])
  })
})

describe('suggestions', () => {
  it('begin with the people of the company, then names that begin so', () => {
    const names = (text: string, companyId: string | null = null): string[] =>
      store.read('contact.suggest', { text, companyId, now }).map(({ name }) => name)
    expect(names('l', acme)[0]).toBe('Lucía García López')
    expect(names('', acme)).toEqual(['José Peña', 'Lucía García López'])
    expect(names('opt')).toContain('Óptica Écija, S.L.')
    expect(names('600112')).toEqual(['Lucía García López'])
    expect(names('lucia@')).toEqual(['Lucía García López'])
    expect(names('').length).toBeGreaterThan(3)
  })
})
