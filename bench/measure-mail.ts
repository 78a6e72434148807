// mail.import, mail.import.big, busy.list: folders of generated mails through the whole core (store, vault and two parse workers, as the hosts run it),
// against reading the same files with the parser alone, on one thread. Both read warm files; which of them goes first changes from run to run.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { importDriver } from '../build/test-imports.ts'
import { startCore, type TestCore } from '../build/test-core.ts'
import { createMailParser } from '../src-main/mail/mail-parser.ts'
import { openConnection } from '../src-main/store/database.ts'
import { median, percentile, timed } from './figures.ts'
import { writeMails } from './generated-mails.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf, workFolder } from './stores.ts'

const runs = 5
const busyMails = 5000
const listPauseMs = 10

interface Kind {
  id: 'mail.import' | 'mail.import.big'
  count: number
  from: number
  to: number
  note: string
}
const kinds: Kind[] = [
  { id: 'mail.import', count: 1000, from: 3000, to: 60_000, note: 'files of 3 to 60 kB from a folder: kept and flushed, in the store with their search, half of them filed under their contact' },
  { id: 'mail.import.big', count: 50, from: 5_000_000, to: 5_000_000, note: 'files of 5 MB, the same' },
]

function knownAddresses(profile: string): string[] {
  const connection = openConnection(join(profile, 'store.db'), 'reader')
  try {
    return connection.raw.prepare(`SELECT key FROM contact_point WHERE kind = 'mail' LIMIT 2000`).pluck().all() as string[]
  } finally {
    connection.close()
  }
}

async function importAll(core: TestCore, folder: string, count: number): Promise<void> {
  const { run } = importDriver(() => core)
  const { counts } = await run([folder], { filesClear: true })
  if (counts.taken + counts.waiting !== count) throw new Error(`not all were taken in: ${JSON.stringify(counts)}`)
}

async function measureKind(profile: string, kind: Kind, verbose: boolean): Promise<BenchRow> {
  const own = copyOf(profile, `mail-${kind.id}`)
  const known = knownAddresses(own)
  const core = await startCore(own, { now: Date.now })
  const alone = createMailParser({ workerUrl: new URL('../src-main/mail/parse-worker.ts', import.meta.url), workers: 1 })
  const mails = join(workFolder, 'mails')
  const ours: number[] = []
  const references: number[] = []
  try {
    for (let run = -1; run < runs; run += 1) {
      // Each run's mails stay until the end: for minutes ext4 makes new files slowly where many were just deleted.
      const folder = join(mails, String(run + 1))
      const paths = writeMails({ folder, count: kind.count, from: kind.from, to: kind.to, seed: 1000 + run, known })
      const parse = async (): Promise<void> => {
        for (const path of paths) await alone.parse({ path }, 'x.eml')
      }
      const first = run % 2 === 0 ? null : await timed(parse)
      const imported = await timed(() => importAll(core, folder, kind.count))
      const parsed = first ?? (await timed(parse))
      if (verbose) process.stdout.write(`${kind.id} ${imported.ms.toFixed(0)} against ${parsed.ms.toFixed(0)} (x${(imported.ms / parsed.ms).toFixed(2)})\n`)
      if (run < 0) continue
      ours.push(imported.ms)
      references.push(parsed.ms)
    }
  } finally {
    await core.close()
    await alone.close()
    rmSync(mails, { recursive: true, force: true })
    rmSync(own, { recursive: true, force: true })
  }
  return row(kind.id, median(ours), median(references), 'ms', runs, `${kind.count} ${kind.note}; reference: the same files read by the parser alone on one thread`)
}

/** First pages, one every few milliseconds, until told to stop. */
async function listUntil(core: TestCore, isOver: (asked: number) => boolean): Promise<number[]> {
  const figures: number[] = []
  const sorts = ['date', 'contact', 'owner'] as const
  while (!isOver(figures.length)) {
    const by = sorts[figures.length % sorts.length] ?? 'date'
    figures.push((await timed(() => core.ask('activity.first', { filter: { done: 'all' }, sort: { by, descending: false }, limit: 200 }))).ms)
    await new Promise((resolve) => setTimeout(resolve, listPauseMs))
  }
  return figures
}

async function measureBusy(profile: string, verbose: boolean): Promise<BenchRow> {
  const own = copyOf(profile, 'mail-busy')
  const core = await startCore(own, { now: Date.now })
  const folder = join(workFolder, 'mails')
  mkdirSync(folder, { recursive: true })
  try {
    writeMails({ folder, count: busyMails, from: 3000, to: 60_000, seed: 77, known: knownAddresses(own) })
    await listUntil(core, (asked) => asked >= 60)
    const idle = await listUntil(core, (asked) => asked >= 300)
    let isDone = false
    const importing = importAll(core, folder, busyMails).finally(() => (isDone = true))
    const busy = await listUntil(core, () => isDone)
    await importing
    if (verbose) process.stdout.write(`busy.list ${percentile(busy, 0.95).toFixed(1)} (n ${busy.length}) against ${percentile(idle, 0.95).toFixed(1)}\n`)
    return row('busy.list', percentile(busy, 0.95), percentile(idle, 0.95), 'ms', busy.length, `first page of activities at the 95th percentile while ${busyMails} mails are taken in, against the same while nothing else is done`)
  } finally {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
    rmSync(own, { recursive: true, force: true })
  }
}

export async function measureMail(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const kind of kinds) rows.push(await measureKind(profile, kind, verbose))
  rows.push(await measureBusy(profile, verbose))
  return rows
}
