// Version 80: a store that was set up before there were actions to take gets the ones a new store begins with. They are named by the language of the
// program, as in a new store; who removed theirs does not get them back.
import type { Migration } from './migration.ts'

const actions = `json_each('["send_quote","send_information","call_back","prepare_offer","confirm_date"]')`
const changeSet = 'migration-0080'

export const shippedActions: Migration = {
  version: 80,
  name: 'shipped-actions',
  statements: [
    `INSERT INTO action (id, builtin, position) SELECT '${changeSet}-' || value, value, key FROM ${actions}
     WHERE EXISTS (SELECT 1 FROM user) AND NOT EXISTS (SELECT 1 FROM action) AND NOT EXISTS (SELECT 1 FROM change WHERE record_table = 'action')`,
    // The log stays the whole truth.
    `INSERT INTO change_set (row_id, id, at, clock, device_id, user_id, command, source, summary, first_change, change_count)
     SELECT (SELECT max(row_id) + 1 FROM change_set), '${changeSet}', (SELECT max(at) FROM change_set), (SELECT max(clock) FROM change_set),
       ifnull((SELECT value FROM store_info WHERE id = 'device'), ''), NULL, 'migration.shipActions', 'migration', '{}', (SELECT max(row_id) + 1 FROM change), count(*)
     FROM action WHERE id LIKE '${changeSet}-%' HAVING count(*) > 0`,
    `INSERT INTO change (set_row, record_table, record_id, kind, before, after)
     SELECT (SELECT row_id FROM change_set WHERE id = '${changeSet}'), 'action', id, 'insert', NULL,
       json_object('builtin', builtin, 'name', NULL, 'position', position, 'isArchived', json('false'))
     FROM action WHERE id LIKE '${changeSet}-%' ORDER BY position`,
  ],
}
