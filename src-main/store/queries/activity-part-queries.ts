// What hangs on activities and contacts: files, actions to take, reminders, series; an owner's day; and which reminders are due (ACT-4, ACT-8, ACT-15,
// ACT-16). Runs on a reader's thread.
import type { DayEntry } from '../../../src-shared/contract/activities.ts'
import type { ActionToTake, Attachment, ReminderRule, SeriesInfo } from '../../../src-shared/contract/activity-parts.ts'
import type { ContactFile } from '../../../src-shared/contract/attachments.ts'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays } from '../../../src-shared/domain/local-time.ts'
import type { ReadStore } from '../read-store.ts'
import { activityLines, type KeyedActivityRow } from './activity-rows.ts'

/** `canRun` is said by the service: files know nothing of it here. */
export type StoredFile = Omit<Attachment, 'canRun'>
export interface StoredParts {
  files: StoredFile[]
  actions: ActionToTake[]
  reminders: ReminderRule[]
  series: SeriesInfo | null
}

const fileColumns = 'f.id, f.name, f.size, f.created_at AS createdAt, u.id AS authorId'

export function actionsOfRow(read: ReadStore, row: number): ActionToTake[] {
  return read
    .allSql<{ id: string; actionId: string | null; text: string; is_done: 0 | 1 }>(
      `SELECT x.id, a.id AS actionId, x.text, x.is_done FROM activity_action x INDEXED BY activity_action_activity LEFT JOIN action a ON a.row_id = x.action_row
       WHERE x.activity_row = ? ORDER BY x.position, x.row_id`,
      row,
    )
    .map(({ is_done, ...one }) => ({ ...one, isDone: is_done === 1 }))
}

export function partsOf(read: ReadStore, row: number): StoredParts {
  const series = read.getSql<{ id: string; rule: string; off_days: SeriesInfo['offDays']; slot: string; first: string; is_ended: 0 | 1 }>(
    `SELECT s.id, s.rule, s.off_days, x.slot, (SELECT min(o.slot) FROM series_slot o WHERE o.series_row = s.row_id) AS first, s.is_ended
     FROM series_slot x INDEXED BY series_slot_activity JOIN series s ON s.row_id = x.series_row WHERE x.activity_row = ?`,
    row,
  )
  return {
    files: read.allSql<StoredFile>(`SELECT ${fileColumns} FROM attachment f INDEXED BY attachment_activity JOIN user u ON u.row_id = f.author_row WHERE f.activity_row = ? ORDER BY f.row_id`, row),
    actions: actionsOfRow(read, row),
    reminders: read.allSql<ReminderRule>(
      'SELECT minutes_before AS minutesBefore, days_before AS daysBefore, at_time AS at FROM reminder INDEXED BY reminder_activity WHERE activity_row = ? ORDER BY row_id', row,
    ),
    series: series === undefined ? null : { id: series.id, rule: series.rule, offDays: series.off_days, slot: series.slot, isFirst: series.slot === series.first, isEnded: series.is_ended === 1 },
  }
}

interface DayRow {
  id: string; type_id: string; subject: string; contact_name: string | null; starts_on: string; starts_time: string | null; duration_minutes: number | null
  ends_on: string | null; zone: string; state: ActivityState; is_private: 0 | 1
}

/** Due reminders with their integer keys, which the marks need. */
export interface StoredReminder {
  row: number
  id: string
  key: string
  isShown: boolean
  startsUtc: number | null
  activity: KeyedActivityRow
}

const dueSql = `SELECT reminder_row FROM reminder_watch INDEXED BY reminder_watch_utc WHERE is_waiting = 1 AND due_utc IS NOT NULL AND due_utc <= ?
  UNION SELECT reminder_row FROM reminder_watch INDEXED BY reminder_watch_wall WHERE is_waiting = 1 AND due_wall IS NOT NULL AND due_wall <= ?
  UNION SELECT reminder_row FROM reminder_watch INDEXED BY reminder_watch_shown WHERE is_waiting = 1 AND shown_key IS NOT NULL`

