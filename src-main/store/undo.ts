// Putting back what a change set changed (HIS-2, BLK-6): field by field, leaving alone and naming what was changed since. Runs on the writer's thread.
import { KnownError } from '../../src-shared/errors.ts'
import type { WriteTx } from './write-session.ts'
import { fieldOf, isTableName, tables, type TableName, type Values } from './tables.ts'

export interface LeftField {
  table: string
  recordId: string
  /** `*` stands for the record itself: it could not be taken out or put back. */
  field: string
}
export interface UndoResult {
  /** What the user had done; for the undo of an undo, what that one had taken back. */
  undoneCommand: string
  restored: number
  left: LeftField[]
}

interface LoggedChange {
  row_id: number
  record_table: string
  record_id: string
  kind: 'insert' | 'update' | 'delete'
  before: string | null
  after: string | null
}
interface LoggedSet {
  id: string
  command: string
  first_change: number
  change_count: number
  undone_by: string | null
  undoes: string | null
}
type Fields = Record<string, unknown>

/** Fields that mean one thing together: they go back together or not at all. */
const groups: Partial<Record<TableName, string[][]>> = {
  activity: [
    ['startsOn', 'startsTime', 'durationMinutes', 'endsOn', 'zone', 'startsUtc', 'movedCount'],
    ['state', 'resultId', 'closedAt', 'cancelReason'],
  ],
  session_item: [['state', 'resultId', 'activityId', 'nextId']],
  contact: [
    ['name', 'givenName', 'familyName', 'sortKey'],
    ['taxId', 'taxCountry', 'taxKey'],
  ],
  contact_point: [['kind', 'value', 'key']],
  series: [['rule', 'offDays', 'startsOn', 'startsTime', 'durationMinutes', 'spanDays', 'zone', 'madeUntil', 'isEnded']],
  reminder: [['minutesBefore', 'daysBefore', 'atTime']],
}
/** Fields that follow from others and are not named to the user. */
export const silentFields: ReadonlySet<string> = new Set(['movedCount', 'startsUtc', 'sortKey', 'taxKey', 'key'])

/** Records that are part of another: where that one stays, they stay with it, and they are called by its name. */
export const partOwners: Partial<Record<TableName, string>> = {
  contact_point: 'contactId',
  contact_address: 'contactId',
  contact_tag: 'contactId',
  employment: 'personId',
  activity_tag: 'activityId',
  mail_contact: 'mailId',
  calendar_item: 'activityId',
  rhythm: 'contactId',
  session_item: 'sessionId',
  activity_action: 'activityId',
  reminder: 'activityId',
  series_slot: 'activityId',
}
const chunk = 5000

/** What left the house or made the store what it is cannot be taken back. */
export function canBeUndone(command: string): boolean {
  return !command.startsWith('migration.') && !command.startsWith('sample.') && command !== 'app.setUp'
}

/** The field and those that mean one thing with it. */
export function groupOf(table: TableName, property: string): readonly string[] {
  return groups[table]?.find((group) => group.includes(property)) ?? [property]
}

/** Rejects with `not_found` or, where it was undone already or never can be, `nothing_to_undo`. */
export function undoChangeSet(tx: WriteTx, changeSetId: string): UndoResult {
  const set = setOf(tx, changeSetId)
  if (set === undefined) throw new KnownError('not_found', { table: 'change_set', id: changeSetId })
  if (set.undone_by !== null || !canBeUndone(set.command)) throw new KnownError('nothing_to_undo', {})
  const undo = new Undo(tx)
  const first = set.first_change
  for (let end = first + set.change_count; end > first; end -= chunk) {
    const changes = tx.read.allSql<LoggedChange>(
      'SELECT row_id, record_table, record_id, kind, before, after FROM change WHERE row_id >= ? AND row_id < ? ORDER BY row_id DESC',
      Math.max(first, end - chunk),
      end,
    )
    for (const change of changes) undo.one(change)
    tx.step(first + set.change_count - Math.max(first, end - chunk), set.change_count)
  }
  const { command } = markUndone(tx, set)
  tx.summarize({ undone: command, restored: undo.restored, left: undo.left.length })
  // What was taken out and had to come back again is not worth a line in the history.
  if (undo.restored === 0) tx.discard()
  return { undoneCommand: command, restored: undo.restored, left: undo.left }
}

function setOf(tx: WriteTx, id: string): LoggedSet | undefined {
  return tx.read.getSql<LoggedSet>(
    'SELECT id, command, first_change, change_count, undone_by, undoes FROM change_set WHERE id = ?',
    id,
  )
}

/**
 * Where an undo is itself undone, what it had undone stands again; what that had undone is undone again; and so on back.
 * Gives the command at the beginning: what the user did.
 */
function markUndone(tx: WriteTx, set: LoggedSet): LoggedSet {
  tx.markUndone(set.id, tx.changeSetId)
  let later = set
  for (let stands = true; later.undoes !== null; stands = !stands) {
    tx.markUndone(later.undoes, stands ? null : later.id)
    const earlier = setOf(tx, later.undoes)
    if (earlier === undefined) break
    later = earlier
  }
  return later
}

