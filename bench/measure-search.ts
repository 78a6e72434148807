// search.typing: three letters typed into the filter of 200,000 contacts, through the local host's HTTP, against the same queries raw on FTS5.
import { join } from 'node:path'
import { wallOf } from '../src-shared/domain/local-time.ts'
import { median, timed, timedNow } from './figures.ts'
import { openRawStore } from './recorded-sql.ts'
import { row, type BenchRow } from './results.ts'
import { openClient } from './window-client.ts'

/** Names, trades, towns and words that are frequent, rare, accented. */
const typed = ['gar', 'mar', 'tal', 'sev', 'lóp', 'zub', 'ógo', 'pan', 'ier', 'nor', 'álv', 'clí']
const runs = 9
const limit = 200

export async function measureSearch(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const client = await openClient(profile)
  const raw = openRawStore(join(profile, 'store.db'))
  try {
    const sort = { by: 'name', descending: false } as const
    const figures = []
    for (const text of typed) {
      const now = wallOf(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone)
      const rawPage = raw.prepared(raw.steps('contact.first', { filter: { text }, sort, limit, now }))
      const ours: number[] = []
      const others: number[] = []
      let rows = 0
      for (let run = -2; run < runs; run += 1) {
        const page = await timed(() => client.ask('contact.first', { filter: { text }, sort, limit }))
        const reference = timedNow(rawPage)
        rows = page.value.rows.length
        if (run < 0) continue
        ours.push(page.ms)
        others.push(reference.ms)
      }
      figures.push({ text, rows, ours: median(ours), raw: median(others) })
      if (verbose)
        process.stdout.write(`${text} ${rows} rows: ${median(ours).toFixed(1)} raw ${median(others).toFixed(1)}\n`)
    }
    const found = figures.filter(({ rows }) => rows > 0)
    const worst = found.reduce((last, figure) => (figure.ours > last.ours ? figure : last))
    const ratios = found.map((figure) => figure.ours / figure.raw)
    return [
      row(
        'search.typing',
        worst.ours,
        worst.raw,
        'ms',
        runs,
        `worst p50 of ${found.length} beginnings: "${worst.text}" (${worst.rows} rows shown); worst ratio of any ${Math.max(...ratios).toFixed(2)}`,
      ),
    ]
  } finally {
    raw.close()
    await client.close()
  }
}
