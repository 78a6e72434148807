import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser, whenPainted } from './browser.ts'
const browser = await launchBrowser()
const self = new Map<string, number>(), tot = new Map<string, number>()
const N = 4
for (let run = -1; run < N; run++) {
  const page = await freshPage(browser)
  const painted = await whenPainted(page, '.bench-row', 18)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 200 })
  await cdp.send('Profiler.start')
  const server = spawn(process.execPath, [join(import.meta.dirname, 'shell-page/server.mjs'), join(import.meta.dirname, 'work/shell-page')], { stdio: ['ignore', 'pipe', 'inherit'] }); const line: string = await new Promise((r) => server.stdout.once('data', (c: Buffer) => r(c.toString()))); const local = { url: JSON.parse(line).url, stop: () => server.kill() }
  await page.goto(local.url, { waitUntil: 'commit' })
  await painted()
  const { profile: p } = await cdp.send('Profiler.stop')
  await page.context().close(); await local.stop()
  if (run < 0) continue
  const byId = new Map(p.nodes.map((n) => [n.id, n])), parent = new Map<number, number>()
  for (const n of p.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
  p.samples!.forEach((id, i) => {
    const d = p.timeDeltas![i]! / 1000 / N
    let cur: number | undefined = id; const seen = new Set()
    const name = (n: any) => `${n.callFrame.functionName || '(anon)'} ${n.callFrame.url.split('/').pop()}:${n.callFrame.lineNumber}`
    self.set(name(byId.get(id)), (self.get(name(byId.get(id))) ?? 0) + d)
    while (cur !== undefined) { const k = name(byId.get(cur)); if (!seen.has(k)) { seen.add(k); tot.set(k, (tot.get(k) ?? 0) + d) } cur = parent.get(cur) }
  })
}
const top = (m: Map<string, number>, n: number) => [...m].sort((a, b) => b[1] - a[1]).slice(0, n).map(([k, v]) => `${v.toFixed(1)} ${k}`).join('\n')
console.log('SELF\n' + top(self, 30) + '\nTOTAL\n' + top(tot, 90))
await browser.close()
