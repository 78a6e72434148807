// A process that does nothing but bulk changes of dates and says each one that was acknowledged, to be killed at any moment. For tests of durability.
// usage: writer-process.ts STORE COMMITS ROWS
import { addDays } from '../src-shared/domain/local-time.ts'
import { openConnection } from '../src-main/store/database.ts'
import type { BulkMove } from '../src-main/store/queries/bulk-queries.ts'
import { openStore } from '../src-main/store/store.ts'
import { storeWorker } from './thread-entries.ts'

const [path, commits, rows] = process.argv.slice(2)
if (path === undefined) throw new Error('which store?')
const store = await openStore({ path, workerUrl: storeWorker, now: () => Date.now() })
const reader = openConnection(path, 'reader')
interface Item {
  id: string
  revision: number
  starts_on: string
  moved_count: number
}
process.stdout.write('ready\n')
for (let n = 0; n < Number(commits); n += 1) {
  const items = reader
    .prepare('SELECT id, revision, starts_on, moved_count FROM activity ORDER BY row_id LIMIT ?')
    .all(Number(rows)) as Item[]
  const moves = items.map((item): BulkMove => [
    item.id,
    item.revision,
    { startsOn: addDays(item.starts_on, 1), movedCount: item.moved_count + 1 },
  ])
  const { changeSetId } = await store.write(
    'bulk.apply',
    { moves: JSON.stringify(moves), reason: `round ${n}`, reasonId: null },
    { command: 'bulk.apply', source: 'test', userId: null },
  )
  process.stdout.write(`${String(changeSetId)}\n`)
}
reader.close()
await store.close()
process.stdout.write('closed\n')
