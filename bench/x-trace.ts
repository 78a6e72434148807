import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser, whenPainted } from './browser.ts'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
const profile = '/work/w-house/bench/work/sample-6ada05054787-10000'
const entry = '/work/w-house/bench/work/dist/main/local.js'
const browser = await launchBrowser()
for (let run = 0; run < 3; run++) {
  const page = await freshPage(browser)
  const painted = await whenPainted(page, process.argv[2] ? '.bench-row' : '.data-list__row:not(.is-waiting)', 18)
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'disabled-by-default-v8.compile', 'loading', 'blink.user_timing'] })
  const from = performance.timeOrigin + performance.now()
  let url, stop
  if (process.argv[2]) {
    const server = spawn(process.execPath, [join(import.meta.dirname, 'shell-page/server.mjs'), join(import.meta.dirname, 'work/shell-page')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const line: string = await new Promise((r) => server.stdout.once('data', (c: Buffer) => r(c.toString())))
    url = JSON.parse(line).url; stop = () => server.kill()
  } else { const local = await startLocal(profile, { entry }); url = local.url; stop = () => local.stop() }
  const ready = performance.timeOrigin + performance.now() - from
  await page.goto(url, { waitUntil: 'commit' })
  const p = await painted()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
  await page.context().close(); await stop()
  if (run < 2) continue
  const mains = traceEvents.filter((e: any) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map((e: any) => `${e.pid}:${e.tid}`)
  const nav = traceEvents.filter((e: any) => e.name === 'navigationStart' && e.args?.data?.documentLoaderURL?.startsWith('http')).sort((a: any, b: any) => b.ts - a.ts)[0]
  const main = `${nav.pid}:${nav.tid}`
  console.log(`total ${(p - from).toFixed(0)} ready ${ready.toFixed(0)} mains ${mains}`)
  const evs = traceEvents.filter((e: any) => `${e.pid}:${e.tid}` === main && e.ph === 'X' && e.dur > 3000 && e.ts > nav.ts - 50000).sort((a: any, b: any) => a.ts - b.ts)
  const ends: number[] = []
  for (const e of evs) {
    while (ends.length && ends.at(-1)! <= e.ts) ends.pop()
    console.log(`${' '.repeat(ends.length * 2)}${((e.ts - nav.ts) / 1000).toFixed(0)} +${(e.dur / 1000).toFixed(1)} (cpu ${((e.tdur ?? 0) / 1000).toFixed(1)}) ${e.name} ${(e.args?.data?.url ?? e.args?.fileName ?? e.args?.data?.functionName ?? '').toString().split('/').pop()}`)
    ends.push(e.ts + e.dur)
  }
}
await browser.close()
