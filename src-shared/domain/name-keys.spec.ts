import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldForSearch, sortKey } from './name-keys.ts'

/** As SQLite compares: the bytes of UTF-8. */
function byBytes(a: string, b: string): number {
  const left = new TextEncoder().encode(sortKey(a))
  const right = new TextEncoder().encode(sortKey(b))
  for (let at = 0; at < Math.min(left.length, right.length); at++)
    if (left[at] !== right[at]) return left[at]! - right[at]!
  return left.length - right.length
}

describe('names in order', () => {
  it.each([
    { what: 'accents and case do not count', names: ['Abad', 'Ábalos', 'ABARCA', 'Zúñiga'] },
    { what: 'ñ comes after n and before o', names: ['Nz', 'Ñandú', 'ñu', 'Oca'] },
    { what: 'ñ comes after n inside a word', names: ['Pena', 'Penz', 'Peña', 'Peñón', 'Peo'] },
    {
      what: 'numbers count as numbers',
      names: ['Taller', 'Taller 2', 'Taller 2 bis', 'Taller 10', 'Taller 100', 'Taller A'],
    },
    { what: 'very long numbers too', names: ['N 99999999999', 'N 100000000000', 'N 100000000000000000000000'] },
    { what: 'word by word', names: ['De la Cruz', 'De Mier', 'Delgado'] },
    {
      what: 'other letters of Europe',
      names: ['Laso', 'Łódź', 'Lozano', 'Ordóñez', 'Ørsted', 'Orue', 'Strasburgo', 'Straße', 'Strauss'],
    },
    {
      what: 'what stands before the name is passed over',
      names: ['«Ábaco»', '"Bazar"', '¡Casa!', '(Dos)', 'Ñandú'],
    },
    { what: 'digits before letters', names: ['3 Hermanos', '20 Duros', 'Abad'] },
    { what: 'typed composed or not', names: ['Mun\u0303o', 'Muñoz', 'Muo'] },
  ])('$what', ({ names }) => {
    expect([...names].reverse().sort(byBytes)).toEqual(names)
  })

  it('are the same whatever the accents, case, points and blanks', () => {
    expect(sortKey('  PÉREZ   y  Cía., S.L.')).toBe(sortKey('Perez y Cia SL'))
    expect(sortKey('O’Brien')).toBe(sortKey("O'Brien"))
    expect(sortKey('Taller 007')).toBe(sortKey('Taller 7'))
    expect(sortKey('Mun\u0303oz')).toBe(sortKey('Muñoz'))
    expect(sortKey('***'), 'never empty while there is something').not.toBe('')
  })

  it('are the order of the Spanish alphabet', () => {
    const collator = new Intl.Collator('es', { sensitivity: 'base', numeric: true })
    const word = fc.string({ unit: fc.constantFrom(...'abcdmnñopqrstuvwxyzáéíóúüABNÑOZ'), minLength: 1, maxLength: 8 })
    const name = fc
      .array(fc.oneof(word, fc.integer({ min: 0, max: 99_999 }).map(String)), { minLength: 1, maxLength: 4 })
      .map((words) => words.join(' '))
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(Math.sign(byBytes(a, b))).toBe(Math.sign(collator.compare(a, b)))
      }),
      { numRuns: 2000 },
    )
  })

  it('are never hurt by what a name may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sortKey(text)).toBe(sortKey(text.normalize('NFC')))
        expect(typeof foldForSearch(text)).toBe('string')
      }),
    )
  })
})

describe('text to search in', () => {
  it('has neither case nor accents', () => {
    expect(foldForSearch('ÑANDÚ Łódź Straße Œuvre Ærø Đorđe ΣΑΣ İstanbul')).toBe(
      'nandu lodz strasse oeuvre aero dorde σασ istanbul',
    )
    expect(foldForSearch('C/ Mayor, 3-2º B')).toBe('c/ mayor, 3-2º b')
    expect(foldForSearch('한국')).toBe('한국')
    expect(foldForSearch('Mun\u0303oz')).toBe(foldForSearch('MUÑOZ'))
  })

  it('is folded once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text))
      }),
    )
  })
})
