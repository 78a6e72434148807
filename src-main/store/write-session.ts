// The one way to write: a command runs in one transaction and everything it writes is logged, record by record and field by field,
// in its change set. Runs on the writer's thread. Must stay true: what is committed and what the log says are the same.
import { indexInserted, indexLater } from '../../migrations/0090-search-later.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { Connection, SqlValue } from './database.ts'
import { ImportLedger } from './import-ledger.ts'
import { readStoreOf, type ReadStore } from './read-store.ts'
import { tables, type FieldMeta, type TableName, type Values } from './tables.ts'
import { uuidv7 } from './uuid.ts'

export interface WriteMeta {
  command: string
  /** From where: an `Origin` of a window (`window` where it did not say), `import`, `sample`, `migration`, `background`. */
  source: string
  userId: string | null
}

/** What a command may do. There is no way from here to the connection. */
export interface WriteTx {
  readonly read: ReadStore
  /** UTC milliseconds of this command. */
  readonly now: number
  readonly meta: WriteMeta
  newId(): string
  insert<T extends TableName>(table: T, values: Values<T>, id?: string): string
  /** Changes what differs. With `revision`, a record that moved on since is refused as `stale`, with both values. */
  update<T extends TableName>(table: T, id: string, patch: Partial<Values<T>>, revision?: number | null): { changed: boolean; revision: number }
  remove(table: TableName, id: string): void
  /**
   * Counts a change of its parts (phones, tags) as one of the record: its revision goes up, so that a window that read it before is refused,
   * and its history names this change set. Logged as an update without fields.
   */
  touch(table: TableName, id: string): void
  /** Current values as the log would write them, or null. */
  get<T extends TableName>(table: T, id: string): (Values<T> & { revision: number }) | null
  /** Current values of some fields, or null where the record is gone. */
  fields(table: TableName, id: string, properties: readonly string[]): { revision: number; values: Record<string, unknown> } | null
  /** How far the command is, for what may take long; a command that was given up ends here. */
  step(done: number, total: number): void
  /** What the history says of this command. */
  summarize(summary: Record<string, string | number | null>): void
  /** Marks an earlier change set as undone by another one, or as standing (null). By this one: this one is recorded as its undo. */
  markUndone(changeSetId: string, by: string | null): void
  /** The words of activities and mails that are inserted from here on are indexed at the end of the command: for many of them. They are not found before. */
  indexLater(): void
  /** Nothing that this command wrote is kept; it still answers. For what turns out to have changed nothing in the end. */
  discard(): void
  readonly changeSetId: string
  /** How imports stand: kept with the command, but no record; not logged, and kept also where no record changed. */
  readonly ledger: ImportLedger
}

/** Who looks on while a command runs. */
export interface WriteWatch {
  isCancelled(): boolean
  progress(done: number, total: number): void
}

export interface Committed<R> {
  value: R
  changeSetId: string | null
  /** Ids of changed records by table; null means too many to name. */
  tables: Record<string, string[] | null>
}

const namedIds = 1000
/** Every so many changes a command looks whether it was given up. */
const lookedEvery = 64

interface Shape {
  properties: string[]
  metas: FieldMeta[]
  select: string
  update: string
}

/** Everything the session keeps between commands of one connection: shapes of statements and keys of referenced records. */
export class WriteSession {
  private readonly connection: Connection
  private readonly reader: ReadStore
  private readonly deviceId: string
  private readonly shapes = new Map<string, Shape>()
  private readonly rowKeys = new Map<string, number>()
  private readonly keyRows = new Map<string, string>()
  private lastClockTime = 0
  private clockCounter = 0

  constructor(connection: Connection, deviceId: string) {
    this.connection = connection
    this.deviceId = deviceId
    this.reader = readStoreOf(connection)
    const last = connection.prepare('SELECT clock FROM change_set ORDER BY row_id DESC LIMIT 1').get() as { clock: string } | undefined
    const parts = last?.clock.split('.')
    if (parts?.[0] && parts[1] !== undefined) {
      this.lastClockTime = parseInt(parts[0], 36)
      this.clockCounter = parseInt(parts[1], 36)
    }
  }

