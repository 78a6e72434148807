// reminders.tick: finding what is due among 200,000 reminders, against the same rows by one indexed query. In one thread: what a tick asks of the store.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openConnection } from '../src-main/store/database.ts'
import { migrate } from '../src-main/store/migrate.ts'
import { reads } from '../src-main/store/operations.ts'
import { readStoreOf } from '../src-main/store/read-store.ts'
import { median, timedNow } from './figures.ts'
import { row, type BenchRow } from './results.ts'

const total = 200_000
const dueNow = 20
const runs = 41
const now = Date.UTC(2026, 2, 10, 9, 0)

export async function measureReminders(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-bench-reminders-'))
  const connection = openConnection(join(folder, 'store.db'), 'writer')
  try {
    const { raw } = connection
    raw.pragma('synchronous = OFF')
    migrate(raw)
    raw.exec(`BEGIN; INSERT INTO user (id, name) VALUES ('u', 'Marta'); INSERT INTO activity_type (id, builtin) VALUES ('t', 'call')`)
    // Half are long done with, a few are due, the rest lies ahead.
    raw.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${total})
      INSERT INTO activity (id, type_row, subject, starts_on, starts_time, zone, starts_utc, state, owner_row, author_row, created_at)
      SELECT 'a' || i, 1, 'Llamada ' || i, '2026-03-10', '10:00', 'Europe/Madrid', ${now} + (i - ${total / 2}) * 60000, 'planned', 1, 1, 0 FROM n`)
    raw.exec(`INSERT INTO reminder (id, activity_row, minutes_before) SELECT 'r' || row_id, row_id, 0 FROM activity`)
    raw.exec(`UPDATE reminder_watch SET handled_key = fire_key WHERE reminder_row <= ${total / 2 - dueNow}; COMMIT; ANALYZE`)
    const read = readStoreOf(connection)
    const plain = raw.prepare(
      `SELECT r.id, a.* FROM reminder_watch w INDEXED BY reminder_watch_utc JOIN reminder r ON r.row_id = w.reminder_row JOIN activity a ON a.row_id = r.activity_row
       WHERE w.is_waiting = 1 AND w.due_utc IS NOT NULL AND w.due_utc <= ? ORDER BY a.sort_key LIMIT 200`,
    )
    const ours: number[] = []
    const others: number[] = []
    let found = 0
    for (let run = -5; run < runs; run += 1) {
      const mine = timedNow(() => reads['reminder.due'](read, { now, wall: '2026-03-10T10:00', me: 'u' }))
      const reference = timedNow(() => plain.all(now))
      found = mine.value.length
      if (run < 0) continue
      ours.push(mine.ms)
      others.push(reference.ms)
    }
    return [row('reminders.tick', median(ours), median(others), 'ms', runs, `${found} due among ${total.toLocaleString('en')} reminders, with what is shown of each`)]
  } finally {
    connection.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
