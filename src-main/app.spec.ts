// The wiring of the core: what happens to calls, backups and settings while the store is exchanged, refused or ended.
import Database from 'better-sqlite3'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startCore, type TestCore } from '../build/test-core.ts'
import { activityWith, newContact, whenOn } from '../build/test-records.ts'
import { compareWithLog } from './store/rebuild.ts'

let core: TestCore
afterEach(async () => core.close())

const contact = (name: string) => newContact({ name })
const names = async (): Promise<string[]> =>
  (await core.ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 100 })).rows.map(({ name }) => name)

describe('restoring a backup', () => {
  it('brings back what it holds; what was there becomes a proved backup, and can be gone back to', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Antes'))
    const backup = await core.ask('backup.make', {})
    await core.ask('contact.create', contact('Después'))
    await core.ask('backup.restore', { name: backup.name })
    expect(await names()).toEqual(['Antes'])
    const files = readdirSync(core.profile)
    expect(files.filter((name) => /set-aside|restoring/.test(name))).toEqual([])
    expect(core.notices.some(({ notice }) => notice.name === 'storeReplaced')).toBe(true)
    await core.ask('contact.create', contact('Luego'))
    expect(await names()).toEqual(['Antes', 'Luego'])
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])

    const replaced = (await core.ask('backup.list', {})).backups.find(({ kind }) => kind === 'before-restore')
    expect(replaced).toMatchObject({ provedAt: expect.any(Number) as number, counts: { contacts: 2 } })
    await core.ask('backup.restore', { name: replaced?.name ?? '' })
    expect(await names()).toEqual(['Antes', 'Después'])
  })

  it('refuses one that does not exist and goes on', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Aquí'))
    for (const name of ['nada.db', '../store.db', '', 'backups', '..']) {
      await expect(core.ask('backup.restore', { name })).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await names()).toEqual(['Aquí'])
    expect(readdirSync(core.profile).filter((file) => file.startsWith('set-aside-'))).toEqual([])
  })

  it('refuses a damaged one and goes on with the store there is', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Aquí'))
    const { name } = await core.ask('backup.make', {})
    const path = join(core.profile, 'backups', name)
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 4096 * 3, 4096 * 30)
    writeFileSync(path, bytes)
    await expect(core.ask('backup.restore', { name })).rejects.toMatchObject({ code: 'store_damaged' })
    writeFileSync(path, 'nothing at all that SQLite would know, only longer than its header: '.repeat(4))
    await expect(core.ask('backup.restore', { name })).rejects.toMatchObject({ code: 'store_damaged' })
    expect(await names()).toEqual(['Aquí'])
    expect(readdirSync(core.profile).filter((file) => /set-aside|restoring/.test(file))).toEqual([])
  })

  it('mends a store that cannot be opened', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Antes'))
    const { name } = await core.ask('backup.make', {})
    await core.app.close()
    writeFileSync(join(core.profile, 'store.db'), 'hurt beyond repair, and longer than the header of a store file is, which has a hundred bytes.'.repeat(3))
    core = await startCore(core.profile)
    await expect(core.ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 1 })).rejects.toMatchObject({ code: 'store_damaged' })
    expect((await core.ask('app.state', {})).trouble?.code).toBe('store_damaged')
    await core.ask('backup.restore', { name })
    expect((await core.ask('app.state', {})).trouble).toBeNull()
    expect(await names()).toEqual(['Antes'])
    expect(readdirSync(core.profile).filter((file) => file.startsWith('set-aside-'))).toHaveLength(1)
  })

  it('lets no call end on another store than it began on', async () => {
    core = await startCore()
    const { id } = await core.ask('contact.create', contact('Antes'))
    const { name } = await core.ask('backup.make', {})
    const calls = Array.from({ length: 30 }, (_, n) => {
      if (n === 10 || n === 20) return core.app.ask('backup.restore', { name }, { windowId: 'other' })
      return core.app.ask('contact.bin', { selection: { base: null, except: [], ids: [id] } }, { windowId: 'test' })
    })
    const codes = (await Promise.all(calls)).map((reply) => (reply.ok ? 'ok' : reply.error.code))
    expect(new Set(codes)).toEqual(new Set(['ok']))
    expect(core.host.errors).toEqual([])
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
  })

  it('shows a backup whose proof was cut off as unproved', async () => {
    core = await startCore()
    const { name } = await core.ask('backup.make', {})
    writeFileSync(join(core.profile, 'backups', `${name}.json`), '{"at":17')
    expect((await core.ask('backup.list', {})).backups).toMatchObject([{ name, provedAt: null, counts: null }])
  })
})

describe('a store that another program holds', () => {
  it('is opened by trying again once that one has let go', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Aquí'))
    await core.app.close()
    const other = new Database(join(core.profile, 'store.db'))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN IMMEDIATE; CREATE TABLE elsewhere (id); ROLLBACK')
    core = await startCore(core.profile)
    await expect(names()).rejects.toMatchObject({ code: 'store_locked' })
    other.close()
    expect((await core.ask('app.state', {})).trouble).toBeNull()
    expect(await names()).toEqual(['Aquí'])
  })
})

