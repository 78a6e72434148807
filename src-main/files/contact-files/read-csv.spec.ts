// Text with separators, however it is written.
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it, test } from 'vitest'
import { importSeparators } from '../../../src-shared/domain/contact-import/text-formats.ts'
import type { ReadRules } from './file-table.ts'
import { readCsv } from './read-csv.ts'

const found: ReadRules = { encoding: null, separator: null, sheet: null, hasHeader: null }
const read = (text: string | Uint8Array, rules: Partial<ReadRules> = {}) =>
  readCsv(typeof text === 'string' ? Buffer.from(text) : text, 'x.csv', { ...found, ...rules })

describe('encodings', () => {
  const text = 'Nombre;Población\nMuñoz Peña;Cádiz\nÀngels Núñez;Vilafranca del Penedès\nJosé María Íñiguez;Logroño\n'
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['windows-1252', iconv.encode(text, 'windows-1252')],
    ['utf-16le', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['utf-16le', iconv.encode(text, 'utf-16le')],
    ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['macintosh', iconv.encode(text, 'macintosh')],
    ['cp850', iconv.encode(text, 'cp850')],
  ] as const)('%s is recognised', (encoding, bytes) => {
    const table = read(bytes)
    expect(table.encoding).toBe(encoding)
    expect(table.columns.map(({ name, target }) => [name, target])).toEqual([['Nombre', 'name'], ['Población', 'city']])
    expect(table.rows[1]).toEqual(['Àngels Núñez', 'Vilafranca del Penedès'])
  })
  it('one damaged letter does not make UTF-8 another', () => {
    const bytes = Buffer.from(text.repeat(20))
    bytes[bytes.indexOf('ñ')] = 0x20
    expect(read(bytes).encoding).toBe('utf-8')
  })
})

test('lines, quotes and separators as they come', () => {
  const odd = 'sep=|\r\nNombre|Notas\r\n"Ruiz ""Hijos"""|"dos\r\nlíneas | y barra"\r\n\r\n||\r\nUno\r\nDos|a|de más\r\n'
  const table = read(odd)
  expect(table.separator).toBe('|')
  expect(table.rows).toEqual([['Ruiz "Hijos"', 'dos\r\nlíneas | y barra'], ['Uno'], ['Dos', 'a', 'de más']])
  expect(table.lines).toEqual([3, 7, 8])
  expect(table.columns).toHaveLength(3)
})
test('a quote that is never closed does not swallow the file', () => {
  const table = read('Nombre;Notas\nUno;"abierta\nDos;cerrada\nTres;x\n')
  expect(table.rows.map(([name]) => name)).toEqual(['Uno', 'Dos', 'Tres'])
})
test('quotes inside a field are letters', () => {
  expect(read('Nombre;Notas\nBar "El Puerto";x\n').rows).toEqual([['Bar "El Puerto"', 'x']])
})
test('a file without a header', () => {
  const table = read('Ana Ruiz;ana@x.example\nLuis Peña;luis@x.example\n')
  expect(table).toMatchObject({ hasHeader: false, rows: [['Ana Ruiz', 'ana@x.example'], ['Luis Peña', 'luis@x.example']] })
  expect(table.columns.map(({ target }) => target)).toEqual([null, 'mail'])
})
test('one column of names', () => {
  expect(read('Nombre\nUno, y medio\nDos\n', { separator: ';' }).rows).toEqual([['Uno, y medio'], ['Dos']])
})

const cell = fc.string({ unit: fc.constantFrom(...'abñÁ 1€"\n,;|\t\'') }).map((text) => `x${text}x`)
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
test('what was written with any separator is read as it was', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 })),
      fc.constantFrom(...importSeparators),
      fc.constantFrom('\n', '\r\n'),
      (rows, separator, end) => {
        const text = rows.map((row) => row.map(quoted).join(separator)).join(end)
        expect(read(text, { hasHeader: false, separator }).rows).toEqual(rows)
        expect(read(text, { hasHeader: false }).separator).toBe(separator)
      },
    ),
  )
})
test('any bytes are read or refused, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      try {
        expect(read(bytes).rows.length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toMatchObject({ code: 'contact_file_unreadable' })
      }
    }),
  )
})
