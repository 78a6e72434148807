// The local host: the same core in plain Node, its windows in the machine's own browser. One JSON line on standard output when it can be used.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../../app.ts'
import type { Ports } from '../../ports.ts'
import { lockProfile } from '../../store/profile-lock.ts'
import { findBrowser, hasDisplay, openBrowser } from './browser.ts'
import { createFileLog } from './file-log.ts'
import { memorySecrets } from './memory-secrets.ts'
import { args, contactWorker, handed, parseWorker, profile, root, storeWorker } from './options.ts'
import { localPrint } from './print.ts'
import { ServedOnce } from './served-once.ts'
import { startServer, type LocalServer } from './server.ts'

const instanceFile = join(profile, 'instance.json')
const say = (line: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const lock = lockProfile(join(profile, 'lock.db'))
if (lock === null) {
  await activateFirst()
  process.exit(0)
}

/** Null while the first one is starting, or where its file was cut off. */
function instanceNow(): { port: number; secret: string } | null {
  if (!existsSync(instanceFile)) return null
  try {
    return JSON.parse(readFileSync(instanceFile, 'utf8')) as { port: number; secret: string }
  } catch (error) {
    process.stderr.write(`${instanceFile}: ${String(error)}\n`)
    return null
  }
}

/** SEC-4: the program that holds the profile is asked to come to the front; this one never opens the store. */
async function activateFirst(): Promise<void> {
  const first = instanceNow()
  const answer =
    first === null
      ? null
      : await fetch(`http://127.0.0.1:${first.port}/api/activate`, {
          method: 'POST',
          headers: { 'x-maletin-activate': first.secret, 'content-type': 'application/json' },
          body: JSON.stringify({ paths: handed }),
          signal: AbortSignal.timeout(5000),
        }).catch(() => null)
  say({ ready: false, reason: 'already-open', activated: answer?.ok ?? false })
}

const log = createFileLog(profile)
const key = randomBytes(24).toString('hex')
const activationSecret = randomBytes(24).toString('hex')
let server: (LocalServer & { served: ServedOnce }) | null = null
let browser: ReturnType<typeof openBrowser> | null = null
const running = (): LocalServer & { served: ServedOnce } => {
  if (server === null) throw new Error('the local host has not started')
  return server
}

const language = args.lang === 'en' || args.lang === 'es' ? args.lang : null
const pageUrl = (route = ''): string => `${running().url}${language === null ? '' : `&lang=${language}`}${route}`

const openPage = (url: string): boolean => {
  const program = hasDisplay() ? findBrowser() : null
  if (program === null) return false
  const opened = openBrowser(program, running().entryTo(url), profile)
  browser ??= opened
  return true
}

const ports: Ports = {
  host: 'local',
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  shell: {
    openWindow: async (request) => {
      const { routeOf } = await import('../../windows/window-kinds.ts')
      return { url: pageUrl(`#${routeOf(request)}`) }
    },
    openExternal: () => Promise.resolve(false),
    openFile: () => Promise.resolve(false),
    showsReminders: false,
    showReminder: () => undefined,
    activate: () => {
      running().notify({ name: 'windowActivated', data: {} }, null)
      if (!args['no-open']) openPage(pageUrl())
      return Promise.resolve()
    },
  },
  notify: (notice, windowId) => server?.notify(notice, windowId),
  secrets: memorySecrets(),
  clock: { now: () => Date.now(), zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone },
  paths: { profile, storeWorker, parseWorker, contactWorker },
  log,
  served: {
    once: (content) => running().served.once(content),
    mailFrame: (frame) => running().served.mailFrame(frame),
  },
  print: localPrint({ browser: findBrowser, log }),
}

const port = Number(args.port ?? 0)
if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`not a port: ${String(args.port)}`)
let starting: Promise<App> | null = null
/** Loads the core and opens the store, once; whoever asks waits for it. */
const core = (): Promise<App> => {
  starting ??= import('../../app.ts').then(({ createApp }) => createApp(ports))
  starting.catch((error: unknown) => {
    log.error('the program could not start', error)
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
  return starting
}
server = await startServer({
  key,
  port,
  rendererFolder: resolve(process.env['MALETIN_RENDERER'] ?? join(root, 'dist/renderer')),
  served: (ask) => new ServedOnce(ask),
  log,
  onActivate: (paths) => {
    void ports.shell.activate()
    if (paths.length > 0) void core().then((app) => app.handOver(paths))
  },
  activationSecret,
  onFilesSent: () => void core(),
  app: core,
})
if (handed.length > 0) void core().then((app) => app.handOver(handed))
try {
  writeFileSync(instanceFile, JSON.stringify({ pid: process.pid, port: server.port, secret: activationSecret }), {
    mode: 0o600,
  })
} catch (error) {
  log.warn('a second start will not find this one', { error: String(error) })
}

let isEnding = false
async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  browser?.end()
  await server?.close()
  await (await core()).close()
  rmSync(instanceFile, { force: true })
  lock?.release()
  process.exit(0)
}
process.on('SIGTERM', () => void end())
process.on('SIGINT', () => void end())

const opened = !args['no-open'] && openPage(pageUrl())
say({ ready: true, url: pageUrl() })
if (!args['no-open'] && !opened)
  process.stderr.write(
    'No display or browser was found: open the address above in Chromium, Chrome or Edge on this machine.\n',
  )
if (opened) void (browser as ReturnType<typeof openBrowser> | null)?.ended.then(() => end())

// Loading the core would hold up the files of the first page: it comes after them, or soon where no page is asked for.
setTimeout(() => void core(), 400)
