import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser } from './browser.ts'
const browser = await launchBrowser()
const page = await freshPage(browser)
await page.addInitScript(() => {
  const E = Error as any; const seen: any = (window as any).errs = []
  for (const name of ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError']) {
    const O = (window as any)[name]
    ;(window as any)[name] = new Proxy(O, { construct(t, a, n) { const e = Reflect.construct(t, a, n); seen.push(Math.round(performance.now()) + ' ' + name + ' ' + a[0] + ' ' + new E().stack.split('\n').slice(2, 6).join(' < ')); return e }, apply(t, th, a) { seen.push('call ' + name + a[0] + new E().stack.split('\n').slice(2, 6).join(' < ')); return Reflect.apply(t, th, a) } })
  }
  const cap = E.captureStackTrace; E.captureStackTrace = (...a: any[]) => { seen.push('capture ' + new E().stack.split('\n').slice(2, 5).join(' < ')); return cap.apply(E, a) }
})
const local = await startLocal('/work/w-house/bench/work/sample-6ada05054787-10000', { entry: '/work/w-house/bench/work/dist/main/local.js' })
await page.goto(local.url)
await page.waitForTimeout(1500)
console.log((await page.evaluate(() => (window as any).errs)).join('\n'))
await browser.close(); await local.stop()
