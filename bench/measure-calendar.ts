// calendar.month, calendar.paint, calendar.drag: a month of 5,000 activities asked for and drawn, and one activity dragged across a week of 300.
// The activities come from a calendar file taken in on a copy of the store, so that the month and the week hold exactly so many.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startLocal, type LocalProcess } from '../build/local-process.ts'
import { addDays, fromMinutes, type LocalDate } from '../src-shared/domain/local-time.ts'
import { freshPage, launchBrowser } from './browser.ts'
import { median, repeatableRandom, timed, timedNow } from './figures.ts'
import { openRawStore } from './recorded-sql.ts'
import { row, type BenchRow } from './results.ts'
import { copyOf, localEntry, workFolder } from './stores.ts'
import { openClient } from './window-client.ts'

const runs = 9
const paintRuns = 7
const frameMs = 1000 / 60
/** Far from what the sample holds: nothing else stands there. */
const month: LocalDate = '2041-07-01'
const monthGrid = { from: '2041-07-01', to: '2041-08-04' }
const week: LocalDate = '2041-10-07'

/** `count` activities over `days` days from a first one, in office hours, the same in every run. */
function calendarText(first: LocalDate, days: number, count: number, prefix: string): string[] {
  const random = repeatableRandom(11)
  return Array.from({ length: count }, (_one, at) => {
    const day = addDays(first, at % days).replaceAll('-', '')
    const minute = 480 + Math.floor(random() * 40) * 15
    return [
      'BEGIN:VEVENT', `UID:${prefix}${at}`, `SUMMARY:Visita ${at} con presupuesto`, `DTSTART;TZID=Europe/Madrid:${day}T${fromMinutes(minute).replace(':', '')}00`,
      `DURATION:PT${30 + Math.floor(random() * 4) * 15}M`, 'END:VEVENT',
    ]
  }).flat()
}

async function fill(profile: string): Promise<void> {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...calendarText(month, 31, 5000, 'm'), ...calendarText(week, 5, 300, 'w'), 'END:VCALENDAR', ''].join('\r\n')
  mkdirSync(workFolder, { recursive: true })
  const path = join(workFolder, 'month.ics')
  writeFileSync(path, text)
  const local = await startLocal(profile, { entry: localEntry, args: ['--lang', 'es'] })
  const browser = await launchBrowser()
  try {
    const page = await freshPage(browser)
    await page.goto(`${local.url}#/calendar`)
    await page.locator('.cal-hours').waitFor()
    await page.getByRole('button', { name: 'Imprimir, incorporar y exportar' }).click()
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: /Incorporar un calendario/ }).click()])
    await chooser.setFiles(path)
    await page.getByRole('button', { name: /^Incorporar 5/ }).click({ timeout: 120_000 })
    await page.getByRole('dialog').waitFor({ state: 'detached', timeout: 120_000 })
  } finally {
    await browser.close()
    await local.stop()
  }
}

async function measureMonth(profile: string, verbose: boolean): Promise<BenchRow> {
  const client = await openClient(profile)
  const raw = openRawStore(join(profile, 'store.db'))
  try {
    // As a window of 800 pixels asks.
    const perDay = 8
    const filter = { owners: ['me' as const] }
    const { settings } = await client.ask('settings.get', {})
    const me = settings.me ?? ''
    const reference = raw.prepared(raw.steps('calendar.range', { ...monthGrid, perDay, filter: { owners: [me], types: [], states: [], results: [], me } }))
    const ours: number[] = []
    const others: number[] = []
    let counted = 0
    for (let run = -2; run < runs; run += 1) {
      const answer = await timed(() => client.ask('calendar.range', { ...monthGrid, perDay, filter }))
      const other = timedNow(reference)
      counted = Object.values(answer.value.counts).reduce((sum, n) => sum + n, 0)
      if (run < 0) continue
      ours.push(answer.ms)
      others.push(other.ms)
    }
    if (verbose) process.stdout.write(`calendar.month ${median(ours).toFixed(1)} raw ${median(others).toFixed(1)}, ${counted} activities\n`)
    return row('calendar.month', median(ours), median(others), 'ms', runs, `${counted} activities counted by day, the first ${perDay} of each day in full, as the month asks for them`)
  } finally {
    raw.close()
    await client.close()
  }
}

/** In the page: from an act until the last change of the page was painted; stable is what did not change for 250 ms. */
const untilStable = `(act) => new Promise((resolve) => {
  const from = performance.now()
  let painted = from, timer
  const observer = new MutationObserver(() => {
    requestAnimationFrame(() => setTimeout(() => (painted = performance.now())))
    clearTimeout(timer)
    timer = setTimeout(done, 250)
  })
  const done = () => { observer.disconnect(); resolve(painted - from) }
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  timer = setTimeout(done, 5000)
  act()
})`

