// Contacts through the whole core, as a window works with them (CON-1 to CON-4, CON-7).
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { newContact } from '../../build/test-records.ts'
import type { ContactValues, TimelineEntry } from '../../src-shared/contract/contacts.ts'
import { compareWithLog } from '../store/rebuild.ts'

let core: TestCore
let now = Date.UTC(2026, 2, 10, 9, 0)
beforeAll(async () => {
  core = await startCore(null, { now: () => (now += 1000) })
})
afterAll(async () => {
  expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
  await core.close()
})

const point = (kind: 'phone' | 'mail' | 'web', value: string) => ({ id: null, kind, label: '', value })
const create = async (values: Partial<ContactValues>, employerId: string | null = null): Promise<string> =>
  (await core.ask('contact.create', newContact({ ...values, employerId, jobTitle: employerId === null ? '' : 'Compras' }))).id
const get = (id: string) => core.ask('contact.get', { id })
const save = async (id: string, values: Partial<ContactValues>) =>
  core.ask('contact.save', { id, revision: (await get(id)).revision, values })
const all: TimelineEntry['kind'][] = ['activity', 'note', 'mail', 'change']
const byClick = (...ids: string[]) => ({ base: null, except: [], ids })

describe('one contact', () => {
  it('keeps all it was given, and names a person by both names', async () => {
    const company = await create({
      name: 'Óptica Écija',
      taxId: 'b-41.000.001',
      points: [point('phone', '955 12 34 56'), point('web', 'https://optica.example')],
      addresses: [
        {
          id: null,
          label: 'work',
          street: 'Calle Mayor 3',
          postcode: '41400',
          city: 'Écija',
          region: 'Sevilla',
          country: 'ES',
        },
      ],
    })
    const person = await create(
      {
        kind: 'person',
        givenName: 'Lucía',
        familyName: 'Núñez',
        birthday: '1980-02-29',
        points: [point('mail', 'lucia@optica.example')],
      },
      company,
    )
    expect(await get(company)).toMatchObject({
      name: 'Óptica Écija',
      taxId: 'B41000001',
      phone: '955 12 34 56',
      city: 'Écija',
      counts: { people: 1 },
    })
    expect(await get(person)).toMatchObject({
      name: 'Lucía Núñez',
      employerName: 'Óptica Écija',
      jobTitle: 'Compras',
      mail: 'lucia@optica.example',
      birthday: '1980-02-29',
    })
    await save(person, { familyName: 'Núñez Gil' })
    expect((await get(person)).name).toBe('Lucía Núñez Gil')
  })

  it('needs a name, and refuses a tax id that its country’s rule calls wrong, but no double one', async () => {
    await expect(create({ name: '  ' })).rejects.toMatchObject({ code: 'invalid', details: { field: 'name' } })
    await expect(create({ kind: 'person' })).rejects.toMatchObject({ code: 'invalid', details: { field: 'name' } })
    await expect(create({ name: 'A', taxId: 'B41000002' })).rejects.toMatchObject({
      details: { field: 'taxId', rule: 'tax_id_invalid' },
    })
    const twice = [await create({ name: 'A', taxId: 'B41000001' }), await create({ name: 'B', taxId: 'ES B41000001' })]
    await create({ name: 'C', taxId: 'ZZ-77 no rule', taxCountry: 'MA' })
    const { rows } = await core.ask('contact.first', {
      filter: { text: 'b41000001' },
      sort: { by: 'name', descending: false },
      limit: 10,
    })
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(twice))
  })

  it('keeps the ids of phones that stay', async () => {
    const id = await create({ name: 'A', points: [point('phone', '955123456'), point('phone', '600111222')] })
    const [first, second] = (await get(id)).points
    await save(id, {
      points: [{ ...second!, label: 'mobile' }, point('mail', 'a@b.example'), { ...first!, value: '955 000 000' }],
    })
    expect((await get(id)).points).toMatchObject([
      { id: second!.id, label: 'mobile' },
      { value: 'a@b.example' },
      { id: first!.id, value: '955 000 000' },
    ])
    expect(await get(id)).toMatchObject({ phone: '600111222', mail: 'a@b.example' })
  })

  it('refuses an edit of what another window changed meanwhile, phones and tags too', async () => {
    const id = await create({ name: 'A', points: [point('phone', '955123456')] })
    const { revision, points } = await get(id)
    await core.ask('contact.save', { id, revision, values: { points: [...points, point('phone', '600111222')] } })
    await expect(core.ask('contact.save', { id, revision, values: { points } })).rejects.toMatchObject({
      code: 'stale',
    })
    await expect(core.ask('contact.save', { id, revision, values: { name: 'B' } })).rejects.toMatchObject({
      code: 'stale',
      details: { yours: { name: 'B' }, theirs: { name: 'A' } },
    })
    expect((await get(id)).points).toHaveLength(2)
  })

  it('becomes a customer in place, and its history tells when', async () => {
    const id = await create({ name: 'A' })
    const { changeSetId } = await save(id, { relation: 'customer' })
    const { changeSets } = await core.ask('history.list', { recordId: id, before: null, limit: 10 })
    expect(changeSets.map(({ command }) => command)).toEqual(['contact.save', 'contact.create'])
    const { changes } = await core.ask('history.changes', {
      changeSetId: changeSetId!,
      recordId: null,
      after: 0,
      limit: 50,
    })
    expect(changes).toMatchObject([
      { field: 'relation', before: 'lead', after: 'customer', recordName: 'A', canRestore: true },
    ])
  })

  it('that changed nothing leaves no line in the history', async () => {
    const id = await create({ name: 'A', points: [point('phone', '955123456')] })
    const { points } = await get(id)
    expect(await save(id, { name: 'A', points })).toMatchObject({ changeSetId: null })
  })
})

