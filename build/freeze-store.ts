// Makes the frozen store of version 10: a store as the first released program left it, with 10,000 activities and their history. Run once when a
// version is released (`node build/freeze-store.ts`); the file it writes is never made again. Plain SQL: today's pipeline writes today's columns.
import { rmSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { migrations } from '../migrations/index.ts'
import { createRandom } from '../src-main/sample/random.ts'

const version = 10
const path = join(tmpdir(), `maletin-freeze-${process.pid}.db`)
const db = new Database(path)
db.exec('BEGIN')
for (const migration of migrations) if (migration.version <= version) for (const statement of migration.statements) db.exec(statement)
db.pragma(`user_version = ${version}`)
const random = createRandom(10)
const at = Date.UTC(2026, 0, 5)
let made = 0
/** Ids in order, so that the frozen file stays small. */
const id = (): string => {
  made += 1
  return `019b8b4e-0000-7000-8000-${made.toString(16).padStart(12, '0')}`
}
const insert = (table: string, values: Record<string, string | number | null>): void => {
  const columns = Object.keys(values)
  db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...Object.values(values))
}
let changeRow = 0
let setRow = 0
const logSet = (command: string, changes: [table: string, id: string, kind: string, before: object | null, after: object | null][]): void => {
  setRow += 1
  insert('change_set', {
    row_id: setRow, id: id(), at: at + setRow, clock: `${(at + setRow).toString(36).padStart(9, '0')}.0000.frozen`, device_id: 'frozen', user_id: userId, command, source: 'window',
    first_change: changeRow + 1, change_count: changes.length,
  })
  for (const [table, record, kind, before, after] of changes) {
    changeRow += 1
    insert('change', {
      row_id: changeRow, set_row: setRow, record_table: table, record_id: record, kind, before: before && JSON.stringify(before), after: after && JSON.stringify(after),
    })
  }
}
const userId = id()
insert('store_info', { id: 'device', value: 'frozen' })
insert('user', { id: userId, name: 'Marta Vidal', mail: 'marta.vidal@nortesur.example', color: '#0f766e' })
const typeId = id()
insert('activity_type', { id: typeId, builtin: 'visit', icon: 'map-marker', color: '#0f766e', position: 0 })
insert('setting', { id: 'me', value: JSON.stringify(userId) })
const records: Parameters<typeof logSet>[1] = [
  ['user', userId, 'insert', null, { name: 'Marta Vidal', mail: 'marta.vidal@nortesur.example', color: '#0f766e', hours: null, isActive: true }],
  ['activity_type', typeId, 'insert', null, {
    builtin: 'visit', name: null, icon: 'map-marker', color: '#0f766e', defaultMinutes: null, inCalendar: true, isPrivate: false, position: 0, isArchived: false,
  }],
  ['setting', 'me', 'insert', null, { value: userId }],
]
const companies: string[] = []
for (let n = 0; n < 500; n += 1) {
  const company = id()
  companies.push(company)
  const name = `Talleres Ficticios ${n}`
  insert('contact', { id: company, kind: 'company', relation: 'customer', name, sort_key: name.toLowerCase(), created_at: at })
  records.push(['contact', company, 'insert', null, {
    kind: 'company', relation: 'customer', name, givenName: '', familyName: '', sortKey: name.toLowerCase(), taxId: null, taxCountry: 'ES', taxKey: null, ownerId: null, notes: '',
    birthday: null, anniversary: null, createdAt: at, binnedAt: null,
  }])
}
const activities: { id: string; on: string }[] = []
for (let n = 0; n < 10_000; n += 1) {
  const activity = id()
  const on = `2026-0${1 + (n % 9)}-${String(1 + (n % 28)).padStart(2, '0')}`
  const company = random.pick(companies)
  activities.push({ id: activity, on })
  insert('activity', {
    id: activity, type_row: 1, subject: `Visita ${n}`, company_row: companies.indexOf(company) + 1, starts_on: on, zone: 'Europe/Madrid', state: 'planned', owner_row: 1, author_row: 1, created_at: at,
  })
  records.push(['activity', activity, 'insert', null, {
    typeId, subject: `Visita ${n}`, companyId: company, personId: null, startsOn: on, startsTime: null, durationMinutes: null, endsOn: null, zone: 'Europe/Madrid', startsUtc: null,
    state: 'planned', priority: 1, direction: null, ownerId: userId, authorId: userId, place: '', notes: '', resultId: null, closedAt: null, cancelReason: null, followsId: null,
    createdAt: at, binnedAt: null,
  }])
}
logSet('sample.fill', records)
// Three bulk changes: some were moved once, some twice, some three times.
for (let round = 0; round < 3; round += 1) {
  const moved: Parameters<typeof logSet>[1] = []
  for (const activity of activities.slice(0, 900 - round * 300)) {
    const to = activity.on.replace(/^2026/, String(2027 + round))
    const from = round === 0 ? activity.on : activity.on.replace(/^2026/, String(2026 + round))
    db.prepare('UPDATE activity SET starts_on = ?, revision = revision + 1 WHERE id = ?').run(to, activity.id)
    moved.push(['activity', activity.id, 'update', { startsOn: from }, { startsOn: to }])
  }
  logSet('bulk.apply', moved)
}
db.exec('COMMIT')
db.exec('VACUUM')
db.close()
const target = resolve(import.meta.dirname, `../migrations/frozen/version-${version}.db.gz`)
writeFileSync(target, gzipSync(readFileSync(path), { level: 9 }))
rmSync(path)
process.stdout.write(`${target}\n`)
