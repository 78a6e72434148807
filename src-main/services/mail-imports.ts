// The imports of the open store (EML-1): beginning, handing files over, stopping, going on, also by themselves after the program ended in the middle.
// Core thread. Uploaded copies lie in the profile under `imports/<id>` until their message is in the store.
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { MailImportInfo, MailImportOptions } from '../../src-shared/contract/mail-import.ts'
import { asDiskFault } from '../../src-shared/disk-faults.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { JobControl } from '../jobs/jobs.ts'
import type { SourceToAdd } from '../store/import-ledger.ts'
import type { Core } from './core.ts'
import { runImport } from './mail-import-run.ts'

/** A window that hands over nothing for so long is gone. */
const patienceMs = 60_000
/** How often it is looked whether a full disk has room again. */
const roomAgainMs = 30_000
/** Bytes that must be free before it goes on by itself; more than a batch. */
const roomNeeded = 64_000_000
const mostFiles = 500_000

interface Run {
  jobId: string
  ended: Promise<void>
  /** Something was added, or nothing more will come. */
  wake: () => void
  isSealed: boolean
  isNudged: boolean
}

export class MailImports {
  private readonly core: Core
  private readonly runs = new Map<string, Run>()
  private isResting = false
  private again: NodeJS.Timeout | null = null

  constructor(core: Core) {
    this.core = core
  }

  async begin(title: string, options: MailImportOptions): Promise<string> {
    const { value } = await this.core.write('mailImport.begin', { title, options })
    return value
  }

  /** Gives how many files were found. Rejects with `invalid` where the import gathers no more. */
  async add(
    importId: string,
    tokens: readonly string[],
    names: readonly string[] = [],
    missing: readonly string[] = [],
  ): Promise<number> {
    const info = await this.core.read('mailImport.get', { importId })
    if (info.state !== 'gathering') throw new KnownError('invalid', { field: 'import', rule: 'sealed' })
    const sources: SourceToAdd[] = missing.map((name) => ({ path: '', name, size: 0, isOurs: false }))
    let written = 0
    try {
      for (const [at, token] of tokens.entries()) sources.push(...(await this.sourcesOf(importId, token, names[at])))
      for (; written < sources.length; written += 1000)
        await this.core.write('mailImport.sources', { importId, sources: sources.slice(written, written + 1000) })
    } catch (error) {
      // A copy that no import knows of is of no use; its file is still the user's.
      for (const { path, isOurs } of sources.slice(written)) if (isOurs) await rm(path, { force: true })
      throw asDiskFault(error, this.folderOf(importId))
    }
    const run = await this.start(importId, false)
    run.isNudged = true
    run.wake()
    return sources.length
  }

  /** Files take the place of refused lines. */
  async replace(
    importId: string,
    instead: readonly { line: number; name: string; fileToken: string }[],
  ): Promise<void> {
    for (const { line, name, fileToken } of instead) {
      const sources = await this.sourcesOf(importId, fileToken, name)
      await this.core.write('mailImport.replace', { importId, line, sources })
    }
  }

  async seal(importId: string): Promise<string | null> {
    const info = await this.core.read('mailImport.get', { importId })
    if (info.state !== 'gathering') return this.runs.get(importId)?.jobId ?? null
    await this.core.write('mailImport.state', { importId, state: 'running', trouble: null })
    return (await this.start(importId, true)).jobId
  }

  async pause(importId: string): Promise<void> {
    const run = this.runs.get(importId)
    if (run === undefined) return
    this.core.jobs.cancel(run.jobId)
    run.wake()
    await run.ended
  }

  /** Goes on; one that is at work is left alone. */
  async resume(importId: string): Promise<string> {
    const running = this.runs.get(importId)
    if (running !== undefined) {
      running.isNudged = true
      running.wake()
      return running.jobId
    }
    await this.core.write('mailImport.state', { importId, state: 'running', trouble: null })
    return (await this.start(importId, true)).jobId
  }

  /** Resolves when nothing of this import is at work. */
  async settled(importId: string): Promise<void> {
    await this.runs.get(importId)?.ended
  }

  /** The store was opened: what was at work when the program ended goes on. */
  async wakeUp(): Promise<void> {
    this.isResting = false
    for (const importId of await this.core.read('mailImport.unfinished', null)) await this.resume(importId)
  }

  /** The store is about to be closed: everything stops where it is and goes on when it is opened again. */
  async rest(): Promise<void> {
    this.isResting = true
    if (this.again !== null) clearTimeout(this.again)
    for (const run of this.runs.values()) run.wake()
    await Promise.all([...this.runs.values()].map(({ ended }) => ended))
  }

  private async start(importId: string, isSealed: boolean): Promise<Run> {
    const known = this.runs.get(importId)
    if (known !== undefined) {
      known.isSealed ||= isSealed
      known.wake()
      return known
    }
    const { options } = await this.core.read('mailImport.get', { importId })
    const started = this.runs.get(importId)
    if (started !== undefined) return started
    let end: () => void = () => undefined
    const run: Run = {
      jobId: '',
      ended: new Promise((resolve) => (end = resolve)),
      wake: () => undefined,
      isSealed,
      isNudged: false,
    }
    this.runs.set(importId, run)
    run.jobId = this.core.jobs.start('mail.import', async (control) => {
      try {
        return await this.work(importId, options, run, control)
      } finally {
        this.runs.delete(importId)
        end()
      }
    })
    return run
  }

