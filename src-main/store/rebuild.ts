// Proof that the log is the whole truth (HIS-1): builds every table anew from the change log alone and compares it with the store, derived
// columns and search index included. For tests and the slow suite; reads the store and never writes it. Runs on the thread that calls it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openConnection } from './database.ts'
import { migrate } from './migrate.ts'
import { isTableName, tables, type FieldMeta, type TableName } from './tables.ts'

type Db = Database.Database
interface LoggedChange {
  record_table: string
  record_id: string
  kind: 'insert' | 'update' | 'delete'
  before: string | null
  after: string | null
}

/** More differences than this are not listed. */
const told = 50
const searches = { contact_search: 'contact', activity_search: 'activity', mail_search: 'mail' } as const

/** Differences between a store and what its log says, in words; empty when both are the same. References are compared as ids. */
export function compareWithLog(storePath: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-rebuild-'))
  const original = new Database(storePath, { readonly: true })
  try {
    const rebuilt = rebuildFromLog(original, join(folder, 'rebuilt.db'))
    try {
      const differences: string[] = []
      for (const table of Object.keys(tables) as TableName[]) {
        differences.push(...compareRows(original, rebuilt, table, rowsSql(original, table), told - differences.length))
      }
      for (const [search, table] of Object.entries(searches)) {
        for (const db of [original, rebuilt])
          db.exec(
            `CREATE VIRTUAL TABLE IF NOT EXISTS temp.${search}_words USING fts5vocab('main', '${search}', 'instance')`,
          )
        differences.push(...compareRows(original, rebuilt, search, wordsSql(search, table), told - differences.length))
      }
      return differences
    } finally {
      rebuilt.close()
    }
  } finally {
    original.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function rebuildFromLog(original: Db, path: string): Db {
  const { raw } = openConnection(path, 'writer')
  raw.pragma('synchronous = OFF')
  migrate(raw)
  const replay = new Replay(raw)
  raw.exec('BEGIN')
  for (const change of original
    .prepare('SELECT record_table, record_id, kind, before, after FROM change ORDER BY row_id')
    .iterate() as IterableIterator<LoggedChange>) {
    replay.apply(change)
  }
  raw.exec('COMMIT')
  return raw
}

class Replay {
  private readonly db: Db
  private readonly statements = new Map<string, Database.Statement>()

  constructor(db: Db) {
    this.db = db
  }

  apply({ record_table: table, record_id: id, kind, after }: LoggedChange): void {
    if (!isTableName(table)) throw new Error(`the log names a table that is not there: ${table}`)
    if (kind === 'delete') return this.run(`DELETE FROM ${table} WHERE id = ?`, [id])
    const values = JSON.parse(after ?? '{}') as Record<string, unknown>
    const metas = tables[table].filter(({ property }) => property in values)
    const bound = metas.map((meta) => toColumn(meta, values[meta.property]))
    const holder = ({ kind: stored }: FieldMeta): string =>
      typeof stored === 'object' ? `(SELECT row_id FROM ${stored.ref} WHERE id = ?)` : '?'
    if (kind === 'insert') {
      const columns = metas.map(({ column }) => `, ${column}`).join('')
      this.run(`INSERT INTO ${table} (id${columns}) VALUES (?${metas.map((meta) => `, ${holder(meta)}`).join('')})`, [
        id,
        ...bound,
      ])
    } else {
      const columns = metas.map((meta) => `${meta.column} = ${holder(meta)}, `).join('')
      this.run(`UPDATE ${table} SET ${columns}revision = revision + 1 WHERE id = ?`, [...bound, id])
    }
  }

  private run(sql: string, parameters: unknown[]): void {
    let statement = this.statements.get(sql)
    if (statement === undefined) this.statements.set(sql, (statement = this.db.prepare(sql)))
    const { changes } = statement.run(...parameters)
    if (changes !== 1) throw new Error(`the log tells of a record that is not there: ${String(parameters.at(-1))}`)
  }
}

function toColumn({ kind }: FieldMeta, value: unknown): unknown {
  if (value === null || value === undefined || kind === 'plain' || typeof kind === 'object') return value ?? null
  return kind === 'bool' ? (value ? 1 : 0) : JSON.stringify(value)
}

/** Every column of a table but its integer key, generated and derived ones included; references as ids. */
function rowsSql(db: Db, table: TableName): string {
  const derived: Record<string, TableName> = { employer_row: 'contact', contact_row: 'contact' }
  const columns = (db.prepare(`PRAGMA table_xinfo(${table})`).all() as { name: string }[])
    .filter(({ name }) => name !== 'row_id')
    .map(({ name }) => {
      const kind = tables[table].find(({ column }) => column === name)?.kind
      const target = typeof kind === 'object' ? kind.ref : derived[name]
      return target === undefined
        ? `t.${name}`
        : `(SELECT r.id FROM ${target} AS r WHERE r.row_id = t.${name}) AS ${name}`
    })
  return `SELECT ${columns.join(', ')} FROM ${table} AS t ORDER BY t.id`
}

/**
 * Words of the search with their places. Phones, mails and addresses of a contact stand in the order in which the planner reads them, which changes with the
 * statistics of the store and which no search depends on: there the words alone are compared.
 */
function wordsSql(search: string, table: string): string {
  const place = `CASE WHEN w.col IN ('points', 'places') THEN 0 ELSE w.offset END`
  return `SELECT t.id, w.term, w.col, ${place} AS place FROM temp.${search}_words AS w LEFT JOIN ${table} AS t ON t.row_id = w.doc ORDER BY t.id, w.col, place, w.term`
}

function compareRows(original: Db, rebuilt: Db, name: string, sql: string, most: number): string[] {
  const differences: string[] = []
  const left = original.prepare(sql).iterate() as IterableIterator<Record<string, unknown>>
  const right = rebuilt.prepare(sql).iterate() as IterableIterator<Record<string, unknown>>
  try {
    for (;;) {
      const one = left.next()
      const other = right.next()
      if (one.done === true && other.done === true) break
      if (differences.length >= most) break
      const is = one.done === true ? null : one.value
      const says = other.done === true ? null : other.value
      if (is === null || says === null || is['id'] !== says['id']) {
        // From here on the rows do not stand opposite each other any more.
        differences.push(
          `${name}: the store has ${String(is?.['id'] ?? 'no more')}, the log ${String(says?.['id'] ?? 'no more')}`,
        )
        break
      }
      for (const column of Object.keys(is)) {
        if (is[column] !== says[column]) {
          differences.push(
            `${name} ${String(is['id'])} ${column}: the store has ${JSON.stringify(is[column])}, the log ${JSON.stringify(says[column])}`,
          )
        }
      }
    }
  } finally {
    left.return?.()
    right.return?.()
  }
  return differences
}
