// Files that a form holds before it is saved (UX-4): copies in the profile, so that a draft brings them back after the program ended. Core thread,
// asynchronous calls only; one change after the other. A copy lies at `drafts/KEY/TOKEN/NAME`: what is on the disk is all that is known of it.
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DraftFile } from '../../src-shared/contract/settings.ts'
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { FileInbox } from './file-inbox.ts'

/** What is still being copied; no token looks like this. */
const unfinished = 'unfinished-'
const isToken = (name: string): boolean => /^[0-9a-f-]{36}$/.test(name)

export class DraftFiles {
  private readonly folder: string
  private readonly inbox: FileInbox
  private last: Promise<unknown> = Promise.resolve()

  constructor(profile: string, inbox: FileInbox) {
    this.inbox = inbox
    this.folder = join(profile, 'drafts')
  }

  /** Exactly these files stay with the draft. Rejects with `expired` or `file_unreadable` where one cannot be copied; the others are kept. */
  set(key: string, tokens: readonly string[]): Promise<void> {
    return this.inTurn(async () => {
      const folder = this.folderOf(key)
      const there = await namesIn(folder)
      for (const name of there)
        if (!tokens.includes(name)) await rm(join(folder, name), { recursive: true, force: true })
      for (const token of tokens) if (isToken(token) && !there.includes(token)) await this.copy(folder, token)
      if (tokens.length === 0) await rm(folder, { recursive: true, force: true })
    })
  }

  /** The files of a draft, known to the inbox by their tokens again. */
  get(key: string): Promise<DraftFile[]> {
    return this.inTurn(async () => {
      const files: DraftFile[] = []
      for (const token of (await namesIn(this.folderOf(key))).filter(isToken)) {
        const folder = join(this.folderOf(key), token)
        const [name] = await namesIn(folder)
        if (name === undefined) continue
        const { size } = await stat(join(folder, name))
        this.inbox.adopt({ token, path: join(folder, name), name, size })
        files.push({ token, name, size })
      }
      return files.sort((a, b) => a.name.localeCompare(b.name))
    })
  }

  /** What belongs to none of these drafts goes away. `keys` is asked after the folders were looked at: a draft is written before its files are. */
  sweep(keys: () => Promise<string[]>): Promise<void> {
    return this.inTurn(async () => {
      const there = await namesIn(this.folder)
      if (there.length === 0) return
      const known = new Set((await keys()).map(nameOf))
      for (const name of there)
        if (!known.has(name)) await rm(join(this.folder, name), { recursive: true, force: true })
    })
  }

  private async copy(folder: string, token: string): Promise<void> {
    const file = this.inbox.get(token)
    const name = safeFileName(file.name)
    const growing = join(folder, `${unfinished}${randomUUID()}`)
    try {
      await mkdir(growing, { recursive: true, mode: 0o700 })
      await copyFile(file.path, join(growing, name), constants.COPYFILE_FICLONE)
      await rename(growing, join(folder, token))
      this.inbox.adopt({ token, path: join(folder, token, name), name, size: file.size })
    } catch (error) {
      await rm(growing, { recursive: true, force: true })
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? new KnownError('disk_full', {}, { cause: error })
        : new KnownError('file_unreadable', { name }, { cause: error })
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work, work)
    this.last = done.catch(() => undefined)
    return done
  }

  private folderOf(key: string): string {
    return join(this.folder, nameOf(key))
  }
}

/** Keys hold what no file name may. */
const nameOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32)

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