  private async work(
    importId: string,
    options: MailImportOptions,
    run: Run,
    control: JobControl,
  ): Promise<{ importId: string; counts: MailImportInfo['counts'] }> {
    let isDone = false
    let trouble: KnownError | null = null
    control.signal.addEventListener('abort', () => run.wake())
    try {
      isDone = await runImport(this.core, importId, options, control, {
        stopped: () => this.isResting,
        waitForMore: () => this.waitForMore(run, control),
      })
    } catch (error) {
      if (this.isResting || (error instanceof KnownError && error.code === 'closed'))
        this.core.ports.log.info('an import rests', { importId })
      else if (error instanceof KnownError) trouble = error
      else {
        await this.mark(importId, 'paused', 'internal')
        throw error
      }
    }
    if (!this.isResting) await this.mark(importId, isDone ? 'done' : 'paused', trouble?.code ?? null)
    if (isDone) await this.tidy(importId)
    if (trouble?.code === 'disk_full') this.tryAgainLater(importId)
    if (trouble !== null) throw trouble
    return { importId, counts: (await this.core.read('mailImport.get', { importId })).counts }
  }

  private async mark(importId: string, state: 'done' | 'paused', trouble: string | null): Promise<void> {
    try {
      await this.core.write('mailImport.state', { importId, state, trouble })
    } catch (error) {
      // On a full disk this cannot be written either: at the next start it goes on by itself.
      if (!(error instanceof KnownError)) throw error
      this.core.ports.log.warn('how an import stands could not be written', { importId, code: error.code })
    }
  }

  private waitForMore(run: Run, control: JobControl): Promise<boolean> {
    if (run.isNudged || run.isSealed || control.signal.aborted || this.isResting) {
      const wasNudged = run.isNudged
      run.isNudged = false
      return Promise.resolve(wasNudged)
    }
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(late)
        run.wake = () => undefined
        const wasNudged = run.isNudged
        run.isNudged = false
        resolve(wasNudged)
      }
      const late = setTimeout(() => {
        run.isSealed = true
        settle()
      }, patienceMs)
      late.unref()
      run.wake = settle
    })
  }

  private tryAgainLater(importId: string): void {
    if (this.again !== null) clearTimeout(this.again)
    this.again = setTimeout(() => {
      this.again = null
      this.resumeWhereRoom(importId).catch((error: unknown) =>
        this.core.ports.log.warn('an import could not go on', { importId, error: String(error) }),
      )
    }, roomAgainMs)
    this.again.unref()
  }

  private async resumeWhereRoom(importId: string): Promise<void> {
    if (this.isResting) return
    const { bavail, bsize } = await statfs(dirname(this.core.store().path))
    if (bavail * bsize < roomNeeded) this.tryAgainLater(importId)
    else await this.resume(importId)
  }

  private async sourcesOf(importId: string, token: string, shown: string | undefined): Promise<SourceToAdd[]> {
    const file = this.core.inbox.get(token)
    const name = shown ?? file.name
    const found = await stat(file.path).catch(() => null)
    if (found?.isDirectory()) {
      const files = await filesIn(file.path, name)
      this.core.inbox.release(token)
      return files
    }
    const folder = this.folderOf(importId)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { isOurs } = this.core.inbox.release(token)
    if (!isOurs || found === null) return [{ path: file.path, name, size: found?.size ?? 0, isOurs: false }]
    const path = join(folder, randomUUID())
    await rename(file.path, path)
    return [{ path, name, size: found.size, isOurs: true }]
  }

  private folderOf(importId: string): string {
    return join(dirname(this.core.store().path), 'imports', basename(importId))
  }

  /** Copies of which nothing was refused are of no use any more. */
  private async tidy(importId: string): Promise<void> {
    const folder = this.folderOf(importId)
    const names = await readdir(folder).catch(() => [] as string[])
    if (names.length === 0) return
    const needed = new Set(
      (await this.core.read('mailImport.refusedPaths', { importId })).map((path) => basename(path)),
    )
    for (const name of names) if (!needed.has(name)) await rm(join(folder, name), { force: true })
  }
}

/** Every file below a folder, hidden ones left out, by name. A folder that cannot be read stands for itself: the report says so. */
async function filesIn(folder: string, shown: string): Promise<SourceToAdd[]> {
  const files: SourceToAdd[] = []
  const found = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (found === null) return [{ path: folder, name: shown, size: 0, isOurs: false }]
  const entries = found.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const name = `${shown}/${entry.name}`
    if (entry.isDirectory()) files.push(...(await filesIn(path, name)))
    else if (entry.isFile())
      files.push({ path, name, size: (await stat(path).catch(() => null))?.size ?? 0, isOurs: false })
    if (files.length > mostFiles) throw new KnownError('invalid', { field: 'files', rule: 'too_many' })
  }
  return files
}
