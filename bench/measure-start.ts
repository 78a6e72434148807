// start: from the start of the process to the first rows painted in Chromium, against a static page with the same shell served by plain node:http.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser, whenPainted } from './browser.ts'
import { median } from './figures.ts'
import { row, type BenchRow } from './results.ts'
import { localEntry, root, workFolder } from './stores.ts'

const runs = 9
const shellPage = join(import.meta.dirname, 'shell-page')
const pageFolder = join(workFolder, 'shell-page')

async function buildShellPage(): Promise<void> {
  await build({
    configFile: join(root, 'build/vite.renderer.config.ts'),
    root: shellPage,
    logLevel: 'warn',
    build: { outDir: pageFolder, emptyOutDir: true, rolldownOptions: { input: join(shellPage, 'index.html') } },
  })
}

const now = (): number => performance.timeOrigin + performance.now()

async function ours(browser: Browser, profile: string): Promise<number> {
  const page = await freshPage(browser)
  const painted = await whenPainted(page, '.data-list__row:not(.is-waiting)', 18)
  const from = now()
  const local = await startLocal(profile, { entry: localEntry })
  try {
    await page.goto(local.url, { waitUntil: 'commit' })
    return (await painted()) - from
  } finally {
    await page.context().close()
    await local.stop()
  }
}

async function reference(browser: Browser): Promise<number> {
  const page = await freshPage(browser)
  const painted = await whenPainted(page, '.bench-row', 50)
  const from = now()
  const server = spawn(process.execPath, [join(import.meta.dirname, 'shell-page/server.mjs'), pageFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const line = await new Promise<string>((resolve) =>
      server.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    )
    await page.goto((JSON.parse(line) as { url: string }).url, { waitUntil: 'commit' })
    return (await painted()) - from
  } finally {
    await page.context().close()
    server.kill('SIGTERM')
  }
}

export async function measureStart(profile: string, verbose: boolean): Promise<BenchRow[]> {
  await buildShellPage()
  const browser = await launchBrowser()
  try {
    const our: number[] = []
    const other: number[] = []
    for (let run = -1; run < runs; run += 1) {
      const one = await ours(browser, profile)
      const two = await reference(browser)
      if (verbose) process.stdout.write(`start ${one.toFixed(0)} reference ${two.toFixed(0)}\n`)
      if (run < 0) continue
      our.push(one)
      other.push(two)
    }
    return [
      row(
        'start',
        median(our),
        median(other),
        'ms',
        runs,
        'store of 10,000 activities; browser running, nothing cached; rows painted',
      ),
    ]
  } finally {
    await browser.close()
  }
}