describe('the sample', () => {
  const untilDone = async (jobId: string): Promise<void> => {
    for (;;) {
      const job = (await core.ask('job.list', {})).jobs.find(({ id }) => id === jobId)
      if (job?.status !== 'running') return expect(job?.status).toBe('done')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('asked for twice is filled once, and leaving it brings the own records back', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Propio'))
    const jobs = await Promise.all([core.ask('sample.enter', { contacts: 20 }), core.ask('sample.enter', { contacts: 20 })])
    expect(jobs[0]).toEqual(jobs[1])
    await untilDone(jobs[0].jobId)
    expect((await core.ask('app.state', {})).isSample).toBe(true)
    expect((await names()).length).toBeGreaterThan(10)
    await core.ask('sample.leave', { remove: true })
    expect(await names()).toEqual(['Propio'])
    expect(existsSync(join(core.profile, 'sample'))).toBe(false)
  })

  it('that cannot be opened can be left', async () => {
    core = await startCore()
    await core.ask('contact.create', contact('Propio'))
    await untilDone((await core.ask('sample.enter', { contacts: 10 })).jobId)
    await core.app.close()
    writeFileSync(join(core.profile, 'sample/store.db'), 'hurt '.repeat(100))
    core = await startCore(core.profile)
    expect(await core.ask('app.state', {})).toMatchObject({ isSample: true, trouble: { code: 'store_damaged' } })
    await core.ask('sample.leave', { remove: true })
    expect(await names()).toEqual(['Propio'])
  })
})

describe('ending', () => {
  it('waits for what was asked, and refuses what comes after', async () => {
    core = await startCore()
    const asked = Array.from({ length: 20 }, (_, n) => core.app.ask('contact.create', contact(`C${n}`), { windowId: 'test' }))
    await core.app.close()
    expect((await Promise.all(asked)).every(({ ok }) => ok)).toBe(true)
    expect(await core.app.ask('settings.get', {}, { windowId: 'test' })).toMatchObject({ ok: false, error: { code: 'closed' } })
  })

  it('during an exchange leaves no store open', async () => {
    core = await startCore()
    const { name } = await core.ask('backup.make', {})
    const restored = core.app.ask('backup.restore', { name }, { windowId: 'test' })
    await core.app.close()
    await restored
    expect(await core.app.ask('settings.get', {}, { windowId: 'test' })).toMatchObject({ ok: false, error: { code: 'closed' } })
  })
})

describe('input that makes no sense', () => {
  it('is refused with its rule, and changes nothing', async () => {
    core = await startCore()
    const { id } = await core.ask('contact.create', contact('Norte'))
    const values = { revision: 1, id }
    await expect(core.ask('contact.save', { ...values, values: { birthday: '2026-02-31' } })).rejects.toMatchObject({ code: 'bad_input' })
    await expect(core.ask('holiday.save', { id: null, on: '2026-13-01', name: 'Nunca' })).rejects.toMatchObject({ code: 'bad_input' })
    await expect(core.ask('settings.set', { zone: 'Nowhere/None' })).rejects.toMatchObject({ code: 'invalid', details: { rule: 'unknown_zone' } })
    await expect(core.ask('settings.set', { me: null })).rejects.toMatchObject({ code: 'invalid', details: { field: 'me' } })
    await expect(core.ask('settings.set', { me: 'nobody' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(core.ask('entry.save', { list: 'tags', id: null, revision: null, values: { name: 'VIP', hint: 'x' } })).rejects.toMatchObject({ code: 'invalid', details: { rule: 'not_in_this_list' } })
    expect((await core.ask('app.state', {})).isFirstStart).toBe(false)
  })

  it('a first start in a zone that does not exist is refused and can be made again', async () => {
    core = await startCore(null, { setUp: false })
    const first = { language: 'es' as const, name: 'Marta', mail: '' }
    await expect(core.ask('app.setUp', { ...first, zone: 'Nowhere/None' })).rejects.toMatchObject({ code: 'invalid', details: { rule: 'unknown_zone' } })
    await core.ask('app.setUp', { ...first, zone: 'Atlantic/Canary' })
    expect((await core.ask('settings.get', {})).settings.zone).toBe('Atlantic/Canary')
  })

  it('a zone once chosen can be given back to the system', async () => {
    core = await startCore()
    for (const zone of [null, 'America/Lima', null, null, 'UTC']) {
      await core.ask('settings.set', { zone })
      expect((await core.ask('settings.get', {})).settings.zone).toBe(zone)
    }
    const [last] = (await core.ask('history.list', { recordId: null, before: null, limit: 1 })).changeSets
    await core.ask('history.undo', { changeSetId: last?.id ?? '' })
    expect((await core.ask('settings.get', {})).settings.zone).toBeNull()
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
  })

  it('half a letter is stored as the log says it', async () => {
    core = await startCore()
    const { id } = await core.ask('contact.create', contact('Norte \ud83d fin'))
    expect((await core.ask('contact.get', { id })).name).toBe('Norte \ufffd fin')
    expect(compareWithLog(join(core.profile, 'store.db'))).toEqual([])
  })

  it('a correction by hand that cannot be does not spoil the plan', async () => {
    core = await startCore()
    const { settings, lists } = await core.ask('settings.get', {})
    const { id: companyId } = await core.ask('contact.create', contact('Norte'))
    const when = whenOn('2026-03-10', '10:00', 30)
    const { id } = await core.ask('activity.create', activityWith({ typeId: lists.types[0]?.id ?? '', subject: 'Visita', companyId, ownerId: settings.me ?? '', when }))
    const { planId } = await core.ask('bulk.plan', {
      of: 'activities', selection: { base: null, except: [], ids: [id] }, change: { mode: 'shift', amount: 1, unit: 'days' }, respect: { weekends: true, holidays: true, hours: false },
    })
    await expect(core.ask('bulk.correct', { planId, id, when: { ...when, zone: 'Nowhere/None' } })).rejects.toMatchObject({ code: 'invalid', details: { rule: 'unknown_zone' } })
    await expect(core.ask('bulk.apply', { planId, reasonId: 'nothing', reasonText: '' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await core.ask('bulk.apply', { planId, reasonId: null, reasonText: '' })).toMatchObject({ changed: 1, stale: [] })
    expect((await core.ask('activity.get', { id })).when.on).toBe('2026-03-11')
  })
})
