// Activities as the contact's page shows them, by integer keys in the order of the keys. Runs on a reader's thread.
import type { ActivityRow } from '../../../src-shared/contract/activities.ts'
import type { ReadStore } from '../read-store.ts'
import { activityLines } from './activity-rows.ts'

export function activityRowsByKeys(read: ReadStore, keys: readonly number[]): ActivityRow[] {
  if (keys.length === 0) return []
  return activityLines(read, keys).map(({ row: _row, ...activity }) => activity)
}
