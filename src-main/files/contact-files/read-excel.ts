// Reads a sheet of an Excel workbook (.xlsx): the one that is asked for, else the first that has anything in it. Runs in the import thread.
import { unzipSync } from 'fflate'
import readWorkbook from 'read-excel-file/node'
import { localDateOf } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { mostRows, refusedFile, type FileTable, type ReadRules } from './file-table.ts'
import { tableOf } from './read-csv.ts'

/** ZIP's first bytes, as every .xlsx has them. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
/** OLE's, as the .xls of Excel up to 2003 has them. */
export const isOldExcel = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0

/** Unpacked; a small file may hold as much as fills a disk. */
const mostUnpacked = 1_000_000_000

function unpackedSize(bytes: Uint8Array): number {
  let size = 0
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      size += originalSize
      return false
    },
  })
  return size
}

export async function readExcel(bytes: Buffer, name: string, rules: ReadRules): Promise<FileTable> {
  let sheets: Awaited<ReturnType<typeof readWorkbook>>
  try {
    if (unpackedSize(bytes) > mostUnpacked) throw refusedFile(name, 'too_large')
    sheets = await readWorkbook(bytes)
  } catch (error) {
    if (error instanceof KnownError) throw error
    throw Object.assign(refusedFile(name, 'not_contacts'), { cause: error })
  }
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null)))
  const sheet = filled.find((one) => one.sheet === rules.sheet) ?? filled[0]
  const records = (sheet?.data ?? [])
    .map((row, at) => ({ cells: (row as unknown[]).map(cellText), line: at + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (records.length > mostRows + 1) throw refusedFile(name, 'too_many', mostRows)
  const table = tableOf(records, rules.hasHeader)
  if (table.rows.length === 0) throw refusedFile(name, 'empty')
  return { format: 'excel', encoding: null, separator: null, sheets: filled.map((one) => one.sheet), sheet: sheet?.sheet ?? null, ...table }
}

/** A date cell is midnight UTC of its day. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return localDateOf(cell.getTime(), 'UTC')
  return typeof cell === 'string' ? cell : JSON.stringify(cell)
}
