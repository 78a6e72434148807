// The SQL that one read operation of the program executes, taken down with its parameters, and executed again as it is: prepared once, no threads,
// no HTTP, nothing made of the rows. This is the raw reference of the list rows.
import type { Compilable, CompiledQuery } from 'kysely'
import { openConnection, type Connection } from '../src-main/store/database.ts'
import { reads, type ReadInput, type ReadName } from '../src-main/store/operations.ts'
import { readStoreOf, type ReadStore } from '../src-main/store/read-store.ts'

export interface Step {
  sql: string
  parameters: readonly unknown[]
  kind: 'all' | 'get' | 'pluck'
}

export interface RawStore {
  readonly connection: Connection
  steps<N extends ReadName>(name: N, input: ReadInput<N>): Step[]
  /** Prepares the steps; what is given back executes them and returns the number of rows. */
  prepared(steps: readonly Step[]): () => number
  close(): void
}

/** A connection with the program's own settings (cache, query_only). */
export function openRawStore(path: string): RawStore {
  const connection = openConnection(path, 'reader')
  const inner = readStoreOf(connection)
  let taken: Step[] = []
  const compiled = <R>(query: Compilable<R> | CompiledQuery<R>): CompiledQuery<R> =>
    'compile' in query ? query.compile() : query
  const recorder: ReadStore = {
    all: (query) => {
      const { sql, parameters } = compiled(query)
      taken.push({ sql, parameters, kind: 'all' })
      return inner.all(query)
    },
    get: (query) => {
      const { sql, parameters } = compiled(query)
      taken.push({ sql, parameters, kind: 'get' })
      return inner.get(query)
    },
    allSql: (sql, ...parameters) => {
      taken.push({ sql, parameters, kind: 'all' })
      return inner.allSql(sql, ...parameters)
    },
    getSql: (sql, ...parameters) => {
      taken.push({ sql, parameters, kind: 'get' })
      return inner.getSql(sql, ...parameters)
    },
    pluck: (sql, parameters) => {
      taken.push({ sql, parameters, kind: 'pluck' })
      return inner.pluck(sql, parameters)
    },
  }
  return {
    connection,
    steps: (name, input) => {
      taken = []
      const operation = reads[name] as (read: ReadStore, input: unknown) => unknown
      operation(recorder, input)
      return taken
    },
    prepared: (steps) => {
      const statements = steps.map(({ sql, parameters, kind }) => {
        const statement = connection.raw.prepare(sql)
        return { statement: kind === 'pluck' ? statement.pluck() : statement, parameters, kind }
      })
      return () => {
        let rows = 0
        for (const { statement, parameters, kind } of statements) {
          if (kind === 'get') rows += statement.get(...parameters) === undefined ? 0 : 1
          else rows += statement.all(...parameters).length
        }
        return rows
      }
    },
    close: () => connection.close(),
  }
}
