// Version 70: what began before the shown days and reaches into them is found by small indexes of its own (spans, and what lasts longer than a day);
// and which entry of a calendar file an activity came from, so that the same file taken in twice changes nothing (IO-5).
import type { Migration } from './migration.ts'

export const calendar: Migration = {
  version: 70,
  name: 'calendar',
  statements: [
    // Few activities are in these: an ordinary one costs nothing more to move.
    `CREATE INDEX activity_span ON activity (ends_on, starts_on) WHERE ends_on IS NOT NULL`,
    `CREATE INDEX activity_long ON activity (sort_key) WHERE duration_minutes > 1440`,
    `CREATE TABLE calendar_item (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL DEFAULT 1,
      activity_row INTEGER NOT NULL REFERENCES activity (row_id), uid TEXT NOT NULL, recurrence_id TEXT NOT NULL DEFAULT '',
      sequence INTEGER NOT NULL DEFAULT 0, modified_at TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL, UNIQUE (uid, recurrence_id)) STRICT`,
    `CREATE INDEX calendar_item_activity ON calendar_item (activity_row)`,
  ],
}
