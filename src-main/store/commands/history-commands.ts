// Undo, redo and putting one old value back (HIS-2, HIS-3). Each runs in one transaction on the writer's thread, and is itself a change set.
import { KnownError } from '../../../src-shared/errors.ts'
import { recordNames } from '../queries/history-names.ts'
import { oldValuesWith } from '../queries/history-queries.ts'
import { redoCandidate, undoCandidate } from '../queries/history-steps.ts'
import type { TableName, Values } from '../tables.ts'
import { isSame, undoChangeSet, type UndoResult } from '../undo.ts'
import type { WriteTx } from '../write-session.ts'

interface ChangeLine {
  record_table: string
  record_id: string
  kind: string
  before: string | null
  after: string | null
}

export const historyCommands = {
  'history.undo': (tx: WriteTx, { changeSetId }: { changeSetId: string }): UndoResult => undoChangeSet(tx, changeSetId),

  'history.undoLast': (tx: WriteTx, { deviceId }: { deviceId: string }): UndoResult => {
    const step = undoCandidate(tx.read, deviceId)
    if (step === null) throw new KnownError('nothing_to_undo', {})
    return undoChangeSet(tx, step.id)
  },

  'history.redoLast': (tx: WriteTx, { deviceId }: { deviceId: string }): UndoResult => {
    const step = redoCandidate(tx.read, deviceId)
    if (step === null) throw new KnownError('nothing_to_undo', {})
    return undoChangeSet(tx, step.id)
  },

  /** Rejects with `stale` where the field has moved on since, with both values; with `nothing_to_undo` where there is no old value. */
  'history.restoreField': (tx: WriteTx, { changeId, field }: { changeId: number; field: string }): null => {
    const line = tx.read.getSql<ChangeLine>(
      'SELECT record_table, record_id, kind, before, after FROM change WHERE row_id = ?',
      changeId,
    )
    if (line === undefined) throw new KnownError('not_found', { table: 'change', id: String(changeId) })
    if (line.kind !== 'update' || line.before === null || line.after === null)
      throw new KnownError('nothing_to_undo', {})
    const after = JSON.parse(line.after) as Record<string, unknown>
    const old = oldValuesWith(line.record_table, field, JSON.parse(line.before) as Record<string, unknown>)
    if (old === null) throw new KnownError('nothing_to_undo', {})
    const table = line.record_table as TableName
    const current = tx.fields(table, line.record_id, Object.keys(old))
    if (current === null) throw new KnownError('not_found', { table, id: line.record_id })
    if (Object.keys(old).some((property) => !isSame(current.values[property], after[property]))) {
      throw new KnownError('stale', { table, id: line.record_id, yours: old, theirs: current.values })
    }
    tx.update(table, line.record_id, old as Partial<Values<TableName>>)
    tx.summarize({
      table,
      field,
      name:
        recordNames(tx.read, [{ table, recordId: line.record_id }])
          .values()
          .next().value ?? '',
    })
    return null
  },
}
