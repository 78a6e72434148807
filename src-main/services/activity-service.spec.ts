// Activities through the whole core: created, saved, closed, cancelled, binned, changed together.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCore, testNow, type TestCore } from '../../build/test-core.ts'
import { activityWith, newContact, whenOn } from '../../build/test-records.ts'
import type { ActivityRow, ActivityValues } from '../../src-shared/contract/activities.ts'
import type { ContactValues } from '../../src-shared/contract/contacts.ts'
import type { Lists } from '../../src-shared/contract/settings.ts'

let core: TestCore
let lists: Lists
let me: string
let companyId: string
let personId: string

beforeAll(async () => {
  core = await startCore()
  const { settings, lists: all } = await core.ask('settings.get', {})
  lists = all
  me = settings.me ?? ''
  companyId = await contact({ name: 'Ferretería Alarcón SL' })
  personId = await contact({ kind: 'person', name: 'Lucía Ñíguez' })
})
afterAll(() => core.close())

const contact = async (values: Partial<ContactValues>): Promise<string> => (await core.ask('contact.create', newContact({ relation: 'customer', ...values }))).id

const typeOf = (builtin: string): string => lists.types.find((type) => type.builtin === builtin)?.id ?? ''
const resultOf = (builtin: string): string => lists.results.find((result) => result.builtin === builtin)?.id ?? ''

const values = (more: Partial<ActivityValues> = {}): ActivityValues =>
  activityWith({
    typeId: typeOf('call'),
    subject: 'Llamada de prueba',
    companyId,
    when: whenOn('2026-03-12', '10:00', 15),
    ownerId: me,
    direction: 'out',
    ...more,
  })
const create = async (more: Partial<ActivityValues> = {}): Promise<string> =>
  (await core.ask('activity.create', values(more))).id
const get = (id: string) => core.ask('activity.get', { id })
const picked = (...ids: string[]) => ({ base: null, except: [], ids })
const closing = (note = '') => ({ resultId: resultOf('positive'), closedAt: '2026-03-10T10:00', note })
const rule = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work
    return 'accepted'
  } catch (error) {
    const { code, details } = error as { code: string; details: Record<string, unknown> }
    return code === 'invalid' ? details['rule'] : code
  }
}

