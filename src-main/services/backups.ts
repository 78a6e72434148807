// Backups by themselves, kept in a rotation, each proved by reopening it (SEC-2). Core thread; the copying runs on a store thread.
import { randomUUID } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BackupInfo } from '../../src-shared/contract/app.ts'
import { wallOf } from '../../src-shared/domain/local-time.ts'
import { asDiskFault } from '../../src-shared/disk-faults.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { BackupProof, Store } from '../store/store.ts'
import { storeFile } from './profile.ts'

const keptDaily = 14
const dayMs = 24 * 60 * 60 * 1000

interface Proof {
  at: number
  provedAt: number
  counts: { contacts: number; activities: number }
}

function folderOf(profile: string): string {
  const folder = join(profile, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

function proofOf(path: string): Proof | null {
  const note = `${path}.json`
  if (!existsSync(note)) return null
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Proof
  } catch (error) {
    // Cut off by a power loss: the backup itself is there, only unproved.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Newest first. */
export function listBackups(profile: string): BackupInfo[] {
  const folder = folderOf(profile)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => {
      const path = join(folder, name)
      const proof = proofOf(path)
      const stat = statSync(path)
      return {
        name,
        at: proof?.at ?? Math.round(stat.mtimeMs),
        size: stat.size,
        provedAt: proof?.provedAt ?? null,
        counts: proof?.counts ?? null,
      }
    })
    .sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1))
}

/** Makes and proves one backup, then drops what the rotation no longer keeps. `label`: `daily`, `by-hand`, `before-upgrade`, `before-restore`. */
export async function makeBackup(
  profile: string,
  store: Pick<Store, 'backup'>,
  label: string,
  now: number,
  zone: string,
): Promise<BackupInfo> {
  const { on, time } = wallOf(now, zone)
  const stem = `${on}-${time.replace(':', '')}-${label}`
  const folder = folderOf(profile)
  let name = `${stem}.db`
  for (let n = 2; existsSync(join(folder, name)); n += 1) name = `${stem}-${n}.db`
  const path = join(folder, name)
  const { contacts, activities } = await store.backup(path)
  const proof: Proof = { at: now, provedAt: now, counts: { contacts, activities } }
  writeFileSync(`${path}.json`, JSON.stringify(proof))
  rotate(profile)
  return { name, at: now, size: statSync(path).size, provedAt: now, counts: proof.counts }
}

function rotate(profile: string): void {
  const daily = listBackups(profile).filter((backup) => backup.name.includes('-daily'))
  for (const old of daily.slice(keptDaily)) {
    const path = join(folderOf(profile), old.name)
    rmSync(path, { force: true })
    rmSync(`${path}.json`, { force: true })
  }
}

/** True when the last backup is older than a day. */
export function isBackupDue(profile: string, now: number): boolean {
  const newest = listBackups(profile)[0]
  return newest === undefined || now - newest.at >= dayMs
}

const restoring = `${storeFile}.restoring-`

/** What a restore that did not end left behind. */
export function dropUnfinishedRestores(profile: string): void {
  for (const name of existsSync(profile) ? readdirSync(profile) : [])
    if (name.startsWith(restoring)) rmSync(join(profile, name), { force: true })
}

/**
 * A flushed and proved copy of a backup beside the store, to be put in its place; nothing else is changed. Rejects with `not_found`, `disk_full`,
 * `store_damaged` or `store_from_future`; then no copy is left.
 */
export async function stageBackup(
  profile: string,
  name: string,
  prove: (path: string) => Promise<BackupProof>,
): Promise<string> {
  const source = join(folderOf(profile), basename(name))
  if (basename(name) !== name || !name.endsWith('.db') || !existsSync(source))
    throw new KnownError('not_found', { table: 'backup', id: name })
  const staged = join(profile, `${restoring}${randomUUID()}`)
  try {
    await copyFile(source, staged)
    await prove(staged)
    const file = await open(staged, 'r+')
    await file.sync()
    await file.close()
  } catch (error) {
    rmSync(staged, { force: true })
    throw asDiskFault(error, profile)
  } finally {
    for (const end of ['-wal', '-shm']) rmSync(staged + end, { force: true })
  }
  return staged
}

/**
 * The damaged or replaced store is set aside beside the new one, never deleted (SEC-1). At every moment there is a store under its name: a fall of the
 * program in between never leaves a place where an empty one would be made. The store must be closed.
 */
export function putInPlace(profile: string, staged: string, now: number): void {
  const target = join(profile, storeFile)
  const aside = join(profile, `set-aside-${now}-${storeFile}`)
  if (existsSync(target)) {
    try {
      linkSync(target, aside)
    } catch {
      // A file system without hard links.
      copyFileSync(target, aside)
    }
  }
  for (const end of ['-wal', '-shm']) if (existsSync(target + end)) renameSync(target + end, aside + end)
  renameSync(staged, target)
}
