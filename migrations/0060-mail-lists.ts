// Version 60: lists of mails walk one covering index whatever they are filtered by (EML-9). The text of a mail lies in front of most of its columns:
// reading them from the row itself costs every page of that text.
import type { Migration } from './migration.ts'

export const mailLists: Migration = {
  version: 60,
  name: 'mail-lists',
  statements: [
    // The JSON is written by the program: a quote inside a name is escaped, so the words cannot come from one.
    `ALTER TABLE mail ADD COLUMN has_files INTEGER NOT NULL GENERATED ALWAYS AS (instr(attachments, '"isInline":false') > 0) VIRTUAL`,
    `CREATE INDEX mail_listed ON mail (is_detached, happened_key, row_id, state, direction, has_files, activity_row, conversation_key)`,
    // Its first columns were an index of their own.
    `DROP INDEX mail_happened`,
  ],
}
