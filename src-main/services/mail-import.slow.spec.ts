// What an import survives (EML-1, SEC-1): a kill at any moment, and a full disk. Real processes, real files: every acknowledged mail is there with its
// original, none twice, and the import goes on to the right total.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCore } from '../../build/test-core.ts'
import { newContact } from '../../build/test-records.ts'
import { importDriver } from '../../build/test-imports.ts'
import { eml, emlWithAttachment } from '../../build/test-mails.ts'
import { attachmentBytes } from '../mail/parse-mail.ts'
import { compareWithLog } from '../store/rebuild.ts'

const root = resolve(import.meta.dirname, '../..')
const rounds = process.env['MALETIN_SLOW'] === 'full' ? 120 : 30
const count = process.env['MALETIN_SLOW'] === 'full' ? 6000 : 1800
let scratch: string
let folder: string

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'maletin-import-kill-'))
  folder = join(scratch, 'correos')
  mkdirSync(folder)
  for (let n = 0; n < count; n += 1) {
    const bytes = n % 20 === 7 ? emlWithAttachment(`tarifa ${n}.csv`, `Código;Precio\n${n};1\n`) : n % 100 === 99 ? '\0' : n % 50 === 49 ? eml({ id: '<siempre@x.example>' }) : eml({ from: n % 3 === 0 ? 'Ana Ruiz <ana.ruiz@talleres.example>' : `Otro <otro${n}@x.example>` })
    writeFileSync(join(folder, `${String(n).padStart(5, '0')}.eml`), bytes)
  }
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Runs the importing process until it ends or is killed `afterMs` after it is ready; what it acknowledged. */
function runProcess(profile: string, killAfterMs: number | null, from: string | null): Promise<{ acknowledged: string[]; isClosed: boolean }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'build/import-process.ts'), profile, ...(from === null ? [] : [from])], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    let isTimed = false
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (!isTimed && killAfterMs !== null && out.includes('ready')) {
        isTimed = true
        setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      }
    })
    child.once('error', fail)
    child.once('exit', () =>
      done({ acknowledged: out.slice(0, out.lastIndexOf('\n') + 1).split('\n').filter((line) => /^[0-9a-f-]{36}$/.test(line)), isClosed: out.includes('closed') }),
    )
  })
}

/** Everything that must be true of a profile however its program ended. */
function examine(profile: string): { problems: string[]; sets: Set<string>; lines: number } {
  const db = new Database(join(profile, 'store.db'))
  const problems: string[] = []
  try {
    const check = db.pragma('quick_check', { simple: true })
    if (check !== 'ok') problems.push(`integrity: ${String(check)}`)
    for (const { file_sha: sha, id } of db.prepare('SELECT id, file_sha FROM mail').all() as { id: string; file_sha: string }[]) {
      const path = join(profile, 'files', sha.slice(0, 2), sha)
      if (!existsSync(path)) problems.push(`the original of ${id} is not there`)
      else if (createHash('sha256').update(readFileSync(path)).digest('hex') !== sha) problems.push(`the original of ${id} is another`)
    }
    const twice = db.prepare('SELECT message_id, count(*) AS n FROM mail GROUP BY message_id HAVING n > 1').all()
    if (twice.length > 0) problems.push(`taken in twice: ${JSON.stringify(twice)}`)
    const counted = db.prepare(`SELECT (SELECT count(*) FROM mail) AS mails, (SELECT count(*) FROM mail_import_line WHERE outcome IN ('taken','waiting')) AS told,
      (SELECT count(*) FROM mail_import_line l WHERE l.mail_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.id = l.mail_id)) AS lost,
      (SELECT count(*) FROM mail_import_line) AS lines, (SELECT count(*) FROM mail_import_source WHERE is_done = 1) AS done`).get() as { mails: number; told: number; lost: number; lines: number; done: number }
    if (counted.mails !== counted.told || counted.lost > 0) problems.push(`the report and the store differ: ${JSON.stringify(counted)}`)
    if (counted.lines !== counted.done) problems.push(`${counted.done} files are behind and ${counted.lines} lines told`)
    const sets = db.prepare(`SELECT id FROM change_set WHERE command = 'mail.import'`).pluck().all() as string[]
    return { problems, sets: new Set(sets), lines: counted.lines }
  } finally {
    db.close()
  }
}

