// History through the whole core (HIS-1 to HIS-3): who changed what, told in names, put back whole or one value alone.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { newContact } from '../../build/test-records.ts'
import type { ContactValues } from '../../src-shared/contract/contacts.ts'
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

const phone = (value: string) => ({ id: null, kind: 'phone' as const, label: '', value })
const create = (values: Partial<ContactValues>) =>
  core.ask('contact.create', newContact(values))
const get = (id: string) => core.ask('contact.get', { id })
const save = async (id: string, values: Partial<ContactValues>) =>
  (await core.ask('contact.save', { id, revision: (await get(id)).revision, values })).changeSetId!
const changesOf = async (changeSetId: string, recordId: string | null = null) =>
  (await core.ask('history.changes', { changeSetId, recordId, after: 0, limit: 500 })).changes

describe('the history of a record', () => {
  it('tells its phones and notes as its own, and who did it', async () => {
    const { id } = await create({ name: 'Acme', points: [phone('955123456')] })
    await save(id, { points: [] })
    await core.ask('note.create', { contactId: id, activityId: null, text: 'Llamó', happenedAt: '2026-03-09T18:30' })
    await create({ name: 'Otra' })
    const { changeSets, nextBefore } = await core.ask('history.list', { recordId: id, before: null, limit: 2 })
    expect(changeSets.map(({ command, userName }) => [command, userName])).toEqual([
      ['note.create', 'Marta Prueba'],
      ['contact.save', 'Marta Prueba'],
    ])
    const rest = await core.ask('history.list', { recordId: id, before: nextBefore, limit: 2 })
    expect(rest).toMatchObject({ changeSets: [{ command: 'contact.create', canUndo: true }], nextBefore: null })
    const removed = await changesOf(changeSets[1]!.id)
    expect(removed).toMatchObject([
      { table: 'contact_point', kind: 'delete', field: 'kind', recordName: 'Acme', before: 'phone' },
      { field: 'value', before: '955123456', after: null },
    ])
  })

  it('names what references pointed to, and what is gone', async () => {
    const user = (
      await core.ask('user.save', {
        id: null,
        revision: null,
        name: 'Luis',
        mail: '',
        color: '#000000',
        hours: null,
        isActive: true,
      })
    ).id
    const me = (await core.ask('settings.get', {})).settings.me!
    const made = await create({ name: 'Beta', ownerId: me })
    const set = await save(made.id, { ownerId: user })
    expect(await changesOf(set)).toMatchObject([
      { field: 'ownerId', before: me, after: user, beforeName: 'Marta Prueba', afterName: 'Luis' },
    ])
    await core.ask('history.undo', { changeSetId: set })
    await core.ask('history.undo', { changeSetId: made.changeSetId })
    const [name] = await changesOf(made.changeSetId)
    expect(name).toMatchObject({ recordName: 'Beta' })
    await expect(get(made.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is read in pages of whole records', async () => {
    const { id, changeSetId } = await create({
      name: 'Gamma',
      points: Array.from({ length: 20 }, (_, index) => phone(`95512345${index}`)),
    })
    const whole = await changesOf(changeSetId)
    const paged = []
    for (let after = 0, more = true; more;) {
      const page = await core.ask('history.changes', { changeSetId, recordId: id, after, limit: 7 })
      paged.push(...page.changes)
      after = page.changes.at(-1)!.changeId
      more = page.hasMore
    }
    expect(paged).toEqual(whole)
  })
})

describe('one old value', () => {
  it('goes back alone, and the same again not', async () => {
    const { id } = await create({ name: 'Delta', notes: 'a' })
    const set = await save(id, { notes: 'b', relation: 'customer' })
    const [change] = (await changesOf(set)).filter(({ field }) => field === 'notes')
    expect(change).toMatchObject({ before: 'a', after: 'b', canRestore: true })
    await core.ask('history.restoreField', { changeId: change!.changeId, field: 'notes' })
    expect(await get(id)).toMatchObject({ notes: 'a', relation: 'customer' })
    expect((await changesOf(set)).find(({ field }) => field === 'notes')).toMatchObject({ canRestore: false })
    await expect(
      core.ask('history.restoreField', { changeId: change!.changeId, field: 'notes' }),
    ).rejects.toMatchObject({ code: 'stale' })
    await core.ask('history.undoLast', {})
    expect(await get(id)).toMatchObject({ notes: 'b' })
  })

  it('takes with it what means one thing with it', async () => {
    const { id } = await create({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' })
    const set = await save(id, { givenName: 'Eva' })
    const change = (await changesOf(set)).find(({ field }) => field === 'givenName')!
    await core.ask('history.restoreField', { changeId: change.changeId, field: 'givenName' })
    expect(await get(id)).toMatchObject({ name: 'Ana Ruiz', givenName: 'Ana' })
    const { rows } = await core.ask('contact.first', {
      filter: { text: 'ana ruiz' },
      sort: { by: 'name', descending: false },
      limit: 5,
    })
    expect(rows.map((row) => row.id)).toEqual([id])
  })
})

describe('Ctrl+Z', () => {
  it('passes over what the interface remembers, and redo stops at new work', async () => {
    const { id } = await create({ name: 'Epsilon' })
    await save(id, { notes: 'x' })
    await core.ask('settings.set', { singleLetterKeys: false })
    expect((await core.ask('history.last', {})).undo).toMatchObject({ command: 'contact.save' })
    expect(await core.ask('history.undoLast', {})).toMatchObject({
      undoneCommand: 'contact.save',
      restored: 1,
      left: [],
    })
    expect((await core.ask('history.last', {})).redo).toMatchObject({ summary: { undone: 'contact.save' } })
    expect(await core.ask('history.redoLast', {})).toMatchObject({ undoneCommand: 'contact.save' })
    expect(await get(id)).toMatchObject({ notes: 'x' })
    await core.ask('history.undoLast', {})
    await save(id, { relation: 'other' })
    expect((await core.ask('history.last', {})).redo).toBeNull()
    await expect(core.ask('history.redoLast', {})).rejects.toMatchObject({ code: 'nothing_to_undo' })
  })

  it('is no way to undo twice, nor to undo the first start', async () => {
    const { id } = await create({ name: 'Zeta' })
    const set = await save(id, { notes: 'x' })
    await core.ask('history.undo', { changeSetId: set })
    await expect(core.ask('history.undo', { changeSetId: set })).rejects.toMatchObject({ code: 'nothing_to_undo' })
    const { changeSets } = await core.ask('history.list', { recordId: null, before: null, limit: 200 })
    const first = changeSets.at(-1)!
    expect(first).toMatchObject({ command: 'app.setUp', canUndo: false })
    await expect(core.ask('history.undo', { changeSetId: first.id })).rejects.toMatchObject({ code: 'nothing_to_undo' })
  })

  it('names what was changed since, by record and field', async () => {
    const { id } = await create({ name: 'Eta' })
    const set = await save(id, { notes: 'x', relation: 'customer' })
    await save(id, { notes: 'y' })
    expect(await core.ask('history.undo', { changeSetId: set })).toMatchObject({
      restored: 1,
      left: [{ table: 'contact', recordId: id, recordName: 'Eta', field: 'notes' }],
    })
  })
})

describe('from where', () => {
  const from = async (where: unknown, name: string, input: unknown): Promise<string> => {
    const reply = await core.app.ask(name, input, { windowId: 'test', from: where })
    expect(reply).toMatchObject({ ok: true })
    return (await core.ask('history.list', { recordId: null, before: null, limit: 1 })).changeSets[0]?.source ?? ''
  }
  const contact = (name: string) => newContact({ name })

  it('a change says the place in the window that asked for it, and so does its undo', async () => {
    expect(await from('contacts/contact-form', 'contact.create', contact('Origen'))).toBe('contacts/contact-form')
    expect(await from('calendar', 'history.undoLast', {})).toBe('calendar')
    expect(await from('settings', 'settings.set', { theme: 'dark' })).toBe('settings')
  })

  it('what is no place of a window is kept as a window that did not say', async () => {
    for (const where of [undefined, null, '', 'import', 'sample', 'calendar/', '__proto__', { toString: 'x' }, ['calendar']])
      expect(await from(where, 'contact.create', contact('Otra'))).toBe('window')
  })

  it('questions that are answered at the same time do not take the place of one another', async () => {
    const places = ['calendar', 'contacts', 'today', 'next', 'mail/quick-form']
    const made = await Promise.all(
      places.map(async (where) => {
        const reply = await core.app.ask('contact.create', contact(where), { windowId: where, from: where })
        return (reply as { value: { id: string } }).value.id
      }),
    )
    for (const [index, id] of made.entries()) {
      const { changeSets } = await core.ask('history.list', { recordId: id, before: null, limit: 5 })
      expect(changeSets.map(({ source }) => source)).toEqual([places[index]])
    }
  })
})