async function measurePaint(browser: Browser, local: LocalProcess, verbose: boolean): Promise<BenchRow> {
  const page = await freshPage(browser)
  await page.goto(`${local.url}#/calendar`)
  await page.locator('.cal-hours').waitFor()
  await page.keyboard.press('1')
  await page.locator('.cal-month').waitFor()
  await turnTo(page, 'Junio 2041')
  const shown = await page.evaluate(`(async () => { const run = ${untilStable}; await run(() => document.querySelector('[aria-label="Siguiente"]').click()); return [...document.querySelectorAll('.cal-month *:not(path)')].filter((one) => one.getClientRects().length > 0).length })()`)
  const blocks = await page.locator('.cal-month .cal-entry').count()
  const elements = Number(shown)
  const plain = await freshPage(browser)
  await plain.goto('about:blank')
  await plain.setContent('<style>body{margin:0;font:14px Roboto,sans-serif}i{position:absolute;box-sizing:border-box;overflow:hidden;white-space:nowrap;border-left:3px solid #0b6b64;border-radius:4px;background:#e0f1ee}</style><div id="at"></div>')
  const ours: number[] = []
  const others: number[] = []
  for (let run = -2; run < paintRuns; run += 1) {
    await page.bringToFront()
    await page.evaluate(`(async () => { const run = ${untilStable}; await run(() => document.querySelector('[aria-label="Anterior"]').click()) })()`)
    const mine = Number(await page.evaluate(`(async () => { const run = ${untilStable}; return run(() => document.querySelector('[aria-label="Siguiente"]').click()) })()`))
    await plain.bringToFront()
    const other = Number(
      await plain.evaluate(`(async () => { const run = ${untilStable}; const at = document.getElementById('at'); at.replaceChildren(); await new Promise((r) => setTimeout(r, 100)); return run(() => {
        for (let n = 0; n < ${elements}; n += 1) { const e = document.createElement('i'); e.textContent = '10:00 Talleres Ruiz Visita ' + n; e.style.cssText = 'left:' + (n % 7) * 130 + 'px;top:' + Math.floor(n / 7) * 20 + 'px;width:126px;height:19px'; at.append(e) } }) })()`),
    )
    if (run < 0) continue
    ours.push(mine)
    others.push(other)
    if (verbose) process.stdout.write(`calendar.paint ${mine.toFixed(1)} plain ${other.toFixed(1)} (${elements} elements)\n`)
  }
  await page.context().close()
  await plain.context().close()
  return row('calendar.paint', median(ours), median(others), 'ms', paintRuns, `from the click on "later" until the last change was painted, the question to the core in it; ${elements} visible elements in the month, ${blocks} of them activities`)
}

async function turnTo(page: Page, title: string): Promise<void> {
  for (let step = 0; step < 400; step += 1) {
    if ((await page.locator('.calendar__title').innerText()) === title) return
    await page.evaluate(`document.querySelector('[aria-label="Siguiente"]').click()`)
    await page.waitForTimeout(8)
  }
  throw new Error(`${title} was never reached`)
}

async function measureDrag(browser: Browser, local: LocalProcess, verbose: boolean): Promise<BenchRow> {
  const page = await freshPage(browser)
  await page.goto(`${local.url}#/calendar`)
  await page.locator('.cal-hours').waitFor()
  await page.keyboard.press('1')
  await turnTo(page, 'Octubre 2041')
  await page.locator('[data-cell="2041-10-07"]').waitFor()
  await page.locator('[data-cell="2041-10-07"] .cal-month__day').click()
  await page.keyboard.press('2')
  await page.locator('.cal-hours__day .cal-entry').first().waitFor()
  const count = await page.locator('.cal-hours__day .cal-entry').count()
  const worst: number[] = []
  for (let run = -1; run < runs; run += 1) {
    const box = await page.locator('.cal-hours__day').first().locator('.cal-entry').nth(3).boundingBox()
    const column = await page.locator('.cal-hours__day').first().boundingBox()
    if (box === null || column === null) throw new Error('nothing to drag')
    const [x, y] = [box.x + box.width / 2, Math.max(box.y + 6, 330)]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.evaluate(`(() => { window.frames$ = []; let last = performance.now(); const look = (now) => { window.frames$.push(now - last); last = now; if (window.frames$) window.look$ = requestAnimationFrame(look) }; requestAnimationFrame((now) => { last = now; requestAnimationFrame(look) }) })()`)
    for (let step = 0; step <= 80; step += 1) {
      await page.mouse.move(x + (column.width * 4 * step) / 80, y + 60 * Math.sin(step / 6))
      await page.waitForTimeout(12)
    }
    const frames = (await page.evaluate('(() => { const f = window.frames$; cancelAnimationFrame(window.look$); return f })()')) as number[]
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await page.waitForTimeout(80)
    if (run < 0) continue
    worst.push(Math.max(...frames))
    if (verbose) process.stdout.write(`calendar.drag worst of ${frames.length} frames ${Math.max(...frames).toFixed(1)} (${count} blocks drawn)\n`)
  }
  await page.context().close()
  return row('calendar.drag', median(worst), frameMs, 'ms', runs, `median of the worst frame of each drag over four days (worst of all ${Math.max(...worst).toFixed(1)} ms); ${count} blocks drawn for 300 activities`)
}

export async function measureCalendar(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const copy = copyOf(profile, 'calendar')
  await fill(copy)
  const rows = [await measureMonth(copy, verbose)]
  const local = await startLocal(copy, { entry: localEntry, args: ['--lang', 'es'] })
  const browser = await launchBrowser()
  try {
    rows.push(await measurePaint(browser, local, verbose), await measureDrag(browser, local, verbose))
  } finally {
    await browser.close()
    await local.stop()
  }
  return rows
}
