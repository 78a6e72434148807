// Long lists (activities, contacts): first page by key, then a frozen snapshot of ordered rows to jump in, and selections over it.
import { z } from 'zod'
import { call, id } from './call.ts'

/**
 * What is selected, exactly: the rows of a frozen snapshot (Ctrl+A) without `except`, and `ids` beside it.
 * `ids` alone is a selection by click. The snapshot keeps its ids however the list is sorted, filtered or edited later.
 */
export const selection = z.object({
  base: z.string().nullable(),
  except: z.array(id).max(1_000_000),
  ids: z.array(id).max(1_000_000),
})
export type Selection = z.infer<typeof selection>

export interface SnapshotInfo {
  snapshotId: string
  /** Exact number of rows of the filter when it was taken. */
  total: number
}

export const listCalls = {
  /** Ids of the rows from..to (inclusive) of a snapshot, for Shift-ranges over rows never loaded. */
  'list.idsInRange': call(
    () => z.object({ snapshotId: z.string(), from: z.number().int().min(0), to: z.number().int().min(0) }),
  ).gives<{ ids: string[] }>(),
  /** Where a record stands in the snapshot; null when it is not in it. */
  'list.positionOf': call(() => z.object({ snapshotId: z.string(), id })).gives<{ position: number | null }>(),
  /** Keeps a snapshot alive while it is the base of a selection; it is freed by `list.release`. */
  'list.pin': call(() => z.object({ snapshotId: z.string() })).gives<SnapshotInfo>(),
  'list.release': call(() => z.object({ snapshotId: z.string() })).gives<null>(),
}
