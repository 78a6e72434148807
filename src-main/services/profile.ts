// Which store is open: the user's own, or the sample, which lies in a folder of its own so that taking it away is deleting that folder (UX-7).
// Opens, exchanges and backs up stores. Core thread.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DraftFiles } from '../files/draft-files.ts'
import type { FileInbox } from '../files/file-inbox.ts'
import { FileVault } from '../files/file-vault.ts'
import type { Ports } from '../ports.ts'
import type { Store, StoreOptions } from '../store/store.ts'

/** How a store is opened; given by the wiring, so that services import only types of the store. */
export type StoreOpener = (options: StoreOptions) => Promise<Store>

export interface OpenProfile {
  folder: string
  isSample: boolean
  store: Store
  vault: FileVault
  draftFiles: DraftFiles
}

export const storeFile = 'store.db'

/** Where the sample lies: a profile of its own within the user's. */
export function sampleFolder(profile: string): string {
  return join(profile, 'sample')
}

function marker(profile: string): string {
  return join(profile, 'showing-sample')
}

/** Whether the sample is the profile to open: it was entered, and is there. */
export function isShowingSample(profile: string): boolean {
  return existsSync(marker(profile)) && existsSync(join(sampleFolder(profile), storeFile))
}

/** Says which profile the next opening opens; the one that is open stays open. */
export function showSample(profile: string, shown: boolean): void {
  if (shown) writeFileSync(marker(profile), '')
  else rmSync(marker(profile), { force: true })
}

/** Opens the store of the profile that is shown, making its folder where there is none. Rejects as the store does: `store_locked`, `store_damaged`, `store_from_future`, `migration_failed`, `read_only`, `disk_full`. */
export async function openProfile(
  ports: Ports,
  open: StoreOpener,
  inbox: FileInbox,
  maxPages?: number,
): Promise<OpenProfile> {
  const isSample = isShowingSample(ports.paths.profile)
  const folder = isSample ? sampleFolder(ports.paths.profile) : ports.paths.profile
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const store = await open({
    path: join(folder, storeFile),
    workerUrl: ports.paths.storeWorker,
    now: () => ports.clock.now(),
    maxPages,
  })
  return { folder, isSample, store, vault: new FileVault(folder), draftFiles: new DraftFiles(folder, inbox) }
}

/** Deletes the sample as a whole: records, history, files and backups of it. */
export function removeSample(profile: string): void {
  showSample(profile, false)
  rmSync(sampleFolder(profile), { recursive: true, force: true })
}

/** Name of the synchronising program whose folder the profile lies in, or null (SEC-7). */
export function syncedFolderOf(profile: string): string | null {
  const known: [RegExp, string][] = [
    [/[\\/]OneDrive( - [^\\/]+)?([\\/]|$)/i, 'OneDrive'],
    [/[\\/]Dropbox( \([^\\/]+\))?([\\/]|$)/i, 'Dropbox'],
    [/[\\/](iCloud ?Drive|Mobile Documents)([\\/]|$)/i, 'iCloud'],
    [/[\\/](Google ?Drive|My Drive|Mi unidad|DriveFS)([\\/]|$)/i, 'Google Drive'],
  ]
  return known.find(([pattern]) => pattern.test(profile))?.[1] ?? null
}
