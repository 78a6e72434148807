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

/** How many of each kind the rotation keeps. Each stands in the name of its file. */
const kept: Record<BackupInfo['kind'], number> = { daily: 14, 'by-hand': 10, 'before-upgrade': 5, 'before-restore': 3 }
const kinds = Object.keys(kept) as BackupInfo['kind'][]
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
        kind: kinds.find((kind) => name.includes(`-${kind}`)) ?? 'by-hand',
        at: proof?.at ?? Math.round(stat.mtimeMs),
        size: stat.size,
        provedAt: proof?.provedAt ?? null,
        counts: proof?.counts ?? null,
      }
    })
    .sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1))
}

/** A free path for a backup that is made now. */
function placeFor(profile: string, kind: BackupInfo['kind'], now: number, zone: string): string {
  const { on, time } = wallOf(now, zone)
  const stem = join(folderOf(profile), `${on}-${time.replace(':', '')}-${kind}`)
  let path = `${stem}.db`
  for (let n = 2; existsSync(path); n += 1) path = `${stem}-${n}.db`
  return path
}

function noteProof(path: string, now: number, { contacts, activities }: BackupProof): void {
  writeFileSync(`${path}.json`, JSON.stringify({ at: now, provedAt: now, counts: { contacts, activities } } satisfies Proof))
}

/** Makes and proves one backup, then drops what the rotation no longer keeps. */
export async function makeBackup(
  profile: string,
  store: Pick<Store, 'backup'>,
  kind: BackupInfo['kind'],
  now: number,
  zone: string,
): Promise<BackupInfo> {
  const path = placeFor(profile, kind, now, zone)
  noteProof(path, now, await store.backup(path))
  rotate(profile, basename(path))
  return listBackups(profile).find(({ name }) => name === basename(path)) as BackupInfo
}

/**
 * Keeps the newest of each kind. Never goes: the one just made (the clock may have been put back since the others), and the newest proved one of all.
 */
function rotate(profile: string, made: string): void {
  const backups = listBackups(profile)
  const newestProved = backups.find(({ provedAt }) => provedAt !== null)
  for (const kind of kinds) {
    const old = backups.filter((backup) => backup.kind === kind).slice(kept[kind])
    for (const { name } of old.filter((backup) => backup.name !== made && backup !== newestProved)) {
      const path = join(folderOf(profile), name)
      rmSync(path, { force: true })
      rmSync(`${path}.json`, { force: true })
    }
  }
}

/** True when none of the last day was proved. One of the future was made before the clock was put back. */
export function isBackupDue(profile: string, now: number): boolean {
  return !listBackups(profile).some(({ at, provedAt }) => provedAt !== null && at <= now && now - at < dayMs)
}

const restoring = `${storeFile}.restoring-`

/** What a backup or a restore that did not end left behind. */
export function dropUnfinished(profile: string): void {
  const drop = (folder: string, isLeft: (name: string) => boolean): void => {
    for (const name of existsSync(folder) ? readdirSync(folder).filter(isLeft) : [])
      rmSync(join(folder, name), { force: true })
  }
  drop(profile, (name) => name.startsWith(restoring))
  drop(join(profile, 'backups'), (name) => /\.part(-wal|-shm|-journal)?$/.test(name))
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
 * The store that is replaced is never deleted (SEC-1): a whole one becomes a backup, whose path is answered; a damaged one, or one that did not close
 * cleanly, is set aside beside the new one. At every moment there is a store under its name: a fall of the program in between never leaves a place where
 * an empty one would be made. The store must be closed.
 */
export function putInPlace(profile: string, staged: string, isWhole: boolean, now: number, zone: string): string | null {
  const target = join(profile, storeFile)
  const leftOpen = ['-wal', '-shm'].filter((end) => existsSync(target + end))
  const backup = isWhole && leftOpen.length === 0 && existsSync(target) ? placeFor(profile, 'before-restore', now, zone) : null
  const aside = backup ?? join(profile, `set-aside-${now}-${storeFile}`)
  if (existsSync(target)) {
    try {
      linkSync(target, aside)
    } catch {
      // A file system without hard links.
      copyFileSync(target, aside)
    }
  }
  for (const end of leftOpen) renameSync(target + end, aside + end)
  renameSync(staged, target)
  return backup
}

/** Proves the backup that a replaced store became. One that does not pass stays, unproved. */
export async function proveReplaced(
  profile: string,
  path: string,
  now: number,
  prove: (path: string) => Promise<BackupProof>,
): Promise<void> {
  try {
    noteProof(path, now, await prove(path))
  } finally {
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true })
    rotate(profile, basename(path))
  }
}
