// What may be asked of activities: lists, pages of them, one activity with what surrounds it, and facts about a selection. Run on a reader's thread.
import type { ActivitySort } from '../../../src-shared/contract/activities.ts'
import type { ReadStore } from '../read-store.ts'
import { activityDetail, activitiesAround, type AroundInput, type StoredActivityDetail } from './activity-detail.ts'
import type { ListFilter } from './activity-filter.ts'
import { allRows, firstRows } from './activity-list.ts'
import { partQueries } from './activity-part-queries.ts'
import { activityLines, type KeyedActivityRow } from './activity-rows.ts'

export interface ListQuery {
  filter: ListFilter
  sort: ActivitySort
}

export const activityQueries = {
  ...partQueries,
  'activity.first': (read: ReadStore, input: ListQuery & { limit: number }): { rows: KeyedActivityRow[]; hasMore: boolean } => {
    const keys = firstRows(read, input.filter, input.sort, input.limit + 1)
    const hasMore = keys.length > input.limit
    return { rows: activityLines(read, hasMore ? keys.slice(0, input.limit) : keys), hasMore }
  },
  /** All rows in order, as integer keys; for the long lane. */
  'activity.order': (read: ReadStore, input: ListQuery): Int32Array<ArrayBuffer> => allRows(read, input.filter, input.sort),
  'activity.lines': (read: ReadStore, input: { keys: number[] }): KeyedActivityRow[] => activityLines(read, input.keys),
  'activity.linesOf': (read: ReadStore, input: { ids: string[] }): KeyedActivityRow[] =>
    activityLines(
      read,
      read.pluck<number>('SELECT a.row_id FROM json_each(?) k CROSS JOIN activity a ON a.id = k.value ORDER BY k.key', [JSON.stringify(input.ids)]),
    ),
  'activity.detail': (read: ReadStore, input: { id: string; me: string }): StoredActivityDetail | null => activityDetail(read, input.id, input.me),
  'activity.around': (read: ReadStore, input: AroundInput): { previous: KeyedActivityRow[]; next: KeyedActivityRow[] } => activitiesAround(read, input),
  /** How many of these rows there are, and how many are open. */
  'activity.openAmong': (read: ReadStore, input: { rows: number[] }): { total: number; open: number } => {
    const found = read.getSql<{ total: number; open: number | null }>(
      'SELECT count(*) AS total, sum(a.is_open) AS open FROM json_each(?) k CROSS JOIN activity a ON a.row_id = k.value',
      JSON.stringify(input.rows),
    )
    return { total: found?.total ?? 0, open: found?.open ?? 0 }
  },
}
