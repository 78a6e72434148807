// The rotation of backups (SEC-2): each kind by itself, and never without the newest one that was proved. Real stores, real copies.
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { storeWorker } from '../../build/thread-entries.ts'
import type { BackupInfo } from '../../src-shared/contract/app.ts'
import { openStore, proveStore, type Store } from '../store/store.ts'
import { dropUnfinished, isBackupDue, listBackups, makeBackup, proveReplaced } from './backups.ts'

const zone = 'Europe/Madrid'
const begin = Date.UTC(2026, 2, 10, 9)
const day = 24 * 60 * 60 * 1000
let source: string
let store: Store
let profile: string

beforeAll(async () => {
  source = mkdtempSync(join(tmpdir(), 'maletin-backed-up-'))
  store = await openStore({ path: join(source, 'store.db'), workerUrl: storeWorker, now: () => begin })
})
afterAll(async () => {
  await store.close()
  rmSync(source, { recursive: true, force: true })
})
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'maletin-backups-'))
})
afterEach(() => rmSync(profile, { recursive: true, force: true }))

const make = (kind: BackupInfo['kind'], days: number): Promise<BackupInfo> => makeBackup(profile, store, kind, begin + days * day, zone)
const keptDays = (kind: BackupInfo['kind']): number[] =>
  listBackups(profile)
    .filter((backup) => backup.kind === kind)
    .map(({ at }) => (at - begin) / day)

it('keeps the newest of each kind, and those before upgrades are not pushed out by daily ones', async () => {
  for (let n = 0; n < 7; n += 1) await make('before-upgrade', n)
  for (let n = 7; n < 23; n += 1) await make('daily', n)
  for (let n = 23; n < 35; n += 1) await make('by-hand', n)
  expect(keptDays('before-upgrade')).toEqual([6, 5, 4, 3, 2])
  expect(keptDays('daily')).toEqual(Array.from({ length: 14 }, (_, n) => 22 - n))
  expect(keptDays('by-hand')).toEqual(Array.from({ length: 10 }, (_, n) => 34 - n))
  // Notes of proofs go with what they prove.
  expect(readdirSync(join(profile, 'backups')).filter((name) => name.endsWith('.json'))).toHaveLength(29)
})

it('never drops the newest proved one, however many came after it that do not pass', async () => {
  const proved = await make('before-restore', 0)
  for (let n = 1; n <= 5; n += 1) {
    const path = join(profile, 'backups', `2026-03-1${n}-0900-before-restore.db`)
    writeFileSync(path, 'not what a store looks like')
    utimesSync(path, (begin + n * day) / 1000, (begin + n * day) / 1000)
    await expect(proveReplaced(profile, path, begin + n * day, (of) => proveStore(of, storeWorker))).rejects.toMatchObject({ code: 'store_damaged' })
  }
  expect(listBackups(profile).map(({ name, provedAt }) => [name.slice(0, 10), provedAt !== null])).toEqual([
    ['2026-03-15', false],
    ['2026-03-14', false],
    ['2026-03-13', false],
    [proved.name.slice(0, 10), true],
  ])
})

it('keeps the one just made when the clock was put back since the others', async () => {
  for (let n = 100; n < 115; n += 1) await make('daily', n)
  const made = await make('daily', 0)
  expect(existsSync(join(profile, 'backups', made.name))).toBe(true)
})

it('is due when none of the last day was proved, also after the clock was put back', async () => {
  expect(isBackupDue(profile, begin)).toBe(true)
  const { name } = await make('daily', 0)
  expect(isBackupDue(profile, begin + day - 1)).toBe(false)
  expect(isBackupDue(profile, begin + day)).toBe(true)
  expect(isBackupDue(profile, begin - day)).toBe(true)
  writeFileSync(join(profile, 'backups', `${name}.json`), '{"at":17')
  expect(isBackupDue(profile, begin + 1)).toBe(true)
})

it('two of one minute stand beside each other', async () => {
  const names = [(await make('by-hand', 0)).name, (await make('by-hand', 0)).name]
  expect(new Set(names).size).toBe(2)
  expect(listBackups(profile)).toHaveLength(2)
})

it('what a fall of the program left half copied is cleared away', async () => {
  const { name } = await make('daily', 0)
  writeFileSync(join(profile, 'backups', '2026-03-11-0900-daily.db.part'), 'half')
  dropUnfinished(profile)
  expect(readdirSync(join(profile, 'backups')).sort()).toEqual([name, `${name}.json`])
})
