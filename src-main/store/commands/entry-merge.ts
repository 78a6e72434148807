// Entries of the user's own lists that are in use (SET-2): how often, and one merged into another. Runs on the writer's thread; the count also on
// readers. Must stay true: whatever carried the one carries the other, and nothing else changes.
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { tables, type TableName, type Values } from '../tables.ts'
import { partOwners } from '../undo.ts'
import type { WriteTx } from '../write-session.ts'

export type EntryTable = 'activity_type' | 'result' | 'tag' | 'reason' | 'action'

interface Reference {
  table: TableName
  property: string
  column: string
}

/** Every field that may point at entries of this table. */
function referencesTo(target: TableName): Reference[] {
  return (Object.keys(tables) as TableName[]).flatMap((table) =>
    tables[table].filter(({ kind }) => typeof kind === 'object' && kind.ref === target).map(({ property, column }) => ({ table, property, column })),
  )
}

/** Values of JSON that may name the entry: what views filter by, what settings choose, why dates were moved. */
const jsonPlaces: { table: 'saved_view' | 'setting'; column: string; property: 'spec' | 'value' }[] = [
  { table: 'saved_view', column: 'spec', property: 'spec' },
  { table: 'setting', column: 'value', property: 'value' },
]
const inHistory = (read: ReadStore, id: string): number =>
  read.getSql<{ n: number }>(`SELECT count(*) AS n FROM change_set WHERE command = 'bulk.apply' AND summary ->> 'reasonId' = ?`, id)?.n ?? 0

/** How many records, views and settings carry the entry. */
export function usesOf(read: ReadStore, table: EntryTable, id: string): number {
  let uses = 0
  for (const { table: name, column } of referencesTo(table)) {
    uses += read.getSql<{ n: number }>(`SELECT count(*) AS n FROM ${name} WHERE ${column} = (SELECT row_id FROM ${table} WHERE id = ?)`, id)?.n ?? 0
  }
  for (const place of jsonPlaces) uses += read.getSql<{ n: number }>(`SELECT count(*) AS n FROM ${place.table} WHERE instr(${place.column}, ?) > 0`, `"${id}"`)?.n ?? 0
  return table === 'reason' ? uses + inHistory(read, id) : uses
}

/** Rejects with `not_found`, and with `invalid` for an entry that the program itself needs or that is merged into itself. */
export function mergeEntry(tx: WriteTx, table: EntryTable, id: string, intoId: string): { changed: number } {
  const from = tx.fields(table, id, ['builtin', 'name'])
  const into = tx.fields(table, intoId, ['builtin', 'name'])
  if (from === null || into === null) throw new KnownError('not_found', { table, id: from === null ? id : intoId })
  if (id === intoId || (table === 'activity_type' && from.values['builtin'] === 'email')) throw new KnownError('invalid', { field: 'entry', rule: 'not_mergeable' })
  let changed = 0
  for (const reference of referencesTo(table)) changed += redirect(tx, table, reference, id, intoId)
  for (const { table: place, column, property } of jsonPlaces) {
    for (const row of tx.read.allSql<{ id: string; text: string }>(`SELECT id, ${column} AS text FROM ${place} WHERE instr(${column}, ?) > 0`, `"${id}"`)) {
      if (tx.update(place, row.id, { [property]: replaced(JSON.parse(row.text), id, intoId) } as Partial<Values<typeof place>>).changed) changed += 1
    }
  }
  const words = (one: typeof from): string => String(one.values['name'] ?? one.values['builtin'] ?? '')
  tx.summarize({ name: words(from), into: words(into), count: changed })
  // The history of moved dates names its reason: that one stays, out of sight.
  if (table === 'reason' && inHistory(tx.read, id) > 0) tx.update('reason', id, { isArchived: true })
  else tx.remove(table, id)
  return { changed }
}

function redirect(tx: WriteTx, target: EntryTable, { table, property, column }: Reference, id: string, intoId: string): number {
  const rows = tx.read.pluck<string>(`SELECT id FROM ${table} WHERE ${column} = (SELECT row_id FROM ${target} WHERE id = ?)`, [id])
  const owner = partOwners[table]
  const ownerTable = owner === undefined ? undefined : tables[table].find((field) => field.property === owner)?.kind
  for (const row of rows) {
    if (owner === undefined || typeof ownerTable !== 'object') {
      tx.update(table, row, { [property]: intoId } as Partial<Values<TableName>>)
      continue
    }
    // What has both keeps the other.
    const ownerId = String(tx.fields(table, row, [owner])?.values[owner])
    const hasBoth = tx.read.getSql(
      `SELECT 1 FROM ${table} x WHERE x.${column} = (SELECT row_id FROM ${target} WHERE id = ?) AND x.${tables[table].find((field) => field.property === owner)?.column ?? ''} = (SELECT row_id FROM ${ownerTable.ref} WHERE id = ?)`,
      intoId,
      ownerId,
    )
    if (hasBoth === undefined) tx.update(table, row, { [property]: intoId } as Partial<Values<TableName>>)
    else tx.remove(table, row)
    tx.touch(ownerTable.ref, ownerId)
  }
  return rows.length
}

function replaced(value: unknown, id: string, intoId: string): unknown {
  if (value === id) return intoId
  if (Array.isArray(value)) return [...new Set(value.map((one: unknown) => replaced(one, id, intoId)))]
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, id, intoId)]))
  return value
}
