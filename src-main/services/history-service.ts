// History and undo as windows ask for them (HIS). Core thread.
import type { UndoOutcome } from '../../src-shared/contract/history.ts'
import type { JobControl } from '../jobs/jobs.ts'
import type { Committed } from '../store/store.ts'
import type { UndoResult } from '../store/undo.ts'
import type { Core, HandlersOf } from './core.ts'
import { undoTogether } from './undo-together.ts'

export function historyHandlers(core: Core): HandlersOf<'history'> {
  const outcome = async ({ value, changeSetId }: Committed<UndoResult>): Promise<UndoOutcome> => {
    const names = value.left.length === 0 ? [] : await core.read('history.names', { refs: value.left })
    return {
      changeSetId,
      undoneCommand: value.undoneCommand,
      restored: value.restored,
      left: value.left.map((left, index) => ({ ...left, recordName: names[index] ?? '' })),
    }
  }
  /** What was made together goes together: the batches of an import. Null where it stands alone. */
  const undone = async (changeSetId: string | undefined): Promise<UndoOutcome | null> => {
    const together = changeSetId === undefined ? null : await core.read('history.togetherOf', { changeSetId })
    if (together === null) return null
    const all = await core.read('history.together', { together })
    if (all.length < 2) return null
    const { changeSetId: by, ...value } = await withJob(core, (job) => undoTogether(core, together, job))
    return outcome({ value, changeSetId: by, tables: {} })
  }
  const deviceId = (): string => core.store().deviceId

  return {
    'history.list': (input) => core.read('history.list', input),
    'history.changes': (input) => core.read('history.changes', input),
    'history.last': () => core.read('history.last', { deviceId: deviceId() }),
    'history.undo': async (input) => (await undone(input.changeSetId)) ?? outcome(await core.write('history.undo', input)),
    'history.undoLast': async () =>
      (await undone((await core.read('history.last', { deviceId: deviceId() })).undo?.id)) ??
      outcome(await core.write('history.undoLast', { deviceId: deviceId() }, 'history.undo')),
    'history.redoLast': async () =>
      outcome(await core.write('history.redoLast', { deviceId: deviceId() }, 'history.redo')),
    'history.restoreField': async (input) => ({
      changeSetId: (await core.write('history.restoreField', input)).changeSetId,
    }),
  }
}

/** Long work that is shown, and whose end is waited for; stopping it ends the waiting with what was done. */
function withJob<T>(core: Core, work: (job: JobControl) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    core.jobs.start('history.undo', async (job) => {
      try {
        const value = await work(job)
        resolve(value)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
  })
}
