// What a contact's form sends, what it refuses, and what becomes of an edit that another window overtook.
import { expect, test } from 'vitest'
import { changedValues, cleaned, emptyAddress, emptyPoint, emptyValues, looksWrong, mergeStale, troublesOf } from './contact-values.ts'

const company = { ...emptyValues('company', 'ES', 'u1'), name: 'Talleres Ruiz' }

test('empty phones and addresses are not sent', () => {
  const values = { ...company, points: [emptyPoint('phone'), { ...emptyPoint('mail'), value: ' a@example.com ' }], addresses: [emptyAddress('ES')] }
  expect(cleaned(values)).toMatchObject({ points: [{ kind: 'mail', value: 'a@example.com' }], addresses: [] })
})
test('a person is named by the given and family name', () => {
  expect(cleaned({ ...emptyValues('person', 'ES', null), givenName: 'Ana ', familyName: ' Sanz' }).name).toBe('Ana Sanz')
})
test('a nickname without names of its own stays', () => {
  expect(cleaned({ ...emptyValues('person', 'ES', null), name: 'El de la nave 4' }).name).toBe('El de la nave 4')
})
test('a contact without name and a wrong tax id are said', () => {
  expect(troublesOf(emptyValues('company', 'ES', null))).toHaveProperty('name')
  expect(troublesOf({ ...company, taxId: '12345678A' })).toHaveProperty('taxId')
  expect(troublesOf({ ...company, taxId: '12345678Z' })).toEqual({})
})
test('a tax id of a country whose rule is not known is kept', () => {
  expect(troublesOf({ ...company, taxId: 'ABC-1', taxCountry: 'UY' })).toEqual({})
})
test.each([['mail', 'ana@', true], ['mail', 'ana@example.com', false], ['phone', 'casa', true], ['phone', '600 123 456', false], ['web', 'example.com', false], ['web', 'la web', true]] as const)(
  'a %s «%s» looks wrong: %s',
  (kind, value, expected) => expect(looksWrong({ ...emptyPoint(kind), value })).toBe(expected),
)
test('only what was changed is saved', () => {
  expect(changedValues(company, { ...company, notes: 'x' })).toEqual({ notes: 'x' })
  expect(changedValues(company, structuredClone(company))).toEqual({})
})
test('an overtaken edit keeps both changes where they touch different fields', () => {
  const { merged, conflicts } = mergeStale(company, { ...company, notes: 'mía' }, { ...company, relation: 'customer' })
  expect(merged).toMatchObject({ notes: 'mía', relation: 'customer' })
  expect(conflicts).toEqual([])
})
test('an overtaken edit of the same field shows both values', () => {
  const { conflicts } = mergeStale(company, { ...company, notes: 'mía' }, { ...company, notes: 'otra' })
  expect(conflicts).toEqual([{ field: 'notes', mine: 'mía', theirs: 'otra' }])
})
test('the same change made twice is no conflict', () => {
  expect(mergeStale(company, { ...company, notes: 'x' }, { ...company, notes: 'x' }).conflicts).toEqual([])
})
