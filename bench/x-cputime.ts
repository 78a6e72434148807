import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser, whenPainted } from './browser.ts'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
const profile = '/work/w-house/bench/work/sample-6ada05054787-10000'
const entry = '/work/w-house/dist/main/local.js'
const browser = await launchBrowser()
const cpuOf = (pid: number) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10 }
for (const kind of ['ours', 'ref', 'ours', 'ref']) {
  const got: number[][] = []
  for (let run = 0; run < 4; run++) {
    const page = await freshPage(browser)
    const painted = await whenPainted(page, kind === 'ref' ? '.bench-row' : '.data-list__row:not(.is-waiting)', 18)
    await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] })
    let url, stop, pid
    const from = performance.timeOrigin + performance.now()
    if (kind === 'ref') {
      const server = spawn(process.execPath, [join(import.meta.dirname, 'shell-page/server.mjs'), join(import.meta.dirname, 'work/shell-page')], { stdio: ['ignore', 'pipe', 'inherit'] })
      const line: string = await new Promise((r) => server.stdout.once('data', (c: Buffer) => r(c.toString())))
      url = JSON.parse(line).url; stop = () => server.kill(); pid = server.pid!
    } else { const local = await startLocal(profile, { entry }); url = local.url; stop = () => local.stop(); pid = local.child.pid! }
    await page.goto(url, { waitUntil: 'commit' })
    const p = await painted()
    const cpu = cpuOf(pid)
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
    await page.context().close(); await stop()
    const nav = traceEvents.filter((e: any) => e.name === 'navigationStart' && e.args?.data?.documentLoaderURL?.startsWith('http')).sort((a: any, b: any) => b.ts - a.ts)[0]
    const evs = traceEvents.filter((e: any) => e.pid === nav.pid && e.ph === 'X' && e.name.endsWith('RunTask') && e.name.startsWith('Thread') && e.ts > nav.ts - 50000)
    const sum = (l: any[]) => l.reduce((n, e) => n + (e.tdur ?? 0), 0) / 1000
    got.push([p - from, sum(evs.filter((e: any) => e.tid === nav.tid)), sum(evs.filter((e: any) => e.tid !== nav.tid)), cpu])
  }
  const med = (i: number) => got.map((g) => g[i]!).sort((a, b) => a - b)[2]!.toFixed(0)
  console.log(kind, 'total', med(0), 'renderer main cpu', med(1), 'renderer other', med(2), 'node cpu', med(3))
}
await browser.close()
