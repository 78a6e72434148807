// Files kept for ever, named by the SHA-256 of their content, under the profile. A file is flushed, and its folder too, before its name is
// given back: a record that names it can be committed after. Core thread, asynchronous calls only.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { asDiskFault } from '../../src-shared/disk-faults.ts'
import { KnownError } from '../../src-shared/errors.ts'

export interface KeptFile {
  /** Hex. */
  sha256: string
  /** Bytes. */
  size: number
}

/** Files flushed at the same time: twice what the thread pool does at once, so that it never waits. */
const lanes = 8

export class FileVault {
  private readonly folder: string
  /** Where copies grow; what a fall of the program left there is of no use. */
  private readonly unfinished: string
  private readonly knownFolders = new Set<string>()

  constructor(profile: string) {
    this.folder = join(profile, 'files')
    this.unfinished = join(this.folder, 'unfinished')
    rmSync(this.unfinished, { recursive: true, force: true })
  }

  /**
   * Keeps an exact copy. Returns its SHA-256 in hex and its size in bytes; the same content is kept once. The name is that of the bytes written,
   * whatever happens to the source meanwhile. Rejects with `file_unreadable`, `disk_full` or `read_only`; then nothing is left behind.
   */
  async keep(sourcePath: string, name = ''): Promise<{ sha256: string; size: number }> {
    const copy = join(this.unfinished, randomUUID())
    try {
      await this.makeFolder(this.unfinished)
      const { sha256, size } = await copyHashed(sourcePath, copy, name)
      const target = this.pathOf(sha256)
      if ((await sizeOf(target)) === size) {
        await rm(copy, { force: true })
        return { sha256, size }
      }
      const folder = join(this.folder, sha256.slice(0, 2))
      await this.makeFolder(folder)
      await rename(copy, target)
      await flushFolder(folder)
      return { sha256, size }
    } catch (error) {
      await rm(copy, { force: true })
      throw asDiskFault(error, this.folder)
    }
  }

  /** Gives places for copies that `adopt` takes over; what is left there is gone at the next start. */
  async placesForCopies(): Promise<() => string> {
    await this.makeFolder(this.unfinished)
    return () => join(this.unfinished, randomUUID())
  }

  /**
   * Takes over copies that lie in the vault already, many at once: all are flushed together, then named, then their folders flushed, so that a
   * hundred cost little more than one. Rejects with `disk_full` or `read_only`.
   */
  async adopt(copies: readonly (KeptFile & { path: string })[]): Promise<void> {
    try {
      await inLanes(copies, lanes, async ({ path }) => {
        const file = await open(path, 'r+')
        try {
          await file.sync()
        } finally {
          await file.close()
        }
      })
      const folders = [...new Set(copies.map(({ sha256 }) => join(this.folder, sha256.slice(0, 2))))]
      for (const folder of folders) await this.makeFolder(folder)
      // Also where the content is there already: the same bytes, and this copy is whole and flushed.
      await inLanes(copies, lanes, ({ path, sha256 }) => rename(path, this.pathOf(sha256)))
      await inLanes(folders, lanes, flushFolder)
    } catch (error) {
      throw asDiskFault(error, this.folder)
    }
  }

  /** Where the file of this hash lies. Only hexadecimal names are paths. */
  pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a content hash')
    return join(this.folder, sha256.slice(0, 2), sha256)
  }

  read(sha256: string): Promise<Buffer> {
    return readFile(this.pathOf(sha256))
  }

  private async makeFolder(folder: string): Promise<void> {
    if (this.knownFolders.has(folder) && (await sizeOf(folder)) !== null) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await flushFolder(this.folder)
    this.knownFolders.add(folder)
  }
}

/** Copies and hashes in one reading, flushed. */
async function copyHashed(sourcePath: string, target: string, name: string): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  const copy: FileHandle = await open(target, 'wx', 0o600)
  try {
    for await (const chunk of readChunks(sourcePath, name)) {
      hash.update(chunk)
      size += chunk.length
      await writeAll(copy, chunk)
    }
    await copy.sync()
  } finally {
    await copy.close()
  }
  return { sha256: hash.digest('hex'), size }
}

/** Runs the work on every item, so many at a time; the first failure ends it. */
async function inLanes<T>(items: readonly T[], count: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T)
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(count, items.length) }, lane))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function* readChunks(path: string, name: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) yield chunk as Buffer
  } catch (error) {
    throw new KnownError('file_unreadable', { name }, { cause: error })
  }
}

async function writeAll(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await handle.write(chunk, done)).bytesWritten
}

/** Null where there is nothing. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A rename survives power loss only when its folder was flushed; Windows has no such call and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
