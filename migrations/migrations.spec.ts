// Every upgrade on a real older store: it gives what it should, a failure at any of its statements leaves the old store as it was, and a store
// from the future is not touched by a byte.
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCore } from '../build/test-core.ts'
import { shippedActions } from '../src-main/store/commands/shipped-lists.ts'
import { migrate } from '../src-main/store/migrate.ts'
import { KnownError } from '../src-shared/errors.ts'
import { migrations, newestVersion } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-migrations-'))
const frozen = join(folder, 'frozen-10.db')
let copies = 0

beforeAll(() => {
  writeFileSync(frozen, gunzipSync(readFileSync(join(import.meta.dirname, 'frozen/version-10.db.gz'))))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function copyOfFrozen(): string {
  copies += 1
  const path = join(folder, `copy-${copies}.db`)
  copyFileSync(frozen, path)
  return path
}
/** All that a store holds, in a hash: schema, version and every row. */
function contentOf(path: string): string {
  const db = new Database(path, { readonly: true })
  const hash = createHash('sha256')
  const schema = db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all() as {
    name: string
    sql: string | null
  }[]
  hash.update(JSON.stringify(schema)).update(String(db.pragma('user_version', { simple: true })))
  for (const { name, sql } of schema) {
    if (sql?.startsWith('CREATE TABLE') !== true) continue
    for (const row of db.prepare(`SELECT * FROM "${name}"`).raw().iterate())
      hash.update(
        JSON.stringify(row, (_, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
        ),
      )
  }
  db.close()
  return hash.digest('hex')
}
const fileHash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

describe('the store of version 10, with 10,000 activities', () => {
  it('comes to the newest version with every activity, and its moves counted from the history', () => {
    const path = copyOfFrozen()
    const before = new Database(path, { readonly: true })
    expect(before.pragma('user_version', { simple: true })).toBe(10)
    before.close()
    const db = new Database(path)
    migrate(db)
    expect(db.pragma('user_version', { simple: true })).toBe(newestVersion)
    expect(db.prepare('SELECT count(*) AS n FROM activity').get()).toEqual({ n: 10_000 })
    expect(
      db
        .prepare('SELECT moved_count AS moves, count(*) AS n FROM activity GROUP BY moved_count ORDER BY moved_count')
        .all(),
    ).toEqual([
      { moves: 0, n: 9100 },
      { moves: 1, n: 300 },
      { moves: 2, n: 300 },
      { moves: 3, n: 300 },
    ])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
  })

  /** The list of actions to take after the upgrade, where `before` happened to the store just before it. */
  function actionsAfter(before: (db: Database.Database) => void): unknown[] {
    const db = new Database(copyOfFrozen())
    migrate(db, { list: migrations.filter(({ version }) => version < 80) })
    before(db)
    migrate(db)
    const actions = db.prepare('SELECT builtin, name, position, is_archived FROM action ORDER BY position').raw().all()
    db.close()
    return actions
  }
  it('gets the actions to take that a new store begins with', () => {
    expect(actionsAfter(() => undefined)).toEqual(
      shippedActions.map((builtin, position) => [builtin, null, position, 0]),
    )
  })
  it('keeps its own actions to take as they are, also where there are none any more', () => {
    expect(
      actionsAfter((db) => db.exec(`INSERT INTO action (id, name, position) VALUES ('own', 'Llevar muestras', 0)`)),
    ).toEqual([[null, 'Llevar muestras', 0, 0]])
    const removed = `INSERT INTO change (set_row, record_table, record_id, kind, before) VALUES (1, 'action', 'own', 'delete', '{"name":"Llevar muestras"}')`
    expect(actionsAfter((db) => db.exec(removed))).toEqual([])
  })

  it('is still told by its log, table by table, after the upgrade', async () => {
    const path = copyOfFrozen()
    const db = new Database(path)
    migrate(db)
    db.close()
    const { compareWithLog } = await import('../src-main/store/rebuild.ts')
    expect(compareWithLog(path)).toEqual([])
  })

  /** The store as it is before a step, and all that is in it; made once. */
  const stores = new Map<number, { path: string; content: string }>()
  function storeBefore(step: number): { path: string; content: string } {
    let store = stores.get(step)
    if (store === undefined) {
      const path = copyOfFrozen()
      const db = new Database(path)
      migrate(db, { list: migrations.filter(({ version }) => version < step) })
      db.close()
      store = { path, content: contentOf(path) }
      stores.set(step, store)
    }
    return store
  }
  const pending = migrations.filter(({ version }) => version > 10)
  for (const { version: step, statements } of pending) {
    it.each(statements.map((_, index) => index))(`is left as it was when step ${step} fails at statement %i`, (failing) => {
      const before = storeBefore(step)
      const path = `${before.path}-${failing}`
      copyFileSync(before.path, path)
      const db = new Database(path)
      const beforeStatement = (version: number, at: number): void => {
        if (version === step && at === failing) throw new Error('broken on purpose')
      }
      expect(() => migrate(db, { beforeStatement })).toThrowError(expect.objectContaining({ code: 'migration_failed' }) as Error)
      db.close()
      expect(contentOf(path)).toBe(before.content)
      rmSync(path)
    })
  }

  it('is backed up and proved before it is upgraded', async () => {
    const profile = join(folder, 'profile-upgrade')
    mkdirSync(profile)
    copyFileSync(frozen, join(profile, 'store.db'))
    const core = await startCore(profile)
    const { backups } = await core.ask('backup.list', {})
    expect(backups).toHaveLength(1)
    expect(backups[0]?.name).toContain('before-upgrade')
    expect(backups[0]?.counts).toEqual({ contacts: 500, activities: 10_000 })
    expect(backups[0]?.provedAt).not.toBeNull()
    const copy = new Database(join(profile, 'backups', backups[0]?.name ?? ''), { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    copy.close()
    await core.close()
  })

  it('that cannot be upgraded says so in the window, and can be restored from there', async () => {
    const profile = join(folder, 'profile-broken')
    mkdirSync(profile)
    const path = join(profile, 'store.db')
    copyFileSync(frozen, path)
    // A table in the way of the upgrade, as a foreign tool may leave it.
    const db = new Database(path)
    db.exec('CREATE TABLE mail (row_id INTEGER PRIMARY KEY)')
    db.close()
    const before = contentOf(path)
    const core = await startCore(profile, { setUp: false })
    const { trouble } = await core.ask('app.state', {})
    expect(trouble?.code).toBe('migration_failed')
    await expect(core.ask('settings.get', {})).rejects.toMatchObject({ code: 'migration_failed' })
    await core.close()
    expect(contentOf(path)).toBe(before)
  })
})

describe('a store from the future', () => {
  it('is refused, told in the window, and not a byte of it or beside it changes', async () => {
    const profile = join(folder, 'profile-future')
    mkdirSync(profile)
    const path = join(profile, 'store.db')
    copyFileSync(frozen, path)
    const db = new Database(path)
    db.pragma('user_version = 9990')
    db.close()
    const before = {
      hash: fileHash(path),
      at: statSync(path).mtimeMs,
      beside: readdirSync(profile).filter((name) => name.startsWith('store')),
    }
    const core = await startCore(profile, { setUp: false })
    expect((await core.ask('app.state', {})).trouble).toEqual({
      code: 'store_from_future',
      details: { path, version: 9990, newestKnown: newestVersion },
    })
    await core.close()
    expect({
      hash: fileHash(path),
      at: statSync(path).mtimeMs,
      beside: readdirSync(profile).filter((name) => name.startsWith('store')),
    }).toEqual(before)
  })
})

describe('a file that is no store', () => {
  it('is called damaged and is not replaced', async () => {
    const profile = join(folder, 'profile-damaged')
    mkdirSync(profile)
    const path = join(profile, 'store.db')
    writeFileSync(path, 'not a database at all, '.repeat(100))
    const before = fileHash(path)
    const core = await startCore(profile, { setUp: false })
    expect((await core.ask('app.state', {})).trouble?.code).toBe('store_damaged')
    await core.close()
    expect(fileHash(path)).toBe(before)
  })
})

describe('the list of migrations', () => {
  it('ascends, in tens or in between', () => {
    const versions = migrations.map(({ version }) => version)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(versions.every((version) => version % 5 === 0)).toBe(true)
    expect(new Set(versions).size).toBe(versions.length)
  })
  it('refuses from the bare function too', () => {
    const path = copyOfFrozen()
    const db = new Database(path)
    db.pragma('user_version = 9990')
    expect(() => migrate(db)).toThrow(KnownError)
    db.close()
  })
})
