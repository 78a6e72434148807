// What a row says of a company, a person, or both.
import { expect, test } from 'vitest'
import { dateOrderOf, draftOf, ownerFinder, type DraftRules } from './draft.ts'

const draft = (row: Record<string, string>, rules: Partial<DraftRules> = {}) =>
  draftOf(Object.values(row), {
    targets: Object.keys(row),
    kind: 'company',
    relation: 'lead',
    country: 'ES',
    dateOrder: 'dmy',
    ownerOf: ownerFinder([{ id: 'lucia', name: 'Lucía Ferrer', mail: 'lucia@ferrer.example' }, { id: 'pau', name: 'Pau Ferrer Sol', mail: '' }]),
    ...rules,
  })

test('a person and the company they work for', () => {
  const { main, company, jobTitle, refusal } = draft({
    company: 'Talleres Ruiz S.L.', taxId: 'B-58818501', person: 'Ana Ruiz', jobTitle: 'Gerente', phone: '93 123 45 67', mail: 'ana@ruiz.example', street: 'C/ Mayor 1', postcode: '8001',
    'street:home': 'C/ Luna 3', web: 'ruiz.example', relation: 'Cliente habitual',
  }) // prettier-ignore
  expect(refusal).toBeNull()
  expect(main).toMatchObject({ kind: 'person', name: 'Ana Ruiz', relation: 'customer', taxId: '' })
  expect(main.points.map(({ kind, key }) => [kind, key])).toEqual([['phone', '+34931234567'], ['mail', 'ana@ruiz.example']])
  expect(main.addresses.map(({ street }) => street)).toEqual(['C/ Luna 3'])
  expect(company).toMatchObject({ kind: 'company', name: 'Talleres Ruiz S.L.', taxKey: 'B58818501', relation: 'customer' })
  expect(company?.addresses).toMatchObject([{ street: 'C/ Mayor 1', postcode: '08001', country: 'ES' }])
  expect(company?.points.map(({ value }) => value)).toEqual(['ruiz.example'])
  expect(jobTitle).toBe('Gerente')
})
test('a name alone is a company or a person by its tax id and legal form, else as was chosen', () => {
  expect(draft({ name: 'Ana Ruiz', taxId: '12345678Z' }).main.kind).toBe('person')
  expect(draft({ name: 'Nexo', taxId: 'B58818501' }, { kind: 'person' }).main.kind).toBe('company')
  for (const name of ['Nexo, S.L.U.', 'Nexo SA', 'Nexo S. L.', 'Nexo GmbH', 'Nexo S.Coop. And.'])
    expect([name, draft({ name }, { kind: 'person' }).main.kind]).toEqual([name, 'company'])
  expect(draft({ name: 'Luisa' }, { kind: 'person' }).main.kind).toBe('person')
  expect(draft({ name: 'Luisa' }).main.kind).toBe('company')
})
test('several mails and phones of one cell, each once', () => {
  const { main, refusal } = draft({ name: 'Uno', mail: 'a@x.example; <B@x.example>, a@X.example', phone: '93 123 45 67 / 600 11 22 33', 'phone:mobile': '+34600112233\n91 765 43 21' })
  expect(refusal).toBeNull()
  expect(main.points.map(({ kind, label, value }) => `${kind}:${label} ${value}`)).toEqual([
    'phone: 93 123 45 67', 'phone: 600 11 22 33', 'phone:mobile 91 765 43 21', 'mail: a@x.example', 'mail: B@x.example',
  ]) // prettier-ignore
})
test('mails with the names of their people', () => {
  const mails = (mail: string): unknown => {
    const { main, refusal } = draft({ name: 'Uno', mail })
    return refusal ?? main.points.map(({ value }) => value)
  }
  expect(mails('Ana Ruiz <ana@x.example>')).toEqual(['ana@x.example'])
  expect(mails('"Ruiz, Ana" <ana@x.example>; luis@x.example')).toEqual(['ana@x.example', 'luis@x.example'])
  expect(mails('Ana Ruiz <ana@x>')).toMatchObject({ reason: 'mail_wrong' })
  expect(mails('ana@x.example por las mañanas')).toMatchObject({ reason: 'mail_wrong' })
})
test('the user who looks after it, by name or mail', () => {
  const owner = (text: string): unknown => {
    const { main, unknownOwner } = draft({ name: 'Uno', owner: text })
    return main.ownerId ?? unknownOwner
  }
  expect(['LUCIA FERRER', 'Lucia@ferrer.example', 'Lucía', 'Ferrer, Pau', '', 'Ferrer', 'Marta'].map(owner)).toEqual(['lucia', 'lucia', 'lucia', 'pau', null, 'Ferrer', 'Marta'])
  expect(draft({ company: 'Uno', person: 'Ana', owner: 'pau' })).toMatchObject({ main: { ownerId: 'pau' }, company: { ownerId: 'pau' } })
})
test('what is nothing is nothing', () => {
  const { main, refusal } = draft({ name: 'Uno', phone: '-', mail: 'n/a', taxId: 'N/D', notes: '  ' })
  expect(refusal).toBeNull()
  expect(main).toMatchObject({ taxId: '', points: [], notes: '' })
})
test('rows that cannot be taken in say why', () => {
  const why = (row: Record<string, string>): unknown => draft(row).refusal
  expect(why({ name: ' ', mail: 'a@x.example' })).toEqual({ reason: 'no_name', value: '' })
  expect(why({ name: 'Uno', mail: 'a@x' })).toEqual({ reason: 'mail_wrong', value: 'a@x' })
  expect(why({ name: 'Uno', phone: 'centralita' })).toEqual({ reason: 'phone_wrong', value: 'centralita' })
  expect(why({ name: 'Uno', taxId: '12345678A' })).toEqual({ reason: 'tax_id_wrong', value: '12345678A' })
  expect(why({ givenName: 'Ana', birthday: '31/02/1980' })).toEqual({ reason: 'date_wrong', value: '31/02/1980' })
  expect(why({ name: 'x'.repeat(201) })).toMatchObject({ reason: 'too_long' })
  expect(why({ name: 'Uno', taxId: '12345678A', country: 'Andorra' })).toBeNull()
})
test('days in every usual spelling', () => {
  const born = (text: string, dateOrder: DraftRules['dateOrder'] = 'dmy'): unknown =>
    draft({ givenName: 'Ana', birthday: text }, { dateOrder }).main.birthday
  for (const text of ['1980-03-22', '19800322', '22/03/1980', '22-3-80', '22.03.1980', '1980-03-22T00:00:00Z', '22/03/1980 0:00']) expect([text, born(text)]).toEqual([text, '1980-03-22'])
  expect(born('3/22/1980', 'mdy')).toBe('1980-03-22')
  expect(born('3/4/08')).toBe('2008-04-03')
  // A birthday whose year nobody told is no day.
  expect(draft({ givenName: 'Ana', birthday: '--03-22' })).toMatchObject({ refusal: null, main: { birthday: null } })
})
test('day or month first, by the values of the file', () => {
  expect(dateOrderOf(['1/2/2000', '3/22/1980'], 'dmy')).toBe('mdy')
  expect(dateOrderOf(['1/2/2000', '22/3/1980'], 'mdy')).toBe('dmy')
  expect(dateOrderOf(['1/2/2000', '1980-03-22'], 'mdy')).toBe('mdy')
})
test('countries by name in both languages and by code; an unknown one is not lost', () => {
  const country = (text: string): unknown => draft({ name: 'Uno', city: 'X', country: text }).main.addresses[0]?.country
  expect(['España', 'SPAIN', 'es', 'Francia', 'Reino Unido', 'Germany', 'USA'].map(country)).toEqual(['ES', 'ES', 'ES', 'FR', 'GB', 'DE', 'US'])
  expect(draft({ name: 'Uno', city: 'X', country: 'Freedonia' }).main.addresses[0]).toMatchObject({ country: '', region: 'Freedonia' })
})
test('groups of address books become tags, without their stars', () => {
  expect(draft({ name: 'Uno', tags: '* myContacts ::: Clientes ::: clientes ::: VIP' }).main.tags).toEqual(['clientes', 'VIP'])
})
