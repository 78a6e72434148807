// From integer keys to ids and back, many at a time. Runs on a reader's thread.
import type { ReadStore } from '../read-store.ts'

type ListTable = 'activity' | 'contact' | 'mail'

export const listQueries = {
  /** Ids in the order of the keys; keys of rows that are gone are left out. */
  'list.ids': (read: ReadStore, input: { table: ListTable; rows: number[] }): string[] =>
    read.pluck<string>(
      `SELECT t.id FROM json_each(?) AS k CROSS JOIN ${input.table} AS t ON t.row_id = k.value ORDER BY k.key`,
      [JSON.stringify(input.rows)],
    ),
  /** Keys in the order of the ids; unknown ids are left out. */
  'list.rows': (read: ReadStore, input: { table: ListTable; ids: string[] }): number[] =>
    read.pluck<number>(
      `SELECT t.row_id FROM json_each(?) AS k CROSS JOIN ${input.table} AS t ON t.id = k.value ORDER BY k.key`,
      [JSON.stringify(input.ids)],
    ),
  'list.rowOf': (read: ReadStore, input: { table: ListTable; id: string }): number | null =>
    read.getSql<{ row_id: number }>(`SELECT row_id FROM ${input.table} WHERE id = ?`, input.id)?.row_id ?? null,
}
