// Version 90: a command that inserts many records may have their words indexed at its end. SQLite writes out what a full-text index has gathered before
// each statement that fires triggers: record by record that is a small piece of the index each, and the merging of all of them.
import type { Migration } from './migration.ts'

const activityWords = (row: string): string => `INTO activity_search (rowid, subject, notes, place) SELECT ${row}.row_id, ${row}.subject, ${row}.notes, ${row}.place`
const mailWords = (row: string): string => `INTO mail_search (rowid, subject, people, body, files) SELECT ${row}.row_id, ${row}.subject,
    ${row}.sender_name || ' ' || ${row}.sender_address || ' ' || ifnull((SELECT group_concat(atom, ' ') FROM json_tree(${row}.recipients) WHERE type = 'text'), ''),
    ${row}.body_text, ifnull((SELECT group_concat(value ->> 'name', ' ') FROM json_each(${row}.attachments)), '')`
const isNow = 'NOT EXISTS (SELECT 1 FROM search_later)'

/** From here on inserts leave the index alone, until `indexInserted` has run; both in one transaction. */
export const indexLater = `INSERT INTO search_later (row_id, after_activity, after_mail)
  SELECT 1, ifnull((SELECT max(row_id) FROM activity), 0), ifnull((SELECT max(row_id) FROM mail), 0)`
export const indexInserted: readonly string[] = [
  `INSERT OR REPLACE ${activityWords('a')} FROM activity AS a WHERE a.row_id > (SELECT after_activity FROM search_later)`,
  `INSERT OR REPLACE ${mailWords('m')} FROM mail AS m WHERE m.row_id > (SELECT after_mail FROM search_later)`,
  `DELETE FROM search_later`,
]

export const searchLater: Migration = {
  version: 90,
  name: 'search-later',
  statements: [
    `CREATE TABLE search_later (row_id INTEGER PRIMARY KEY CHECK (row_id = 1), after_activity INTEGER NOT NULL, after_mail INTEGER NOT NULL) STRICT`,
    `DROP TRIGGER activity_search_insert`,
    `CREATE TRIGGER activity_search_insert AFTER INSERT ON activity WHEN ${isNow} BEGIN INSERT ${activityWords('new')}; END`,
    `DROP TRIGGER mail_search_insert`,
    `CREATE TRIGGER mail_search_insert AFTER INSERT ON mail WHEN ${isNow} BEGIN INSERT ${mailWords('new')}; END`,
  ],
}
