// History and undo as windows ask for them (HIS). Core thread.
import type { UndoOutcome } from '../../src-shared/contract/history.ts'
import type { Committed } from '../store/store.ts'
import type { UndoResult } from '../store/undo.ts'
import type { Core, HandlersOf } from './core.ts'

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
  const deviceId = (): string => core.store().deviceId

  return {
    'history.list': (input) => core.read('history.list', input),
    'history.changes': (input) => core.read('history.changes', input),
    'history.last': () => core.read('history.last', { deviceId: deviceId() }),
    'history.undo': async (input) => outcome(await core.write('history.undo', input)),
    'history.undoLast': async () =>
      outcome(await core.write('history.undoLast', { deviceId: deviceId() }, 'history.undo')),
    'history.redoLast': async () =>
      outcome(await core.write('history.redoLast', { deviceId: deviceId() }, 'history.redo')),
    'history.restoreField': async (input) => ({
      changeSetId: (await core.write('history.restoreField', input)).changeSetId,
    }),
  }
}
