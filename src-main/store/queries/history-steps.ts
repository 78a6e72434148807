// What Ctrl+Z and its opposite would act on (HIS-2): the last command of this device that stands, and the last undo that stands with nothing
// done after it. Runs on a reader's thread, and inside the undo command itself so that both agree.
import type { ReadStore } from '../read-store.ts'

interface Step {
  row_id: number
  id: string
}

const stepping = `'history.undo', 'history.redo'`
/** Choices of the interface: not work that one takes back step by step. They can still be undone from the history. */
const trivial = `'settings.set', 'entry.order', 'view.save', 'view.remove', 'session.create', 'session.end', 'series.extend'`
const never = `command NOT LIKE 'migration.%' AND command NOT LIKE 'sample.%' AND command <> 'app.setUp'`

export function undoCandidate(read: ReadStore, deviceId: string): Step | null {
  return (
    read.getSql<Step>(
      `SELECT row_id, id FROM change_set WHERE device_id = ? AND undone_by IS NULL AND command NOT IN (${stepping}, ${trivial}) AND ${never}
       ORDER BY row_id DESC LIMIT 1`,
      deviceId,
    ) ?? null
  )
}

export function redoCandidate(read: ReadStore, deviceId: string): Step | null {
  const last = read.getSql<Step>(
    `SELECT row_id, id FROM change_set WHERE device_id = ? AND command NOT IN (${stepping}, ${trivial}) ORDER BY row_id DESC LIMIT 1`,
    deviceId,
  )
  return (
    read.getSql<Step>(
      `SELECT row_id, id FROM change_set WHERE device_id = ? AND command = 'history.undo' AND undone_by IS NULL AND row_id > ?
       ORDER BY row_id DESC LIMIT 1`,
      deviceId,
      last?.row_id ?? 0,
    ) ?? null
  )
}
