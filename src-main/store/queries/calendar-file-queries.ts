// What calendar files are compared with, and what goes into one (IO-5). Runs on a reader's thread.
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { fileWhen, type FileFields, type KnownEntry } from '../../../src-shared/domain/calendar-diff.ts'
import { toMinutes, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import type { ReadStore } from '../read-store.ts'
import { conditionOf, placedIn, type StoredCalendarFilter } from './calendar-rows.ts'

export interface KnownItem extends KnownEntry {
  uid: string
  recurrenceId: string
  /** The series it belongs to here, where that came from a file. */
  series: { id: string; rule: string; follows: boolean } | null
}
interface ItemRow {
  uid: string
  recurrence_id: string | null
  item_id: string | null
  sequence: number | null
  modified_at: string | null
  fingerprint: string | null
  id: string
  revision: number
  subject: string
  notes: string
  place: string
  starts_on: string
  starts_time: string | null
  duration_minutes: number | null
  ends_on: string | null
  zone: string
  state: ActivityState
  binned_at: number | null
  series_id: string | null
  series_rule: string | null
  is_ended: 0 | 1 | null
  is_own: 0 | 1 | null
}
/** What a calendar program is given of an activity. */
export interface ExportedActivity {
  id: string
  revision: number
  subject: string
  notes: string
  place: string
  contact: string
  when: When
  state: ActivityState
  typeId: string
  isPrivate: boolean
  createdAt: number
  /** UTC ms of the last change in the log. */
  changedAt: number
  /** Minutes before the start; of a day alone, before its midnight. */
  alarms: number[]
}

const activityColumns =
  'a.id, a.revision, a.subject, a.notes, a.place, a.starts_on, a.starts_time, a.duration_minutes, a.ends_on, a.zone, a.state, a.binned_at'
const whenOf = (row: Pick<ItemRow, 'starts_on' | 'starts_time' | 'duration_minutes' | 'ends_on' | 'zone'>): When => ({
  on: row.starts_on,
  time: row.starts_time,
  durationMinutes: row.duration_minutes,
  until: row.ends_on,
  zone: row.zone,
})

/** A reminder at an hour of a day, counted from the start (or, of a day alone, from its midnight). */
function minutesBefore(minutes: number | null, days: number | null, at: string | null, start: string | null): number {
  if (minutes !== null) return minutes
  return (days ?? 0) * 1440 + (start === null ? 0 : toMinutes(start)) - toMinutes(at ?? '09:00')
}

export const calendarFileQueries = {
  /** Every entry known under these UIDs, all dates of a series, and activities whose own id is such a UID. */
  'calendarFile.known': (read: ReadStore, input: { uids: string[] }): KnownItem[] => {
    const uids = JSON.stringify(input.uids)
    const items = read.allSql<ItemRow>(
      `SELECT i.uid, i.recurrence_id, i.id AS item_id, i.sequence, i.modified_at, i.fingerprint, ${activityColumns},
         s.id AS series_id, s.parts ->> '$.file.rule' AS series_rule, s.is_ended, s.parts ->> '$.file.isOwn' AS is_own
       FROM json_each(?) k CROSS JOIN calendar_item i ON i.uid = k.value CROSS JOIN activity a ON a.row_id = i.activity_row
         LEFT JOIN series_slot x ON x.activity_row = a.row_id LEFT JOIN series s ON s.row_id = x.series_row`,
      uids,
    )
    const own = read.allSql<ItemRow>(
      `SELECT a.id AS uid, NULL AS recurrence_id, NULL AS item_id, NULL AS sequence, NULL AS modified_at, NULL AS fingerprint, ${activityColumns},
         NULL AS series_id, NULL AS series_rule, NULL AS is_ended, NULL AS is_own
       FROM json_each(?) k CROSS JOIN activity a ON a.id = k.value`,
      uids,
    )
    return [...own, ...items].map((row) => ({
      uid: row.uid,
      recurrenceId: row.recurrence_id ?? '',
      activityId: row.id,
      itemId: row.item_id,
      revision: row.revision,
      isBinned: row.binned_at !== null,
      isOpen: isOpen(row.state),
      sequence: row.sequence ?? 0,
      modifiedAt: row.modified_at ?? '',
      when: whenOf(row),
      series:
        row.series_id === null || row.series_rule === null
          ? null
          : { id: row.series_id, rule: row.series_rule, follows: row.is_ended === 0 && row.is_own === 0 },
      fields:
        row.fingerprint === null
          ? {
              subject: row.subject.replace(/\s+/g, ' ').trim(),
              notes: row.notes.trim(),
              place: row.place.trim(),
              when: fileWhen(whenOf(row)),
              isCancelled: row.state === 'cancelled',
            }
          : (JSON.parse(row.fingerprint) as FileFields),
    }))
  },

  'calendarFile.rowsIn': (
    read: ReadStore,
    input: { from: LocalDate; to: LocalDate; filter: StoredCalendarFilter },
  ): number[] => placedIn(read, conditionOf(read, input.filter), input.from, input.to).map(({ row }) => row),

  /** Others' private entries and what is in the bin are left out. */
  'calendarFile.exported': (read: ReadStore, input: { rows: number[]; me: string }): ExportedActivity[] =>
    read
      .allSql<
        ItemRow & {
          contact: string | null
          type_id: string
          is_private: 0 | 1
          created_at: number
          changed_at: number | null
          reminders: string
        }
      >(
        `SELECT ${activityColumns}, c.name AS contact, t.id AS type_id, t.is_private, a.created_at,
           (SELECT s.at FROM change h JOIN change_set s ON s.row_id = h.set_row WHERE h.record_id = a.id ORDER BY h.row_id DESC LIMIT 1) AS changed_at,
           (SELECT json_group_array(json_array(r.minutes_before, r.days_before, r.at_time)) FROM reminder r WHERE r.activity_row = a.row_id) AS reminders
         FROM json_each(?) k CROSS JOIN activity a ON a.row_id = k.value CROSS JOIN activity_type t ON t.row_id = a.type_row CROSS JOIN user o ON o.row_id = a.owner_row
           LEFT JOIN contact c ON c.row_id = a.contact_row
         WHERE a.binned_at IS NULL AND (t.is_private = 0 OR o.id = ?) ORDER BY k.key`,
        JSON.stringify(input.rows),
        input.me,
      )
      .map((row) => ({
        id: row.id,
        revision: row.revision,
        subject: row.subject,
        notes: row.notes,
        place: row.place,
        contact: row.contact ?? '',
        when: whenOf(row),
        state: row.state,
        typeId: row.type_id,
        isPrivate: row.is_private === 1,
        createdAt: row.created_at,
        changedAt: row.changed_at ?? row.created_at,
        alarms: (JSON.parse(row.reminders) as [number | null, number | null, string | null][]).map(
          ([minutes, days, at]) => minutesBefore(minutes, days, at, row.starts_time),
        ),
      })),
}
