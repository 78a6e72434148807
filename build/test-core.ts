// Starts the whole core in a test: real store threads, vault and mail parser on a folder of its own, with the host's side (windows, desktop,
// served addresses) recorded in memory. Runs under the project's Node; every core that was started must be closed.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createApp, type App } from '../src-main/app.ts'
import type { OfferedFile } from '../src-main/files/file-inbox.ts'
import type { Ports, ServedContent } from '../src-main/ports.ts'
import type { CallInput, CallName, CallOutput, Notice } from '../src-shared/contract/index.ts'
import type { PrintDocument } from '../src-shared/domain/print-page.ts'
import { KnownError } from '../src-shared/errors.ts'
import { contactWorker, parseWorker, storeWorker } from './thread-entries.ts'

/** A mail frame as the host was given it. */
export interface RecordedFrame {
  url: string
  frameToken: string
  body: string
  headers: Record<string, string>
  onLink: (index: number) => void
}
/** What the core asked of its host so far. */
export interface RecordedHost {
  frames: RecordedFrame[]
  /** By address. */
  contents: Map<string, ServedContent>
  /** Documents that went to PDF or to a printer. */
  printed: { document: PrintDocument; to: 'pdf' | 'printer' }[]
  openedFiles: string[]
  openedOutside: string[]
  warnings: string[]
  errors: { message: string; error: unknown }[]
}

export interface TestCore {
  readonly app: App
  readonly profile: string
  readonly ports: Ports
  readonly host: RecordedHost
  readonly notices: { notice: Notice; windowId: string | null }[]
  /** Asks as the window `windowId` ('test' unless given). Throws the KnownError of a refused call. */
  ask<N extends CallName>(name: N, input: CallInput<N>, windowId?: string): Promise<CallOutput<N>>
  /** A file as a window offers it; its token. A path stays the user's own file, bytes become an upload of ours. */
  offer(file: string | { name: string; bytes: Uint8Array | string }): OfferedFile
  /** Ends the core and, unless the folder was given, deletes it. */
  close(): Promise<void>
}

export interface TestCoreOptions {
  /** UTC milliseconds; a fixed morning unless given. */
  now?: () => number
  /** IANA zone of the system; Europe/Madrid unless given. */
  zone?: string
  /** False leaves the first start to the test. */
  setUp?: boolean
  userMail?: string
  maxPages?: number
  host?: Ports['host']
  /** The host's windows and desktop; recorded unless given. */
  shell?: Ports['shell']
  /** Whether what runs by itself does, as looking for reminders; not unless given. */
  background?: boolean
  /** Whether the host can open files and addresses outside; true unless given. */
  opensOutside?: boolean
}

/** 2026-03-10 10:00 in Madrid, a Tuesday. */
export const testNow = Date.UTC(2026, 2, 10, 9, 0)

export async function startCore(folder: string | null = null, options: TestCoreOptions = {}): Promise<TestCore> {
  const profile = folder ?? mkdtempSync(join(tmpdir(), 'maletin-core-'))
  const notices: TestCore['notices'] = []
  const host: RecordedHost = {
    frames: [],
    contents: new Map(),
    printed: [],
    openedFiles: [],
    openedOutside: [],
    warnings: [],
    errors: [],
  }
  const opens = options.opensOutside ?? true
  const ports: Ports = {
    host: options.host ?? 'local',
    version: '0.0.0-test',
    shell: options.shell ?? {
      openWindow: () => Promise.resolve({ url: null }),
      openExternal: (url) => {
        if (opens) host.openedOutside.push(url)
        return Promise.resolve(opens)
      },
      openFile: (path) => {
        if (opens) host.openedFiles.push(path)
        return Promise.resolve(opens)
      },
      showsReminders: false,
      showReminder: () => undefined,
      activate: () => Promise.resolve(),
    },
    notify: (notice, windowId) => void notices.push({ notice, windowId }),
    secrets: { get: () => Promise.resolve(null), set: () => Promise.resolve() },
    clock: { now: options.now ?? (() => testNow), zone: () => options.zone ?? 'Europe/Madrid' },
    paths: {
      profile,
      storeWorker,
      parseWorker,
      contactWorker,
    },
    log: {
      info: () => undefined,
      warn: (message, details) => void host.warnings.push(`${message} ${JSON.stringify(details ?? {})}`),
      error: (message, error) => void host.errors.push({ message, error }),
    },
    served: {
      once: (content) => {
        const url = `test:once/${host.contents.size}`
        host.contents.set(url, content)
        return url
      },
      mailFrame: (frame) => {
        const frameToken = `frame-${host.frames.length}`
        const url = `test:frame/${frameToken}/`
        host.frames.push({ url, frameToken, ...frame })
        return { url, frameToken }
      },
    },
    print: {
      toPdf: (document) => {
        host.printed.push({ document, to: 'pdf' })
        return Promise.resolve(new TextEncoder().encode('%PDF-recorded'))
      },
      toPrinter: (document) => {
        host.printed.push({ document, to: 'printer' })
        return Promise.resolve(opens)
      },
    },
  }
  const app = await createApp(ports, {
    backups: false,
    background: options.background ?? false,
    ...(options.maxPages === undefined ? {} : { maxPages: options.maxPages }),
  })

  const ask: TestCore['ask'] = async (name, input, windowId = 'test') => {
    const reply = await app.ask(name, input, { windowId })
    if (reply.ok) return reply.value as never
    const cause = host.errors.at(-1)?.error
    const refused = new KnownError(
      reply.error.code,
      reply.error.details,
      reply.error.code === 'internal' && cause !== undefined ? { cause } : {},
    )
    refused.message = `${name}: ${reply.error.code} ${JSON.stringify(reply.error.details)}`
    throw refused
  }
  if (options.setUp !== false) {
    const { isFirstStart } = await ask('app.state', {})
    if (isFirstStart)
      await ask('app.setUp', {
        language: 'es',
        name: 'Marta Prueba',
        mail: options.userMail ?? 'marta@maletin.example',
        zone: null,
      })
  }
  return {
    app,
    profile,
    ports,
    host,
    notices,
    ask,
    offer: (file) => {
      if (typeof file === 'string')
        return app.offerFile({ path: file, name: basename(file), size: statSync(file).size, isOurs: false })
      const path = app.placeForUpload()
      writeFileSync(path, file.bytes)
      return app.offerFile({ path, name: file.name, size: statSync(path).size, isOurs: true })
    },
    close: async () => {
      await app.close()
      if (folder === null) rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** The bytes that an address of the host would give. */
export function servedBytes(core: TestCore, url: string): Uint8Array {
  const content = core.host.contents.get(url)
  if (content === undefined) throw new Error(`nothing is served at ${url}`)
  return 'bytes' in content ? content.bytes : readFileSync(content.path)
}

/** Takes back everything since the first start and forgets what the host recorded: a core as new, for the next test of a file. */
export async function undoAll(core: TestCore): Promise<void> {
  for (let more = true; more;) {
    const reply = await core.app.ask('history.undoLast', {}, { windowId: 'test' })
    if (!reply.ok && reply.error.code !== 'nothing_to_undo') throw new Error(JSON.stringify(reply.error))
    more = reply.ok
    const { left } = reply.ok ? (reply.value as CallOutput<'history.undoLast'>) : { left: [] }
    if (left.length > 0) throw new Error(`not taken back: ${JSON.stringify(left)}`)
  }
  const { host, notices } = core
  host.contents.clear()
  for (const list of [
    notices,
    host.frames,
    host.printed,
    host.openedFiles,
    host.openedOutside,
    host.warnings,
    host.errors,
  ])
    list.length = 0
}
