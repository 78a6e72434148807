// One SQLite connection with its settings and its cache of prepared statements. Runs on a store thread, never on one that answers windows.
import Database from 'better-sqlite3'
import type { CompiledQuery } from 'kysely'
import { wordIn } from './word-match.ts'

export type SqlValue = string | number | bigint | null | Uint8Array

export interface Connection {
  readonly path: string
  readonly raw: Database.Database
  /** Prepared once per text. */
  prepare(sql: string): Database.Statement
  all<R>(query: CompiledQuery<R> | { sql: string; parameters: readonly unknown[] }): R[]
  get<R>(query: CompiledQuery<R> | { sql: string; parameters: readonly unknown[] }): R | undefined
  close(): void
}

/**
 * SQLite looks at a bound value to see whether it proves a partial index's condition, and then prepares the statement anew each time a value is bound;
 * an expression it leaves alone. The unary plus changes neither value nor affinity.
 */
const unseen = (sql: string): string => sql.replace(/([=<>]\s?)\?/g, '$1+?')

const cacheKilobytes = 16_000
const keptStatements = 400

/**
 * Opens a store file. Writers flush every commit to the disk (`synchronous=FULL`): an acknowledged change survives power loss (SEC-1).
 * `maxPages` bounds the file, for tests of a full disk.
 */
export function openConnection(path: string, role: 'writer' | 'reader', options: { maxPages?: number | undefined } = {}): Connection {
  const raw = new Database(path, { readonly: role === 'reader', timeout: 5000 })
  raw.pragma('foreign_keys = ON')
  raw.pragma(`cache_size = -${cacheKilobytes}`)
  raw.pragma('temp_store = MEMORY')
  raw.function('word_in', { deterministic: true }, wordIn)
  if (role === 'writer') {
    raw.pragma('journal_mode = WAL')
    raw.pragma('synchronous = FULL')
    raw.pragma('fullfsync = ON')
    raw.pragma('checkpoint_fullfsync = ON')
    raw.pragma('journal_size_limit = 67108864')
    // 16 MB: what a batch of an import writes is not copied into the store at once.
    raw.pragma('wal_autocheckpoint = 4000')
    if (options.maxPages !== undefined) raw.pragma(`max_page_count = ${options.maxPages}`)
  } else {
    raw.pragma('query_only = ON')
  }
  const statements = new Map<string, Database.Statement>()
  const prepare = (sql: string): Database.Statement => {
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = raw.prepare(unseen(sql))
      if (statements.size >= keptStatements) {
        const oldest = statements.keys().next()
        if (!oldest.done) statements.delete(oldest.value)
      }
      statements.set(sql, statement)
    }
    return statement
  }
  return {
    path,
    raw,
    prepare,
    all: <R>(query: { sql: string; parameters: readonly unknown[] }) => prepare(query.sql).all(...query.parameters) as R[],
    get: <R>(query: { sql: string; parameters: readonly unknown[] }) => prepare(query.sql).get(...query.parameters) as R | undefined,
    close: () => {
      statements.clear()
      raw.close()
    },
  }
}
