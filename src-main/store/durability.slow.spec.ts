// What an acknowledged change survives: a kill at any moment, and a log file cut anywhere (SEC-1, BLK-5). Real processes, real files.
import { spawn } from 'node:child_process'
import { copyFileSync, cpSync, mkdtempSync, rmSync, statSync, truncateSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filledStore } from '../../build/filled-store.ts'

const root = resolve(import.meta.dirname, '../..')
const isFull = process.env['MALETIN_SLOW'] === 'full'
const rounds = isFull ? 200 : 30
const rowsPerChange = 400
let profile: string
let scratch: string

beforeAll(async () => {
  profile = await filledStore({ contacts: 150, activities: 1000 })
  scratch = mkdtempSync(join(tmpdir(), 'maletin-kill-'))
})
afterAll(() => {
  for (const folder of [profile, scratch]) rmSync(folder, { recursive: true, force: true })
})

/** Runs the writer until it is killed `afterMs` after its first acknowledgement (or ends); what it acknowledged. */
function runWriter(store: string, commits: number, killAfterMs: number | null): Promise<string[]> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'build/writer-process.ts'), store, String(commits), String(rowsPerChange)], { stdio: ['ignore', 'pipe', 'inherit'] })
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
    child.once('exit', () => done(out.slice(0, out.lastIndexOf('\n') + 1).split('\n').filter((line) => /^[0-9a-f-]{36}$/.test(line))))
  })
}

interface SetRow {
  row_id: number
  id: string
  command: string
  first_change: number
  change_count: number
}

/** Everything that must be true of a store however its writer ended. */
function examine(path: string): { sets: SetRow[]; problems: string[] } {
  const db = new Database(path)
  const problems: string[] = []
  try {
    const check = db.pragma('integrity_check', { simple: true })
    if (check !== 'ok') problems.push(`integrity: ${String(check)}`)
    const sets = db.prepare('SELECT row_id, id, command, first_change, change_count FROM change_set ORDER BY row_id').all() as SetRow[]
    for (const set of sets) {
      const { n } = db.prepare('SELECT count(*) AS n FROM change WHERE set_row = ?').get(set.row_id) as { n: number }
      if (n !== set.change_count) problems.push(`change set ${set.id}: ${n} of ${set.change_count}`)
      if (set.command === 'bulk.apply' && n !== rowsPerChange) problems.push(`bulk change ${set.id} is half there: ${n}`)
    }
    const { orphans } = db.prepare('SELECT count(*) AS orphans FROM change WHERE set_row NOT IN (SELECT row_id FROM change_set)').get() as { orphans: number }
    if (orphans > 0) problems.push(`${orphans} changes without their set`)
    // Each activity stands where the last change of it in the log put it.
    const { moved } = db
      .prepare(
        `SELECT count(*) AS moved FROM activity a WHERE a.starts_on <> (
          SELECT json_extract(c.after, '$.startsOn') FROM change c WHERE c.record_id = a.id AND json_extract(c.after, '$.startsOn') IS NOT NULL ORDER BY c.row_id DESC LIMIT 1)`,
      )
      .get() as { moved: number }
    if (moved > 0) problems.push(`${moved} activities are not where the log says`)
    return { sets, problems }
  } finally {
    db.close()
  }
}

describe('an acknowledged bulk change', () => {
  it(`survives ${rounds} kills at random moments, and none is ever half there`, async () => {
    const store = join(scratch, 'store.db')
    copyFileSync(join(profile, 'store.db'), store)
    const ledger = new Set<string>()
    let seed = 12345
    for (let round = 0; round < rounds; round += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648
      const acknowledged = await runWriter(store, 100, 20 + (seed % 400))
      for (const id of acknowledged) ledger.add(id)
      const { sets, problems } = examine(store)
      expect(problems, `round ${round}`).toEqual([])
      const there = new Set(sets.map(({ id }) => id))
      expect([...ledger].filter((id) => !there.has(id)), `lost in round ${round}`).toEqual([])
    }
    expect(ledger.size).toBeGreaterThan(rounds)
  })

  it('is whole or absent when the log file is cut anywhere', async () => {
    const store = join(scratch, 'wal.db')
    copyFileSync(join(profile, 'store.db'), store)
    // A reader that began before the first change keeps all of them in the log file: frames already carried over to the store are flushed
    // before, and no power loss cuts them off afterwards.
    const watcher = new Database(store)
    watcher.exec('BEGIN')
    watcher.prepare('SELECT count(*) FROM change_set').get()
    // Killed before it closes, the writer leaves its log file behind.
    const acknowledged = await runWriter(store, 100_000, 700)
    expect(acknowledged.length).toBeGreaterThan(1)
    expect(existsSync(`${store}-wal`)).toBe(true)
    const size = statSync(`${store}-wal`).size
    const before = examineCopy(store, size, 0)
    let seed = 99
    const counts = new Set<number>()
    for (let round = 0; round < (isFull ? 150 : 40); round += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648
      const { sets, problems } = examineCopy(store, seed % size, round + 1)
      expect(problems, `cut at ${seed % size}`).toEqual([])
      const ids = sets.map(({ id }) => id)
      // A prefix of what was written: never a later command without the earlier.
      expect(before.sets.map(({ id }) => id).slice(0, ids.length)).toEqual(ids)
      counts.add(ids.length)
    }
    watcher.close()
    expect(counts.size).toBeGreaterThan(1)
  })
})

function examineCopy(store: string, walBytes: number, n: number): ReturnType<typeof examine> {
  const copy = join(scratch, `cut-${n}`)
  cpSync(store, `${copy}.db`)
  cpSync(`${store}-wal`, `${copy}.db-wal`)
  truncateSync(`${copy}.db-wal`, walBytes)
  const found = examine(`${copy}.db`)
  for (const end of ['.db', '.db-wal', '.db-shm']) rmSync(copy + end, { force: true })
  return found
}
