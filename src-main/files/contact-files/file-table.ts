// What every kind of file of contacts becomes: columns and rows of text. Runs in the import thread.
import type { ImportSource } from '../../../src-shared/contract/contact-import.ts'
import type { ImportTarget } from '../../../src-shared/domain/contact-import/fields.ts'
import type { ImportEncoding, ImportSeparator } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { KnownError, type ErrorDetails } from '../../../src-shared/errors.ts'

export interface TableColumn {
  /** Of the header; empty where there is none. */
  name: string
  target: ImportTarget | null
}
export interface FileTable {
  format: ImportSource['format']
  encoding: ImportEncoding | null
  separator: ImportSeparator | null
  /** Of a workbook: names of its sheets that have anything in them, and the one that is read. */
  sheets: string[]
  sheet: string | null
  hasHeader: boolean
  columns: TableColumn[]
  rows: string[][]
  /** For each row the line of the file it begins in. */
  lines: number[]
  /** Rows that could not be read as a whole. */
  broken: Set<number>
}
/** How a file is to be read; null: as it is recognised. */
export interface ReadRules {
  encoding: ImportEncoding | null
  separator: ImportSeparator | null
  sheet: string | null
  hasHeader: boolean | null
}

export const mostRows = 200_000
export const mostColumns = 500

export const refusedFile = (
  name: string,
  reason: ErrorDetails['contact_file_unreadable']['reason'],
  most?: number,
): KnownError => new KnownError('contact_file_unreadable', { name, reason, ...(most === undefined ? {} : { most }) })
