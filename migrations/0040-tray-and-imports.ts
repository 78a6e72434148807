// Version 40: mails that wait in the tray, conversations, and imports with the line of every message (EML-1, EML-4, EML-9).
import type { Migration } from './migration.ts'

export const trayAndImports: Migration = {
  version: 40,
  name: 'tray-and-imports',
  statements: [
    // A waiting mail is a mail of the store without an activity; a dismissed one is kept so that it is known again.
    `ALTER TABLE mail ADD COLUMN state TEXT NOT NULL DEFAULT 'filed' CHECK (state IN ('filed','waiting','dismissed'))`,
    // Voting replies of some programs carry the Message-ID of the mail they answer: several mails may have the same.
    `DROP INDEX mail_message_id`,
    `CREATE INDEX mail_message_id ON mail (message_id) WHERE message_id IS NOT NULL`,
    // Null: the conversation is that of the thread key.
    `ALTER TABLE mail ADD COLUMN conversation TEXT`,
    `ALTER TABLE mail ADD COLUMN subject_key TEXT`,
    `ALTER TABLE mail ADD COLUMN conversation_key TEXT GENERATED ALWAYS AS (ifnull(conversation, thread_key)) VIRTUAL`,
    `CREATE INDEX mail_conversation ON mail (conversation_key, happened_key)`,
    `CREATE INDEX mail_reply ON mail (in_reply_to) WHERE in_reply_to IS NOT NULL`,
    `CREATE INDEX mail_subject_key ON mail (subject_key) WHERE subject_key IS NOT NULL`,
    `CREATE INDEX mail_undecided ON mail (state, conversation_key, happened_key) WHERE state <> 'filed'`,
    // Change sets that were made together and are undone together: the batches of an import.
    `CREATE INDEX change_set_together ON change_set (summary ->> 'together') WHERE summary ->> 'together' IS NOT NULL`,
    // What an import is doing is no record: it is not logged, and an undo leaves its report standing.
    `CREATE TABLE mail_import (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
      state TEXT NOT NULL CHECK (state IN ('gathering','running','paused','done')), trouble TEXT, undone_at INTEGER, options TEXT NOT NULL) STRICT`,
    `CREATE TABLE mail_import_source (row_id INTEGER PRIMARY KEY, import_row INTEGER NOT NULL REFERENCES mail_import (row_id), path TEXT NOT NULL, name TEXT NOT NULL,
      size INTEGER NOT NULL, is_ours INTEGER NOT NULL, next_offset INTEGER NOT NULL DEFAULT 0, next_part INTEGER NOT NULL DEFAULT 0, is_done INTEGER NOT NULL DEFAULT 0) STRICT`,
    `CREATE INDEX mail_import_source_open ON mail_import_source (import_row, row_id) WHERE is_done = 0`,
    `CREATE INDEX mail_import_source_import ON mail_import_source (import_row, is_done, size, next_offset)`,
    `CREATE TABLE mail_import_line (row_id INTEGER PRIMARY KEY, import_row INTEGER NOT NULL REFERENCES mail_import (row_id),
      source_row INTEGER NOT NULL REFERENCES mail_import_source (row_id), part INTEGER NOT NULL, byte_offset INTEGER, byte_length INTEGER, name TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('taken','already','waiting','refused','again')), reason TEXT, mail_id TEXT, subject TEXT NOT NULL, sender TEXT NOT NULL,
      UNIQUE (source_row, part)) STRICT`,
    `CREATE INDEX mail_import_line_outcome ON mail_import_line (import_row, outcome)`,
  ],
}
