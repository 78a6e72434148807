import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phoneKey } from './phone.ts'

describe('phone numbers', () => {
  it('are one number however they are written', () => {
    for (const typed of [
      '600111222',
      '600 11 12 22',
      '600-111-222',
      '(+34) 600 111 222',
      '0034600111222',
      '+34600111222',
      'tel: 600 111 222',
      '600111222 ext. 7',
    ]) {
      expect(phoneKey(typed), typed).toBe('+34600111222')
    }
    expect(phoneKey('912 345 678', 'PT')).toBe('+351912345678')
    expect(phoneKey('+351 912 345 678')).toBe('+351912345678')
  })

  it('keep their digits where they are no valid number', () => {
    expect(phoneKey('ext. 12')).toBe('12')
    expect(phoneKey('12 34')).toBe('1234')
    expect(phoneKey('no phone')).toBe('')
    expect(phoneKey('600111222', 'XX')).toBe('600111222')
    expect(phoneKey(`call after six, ${'x'.repeat(80)} 600111222`)).toBe('600111222')
  })

  it('have a key of digits alone, which is its own key', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\+?[0-9 ()-]{0,18}$/)), (typed) => {
        const key = phoneKey(typed)
        expect(key).toMatch(/^\+?[0-9]*$/)
        expect(phoneKey(key)).toBe(key)
      }),
    )
  })
})