  /**
   * Runs a command: all of it or nothing. A command that changed nothing leaves no change set; one that was given up rejects with `cancelled`.
   */
  run<I, R>(
    meta: WriteMeta,
    now: number,
    command: (tx: WriteTx, input: I) => R,
    input: I,
    watch: WriteWatch | null = null,
  ): Committed<R> {
    const { connection } = this
    connection.raw.exec('BEGIN IMMEDIATE')
    try {
      const changeSetId = uuidv7(now)
      const scope = new CommandScope(this, meta, now, changeSetId, watch)
      const value = command(scope, input)
      scope.indexInserted()
      if (scope.changeCount === 0 && scope.ledger.hasWritten) {
        connection.raw.exec('COMMIT')
        return { value, changeSetId: null, tables: {} }
      }
      if (scope.changeCount === 0 || scope.isDiscarded) {
        connection.raw.exec('ROLLBACK')
        this.forgetKeys()
        return { value, changeSetId: null, tables: {} }
      }
      connection
        .prepare('UPDATE change_set SET change_count = ?, summary = ?, undoes = ? WHERE row_id = ?')
        .run(scope.changeCount, JSON.stringify(scope.summary), scope.undoes, scope.setRow)
      connection.raw.exec('COMMIT')
      return { value, changeSetId, tables: scope.touched() }
    } catch (error) {
      if (connection.raw.inTransaction) connection.raw.exec('ROLLBACK')
      this.forgetKeys()
      throw error
    }
  }

  get read(): ReadStore {
    return this.reader
  }
  get db(): Connection {
    return this.connection
  }

  /** Hybrid logical clock (Kulkarni et al. 2014): physical milliseconds, counter, device; ascends even when the clock goes back. */
  private tick(now: number): string {
    if (now > this.lastClockTime) {
      this.lastClockTime = now
      this.clockCounter = 0
    } else this.clockCounter += 1
    return `${this.lastClockTime.toString(36).padStart(9, '0')}.${this.clockCounter.toString(36).padStart(4, '0')}.${this.deviceId}`
  }

