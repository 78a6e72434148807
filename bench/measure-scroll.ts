// scroll.longtask: the longest task of the window's main thread while a list of 100,000 activities is scrolled by wheel and by jumps of the scrollbar.
import type { Browser, Page } from 'playwright-core'
import { startLocal } from '../build/local-process.ts'
import { freshPage, launchBrowser } from './browser.ts'
import { median, repeatableRandom } from './figures.ts'
import { row, type BenchRow } from './results.ts'
import { localEntry } from './stores.ts'

const runs = 5
const longestMs = 50
const grid = '.data-list'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  dur?: number
  tdur?: number
  args?: { name?: string }
}

async function openList(browser: Browser, url: string): Promise<Page> {
  const page = await freshPage(browser)
  await page.goto(url)
  await page.locator('.data-list__row:not(.is-waiting)').first().waitFor()
  // The shipped view that shows everything.
  await page.getByRole('button', { name: 'Todas', exact: true }).click()
  await page.waitForFunction(
    (selector) => Number(document.querySelector(selector)?.getAttribute('aria-rowcount')) > 100_000,
    grid,
  )
  return page
}

async function scroll(page: Page): Promise<void> {
  const random = repeatableRandom(7)
  await page.locator(grid).hover()
  for (let step = 0; step < 150; step += 1) {
    await page.mouse.wheel(0, step % 50 < 40 ? 120 + Math.floor(random() * 1500) : -900)
    await page.waitForTimeout(16)
  }
  for (let jump = 0; jump < 40; jump += 1) {
    const part = random()
    await page.evaluate(
      ({ selector, to }) => {
        const element = document.querySelector(selector)
        if (element !== null) element.scrollTop = to * (element.scrollHeight - element.clientHeight)
      },
      { selector: grid, to: part },
    )
    await page.waitForTimeout(60)
  }
}

/** Longest task of the page's main thread in a trace: wall time, and the processor's time in it. */
function longestTask(trace: Buffer): { wall: number; busy: number; count: number } {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] }
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}:${tid}`),
  )
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' && mains.has(`${pid}:${tid}`) && (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask'),
  )
  const longest = tasks.reduce((last, task) => ((task.dur ?? 0) > (last?.dur ?? 0) ? task : last), tasks[0])
  return { wall: (longest?.dur ?? Number.NaN) / 1000, busy: (longest?.tdur ?? Number.NaN) / 1000, count: tasks.length }
}

export async function measureScroll(profile: string, verbose: boolean): Promise<BenchRow[]> {
  const browser = await launchBrowser()
  const local = await startLocal(profile, { entry: localEntry, args: ['--lang', 'es'] })
  try {
    const walls: number[] = []
    const busy: number[] = []
    let long = 0
    for (let run = 0; run < runs; run += 1) {
      const page = await openList(browser, local.url)
      await scroll(page)
      await page.evaluate(() => {
        const counted = window as { longTasks?: number }
        counted.longTasks = 0
        new PerformanceObserver(
          (list) => (counted.longTasks = (counted.longTasks ?? 0) + list.getEntries().length),
        ).observe({ type: 'longtask' })
      })
      await browser.startTracing(page, {
        categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
      })
      await scroll(page)
      const task = longestTask(await browser.stopTracing())
      const seen = await page.evaluate(() => (window as { longTasks?: number }).longTasks ?? 0)
      if (verbose)
        process.stdout.write(
          `worst of ${task.count} tasks ${task.wall.toFixed(1)} ms (processor ${task.busy.toFixed(1)}), long tasks seen by the page ${seen}\n`,
        )
      if (task.count === 0) throw new Error('the trace holds no tasks')
      walls.push(task.wall)
      busy.push(task.busy)
      long += seen
      await page.context().close()
    }
    return [
      row(
        'scroll.longtask',
        median(walls),
        longestMs,
        'ms',
        runs,
        `median of the worst task of each run (worst of all ${Math.max(...walls).toFixed(1)} ms, processor time in the median one ${median(busy).toFixed(1)} ms); ${long} tasks over 50 ms seen by the page`,
      ),
    ]
  } finally {
    await browser.close()
    await local.stop()
  }
}
