// A contact's phones, mails, addresses and tags as one edited list: kept records keep their ids, the rest is added or removed.
// Runs on the writer's thread, inside a command.
import type { z } from 'zod'
import type { contactAddress, contactPoint } from '../../../src-shared/contract/contacts.ts'
import { pointKey } from '../../../src-shared/domain/point-key.ts'
import type { TableName, Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'

type Point = z.infer<typeof contactPoint>
type Address = z.infer<typeof contactAddress>
type PartTable = 'contact_point' | 'contact_address' | 'contact_tag'

/** Ids of a contact's parts, in their order. */
function idsOf(tx: WriteTx, table: PartTable, contactId: string): string[] {
  return tx.read.pluck<string>(
    `SELECT id FROM ${table} WHERE contact_row = (SELECT row_id FROM contact WHERE id = ?) ORDER BY row_id`,
    [contactId],
  )
}

/** True when anything changed. */
function replaceParts<T extends TableName & PartTable>(
  tx: WriteTx,
  table: T,
  contactId: string,
  wanted: readonly { id: string | null; values: Values<T> }[],
): boolean {
  const there = new Set(idsOf(tx, table, contactId))
  let changed = false
  const added: Values<T>[] = []
  for (const { id, values } of wanted) {
    if (id !== null && there.delete(id)) changed = tx.update(table, id, values).changed || changed
    else added.push(values)
  }
  for (const id of there) tx.remove(table, id)
  for (const values of added) tx.insert(table, values)
  return changed || there.size > 0 || added.length > 0
}

/** Makes the phones, mails and sites what is given, in that order. `country` (ISO 3166-1 alpha-2): that of phones without a prefix. True when something changed. */
export function replacePoints(tx: WriteTx, contactId: string, points: readonly Point[], country: string): boolean {
  return replaceParts(
    tx,
    'contact_point',
    contactId,
    points.map(({ id, kind, label, value }, position) => ({
      id,
      values: { contactId, kind, label, value, key: pointKey(kind, value, country), position },
    })),
  )
}

/** Makes the addresses what is given, in that order. True when something changed. */
export function replaceAddresses(tx: WriteTx, contactId: string, addresses: readonly Address[]): boolean {
  return replaceParts(
    tx,
    'contact_address',
    contactId,
    addresses.map(({ id, ...address }, position) => ({ id, values: { contactId, ...address, position } })),
  )
}

/** Makes the tags what is given. True when something changed. */
export function replaceTags(tx: WriteTx, contactId: string, tagIds: readonly string[]): boolean {
  const there = new Map(
    tx.read
      .allSql<{ id: string; tag: string }>(
        `SELECT ct.id, t.id AS tag FROM contact_tag ct JOIN tag t ON t.row_id = ct.tag_row
         WHERE ct.contact_row = (SELECT row_id FROM contact WHERE id = ?)`,
        contactId,
      )
      .map(({ id, tag }) => [tag, id] as const),
  )
  let changed = false
  for (const tagId of new Set(tagIds)) {
    if (there.delete(tagId)) continue
    tx.insert('contact_tag', { contactId, tagId })
    changed = true
  }
  for (const id of there.values()) tx.remove('contact_tag', id)
  return changed || there.size > 0
}
