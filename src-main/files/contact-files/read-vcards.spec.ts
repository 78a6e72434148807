// vCards as phones and programs write them, whole and broken.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileTable } from './file-table.ts'
import { isVcard, readVcards } from './read-vcards.ts'

const read = (lines: string | string[], encoding: BufferEncoding = 'utf8'): FileTable =>
  readVcards(Buffer.from(typeof lines === 'string' ? lines : lines.join('\r\n'), encoding), 'x.vcf', { encoding: null, separator: null, sheet: null, hasHeader: null })
const card = (version: string, ...lines: string[]): string[] => ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD']
/** The values of one card by what they are. */
const values = (table: FileTable, at = 0): Record<string, string> =>
  Object.fromEntries(table.columns.flatMap(({ target }, column) => (table.rows[at]?.[column] ? [[target ?? '', table.rows[at][column]]] : [])))

test('folded lines, of 3.0 with the blank taken and of 2.1 with it kept', () => {
  expect(values(read(card('3.0', 'FN:Ana', 'NOTE:uno', '  dos', ' tres'))).notes).toBe('uno dostres')
  expect(values(read(card('2.1', 'FN:Ana', 'NOTE:uno', ' dos'))).notes).toBe('uno dos')
})
test('quoted-printable over several lines, in the charset it names, with line breaks inside', () => {
  const table = read(card('2.1', 'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Pe=F1a;Luis;;;', 'ADR;WORK;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;;Av. Coru=C3=', '=B1a 1=0D=0A2=C2=BA B;Lugo;;27003;Espa=C3=B1a', 'NOTE;QUOTED-PRINTABLE;CHARSET=WINDOWS-1252:50=80=0D=0Afin'))
  expect(values(table)).toMatchObject({ familyName: 'Peña', 'street:work': 'Av. Coruña 1, 2º B', 'country:work': 'España', notes: '50€\nfin' })
})
test('raw bytes of an old code page without a word about it', () => {
  expect(values(read(card('3.0', 'N:Muñoz Peña;Íñigo;;;'), 'latin1'))).toMatchObject({ givenName: 'Íñigo', familyName: 'Muñoz Peña' })
})
test('UTF-16 as some phones write', () => {
  const bytes = Buffer.from(`\ufeff${card('3.0', 'FN:Núria').join('\r\n')}`, 'utf16le')
  expect(isVcard(bytes)).toBe(true)
  expect(values(readVcards(bytes, 'x.vcf', { encoding: null, separator: null, sheet: null, hasHeader: null }))).toEqual({ name: 'Núria' })
})
test('labels by type, by group and by Apple', () => {
  expect(
    values(
      read(
        card('3.0', 'N:Ruiz;Ana;;;', 'TEL;TYPE=CELL,VOICE:600112233', 'TEL;type=WORK;type=FAX:931112233', 'item1.TEL:611223344', 'item1.X-ABLabel:Guardia', 'item2.EMAIL:ana@x.example', 'item2.X-ABLabel:_$!<Work>!$_', 'TEL;TYPE=CELL:600445566'),
      ),
    ),
  ).toEqual({ givenName: 'Ana', familyName: 'Ruiz', 'phone:mobile': '600112233\n600445566', 'phone:fax': '931112233', 'phone:Guardia': '611223344', 'mail:work': 'ana@x.example' })
})
test('a company, a person of one, and a list of others', () => {
  const table = read([
    ...card('3.0', 'FN:Nexo', 'N:;;;;', 'ORG:Nexo;Compras', 'X-ABShowAs:COMPANY'),
    ...card('4.0', 'FN:Ana Ruiz', 'ORG:Nexo', 'TITLE:Jefa de compras'),
    ...card('4.0', 'KIND:group', 'FN:Equipo', 'MEMBER:urn:uuid:1'),
  ])
  expect(table.rows).toHaveLength(2)
  expect(values(table)).toEqual({ company: 'Nexo' })
  expect(values(table, 1)).toEqual({ name: 'Ana Ruiz', company: 'Nexo', jobTitle: 'Jefa de compras' })
})
test('pictures, cards inside cards and properties that nobody can read cost nothing', () => {
  const photo = ['PHOTO;ENCODING=BASE64;JPEG:', ...Array<string>(500).fill(` ${'A'.repeat(70)}`), '']
  const table = read(card('2.1', 'FN:Ana', ...photo, 'AGENT:', ...card('2.1', 'FN:Secretario'), 'X;=;:::', 'sin dos puntos', 'TEL;CELL:600112233'))
  expect(table.rows).toHaveLength(1)
  expect(values(table)).toEqual({ name: 'Ana', 'phone:mobile': '600112233' })
})
test('a card that is cut is named with its line, the others are read', () => {
  const table = read(['BEGIN:VCARD', 'VERSION:3.0', 'FN:Cortada', ...card('3.0', 'FN:Entera'), 'BEGIN:VCARD', 'FN:También'])
  expect([...table.broken]).toEqual([0, 2])
  expect(table.lines).toEqual([1, 4, 8])
  expect(values(table, 1)).toEqual({ name: 'Entera' })
})
test('whatever stands in a card, it is one row', () => {
  const line = fc.string({ unit: fc.constantFrom(...'AZ;:=,\\"%\r ñ.-0'), maxLength: 40 })
  const name = fc.constantFrom('N', 'FN', 'TEL', 'EMAIL;TYPE=x', 'ADR', 'NOTE;ENCODING=QUOTED-PRINTABLE', 'BDAY;VALUE=date', 'item1.URL', 'CATEGORIES')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, line), { maxLength: 8 }), fc.constantFrom('2.1', '3.0', '4.0'), (properties, version) => {
      const lines = properties.map(([property, value]) => `${property}:${value.replace(/\r/g, '')}`)
      expect(read(card(version, ...lines)).rows).toHaveLength(1)
    }),
  )
})
