// A change that takes long (UX-4): it is shown with how far it is, can be given up as long as it is not written, and then nothing of it is there.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { filledStore } from '../../build/filled-store.ts'
import { startCore, type TestCore } from '../../build/test-core.ts'
import type { JobState } from '../../src-shared/contract/app.ts'

let template: string
let folder: string
let core: TestCore

beforeAll(async () => {
  template = await filledStore({ contacts: 600, activities: 15_000, seed: 9 })
}, 60_000)
afterAll(() => rmSync(template, { recursive: true, force: true }))
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maletin-long-'))
  cpSync(template, folder, { recursive: true })
  core = await startCore(folder)
})
afterEach(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

function everything(): unknown[] {
  const db = new Database(join(folder, 'store.db'), { readonly: true })
  const rows = ['activity', 'activity_tag', 'change_set', 'change'].map((table) =>
    db.prepare(`SELECT count(*) AS n, sum(row_id) AS rows FROM ${table}`).get(),
  )
  const revisions = db.prepare('SELECT sum(revision) AS n, sum(type_row) AS types FROM activity').get()
  db.close()
  return [...rows, revisions]
}
async function wholeList() {
  const { snapshotId, total } = await core.ask('activity.snapshot', {
    filter: { done: 'all' },
    sort: { by: 'date', descending: false },
  })
  return { selection: { base: snapshotId, except: [], ids: [] }, total }
}
async function heavyChange() {
  const { lists } = await core.ask('settings.get', {})
  const id = (entry: { id: string } | undefined): string => entry?.id ?? ''
  return {
    typeId: id(lists.types[0]),
    ownerId: id(lists.users[1]),
    priority: 3,
    addTagIds: lists.tags.slice(0, 3).map(({ id }) => id),
  }
}
const told = (): JobState[] =>
  core.notices.flatMap(({ notice }) => (notice.name === 'jobChanged' && notice.data.isWaitedFor ? [notice.data] : []))

describe('a change of a whole long list', () => {
  it('is shown while it goes on, and given up there it leaves nothing behind', async () => {
    const before = everything()
    const { selection, total } = await wholeList()
    const change = await heavyChange()
    const changing = core.ask('activity.change', { selection, change })
    const outcome = changing.then(
      () => 'changed',
      (error: { code: string }) => error.code,
    )
    await expect.poll(() => told().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0)
    const job = told()[0]
    expect(job).toMatchObject({ kind: 'activity.change', status: 'running' })
    await expect.poll(async () => (await core.ask('job.list', {})).jobs[0]?.total, { interval: 5 }).toBe(total)
    await core.ask('job.cancel', { id: job?.id ?? '' })
    expect(await outcome).toBe('cancelled')
    expect(everything()).toEqual(before)
    expect((await core.ask('job.list', {})).jobs.map(({ status }) => status)).toEqual(['cancelled'])

    // Asked again and left alone it is done, and one undo brings all back.
    const done = await core.ask('activity.change', { selection, change })
    expect(done.changed).toBeGreaterThan(total * 0.9)
    expect((await core.ask('history.undoLast', {})).restored).toBeGreaterThanOrEqual(done.changed)
  }, 60_000)

  it('is finished when the program is closed meanwhile', async () => {
    const { selection } = await wholeList()
    const changing = core.ask('activity.change', { selection, change: await heavyChange() })
    await expect.poll(() => told().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0)
    await core.app.close()
    expect((await changing).changed).toBeGreaterThan(0)
  }, 60_000)
})

describe('what is asked while a whole long list is being changed', () => {
  const note = async (text: string): Promise<string> => {
    const contacts = await core.ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 1 })
    const contactId = contacts.rows[0]?.id ?? ''
    return core.ask('note.create', { contactId, activityId: null, text, happenedAt: '2026-03-09T18:30' }).then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
  }
  const jobOf = async (kind: string): Promise<JobState | undefined> =>
    (await core.ask('job.list', {})).jobs.findLast((job) => job.kind === kind)
  /** In an object: a promise of a promise would wait for both. */
  const begin = async () => {
    const { selection } = await wholeList()
    const changing = core.ask('activity.change', { selection, change: await heavyChange() })
    await expect.poll(() => told().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0)
    return { changing }
  }

  it('says what it waits for, is done in its turn, and each can be given up at once before', async () => {
    const { changing } = await begin()
    const kept = note('Se queda')
    await expect.poll(async () => (await jobOf('note.create'))?.waitsFor, { interval: 5 }).toBe('activity.change')
    const first = await jobOf('note.create')
    const dropped = note('Mejor no')
    await expect
      .poll(async () => {
        const job = await jobOf('note.create')
        return job?.id !== first?.id && job?.waitsFor
      }, { interval: 5 })
      .toBe('activity.change')
    await core.ask('job.cancel', { id: (await jobOf('note.create'))?.id ?? '' })
    // Answered while the long one still goes on.
    expect(await dropped).toBe('cancelled')
    expect((await jobOf('activity.change'))?.status).toBe('running')
    expect(await kept).toBe('done')
    expect((await changing).changed).toBeGreaterThan(0)
    const db = new Database(join(folder, 'store.db'), { readonly: true })
    expect(db.prepare("SELECT text FROM note WHERE text IN ('Se queda', 'Mejor no')").pluck().all()).toEqual(['Se queda'])
    db.close()
  }, 60_000)

  it('what a form holds is known at once, and is there after the program ended', async () => {
    const { changing } = await begin()
    await core.ask('draft.set', { key: 'contact:new', title: 'Nuevo', value: { name: 'A medias' } })
    expect((await jobOf('activity.change'))?.status).toBe('running')
    expect((await core.ask('draft.get', { key: 'contact:new' }))?.value).toEqual({ name: 'A medias' })
    expect((await core.ask('draft.list', {})).drafts).toMatchObject([{ key: 'contact:new', title: 'Nuevo' }])
    await core.ask('draft.clear', { key: 'contact:new' })
    expect((await core.ask('draft.list', {})).drafts).toEqual([])
    await core.ask('draft.set', { key: 'contact:new', title: 'Nuevo', value: { name: 'Otra vez' } })
    await core.app.close()
    await changing
    core = await startCore(folder)
    expect((await core.ask('draft.get', { key: 'contact:new' }))?.value).toEqual({ name: 'Otra vez' })
  }, 60_000)
})
