// next.queue: the due list with rhythm, last and next contact, through, against our own first page of the activities. next.step: closing one contact of a session
// and showing the next one, through, against the same rows as bare statements in one transaction with FULL sync on a copy of the same store.
import { join } from 'node:path'
import { dueStates } from '../src-shared/contract/contacts.ts'
import { openConnection } from '../src-main/store/database.ts'
import { median, timed, timedNow } from './figures.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf } from './stores.ts'
import { openClient } from './window-client.ts'

const pageRows = 200
const runs = 17
const steps = 60

/** What a step writes: the closed activity, the next one, the session's item, and the log of the three, without the program. */
function rawStep(path: string): { step: (activityRow: number) => void; rows: number[]; close: () => void } {
  const { raw } = openConnection(path, 'writer')
  const rows = raw.prepare('SELECT row_id FROM activity WHERE is_open = 1 ORDER BY sort_key LIMIT ?').pluck().all(steps) as number[]
  raw.exec(`INSERT INTO session (id, name, owner_row, created_at) VALUES ('raw', 'raw', 1, 0)`)
  raw.exec(`INSERT INTO session_item (id, session_row, contact_row, position, state) SELECT 'raw-' || row_id, 1, row_id, row_id, 'waiting' FROM contact LIMIT ${steps}`)
  const columns = 'type_row, subject, company_row, person_row, zone, owner_row, author_row, priority'
  const statements = [
    `UPDATE activity SET state = 'done', result_row = 1, closed_at = '2026-03-10T10:00', notes = 'x', revision = revision + 1 WHERE row_id = ?`,
    `INSERT INTO activity (id, ${columns}, starts_on, state, follows_row, created_at) SELECT 'raw-' || row_id, ${columns}, '2027-03-10', 'planned', row_id, 0 FROM activity WHERE row_id = ?`,
    `UPDATE session_item SET state = 'done', revision = revision + 1 WHERE row_id = (SELECT min(row_id) FROM session_item WHERE state = 'waiting' AND ? > 0)`,
    `INSERT INTO change_set (id, at, clock, device_id, command, source, first_change, change_count) SELECT 'raw-' || ?, 0, '', '', 'session.step', 'raw', max(row_id) + 1, 3 FROM change`,
    ...[1, 2, 3].map((n) => `INSERT INTO change (set_row, record_table, record_id, kind, before, after) SELECT max(row_id), 'activity', 'raw-${n}-' || ?, 'update', '{}', '{"state":"done"}' FROM change_set`),
  ].map((sql) => raw.prepare(sql))
  return {
    rows,
    step: (activityRow) => {
      raw.exec('BEGIN IMMEDIATE')
      for (const statement of statements) statement.run(activityRow)
      raw.exec('COMMIT')
    },
    close: () => raw.close(),
  }
}

export async function measureNext(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const ours = copyOf(profile, 'next')
  const client = await openClient(ours)
  try {
    const reference = () => client.ask('activity.first', { filter: { done: 'open', owners: ['me'] }, sort: { by: 'date', descending: false }, limit: pageRows })
    let worst = { due: '', ours: 0, reference: 1 }
    for (const due of dueStates) {
      const mine: number[] = []
      const others: number[] = []
      for (let run = -2; run < runs; run += 1) {
        const queue = await timed(() => client.ask('contact.first', { filter: { due }, sort: { by: due === 'none' ? 'last' : 'next', descending: false }, limit: pageRows }))
        const page = await timed(reference)
        if (run < 0) continue
        mine.push(queue.ms)
        others.push(page.ms)
      }
      if (verbose) process.stderr.write(`  ${due}: ${median(mine).toFixed(2)} ms against ${median(others).toFixed(2)} ms\n`)
      if (median(mine) / median(others) > worst.ours / worst.reference) worst = { due, ours: median(mine), reference: median(others) }
    }

    const { snapshotId } = await client.ask('contact.snapshot', { filter: { due: 'overdue' }, sort: { by: 'next', descending: false } })
    const { ids } = await client.ask('list.idsInRange', { snapshotId, from: 0, to: steps })
    const { id } = await client.ask('session.create', { selection: { base: null, except: [], ids }, name: 'bench' })
    const bare = rawStep(join(copyOf(profile, 'next-raw'), 'store.db'))
    const { items } = await client.ask('session.get', { id })
    const { lists } = await client.ask('settings.get', {})
    const resultId = lists.results[0]?.id ?? ''
    const typeId = lists.types[0]?.id ?? ''
    const mine: number[] = []
    const others: number[] = []
    let card = await client.ask('session.card', { contactId: items[0]?.contactId ?? '' })
    for (const [index, item] of items.entries()) {
      const following = items[index + 1]
      if (following === undefined) break
      const step = await timed(async () => {
        await client.ask('session.step', {
          itemId: item.id,
          activityId: card.dueId,
          record: card.dueId === null ? { typeId, subject: 'Llamada', on: '2026-03-10', time: '10:00' } : null,
          closing: { resultId, closedAt: '2026-03-10T10:00', note: 'Hablado' },
          next: { on: '2027-03-10', time: null, durationMinutes: null, until: null, zone: 'Europe/Madrid', typeId: null, subject: null },
        })
        return client.ask('session.card', { contactId: following.contactId })
      })
      card = step.value
      const plain = timedNow(() => bare.step(bare.rows[index] ?? 0))
      if (index < 3) continue
      mine.push(step.ms)
      others.push(plain.ms)
    }
    bare.close()
    return [
      row('next.queue', worst.ours, worst.reference, 'ms', runs, `200 contacts with rhythm, last and next contact; worst of the tabs: ${worst.due}`),
      row('next.step', median(mine), median(others), 'ms', mine.length, 'closed, followed up, marked, and the next card read, in two calls'),
    ]
  } finally {
    await client.close()
  }
}
