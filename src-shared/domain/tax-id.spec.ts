import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTaxId, taxIdKey } from './tax-id.ts'

// Numbers made for the purpose, or the examples that the tax offices themselves print.
const valid: readonly (readonly [string, string, string])[] = [
  ['ES', '12345678Z', 'DNI'],
  ['ES', '00000000T', 'DNI of noughts'],
  ['ES', 'X1234567L', 'NIE'],
  ['ES', 'Y1234567X', 'NIE'],
  ['ES', 'Z1234567R', 'NIE'],
  ['ES', 'A58818501', 'company with a digit'],
  ['ES', 'B12345674', 'limited company'],
  ['ES', 'Q2826000H', 'public body with a letter'],
  ['ES', 'G12345674', 'association with a digit'],
  ['ES', 'G1234567D', 'association with a letter'],
  ['PT', '501964843', 'NIF'],
  ['FR', '83404833048', 'TVA'],
  ['FR', '404833048', 'SIREN'],
  ['IT', '00743110157', 'partita IVA'],
  ['IT', 'RCCMNL83S18D969H', 'codice fiscale'],
  ['DE', '136695976', 'USt-IdNr.'],
  ['BE', '0428759497', 'BTW'],
  ['NL', '004495445B01', 'BTW'],
  ['NL', '002455799B11', 'BTW of a sole trader'],
  ['PL', '8567346215', 'NIP'],
  ['LU', '15027442', 'TVA'],
  ['AT', 'U13585627', 'UID'],
]

describe('tax ids', () => {
  it.each(valid)('%s %s is right (%s)', (country, id) => {
    expect(checkTaxId(id, country)).toEqual({ status: 'valid', normalized: id })
    expect(checkTaxId(` ${country.toLowerCase()}-${id.slice(0, 3)}.${id.slice(3)} `, country)).toEqual({
      status: 'valid',
      normalized: id,
    })
    expect(checkTaxId(`${country}${id}`, country === 'ES' ? 'FR' : 'ES').status, 'with its prefix, anywhere').toBe(
      'valid',
    )
  })

  it.each(valid)('%s %s with one sign mistyped is wrong', (country, id) => {
    // The control is the last sign, but the ninth of a Dutch number.
    const at = country === 'NL' ? 8 : id.length - 1
    const control = id[at]!
    const other = /\d/.test(control) ? String((Number(control) + 1) % 10) : control === 'A' ? 'B' : 'A'
    expect(checkTaxId(id.slice(0, at) + other + id.slice(at + 1), country).status).toBe('invalid')
  })

  it('are wrong in form, or with the control of another kind', () => {
    for (const id of ['1234', 'hello', '123456789', 'I12345674', 'A5881850A', 'Q28260008', 'XX1234567L']) {
      expect(checkTaxId(id, 'ES').status, id).toBe('invalid')
    }
  })

  it('are not judged where the rule is not known', () => {
    expect(checkTaxId('CHE-123.456.788', 'CH')).toEqual({ status: 'unknown', normalized: 'CHE123456788' })
    expect(checkTaxId('12/345/67890', 'DE').status).toBe('unknown')
    expect(checkTaxId('', 'ES').status).toBe('unknown')
    expect(checkTaxId('toString', 'constructor').status).toBe('unknown')
  })

  it('are found again however they are written', () => {
    for (const typed of ['B12345674', 'b-12345674', 'B 12.345.674', 'ESB12345674', 'es b12345674'])
      expect(taxIdKey(typed)).toBe('B12345674')
    expect(taxIdKey('1234567-L')).toBe(taxIdKey('01234567l'))
    expect(checkTaxId('1234567L', 'ES')).toEqual({ status: 'valid', normalized: '01234567L' })
    expect(taxIdKey('  ')).toBe('')
  })

  it('of a DNI have one right letter of 23', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (number) => {
        const right = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter(
          (letter) => checkTaxId(String(number).padStart(8, '0') + letter, 'ES').status === 'valid',
        )
        expect(right).toHaveLength(1)
        expect('IÑOU').not.toContain(right[0])
      }),
    )
  })
})