class Undo {
  restored = 0
  readonly left: LeftField[] = []
  private readonly tx: WriteTx
  /** Parts taken out, by the record they are part of: they come back if that one has to stay. */
  private readonly removedParts = new Map<string, { table: TableName; id: string; values: Fields }[]>()

  constructor(tx: WriteTx) {
    this.tx = tx
  }

  one(change: LoggedChange): void {
    if (!isTableName(change.record_table)) return
    const table = change.record_table
    const id = change.record_id
    const before = change.before === null ? {} : (JSON.parse(change.before) as Fields)
    const after = change.after === null ? {} : (JSON.parse(change.after) as Fields)
    if (change.kind === 'insert') this.takeOut(table, id, after)
    else if (change.kind === 'delete') this.putBack(table, id, before)
    else this.revert(table, id, before, after)
  }

  private leave(table: TableName, recordId: string, field = '*'): void {
    this.left.push({ table, recordId, field })
  }

  private revert(table: TableName, id: string, before: Fields, after: Fields): void {
    const { tx } = this
    const properties = Object.keys(after).filter((property) => fieldOf(table, property) !== undefined)
    const current = tx.fields(table, id, properties)
    if (current === null) return this.leave(table, id)
    // An update without fields: parts of it had changed; they go back by their own lines of the log.
    if (properties.length === 0) return tx.touch(table, id)
    const blocked = new Set<string>()
    for (const property of properties) {
      if (
        !isSame(current.values[property], after[property]) ||
        !this.refersToLiving(table, property, before[property])
      ) {
        for (const together of groupOf(table, property)) blocked.add(together)
      }
    }
    let patch = before
    if (blocked.size > 0) {
      patch = {}
      for (const property of properties) {
        if (!blocked.has(property)) patch[property] = before[property]
        else if (!silentFields.has(property) && !isSame(current.values[property], before[property]))
          this.leave(table, id, property)
      }
    }
    if (Object.keys(patch).length > 0 && tx.update(table, id, patch as Partial<Values<TableName>>).changed)
      this.restored += 1
  }

  private takeOut(table: TableName, id: string, after: Fields): void {
    const { tx } = this
    const current = tx.get(table, id) as Fields | null
    if (current === null) return
    const isChanged = tables[table].some(
      ({ property }) => property in after && !isSame(current[property], after[property]),
    )
    if (isChanged || isReferenced(tx, table, id)) {
      this.leave(table, id)
      for (const part of (this.removedParts.get(id) ?? []).reverse()) {
        tx.insert(part.table, part.values as unknown as Values<TableName>, part.id)
        this.restored -= 1
      }
      this.removedParts.delete(id)
      return
    }
    tx.remove(table, id)
    this.restored += 1
    const owner = partOwners[table]
    if (owner === undefined) return
    const ownerId = after[owner] as string
    const part = {
      table,
      id,
      values: Object.fromEntries(tables[table].map(({ property }) => [property, current[property]])),
    }
    const parts = this.removedParts.get(ownerId)
    if (parts === undefined) this.removedParts.set(ownerId, [part])
    else parts.push(part)
  }

  private putBack(table: TableName, id: string, before: Fields): void {
    const { tx } = this
    const isComplete = tables[table].every(({ property }) => this.refersToLiving(table, property, before[property]))
    if (!isComplete || tx.fields(table, id, []) !== null) return this.leave(table, id)
    try {
      tx.insert(table, before as unknown as Values<TableName>, id)
      this.restored += 1
    } catch (error) {
      // The same was entered again since, as another record: a tag, a mail.
      if (!isUniqueConflict(error)) throw error
      this.leave(table, id)
    }
  }

  private refersToLiving(table: TableName, property: string, value: unknown): boolean {
    const kind = fieldOf(table, property)?.kind
    return typeof kind !== 'object' || typeof value !== 'string' || this.tx.fields(kind.ref, value, []) !== null
  }
}

function isUniqueConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE'
}

/** Queries that find a reference to a record, by its table. */
const referenceQueries = new Map<TableName, string[]>()

/** True while another record points to this one. */
function isReferenced(tx: WriteTx, table: TableName, id: string): boolean {
  let queries = referenceQueries.get(table)
  if (queries === undefined) {
    queries = Object.entries(tables).flatMap(([name, fields]) =>
      fields
        .filter(({ kind }) => typeof kind === 'object' && kind.ref === table)
        .map(
          ({ column }) => `SELECT 1 FROM ${name} WHERE ${column} = (SELECT row_id FROM ${table} WHERE id = ?) LIMIT 1`,
        ),
    )
    referenceQueries.set(table, queries)
  }
  return queries.some((sql) => tx.read.getSql(sql, id) !== undefined)
}

/** Equal as the log writes values. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  return JSON.stringify(a) === JSON.stringify(b)
}
