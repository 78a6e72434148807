// What a read operation gets: queries and nothing else. A statement that would write is refused, so a query cannot skip the command pipeline.
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Compilable, CompiledQuery } from 'kysely'
import type { Connection } from './database.ts'
import type { StoreSchema } from './schema.ts'

/** Composes SQL, typed by the schema. It never executes: the engine is synchronous, Kysely's drivers are not. */
export const compose = new Kysely<StoreSchema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

export interface ReadStore {
  all<R>(query: Compilable<R> | CompiledQuery<R>): R[]
  get<R>(query: Compilable<R> | CompiledQuery<R>): R | undefined
  /** Hand-written SELECT for what Kysely cannot say or what must be fast. */
  allSql<R>(sql: string, ...parameters: unknown[]): R[]
  getSql<R>(sql: string, ...parameters: unknown[]): R | undefined
  /** First column of every row. */
  pluck<V>(sql: string, parameters: readonly unknown[]): V[]
}

const compiled = <R>(query: Compilable<R> | CompiledQuery<R>): CompiledQuery<R> => ('compile' in query ? query.compile() : query)

export function readStoreOf(connection: Connection): ReadStore {
  const plucked = new Map<string, ReturnType<Connection['raw']['prepare']>>()
  const select = (sql: string): ReturnType<Connection['prepare']> => {
    const statement = connection.prepare(sql)
    if (!statement.readonly) throw new Error(`a read may not write: ${sql.slice(0, 120)}`)
    return statement
  }
  return {
    all: <R>(query: Compilable<R> | CompiledQuery<R>) => {
      const { sql, parameters } = compiled(query)
      return select(sql).all(...parameters) as R[]
    },
    get: <R>(query: Compilable<R> | CompiledQuery<R>) => {
      const { sql, parameters } = compiled(query)
      return select(sql).get(...parameters) as R | undefined
    },
    allSql: <R>(sql: string, ...parameters: unknown[]) => select(sql).all(...parameters) as R[],
    getSql: <R>(sql: string, ...parameters: unknown[]) => select(sql).get(...parameters) as R | undefined,
    pluck: <V>(sql: string, parameters: readonly unknown[]) => {
      let statement = plucked.get(sql)
      if (statement === undefined) {
        statement = connection.raw.prepare(sql)
        if (!statement.readonly) throw new Error(`a read may not write: ${sql.slice(0, 120)}`)
        statement.pluck()
        if (plucked.size > 100) plucked.clear()
        plucked.set(sql, statement)
      }
      return (statement as { all(...values: unknown[]): unknown[] }).all(...parameters) as V[]
    },
  }
}
