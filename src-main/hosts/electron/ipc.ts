// Hears the windows' messages, checks the sender of each, and answers from the core. Main process. An answer is always a value:
// refused senders get `closed`, as if the line were gone, and the refusal is in the log.
import { stat, writeFile } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { ipcMain, type IpcMainInvokeEvent } from 'electron'
import { KnownError, type Reply } from '../../../src-shared/errors.ts'
import type { App } from '../../app.ts'
import type { Caller, Log } from '../../ports.ts'
import { channels, type OfferReply } from './channels.ts'
import { callerOf } from './sender-policy.ts'

export interface IpcSurroundings {
  /** Resolves once the core can be asked; windows open meanwhile. */
  core: Promise<Pick<App, 'ask' | 'offerFile' | 'placeForUpload'>>
  /** The id of the window that shows a web-contents; null when the host did not open it. */
  windowIdOf(webContentsId: number): string | null
  log: Log
}

/** Largest file that is taken as bytes, in bytes; files with a path have no limit here. */
const largestWithoutPath = 200 * 1024 * 1024

const closed: Reply<never> = { ok: false, error: { code: 'closed', details: {} } }

export function listenToWindows(surroundings: IpcSurroundings): void {
  const { core, log } = surroundings
  const checked = (event: IpcMainInvokeEvent, channel: string): Caller | null => {
    const frame = event.senderFrame
    const caller = callerOf({
      windowId: surroundings.windowIdOf(event.sender.id),
      frame: frame && { url: frame.url, origin: frame.origin, isMainFrame: frame.parent === null && !frame.detached },
    })
    if (!caller) log.warn('refused a message', { channel, from: frame?.url.slice(0, 200) ?? null })
    return caller
  }

  ipcMain.handle(channels.ask, async (event, name: unknown, input: unknown, from: unknown): Promise<Reply<unknown>> => {
    const caller = checked(event, channels.ask)
    if (!caller || typeof name !== 'string') return closed
    return (await core).ask(name, input, { ...caller, from })
  })

  ipcMain.handle(channels.offerFile, async (event, handle: unknown): Promise<OfferReply> => {
    const caller = checked(event, channels.offerFile)
    if (!caller) return { ok: false, code: 'closed', details: {} }
    try {
      const app = await core
      // The path stays here: the window knows the file by its token.
      const { token, name, size } = app.offerFile(await fileOf(handle, () => app.placeForUpload()))
      return { ok: true, file: { token, name, size } }
    } catch (error) {
      if (error instanceof KnownError) return { ok: false, code: error.code, details: error.details }
      log.error('offering a file', error)
      return { ok: false, code: 'file_unreadable', details: { name: '' } }
    }
  })
}

/** The file behind what the preload sent. Throws KnownError `file_unreadable` for anything but a readable regular file. */
async function fileOf(
  handle: unknown,
  place: () => string,
): Promise<{ path: string; name: string; size: number; isOurs: boolean }> {
  const { path, name, bytes } = (typeof handle === 'object' && handle !== null ? handle : {}) as Record<string, unknown>
  if (typeof path === 'string' && isAbsolute(path)) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new KnownError('file_unreadable', { name: basename(path) }, { cause })
    })
    if (!found.isFile()) throw new KnownError('file_unreadable', { name: basename(path) })
    return { path, name: basename(path), size: found.size, isOurs: false }
  }
  const shown = typeof name === 'string' ? basename(name.replaceAll('\\', '/')).slice(0, 255) || 'file' : 'file'
  if (!(bytes instanceof Uint8Array) || bytes.byteLength > largestWithoutPath)
    throw new KnownError('file_unreadable', { name: shown })
  const kept = place()
  await writeFile(kept, bytes, { mode: 0o600, flag: 'wx' })
  return { path: kept, name: shown, size: bytes.byteLength, isOurs: true }
}
