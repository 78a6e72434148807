// Changes to many contacts at once (CON-3, ACT-14), by integer keys. One transaction each, on the writer's thread.
import type { WriteTx } from '../write-session.ts'

export interface SelectionResult {
  changed: number
  skipped: number
}
export interface ContactChange {
  ownerId?: string | undefined
  relation?: string | undefined
  addTagIds?: string[] | undefined
  removeTagIds?: string[] | undefined
}

const stepRows = 500

function idsOf(tx: WriteTx, rows: readonly number[], condition: string): string[] {
  return tx.read.pluck<string>(
    `SELECT c.id FROM json_each(?) AS k CROSS JOIN contact AS c ON c.row_id = k.value WHERE ${condition} ORDER BY k.key`,
    [JSON.stringify(rows)],
  )
}

/** Contacts in the bin, gone, or already so are skipped. */
export function changeContacts(
  tx: WriteTx,
  { rows, change }: { rows: number[]; change: ContactChange },
): SelectionResult {
  const ids = idsOf(tx, rows, 'c.binned_at IS NULL')
  const add = new Set(change.addTagIds)
  const remove = new Set(change.removeTagIds)
  for (const id of add) remove.delete(id)
  const tags = add.size > 0 || remove.size > 0 ? tagsOf(tx, rows) : null
  const patch = {
    ...(change.ownerId === undefined ? {} : { ownerId: change.ownerId }),
    ...(change.relation === undefined ? {} : { relation: change.relation }),
  }
  const hasPatch = Object.keys(patch).length > 0
  let changed = 0
  for (const [at, id] of ids.entries()) {
    if (at % stepRows === 0) tx.step(at, ids.length)
    const isPatched = hasPatch && tx.update('contact', id, patch).changed
    let isTagged = false
    if (tags !== null) {
      const there = tags.get(id)
      for (const tagId of add) {
        if (there?.has(tagId)) continue
        tx.insert('contact_tag', { contactId: id, tagId })
        isTagged = true
      }
      for (const tagId of remove) {
        const link = there?.get(tagId)
        if (link === undefined) continue
        tx.remove('contact_tag', link)
        isTagged = true
      }
      if (isTagged && !isPatched) tx.touch('contact', id)
    }
    if (isPatched || isTagged) changed += 1
  }
  tx.summarize({ count: changed })
  return { changed, skipped: rows.length - changed }
}

/** Links to tags by contact and tag. */
function tagsOf(tx: WriteTx, rows: readonly number[]): Map<string, Map<string, string>> {
  const links = tx.read.allSql<{ id: string; contact: string; tag: string }>(
    `SELECT ct.id, c.id AS contact, t.id AS tag FROM json_each(?) AS k CROSS JOIN contact_tag AS ct ON ct.contact_row = k.value
       CROSS JOIN contact AS c ON c.row_id = ct.contact_row CROSS JOIN tag AS t ON t.row_id = ct.tag_row`,
    JSON.stringify(rows),
  )
  const all = new Map<string, Map<string, string>>()
  for (const { id, contact, tag } of links) {
    const own = all.get(contact)
    if (own === undefined) all.set(contact, new Map([[tag, id]]))
    else own.set(tag, id)
  }
  return all
}

/** Into the bin, or out of it. */
export function binContacts(tx: WriteTx, { rows, isBinned }: { rows: number[]; isBinned: boolean }): SelectionResult {
  const ids = idsOf(tx, rows, isBinned ? 'c.binned_at IS NULL' : 'c.binned_at IS NOT NULL')
  for (const [at, id] of ids.entries()) {
    if (at % stepRows === 0) tx.step(at, ids.length)
    tx.update('contact', id, { binnedAt: isBinned ? tx.now : null })
  }
  tx.summarize({ count: ids.length })
  return { changed: ids.length, skipped: rows.length - ids.length }
}
