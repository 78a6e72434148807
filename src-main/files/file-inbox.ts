// Files a window handed over, known to it by a token only: where they lie until something is done with them. Core thread.
// Tokens belong to the window that offered the file and die with the program, but for those of drafts.
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { KnownError } from '../../src-shared/errors.ts'

export interface OfferedFile {
  token: string
  path: string
  name: string
  size: number
}

export class FileInbox {
  private readonly folder: string
  private handed: (OfferedFile & { isFolder: boolean })[] = []
  private readonly files = new Map<string, OfferedFile & { isOurs: boolean }>()

  constructor(profile: string) {
    this.folder = join(profile, 'inbox')
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** A place for a host to stream an uploaded file to. */
  placeFor(): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    return join(this.folder, randomUUID())
  }

  /** A folder of its own for a copy that another program opens under `name`; gone at the next start. `name` is a safe file name. */
  placeForCopy(name: string): string {
    const folder = this.placeFor()
    mkdirSync(folder, { mode: 0o700 })
    return join(folder, basename(name))
  }

  /** `isOurs`: the file lies in the inbox and is removed with its token; else it is the user's own and is never touched. */
  offer(file: { path: string; name: string; size: number; isOurs: boolean }): OfferedFile {
    const token = randomUUID()
    const offered = {
      token,
      path: file.path,
      name: basename(file.name.replaceAll('\\', '/')) || 'file',
      size: file.size,
      isOurs: file.isOurs,
    }
    this.files.set(token, offered)
    return { token, path: offered.path, name: offered.name, size: offered.size }
  }

  /** The system handed this over; it waits until a window takes it. */
  handOver(file: { path: string; name: string; size: number; isFolder: boolean }): void {
    this.handed.push({ ...this.offer({ ...file, isOurs: false }), isFolder: file.isFolder })
  }
  takeHanded(): (OfferedFile & { isFolder: boolean })[] {
    return this.handed.splice(0)
  }

  /** A copy of ours that lives longer than the program (a draft's file) is known by its token from now on. */
  adopt(file: OfferedFile): void {
    const before = this.files.get(file.token)
    this.files.set(file.token, { ...file, isOurs: true })
    if (before?.isOurs === true && before.path !== file.path) rmSync(before.path, { force: true })
  }

  get(token: string): OfferedFile {
    const file = this.files.get(token)
    if (file === undefined) throw new KnownError('expired', { what: 'file' })
    return file
  }

  /** Hands the file over: the token is gone and the file stays where it is. */
  release(token: string): OfferedFile & { isOurs: boolean } {
    const file = this.files.get(token)
    if (file === undefined) throw new KnownError('expired', { what: 'file' })
    this.files.delete(token)
    return file
  }

  forget(token: string): void {
    const file = this.files.get(token)
    this.files.delete(token)
    if (file?.isOurs) rmSync(file.path, { force: true })
  }
}
