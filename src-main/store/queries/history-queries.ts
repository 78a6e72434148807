// The history (HIS-1): change sets of everything or of one record, and what each changed, field by field. Runs on a reader's thread.
import type { ChangeSetSummary, FieldChange } from '../../../src-shared/contract/history.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { fieldOf, isTableName } from '../tables.ts'
import { groupOf, isSame, partOwners, silentFields } from '../undo.ts'
import { currentValues, nameKey, recordNames, type RecordRef } from './history-names.ts'
import { changeSetsByKeys, idsWithParts, setsOfRecords } from './history-sets.ts'
import { redoCandidate, undoCandidate } from './history-steps.ts'

interface ListInput {
  recordId: string | null
  /** Continue before this key. */
  before: number | null
  limit: number
}
interface ChangesInput {
  changeSetId: string
  recordId: string | null
  /** Continue after this change. */
  after: number
  limit: number
}
interface ChangeLine {
  row_id: number
  record_table: string
  record_id: string
  kind: FieldChange['kind']
  before: string | null
  after: string | null
}

/** Fields that say nothing to a reader of the history when a record is made or taken out. */
const quietOnWhole = new Set([
  'createdAt',
  'position',
  'movedCount',
  'isArchived',
  'contentHash',
  'threadKey',
  'fileSha',
  'takenInAt',
])

function changeSets(
  read: ReadStore,
  { recordId, before, limit }: ListInput,
): { changeSets: ChangeSetSummary[]; nextBefore: number | null } {
  const bound = before ?? Number.MAX_SAFE_INTEGER
  const keys =
    recordId === null
      ? read.pluck<number>('SELECT row_id FROM change_set WHERE row_id < ? ORDER BY row_id DESC LIMIT ?', [
          bound,
          limit + 1,
        ])
      : read.pluck<number>(`SELECT set_row FROM (${setsOfRecords}) WHERE set_row < ? ORDER BY set_row DESC LIMIT ?`, [
          JSON.stringify(idsWithParts(read, recordId)),
          bound,
          limit + 1,
        ])
  const shown = keys.slice(0, limit)
  return { changeSets: changeSetsByKeys(read, shown), nextBefore: keys.length > limit ? (shown.at(-1) ?? null) : null }
}

/** Whole records at a time, until there are `limit` fields. Rejects with `not_found`. */
function changes(
  read: ReadStore,
  { changeSetId, recordId, after, limit }: ChangesInput,
): { changes: FieldChange[]; hasMore: boolean } {
  const set = read.getSql<{ row_id: number; first_change: number; change_count: number }>(
    'SELECT row_id, first_change, change_count FROM change_set WHERE id = ?',
    changeSetId,
  )
  if (set === undefined) throw new KnownError('not_found', { table: 'change_set', id: changeSetId })
  const from = Math.max(set.first_change, after + 1)
  const end = set.first_change + set.change_count
  const columns = 'ch.row_id, ch.record_table, ch.record_id, ch.kind, ch.before, ch.after'
  const lines =
    recordId === null
      ? read.allSql<ChangeLine>(
          `SELECT ${columns} FROM change AS ch WHERE ch.row_id >= ? AND ch.row_id < ? ORDER BY ch.row_id LIMIT ?`,
          from,
          end,
          limit + 1,
        )
      : read.allSql<ChangeLine>(
          `SELECT ${columns} FROM json_each(?) AS r CROSS JOIN change AS ch ON ch.record_id = r.value
           WHERE ch.row_id >= ? AND ch.row_id < ? ORDER BY ch.row_id LIMIT ?`,
          JSON.stringify(idsWithParts(read, recordId)),
          from,
          end,
          limit + 1,
        )
  const shown: FieldChange[] = []
  let taken = 0
  for (const line of lines) {
    if (taken === limit || (taken > 0 && shown.length >= limit)) break
    shown.push(...fieldsOf(line))
    taken += 1
  }
  return { changes: withNames(read, shown), hasMore: lines.length > taken }
}

function fieldsOf(line: ChangeLine): FieldChange[] {
  const before = line.before === null ? {} : (JSON.parse(line.before) as Record<string, unknown>)
  const after = line.after === null ? {} : (JSON.parse(line.after) as Record<string, unknown>)
  const base = { changeId: line.row_id, table: line.record_table, recordId: line.record_id, kind: line.kind }
  const isWhole = line.kind !== 'update'
  const owner = isTableName(line.record_table) ? partOwners[line.record_table] : undefined
  const fields = Object.keys(isWhole ? { ...before, ...after } : after).filter((field) => {
    if (silentFields.has(field)) return false
    const value = after[field] ?? before[field] ?? null
    return (
      !isWhole ||
      !(
        field === owner ||
        quietOnWhole.has(field) ||
        value === null ||
        value === '' ||
        (Array.isArray(value) && value.length === 0)
      )
    )
  })
  return fields.map((field) => ({
    ...base,
    field,
    before: before[field] ?? null,
    after: after[field] ?? null,
    recordName: '',
    beforeName: null,
    afterName: null,
    canRestore: false,
  }))
}

function referenceOf(table: string, field: string, value: unknown): RecordRef | null {
  const kind = isTableName(table) ? fieldOf(table, field)?.kind : undefined
  return typeof kind === 'object' && typeof value === 'string' ? { table: kind.ref, recordId: value } : null
}

function withNames(read: ReadStore, shown: readonly FieldChange[]): FieldChange[] {
  const refs = shown.flatMap((change) => {
    const pointed = [
      referenceOf(change.table, change.field, change.before),
      referenceOf(change.table, change.field, change.after),
    ]
    return [change as RecordRef, ...pointed.filter((ref) => ref !== null)]
  })
  const names = recordNames(read, refs)
  const nameOf = (ref: RecordRef | null): string | null => (ref === null ? null : (names.get(nameKey(ref)) ?? ''))
  const current = currentValues(
    read,
    shown.filter(({ kind }) => kind === 'update'),
  )
  return shown.map((change) => ({
    ...change,
    recordName: names.get(nameKey(change)) ?? '',
    beforeName: nameOf(referenceOf(change.table, change.field, change.before)),
    afterName: nameOf(referenceOf(change.table, change.field, change.after)),
    canRestore: change.kind === 'update' && isSame(current.get(nameKey(change))?.[change.field], change.after),
  }))
}

export const historyQueries = {
  'history.list': changeSets,
  'history.changes': changes,
  'history.last': (
    read: ReadStore,
    { deviceId }: { deviceId: string },
  ): { undo: ChangeSetSummary | null; redo: ChangeSetSummary | null } => {
    const one = (key: number | null): ChangeSetSummary | null =>
      key === null ? null : (changeSetsByKeys(read, [key])[0] ?? null)
    return {
      undo: one(undoCandidate(read, deviceId)?.row_id ?? null),
      redo: one(redoCandidate(read, deviceId)?.row_id ?? null),
    }
  },
  'history.names': (read: ReadStore, { refs }: { refs: RecordRef[] }): string[] => {
    const names = recordNames(read, refs)
    return refs.map((ref) => names.get(nameKey(ref)) ?? '')
  },
}

/** The old values that go back with one field, or null where nothing of it can go back. Shared with the command. */
export function oldValuesWith(
  table: string,
  field: string,
  before: Record<string, unknown>,
): Record<string, unknown> | null {
  if (!isTableName(table) || !(field in before)) return null
  const together = groupOf(table, field)
  return Object.fromEntries(Object.entries(before).filter(([property]) => together.includes(property)))
}
