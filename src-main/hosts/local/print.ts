// Makes PDFs with the machine's own browser, without a window (port `Print`). Local host. The page lies in a private folder that goes with it;
// no name is resolved while it is printed, unless the user asked for its pictures; what takes too long is ended.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { printPage, type PrintDocument } from '../../../src-shared/domain/print-page.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Log, Print } from '../../ports.ts'

export interface PrintOptions {
  /** Path of the browser, or null. */
  browser: () => string | null
  log: Log
  timeLimitMs?: number
  /** Milliseconds that remote pictures may take; what is there by then is printed. */
  picturesMs?: number
}

export function localPrint({ browser, log, timeLimitMs = 60_000, picturesMs = 8000 }: PrintOptions): Print {
  /** One at a time: each is a browser of its own. */
  let last: Promise<unknown> = Promise.resolve()
  const make = async (document: PrintDocument): Promise<Uint8Array> => {
    const program = browser()
    if (program === null) throw new KnownError('print_unavailable', { why: 'no_browser' })
    const folder = await mkdtemp(join(tmpdir(), 'maletin-print-'))
    try {
      const page = join(folder, 'page.html')
      const pdf = join(folder, 'page.pdf')
      await writeFile(page, printPage(document), { mode: 0o600 })
      await run(program, argumentsFor(document, { page, pdf, profile: join(folder, 'browser') }, picturesMs), timeLimitMs, log)
      const bytes = await readFile(pdf).catch((cause: unknown) => {
        throw new KnownError('print_unavailable', { why: 'failed' }, { cause })
      })
      if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw new KnownError('print_unavailable', { why: 'failed' })
      return bytes
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }
  return {
    toPdf: (document) => {
      const mine = last.then(() => make(document))
      last = mine.catch(() => undefined)
      return mine
    },
    // The window has a print dialog of its own.
    toPrinter: () => Promise.resolve(false),
  }
}

function argumentsFor(document: PrintDocument, files: { page: string; pdf: string; profile: string }, picturesMs: number): string[] {
  return [
    '--headless', `--user-data-dir=${files.profile}`, `--print-to-pdf=${files.pdf}`, '--no-pdf-header-footer',
    ...(document.pictures ? [`--timeout=${picturesMs}`] : ['--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=127.0.0.1:9', '--proxy-bypass-list=<-loopback>']),
    '--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-extensions',
    '--disable-domain-reliability', '--disable-breakpad', '--no-pings', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    pathToFileURL(files.page).href,
  ]
}

/** Resolves when the browser has ended by itself. */
function run(program: string, values: string[], timeLimitMs: number, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    // A group of its own: the browser's own processes end with it.
    const child = spawn(program, values, { stdio: 'ignore', detached: process.platform !== 'win32' })
    const end = (): void => {
      try {
        if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL')
        else process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        log.warn('a browser that printed had ended already', { message: String(error) })
      }
    }
    const timer = setTimeout(() => {
      end()
      reject(new KnownError('print_unavailable', { why: 'timeout' }))
    }, timeLimitMs)
    child.once('error', (cause) => {
      clearTimeout(timer)
      reject(new KnownError('print_unavailable', { why: 'no_browser' }, { cause }))
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      if (code !== 0) log.warn('the browser that prints ended early', { code, signal })
      resolve()
    })
  })
}
