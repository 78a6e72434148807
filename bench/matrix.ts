// What the list rows are measured over: every sort the program ships, both ways, and three filters that people use.
import { activitySortKeys, type ActivityFilter, type ActivitySort } from '../src-shared/contract/activities.ts'
import { localDateOf } from '../src-shared/domain/local-time.ts'
import type { ListFilter } from '../src-main/store/queries/activity-filter.ts'
import { storedFilter } from '../src-main/services/activity-ranges.ts'
import type { RawStore } from './recorded-sql.ts'
import type { Client } from './window-client.ts'

export interface Cell {
  label: string
  filter: ActivityFilter
  sort: ActivitySort
}

export async function matrixOf(client: Client): Promise<Cell[]> {
  const { lists } = await client.ask('settings.get', {})
  const calls = lists.types.find(({ builtin }) => builtin === 'call')
  if (calls === undefined) throw new Error('the sample has no type for calls')
  const filters: [string, ActivityFilter][] = [
    ['all', { done: 'all' }],
    ['open, mine', { done: 'open', owners: ['me'] }],
    ['calls about a quote', { types: [calls.id], text: 'presup' }],
  ]
  return activitySortKeys.flatMap((by) =>
    [false, true].flatMap((descending) =>
      filters.map(([label, filter]): Cell => ({
        label: `${label}, by ${by}${descending ? ' descending' : ''}`,
        filter,
        sort: { by, descending },
      })),
    ),
  )
}

/** The filter as the core gives it to the store. */
export function filterForStore(raw: RawStore, filter: ActivityFilter, now: number): ListFilter {
  const { value } = raw.connection.raw.prepare(`SELECT value FROM setting WHERE id = 'me'`).get() as { value: string }
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return storedFilter(filter, {
    today: localDateOf(now, zone),
    zone,
    weekStart: 1,
    me: JSON.parse(value) as string,
    instant: now,
    urgency: { rules: [] },
  })
}
