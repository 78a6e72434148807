// The whole program as a person meets it: the local host on a profile of its own, and its windows in the system's Chromium. Watches what no
// window may do (errors in the console, refused content, requests that leave the machine) and takes pictures when a scenario fails.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core'
import { openWindow, startLocal, type LocalProcess, type LocalWindow } from '../build/local-process.ts'
import { chromiumPath } from '../build/machine.ts'
import { compareWithLog } from '../src-main/store/rebuild.ts'
import { sayIn, type Language, type Say } from './words.ts'

const browserPath = process.env['CHROMIUM_PATH'] ?? chromiumPath()
/** Prints why a suite does nothing here. */
export function sayIfSkipped(suite: string): boolean {
  if (browserPath === null) console.log(`${suite} skipped: no Chromium or Chrome was found (set CHROMIUM_PATH)`)
  return browserPath === null
}

const root = resolve(import.meta.dirname, '..')
const bundle = join(root, 'dist/main/local.js')
/** The bundle, unless there is none or the windows' side comes from elsewhere: then the sources. */
const entry = process.env['MALETIN_RENDERER'] === undefined && existsSync(bundle) ? { entry: bundle } : {}
const zone = 'Europe/Madrid'

let browser: Promise<Browser> | null = null
function theBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-dev-shm-usage',
      // What does not leave the machine cannot hang on a name server either.
      '--host-resolver-rules=MAP *.localhost 127.0.0.1, EXCLUDE 127.0.0.1, MAP * ~NOTFOUND',
    ],
  })
  return browser
}
/** For `afterAll` of every suite. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = null
}

export interface ProgramOptions {
  language?: Language
  /** A profile made before; else a fresh one, deleted at the end. */
  profile?: string
  /** False leaves the first start to the scenario. */
  setUp?: boolean
  theme?: 'light' | 'dark'
  viewport?: { width: number; height: number }
  /** Skips the comparison with the log at the end (a profile that was filled past it). */
  isLogKept?: boolean
  scale?: number
}

export interface Program {
  readonly language: Language
  readonly say: Say
  readonly profile: string
  readonly storePath: string
  readonly context: BrowserContext
  /** The core behind the windows, for what a scenario only prepares or checks. */
  api(): LocalWindow
  host(): LocalProcess
  /** A window at a route: `#/contacts`. Waits until the shell is drawn. */
  open(route?: string): Promise<Page>
  /** Ends the host and its windows. */
  stop(): Promise<void>
  /** Starts it again on the same profile. */
  start(options?: { args?: string[] }): Promise<void>
  /** Errors of the kind the scenario itself provokes, such as a host that was stopped. */
  expectTrouble(pattern: RegExp): void
  /** What no window may do, so far. */
  findings(): string[]
}

/** Runs a scenario on a program of its own; afterwards nothing forbidden has happened and the store is what its log says. */
export async function withProgram(
  name: string,
  options: ProgramOptions,
  run: (program: Program) => Promise<void>,
): Promise<void> {
  const language = options.language ?? 'es'
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'maletin-e2e-'))
  const findings: string[] = []
  const expected: RegExp[] = []
  const context = await (
    await theBrowser()
  ).newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: options.scale ?? 1,
    locale: language === 'es' ? 'es-ES' : 'en-GB',
    timezoneId: zone,
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  context.setDefaultTimeout(20_000)
  watchWindows(context, findings)
  let host: LocalProcess | null = null
  let api: LocalWindow | null = null
  const running = <T>(value: T | null): T => {
    if (value === null) throw new Error('the program is stopped')
    return value
  }
  const program: Program = {
    language,
    say: sayIn(language),
    profile,
    context,
    storePath: join(profile, 'store.db'),
    api: () => running(api),
    host: () => running(host),
    async open(route = '') {
      const page = await context.newPage()
      await page.goto(`${running(host).url}${route}`)
      await page.locator('#main').waitFor()
      return page
    },
    async stop() {
      for (const page of context.pages()) await page.close()
      await host?.stop()
      host = null
      api = null
    },
    async start(how = {}) {
      host = await startLocal(profile, { ...entry, args: ['--lang', language, ...(how.args ?? [])], env: { TZ: zone } })
      api = await openWindow(host)
    },
    expectTrouble: (pattern) => void expected.push(pattern),
    findings: () => findings.filter((line) => !expected.some((pattern) => pattern.test(line))),
  }
  try {
    await program.start()
    if (options.setUp !== false && (await program.api().ask('app.state', {})).isFirstStart) {
      await program.api().ask('app.setUp', { language, name: 'Lucía Ferrer', mail: 'lucia@ferrer.example', zone: null })
      await program.api().ask('settings.set', { language, dateFormat: 'dmy', theme: options.theme ?? 'light' })
    }
    await run(program)
    if (program.findings().length > 0)
      throw new Error(`windows did what they must not:\n${program.findings().join('\n')}`)
    await program.stop()
    const differences = options.isLogKept === false ? [] : compareWithLog(program.storePath)
    if (differences.length > 0) throw new Error(`the store is not what its log says:\n${differences.join('\n')}`)
  } catch (error) {
    throw await withPictures(name, context, error, [...program.findings(), ...saidBy(host), ...logOf(profile)])
  } finally {
    await context.close()
    await (host as LocalProcess | null)?.stop()
    if (options.profile === undefined) rmSync(profile, { recursive: true, force: true })
  }
}

