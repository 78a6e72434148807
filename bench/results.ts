// The rows of the benchmark with their limits: what is printed, and what is written to results.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { rounded } from './figures.ts'

/** Ratio at most; `list.open` and `scroll.longtask` are measured against a fixed number of milliseconds. */
export const limits = {
  'list.first-page': 6,
  'list.open': 1,
  'list.deep-jump': 3,
  'list.growth': 2,
  'bulk.apply': 1.5,
  'bulk.plan': 1,
  'bulk.undo': 1.3,
  'search.typing': 4,
  'search.all': 2,
  'reminders.tick': 3,
  'mail.search': 2,
  start: 1.5,
  'scroll.longtask': 1,
  'calendar.month': 3,
  'calendar.paint': 3,
  'calendar.drag': 2,
  'next.queue': 4,
  'next.step': 6,
  'memory.core': 2.5,
  'mail.import': 2,
  'mail.import.big': 1.5,
  'busy.list': 3,
} as const
export type RowId = keyof typeof limits

export interface BenchRow {
  id: RowId
  ours: number
  reference: number
  ratio: number
  unit: 'ms' | 'MB'
  /** Repetitions behind each figure. */
  n: number
  note: string
}

export function row(
  id: RowId,
  ours: number,
  reference: number,
  unit: BenchRow['unit'],
  n: number,
  note: string,
): BenchRow {
  return { id, ours: rounded(ours), reference: rounded(reference), ratio: rounded(ours / reference), unit, n, note }
}

/** The 300 MB of memory.core stand beside its ratio. */
function isWithin(result: BenchRow): boolean {
  return result.ratio <= limits[result.id] && (result.id !== 'memory.core' || result.ours < 300)
}

export function printTable(results: readonly BenchRow[], missing: readonly string[]): void {
  const cells = results.map((result) => [
    result.id,
    `${result.ours} ${result.unit}`,
    `${result.reference} ${result.unit}`,
    result.ratio.toFixed(2),
    String(limits[result.id]),
    isWithin(result) ? 'ok' : 'OVER',
    String(result.n),
    result.note,
  ])
  const heads = ['id', 'ours', 'reference', 'ratio', 'at most', '', 'n', 'note']
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((line) => line[column]?.length ?? 0)))
  const lineOf = (line: readonly string[]): string =>
    line.map((text, column) => (column === heads.length - 1 ? text : text.padEnd(widths[column] ?? 0))).join('  ')
  const over = results.filter((result) => !isWithin(result)).map(({ id }) => id)
  const lines = [
    '',
    lineOf(heads),
    lineOf(heads.map((_, column) => '-'.repeat(column === heads.length - 1 ? 4 : (widths[column] ?? 0)))),
    ...cells.map(lineOf),
    '',
  ]
  lines.push(over.length === 0 ? 'All measured rows are within their limits.' : `OVER THE LIMIT: ${over.join(', ')}`)
  if (missing.length > 0) lines.push(`NOT MEASURED: ${missing.join('; ')}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** In the order of the limits. `keepsOthers`: rows that were not measured this time stay as they are. */
export function writeResults(path: string, results: readonly BenchRow[], keepsOthers: boolean): void {
  const earlier = keepsOthers && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as BenchRow[]) : []
  const byId = new Map([...earlier, ...results].map((result) => [result.id, result]))
  const rows = (Object.keys(limits) as RowId[]).flatMap((id) => byId.get(id) ?? [])
  writeFileSync(path, `[\n${rows.map((result) => `  ${JSON.stringify(result)}`).join(',\n')}\n]\n`)
}
