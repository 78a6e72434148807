// The reference of memory.core: a bare Node process with better-sqlite3 and the program's cache size, which executes the same reads and the same bulk
// change on its own copy of the store and prints its peak memory in kB. Started by measure-memory.ts; imports nothing of the program.
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'

const [path, stepsFile] = process.argv.slice(2)
if (path === undefined || stepsFile === undefined) throw new Error('say the store and the file of the steps')
interface Work {
  cacheKilobytes: number
  reads: { sql: string; parameters: unknown[]; kind: 'all' | 'get' | 'pluck' }[]
  rows: number[]
  days: string[]
}
const work = JSON.parse(readFileSync(stepsFile, 'utf8')) as Work
const db = new Database(path)
for (const setting of [
  'foreign_keys = ON',
  `cache_size = -${work.cacheKilobytes}`,
  'temp_store = MEMORY',
  'journal_mode = WAL',
  'synchronous = FULL',
])
  db.pragma(setting)
for (const { sql, parameters, kind } of work.reads) {
  const statement = db.prepare(sql)
  if (kind === 'get') statement.get(...parameters)
  else (kind === 'pluck' ? statement.pluck() : statement).all(...parameters)
}
interface Line {
  id: string
  starts_on: string
  starts_utc: number | null
  moved_count: number
}
const read = db.prepare('SELECT id, starts_on, starts_utc, moved_count FROM activity WHERE row_id = ?')
const update = db.prepare(
  'UPDATE activity SET starts_on = ?, starts_utc = ?, moved_count = ?, revision = revision + 1 WHERE row_id = ?',
)
const log = db.prepare(
  `INSERT INTO change (set_row, record_table, record_id, kind, before, after) VALUES ((SELECT max(row_id) FROM change_set), 'activity', ?, 'update', ?, ?)`,
)
db.exec('BEGIN IMMEDIATE')
for (const [index, row] of work.rows.entries()) {
  const line = read.get(row) as Line
  const day = work.days[index % work.days.length] ?? line.starts_on
  const utc = line.starts_utc === null ? null : line.starts_utc + Date.parse(day) - Date.parse(line.starts_on)
  update.run(day, utc, line.moved_count + 1, row)
  log.run(
    line.id,
    JSON.stringify({ startsOn: line.starts_on, startsUtc: line.starts_utc, movedCount: line.moved_count }),
    JSON.stringify({ startsOn: day, startsUtc: utc, movedCount: line.moved_count + 1 }),
  )
}
db.exec('COMMIT')
const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
process.stdout.write(`${peak ?? ''}\n`)
db.close()
