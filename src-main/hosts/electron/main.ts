// The Electron host: the product's entry. Main process. Takes the lock, guards everything that will exist, starts the core on its ports,
// opens the first window. What must come before Electron is ready (lock, schemes, sandbox) runs as this file is loaded.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, protocol, session } from 'electron'
import type { Settings } from '../../../src-shared/contract/settings.ts'
import { createApp, type App } from '../../app.ts'
import type { Clock, Ports } from '../../ports.ts'
import { appScheme, mailScheme } from './addresses.ts'
import { listenToWindows } from './ipc.ts'
import { logFile } from './log-file.ts'
import { offerContextMenu, showMenu } from './menu.ts'
import type { Language } from './menu-template.ts'
import { electronPrint } from './print.ts'
import { appHandler, mailHandler } from './scheme-handler.ts'
import { systemSecrets } from './secrets.ts'
import { servedAddresses } from './served.ts'
import { electronShell, mainWindow } from './shell.ts'
import { isTakenIn, startOptions } from './start-options.ts'
import { guardSession, guardWebContents } from './web-contents-guard.ts'
import { Windows } from './windows.ts'

/** The host itself, as a caller of the core. */
const host = { windowId: 'host' }
/** Milliseconds that the core has for closing its store before the program ends all the same. */
const closingMs = 10_000

/** A part of the product: beside this file in the bundle; from the sources its own file under `src-main` (tests). */
const beside = (bundle: string, source: string): URL =>
  new URL(import.meta.url.endsWith('.ts') ? `../../${source}` : `./${bundle}`, import.meta.url)

const options = startOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd())
const profile = options.profile ?? join(app.getPath('userData'), 'profile')
mkdirSync(profile, { recursive: true, mode: 0o700 })
// Chromium's own data and the lock belong to the profile: two profiles run side by side, one profile once (SEC-4).
app.setPath('userData', join(profile, 'electron'))
if (process.platform === 'win32') app.setAppUserModelId('org.maletin.crm')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  { scheme: mailScheme, privileges: { standard: true, secure: true } },
])

if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  const log = logFile(join(profile, 'logs'))
  const clock: Clock = { now: () => Date.now(), zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone }
  const served = servedAddresses(clock)
  let language: Language = 'es'
  let core: App | null = null
  const files = [...options.files]

  const windows = new Windows({
    preload: fileURLToPath(new URL('./preload.cjs', import.meta.url)),
    log,
    made: (window) => offerContextMenu(window.webContents, window, () => language),
    moved: (windowId, kind, bounds) => void core?.ask('window.moved', { kind, bounds }, { windowId }),
  })
  const shell = electronShell(windows, log)
  const ports: Ports = {
    host: 'electron',
    version: app.getVersion(),
    shell,
    notify: (notice, windowId) => {
      windows.notify(notice, windowId)
      if (
        notice.name === 'storeReplaced' ||
        (notice.name === 'settingsChanged' && notice.data.keys.includes('language'))
      )
        void speak()
    },
    secrets: systemSecrets(join(profile, 'secrets.json')),
    clock,
    paths: {
      profile,
      storeWorker: beside('store-worker.js', 'store/store-worker.ts'),
      parseWorker: beside('parse-worker.js', 'mail/parse-worker.ts'),
      contactWorker: beside('contact-worker.js', 'files/contact-files/import-worker.ts'),
    },
    log,
    served,
    print: electronPrint(served, log),
  }

  const speak = async (): Promise<void> => {
    const reply = await core?.ask('settings.get', {}, host)
    const chosen = reply?.ok ? (reply.value as { settings: Settings }).settings.language : null
    language = chosen ?? (app.getLocale().startsWith('es') ? 'es' : 'en')
    showMenu(language, app.isPackaged, (action) => {
      if (action.kind === 'quit') app.quit()
      else void core?.ask('window.open', { kind: action.window, id: null }, host)
    })
    session.defaultSession.setSpellCheckerLanguages(spellingLanguages(language))
  }

  const takeFiles = async (): Promise<void> => {
    if (!core || files.length === 0) return
    await core.handOver(files.splice(0))
    await shell.activate()
  }

  guardWebContents(served, log)
  app.on('second-instance', (_event, argv, folder) => {
    const later = startOptions(argv.slice(1), folder)
    files.push(...later.files)
    void (later.files.length > 0 ? takeFiles() : shell.activate())
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    if (isTakenIn(path)) files.push(path)
    void takeFiles()
  })
  app.on('activate', () => void shell.activate())
  app.on('window-all-closed', () => app.quit())

  let isClosing = false
  // After the windows are closed, so that each has said what it still had to say.
  app.on('will-quit', (event) => {
    if (isClosing || !core) return
    isClosing = true
    event.preventDefault()
    const late = setTimeout(() => {
      log.warn('the store did not close in time', { closingMs })
      app.exit(1)
    }, closingMs)
    core
      .close()
      .catch((error: unknown) => log.error('closing', error))
      .finally(() => {
        clearTimeout(late)
        app.exit(0)
      })
  })

  const started = app.whenReady().then(async () => {
    guardSession(session.defaultSession, log)
    protocol.handle(appScheme, appHandler(fileURLToPath(beside('../renderer', '../dist/renderer')), served))
    protocol.handle(mailScheme, mailHandler(served))
    // Dictionaries come with Windows and macOS; on Linux Chromium would fetch them from the network: nothing goes there unasked.
    session.defaultSession.setSpellCheckerDictionaryDownloadURL('maletin://app/spelling/')
    core = await createApp(ports)
    return core
  })
  listenToWindows({ core: started, windowIdOf: (id) => windows.idOf(id), log })
  started
    .then(async (opened) => {
      await speak()
      const reply = await opened.ask('window.open', { kind: 'main', id: null }, host)
      if (!reply.ok) await windows.show(mainWindow)
      await takeFiles()
    })
    .catch((error: unknown) => {
      log.error('the program could not start', error)
      app.exit(1)
    })
}

/** The user's language first; only those that this Chromium knows, since an unknown one throws. */
function spellingLanguages(language: Language): string[] {
  const wanted = language === 'es' ? ['es', 'es-ES', 'en-US'] : ['en-US', 'en-GB', 'es']
  const known = new Set(session.defaultSession.availableSpellCheckerLanguages)
  return wanted.filter((code) => known.has(code))
}
