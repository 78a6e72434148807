// The list of activities: for every order and a set of filters, the first rows, the frozen order and a plain reading of all rows agree; no query
// reads a whole table or sorts what an index has in order; the SQL rules agree with the domain's.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activitySortKeys, type ActivitySort } from '../../../src-shared/contract/activities.ts'
import { activityStates, isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, instantOf, isOverdue, wallOf } from '../../../src-shared/domain/local-time.ts'
import { foldForSearch, sortKey } from '../../../src-shared/domain/name-keys.ts'
import { settingsCommands } from '../commands/settings-commands.ts'
import { openConnection, type Connection } from '../database.ts'
import { migrate } from '../migrate.ts'
import { readStoreOf, type ReadStore } from '../read-store.ts'
import type { Values } from '../tables.ts'
import { WriteSession, type WriteTx } from '../write-session.ts'
import { resolveFilter, searchPhrase, searchWords, type ListFilter } from './activity-filter.ts'
import { allRows, firstRows } from './activity-list.ts'
import { markedRows, memoryOf, wholeSet } from './activity-marks.ts'
import { activityQueries } from './activity-queries.ts'
import { walkOf } from './activity-walk.ts'
import { walkRows, walkSql } from './activity-walked.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-list-'))
const today = '2026-03-10'
const now = instantOf(today, '10:00', 'Europe/Madrid')
const zones = ['Europe/Madrid', 'Atlantic/Canary', 'America/Mexico_City']
const subjects = ['Llamada de seguimiento', 'Visita a obra', 'Presupuesto "urgente"', 'Reunión: oferta 2026', 'Café con ñoras 😀', 'Demostración', 'pedido']

let connection: Connection
let read: ReadStore
let users: string[]
let types: string[]
let results: string[]
let tags: string[]
const contacts: { id: string; kind: string; relation: string; name: string; city: string }[] = []
const activities: (Values<'activity'> & { id: string; row: number; tags: string[] })[] = []

