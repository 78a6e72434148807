// Reads a file of contacts of whatever kind its content says it is. Runs in the import thread.
import { readFileSync } from 'node:fs'
import { mostImportBytes } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { refusedFile, type FileTable, type ReadRules } from './file-table.ts'
import { readCsv } from './read-csv.ts'
import { isOldExcel, isZip, readExcel } from './read-excel.ts'
import { isVcard, readVcards } from './read-vcards.ts'

export async function readTable(path: string, name: string, rules: ReadRules): Promise<FileTable> {
  const bytes = readFileSync(path)
  if (bytes.length > mostImportBytes) throw refusedFile(name, 'too_large')
  if (bytes.every((byte) => byte <= 0x20)) throw refusedFile(name, 'empty')
  if (isOldExcel(bytes)) throw refusedFile(name, 'old_excel')
  if (isZip(bytes)) return readExcel(bytes, name, rules)
  if (isVcard(bytes)) return readVcards(bytes, name, rules)
  if (/^\s*(BEGIN:VCALENDAR|<!doctype|<html|%PDF|\{\\rtf)/i.test(bytes.subarray(0, 200).toString('latin1'))) throw refusedFile(name, 'not_contacts')
  return readCsv(bytes, name, rules)
}
