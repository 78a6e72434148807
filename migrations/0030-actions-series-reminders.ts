// Version 30: actions to take, files of activities and contacts, series of activities, reminders and when each of them is due.
// `reminder_watch` is derived by triggers (when a reminder fires) and holds what this laptop showed and put off: like drafts it is not in the log.
import type { Migration } from './migration.ts'

const entry = `row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL DEFAULT 1`

/**
 * When a reminder fires. Before a moment: an instant. At an hour of a day, and before an activity without an hour (which counts as nine o'clock): wall time
 * of wherever the laptop is then.
 */
const watched = (where: string): string => `INSERT INTO reminder_watch (reminder_row, fire_utc, fire_wall, is_open)
  SELECT r.row_id, CASE WHEN r.minutes_before IS NOT NULL THEN a.starts_utc - r.minutes_before * 60000 END,
    CASE WHEN r.minutes_before IS NULL THEN date(a.starts_on, '-' || r.days_before || ' days') || 'T' || r.at_time
      WHEN a.starts_utc IS NULL THEN strftime('%Y-%m-%dT%H:%M', a.starts_on || ' 09:00', '-' || r.minutes_before || ' minutes') END, a.is_open
  FROM reminder r JOIN activity a ON a.row_id = r.activity_row WHERE ${where}
  ON CONFLICT (reminder_row) DO UPDATE SET
    snoozed_utc = CASE WHEN fire_utc IS excluded.fire_utc AND fire_wall IS excluded.fire_wall THEN snoozed_utc END,
    fire_utc = excluded.fire_utc, fire_wall = excluded.fire_wall, is_open = excluded.is_open;`