/** Always the same numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

beforeAll(() => {
  const path = join(folder, 'store.db')
  connection = openConnection(path, 'writer')
  migrate(connection.raw)
  read = readStoreOf(connection)
  const session = new WriteSession(connection, 'test-device')
  const run = <T>(command: (tx: WriteTx, input: null) => T): T => session.run({ command: 'test', source: 'test', userId: null }, now, command, null).value
  run((tx) => settingsCommands['app.setUp'](tx, { name: 'Marta Prueba', mail: '', language: 'es', zone: null }))
  run((tx) => {
    for (const name of ['Álvaro Dos', 'zoe Tres', 'Ñora Cuatro']) tx.insert('user', { name, mail: '', color: '', hours: null, isActive: true })
    for (const name of ['uno', 'dos', 'tres']) tx.insert('tag', { builtin: null, name, color: '', position: 0, isArchived: false })
  })
  users = read.pluck<string>('SELECT id FROM user ORDER BY row_id', [])
  types = read.pluck<string>('SELECT id FROM activity_type ORDER BY position', [])
  results = read.pluck<string>('SELECT id FROM result ORDER BY position', [])
  tags = read.pluck<string>('SELECT id FROM tag ORDER BY row_id', [])
  run(fill)
  const keys = new Map(read.allSql<{ id: string; row_id: number }>('SELECT id, row_id FROM activity').map((line) => [line.id, line.row_id]))
  for (const activity of activities) activity.row = keys.get(activity.id) ?? 0
})
afterAll(() => {
  connection.close()
  rmSync(folder, { recursive: true, force: true })
})

function fill(tx: WriteTx): null {
  const pick = numbers(7)
  const one = <T>(values: readonly T[]): T => values[pick(values.length)] as T
  const cities = ['Sevilla', 'Málaga', 'A Coruña']
  for (let n = 0; n < 120; n += 1) {
    const kind = n % 3 === 0 ? 'person' : 'company'
    const name = `${one(['Ñora', 'García', 'Álamo', 'Taller 10', 'Taller 2', 'zeta'])} ${one(['Obras', 'Luz', 'e Hijos'])}`
    const relation = one(['lead', 'customer', 'customer', 'supplier'])
    const id = tx.insert('contact', {
      kind, relation, name, givenName: '', familyName: '', sortKey: sortKey(name), taxId: null, taxCountry: 'ES', taxKey: null, ownerId: null, notes: '',
      birthday: null, anniversary: null, createdAt: now, binnedAt: null,
    })
    const city = one(cities)
    tx.insert('contact_address', { contactId: id, label: '', street: 'Calle Mayor', postcode: '41001', city, region: '', country: 'ES', position: 0 })
    contacts.push({ id, kind, relation, name, city })
  }
  const companies = contacts.filter((contact) => contact.kind === 'company')
  const people = contacts.filter((contact) => contact.kind === 'person')
  for (let n = 0; n < 1700; n += 1) {
    const isPrivate = pick(12) === 0
    const startsOn = addDays(today, pick(200) - 140)
    const isSpan = pick(15) === 0
    const startsTime = isSpan || pick(3) === 0 ? null : `${String(8 + pick(10)).padStart(2, '0')}:${one(['00', '30'])}`
    const zone = one(zones)
    const state = pick(4) === 0 ? one(activityStates) : startsOn < today && pick(10) > 0 ? 'done' : 'planned'
    const companyId = isPrivate || pick(4) === 0 ? null : one(companies).id
    const values: Values<'activity'> = {
      typeId: isPrivate ? (types[10] as string) : one(types.filter((_, at) => at !== 10)), subject: one(subjects), companyId,
      personId: isPrivate || (companyId !== null && pick(2) === 0) ? null : one(people).id,
      startsOn, startsTime, durationMinutes: startsTime === null || pick(5) === 0 ? null : pick(4) * 45, endsOn: isSpan ? addDays(startsOn, pick(4)) : null, zone,
      startsUtc: startsTime === null ? null : instantOf(startsOn, startsTime, zone), state, priority: pick(4), direction: one(['in', 'out', null]),
      ownerId: one(users), authorId: one(users), place: pick(9) === 0 ? 'Nave norte' : '', notes: pick(3) === 0 ? 'Pide plazo de entrega y condición' : '',
      resultId: state === 'done' ? one(results) : null, closedAt: isOpen(state) || pick(20) === 0 ? null : `${startsOn}T${startsTime ?? '18:00'}`,
      cancelReason: state === 'cancelled' ? 'obras' : null, followsId: null, createdAt: instantOf(addDays(startsOn, -pick(20)), '09:00', zone),
      binnedAt: pick(15) === 0 ? now : null, movedCount: 0,
    }
    const id = tx.insert('activity', values)
    const own = tags.filter(() => pick(8) === 0)
    for (const tagId of own) tx.insert('activity_tag', { activityId: id, tagId })
    activities.push({ ...values, id, row: 0, tags: own })
  }
  return null
}

const base = (): ListFilter => ({
  done: 'all', states: [], planned: { from: null, to: null }, created: { from: null, to: null }, closed: { from: null, to: null }, owners: [], authors: [], types: [],
  directions: [], results: [], priorities: [], tags: [], contactId: null, contactRelations: [], contactKinds: [], contactPlace: '', text: '', overdue: false, urgent: null, movedTimes: null,
  withoutContact: false, openActions: false, binned: false, me: users[0] as string, now,
})

function filters(): Record<string, Partial<ListFilter>> {
  const company = contacts.find((contact) => contact.kind === 'company')?.id ?? null
  const person = contacts.find((contact) => contact.kind === 'person')?.id ?? null
  const week = { from: addDays(today, -3), to: addDays(today, 3) }
  return {
    everything: {}, 'with actions to take (there are none)': { openActions: true }, 'with actions to take, open': { openActions: true, done: 'open' }, open: { done: 'open' }, 'open and mine': { done: 'open', owners: users.slice(0, 1) }, done: { done: 'done' }, 'one state': { states: ['cancelled'] },
    'two states': { states: ['in_progress', 'done'] }, 'open on hold': { done: 'open', states: ['on_hold', 'done'] }, nothing: { done: 'open', states: ['done'] },
    'two owners': { owners: users.slice(1, 3) }, 'owner nobody knows': { owners: ['unknown'] }, authors: { authors: users.slice(2) }, 'one type': { types: types.slice(1, 2) },
    'three types, open': { types: types.slice(0, 3), done: 'open' }, 'private type': { types: types.slice(10, 11) }, result: { results: results.slice(0, 1) },
    'two results': { results: results.slice(2, 4) }, urgent: { priorities: [3] }, 'two priorities': { priorities: [0, 2] }, received: { directions: ['in'] },
    'one tag': { tags: tags.slice(0, 1) }, 'any of two tags': { tags: tags.slice(0, 2) }, week: { planned: week }, 'week, open': { planned: week, done: 'open' },
    past: { planned: { from: null, to: addDays(today, -1) } }, 'created lately': { created: { from: now - 20 * 86_400_000, to: null } },
    'closed in a month': { closed: { from: addDays(today, -40), to: addDays(today, -10) } }, overdue: { overdue: true }, 'overdue and mine': { overdue: true, owners: users.slice(0, 1) },
    company: { contactId: company }, person: { contactId: person }, 'person, open': { contactId: person, done: 'open' }, 'contact nobody knows': { contactId: 'unknown' },
    suppliers: { contactRelations: ['supplier'] }, 'leads and suppliers': { contactRelations: ['lead', 'supplier'] }, people: { contactKinds: ['person'] },
    'both kinds': { contactKinds: ['person', 'company'] }, place: { contactPlace: 'corun' }, 'no contact': { withoutContact: true }, 'no contact, open': { withoutContact: true, done: 'open' },
    bin: { binned: true }, 'open in the bin': { binned: true, done: 'open' }, word: { text: 'presup' }, 'two words': { text: 'visita garcía' }, 'two letters': { text: 'de' },
    'name only': { text: 'nora' }, 'word nobody wrote': { text: 'zzyyxx' }, quotes: { text: '"urgente" AND (' }, emoji: { text: '😀' }, 'one letter': { text: 'a' },
    'type and word': { types: types.slice(0, 1), text: 'llamada' }, 'many at once': { types: types.slice(0, 4), owners: users.slice(0, 2), priorities: [1, 3], directions: ['out'], done: 'done' },
  }
}

/** The rules said plainly, over all rows. */
function naive(filter: ListFilter, sort: ActivitySort): number[] {
  const contactOf = new Map(contacts.map((contact) => [contact.id, contact]))
  const keysOf = new Map(read.allSql<{ id: string; row_id: number }>('SELECT id, row_id FROM contact').map(({ id, row_id }) => [id, row_id]))
  const has = (wanted: readonly unknown[], value: unknown): boolean => wanted.length === 0 || wanted.includes(value)
  const startsWord = (text: string, word: string): boolean => ` ${foldForSearch(text).replace(/[^a-z0-9]+/g, ' ')}`.includes(` ${word}`)
  const chosen = activities.filter((a) => {
    const main = a.companyId ?? a.personId
    const contact = main === null ? undefined : contactOf.get(main)
    if ((a.binnedAt !== null) !== filter.binned) return false
    if (a.typeId === types[10] && a.ownerId !== filter.me) return false
    if (filter.done === 'open' && !isOpen(a.state as ActivityState)) return false
    if (filter.done === 'done' && a.state !== 'done') return false
    if (!has(filter.states, a.state) || !has(filter.owners, a.ownerId) || !has(filter.authors, a.authorId) || !has(filter.types, a.typeId)) return false
    if (!has(filter.results, a.resultId) || !has(filter.priorities, a.priority) || !has(filter.directions, a.direction)) return false
    if (filter.tags.length > 0 && !a.tags.some((tag) => filter.tags.includes(tag))) return false
    const { planned, created, closed } = filter
    if ((planned.from !== null && a.startsOn < planned.from) || (planned.to !== null && a.startsOn > planned.to)) return false
    if ((created.from !== null && a.createdAt < created.from) || (created.to !== null && a.createdAt >= created.to)) return false
    const closedOn = a.closedAt?.slice(0, 10) ?? null
    if ((closed.from !== null && (closedOn === null || closedOn < closed.from)) || (closed.to !== null && (closedOn === null || closedOn > closed.to))) return false
    if (filter.contactId !== null && a.companyId !== filter.contactId && a.personId !== filter.contactId) return false
    if (filter.openActions) return false
    if (filter.withoutContact && main !== null) return false
    if (filter.contactRelations.length > 0 && (contact === undefined || !filter.contactRelations.includes(contact.relation))) return false
    if (filter.contactKinds.length > 0 && (contact === undefined || !filter.contactKinds.includes(contact.kind))) return false
    if (filter.contactPlace !== '' && (contact === undefined || !startsWord(contact.city, filter.contactPlace))) return false
    const when = { on: a.startsOn, time: a.startsTime, durationMinutes: a.durationMinutes, until: a.endsOn, zone: a.zone }
    if (filter.overdue && !isOverdue(when, a.state as ActivityState, wallOf(filter.now, a.zone))) return false
    const names = [a.companyId, a.personId].flatMap((id) => (id === null ? [] : (contactOf.get(id)?.name ?? [])))
    return foldForSearch(filter.text).split(/\s+/).filter((word) => /[a-z0-9]{2}/.test(word)).map((word) => word.replace(/[^a-z0-9]/g, ''))
      .every((word) => [a.subject, a.notes, a.place, ...names].some((text) => startsWord(text, word)))
  })
  const userKey = new Map(read.allSql<{ id: string; name: string }>('SELECT id, name FROM user').map(({ id, name }) => [id, sortKey(name)]))
  const pad = (n: number): string => String(n).padStart(16, '0')
  const first = (a: (typeof activities)[number]): (string | null)[] => {
    const contactId = a.companyId ?? a.personId
    switch (sort.by) {
      case 'date': return []
      case 'created': return [pad(a.createdAt)]
      case 'closed': return [a.closedAt]
      case 'contact': return contactId === null ? [null] : [contactOf.get(contactId)?.name === undefined ? null : sortKey(contactOf.get(contactId)?.name ?? ''), pad(keysOf.get(contactId) ?? 0)]
      case 'type': return [pad(types.indexOf(a.typeId))]
      case 'owner': return [userKey.get(a.ownerId) ?? '']
      case 'result': return [a.resultId === null ? null : pad(results.indexOf(a.resultId))]
      case 'state': return [pad(activityStates.indexOf(a.state as ActivityState))]
      case 'priority': return [pad(a.priority)]
    }
  }
  const byRowAlone = sort.by === 'created' || sort.by === 'closed'
  const keyed = chosen.map((a) => ({ row: a.row, key: [...first(a), ...(byRowAlone ? [] : [`${a.startsOn}T${a.startsTime ?? ''}`]), pad(a.row)] }))
  const sign = sort.descending ? -1 : 1
  keyed.sort((a, b) => {
    for (let at = 0; ; at += 1) {
      const [x, y] = [a.key[at], b.key[at]]
      if (x === y) continue
      if (x == null) return 1
      if (y == null) return -1
      return x < y ? -sign : sign
    }
  })
  return keyed.map(({ row }) => row)
}