describe('one activity', () => {
  it('comes back as it was written', async () => {
    const id = await create({ personId, notes: 'ñ'.repeat(500), place: 'Almacén', priority: 3 })
    const found = await get(id)
    expect(found).toMatchObject({
      subject: 'Llamada de prueba',
      companyName: 'Ferretería Alarcón SL',
      personName: 'Lucía Ñíguez',
      state: 'planned',
      priority: 3,
      place: 'Almacén',
      authorId: me,
      createdAt: testNow,
      movedCount: 0,
      isBinned: false,
      attachments: 0,
      fullNotes: 'ñ'.repeat(500),
      notes: 'ñ'.repeat(200),
    })
    expect(found.when).toEqual({
      on: '2026-03-12',
      time: '10:00',
      durationMinutes: 15,
      until: null,
      zone: 'Europe/Madrid',
    })
    expect('row' in found).toBe(false)
  })

  it('needs a contact, unless it is private', async () => {
    expect(await rule(core.ask('activity.create', values({ companyId: null })))).toBe('contact_required')
    expect(await rule(core.ask('activity.create', values({ companyId: null, typeId: typeOf('internal') })))).toBe(
      'accepted',
    )
    expect(await rule(core.ask('activity.create', values({ companyId: personId })))).toBe('not_a_company')
    expect(await rule(core.ask('activity.create', values({ personId: companyId })))).toBe('not_a_person')
  })

  it('is refused with days that do not exist and spans that end before they begin', async () => {
    const when = values().when
    expect(await rule(core.ask('activity.create', values({ when: { ...when, on: '2026-02-30' } })))).toBe('bad_input')
    expect(
      await rule(core.ask('activity.create', values({ when: { ...when, time: null, until: '2026-03-11' } }))),
    ).toBe('span_order')
    expect(await rule(core.ask('activity.create', values({ when: { ...when, zone: 'Europe/Nowhere' } })))).toBe(
      'unknown_zone',
    )
  })

  it('stays open without a result and a closing date (ACT-6)', async () => {
    expect(await rule(core.ask('activity.create', values({ state: 'done', closedAt: '2026-03-10T10:00' })))).toBe(
      'result_required',
    )
    expect(await rule(core.ask('activity.create', values({ state: 'done', resultId: resultOf('sale') })))).toBe(
      'closing_date_required',
    )
    expect(await rule(core.ask('activity.create', values({ state: 'cancelled' })))).toBe('reason_required')
    const id = await create({ state: 'done', resultId: resultOf('sale'), closedAt: '2026-03-10T10:00' })
    expect(await get(id)).toMatchObject({ state: 'done', resultId: resultOf('sale'), closedAt: '2026-03-10T10:00' })
  })

  it('counts how often its day or hour was moved while open', async () => {
    const id = await create()
    const when = values().when
    const first = await core.ask('activity.save', { id, revision: 1, values: { when: { ...when, on: '2026-03-13' } } })
    await core.ask('activity.save', {
      id,
      revision: first.revision,
      values: { when: { ...when, on: '2026-03-13', durationMinutes: 60 } },
    })
    expect((await get(id)).movedCount).toBe(1)
  })

  it('refuses what was read before another change, and says both values', async () => {
    const id = await create()
    await core.ask('activity.save', { id, revision: 1, values: { subject: 'Otra cosa' } })
    const stale = core.ask('activity.save', { id, revision: 1, values: { subject: 'Lo mío' } })
    await expect(stale).rejects.toMatchObject({
      code: 'stale',
      details: { yours: { subject: 'Lo mío' }, theirs: { subject: 'Otra cosa' } },
    })
    const tagId = (await core.ask('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'feria' } }))
      .id
    expect(await rule(core.ask('activity.save', { id, revision: 1, values: { tagIds: [tagId] } }))).toBe('stale')
    const { revision } = await core.ask('activity.save', { id, revision: 2, values: { tagIds: [tagId] } })
    expect(await get(id)).toMatchObject({ tagIds: [tagId], revision })
  })

  it('saved without a difference leaves no trace', async () => {
    const id = await create()
    expect(await core.ask('activity.save', { id, revision: 1, values: { subject: 'Llamada de prueba' } })).toEqual({
      revision: 1,
      changeSetId: null,
    })
  })

  it('never follows itself, not even through others', async () => {
    const first = await create()
    const second = await create({ followsId: first })
    expect(await rule(core.ask('activity.save', { id: first, revision: 1, values: { followsId: second } }))).toBe(
      'follows_itself',
    )
    expect((await get(first)).followedBy.map(({ id }) => id)).toEqual([second])
    expect((await get(second)).follows?.id).toBe(first)
  })

  it('is duplicated as planned for today, without what came of it', async () => {
    const id = await create({
      state: 'done',
      resultId: resultOf('sale'),
      closedAt: '2026-03-10T10:00',
      when: { ...values().when, time: null, durationMinutes: null, until: '2026-03-14' },
    })
    const copy = await get((await core.ask('activity.duplicate', { id })).id)
    expect(copy).toMatchObject({
      state: 'planned',
      subject: 'Llamada de prueba',
      resultId: null,
      closedAt: null,
      follows: null,
      when: { on: '2026-03-10', until: '2026-03-12' },
    })
  })

  it('tells when its state changed, and from what to what (ACT-5)', async () => {
    const id = await create()
    await core.ask('activity.save', { id, revision: 1, values: { state: 'in_progress' } })
    await core.ask('activity.close', { selection: picked(id), closing: closing() })
    expect((await get(id)).stateChanges.map(({ from, to, userName }) => [from, to, userName])).toEqual([
      [null, 'planned', 'Marta Prueba'],
      ['planned', 'in_progress', 'Marta Prueba'],
      ['in_progress', 'done', 'Marta Prueba'],
    ])
  })

  it('has the nearest of the same contact around it', async () => {
    const other = await contact({ name: 'Talleres Vecinos SA' })
    const days = [
      '2026-01-01',
      '2026-01-02',
      '2026-01-03',
      '2026-01-04',
      '2026-01-05',
      '2026-01-06',
      '2026-01-07',
      '2026-01-08',
    ]
    const ids: string[] = []
    for (const on of days) ids.push(await create({ companyId: other, when: { ...values().when, on } }))
    const found = await get(ids[6] ?? '')
    expect(found.previous.map(({ id }) => id)).toEqual([ids[5], ids[4], ids[3], ids[2], ids[1]])
    expect(found.next.map(({ id }) => id)).toEqual([ids[7]])
    const around = await core.ask('activity.around', {
      companyId: other,
      personId: null,
      on: '2026-01-03',
      exceptId: ids[2] ?? null,
    })
    expect(around.previous.map(({ when }) => when.on)).toEqual(['2026-01-02', '2026-01-01'])
    expect(around.next[0]?.when.on).toBe('2026-01-04')
  })
})

describe('a selection', () => {
  it('is closed with a result and a note; what was closed before is skipped', async () => {
    const [open, closed] = [
      await create({ notes: 'Antes' }),
      await create({ state: 'done', resultId: resultOf('sale'), closedAt: '2026-03-01T09:00' }),
    ]
    const outcome = await core.ask('activity.close', {
      selection: picked(open, closed),
      closing: closing('Quedó contento'),
    })
    expect(outcome).toMatchObject({ changed: 1, skipped: 1 })
    expect(await get(open)).toMatchObject({
      state: 'done',
      resultId: resultOf('positive'),
      closedAt: '2026-03-10T10:00',
      fullNotes: 'Antes\n\nQuedó contento',
    })
    expect(await get(closed)).toMatchObject({ resultId: resultOf('sale'), closedAt: '2026-03-01T09:00' })
    await core.ask('activity.reopen', { selection: picked(open) })
    expect(await get(open)).toMatchObject({ state: 'planned', resultId: null, closedAt: null })
  })

  it('goes on in one step: the next one is created and the one it follows is closed (NXT-1)', async () => {
    const tagId = lists.tags[0]?.id
    const id = await create({ subject: 'Primera', notes: 'Antes', tagIds: tagId === undefined ? [] : [tagId] })
    const made = await core.ask('activity.create', {
      ...values({ subject: 'Segunda', followsId: id }),
      closes: closing('Hablado'),
    })
    expect(await get(id)).toMatchObject({
      state: 'done',
      resultId: resultOf('positive'),
      closedAt: '2026-03-10T10:00',
      fullNotes: 'Antes\n\nHablado',
      followedBy: [{ id: made.id }],
    })
    await core.ask('history.undo', { changeSetId: made.changeSetId })
    expect(await get(id)).toMatchObject({
      state: 'planned',
      resultId: null,
      closedAt: null,
      fullNotes: 'Antes',
      followedBy: [],
    })
    // Closed elsewhere meanwhile: it keeps what came of it.
    await core.ask('activity.close', {
      selection: picked(id),
      closing: { ...closing('Otra'), resultId: resultOf('lost') },
    })
    await core.ask('activity.create', { ...values({ followsId: id }), closes: closing('Tarde') })
    expect(await get(id)).toMatchObject({ resultId: resultOf('lost'), fullNotes: 'Antes\n\nOtra' })
    expect(await rule(core.ask('activity.create', { ...values(), closes: closing() }))).toBe('required')
  })

  it('goes on for several: each is followed by one like it that goes out from us', async () => {
    const tagIds = lists.tags.slice(0, 2).map((tag) => tag.id)
    const ids = [
      await create({ subject: 'Una', direction: 'in', tagIds }),
      await create({ subject: 'Otra', priority: 2 }),
    ]
    const next = {
      on: '2026-03-20',
      time: '09:30',
      durationMinutes: null,
      until: null,
      zone: 'Europe/Madrid',
      typeId: null,
      subject: null,
    }
    const done = await core.ask('activity.close', { selection: picked(...ids), closing: closing('Feria'), next })
    expect(done).toMatchObject({ changed: 2, skipped: 0, nextId: null })
    const [una, otra] = await Promise.all(ids.map(get))
    expect(una?.followedBy).toMatchObject([
      {
        subject: 'Una',
        direction: 'out',
        state: 'planned',
        notes: '',
        tagIds,
        when: { on: '2026-03-20', time: '09:30', durationMinutes: 15 },
      },
    ])
    expect(otra?.followedBy).toMatchObject([{ subject: 'Otra', priority: 2 }])
    await core.ask('history.undo', { changeSetId: done.changeSetId ?? '' })
    expect((await Promise.all(ids.map(get))).map(({ state, followedBy }) => [state, followedBy.length])).toEqual([
      ['planned', 0],
      ['planned', 0],
    ])
  })

  it('is cancelled with its reason, or put in the bin and taken out whole (ACT-7)', async () => {
    const id = await create({ priority: 2 })
    await core.ask('activity.cancel', { selection: picked(id), reason: 'Cerrado por obras' })
    expect(await get(id)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'Cerrado por obras',
      closedAt: '2026-03-10T10:00',
    })
    await core.ask('activity.bin', { selection: picked(id) })
    const listed = async (binned: boolean): Promise<ActivityRow[]> =>
      (
        await core.ask('activity.first', {
          filter: { binned, states: ['cancelled'] },
          sort: { by: 'date', descending: false },
          limit: 500,
        })
      ).rows
    expect((await listed(false)).map((row) => row.id)).not.toContain(id)
    expect((await listed(true)).map((row) => row.id)).toContain(id)
    expect(await core.ask('activity.close', { selection: picked(id), closing: closing() })).toMatchObject({
      changed: 0,
      skipped: 1,
      changeSetId: null,
    })
    await core.ask('activity.restore', { selection: picked(id) })
    expect(await get(id)).toMatchObject({ isBinned: false, state: 'cancelled', priority: 2 })
  })

  it('changes owner, priority and tags together, and counts only what changed', async () => {
    const tagId = (
      await core.ask('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'ruta norte' } })
    ).id
    const { id: colleague } = await core.ask('user.save', {
      id: null,
      revision: null,
      name: 'Óscar Vela',
      mail: '',
      color: '',
      hours: null,
      isActive: true,
    })
    const ids = [await create(), await create({ ownerId: colleague, priority: 3 }), await create()]
    const change = { ownerId: colleague, priority: 3 }
    expect(await core.ask('activity.change', { selection: picked(...ids), change })).toMatchObject({
      changed: 2,
      skipped: 1,
    })
    expect(
      await core.ask('activity.change', { selection: picked(...ids), change: { addTagIds: [tagId] } }),
    ).toMatchObject({ changed: 3, skipped: 0 })
    for (const id of ids) expect(await get(id)).toMatchObject({ ownerId: colleague, priority: 3, tagIds: [tagId] })
    await core.ask('activity.change', { selection: picked(...ids), change: { removeTagIds: [tagId] } })
    expect((await get(ids[0] ?? '')).tagIds).toEqual([])
  })

  it('over a whole list is exact: all but the three unticked, however the list changes meanwhile', async () => {
    const other = await contact({ name: 'Selecta SL' })
    const ids: string[] = []
    for (let n = 0; n < 12; n += 1) ids.push(await create({ companyId: other, subject: `Uno de doce ${n}` }))
    const list = { filter: { contactId: other }, sort: { by: 'date' as const, descending: false } }
    const { snapshotId, total } = await core.ask('activity.snapshot', list)
    expect(total).toBe(12)
    await core.ask('list.pin', { snapshotId })
    await create({ companyId: other, subject: 'Llegó después' })
    const selection = { base: snapshotId, except: ids.slice(0, 3), ids: [] }
    expect(await core.ask('activity.count', { selection })).toEqual({ total: 9, open: 9 })
    expect(await core.ask('activity.change', { selection, change: { priority: 0 } })).toMatchObject({
      changed: 9,
      skipped: 0,
    })
    const { rows } = await core.ask('activity.first', { ...list, limit: 100 })
    expect(
      rows
        .filter(({ priority }) => priority === 0)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.slice(3).sort())
    const page = await core.ask('activity.page', { snapshotId, from: 5, count: 100, selection: snapshotId })
    expect(page.rows).toHaveLength(7)
    expect(page.rows.every(({ inSelection }) => inSelection === true)).toBe(true)
    const mixed = await core.ask('activity.rows', { ids: rows.map(({ id }) => id), selection: snapshotId })
    expect(mixed.rows.filter(({ inSelection }) => inSelection === false).map(({ subject }) => subject)).toEqual([
      'Llegó después',
    ])
  })

  it('does not take the contact requirement away from those without a contact', async () => {
    const own = await create({ companyId: null, typeId: typeOf('internal') })
    const outcome = await core.ask('activity.change', { selection: picked(own), change: { typeId: typeOf('visit') } })
    expect(outcome).toMatchObject({ changed: 0, skipped: 1 })
  })
})

describe('private entries', () => {
  it('of another user are in no list and cannot be opened (ACT-12)', async () => {
    const { id: colleague } = await core.ask('user.save', {
      id: null,
      revision: null,
      name: 'Pau Reservado',
      mail: '',
      color: '',
      hours: null,
      isActive: true,
    })
    const theirs = await create({ companyId: null, typeId: typeOf('internal'), ownerId: colleague })
    const mine = await create({ companyId: null, typeId: typeOf('internal') })
    const { rows } = await core.ask('activity.first', {
      filter: { types: [typeOf('internal')] },
      sort: { by: 'date', descending: false },
      limit: 100,
    })
    expect(rows.map(({ id }) => id)).toContain(mine)
    expect(rows.map(({ id }) => id)).not.toContain(theirs)
    expect(await rule(get(theirs))).toBe('not_found')
  })
})
