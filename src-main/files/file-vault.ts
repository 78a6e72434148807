// Files kept for ever, named by the SHA-256 of their content, under the profile. A file is flushed, and its folder too, before its name is
// given back: a record that names it can be committed after. Core thread, asynchronous calls only.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownError } from '../../src-shared/errors.ts'

export interface KeptFile {
  /** Hex. */
  sha256: string
  /** Bytes. */
  size: number
}
/** `name` is only for the error. */
export type VaultSource = { path: string; name: string } | { bytes: Uint8Array; name: string }

/** Files written or flushed at the same time: as many as the thread pool has threads. */
const copyLanes = 4

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
      throw asKnown(error, this.folder)
    }
  }

  /**
   * Keeps many at once, as `keep` each: all are written, then flushed together, then named, then their folders flushed, so that a hundred cost
   * little more than one. Per source what became of it; a full disk or one that cannot be written refuses all of them, by rejecting.
   */
  async keepMany(sources: readonly VaultSource[]): Promise<(KeptFile | KnownError)[]> {
    const copies: { path: string; kept: KeptFile | KnownError; file: FileHandle | null }[] = []
    try {
      await this.makeFolder(this.unfinished)
      await inLanes(sources, copyLanes, async (source, index) => {
        const path = join(this.unfinished, randomUUID())
        const file = await open(path, 'wx', 0o600)
        copies[index] = { path, kept: { sha256: '', size: 0 }, file }
        try {
          copies[index].kept = await write(file, 'bytes' in source ? [source.bytes] : readChunks(source.path, source.name))
        } catch (error) {
          if (!(error instanceof KnownError)) throw error
          copies[index].kept = error
        }
      })
      await inLanes(copies, copyLanes, async (copy) => {
        if (!(copy.kept instanceof KnownError)) await copy.file?.sync()
        await copy.file?.close()
        copy.file = null
      })
      const folders = new Set<string>()
      for (const { path, kept } of copies) {
        if (kept instanceof KnownError) continue
        const folder = join(this.folder, kept.sha256.slice(0, 2))
        await this.makeFolder(folder)
        // Also where the file is there: it may have been named a moment ago and its folder not be flushed yet.
        folders.add(folder)
        if ((await sizeOf(this.pathOf(kept.sha256))) !== kept.size) await rename(path, this.pathOf(kept.sha256))
      }
      await inLanes([...folders], copyLanes, flushFolder)
      return copies.map(({ kept }) => kept)
    } catch (error) {
      throw asKnown(error, this.folder)
    } finally {
      for (const copy of copies.filter((one) => one !== undefined)) {
        await copy.file?.close()
        await rm(copy.path, { force: true })
      }
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
  const copy: FileHandle = await open(target, 'wx', 0o600)
  try {
    const kept = await write(copy, readChunks(sourcePath, name))
    await copy.sync()
    return kept
  } finally {
    await copy.close()
  }
}

/** Writes and hashes in one going, not flushed. */
async function write(copy: FileHandle, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<KeptFile> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of chunks) {
    hash.update(chunk)
    size += chunk.length
    await writeAll(copy, chunk)
  }
  return { sha256: hash.digest('hex'), size }
}

/** Runs the work on every item, so many at a time; the first failure ends it. */
async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index)
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane))
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

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) done += (await handle.write(chunk, done)).bytesWritten
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

function asKnown(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (error instanceof KnownError) return error
  if (code === 'ENOSPC' || code === 'EDQUOT') return new KnownError('disk_full', {}, { cause: error })
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return new KnownError('read_only', { path }, { cause: error })
  return error
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
