// Version 20: mails kept in the record with their search, files by content, and how often an activity was moved (counted from the log).
import type { Migration } from './migration.ts'

const entry = `row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL DEFAULT 1`

/** Writes one mail's search row: the values of its lists, never their JSON. */
const indexMail = (insert: string): string => `${insert} INTO mail_search (rowid, subject, people, body, files)
  VALUES (new.row_id, new.subject,
    new.sender_name || ' ' || new.sender_address || ' ' || ifnull((SELECT group_concat(atom, ' ') FROM json_tree(new.recipients) WHERE type = 'text'), ''),
    new.body_text, ifnull((SELECT group_concat(value ->> 'name', ' ') FROM json_each(new.attachments)), ''));`

/** Capitals and accents off, ñ after n: the letters of Spain's towns. The same rule as of names, as far as the engine can say it. */
const cityKey = [...'ÁÀáà=a ÉÈéè=e ÍÏíï=i ÓÒóò=o ÚÜúü=u Ññ=n~ Çç=c'.split(' ')].reduce((sql, letters) => {
  const [marked = '', plain = ''] = letters.split('=')
  return [...marked].reduce((inner, letter) => `replace(${inner}, '${letter}', '${plain}')`, sql)
}, 'lower(main_city)')

const currentJob = (event: string): string => {
  const person = `${event === 'delete' ? 'old' : 'new'}.person_row`
  return `CREATE TRIGGER employment_${event} AFTER ${event.toUpperCase()} ON employment BEGIN
    UPDATE contact SET (employer_row, job_title) =
      (SELECT company_row, job_title FROM employment WHERE person_row = ${person} AND until_on IS NULL ORDER BY id DESC LIMIT 1)
    WHERE row_id = ${person}; END`
}

export const mailAndMoves: Migration = {
  version: 20,
  name: 'mail-and-moves',
  statements: [
    `CREATE TABLE mail (${entry}, message_id TEXT, content_hash TEXT NOT NULL, thread_key TEXT NOT NULL, in_reply_to TEXT, reply_references TEXT NOT NULL DEFAULT '[]',
      subject TEXT NOT NULL, sender_name TEXT NOT NULL DEFAULT '', sender_address TEXT NOT NULL DEFAULT '', recipients TEXT NOT NULL DEFAULT '{}',
      direction TEXT NOT NULL CHECK (direction IN ('in','out')), sent_at INTEGER, sent_offset INTEGER, taken_in_at INTEGER NOT NULL,
      body_text TEXT NOT NULL, has_html INTEGER NOT NULL, attachments TEXT NOT NULL DEFAULT '[]', file_sha TEXT NOT NULL, file_name TEXT NOT NULL, file_size INTEGER NOT NULL,
      activity_row INTEGER REFERENCES activity (row_id), is_detached INTEGER NOT NULL DEFAULT 0,
      happened_key INTEGER NOT NULL GENERATED ALWAYS AS (ifnull(sent_at, taken_in_at)) STORED) STRICT`,
    `CREATE UNIQUE INDEX mail_message_id ON mail (message_id) WHERE message_id IS NOT NULL`,
    `CREATE INDEX mail_content ON mail (content_hash)`,
    `CREATE INDEX mail_thread ON mail (thread_key)`,
    `CREATE INDEX mail_activity ON mail (activity_row) WHERE activity_row IS NOT NULL`,
    `CREATE INDEX mail_happened ON mail (happened_key) WHERE is_detached = 0`,
    `CREATE INDEX mail_sender ON mail (sender_address)`,
    // A mail stands in a contact's record through these rows: its person, its company.
    `CREATE TABLE mail_contact (${entry}, mail_row INTEGER NOT NULL REFERENCES mail (row_id), contact_row INTEGER NOT NULL REFERENCES contact (row_id),
      UNIQUE (mail_row, contact_row)) STRICT`,
    `CREATE INDEX mail_contact_contact ON mail_contact (contact_row, mail_row)`,
    // Who else has an address of this domain (EML-2).
    `CREATE INDEX contact_point_domain ON contact_point (substr(key, instr(key, '@') + 1)) WHERE kind = 'mail'`,
    `CREATE VIRTUAL TABLE mail_search USING fts5(subject, people, body, files, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
    `CREATE TRIGGER mail_search_insert AFTER INSERT ON mail BEGIN ${indexMail('INSERT')} END`,
    `CREATE TRIGGER mail_search_update AFTER UPDATE OF subject, body_text ON mail BEGIN ${indexMail('INSERT OR REPLACE')} END`,
    `CREATE TRIGGER mail_search_delete AFTER DELETE ON mail BEGIN DELETE FROM mail_search WHERE rowid = old.row_id; END`,
    // Of several current jobs the one entered last counts, by its id: an integer key is new when a job comes back by an undo.
    ...['insert', 'update', 'delete'].flatMap((event) => [`DROP TRIGGER employment_${event}`, currentJob(event)]),
    // Towns in Spanish order: the engine alone would put Ávila after Zamora.
    `ALTER TABLE contact ADD COLUMN city_sort TEXT GENERATED ALWAYS AS (${cityKey}) VIRTUAL`,
    `CREATE INDEX contact_city_sort ON contact (city_sort)`,
    `DROP INDEX contact_city`,
    `ALTER TABLE activity ADD COLUMN moved_count INTEGER NOT NULL DEFAULT 0`,
    `UPDATE activity SET moved_count = moves.n, revision = revision + 1 FROM (
      SELECT c.record_id AS id, count(*) AS n FROM change c
      WHERE c.record_table = 'activity' AND c.kind = 'update' AND json_extract(c.before, '$.startsOn') IS NOT NULL
      GROUP BY c.record_id) AS moves
     WHERE moves.id = activity.id`,
    // The log stays the whole truth: the counted column stands in it too, as a change of its own set.
    `INSERT INTO change_set (row_id, id, at, clock, device_id, user_id, command, source, summary, first_change, change_count)
     SELECT (SELECT ifnull(max(row_id), 0) + 1 FROM change_set), 'migration-0020', ifnull((SELECT max(at) FROM change_set), 0), ifnull((SELECT max(clock) FROM change_set), ''),
       ifnull((SELECT value FROM store_info WHERE id = 'device'), ''), NULL, 'migration.countMoves', 'migration', '{}',
       (SELECT ifnull(max(row_id), 0) + 1 FROM change), (SELECT count(*) FROM activity WHERE moved_count > 0)
     WHERE EXISTS (SELECT 1 FROM activity WHERE moved_count > 0)`,
    `INSERT INTO change (set_row, record_table, record_id, kind, before, after)
     SELECT (SELECT row_id FROM change_set WHERE id = 'migration-0020'), 'activity', id, 'update', '{"movedCount":0}', json_object('movedCount', moved_count)
     FROM activity WHERE moved_count > 0 ORDER BY row_id`,
  ],
}
