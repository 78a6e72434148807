// Taking back what was done in several change sets that belong together, as the batches of an import (HIS-2). Core thread; each is a transaction of its
// own, the newest first, so that nothing else waits and a stop in the middle leaves whole batches.
import type { JobControl } from '../jobs/jobs.ts'
import type { UndoResult } from '../store/undo.ts'
import type { Core } from './core.ts'

export interface UndoneTogether {
  undoneCommand: string
  restored: number
  left: UndoResult['left']
  changeSetId: string | null
}

/** Undoes every change set with the mark `together`. Where `job` is given up, what was undone so far stays undone, and the outcome counts that alone. */
export async function undoTogether(core: Core, together: string, job: JobControl | null): Promise<UndoneTogether> {
  const ids = await core.read('history.together', { together })
  const outcome: UndoneTogether = { undoneCommand: '', restored: 0, left: [], changeSetId: null }
  for (const [index, changeSetId] of ids.entries()) {
    if (job?.signal.aborted) break
    const { value, changeSetId: undoneBy } = await core.write('history.undo', { changeSetId })
    outcome.undoneCommand = value.undoneCommand
    outcome.restored += value.restored
    outcome.left.push(...value.left)
    outcome.changeSetId = undoneBy ?? outcome.changeSetId
    job?.progress(index + 1, ids.length)
  }
  return outcome
}