export const actionsSeriesReminders: Migration = {
  version: 30,
  name: 'actions-series-reminders',
  statements: [
    `CREATE TABLE action (${entry}, builtin TEXT, name TEXT, position INTEGER NOT NULL DEFAULT 0, is_archived INTEGER NOT NULL DEFAULT 0) STRICT`,
    // Picked from the list (action_row) or typed (text); each with its own done mark.
    `CREATE TABLE activity_action (${entry}, activity_row INTEGER NOT NULL REFERENCES activity (row_id), action_row INTEGER REFERENCES action (row_id),
      text TEXT NOT NULL DEFAULT '', is_done INTEGER NOT NULL DEFAULT 0, position INTEGER NOT NULL DEFAULT 0) STRICT`,
    `CREATE INDEX activity_action_activity ON activity_action (activity_row, position)`,
    `CREATE INDEX activity_action_open ON activity_action (activity_row) WHERE is_done = 0`,
    `CREATE INDEX activity_action_action ON activity_action (action_row) WHERE action_row IS NOT NULL`,

    `CREATE TABLE attachment (${entry}, activity_row INTEGER REFERENCES activity (row_id), contact_row INTEGER REFERENCES contact (row_id), name TEXT NOT NULL,
      size INTEGER NOT NULL, file_sha TEXT NOT NULL, author_row INTEGER NOT NULL REFERENCES user (row_id), created_at INTEGER NOT NULL,
      CHECK ((activity_row IS NULL) <> (contact_row IS NULL))) STRICT`,
    `CREATE INDEX attachment_activity ON attachment (activity_row) WHERE activity_row IS NOT NULL`,
    `CREATE INDEX attachment_contact ON attachment (contact_row) WHERE contact_row IS NOT NULL`,

    // A rule and what its activities are like; the activities themselves are ordinary rows, made up to `made_until`.
    `CREATE TABLE series (${entry}, rule TEXT NOT NULL, off_days TEXT NOT NULL CHECK (off_days IN ('keep','forward','backward','skip')),
      starts_on TEXT NOT NULL, starts_time TEXT, duration_minutes INTEGER, span_days INTEGER, zone TEXT NOT NULL, made_until TEXT NOT NULL,
      type_row INTEGER NOT NULL REFERENCES activity_type (row_id), subject TEXT NOT NULL, company_row INTEGER REFERENCES contact (row_id),
      person_row INTEGER REFERENCES contact (row_id), owner_row INTEGER NOT NULL REFERENCES user (row_id), author_row INTEGER NOT NULL REFERENCES user (row_id),
      priority INTEGER NOT NULL, direction TEXT, place TEXT NOT NULL, notes TEXT NOT NULL, parts TEXT NOT NULL, is_ended INTEGER NOT NULL DEFAULT 0) STRICT`,
    `CREATE INDEX series_running ON series (made_until) WHERE is_ended = 0`,
    `CREATE INDEX series_company ON series (company_row) WHERE company_row IS NOT NULL`,
    `CREATE INDEX series_person ON series (person_row) WHERE person_row IS NOT NULL`,
    // Which day of its series an activity stands for, and the day it was put on when it was made.
    `CREATE TABLE series_slot (${entry}, series_row INTEGER NOT NULL REFERENCES series (row_id), activity_row INTEGER NOT NULL REFERENCES activity (row_id),
      slot TEXT NOT NULL, placed_on TEXT NOT NULL) STRICT`,
    `CREATE UNIQUE INDEX series_slot_activity ON series_slot (activity_row)`,
    `CREATE UNIQUE INDEX series_slot_slot ON series_slot (series_row, slot)`,

    `CREATE TABLE reminder (${entry}, activity_row INTEGER NOT NULL REFERENCES activity (row_id), minutes_before INTEGER, days_before INTEGER, at_time TEXT,
      CHECK ((minutes_before IS NULL) = (days_before IS NOT NULL) AND (days_before IS NULL) = (at_time IS NULL))) STRICT`,
    `CREATE INDEX reminder_activity ON reminder (activity_row)`,
    `CREATE TABLE reminder_watch (reminder_row INTEGER PRIMARY KEY, fire_utc INTEGER, fire_wall TEXT, is_open INTEGER NOT NULL, snoozed_utc INTEGER,
      handled_key TEXT, shown_key TEXT,
      fire_key TEXT GENERATED ALWAYS AS (CAST(ifnull(fire_wall, fire_utc) AS TEXT)) STORED,
      due_key TEXT GENERATED ALWAYS AS (CAST(ifnull(snoozed_utc, ifnull(fire_wall, fire_utc)) AS TEXT)) STORED,
      due_utc INTEGER GENERATED ALWAYS AS (ifnull(snoozed_utc, fire_utc)) STORED,
      due_wall TEXT GENERATED ALWAYS AS (CASE WHEN snoozed_utc IS NULL THEN fire_wall END) STORED,
      is_waiting INTEGER GENERATED ALWAYS AS (is_open = 1 AND handled_key IS NOT CAST(ifnull(fire_wall, fire_utc) AS TEXT)) STORED) STRICT`,
    `CREATE INDEX reminder_watch_utc ON reminder_watch (due_utc) WHERE is_waiting = 1 AND due_utc IS NOT NULL`,
    `CREATE INDEX reminder_watch_wall ON reminder_watch (due_wall) WHERE is_waiting = 1 AND due_wall IS NOT NULL`,
    `CREATE INDEX reminder_watch_shown ON reminder_watch (shown_key) WHERE is_waiting = 1 AND shown_key IS NOT NULL`,
    `CREATE TRIGGER reminder_insert AFTER INSERT ON reminder BEGIN ${watched('r.row_id = new.row_id')} END`,
    `CREATE TRIGGER reminder_update AFTER UPDATE OF minutes_before, days_before, at_time ON reminder BEGIN ${watched('r.row_id = new.row_id')} END`,
    `CREATE TRIGGER reminder_delete AFTER DELETE ON reminder BEGIN DELETE FROM reminder_watch WHERE reminder_row = old.row_id; END`,
    // A moved or closed activity without reminders costs one look into an index.
    `CREATE TRIGGER activity_reminders AFTER UPDATE OF starts_on, starts_time, starts_utc, state, binned_at ON activity
      WHEN EXISTS (SELECT 1 FROM reminder WHERE activity_row = new.row_id) BEGIN ${watched('r.activity_row = new.row_id')} END`,
  ],
}
