// search.all: three letters typed into the box that finds everything, over contacts, activities and 50,000 mails, ranked, grouped, with snippets, through the
// local host's HTTP, against the same FTS5 queries raw.
import { join } from 'node:path'
import { median, timed, timedNow } from './figures.ts'
import { fillMails } from './measure-mail-search.ts'
import { openRawStore } from './recorded-sql.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf } from './stores.ts'
import { openClient } from './window-client.ts'

/** Names, trades, towns and words that are frequent, rare, accented. */
const typed = ['gar', 'mar', 'tal', 'sev', 'lóp', 'pre', 'ped', 'cam', 'álv', 'ace']
const runs = 15
const limit = 6

export async function measureSearchAll(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const own = copyOf(profile, 'search-all')
  fillMails(join(own, 'store.db'))
  const client = await openClient(own)
  const raw = openRawStore(join(own, 'store.db'))
  try {
    const me = (await client.ask('settings.get', {})).settings.me ?? ''
    const figures = []
    for (const text of typed) {
      const input = { text, limit, me, country: 'ES' }
      const reference = raw.prepared(raw.steps('search.all', input))
      const ours: number[] = []
      const others: number[] = []
      let found = 0
      for (let run = -4; run < runs; run += 1) {
        const answer = await timed(() => client.ask('search.all', { text, limit }))
        const plain = timedNow(reference)
        found = answer.value.contacts.total + answer.value.activities.total + answer.value.mails.total
        if (run < 0) continue
        ours.push(answer.ms)
        others.push(plain.ms)
      }
      figures.push({ text, found, ours: median(ours), raw: median(others) })
      if (verbose) process.stdout.write(`${text} ${found} found: ${median(ours).toFixed(1)} raw ${median(others).toFixed(1)}\n`)
    }
    const some = figures.filter(({ found }) => found > 0)
    const worst = some.reduce((last, figure) => (figure.ours > last.ours ? figure : last))
    const ratios = some.map((figure) => figure.ours / figure.raw)
    return [row('search.all', worst.ours, worst.raw, 'ms', runs, `worst p50 of ${some.length} beginnings: "${worst.text}"; worst ratio of any ${Math.max(...ratios).toFixed(2)}`)]
  } finally {
    raw.close()
    await client.close()
  }
}