  /** Puts the change set's row down, with the first change: a command that logs nothing leaves none. Gives its key. */
  openSet(meta: WriteMeta, now: number, changeSetId: string): number {
    const setRow = this.nextRow('change_set')
    this.connection
      .prepare(
        `INSERT INTO change_set (row_id, id, at, clock, device_id, user_id, command, source, first_change, change_count)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
      )
      .run(setRow, changeSetId, now, this.tick(now), this.deviceId, meta.userId, meta.command, meta.source, this.nextRow('change'))
    return setRow
  }

  private nextRow(table: 'change_set' | 'change'): number {
    return (this.connection.prepare(`SELECT ifnull(max(row_id), 0) + 1 AS next FROM ${table}`).get() as { next: number }).next
  }

  shape(table: TableName, properties: readonly string[]): Shape {
    const key = `${table}:${properties.join(',')}`
    let shape = this.shapes.get(key)
    if (shape === undefined) {
      const metas = properties.map((property) => {
        const meta = tables[table].find((field) => field.property === property)
        if (meta === undefined) throw new Error(`no field ${property} in ${table}`)
        return meta
      })
      shape = {
        properties: [...properties],
        metas,
        select: `SELECT row_id, revision${metas.map((meta) => `, ${meta.column}`).join('')} FROM ${table} WHERE id = ?`,
        update: `UPDATE ${table} SET ${metas.map((meta) => `${meta.column} = ?`).join(', ')}, revision = revision + 1 WHERE row_id = ?`,
      }
      if (this.shapes.size > 500) this.shapes.clear()
      this.shapes.set(key, shape)
    }
    return shape
  }

  toColumn(meta: FieldMeta, value: unknown): SqlValue {
    if (value === undefined) throw new Error(`no value for ${meta.property}`)
    if (value === null) return null
    if (meta.kind === 'plain') return value as SqlValue
    if (meta.kind === 'bool') return value ? 1 : 0
    if (meta.kind === 'json') return JSON.stringify(value)
    return this.rowOf(meta.kind.ref, value as string)
  }

  fromColumn(meta: FieldMeta, value: SqlValue): unknown {
    if (value === null || meta.kind === 'plain') return value
    if (meta.kind === 'bool') return value === 1
    if (meta.kind === 'json') return JSON.parse(value as string) as unknown
    return this.idOf(meta.kind.ref, value as number)
  }

  /** Integer key of a record; `not_found` where it does not exist. */
  rowOf(table: TableName, id: string): number {
    const key = `${table}:${id}`
    let row = this.rowKeys.get(key)
    if (row === undefined) {
      const found = this.connection.prepare(`SELECT row_id FROM ${table} WHERE id = ?`).get(id) as { row_id: number } | undefined
      if (found === undefined) throw new KnownError('not_found', { table, id })
      row = found.row_id
      if (this.rowKeys.size > 5000) this.rowKeys.clear()
      this.rowKeys.set(key, row)
    }
    return row
  }

  idOf(table: TableName, row: number): string {
    const key = `${table}:${row}`
    let id = this.keyRows.get(key)
    if (id === undefined) {
      id = (this.connection.prepare(`SELECT id FROM ${table} WHERE row_id = ?`).get(row) as { id: string }).id
      if (this.keyRows.size > 5000) this.keyRows.clear()
      this.keyRows.set(key, id)
    }
    return id
  }

  /** Keys may be reused after a rollback or a deletion. */
  forgetKeys(): void {
    this.rowKeys.clear()
    this.keyRows.clear()
  }
}

const insertSqls = new Map<TableName, string>()
function insertSql(table: TableName): string {
  let sql = insertSqls.get(table)
  if (sql === undefined) {
    const columns = tables[table].map((meta) => meta.column)
    sql = `INSERT INTO ${table} (id, ${columns.join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`
    insertSqls.set(table, sql)
  }
  return sql
}

/** Half a surrogate pair cannot be stored as UTF-8: it becomes U+FFFD, in the record and in the log alike. */
function wellFormed(values: object): Record<string, unknown> {
  const record = values as Record<string, unknown>
  let mended: Record<string, unknown> | null = null
  for (const property in record) {
    const value = record[property]
    if (typeof value === 'string' && !value.isWellFormed()) (mended ??= { ...record })[property] = value.toWellFormed()
  }
  return mended ?? record
}

/** One command's view of the session. */
class CommandScope implements WriteTx {
  changeCount = 0
  isDiscarded = false
  summary: Record<string, string | number | null> = {}
  undoes: string | null = null
  private isIndexedLater = false
  /** Key of the change set; null until something is logged. */
  setRow: number | null = null
  readonly meta: WriteMeta
  readonly now: number
  readonly changeSetId: string
  readonly ledger: ImportLedger
  private readonly session: WriteSession
  private readonly watch: WriteWatch | null
  private readonly changedIds = new Map<string, Set<string> | null>()
  private readonly logStatement

  constructor(
    session: WriteSession,
    meta: WriteMeta,
    now: number,
    changeSetId: string,
    watch: WriteWatch | null,
  ) {
    this.session = session
    this.meta = meta
    this.now = now
    this.changeSetId = changeSetId
    this.watch = watch
    this.ledger = new ImportLedger(session.db)
    this.logStatement = session.db.prepare(
      'INSERT INTO change (set_row, record_table, record_id, kind, before, after) VALUES (?, ?, ?, ?, ?, ?)',
    )
  }

  get read(): ReadStore {
    return this.session.read
  }
  newId(): string {
    return uuidv7(this.now)
  }
  step(done: number, total: number): void {
    this.stopWhereCancelled()
    this.watch?.progress(done, total)
  }
  private stopWhereCancelled(): void {
    if (this.watch?.isCancelled() === true) throw new KnownError('cancelled', {})
  }
  summarize(summary: Record<string, string | number | null>): void {
    Object.assign(this.summary, summary)
  }

  insert<T extends TableName>(table: T, values: Values<T>, id: string = this.newId()): string {
    const metas = tables[table]
    const record = wellFormed(values)
    this.session.db
      .prepare(insertSql(table))
      .run(id, ...metas.map((meta) => this.session.toColumn(meta, record[meta.property])))
    const after: Record<string, unknown> = {}
    for (const meta of metas) after[meta.property] = record[meta.property]
    this.log(table, id, 'insert', null, after)
    return id
  }

  update<T extends TableName>(table: T, id: string, patch: Partial<Values<T>>, revision: number | null = null): { changed: boolean; revision: number } {
    const wanted = wellFormed(patch)
    const properties = Object.keys(wanted).filter((property) => wanted[property] !== undefined)
    const { session } = this
    const shape = session.shape(table, properties)
    const current = session.db.prepare(shape.select).get(id) as Record<string, SqlValue> | undefined
    if (current === undefined) throw new KnownError('not_found', { table, id })
    const before: Record<string, unknown> = {}
    const after: Record<string, unknown> = {}
    const columns: SqlValue[] = []
    let differs = 0
    for (const meta of shape.metas) {
      const column = session.toColumn(meta, wanted[meta.property])
      columns.push(column)
      const now = current[meta.column] ?? null
      if (column !== now) {
        before[meta.property] = session.fromColumn(meta, now)
        after[meta.property] = wanted[meta.property]
        differs += 1
      }
    }
    const currentRevision = current['revision'] as number
    if (revision !== null && revision !== currentRevision && differs > 0) {
      throw new KnownError('stale', { table, id, yours: after, theirs: before })
    }
    if (differs === 0) return { changed: false, revision: currentRevision }
    session.db.prepare(shape.update).run(...columns, current['row_id'] as number)
    this.log(table, id, 'update', before, after)
    return { changed: true, revision: currentRevision + 1 }
  }

  remove(table: TableName, id: string): void {
    const current = this.get(table, id)
    if (current === null) throw new KnownError('not_found', { table, id })
    const before: Record<string, unknown> = {}
    for (const meta of tables[table]) before[meta.property] = (current as Record<string, unknown>)[meta.property]
    this.session.db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id)
    this.session.forgetKeys()
    this.log(table, id, 'delete', before, null)
  }

  touch(table: TableName, id: string): void {
    const { changes } = this.session.db.prepare(`UPDATE ${table} SET revision = revision + 1 WHERE id = ?`).run(id)
    if (changes === 0) throw new KnownError('not_found', { table, id })
    this.log(table, id, 'update', {}, {})
  }

  get<T extends TableName>(table: T, id: string): (Values<T> & { revision: number }) | null {
    const found = this.fields(table, id, tables[table].map((meta) => meta.property))
    return found === null ? null : ({ ...found.values, revision: found.revision } as unknown as Values<T> & { revision: number })
  }

  fields(table: TableName, id: string, properties: readonly string[]): { revision: number; values: Record<string, unknown> } | null {
    const shape = this.session.shape(table, properties)
    const row = this.session.db.prepare(shape.select).get(id) as Record<string, SqlValue> | undefined
    if (row === undefined) return null
    const values: Record<string, unknown> = {}
    for (const meta of shape.metas) values[meta.property] = this.session.fromColumn(meta, row[meta.column] ?? null)
    return { revision: row['revision'] as number, values }
  }

  markUndone(changeSetId: string, by: string | null): void {
    this.session.db.prepare('UPDATE change_set SET undone_by = ? WHERE id = ?').run(by, changeSetId)
    if (by === this.changeSetId) this.undoes = changeSetId
  }

  indexLater(): void {
    if (this.isIndexedLater) return
    this.session.db.prepare(indexLater).run()
    this.isIndexedLater = true
  }
  indexInserted(): void {
    if (this.isIndexedLater) for (const sql of indexInserted) this.session.db.prepare(sql).run()
  }

  discard(): void {
    this.isDiscarded = true
  }

  touched(): Record<string, string[] | null> {
    return Object.fromEntries([...this.changedIds].map(([table, ids]) => [table, ids === null ? null : [...ids]]))
  }

  private log(table: string, id: string, kind: 'insert' | 'update' | 'delete', before: unknown, after: unknown): void {
    this.setRow ??= this.session.openSet(this.meta, this.now, this.changeSetId)
    this.logStatement.run(this.setRow, table, id, kind, before === null ? null : JSON.stringify(before), after === null ? null : JSON.stringify(after))
    this.changeCount += 1
    if (this.changeCount % lookedEvery === 0) this.stopWhereCancelled()
    const ids = this.changedIds.get(table)
    if (ids === undefined) this.changedIds.set(table, new Set([id]))
    else if (ids !== null) {
      ids.add(id)
      if (ids.size > namedIds) this.changedIds.set(table, null)
    }
  }
}
