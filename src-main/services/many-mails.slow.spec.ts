// An import of very many mails from a folder and a mailbox (EML-1): stopped at a third, the program closed, continued to the right total, and taken back.
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeMails } from '../../bench/generated-mails.ts'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { importDriver } from '../../build/test-imports.ts'
import { mailDriver } from '../../build/test-mails.ts'
import type { MailImportInfo } from '../../src-shared/contract/mail-import.ts'

const count = process.env['MALETIN_SLOW'] === 'full' ? 50_000 : 2000
const known = Array.from({ length: 40 }, (_, n) => `cliente${n}@clientes.example`)
const scratch = mkdtempSync(join(tmpdir(), 'maletin-many-'))
const profile = join(scratch, 'perfil')
const folder = join(scratch, 'correos')
const mailbox = join(scratch, 'buzon.mbox')
let core: TestCore
const driver = importDriver(() => core)

beforeAll(async () => {
  const mails = { from: 1500, to: 6000, known }
  writeMails({ ...mails, folder, count: count / 2, seed: 7 })
  const file = openSync(mailbox, 'w')
  for (const path of writeMails({ ...mails, folder: join(scratch, 'sueltos'), count: count / 2, seed: 8 })) {
    writeSync(file, `From - Mon Jan  5 10:00:00 2026\r\n${readFileSync(path, 'latin1')}\r\n\r\n`, null, 'latin1')
  }
  closeSync(file)
  core = await startCore(profile, { now: Date.now })
  for (const [n, value] of known.entries())
    await mailDriver(() => core).person(`Cliente ${n}`, [{ kind: 'mail', value }])
})
afterAll(async () => {
  await core.close()
  rmSync(scratch, { recursive: true, force: true })
})

const told = ({ counts }: MailImportInfo): number => Object.values(counts).reduce((sum, n) => sum + n, 0)

describe(`an import of ${count} mails`, () => {
  it('stopped at a third and after a restart continued, takes in each of them once, and is taken back as a whole', async () => {
    const importId = await driver.begin({ filesClear: true })
    await core.ask('mailImport.add', { importId, fileTokens: [folder, mailbox].map((path) => core.offer(path).token) })
    await core.ask('mailImport.seal', { importId })
    while (told(await core.ask('mailImport.get', { importId })) < count / 3)
      await new Promise((resolve) => setTimeout(resolve, 20))
    await core.ask('mailImport.pause', { importId })
    const stopped = await core.ask('mailImport.get', { importId })
    expect(stopped.state).toBe('paused')
    expect(told(stopped)).toBeLessThan(count)
    await core.close()
    core = await startCore(profile, { now: Date.now })
    expect(await core.ask('mailImport.get', { importId })).toEqual(stopped)

    await core.ask('mailImport.resume', { importId })
    const { state, counts } = await driver.settled(importId)
    expect({
      state,
      refused: counts.refused,
      already: counts.already,
      again: counts.again,
      all: counts.taken + counts.waiting,
    }).toEqual({ state: 'done', refused: 0, already: 0, again: 0, all: count })
    expect(counts.taken).toBeGreaterThan(count / 4)
    expect(
      (await core.ask('tray.list', { which: 'waiting', text: '', from: counts.waiting - 1, count: 10 })).lines,
    ).toHaveLength(1)
    expect(
      (await core.ask('mailImport.lines', { importId, outcome: null, text: '', from: count - 1, count: 10 })).lines,
    ).toHaveLength(1)
    const db = new Database(join(profile, 'store.db'), { readonly: true })
    const kept = db.prepare('SELECT file_sha AS sha, message_id AS id FROM mail').all() as { sha: string; id: string }[]
    db.close()
    expect(new Set(kept.map(({ id }) => id)).size).toBe(count)
    expect(kept.filter(({ sha }) => !existsSync(join(profile, 'files', sha.slice(0, 2), sha)))).toEqual([])

    const { jobId } = await core.ask('mailImport.undo', { importId })
    expect(await driver.whenOver(jobId)).toMatchObject({ status: 'done', result: { left: [] } })
    expect((await core.ask('tray.count', {})).waiting).toBe(0)
    expect(told(await core.ask('mailImport.get', { importId }))).toBe(count)
  })
})
