// Reads text with separators (RFC 4180 and what programs make of it): separator, header and columns recognised (IO-1). Runs in the import thread.
import { parse, type Options } from 'csv-parse/sync'
import {
  looksLikeHeader,
  recogniseHeaders,
  recogniseValues,
} from '../../../src-shared/domain/contact-import/fields.ts'
import { importSeparators, type ImportSeparator } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { mostColumns, mostRows, refusedFile, type FileTable, type ReadRules } from './file-table.ts'
import { decodeText, encodingOf } from './text-encoding.ts'

const sampleLength = 50_000

export function readCsv(bytes: Uint8Array, name: string, rules: ReadRules): FileTable {
  const encoding = rules.encoding ?? encodingOf(bytes)
  let text = decodeText(bytes, encoding).replace(/^\ufeff/, '')
  if (looksBinary(text)) throw refusedFile(name, 'not_contacts')
  // Excel's own line that names the separator.
  const said = /^sep=(.)\r?\n/i.exec(text)
  if (said) text = text.slice(said[0].length)
  const separator = rules.separator ?? separatorOf(text, said?.[1])
  const table = tableOf(recordsOf(text, separator, name, said ? 1 : 0), rules.hasHeader)
  if (table.rows.length === 0) throw refusedFile(name, 'empty')
  return { format: 'csv', encoding, separator, sheets: [], sheet: null, ...table }
}

/** Columns named by the first row, or by what stands in them; blank rows are none. */
export function tableOf(
  records: { cells: string[]; line: number }[],
  hasHeaderRule: boolean | null,
): Pick<FileTable, 'hasHeader' | 'columns' | 'rows' | 'lines' | 'broken'> {
  const first = records[0]?.cells ?? []
  const hasHeader = hasHeaderRule ?? looksLikeHeader(first)
  const rows = hasHeader ? records.slice(1) : records
  const width = Math.min(
    mostColumns,
    rows.reduce((most, { cells }) => Math.max(most, cells.length), first.length),
  )
  const names = Array.from({ length: width }, (_column, at) => (hasHeader ? (first[at] ?? '').trim() : ''))
  const targets = hasHeader
    ? recogniseHeaders(names)
    : names.map((_name, at) => recogniseValues(rows.slice(0, 50).map(({ cells }) => cells[at] ?? '')))
  return {
    hasHeader,
    columns: names.map((name, at) => ({ name, target: targets[at] ?? null })),
    rows: rows.map(({ cells }) => cells),
    lines: rows.map(({ line }) => line),
    broken: new Set(),
  }
}

function recordsOf(text: string, separator: string, name: string, linesBefore: number): { cells: string[]; line: number }[] {
  const records: { cells: string[]; line: number }[] = []
  /** The library counts CR and LF within quotes as a line each. */
  let twice = 0
  const countOf = (cells: readonly string[], what: RegExp): number =>
    cells.reduce((sum, cell) => sum + (cell.match(what)?.length ?? 0), 0)
  const options = (quote: '"' | null): Options => ({
    delimiter: separator,
    quote,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { lines }) => {
      if (cells.every((cell) => cell.trim() === '')) return null
      if (records.length > mostRows) throw refusedFile(name, 'too_many', mostRows)
      twice += countOf(cells, /\r\n/g)
      records.push({ cells, line: linesBefore + lines - twice - countOf(cells, /\n/g) })
      return null
    },
  })
  try {
    parse(text, options('"'))
  } catch (error) {
    if (!isQuoteFault(error)) throw error
    // A quote that is never closed would swallow the rest: quotes are letters then.
    records.length = 0
    twice = 0
    parse(text, options(null))
    for (const record of records) record.cells = record.cells.map((cell) => cell.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"'))
  }
  return records
}

const isQuoteFault = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).includes('QUOTE')

/** The one that parts the first lines into the most columns, and all of them into as many. */
function separatorOf(text: string, said: string | undefined): ImportSeparator {
  const given = importSeparators.find((one) => one === said)
  if (given !== undefined) return given
  const sample = text.slice(0, sampleLength)
  const whole = sample.length < text.length ? sample.slice(0, Math.max(sample.lastIndexOf('\n'), 1)) : sample
  let best: { separator: ImportSeparator; score: number } = { separator: ',', score: 0 }
  for (const separator of importSeparators) {
    const { widths, isStrict } = widthsOf(whole, separator)
    const counts = new Map<number, number>()
    for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1)
    const [width = 1, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
    const score = (((width - 1) * count) / Math.max(1, widths.length)) * (isStrict ? 1 : 0.01)
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

/** Columns of each row. Quotes that do not stand where this separator would have them speak against it. */
function widthsOf(sample: string, delimiter: string): { widths: number[]; isStrict: boolean } {
  const common: Options = { delimiter, relax_column_count: true, skip_empty_lines: true, to: 200 }
  const tries: Options[] = [common, { ...common, relax_quotes: true }, { ...common, quote: null }]
  for (const [at, options] of tries.entries()) {
    try {
      return { widths: parse(sample, options).map((cells) => cells.length), isStrict: at === 0 }
    } catch (error) {
      if (!isQuoteFault(error)) throw error
    }
  }
  return { widths: [], isStrict: false }
}

/** Pictures, programs and the like: characters that no text has. */
function looksBinary(text: string): boolean {
  const start = text.slice(0, 4000)
  return (start.match(/[\0-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0) > start.length / 100
}
