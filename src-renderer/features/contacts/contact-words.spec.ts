// What a phone, mail or web site of a contact opens when it is clicked.
import { expect, test } from 'vitest'
import { pointLink } from './contact-words.ts'

test('a phone dials its digits', () => {
  expect(pointLink('phone', '+34 600 12 34 56')).toBe('tel:+34600123456')
  expect(pointLink('phone', '(91) 555 01 02 ext')).toBe('tel:915550102')
})
test('what holds no number is not dialled', () => {
  expect(pointLink('phone', 'centralita')).toBeNull()
})
test('a mail address is written to, and cannot smuggle headers', () => {
  expect(pointLink('mail', 'ana@example.com')).toBe('mailto:ana@example.com')
  expect(pointLink('mail', 'ana?bcc=x@example.com')).toBe('mailto:ana%3Fbcc%3Dx@example.com')
  expect(pointLink('mail', 'no es correo')).toBeNull()
})
test('a site without its scheme opens by https, and no other scheme opens', () => {
  expect(pointLink('web', 'www.example.com')).toBe('https://www.example.com')
  expect(pointLink('web', 'http://example.com/a')).toBe('http://example.com/a')
  expect(pointLink('web', 'javascript:alert(1)')).toBeNull()
  expect(pointLink('web', 'dos palabras')).toBeNull()
})
