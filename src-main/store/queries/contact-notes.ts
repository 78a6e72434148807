// Notes by integer keys, in the order of the keys (CON-4). Runs on a reader's thread.
import type { Note } from '../../../src-shared/contract/contacts.ts'
import type { ReadStore } from '../read-store.ts'

/** Null where it is gone. */
export function note(read: ReadStore, { id }: { id: string }): Note | null {
  return notesByKeys(read, read.pluck<number>('SELECT row_id FROM note WHERE id = ? AND binned_at IS NULL', [id]))[0] ?? null
}

export function notesByKeys(read: ReadStore, keys: readonly number[]): Note[] {
  if (keys.length === 0) return []
  return read.allSql<Note>(
    `SELECT n.id, n.revision, c.id AS contactId, c.name AS contactName, a.id AS activityId, n.text, n.happened_at AS happenedAt,
       u.id AS authorId, n.created_at AS createdAt
     FROM json_each(?) AS k CROSS JOIN note AS n ON n.row_id = k.value JOIN contact AS c ON c.row_id = n.contact_row
       JOIN user AS u ON u.row_id = n.author_row LEFT JOIN activity AS a ON a.row_id = n.activity_row
     ORDER BY k.key`,
    JSON.stringify(keys),
  )
}
