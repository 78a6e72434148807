import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser, whenPainted } from './browser.ts'
import { cpSync, rmSync } from 'node:fs'
const now = () => performance.timeOrigin + performance.now()
const profile = '/work/w-house/bench/work/sample-6ada05054787-10000'
const entry = process.argv[2] ?? '/work/w-house/bench/work/dist/main/local.js'
const browser = await launchBrowser()
for (let run = 0; run < Number(process.argv[3] ?? 5); run++) {
  const page = await freshPage(browser)
  const painted = await whenPainted(page, '.data-list__row:not(.is-waiting)', 18)
  const from = now()
  const local = await startLocal(profile, { entry })
  const ready = now()
  await page.goto(local.url, { waitUntil: 'commit' })
  const p = await painted()
  const t = await page.evaluate(() => {
    const o = performance.timeOrigin
    const n = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming
    const res = performance.getEntriesByType('resource').map((r:any) => [r.name.replace(/^http:..[^/]*/, ''), Math.round(r.startTime), Math.round(r.requestStart), Math.round(r.responseStart), Math.round(r.responseEnd)].join(' '))
    const paints = performance.getEntriesByType('paint').map((e) => `${e.name} ${Math.round(e.startTime)}`)
    const marks = performance.getEntriesByType('mark').map((e) => `${e.name} ${Math.round(e.startTime)}`)
    return { o, req: n.requestStart, resp: n.responseEnd, dcl: n.domContentLoadedEventEnd, res, paints, marks }
  })
  console.log(`total ${(p - from).toFixed(0)} ready ${(ready - from).toFixed(0)} navstart ${(t.o - from).toFixed(0)} painted-in-page ${(p - t.o).toFixed(0)} dcl ${t.dcl.toFixed(0)} respEnd ${t.resp.toFixed(0)} ${t.paints} ${t.marks}`)
  console.log(t.res.filter((r)=>!r.includes('icon')).join('\n'))
  await page.context().close(); await local.stop()
}
await browser.close()
