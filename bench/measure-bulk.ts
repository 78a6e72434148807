// bulk.plan, bulk.apply, bulk.undo: 10,000 activities through the local host's HTTP, against the bare statements on a copy of the same store: the same
// 10,000 updates and 10,000 log rows, prepared, in one transaction, with the program's own settings (synchronous=FULL, the same cache).
import { join } from 'node:path'
import type { CallInput } from '../src-shared/contract/index.ts'
import { openConnection, type Connection, type SqlValue } from '../src-main/store/database.ts'
import { tables } from '../src-main/store/tables.ts'
import { median, timed, timedNow } from './figures.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf } from './stores.ts'
import { openClient, type Client } from './window-client.ts'

const bulkCount = 10_000
const days = 20
const runs = 7

interface LogLine {
  record_table: string
  record_id: string
  kind: string
  before: string
  after: string
}

/** Open activities of everybody, in the order of the list; the first 10,000 of them. */
export async function bulkSelection(client: Client): Promise<string[]> {
  const { snapshotId } = await client.ask('activity.snapshot', {
    filter: { done: 'open' },
    sort: { by: 'date', descending: false },
  })
  const { ids } = await client.ask('list.idsInRange', { snapshotId, from: 0, to: bulkCount - 1 })
  if (ids.length !== bulkCount) throw new Error(`only ${ids.length} open activities`)
  await client.ask('list.release', { snapshotId })
  return ids
}

/** Spread over 20 working days; another first day each time, so that each run moves every activity. */
export function spreadPlan(ids: string[], from: string): CallInput<'bulk.plan'> {
  return {
    of: 'activities',
    selection: { base: null, except: [], ids },
    change: { mode: 'spread', from, days, perDay: bulkCount / days, countExisting: false },
    respect: { weekends: true, holidays: true, hours: true },
  }
}

/** What the program wrote in its newest change set. */
function newestLog(path: string): LogLine[] {
  const connection = openConnection(path, 'reader')
  try {
    return connection.raw
      .prepare(
        `SELECT c.record_table, c.record_id, c.kind, c.before, c.after FROM change_set s JOIN change c ON c.row_id >= s.first_change AND c.row_id < s.first_change + s.change_count
         WHERE s.row_id = (SELECT max(row_id) FROM change_set) ORDER BY c.row_id`,
      )
      .all() as LogLine[]
  } finally {
    connection.close()
  }
}

/** The same changes as bare statements. `row_id` and the new values are known beforehand; the log text is ready. */
function rawChange(connection: Connection, lines: readonly LogLine[], side: 'before' | 'after'): () => void {
  const { raw } = connection
  const rowOf = raw.prepare('SELECT row_id FROM activity WHERE id = ?').pluck()
  const columns = new Map(tables.activity.map(({ property, column }) => [property, column]))
  const work = lines.map((line) => {
    const values = JSON.parse(line[side]) as Record<string, SqlValue>
    const properties = Object.keys(values)
    const sql = `UPDATE activity SET ${properties.map((property) => `${columns.get(property)} = ?`).join(', ')}, revision = revision + 1 WHERE row_id = ?`
    return { sql, values: [...Object.values(values), rowOf.get(line.record_id) as number], line }
  })
  const updates = new Map([...new Set(work.map(({ sql }) => sql))].map((sql) => [sql, raw.prepare(sql)]))
  const prepared = work.map(({ sql, values, line }) => ({ update: updates.get(sql), values, line }))
  const set = raw.prepare('SELECT max(row_id) FROM change_set').pluck()
  const log = raw.prepare(
    'INSERT INTO change (set_row, record_table, record_id, kind, before, after) VALUES (?, ?, ?, ?, ?, ?)',
  )
  return () => {
    raw.exec('BEGIN IMMEDIATE')
    const setRow = set.get() as number
    for (const { update, values, line } of prepared) {
      update?.run(...values)
      log.run(setRow, line.record_table, line.record_id, line.kind, line.before, line.after)
    }
    raw.exec('COMMIT')
  }
}

export async function measureBulk(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const oursProfile = copyOf(profile, 'bulk-ours')
  const rawProfile = copyOf(profile, 'bulk-raw')
  const client = await openClient(oursProfile)
  const raw = openConnection(join(rawProfile, 'store.db'), 'writer')
  try {
    const ids = await bulkSelection(client)
    const plans: number[] = []
    const applies: number[] = []
    const undos: number[] = []
    const raws: number[] = []
    let clashes = 0
    for (let run = -1; run < runs; run += 1) {
      await client.ask('app.state', {})
      const plan = await timed(() => client.ask('bulk.plan', spreadPlan(ids, `2027-0${1 + (run & 1)}-11`)))
      if (plan.value.willChange !== bulkCount) throw new Error(`the plan moves ${plan.value.willChange}`)
      clashes = plan.value.clashes
      const applied = await timed(() =>
        client.ask('bulk.apply', { planId: plan.value.planId, reasonId: null, reasonText: '' }),
      )
      if (applied.value.changed !== bulkCount || applied.value.changeSetId === null)
        throw new Error(`applied to ${applied.value.changed}`)
      const lines = newestLog(join(oursProfile, 'store.db'))
      const bare = timedNow(rawChange(raw, lines, 'after'))
      const changeSetId = applied.value.changeSetId
      await client.ask('app.state', {})
      const undone = await timed(() => client.ask('history.undo', { changeSetId }))
      if (undone.value.restored !== bulkCount) throw new Error(`undone: ${undone.value.restored}`)
      rawChange(raw, lines, 'before')()
      if (verbose) {
        process.stdout.write(
          `plan ${plan.ms.toFixed(0)} apply ${applied.ms.toFixed(0)} raw ${bare.ms.toFixed(0)} (x${(applied.ms / bare.ms).toFixed(2)}) undo ${undone.ms.toFixed(0)}\n`,
        )
      }
      if (run < 0) continue
      plans.push(plan.ms)
      applies.push(applied.ms)
      raws.push(bare.ms)
      undos.push(undone.ms)
    }
    const apply = median(applies)
    return [
      row(
        'bulk.apply',
        apply,
        median(raws),
        'ms',
        runs,
        `${bulkCount} activities, their change set and flush; raw: the same updates and log rows in one transaction`,
      ),
      row(
        'bulk.plan',
        median(plans),
        apply,
        'ms',
        runs,
        `${bulkCount} spread over ${days} working days, ${clashes} clashes and the load per day worked out; against bulk.apply`,
      ),
      row(
        'bulk.undo',
        median(undos),
        apply,
        'ms',
        runs,
        `every one of ${bulkCount} checked, put back and logged; against bulk.apply`,
      ),
    ]
  } finally {
    raw.close()
    await client.close()
  }
}
