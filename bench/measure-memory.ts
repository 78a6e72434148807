// memory.core: peak memory of the program's core (the local host's process: server, writer and readers) after opening, listing and one bulk change
// of 10,000, against a bare process after the same SQL. Linux only: the peak is VmHWM of /proc.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays } from '../src-shared/domain/local-time.ts'
import { median } from './figures.ts'
import { filterForStore } from './matrix.ts'
import { bulkSelection, spreadPlan } from './measure-bulk.ts'
import { openRawStore, type Step } from './recorded-sql.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf, workFolder } from './stores.ts'
import { openClient } from './window-client.ts'

const runs = 5
const sort = { by: 'date', descending: true } as const
const deepPages = [400_000, 10_000, 900_000, 1]
const firstDay = '2027-01-11'

async function ours(profile: string): Promise<number> {
  const client = await openClient(profile)
  try {
    await client.ask('activity.first', { filter: { done: 'all' }, sort, limit: 200 })
    const { snapshotId } = await client.ask('activity.snapshot', { filter: { done: 'all' }, sort })
    for (const from of deepPages) await client.ask('activity.page', { snapshotId, from, count: 200 })
    const ids = await bulkSelection(client)
    const { planId } = await client.ask('bulk.plan', spreadPlan(ids, firstDay))
    const { changed } = await client.ask('bulk.apply', { planId, reasonId: null, reasonText: '' })
    if (changed !== ids.length) throw new Error(`changed ${changed}`)
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${client.process.child.pid ?? 0}/status`, 'utf8'))?.[1]
    return Number(peak) / 1024
  } finally {
    await client.close()
  }
}

/** The reads of `ours` as SQL. */
function sameReads(profile: string): { reads: Step[]; rows: number[] } {
  const raw = openRawStore(join(profile, 'store.db'))
  try {
    const all = filterForStore(raw, { done: 'all' }, Date.now())
    const open = filterForStore(raw, { done: 'open' }, Date.now())
    const order = raw.steps('activity.order', { filter: all, sort })
    const openOrder = raw.steps('activity.order', { filter: open, sort: { by: 'date', descending: false } })
    const keysOf = (steps: readonly Step[]): number[] => {
      const last = steps.at(-1)
      return last === undefined
        ? []
        : (raw.connection.raw
            .prepare(last.sql)
            .pluck()
            .all(...last.parameters) as number[])
    }
    const allKeys = keysOf(order)
    const rows = keysOf(openOrder).slice(0, 10_000)
    const week = {
      workingDays: [true, true, true, true, true, false, false],
      hours: [{ from: '09:00', to: '18:00' }],
      holidays: new Map<string, string>(),
    }
    const plan = raw.steps('bulk.plan', {
      of: 'activities',
      rows,
      change: { mode: 'spread', from: firstDay, days: 20, perDay: 500, countExisting: false },
      respect: { weekends: true, holidays: false, hours: false },
      week,
      replaces: null,
    })
    const reads = [
      ...raw.steps('activity.first', { filter: all, sort, limit: 200 }),
      ...order,
      ...deepPages.flatMap((from) => raw.steps('activity.lines', { keys: allKeys.slice(from, from + 200) })),
      ...openOrder,
      ...plan,
    ]
    return { reads, rows }
  } finally {
    raw.close()
  }
}

export async function measureMemory(profile: string, verbose: boolean): Promise<BenchRow[]> {
  if (!existsSync('/proc/self/status')) throw new Error('needs Linux: the peak is read from /proc')
  const { reads, rows } = sameReads(profile)
  const stepsFile = join(workFolder, 'memory-steps.json')
  const days = Array.from({ length: 28 }, (_, n) => addDays(firstDay, n)).filter((_, n) => n % 7 < 5)
  writeFileSync(stepsFile, JSON.stringify({ cacheKilobytes: 16_000, reads, rows, days }))
  const our: number[] = []
  const bare: number[] = []
  for (let run = 0; run < runs; run += 1) {
    our.push(await ours(copyOf(profile, 'memory-ours')))
    const done = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'bare-core.ts'), join(copyOf(profile, 'memory-bare'), 'store.db'), stepsFile],
      { encoding: 'utf8' },
    )
    if (done.status !== 0) throw new Error(`the bare process failed: ${done.stderr}`)
    bare.push(Number(done.stdout) / 1024)
    if (verbose) process.stdout.write(`peak ${our.at(-1)?.toFixed(0)} bare ${bare.at(-1)?.toFixed(0)}\n`)
  }
  return [row('memory.core', median(our), median(bare), 'MB', runs, 'peak resident memory; at most 300 MB as well')]
}