/** What the store says of each attachment is what stands in the original on disk, and the disk keeps no original that no mail has. */
async function expectAttachments(profile: string): Promise<void> {
  const db = new Database(join(profile, 'store.db'), { readonly: true })
  const mails = db.prepare('SELECT file_sha, attachments FROM mail').all() as { file_sha: string; attachments: string }[]
  db.close()
  let compared = 0
  for (const { file_sha: sha, attachments } of mails) {
    for (const { index, sha256 } of JSON.parse(attachments) as { index: number; sha256: string }[]) {
      const found = await attachmentBytes(readFileSync(join(profile, 'files', sha.slice(0, 2), sha)), index)
      expect(createHash('sha256').update(found?.bytes ?? '').digest('hex')).toBe(sha256)
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(count / 20)
  const named = new Set(mails.map(({ file_sha: sha }) => sha))
  const kept = readdirSync(join(profile, 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(kept.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
}

function hasBegun(profile: string): boolean {
  const db = new Database(join(profile, 'store.db'), { readonly: true })
  try {
    return db.prepare('SELECT 1 FROM mail_import_source').get() !== undefined
  } finally {
    db.close()
  }
}

describe('an import', () => {
  it(`survives ${rounds} kills at random moments, does nothing twice and comes to its end`, async () => {
    const ledger = new Set<string>()
    let seed = 4711
    let killed = 0
    let imports = 0
    let profile = ''
    let isDone = true
    // Killed before it wrote down what was asked, the program knows of nothing to go on with: it is asked again.
    const asked = (): string | null => (hasBegun(profile) ? null : folder)
    while (killed < rounds) {
      if (isDone) {
        imports += 1
        profile = join(scratch, `perfil-${imports}`)
        const core = await startCore(profile, { now: Date.now })
        await core.ask('contact.create', newContact({
          kind: 'person', givenName: 'Ana', familyName: 'Ruiz', points: [{ id: null, kind: 'mail', label: '', value: 'ana.ruiz@talleres.example' }],
        }))
        await core.close()
        ledger.clear()
      }
      seed = (seed * 1103515245 + 12345) % 2147483648
      const { acknowledged, isClosed } = await runProcess(profile, 30 + (seed % 350), asked())
      isDone = isClosed
      if (!isClosed) killed += 1
      for (const id of acknowledged) ledger.add(id)
      const { problems, sets } = examine(profile)
      expect(problems, `round ${killed}`).toEqual([])
      expect([...ledger].filter((id) => !sets.has(id)), `lost in round ${killed}`).toEqual([])
    }
    if (!isDone) await runProcess(profile, null, asked())
    const { lines, problems } = examine(profile)
    expect(problems).toEqual([])
    expect(lines).toBe(count)
    await expectAttachments(profile)
    expect(compareWithLog(join(profile, 'store.db'))).toEqual([])
  })

  it('stops with a clear word when the disk is full, and the rest goes on when there is room', async () => {
    const profile = join(scratch, 'lleno')
    const small = await startCore(profile, { now: Date.now, maxPages: 900 })
    const first = await importDriver(() => small).run([folder])
    expect(first).toMatchObject({ state: 'paused', trouble: 'disk_full' })
    const job = (await small.ask('job.list', {})).jobs.find(({ kind }) => kind === 'mail.import')
    expect(job).toMatchObject({ status: 'failed', error: { code: 'disk_full' } })
    await small.close()
    expect(examine(profile).problems).toEqual([])
    const roomy = await startCore(profile, { now: Date.now })
    await roomy.ask('mailImport.resume', { importId: first.id })
    const { counts, state } = await importDriver(() => roomy).settled(first.id)
    expect(state).toBe('done')
    expect(counts.taken + counts.already + counts.waiting + counts.refused).toBe(count)
    await roomy.close()
    expect(examine(profile).problems).toEqual([])
  })

  it('is whole or absent, with its words, wherever within a batch the disk is full', async () => {
    const some = join(scratch, 'algunos')
    mkdirSync(some)
    for (let n = 0; n < 150; n += 1) writeFileSync(join(some, `${n}.eml`), eml({ body: `Palabra${n} ${'común '.repeat(300)}` }))
    const states: string[] = []
    for (let maxPages = 300; maxPages <= 900; maxPages += process.env['MALETIN_SLOW'] === 'full' ? 20 : 120) {
      const profile = join(scratch, `paginas-${maxPages}`)
      const small = await startCore(profile, { now: Date.now, maxPages }).catch(() => null)
      if (small === null) continue
      const { id, state } = await importDriver(() => small).run([some])
      states.push(state)
      await small.close()
      expect(compareWithLog(join(profile, 'store.db')), `${maxPages} pages`).toEqual([])
      const roomy = await startCore(profile, { now: Date.now })
      if (state === 'paused') await roomy.ask('mailImport.resume', { importId: id })
      expect((await importDriver(() => roomy).settled(id)).counts, `${maxPages} pages`).toMatchObject({ waiting: 150 })
      const found = await roomy.ask('mail.list', { contactId: null, activityId: null, text: 'palabra7 comun', from: 0, count: 1 })
      expect(found.total, `${maxPages} pages`).toBeGreaterThan(0)
      await roomy.close()
      expect(compareWithLog(join(profile, 'store.db')), `${maxPages} pages, gone on`).toEqual([])
    }
    expect(states.filter((state) => state === 'paused').length).toBeGreaterThan(2)
  })
})
