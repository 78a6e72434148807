// Tags of activities: rows of their own, logged one by one. Runs on the writer's thread.
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'

interface TagRow {
  id: string
  tag: string
}

function tagsOf(tx: WriteTx, activityId: string): TagRow[] {
  return tx.read.allSql<TagRow>(
    `SELECT x.id, t.id AS tag FROM activity_tag x JOIN tag t ON t.row_id = x.tag_row
     WHERE x.activity_row = (SELECT row_id FROM activity WHERE id = ?) ORDER BY x.row_id`,
    activityId,
  )
}

/** The tags of an activity; none where there is no such activity. */
export function tagIdsOf(tx: WriteTx, activityId: string): string[] {
  return tagsOf(tx, activityId).map(({ tag }) => tag)
}

/** Adds and takes away; what is there, or not there, already is left alone. True when something changed. */
export function changeTags(tx: WriteTx, activityId: string, add: readonly string[], remove: readonly string[]): boolean {
  const now = tagsOf(tx, activityId)
  let isChanged = false
  for (const row of now) {
    if (!remove.includes(row.tag) || add.includes(row.tag)) continue
    tx.remove('activity_tag', row.id)
    isChanged = true
  }
  for (const tagId of new Set(add)) {
    if (now.some((row) => row.tag === tagId)) continue
    if (tx.fields('tag', tagId, []) === null) throw new KnownError('not_found', { table: 'tag', id: tagId })
    tx.insert('activity_tag', { activityId, tagId })
    isChanged = true
  }
  return isChanged
}
