// A stand-in for the `electron` module, for the specs of this folder alone: requiring the real package in plain Node would start its
// downloader (the test configuration puts this file in its place). It records what the host asks of Electron and lets a spec play the other side. Typed against electron.d.ts where it matters.
import { EventEmitter } from 'node:events'
import type { Session, WebContents, WebFrameMain } from 'electron'

type Handler = (event: unknown, ...values: unknown[]) => unknown

export class WebContentsDouble extends EventEmitter {
  static last = 0
  readonly id: number
  readonly sent: { channel: string; value: unknown }[] = []
  readonly downloaded: string[] = []
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  reloads = 0
  readonly printed: { to: 'pdf' | 'printer'; options: unknown }[] = []
  constructor() {
    super()
    this.id = WebContentsDouble.last += 1
    app.emit('web-contents-created', {}, this as unknown as WebContents)
  }
  send(channel: string, value: unknown): void {
    this.sent.push({ channel, value })
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  downloadURL(url: string): void {
    this.downloaded.push(url)
  }
  reload(): void {
    this.reloads += 1
  }
  async printToPDF(options: unknown): Promise<Buffer> {
    this.printed.push({ to: 'pdf', options })
    if (printer.trouble) throw new Error(printer.trouble)
    return Buffer.from('%PDF-')
  }
  print(options: unknown, done: (isPrinted: boolean, reason: string) => void): void {
    this.printed.push({ to: 'printer', options })
    done(printer.trouble === '', printer.trouble)
  }
  /** Plays an event that can be prevented; true when it was. */
  tries(name: string, details: Record<string, unknown>, ...more: unknown[]): boolean {
    let isPrevented = false
    this.emit(name, { ...details, preventDefault: () => (isPrevented = true) }, ...more)
    return isPrevented
  }
}

export class BrowserWindowDouble extends EventEmitter {
  static all: BrowserWindowDouble[] = []
  static focused: BrowserWindowDouble | null = null
  static getFocusedWindow(): BrowserWindowDouble | null {
    return BrowserWindowDouble.focused
  }
  readonly options: Record<string, unknown> & { webPreferences: Record<string, unknown> }
  readonly webContents = new WebContentsDouble()
  readonly loaded: string[] = []
  bounds = { x: 10, y: 20, width: 1000, height: 700 }
  isGone = false
  isSmall = false
  constructor(options: BrowserWindowDouble['options']) {
    super()
    this.options = options
    BrowserWindowDouble.all.push(this)
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    this.emit('ready-to-show')
    await Promise.resolve()
  }
  show(): void {
    this.emit('shown')
  }
  focus(): void {
    BrowserWindowDouble.focused = this
  }
  restore(): void {
    this.isSmall = false
  }
  isMinimized(): boolean {
    return this.isSmall
  }
  isDestroyed(): boolean {
    return this.isGone
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return this.bounds
  }
  destroy(): void {
    this.close()
  }
  close(): void {
    this.isGone = true
    if (BrowserWindowDouble.focused === this) BrowserWindowDouble.focused = null
    this.emit('closed')
  }
}

class AppDouble extends EventEmitter {
  isPackaged = true
  hasLock = true
  exits: (number | 'quit')[] = []
  paths: Record<string, string> = {}
  isSandboxed = false
  whenReady = (): Promise<void> => Promise.resolve()
  getPath = (name: string): string => this.paths[name] ?? ''
  setPath = (name: string, path: string): void => void (this.paths[name] = path)
  setAppUserModelId = (): void => undefined
  enableSandbox = (): void => void (this.isSandboxed = true)
  requestSingleInstanceLock = (): boolean => this.hasLock
  getVersion = (): string => '0.1.0'
  getLocale = (): string => 'es-ES'
  quit = (): void => void this.exits.push('quit')
  exit = (code: number): void => void this.exits.push(code)
}

class SessionDouble extends EventEmitter {
  permissionRequest: Parameters<Session['setPermissionRequestHandler']>[0] = null
  permissionCheck: Parameters<Session['setPermissionCheckHandler']>[0] = null
  device: (() => boolean) | null = null
  displayMedia: unknown = 'unset'
  beforeRequest: ((details: Record<string, unknown>, answer: (response: { cancel: boolean }) => void) => void) | null =
    null
  dictionaries = ''
  spelling: string[] = []
  availableSpellCheckerLanguages = ['es', 'es-ES', 'en-US', 'en-GB', 'fr']
  setPermissionRequestHandler = (handler: SessionDouble['permissionRequest']): void =>
    void (this.permissionRequest = handler)
  setPermissionCheckHandler = (handler: SessionDouble['permissionCheck']): void => void (this.permissionCheck = handler)
  setDevicePermissionHandler = (handler: () => boolean): void => void (this.device = handler)
  setDisplayMediaRequestHandler = (handler: unknown): void => void (this.displayMedia = handler)
  setSpellCheckerDictionaryDownloadURL = (url: string): void => void (this.dictionaries = url)
  setSpellCheckerLanguages = (languages: string[]): void => void (this.spelling = languages)
  webRequest = {
    onBeforeRequest: (handler: NonNullable<SessionDouble['beforeRequest']>): void =>
      void (this.beforeRequest = handler),
  }
}

/** `protocol` of a session that is not the default one. */
class OtherSessionDouble extends SessionDouble {
  readonly handlers = new Map<string, (request: { method: string; url: string }) => Promise<Response>>()
  protocol = {
    handle: (scheme: string, handler: (request: { method: string; url: string }) => Promise<Response>): void =>
      void this.handlers.set(scheme, handler),
  }
}

class IpcRendererDouble extends EventEmitter {
  /** What a spec puts in the main process's place. */
  answer: (channel: string, ...values: unknown[]) => Promise<unknown> = () => Promise.resolve(undefined)
  invoke = (channel: string, ...values: unknown[]): Promise<unknown> => this.answer(channel, ...values)
}

export const ipcHandlers = new Map<string, Handler>()
export const schemes: {
  registered: unknown[]
  handlers: Map<string, (request: { method: string; url: string }) => Promise<Response>>
} = {
  registered: [],
  handlers: new Map(),
}
export const exposed: Record<string, unknown> = {}
export const desktop = { external: [] as string[], files: [] as string[], trouble: '' }
export const printer = { trouble: '' }
export const keeper = { isAvailable: true, backend: 'gnome_libsecret', shouldReEncrypt: false, encryptions: 0 }
export const menus: { label?: string; submenu?: unknown }[][] = []

const scramble = (text: string | Buffer): Buffer =>
  Buffer.from(Uint8Array.from(Buffer.from(text as string), (byte) => byte ^ 0x5a))

export const app = new AppDouble()
export { BrowserWindowDouble as BrowserWindow }
export const Menu = {
  buildFromTemplate: (template: { label?: string; submenu?: unknown }[]) => template,
  setApplicationMenu: (menu: { label?: string; submenu?: unknown }[]): void => void menus.push(menu),
}
export const ipcMain = { handle: (channel: string, handler: Handler): void => void ipcHandlers.set(channel, handler) }
export const protocol = {
  registerSchemesAsPrivileged: (list: unknown[]): void => void schemes.registered.push(...list),
  handle: (scheme: string, handler: (request: { method: string; url: string }) => Promise<Response>): void =>
    void schemes.handlers.set(scheme, handler),
}
export const screen = {
  getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
  getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
}
export const otherSessions = new Map<string, OtherSessionDouble>()
export const session = {
  defaultSession: new SessionDouble(),
  fromPartition: (name: string): OtherSessionDouble => {
    const known = otherSessions.get(name) ?? new OtherSessionDouble()
    otherSessions.set(name, known)
    return known
  },
}
export const shell = {
  openExternal: async (url: string): Promise<void> => void desktop.external.push(url),
  openPath: async (path: string): Promise<string> => (desktop.files.push(path), desktop.trouble),
}
/** Notifications of the desktop, as they were shown. */
export class Notification extends EventEmitter {
  static shown: Notification[] = []
  static isThere = true
  static isSupported(): boolean {
    return Notification.isThere
  }
  readonly options: { title: string; body: string }
  constructor(options: { title: string; body: string }) {
    super()
    this.options = options
  }
  show(): void {
    Notification.shown.push(this)
  }
}
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => keeper.isAvailable,
  getSelectedStorageBackend: () => keeper.backend,
  encryptStringAsync: async (text: string) => ((keeper.encryptions += 1), scramble(text)),
  decryptStringAsync: async (bytes: Buffer) => ({
    result: scramble(bytes).toString(),
    shouldReEncrypt: keeper.shouldReEncrypt,
  }),
}
export const contextBridge = { exposeInMainWorld: (name: string, api: unknown): void => void (exposed[name] = api) }
export const ipcRenderer = new IpcRendererDouble()
export const webUtils = { getPathForFile: (file: { path?: string }): string => file.path ?? '' }

/** A message's event as `ipcMain` would give it. */
export function eventFrom(
  webContentsId: number,
  frame: Partial<Pick<WebFrameMain, 'url' | 'origin' | 'parent' | 'detached'>> | null,
): unknown {
  return {
    sender: { id: webContentsId },
    senderFrame: frame && { url: '', origin: '', parent: null, detached: false, ...frame },
  }
}