describe('jobs', () => {
  it('moving on ends the old job on that day and keeps it', async () => {
    const [acme, beta] = [await create({ name: 'Acme' }), await create({ name: 'Beta' })]
    const person = await create({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' }, acme)
    await core.ask('contact.employ', {
      personId: person,
      companyId: beta,
      jobTitle: 'Dirección',
      from: '2026-02-01',
      leavesOthers: true,
    })
    expect(await get(person)).toMatchObject({
      employerName: 'Beta',
      jobTitle: 'Dirección',
      employments: [
        { companyName: 'Beta', from: '2026-02-01', until: null },
        { companyName: 'Acme', until: '2026-02-01' },
      ],
    })
    expect((await get(acme)).employments).toMatchObject([{ personName: 'Ana Ruiz', until: '2026-02-01' }])
    expect((await get(acme)).counts.people).toBe(0)
    const job = (await get(person)).employments[0]!
    await expect(core.ask('contact.leave', { employmentId: job.id, until: '2026-01-01' })).rejects.toMatchObject({
      details: { rule: 'before_start' },
    })
    await core.ask('contact.leave', { employmentId: job.id, until: '2026-03-01' })
    expect(await get(person)).toMatchObject({ employerId: null, jobTitle: null })
    await core.ask('history.undoLast', {})
    expect(await get(person)).toMatchObject({ employerName: 'Beta' })
    await expect(
      core.ask('contact.employ', { personId: acme, companyId: beta, jobTitle: '', from: null, leavesOthers: false }),
    ).rejects.toMatchObject({
      details: { rule: 'not_a_person' },
    })
  })
})

describe('the list', () => {
  it('jumps anywhere in a frozen order, and knows its selection', async () => {
    const ids: string[] = []
    for (let index = 0; index < 30; index += 1)
      ids.push(
        await create({
          name: `Taller ${index}`,
          ownerId: index % 2 === 0 ? (await core.ask('settings.get', {})).settings.me : null,
        }),
      )
    const sort = { by: 'name', descending: false } as const
    const snapshot = await core.ask('contact.snapshot', { filter: { text: 'taller' }, sort })
    expect(snapshot.total).toBe(30)
    const mine = await core.ask('contact.snapshot', { filter: { owners: ['me'] }, sort })
    const { rows } = await core.ask('contact.page', {
      snapshotId: snapshot.snapshotId,
      from: 10,
      count: 5,
      selection: mine.snapshotId,
    })
    expect(rows.map(({ name, inSelection }) => [name, inSelection])).toEqual([
      ['Taller 10', true],
      ['Taller 11', false],
      ['Taller 12', true],
      ['Taller 13', false],
      ['Taller 14', true],
    ])
    const first = await core.ask('contact.first', { filter: { text: 'taller' }, sort, limit: 7 })
    expect(first.hasMore).toBe(true)
    expect(first.rows.map(({ name }) => name)).toEqual(Array.from({ length: 7 }, (_, index) => `Taller ${index}`))

    const selection = { base: snapshot.snapshotId, except: [ids[0]!], ids: [] }
    expect(await core.ask('contact.count', { selection })).toEqual({ total: 29 })
    expect(await core.ask('contact.change', { selection, change: { relation: 'customer' } })).toMatchObject({
      changed: 29,
      skipped: 0,
    })
    expect((await get(ids[0]!)).relation).toBe('lead')
    expect(await core.ask('contact.bin', { selection: byClick(ids[1]!, ids[2]!) })).toMatchObject({ changed: 2 })
    expect(await core.ask('contact.bin', { selection: byClick(ids[1]!) })).toMatchObject({
      changed: 0,
      skipped: 1,
      changeSetId: null,
    })
    expect((await core.ask('contact.snapshot', { filter: { text: 'taller' }, sort })).total).toBe(28)
    await core.ask('contact.restore', { selection: byClick(ids[1]!) })
    await core.ask('history.undoLast', {})
    await core.ask('history.undoLast', {})
    expect((await core.ask('contact.snapshot', { filter: { text: 'taller' }, sort })).total).toBe(30)
  })

  it('adds and removes tags of many, each contact once in its history', async () => {
    const [vip, old] = [
      (await core.ask('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'VIP' } })).id,
      (await core.ask('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'Antiguo' } })).id,
    ]
    const a = await create({ name: 'A', tagIds: [old] })
    const b = await create({ name: 'B', tagIds: [vip] })
    expect(
      await core.ask('contact.change', { selection: byClick(a, b), change: { addTagIds: [vip], removeTagIds: [old] } }),
    ).toMatchObject({ changed: 1, skipped: 1 })
    expect((await get(a)).tagIds).toEqual([vip])
    const { changeSets } = await core.ask('history.list', { recordId: a, before: null, limit: 10 })
    expect(changeSets.map(({ command }) => command)).toEqual(['contact.change', 'contact.create'])
    await core.ask('history.undoLast', {})
    expect((await get(a)).tagIds).toEqual([old])
  })
})

describe('notes and the timeline', () => {
  it('a binned note is hidden and comes back by undo', async () => {
    const id = await create({ name: 'A' })
    const note = await core.ask('note.create', {
      contactId: id,
      activityId: null,
      text: 'Llamó',
      happenedAt: '2026-03-09T18:30',
    })
    await expect(
      core.ask('note.create', { contactId: id, activityId: null, text: 'x', happenedAt: 'ayer' }),
    ).rejects.toMatchObject({ details: { field: 'happenedAt' } })
    const notes = async () =>
      (await core.ask('contact.timeline', { id, kinds: ['note'], before: null, limit: 10 })).entries
    expect(await notes()).toMatchObject([
      { kind: 'note', at: '2026-03-09T18:30', note: { text: 'Llamó', contactName: 'A', revision: 1 } },
    ])
    await core.ask('note.save', { id: note.id, revision: 1, text: 'Llamó dos veces', happenedAt: '2026-03-09T19:00' })
    await expect(
      core.ask('note.save', { id: note.id, revision: 1, text: 'otra', happenedAt: '2026-03-09T19:00' }),
    ).rejects.toMatchObject({ code: 'stale' })
    expect(await core.ask('note.get', { id: note.id })).toMatchObject({ text: 'Llamó dos veces', happenedAt: '2026-03-09T19:00', revision: 2 })
    await core.ask('note.bin', { id: note.id })
    expect(await notes()).toEqual([])
    expect(await core.ask('note.get', { id: note.id })).toBeNull()
    await core.ask('history.undoLast', {})
    expect(await notes()).toMatchObject([{ at: '2026-03-09T19:00' }])
  })

  it('is one order of everything, read page by page without gap or double', async () => {
    const company = await create({ name: 'Acme' })
    const person = await create({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' }, company)
    for (let index = 0; index < 25; index += 1) {
      await core.ask('note.create', {
        contactId: company,
        activityId: null,
        text: `n${index}`,
        happenedAt: `2026-03-${String(1 + (index % 12)).padStart(2, '0')}T10:00`,
      })
      await save(company, { notes: `v${index}` })
    }
    await core.ask('note.create', {
      contactId: person,
      activityId: null,
      text: 'de Ana',
      happenedAt: '2026-03-05T10:00',
    })
    const whole = (await core.ask('contact.timeline', { id: company, kinds: all, before: null, limit: 200 })).entries
    // 25 notes, 25 saves, the making of the contact, and the job of its person.
    expect(whole).toHaveLength(52)
    expect(whole.map(({ at }) => at)).toEqual([...whole.map(({ at }) => at)].sort().reverse())
    const paged: TimelineEntry[] = []
    for (let before: { at: string; id: string } | null = null, more = true; more;) {
      const page = await core.ask('contact.timeline', { id: company, kinds: all, before, limit: 7 })
      paged.push(...page.entries)
      const last = paged.at(-1)!
      before = { at: last.at, id: last.id }
      more = page.hasMore
    }
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
  })
})

describe('a salesperson in Portugal', () => {
  it('finds their own country’s phones without its prefix', async () => {
    const id = await create({ name: 'Lisboa Lda', taxCountry: 'PT', points: [point('phone', '213 456 789')] })
    await core.ask('settings.set', { country: 'PT' })
    const { contacts } = await core.ask('contact.suggest', { text: '213' })
    expect(contacts.map((contact) => contact.id)).toEqual([id])
    expect(contacts[0]?.detail).toContain('213 456 789')
    await core.ask('settings.set', { country: 'ES' })
  })
})

describe('an hour that the clock repeats', () => {
  it('keeps every change in the order of the wall, page by page', async () => {
    const id = await create({ name: 'Noche' })
    const before = now
    // 25 October 2026, Madrid: 02:00 to 03:00 twice.
    now = Date.UTC(2026, 9, 24, 23, 50)
    for (let index = 0; index < 30; index += 1) {
      now += 5 * 60_000
      await save(id, { notes: `v${index}` })
    }
    const whole = (await core.ask('contact.timeline', { id, kinds: ['change'], before: null, limit: 200 })).entries
    expect(whole).toHaveLength(31)
    const paged: TimelineEntry[] = []
    for (let cursor: { at: string; id: string } | null = null, more = true; more;) {
      const page = await core.ask('contact.timeline', { id, kinds: ['change'], before: cursor, limit: 1 })
      paged.push(...page.entries)
      const last = paged.at(-1)!
      cursor = { at: last.at, id: last.id }
      more = page.hasMore
    }
    expect(paged.map((entry) => entry.id)).toEqual(whole.map((entry) => entry.id))
    now = before
  })
})

describe('what a window writes', () => {
  it('is told to all windows by table and id', async () => {
    const id = await create({ name: 'A' })
    const told = core.notices.map(({ notice }) => notice).filter(({ name }) => name === 'recordsChanged')
    expect(told.at(-1)).toMatchObject({ data: { tables: { contact: [id] } } })
  })
})