const sorts = activitySortKeys.flatMap((by) => [false, true].map((descending) => ({ by, descending })))

describe('every order with every filter', () => {
  it.each(sorts)('by $by, descending $descending', (sort) => {
    for (const [name, more] of Object.entries(filters())) {
      const filter = { ...base(), ...more }
      const expected = naive(filter, sort)
      expect([name, [...allRows(read, filter, sort)]]).toEqual([name, expected])
      for (const limit of [1, 37, 250]) expect([name, limit, firstRows(read, filter, sort, limit)]).toEqual([name, limit, expected.slice(0, limit)])
    }
  })

  it.each(sorts)('by $by, descending $descending, whichever way it is looked for', (sort) => {
    for (const [name, more] of Object.entries(filters())) {
      const filter = { ...base(), ...more }
      const resolved = resolveFilter(read, filter)
      if (resolved.isEmpty) continue
      const expected = naive(filter, sort)
      const memory = memoryOf(read)
      expect([name, [...wholeSet(read, memory, resolved, sort)]]).toEqual([name, expected])
      for (const patience of [0, Infinity]) {
        const marked = markedRows(read, memory, resolved, sort, 37, { fewMarked: -1, someMarked: 500, patience })
        expect([name, marked ?? 'given up']).toEqual([name, marked === null ? 'given up' : expected.slice(0, 37)])
      }
      const walk = walkOf(read, resolved, sort, true)
      const left = resolved.parts.filter((part) => !walk.covers.has(part.name))
      for (const visits of [null, 60, 400]) {
        const walked = walkRows(read, walk, left, 37, visits)
        expect([name, visits, walked ?? 'given up']).toEqual([name, visits, walked === null ? 'given up' : expected.slice(0, 37)])
      }
      expect(walkRows(read, walk, left, 37, null)).not.toBeNull()
    }
  })

  it('agrees for filters nobody thought of', () => {
    const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { maxLength: Math.min(3, values.length) })
    const given = fc.record({
      sort: fc.constantFrom(...sorts), done: fc.constantFrom('open' as const, 'done' as const, 'all' as const), states: some(activityStates), owners: some(users), types: some(types),
      priorities: some([0, 1, 2, 3]), results: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some(results)), kinds: some(['company', 'person']),
      text: fc.constantFrom('', '', 'de', 'garcia', 'pla entr'), overdue: fc.boolean(), binned: fc.boolean(), from: fc.option(fc.integer({ min: -90, max: 20 }), { freq: 2 }),
    })
    fc.assert(
      fc.property(given, ({ sort, kinds, from, ...rest }) => {
        const filter = { ...base(), ...rest, contactKinds: kinds, planned: { from: from === null ? null : addDays(today, from), to: null } }
        const expected = naive(filter, sort)
        expect([...allRows(read, filter, sort)]).toEqual(expected)
        expect(firstRows(read, filter, sort, 50)).toEqual(expected.slice(0, 50))
      }),
      { numRuns: 60 },
    )
  })
})

