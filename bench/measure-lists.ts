// list.first-page, list.open, list.deep-jump, list.growth: lists of activities through the local host's HTTP, against the same SQL raw.
import { join } from 'node:path'
import { median, percentile, repeatableRandom, timed, timedNow } from './figures.ts'
import { filterForStore, matrixOf, type Cell } from './matrix.ts'
import { openRawStore } from './recorded-sql.ts'
import { row, type BenchRow } from './results.ts'
import { openClient, type Client } from './window-client.ts'

const pageRows = 200
const runs = 17
const jumps = 40
const openMs = 300

interface CellFigures {
  cell: Cell
  first: number
  firstSmall: number
  /** The very first time that this list was asked for. */
  asked: number
  raw: number
  /** Until the total and every id are exact. */
  open: number
  /** Until the first page is there and can be scrolled. */
  usable: number
  total: number
  jump: number
}

const worstBy = (figures: readonly CellFigures[], of: (figure: CellFigures) => number): CellFigures =>
  figures.reduce((worst, figure) => (of(figure) > of(worst) ? figure : worst))

export async function measureLists(profile: string, smallProfile: string, verbose: boolean): Promise<BenchRow[]> {
  const client = await openClient(profile)
  const smallClient = await openClient(smallProfile)
  const raw = openRawStore(join(profile, 'store.db'))
  try {
    const cells = await matrixOf(client)
    const smallCells = await matrixOf(smallClient)
    const first = (of: Client, { filter, sort }: Cell) => of.ask('activity.first', { filter, sort, limit: pageRows })
    const figures: CellFigures[] = []
    for (const [index, cell] of cells.entries()) {
      const smallCell = smallCells[index]
      if (smallCell === undefined) throw new Error('the matrix of the small store is another one')
      const input = { filter: filterForStore(raw, cell.filter, Date.now()), sort: cell.sort, limit: pageRows }
      // Taken down the second time: what the program keeps between two questions serves the reference as well.
      raw.steps('activity.first', input)
      const steps = raw.steps('activity.first', input)
      const rawPage = raw.prepared(steps)
      let asked = Number.NaN
      const ours: number[] = []
      const others: number[] = []
      const small: number[] = []
      for (let run = -2; run < runs; run += 1) {
        const page = await timed(() => first(client, cell))
        if (page.value.rows.length !== pageRows) throw new Error(`${cell.label}: ${page.value.rows.length} rows`)
        const reference = timedNow(rawPage)
        const smallPage = await timed(() => first(smallClient, smallCell))
        if (smallPage.value.rows.length !== pageRows)
          throw new Error(`${cell.label}: ${smallPage.value.rows.length} rows in the small store`)
        if (run === -2) asked = page.ms
        if (run < 0) continue
        ours.push(page.ms)
        others.push(reference.ms)
        small.push(smallPage.ms)
      }
      const opens: number[] = []
      const usable: number[] = []
      const pages: number[] = []
      let total = 0
      for (let run = 0; run < 5; run += 1) {
        // As a window opens a list: the order is asked for at the same time as the first page.
        const taking = timed(() => client.ask('activity.snapshot', { filter: cell.filter, sort: cell.sort }))
        usable.push((await timed(() => first(client, cell))).ms)
        const opened = await taking
        opens.push(opened.ms)
        total = opened.value.total
        if (run === 4) {
          const random = repeatableRandom(index + 1)
          for (let jump = 0; jump < jumps; jump += 1) {
            const from = Math.floor(random() * Math.max(1, total - pageRows))
            const page = await timed(() =>
              client.ask('activity.page', { snapshotId: opened.value.snapshotId, from, count: pageRows }),
            )
            if (page.value.rows.length !== pageRows)
              throw new Error(`${cell.label}: ${page.value.rows.length} rows at ${from}`)
            pages.push(page.ms)
          }
        }
        await client.ask('list.release', { snapshotId: opened.value.snapshotId })
      }
      const figure = {
        cell,
        asked,
        first: median(ours),
        raw: median(others),
        firstSmall: median(small),
        open: median(opens),
        usable: median(usable),
        total,
        jump: percentile(pages, 0.95),
      }
      figures.push(figure)
      if (verbose) {
        process.stdout.write(
          `${cell.label.padEnd(46)} first ${figure.first.toFixed(1)} (${asked.toFixed(0)} when new) raw ${figure.raw.toFixed(1)} (x${(figure.first / figure.raw).toFixed(2)}, ${steps.length} statements) ` +
            `small ${figure.firstSmall.toFixed(1)} open ${figure.usable.toFixed(0)}, exact ${figure.open.toFixed(0)} of ${total} jump ${figure.jump.toFixed(1)}\n`,
        )
      }
    }
    const worst = worstBy(figures, ({ first: ms }) => ms)
    const leastFavourable = worstBy(figures, ({ first: ms, raw: reference }) => ms / reference)
    const smallWorst = worstBy(figures, ({ firstSmall }) => firstSmall)
    const mostGrown = worstBy(figures, ({ first: ms, firstSmall }) => ms / firstSmall)
    const firstUsable = worstBy(figures, ({ usable }) => usable)
    const slowest = worstBy(figures, ({ open }) => open)
    const deepest = worstBy(figures, ({ jump }) => jump)
    const newest = worstBy(figures, ({ asked }) => asked)
    const times = (value: number): string => value.toFixed(2)
    return [
      row(
        'list.first-page',
        worst.first,
        worst.raw,
        'ms',
        runs,
        `worst p50 of ${figures.length} lists: ${worst.cell.label}; worst ratio of any list ${times(leastFavourable.first / leastFavourable.raw)} (${leastFavourable.cell.label}); asked for the very first time at most ${Math.round(newest.asked)} ms (${newest.cell.label})`,
      ),
      row(
        'list.open',
        firstUsable.usable,
        openMs,
        'ms',
        5,
        `first page and a scrollbar over what is there, asked together with the frozen order: worst list ${firstUsable.cell.label}; total, scrollbar and every id exact after at most ` +
          `${Math.round(slowest.open)} ms (${slowest.cell.label}, ${slowest.total} rows), median list ${Math.round(median(figures.map(({ open }) => open)))} ms`,
      ),
      row(
        'list.deep-jump',
        deepest.jump,
        worst.first,
        'ms',
        jumps,
        `p95, worst list: ${deepest.cell.label}; against list.first-page`,
      ),
      row(
        'list.growth',
        worst.first,
        smallWorst.firstSmall,
        'ms',
        runs,
        `worst p50 at 1,000,000 against worst p50 at 10,000; most grown single list x${times(mostGrown.first / mostGrown.firstSmall)} (${mostGrown.cell.label})`,
      ),
    ]
  } finally {
    raw.close()
    await client.close()
    await smallClient.close()
  }
}