export const partQueries = {
  /** Open and done entries of an owner on a day, spans that cover it too. Private entries of others keep their place and lose their words (ACT-12). */
  'activity.day': (read: ReadStore, input: { ownerId: string; on: string; me: string }): DayEntry[] =>
    read
      .allSql<DayRow>(
        `SELECT a.id, t.id AS type_id, a.subject, c.name AS contact_name, a.starts_on, a.starts_time, a.duration_minutes, a.ends_on, a.zone, a.state, t.is_private
         FROM activity a INDEXED BY activity_owner JOIN activity_type t ON t.row_id = a.type_row LEFT JOIN contact c ON c.row_id = a.contact_row
         WHERE a.owner_row = (SELECT row_id FROM user WHERE id = ?) AND a.sort_key >= ? AND a.sort_key < ? AND a.binned_at IS NULL AND a.state <> 'cancelled'
           AND (a.starts_on = ? OR a.ends_on >= ?)
         ORDER BY a.sort_key LIMIT 300`,
        input.ownerId, `${addDays(input.on, -31)}T`, `${input.on}U`, input.on, input.on,
      )
      .map((row) => {
        const isHidden = row.is_private === 1 && input.ownerId !== input.me
        return {
          id: row.id, typeId: row.type_id, subject: isHidden ? '' : row.subject, contactName: isHidden ? null : row.contact_name, state: row.state,
          when: { on: row.starts_on, time: row.starts_time, durationMinutes: row.duration_minutes, until: row.ends_on, zone: row.zone },
        }
      }),

  /** Files of a contact: its own, and those of its activities; private activities are nobody's history (ACT-12). */
  'attachment.ofContact': (read: ReadStore, input: { contactId: string }): Omit<ContactFile, 'canRun'>[] =>
    read.allSql<Omit<ContactFile, 'canRun'>>(
      `WITH c AS (SELECT row_id FROM contact WHERE id = ?)
       SELECT ${fileColumns}, NULL AS activityId, NULL AS activitySubject FROM attachment f INDEXED BY attachment_contact JOIN user u ON u.row_id = f.author_row
         WHERE f.contact_row = (SELECT row_id FROM c)
       UNION ALL SELECT ${fileColumns}, a.id, a.subject FROM attachment f JOIN user u ON u.row_id = f.author_row JOIN activity a ON a.row_id = f.activity_row
         WHERE f.activity_row IN (SELECT row_id FROM activity WHERE contact_row = (SELECT row_id FROM c) UNION SELECT row_id FROM activity WHERE person_row = (SELECT row_id FROM c))
           AND a.binned_at IS NULL AND a.type_row NOT IN (SELECT row_id FROM activity_type WHERE is_private = 1)
       ORDER BY createdAt DESC LIMIT 500`,
      input.contactId,
    ),
  'attachment.kept': (read: ReadStore, input: { id: string }): { name: string; size: number; sha: string } | null =>
    read.getSql<{ name: string; size: number; sha: string }>('SELECT name, size, file_sha AS sha FROM attachment WHERE id = ?', input.id) ?? null,

  /** What this user is to be reminded of now: due by now, or shown before and not done with. Not of what had begun already when it was written down. */
  'reminder.due': (read: ReadStore, input: { now: number; wall: string; me: string }): StoredReminder[] => {
    const found = read.allSql<{ row: number; id: string; key: string; is_shown: 0 | 1; activity: number; starts_utc: number | null }>(
      `SELECT r.row_id AS row, r.id, w.due_key AS key, w.shown_key IS w.due_key AS is_shown, r.activity_row AS activity, a.starts_utc
       FROM (${dueSql}) AS d CROSS JOIN reminder_watch w ON w.reminder_row = d.reminder_row CROSS JOIN reminder r ON r.row_id = w.reminder_row
       CROSS JOIN activity a ON a.row_id = r.activity_row
       WHERE a.owner_row = (SELECT row_id FROM user WHERE id = ?) AND (a.starts_utc IS NULL OR a.starts_utc > a.created_at) ORDER BY a.sort_key, r.row_id LIMIT 200`,
      input.now, input.wall, input.me,
    )
    const lines = new Map(activityLines(read, [...new Set(found.map(({ activity }) => activity))]).map((line) => [line.row, line]))
    return found.flatMap(({ row, id, key, is_shown, activity, starts_utc }) => {
      const line = lines.get(activity)
      return line === undefined ? [] : [{ row, id, key, isShown: is_shown === 1, startsUtc: starts_utc, activity: line }]
    })
  },
  'reminder.rows': (read: ReadStore, input: { ids: string[] }): { row: number; key: string; startsUtc: number | null }[] =>
    read.allSql<{ row: number; key: string; startsUtc: number | null }>(
      `SELECT r.row_id AS row, w.fire_key AS key, a.starts_utc AS startsUtc FROM json_each(?) AS k CROSS JOIN reminder r ON r.id = k.value
       JOIN reminder_watch w ON w.reminder_row = r.row_id JOIN activity a ON a.row_id = r.activity_row`,
      JSON.stringify(input.ids),
    ),
}
