// History and undo: every change set, what it changed, and putting things back (HIS).
import { z } from 'zod'
import { call, id, nothing } from './call.ts'

export interface ChangeSetSummary {
  id: string
  /** UTC milliseconds. */
  at: number
  userName: string
  /** Name of the command, e.g. `bulk.apply`; the window has words for each. */
  command: string
  /** From where: an `Origin` of a window (`window` where it did not say), `import`, `sample`, `migration`, `background`. */
  source: string
  /** What the command says of itself: counts, reason, names. */
  summary: Record<string, string | number | null>
  recordCount: number
  undoneBy: string | null
  undoes: string | null
  canUndo: boolean
}

export interface FieldChange {
  changeId: number
  table: string
  recordId: string
  recordName: string
  kind: 'insert' | 'update' | 'delete'
  field: string
  before: unknown
  after: unknown
  /** Names of records that before and after point to, where they are references. */
  beforeName: string | null
  afterName: string | null
  /** The field still has the value `after`, so it can be put back. */
  canRestore: boolean
}

export interface UndoOutcome {
  changeSetId: string | null
  undoneCommand: string
  restored: number
  /** Fields changed since by someone: left alone and named. */
  left: { table: string; recordId: string; recordName: string; field: string }[]
}

export const historyCalls = {
  'history.list': call(
    () => z.object({ recordId: id.nullable(), before: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }),
  ).gives<{ changeSets: ChangeSetSummary[]; nextBefore: number | null }>(),
  'history.changes': call(
    () => z.object({ changeSetId: id, recordId: id.nullable(), after: z.number().int(), limit: z.number().int().min(1).max(500) }),
  ).gives<{ changes: FieldChange[]; hasMore: boolean }>(),
  'history.undo': call(() => z.object({ changeSetId: id })).gives<UndoOutcome>(),
  /** Ctrl+Z: the last command that can be undone and was not. */
  'history.undoLast': call(() => nothing).gives<UndoOutcome>(),
  'history.redoLast': call(() => nothing).gives<UndoOutcome>(),
  'history.last': call(() => nothing).gives<{ undo: ChangeSetSummary | null; redo: ChangeSetSummary | null }>(),
  /** HIS-3: one old value is put back alone. */
  'history.restoreField': call(() => z.object({ changeId: z.number().int(), field: z.string() })).gives<{ changeSetId: string | null }>(),
}