function watchWindows(context: BrowserContext, findings: string[]): void {
  context.on('page', (page) => {
    page.on('console', (message) => {
      // A refused policy comes as an error of the console too.
      if (message.type() === 'error') findings.push(`console: ${message.text()} (${message.location().url})`)
    })
    // From the start on: switched on together with the key that opens the chooser, it could come too late.
    page.on('filechooser', () => undefined)
    page.on('pageerror', (error) => findings.push(`error: ${error.stack ?? error.message}`))
  })
  context.on('request', (request) => {
    const url = new URL(request.url())
    const isOurs =
      url.protocol === 'data:' ||
      url.protocol === 'blob:' ||
      url.hostname === '127.0.0.1' ||
      url.hostname.endsWith('.localhost')
    if (!isOurs) findings.push(`request leaves the machine: ${request.url()}`)
  })
}

const saidBy = (host: LocalProcess | null): string[] =>
  host === null
    ? []
    : [host.child.exitCode === null ? '' : `the program ended with ${host.child.exitCode}`, host.errors()].filter(
        (line) => line !== '',
      )
const logOf = (profile: string): string[] => {
  const path = join(profile, 'maletin.log')
  return existsSync(path) ? [readFileSync(path, 'utf8').slice(-3000)] : []
}

async function withPictures(name: string, context: BrowserContext, error: unknown, findings: string[]): Promise<Error> {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-e2e-failed-'))
  let count = 0
  for (const page of context.pages()) {
    const path = join(folder, `${name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80)}-${++count}.png`)
    await page.screenshot({ path, timeout: 5000 }).catch((reason: unknown) => console.warn('no picture', reason))
  }
  const told = error instanceof Error ? error : new Error(String(error))
  told.message = `${told.message}\npictures: ${folder}${findings.length > 0 ? `\n${findings.join('\n')}` : ''}`
  return told
}

/** The long list of a page (activities or contacts). */
export const listOf = (page: Page): Locator => page.getByRole('main').getByRole('grid').first()
/** The one row that says this. */
export const rowOf = (list: Locator, text: string): Locator => list.getByRole('row').filter({ hasText: text })

/** Waits until the list's rows are there and their number is exact; that number. */
export async function listReady(page: Page): Promise<number> {
  const list = listOf(page)
  await list.and(page.locator('[aria-busy="false"]:not([aria-rowcount="-1"])')).waitFor()
  return Number(await list.getAttribute('aria-rowcount')) - 1
}

/** Scrolls by the wheel until the row is in the page, from wherever the list stands. */
export async function wheelTo(page: Page, list: Locator, text: string): Promise<Locator> {
  const row = rowOf(list, text)
  await list.hover()
  for (const step of [...Array<number>(60).fill(300), ...Array<number>(120).fill(-300)]) {
    if ((await row.count()) > 0 && (await isInside(row, list))) return row
    await page.mouse.wheel(0, step)
    await page.waitForTimeout(25)
  }
  throw new Error(`no row says ${text}`)
}
async function isInside(row: Locator, list: Locator): Promise<boolean> {
  const [inner, outer] = [await row.first().boundingBox(), await list.boundingBox()]
  return (
    inner !== null && outer !== null && inner.y >= outer.y + 34 && inner.y + inner.height <= outer.y + outer.height + 1
  )
}

/** The focused row of the list, by its words. */
export async function focusedRow(list: Locator): Promise<string> {
  return list.evaluate(
    (element) => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent ?? '',
  )
}

/** Ctrl+arrows down from the focused row, then once more from the top, until the focus is on the row. */
export async function arrowTo(page: Page, list: Locator, text: string): Promise<void> {
  for (const start of [null, 'Control+Home']) {
    if (start !== null) await page.keyboard.press(start)
    let before = ''
    for (let step = 0; step < 400; step++) {
      const row = await focusedRow(list)
      if (row.includes(text)) return
      if (row === before && row !== '') break
      before = row
      await page.keyboard.press('Control+ArrowDown')
    }
  }
  throw new Error(`no row says ${text}`)
}

/** The dialog on top. */
export const dialogOf = (page: Page): Locator => page.getByRole('dialog').last()

/** Tabs until the focused element answers to one of these names. */
export async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const seen: string[] = []
  for (let step = 0; step < 80; step++) {
    const label = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement)) return ''
      const labels =
        'labels' in element ? [...((element as HTMLInputElement).labels ?? [])].map((one) => one.innerText) : []
      return (element.getAttribute('aria-label') ?? (labels.join(' ') || element.innerText)).replace(/\s+/g, ' ').trim()
    })
    if (typeof name === 'string' ? label.startsWith(name) : name.test(label)) return
    seen.push(label.slice(0, 60))
    await page.keyboard.press(key)
  }
  throw new Error(`Tab never reached ${String(name)}; it went over: ${[...new Set(seen)].join(' · ')}`)
}
