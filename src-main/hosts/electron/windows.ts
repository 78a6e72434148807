// Opens, places and remembers the windows: one per kind and record, each with an id that stands for it in calls. Main process.
// Every window is sandboxed, isolated, without Node, and shows our own page.
import { randomUUID } from 'node:crypto'
import { BrowserWindow, screen } from 'electron'
import type { Notice } from '../../../src-shared/contract/index.ts'
import type { Log } from '../../ports.ts'
import { routeOf, windowShapes, type Bounds, type WindowKind, type WindowRequest } from '../../windows/window-kinds.ts'
import { pageAddress } from './addresses.ts'
import { channels } from './channels.ts'
import { placeWindow, windowKey } from './window-placement.ts'

export interface WindowsSurroundings {
  /** Absolute path of the preload's one file. */
  preload: string
  log: Log
  /** A window was made; its page is not there yet. */
  made(window: BrowserWindow): void
  /** A window was moved or resized and has come to rest. */
  moved(windowId: string, kind: WindowKind, bounds: Bounds): void
}

interface OpenWindow {
  id: string
  key: string
  kind: WindowKind
  window: BrowserWindow
}

/** Milliseconds of rest after which a window's place is told. */
const restMs = 500

export class Windows {
  private readonly open = new Map<string, OpenWindow>()
  private readonly surroundings: WindowsSurroundings

  constructor(surroundings: WindowsSurroundings) {
    this.surroundings = surroundings
  }

  /** Brings the window of this kind and record forward, or opens it. Resolves with its id once its page is there. */
  async show(request: WindowRequest): Promise<string> {
    const key = windowKey(request)
    const there = [...this.open.values()].find((entry) => entry.key === key)
    if (there) {
      this.bringForward(there)
      return there.id
    }
    const entry = this.create(request, key)
    await entry.window
      .loadURL(pageAddress(routeOf(request)))
      .catch((error: unknown) => this.surroundings.log.error('loading a window', error))
    return entry.id
  }

  /** Brings the window used last to the front and tells it so; false when there is none. */
  activate(): boolean {
    const focused = BrowserWindow.getFocusedWindow()
    const all = [...this.open.values()]
    const entry = all.find(({ window }) => window === focused) ?? all.find(({ kind }) => kind === 'main') ?? all[0]
    if (!entry) return false
    this.bringForward(entry)
    return true
  }

  /** The id of the window whose page this web-contents is; null when the host did not open it. */
  idOf(webContentsId: number): string | null {
    for (const { id, window } of this.open.values())
      if (!window.isDestroyed() && window.webContents.id === webContentsId) return id
    return null
  }

  /** Tells one window, or all of them (`windowId` null). */
  notify(notice: Notice, windowId: string | null): void {
    for (const entry of this.open.values())
      if ((windowId === null || entry.id === windowId) && !entry.window.isDestroyed())
        entry.window.webContents.send(channels.notice, notice)
  }

  private bringForward({ id, window }: OpenWindow): void {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    this.notify({ name: 'windowActivated', data: {} }, id)
  }

  private create(request: WindowRequest, key: string): OpenWindow {
    const shape = windowShapes[request.kind]
    const asking = BrowserWindow.getFocusedWindow()
    const primary = screen.getPrimaryDisplay()
    const areas = [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)].map(
      (display) => display.workArea,
    )
    const window = new BrowserWindow({
      ...placeWindow(request.bounds, shape, areas, asking?.getNormalBounds() ?? null),
      minWidth: shape.minWidth,
      minHeight: shape.minHeight,
      show: false,
      title: 'Maletín',
      webPreferences: {
        preload: this.surroundings.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: true,
      },
    })
    const entry: OpenWindow = { id: randomUUID(), key, kind: request.kind, window }
    this.open.set(entry.id, entry)
    this.follow(entry)
    this.surroundings.made(window)
    return entry
  }

  private follow({ id, kind, window }: OpenWindow): void {
    const { log, moved } = this.surroundings
    let rest: NodeJS.Timeout | undefined
    const placed = (): void => {
      clearTimeout(rest)
      rest = setTimeout(() => {
        if (!window.isDestroyed()) moved(id, kind, window.getNormalBounds())
      }, restMs)
    }
    window.on('moved', placed)
    window.on('resized', placed)
    // Linux tells neither; `move` and `resize` come many times, the pause keeps one.
    window.on('move', placed)
    window.on('resize', placed)
    window.once('ready-to-show', () => window.show())
    window.once('closed', () => {
      clearTimeout(rest)
      this.open.delete(id)
    })
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return
      log.warn('a window crashed', { kind, reason: details.reason, exitCode: details.exitCode })
      if (!window.isDestroyed() && details.reason !== 'launch-failed') window.webContents.reload()
    })
  }
}
