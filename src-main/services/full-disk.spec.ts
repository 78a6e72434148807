// The whole core on a disk without room (EML-1, SEC-1): a clear word, nothing lost, nothing twice, and the rest goes on when there is room.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openWindow, rawRequest, startLocal } from '../../build/local-process.ts'
import { mountSmallDisk } from '../../build/small-disk.ts'
import { newContact } from '../../build/test-records.ts'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { importDriver } from '../../build/test-imports.ts'
import { eml, emlWithAttachment } from '../../build/test-mails.ts'

const disk = mountSmallDisk(48)
const mails = mkdtempSync(join(tmpdir(), 'maletin-mails-'))
afterAll(() => {
  disk?.unmount()
  rmSync(mails, { recursive: true })
})

describe.skipIf(disk === null)('a full disk', () => {
  const { folder, fill, empty } = disk as NonNullable<typeof disk>
  let core: TestCore
  let profile: string

  const renderer = join(mails, 'renderer')
  beforeAll(() => {
    mkdirSync(renderer)
    writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Maletín</title>')
  })
  beforeEach(async () => {
    profile = mkdtempSync(join(folder, 'perfil-'))
    core = await startCore(profile, { now: Date.now })
  })
  afterEach(async () => {
    empty()
    await core.close()
    rmSync(profile, { recursive: true })
  })

  /** Every mail of the store with its original, none twice. */
  const keptMails = (): number => {
    const db = new Database(join(profile, 'store.db'), { readonly: true })
    const kept = db.prepare('SELECT file_sha, message_id FROM mail').all() as { file_sha: string; message_id: string }[]
    db.close()
    for (const { file_sha: sha } of kept)
      expect(
        createHash('sha256')
          .update(readFileSync(join(profile, 'files', sha.slice(0, 2), sha)))
          .digest('hex'),
      ).toBe(sha)
    expect(new Set(kept.map(({ message_id }) => message_id)).size).toBe(kept.length)
    return kept.length
  }
  const copies = (name: string): string[] => {
    const place = join(profile, name)
    return existsSync(place) ? readdirSync(place) : []
  }

  it('stops an import with its word, and it goes on to its end when there is room', async () => {
    const count = 500
    const source = join(mails, 'carpeta')
    mkdirSync(source)
    for (let n = 0; n < count; n += 1)
      writeFileSync(join(source, `${n}.eml`), emlWithAttachment('plano.bin', randomBytes(9000).toString('base64')))
    fill(6_000_000)
    const driver = importDriver(() => core)
    const importId = await driver.begin({})
    await core.ask('mailImport.add', { importId, fileTokens: [core.offer(source).token] })
    const { jobId } = await core.ask('mailImport.seal', { importId })
    expect(await driver.whenOver(jobId ?? '')).toMatchObject({ status: 'failed', error: { code: 'disk_full' } })
    const stopped = await core.ask('mailImport.get', { importId })
    expect(stopped).toMatchObject({ state: 'paused', trouble: 'disk_full' })
    expect(stopped.counts.waiting).toBeLessThan(count)
    expect(keptMails()).toBe(stopped.counts.waiting)
    expect(copies('files/unfinished')).toEqual([])
    empty()
    await core.ask('mailImport.resume', { importId })
    const { state, trouble, counts } = await driver.settled(importId)
    expect({ state, trouble, counts }).toEqual({
      state: 'done',
      trouble: null,
      counts: { taken: 0, waiting: count, already: 0, refused: 0, again: 0 },
    })
    expect(keptMails()).toBe(count)
  })

  it('says so where not even how the import stands can be written, and after a restart it goes on', async () => {
    const source = join(mails, 'pocos')
    mkdirSync(source)
    for (let n = 0; n < 30; n += 1)
      writeFileSync(join(source, `${n}.eml`), emlWithAttachment('plano.bin', randomBytes(9000).toString('base64')))
    const driver = importDriver(() => core)
    const importId = await driver.begin({})
    await core.ask('mailImport.add', { importId, fileTokens: [core.offer(source).token] })
    fill(0)
    const { jobId } = await core.ask('mailImport.seal', { importId }).catch(() => ({ jobId: null }))
    if (jobId !== null)
      expect(await driver.whenOver(jobId)).toMatchObject({ status: 'failed', error: { code: 'disk_full' } })
    empty()
    await core.close()
    core = await startCore(profile, { now: Date.now })
    const { state, counts } = await driver.settled(importId)
    expect({ state, waiting: counts.waiting, refused: counts.refused }).toEqual({
      state: 'done',
      waiting: 30,
      refused: 0,
    })
    expect(keptMails()).toBe(30)
  })

  it('refuses to hand over uploads, which are handed over again when there is room', async () => {
    const driver = importDriver(() => core)
    const importId = await driver.begin({})
    const tokens = Array.from({ length: 3 }, (_, n) => core.offer({ name: `${n}.eml`, bytes: eml() }).token)
    fill(0)
    await expect(core.ask('mailImport.add', { importId, fileTokens: tokens })).rejects.toMatchObject({
      code: 'disk_full',
    })
    empty()
    const again = Array.from({ length: 3 }, (_, n) => core.offer({ name: `${n}.eml`, bytes: eml() }).token)
    await core.ask('mailImport.add', { importId, fileTokens: again })
    await core.ask('mailImport.seal', { importId })
    expect((await driver.settled(importId)).counts).toMatchObject({ waiting: 3, refused: 0 })
    expect(copies(`imports/${importId}`)).toEqual([])
  })

  it('keeps what a form holds: it is offered meanwhile, and written when there is room', async () => {
    const key = 'contact:new:company'
    const value = { notes: 'Una nota larga '.repeat(40_000) }
    fill(0)
    await core.ask('draft.set', { key, title: 'A medias', value })
    await expect.poll(() => core.host.errors.map(({ message }) => message)).toContain('a draft could not be kept')
    expect((await core.ask('draft.get', { key }))?.value).toEqual(value)
    expect((await core.ask('draft.list', {})).drafts).toMatchObject([{ key, title: 'A medias' }])
    empty()
    // The next one that is written takes it along.
    await core.ask('draft.set', { key: 'note:c1', title: '', value: { text: 'x' } })
    await expect
      .poll(() => {
        const db = new Database(join(profile, 'store.db'), { readonly: true })
        const keys = db.prepare('SELECT id FROM draft ORDER BY id').pluck().all()
        db.close()
        return keys
      })
      .toEqual([key, 'note:c1'])
    await core.close()
    core = await startCore(profile, { now: Date.now })
    expect((await core.ask('draft.get', { key }))?.value).toEqual(value)
  })

  it('refuses an attachment, whose file waits for the next try', async () => {
    const { id: contactId } = await core.ask('contact.create', newContact({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' }))
    const plan = join(mails, 'plano.pdf')
    writeFileSync(plan, randomBytes(2_000_000))
    const { token } = core.offer(plan)
    fill(500_000)
    await expect(core.ask('attachment.add', { activityId: null, contactId, files: [token] })).rejects.toMatchObject({
      code: 'disk_full',
    })
    expect(await core.ask('attachment.list', { contactId })).toEqual({ files: [] })
    empty()
    await core.ask('attachment.add', { activityId: null, contactId, files: [token] })
    expect((await core.ask('attachment.list', { contactId })).files).toMatchObject([
      { name: 'plano.pdf', size: 2_000_000 },
    ])
  })

  it('lets the local host start, which says what is the matter and opens the store when there is room', async () => {
    await core.close()
    fill(0)
    const local = await startLocal(profile, { env: { MALETIN_RENDERER: renderer } })
    try {
      const window = await openWindow(local)
      expect((await window.ask('app.state', {})).trouble).toMatchObject({ code: 'read_only' })
      empty()
      expect(await window.ask('app.state', {})).toMatchObject({ trouble: null, isFirstStart: false })
    } finally {
      await local.stop()
      core = await startCore(profile, { now: Date.now })
    }
  })

  it('refuses an upload in the local host with a status of its own and keeps nothing of it', async () => {
    const own = join(profile, 'local')
    const local = await startLocal(own, { env: { MALETIN_RENDERER: renderer } })
    try {
      const { token } = await openWindow(local)
      const upload = (bytes: number) =>
        rawRequest(local.port, {
          method: 'POST',
          path: '/api/files?name=plano.pdf',
          headers: { origin: local.origin, host: `127.0.0.1:${local.port}`, 'x-maletin-window': token },
          body: randomBytes(bytes),
        })
      fill(500_000)
      expect((await upload(2_000_000)).status).toBe(507)
      expect(copies('local/inbox')).toEqual([])
      empty()
      expect((await upload(2_000_000)).status).toBe(200)
    } finally {
      await local.stop()
    }
  })
})