it('pages of a frozen order hold each row once', () => {
  const sort: ActivitySort = { by: 'contact', descending: false }
  const order = activityQueries['activity.order'](read, { filter: base(), sort })
  const seen: string[] = []
  for (let from = 0; from < order.length; from += 200) {
    seen.push(...activityQueries['activity.lines'](read, { keys: [...order.subarray(from, from + 200)] }).map(({ id }) => id))
  }
  expect(seen).toHaveLength(order.length)
  expect(new Set(seen).size).toBe(order.length)
  const names = activityQueries['activity.lines'](read, { keys: [...order] }).map((line) => line.companyName ?? line.personName)
  expect(names.indexOf(null)).toBe(names.filter((name) => name !== null).length)
})

it('says that there is more, exactly', () => {
  const input = { filter: { ...base(), priorities: [3] }, sort: { by: 'date' as const, descending: false } }
  const total = allRows(read, input.filter, input.sort).length
  expect(activityQueries['activity.first'](read, { ...input, limit: total }).hasMore).toBe(false)
  expect(activityQueries['activity.first'](read, { ...input, limit: total - 1 }).hasMore).toBe(true)
})

describe('every list query has its index', () => {
  const planOf = (sql: string, parameters: readonly unknown[]): string[] =>
    (connection.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]).map(({ detail }) => detail)

  it.each(sorts)('by $by, descending $descending: walked in index order', (sort) => {
    for (const more of Object.values(filters())) {
      const filter = resolveFilter(read, { ...base(), ...more })
      if (filter.isEmpty) continue
      for (const mayMerge of [true, false]) {
        const walk = walkOf(read, filter, sort, mayMerge)
        const left = filter.parts.filter((part) => !walk.covers.has(part.name))
        for (const segment of walk.segments) {
          for (const parts of [left, []]) {
            const query = walkSql(segment, walk.descending, parts, undefined, ['a.row_id'])
            const plan = planOf(query.sql, query.parameters)
            expect([query.sql, plan.filter((step) => /TEMP B-TREE|AUTOMATIC/.test(step))]).toEqual([query.sql, []])
            // An order is read along its index; the only other steps are look-ups by key and value lists.
            expect(plan.filter((step) => /^SCAN (a|c|activity|contact)\b/.test(step) && !step.includes('INDEX'))).toEqual([])
          }
        }
      }
    }
  })

  it('each condition finds its own rows by an index', () => {
    for (const more of Object.values(filters())) {
      for (const part of resolveFilter(read, { ...base(), ...more }).parts) {
        for (const rows of [part.rows, part.without]) {
          if (rows === null) continue
          const plan = planOf(rows.sql, rows.parameters)
          expect(plan.filter((step) => /^SCAN (a|activity|contact)\b/.test(step) && !step.includes('INDEX'))).toEqual([])
        }
      }
    }
  })

  it('a page is looked up by key', () => {
    for (const step of planOf('SELECT a.id FROM json_each(?) AS k CROSS JOIN activity a ON a.row_id = k.value', ['[1]'])) expect(step).not.toMatch(/SCAN (?!k)/)
  })
})

