// Parts of an activity that are rows of their own, saved with it: actions to take, reminders, files (ACT-8, ACT-16, ACT-1); each logged one by one.
// Runs on the writer's thread.
import type { ActionToTake, ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'

export interface KeptFile {
  name: string
  size: number
  sha: string
}
const ofActivity = '(SELECT row_id FROM activity WHERE id = ?)'

/** The actions to take of an activity, in their order; none where there is no such activity. */
export function actionsOf(tx: WriteTx, activityId: string): (ActionToTake & { id: string })[] {
  return tx.read
    .allSql<{ id: string; action: string | null; text: string; is_done: 0 | 1 }>(
      `SELECT x.id, a.id AS action, x.text, x.is_done FROM activity_action x LEFT JOIN action a ON a.row_id = x.action_row
       WHERE x.activity_row = ${ofActivity} ORDER BY x.position, x.row_id`,
      activityId,
    )
    .map((row) => ({ id: row.id, actionId: row.action, text: row.text, isDone: row.is_done === 1 }))
}

/** Makes the actions what is given, in that order. True when something changed. */
export function setActions(tx: WriteTx, activityId: string, wanted: readonly ActionToTake[]): boolean {
  const before = actionsOf(tx, activityId)
  let isChanged = false
  for (const old of before) {
    if (wanted.some(({ id }) => id === old.id)) continue
    tx.remove('activity_action', old.id)
    isChanged = true
  }
  wanted.forEach((one, position) => {
    const text = one.actionId === null ? one.text.trim() : ''
    if (one.actionId === null && text === '') throw new KnownError('invalid', { field: 'actions', rule: 'required' })
    if (one.actionId !== null && tx.fields('action', one.actionId, []) === null) throw new KnownError('not_found', { table: 'action', id: one.actionId })
    const values = { actionId: one.actionId, text, isDone: one.isDone, position }
    if (one.id !== null && before.some(({ id }) => id === one.id)) {
      if (tx.update('activity_action', one.id, values).changed) isChanged = true
      return
    }
    tx.insert('activity_action', { activityId, ...values })
    isChanged = true
  })
  return isChanged
}

interface ReminderRow {
  id: string
  minutesBefore: number | null
  daysBefore: number | null
  at: string | null
}
const keyOf = ({ minutesBefore, daysBefore, at }: { minutesBefore: number | null; daysBefore: number | null; at: string | null }): string =>
  JSON.stringify([minutesBefore, daysBefore, at])

function reminderRows(tx: WriteTx, activityId: string): ReminderRow[] {
  return tx.read.allSql<ReminderRow>(
    `SELECT id, minutes_before AS minutesBefore, days_before AS daysBefore, at_time AS at FROM reminder WHERE activity_row = ${ofActivity} ORDER BY row_id`,
    activityId,
  )
}
/** The reminders of an activity, oldest first; none where there is no such activity. */
export function remindersOf(tx: WriteTx, activityId: string): ReminderRule[] {
  return reminderRows(tx, activityId).map(({ id: _id, ...rule }) => rule as ReminderRule)
}

/** Makes the reminders what is given. True when something changed. */
export function setReminders(tx: WriteTx, activityId: string, wanted: readonly ReminderRule[]): boolean {
  const before = reminderRows(tx, activityId)
  const keys = new Set(wanted.map(keyOf))
  let isChanged = false
  for (const old of before) {
    if (keys.delete(keyOf(old))) continue
    tx.remove('reminder', old.id)
    isChanged = true
  }
  for (const key of keys) {
    const [minutesBefore, daysBefore, atTime] = JSON.parse(key) as [number | null, number | null, string | null]
    tx.insert('reminder', { activityId, minutesBefore, daysBefore, atTime })
    isChanged = true
  }
  return isChanged
}

/** Names kept files in the record of an activity or contact. `size` in bytes, `sha` in hex. Throws 'invalid' before the first start was gone through. */
export function addFiles(tx: WriteTx, owner: { activityId: string | null; contactId: string | null }, files: readonly KeptFile[]): void {
  const { userId } = tx.meta
  if (userId === null) throw new KnownError('invalid', { field: 'me', rule: 'not_set_up' })
  for (const { name, size, sha } of files) tx.insert('attachment', { ...owner, name, size, fileSha: sha, authorId: userId, createdAt: tx.now })
}

export const partCommands = {
  'attachment.add': (tx: WriteTx, input: { activityId: string | null; contactId: string | null; files: KeptFile[] }): { added: number } => {
    addFiles(tx, { activityId: input.activityId, contactId: input.contactId }, input.files)
    if (input.activityId !== null) tx.touch('activity', input.activityId)
    tx.summarize({ count: input.files.length, name: input.files[0]?.name ?? '' })
    return { added: input.files.length }
  },
  /** The file itself stays in the vault: an undo finds it again. */
  'attachment.remove': (tx: WriteTx, input: { id: string }): null => {
    const found = tx.get('attachment', input.id)
    if (found === null) throw new KnownError('not_found', { table: 'attachment', id: input.id })
    tx.remove('attachment', input.id)
    if (found.activityId !== null) tx.touch('activity', found.activityId)
    tx.summarize({ name: found.name })
    return null
  },
  'action.done': (tx: WriteTx, input: { id: string; isDone: boolean }): null => {
    const found = tx.get('activity_action', input.id)
    if (found === null) throw new KnownError('not_found', { table: 'activity_action', id: input.id })
    if (tx.update('activity_action', input.id, { isDone: input.isDone }).changed) tx.touch('activity', found.activityId)
    return null
  },
}
