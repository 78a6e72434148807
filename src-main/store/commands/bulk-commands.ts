// Applies a bulk date change: all of its lines in one transaction, each only where it is still as the preview showed it (BLK-5). Writer's thread.
import { KnownError } from '../../../src-shared/errors.ts'
import type { BulkMove } from '../queries/bulk-queries.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'

export interface BulkApplyInput {
  /** JSON of `BulkMove[]`. */
  moves: string
  reason: string
  reasonId: string | null
}
export interface BulkApplied {
  changed: number
  stale: { id: string; subject: string }[]
}

/** Refuses a reason that is not in the list (any more). */
export function requireReason(tx: WriteTx, id: string | null): void {
  if (id !== null && tx.fields('reason', id, []) === null) throw new KnownError('not_found', { table: 'reason', id })
}

const stepRows = 500

export const bulkCommands = {
  'bulk.apply': (tx: WriteTx, input: BulkApplyInput): BulkApplied => {
    requireReason(tx, input.reasonId)
    const moves = JSON.parse(input.moves) as BulkMove[]
    const stale: BulkApplied['stale'] = []
    let changed = 0
    for (const [at, [id, revision, patch]] of moves.entries()) {
      if (at % stepRows === 0) tx.step(at, moves.length)
      try {
        if (tx.update('activity', id, patch as Partial<Values<'activity'>>, revision).changed) changed += 1
      } catch (error) {
        if (!(error instanceof KnownError) || (error.code !== 'stale' && error.code !== 'not_found')) throw error
        const now = tx.fields('activity', id, ['subject'])
        stale.push({ id, subject: typeof now?.values['subject'] === 'string' ? now.values['subject'] : '' })
      }
    }
    tx.summarize({ count: changed, stale: stale.length, reason: input.reason, reasonId: input.reasonId })
    return { changed, stale }
  },
}
