// A store of a test's own: a real file, the real command pipeline, without threads. Used by specs alone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openConnection, type Connection } from './database.ts'
import { migrate } from './migrate.ts'
import {
  commands,
  reads,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type ReadInput,
  type ReadName,
  type ReadOutput,
} from './operations.ts'
import { readStoreOf, type ReadStore } from './read-store.ts'
import { tables, type TableName } from './tables.ts'
import { WriteSession, type Committed } from './write-session.ts'

export const testDevice = 'test-device'

export class TestStore {
  readonly path: string
  readonly connection: Connection
  readonly session: WriteSession
  /** UTC milliseconds; a second further with every command. */
  now = Date.UTC(2026, 2, 10, 9, 0)
  me = ''
  private readonly folder = mkdtempSync(join(tmpdir(), 'maletin-store-'))
  private readonly reader: ReadStore

  constructor() {
    this.path = join(this.folder, 'store.db')
    this.connection = openConnection(this.path, 'writer')
    this.connection.raw.pragma('synchronous = OFF')
    migrate(this.connection.raw)
    this.session = new WriteSession(this.connection, testDevice)
    this.reader = readStoreOf(this.connection)
    this.me = this.write('app.setUp', { name: 'Marta', mail: '', language: 'es', zone: 'Europe/Madrid' }).value.userId
  }

  get raw(): ReadStore {
    return this.reader
  }

  write<N extends CommandName>(name: N, input: CommandInput<N>, command: string = name): Committed<CommandOutput<N>> {
    this.now += 1000
    const meta = { command, source: 'window', userId: this.me === '' ? null : this.me }
    return this.session.run(meta, this.now, commands[name] as never, input as never)
  }
  read<N extends ReadName>(name: N, input: ReadInput<N>): ReadOutput<N> {
    return (reads[name] as (read: ReadStore, input: unknown) => unknown)(this.reader, input) as ReadOutput<N>
  }

  /** Runs a query and gives the plans of all that it asked. */
  plansOf(run: (read: ReadStore) => unknown): string[] {
    const asked: { sql: string; parameters: readonly unknown[] }[] = []
    const { reader } = this
    run({
      ...reader,
      allSql: (sql, ...parameters) => (asked.push({ sql, parameters }), reader.allSql(sql, ...parameters)),
      getSql: (sql, ...parameters) => (asked.push({ sql, parameters }), reader.getSql(sql, ...parameters)),
      pluck: (sql, parameters) => (asked.push({ sql, parameters }), reader.pluck(sql, parameters)),
    })
    return asked.flatMap(({ sql, parameters }) =>
      (this.connection.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]).map(
        ({ detail }) => detail,
      ),
    )
  }

  /** What all tables hold, references as ids; without integer keys and revisions, which only ever go up. */
  content(): Record<string, unknown[]> {
    const all: Record<string, unknown[]> = {}
    for (const table of Object.keys(tables) as TableName[]) {
      const columns = (this.connection.raw.prepare(`PRAGMA table_xinfo(${table})`).all() as { name: string }[])
        .map(({ name }) => name)
        .filter((name) => name !== 'row_id' && name !== 'revision')
        .map((name) => {
          const kind = tables[table].find(({ column }) => column === name)?.kind
          const target =
            typeof kind === 'object' ? kind.ref : name === 'employer_row' || name === 'contact_row' ? 'contact' : null
          return target === null
            ? `t.${name}`
            : `(SELECT r.id FROM ${target} AS r WHERE r.row_id = t.${name}) AS ${name}`
        })
      all[table] = this.connection.raw.prepare(`SELECT ${columns.join(', ')} FROM ${table} AS t ORDER BY t.id`).all()
    }
    return all
  }

  close(): void {
    this.connection.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
