// The check of a mail address at the first start.
import { expect, test } from 'vitest'
import { looksLikeMail } from './use-first-start.ts'

test.each(['', 'ana@example.com', 'ana.ruiz+crm@mail.example.es'])('%s may be kept', (text) => {
  expect(looksLikeMail(text)).toBe(true)
})
test.each(['ana', 'ana@', '@example.com', 'ana@example', 'ana ruiz@example.com', 'a@b@example.com'])('%s is asked again', (text) => {
  expect(looksLikeMail(text)).toBe(false)
})