it('an activity is overdue in the list when it is overdue by the rule, at any moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: now - 100 * 86_400_000, max: now + 60 * 86_400_000 }), (moment) => {
      const filter = { ...base(), overdue: true, now: moment }
      expect(new Set(allRows(read, filter, { by: 'date', descending: false }))).toEqual(new Set(naive(filter, { by: 'date', descending: false })))
    }),
    { numRuns: 40 },
  )
})

it('any text is safe to search for', () => {
  const odd = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('"', '*', 'NEAR(a b)', 'subject:', '-a', '^a', 'AND', '\0', '{name} :'))
  fc.assert(
    fc.property(odd, (text) => {
      const filter = { ...base(), text, contactPlace: text.slice(0, 80) }
      expect(firstRows(read, filter, { by: 'date', descending: true }, 20)).toEqual([...allRows(read, filter, { by: 'date', descending: true })].slice(0, 20))
    }),
    { numRuns: 60 },
  )
})

it('a word is found in a text exactly when the index finds it', () => {
  connection.raw.exec(`CREATE VIRTUAL TABLE temp.words USING fts5(text, tokenize='unicode61 remove_diacritics 2', prefix='2 3')`)
  const insert = connection.raw.prepare('INSERT INTO temp.words (rowid, text) VALUES (1, ?)')
  const letters = fc.constantFrom(...'aábcçdeéèfgiíïnñoóöuúüzAÁÑÜ0129 -.,_/\'"ßøłœ'.split(''), 'ŕ', 'ά', 'Я', 'й', '한', '東', 'e\u0301', '\u0301', '😀')
  const text = fc.array(letters, { maxLength: 14 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, fc.nat(14), (written, other, from) => {
      const typed = `${written.slice(from, from + 4)} ${other.slice(0, 3)}`
      connection.raw.exec('DELETE FROM temp.words')
      insert.run(written)
      for (const word of searchWords(typed)) {
        const indexed = connection.raw.prepare('SELECT count(*) FROM temp.words WHERE words MATCH ?').pluck().get(searchPhrase(word))
        const decided = connection.raw.prepare('SELECT word_in(?, ?)').pluck().get(resolveFilter(read, { ...base(), text: word }).parts.find(({ name }) => name === 'text')?.where.parameters[0], written)
        expect([word, written, decided]).toEqual([word, written, indexed])
      }
    }),
    { numRuns: 1000, examples: [['e\u0301ü', 'é_Ü', 14], ['a -\u0301b', 'a b', 0]] },
  )
})
