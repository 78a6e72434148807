// Reads a file of contacts of whatever kind its content says it is. Runs in the import thread.
import { readFileSync } from 'node:fs'
import { mostImportBytes } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { refusedFile, type FileTable, type ReadRules } from './file-table.ts'
import { readCsv } from './read-csv.ts'
import { isOldExcel, isZip, readExcel } from './read-excel.ts'
import { isVcard, readVcards } from './read-vcards.ts'
import { decodeText, encodingOf } from './text-encoding.ts'

/** Several are cards, of which a phone writes one file each. Each property may have a charset of its own: only wide ones are written anew. */
function bytesOf(paths: readonly string[]): Buffer {
  const files = paths.map((path) => readFileSync(path))
  const [only] = files
  if (files.length === 1 && only !== undefined) return only
  const narrow = (bytes: Buffer): Buffer => {
    const encoding = encodingOf(bytes)
    return encoding.startsWith('utf-16') ? Buffer.from(decodeText(bytes, encoding)) : bytes
  }
  return Buffer.concat(files.flatMap((bytes) => [narrow(bytes), Buffer.from('\r\n')]))
}

export async function readTable(paths: readonly string[], name: string, rules: ReadRules): Promise<FileTable> {
  const bytes = bytesOf(paths)
  if (bytes.length > mostImportBytes) throw refusedFile(name, 'too_large')
  if (bytes.every((byte) => byte <= 0x20)) throw refusedFile(name, 'empty')
  if (isOldExcel(bytes)) throw refusedFile(name, 'old_excel')
  if (isZip(bytes)) return readExcel(bytes, name, rules)
  if (isVcard(bytes)) return readVcards(bytes, name, rules)
  if (/^\s*(BEGIN:VCALENDAR|<!doctype|<html|%PDF|\{\\rtf)/i.test(bytes.subarray(0, 200).toString('latin1'))) throw refusedFile(name, 'not_contacts')
  return readCsv(bytes, name, rules)
}
