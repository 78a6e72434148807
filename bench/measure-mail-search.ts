// mail.search: three words over 50,000 mails, ranked, with snippets, through the local host's HTTP, against the same FTS5 query raw with snippets made from
// the stored text in the same way. The mails are made here: mail_search keeps no text, so both read it from the table.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { mailTextQuery } from '../src-main/store/queries/mail-find.ts'
import { rangesIn, snippetOf, wantedOf } from '../src-main/store/queries/search-marks.ts'
import * as words from '../src-main/sample/words.ts'
import { median, repeatableRandom, timed, timedNow } from './figures.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf } from './stores.ts'
import { openClient } from './window-client.ts'

const mails = 50_000
/** In slices, each a transaction of its own. */
const atOnce = 2000
const shown = 50
const runs = 21
/** Frequent, rare, two letters, accents, a name: as people type. */
const searches = ['presupuesto plazo cliente', 'pe tor ac', 'muestras color nuevo', 'garcia pedido entrega', 'camion nave getafe', 'oferta precio garcía']

export async function measureMailSearch(smallProfile: string, verbose: boolean): Promise<BenchRow[]> {
  const profile = copyOf(smallProfile, 'mail-search')
  fillMails(join(profile, 'store.db'))
  const client = await openClient(profile)
  const raw = new Database(join(profile, 'store.db'), { readonly: true })
  raw.pragma('mmap_size = 0')
  const find = raw.prepare(
    `SELECT m.row_id, m.subject, m.sender_name, substr(m.body_text, 1, 60000) AS body FROM (SELECT rowid FROM mail_search WHERE mail_search MATCH ? AND rank MATCH 'bm25(6.0, 4.0, 1.0, 2.0)' ORDER BY rank LIMIT ${shown}) AS f
     CROSS JOIN mail m ON m.row_id = f.rowid`,
  )
  const count = raw.prepare('SELECT count(*) AS n FROM mail_search WHERE mail_search MATCH ?')
  try {
    const figures = []
    for (const text of searches) {
      const query = mailTextQuery(text) ?? ''
      const ours: number[] = []
      const others: number[] = []
      let total = 0
      for (let run = -6; run < runs; run += 1) {
        const page = await timed(() => client.ask('mail.find', { filter: { text }, order: 'best', conversations: false, count: shown }))
        const reference = timedNow(() => {
          const wanted = wantedOf(text)
          const found = find.all(query) as { subject: string; sender_name: string; body: string }[]
          count.get(query)
          return found.map((one) => [rangesIn(wanted, one.subject), rangesIn(wanted, one.sender_name), snippetOf(wanted, one.body)])
        })
        if (page.value.rows.length !== reference.value.length) throw new Error(`"${text}": ${page.value.rows.length} rows, ${reference.value.length} raw`)
        total = page.value.total
        if (run < 0) continue
        ours.push(page.ms)
        others.push(reference.ms)
      }
      figures.push({ text, total, ours: median(ours), raw: median(others) })
      if (verbose) process.stdout.write(`"${text}" ${total} found: ${median(ours).toFixed(1)} raw ${median(others).toFixed(1)}\n`)
    }
    const found = figures.filter(({ total }) => total >= shown)
    const worst = found.reduce((last, figure) => (figure.ours / figure.raw > last.ours / last.raw ? figure : last))
    return [row('mail.search', worst.ours, worst.raw, 'ms', runs, `worst ratio of ${found.length} searches: "${worst.text}" (${worst.total} of ${mails} mails, ${shown} with snippets)`)]
  } finally {
    raw.close()
    await client.close()
  }
}

/** Mails of two to thirty sentences from many senders, in threads of up to six. */
export function fillMails(path: string): void {
  const store = new Database(path)
  const random = repeatableRandom(50)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  const extra = ['camión', 'nave de Getafe', 'tornillería inoxidable', 'acero galvanizado', 'precio por volumen', 'plazo de entrega', 'oferta revisada', 'presupuesto', 'cliente', 'pedido', 'entrega', 'muestras', 'color nuevo']
  const columns = 'id, message_id, content_hash, thread_key, subject, sender_name, sender_address, recipients, direction, sent_at, taken_in_at, body_text, has_html, attachments, file_sha, file_name, file_size'
  const insert = store.prepare(`INSERT INTO mail (${columns}) VALUES (${columns.split(',').map(() => '?').join(',')})`)
  const subjects = words.subjects.es['email'] ?? ['·']
  const fill = store.transaction((from: number) => {
    for (let n = from; n < Math.min(mails, from + atOnce); n += 1) {
      const name = `${pick(words.givenNames)} ${pick(words.familyNames)}`
      const body = Array.from({ length: 2 + Math.floor(random() * 28) }, () => (random() < 0.2 ? `Sobre ${pick(extra)} y ${pick(extra)}.` : pick(words.sentences.es))).join(' ')
      const at = Date.UTC(2022, 0, 1) + n * 2_400_000
      const attachments = random() < 0.3 ? JSON.stringify([{ index: 0, name: `${pick(extra)}.pdf`, mediaType: 'application/pdf', size: 1000, contentId: null, isInline: false, sha256: '' }]) : '[]'
      insert.run(`bench-mail-${n}`, `<bench-${n}@x>`, `h${n}`, `t${Math.floor(n / (1 + (n % 6)))}`, `${pick(subjects)} ${pick(extra)}`, name, `p${n % 4000}@empresa${n % 900}.example`,
        '{"to":[{"name":"Marta","address":"marta@maletin.example"}],"cc":[],"bcc":[],"replyTo":[]}', n % 3 === 0 ? 'out' : 'in', at, at, body, 0, attachments, '0'.repeat(64), 'a.eml', body.length)
    }
  })
  for (let from = 0; from < mails; from += atOnce) fill(from)
  store.close()
}
