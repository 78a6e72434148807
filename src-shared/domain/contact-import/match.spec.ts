// Whom a row is, and what it adds.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortKey } from '../name-keys.ts'
import { draftOf } from './draft.ts'
import { matchOf, patchOf, type KnownContact } from './match.ts'

const rules = { kind: 'company', relation: 'lead', country: 'ES', dateOrder: 'dmy', ownerOf: (text: string) => text } as const
const draft = (row: Record<string, string>) => draftOf(Object.values(row), { targets: Object.keys(row), ...rules })
function known(row: Record<string, string>, more: Partial<KnownContact> = {}): KnownContact {
  const { main } = draft(row)
  return {
    ...main,
    id: 'known',
    revision: 3,
    relation: 'lead',
    points: main.points.map((point, at) => ({ ...point, id: `p${at}` })),
    addresses: main.addresses.map((address, at) => ({ ...address, id: `a${at}` })),
    tags: main.tags.map((name) => ({ id: name, name })),
    employers: [],
    ...more,
  }
}
function match(row: Record<string, string>, ...others: KnownContact[]): string | null {
  const { main, company } = draft(row)
  const found = matchOf(main, company?.nameKey ?? null, others)
  return found && `${found.strength} ${found.reason}`
}
const atRuiz = { employers: [{ id: 'e', name: 'Talleres Ruiz', nameKey: sortKey('Talleres Ruiz'), jobTitle: '' }] }

test('sure, doubtful or only of the same name', () => {
  expect(match({ company: 'Otro nombre', taxId: 'B-58818501' }, known({ company: 'Talleres Ruiz', taxId: 'B58818501' }))).toBe('sure taxId')
  expect(match({ company: 'TALLERES RUÍZ' }, known({ company: 'Talleres Ruiz' }))).toBe('sure name')
  expect(match({ person: 'Ana Ruiz', mail: 'ANA@x.example' }, known({ person: 'Ruiz Soler, Ana', mail: 'ana@x.example' }))).toBe('sure mail')
  expect(match({ person: 'Ana Ruiz', mail: 'info@x.example' }, known({ person: 'Luis Peña', mail: 'info@x.example' }))).toBe('doubt mail')
  expect(match({ person: 'Ana Ruiz', phone: '600112233' }, known({ person: 'ana ruiz', phone: '+34 600 11 22 33' }))).toBe('sure phone')
  expect(match({ person: 'Ana Ruiz', phone: '600112233' }, known({ person: 'Luis Ruiz', phone: '600112233' }))).toBe('doubt phone')
  expect(match({ person: 'Ana Ruiz', company: 'talleres ruiz' }, known({ person: 'Ana Ruiz' }, atRuiz))).toBe('sure name')
  expect(match({ person: 'Ana Ruiz' }, known({ person: 'Ana Ruiz' }))).toBe('doubt name')
  expect(match({ person: 'Ana Ruiz', phone: '600000001' }, known({ person: 'Ana Ruiz', phone: '600000002' }))).toBe('hint name')
})
test('nobody: another kind, another tax id, people of one switchboard', () => {
  expect(match({ person: 'Ruiz', mail: 'info@x.example' }, known({ company: 'Ruiz', mail: 'info@x.example' }))).toBeNull()
  expect(match({ company: 'Ruiz', taxId: 'B58818501' }, known({ company: 'Ruiz', taxId: 'A28017895' }))).toBeNull()
  expect(match({ person: 'Ana Ruiz', phone: '931234567' }, known({ person: 'Luis Peña', phone: '931234567' }))).toBeNull()
})
test('the surest of several', () => {
  const byName = known({ company: 'Ruiz' }, { id: 'name' })
  const byTax = known({ company: 'Otra', taxId: 'B58818501' }, { id: 'tax' })
  const { main } = draft({ company: 'Ruiz', taxId: 'B58818501' })
  expect(matchOf(main, null, [byName, byTax])?.contact.id).toBe('tax')
})

test('gaps are filled; what differs is changed only where the file wins', () => {
  const here = known({ company: 'Talleres Ruiz', phone: '931234567', street: 'C/ Mayor 1', city: 'Barcelona', notes: 'Paga bien', tags: 'vip' })
  const row = draft({ company: 'TALLERES RUIZ', taxId: 'B58818501', phone: '+34 93 123 45 67', 'phone:mobile': '600112233', street: 'C/ Luna 3', city: 'Madrid', notes: 'Cierra en agosto', tags: 'VIP, taller', relation: 'cliente' }).main
  const filled = patchOf(row, here, false)
  expect(filled.values).toMatchObject({ taxId: 'B58818501', notes: 'Paga bien\nCierra en agosto' })
  expect(filled.values.points?.map(({ id, value }) => [id, value])).toEqual([['p0', '931234567'], [null, '600112233']])
  expect(filled.values.addresses).toBeUndefined()
  expect(filled.tags).toEqual(['taller'])
  expect(filled.values.relation).toBeUndefined()
  const won = patchOf(row, here, true)
  expect(won.values).toMatchObject({ notes: 'Cierra en agosto', relation: 'customer' })
  expect(won.values.addresses).toMatchObject([{ id: 'a0', street: 'C/ Luna 3', city: 'Madrid' }])
  // Only the spelling differs: the name stays.
  expect(won.values.name).toBeUndefined()
})

test('an address beside the others, completed, or replaced where the file wins: none is lost', () => {
  const addressesOf = (row: Record<string, string>, here: KnownContact, replaces = false): unknown =>
    patchOf(draft(row).main, here, replaces).values.addresses?.map(({ id, label, street, city }) => `${id} ${label}: ${street} ${city}`.trim())
  const works = known({ person: 'Ana Ruiz', 'street:work': 'C/ Mayor 1', 'city:work': 'Madrid' })
  const home = { person: 'Ana Ruiz', 'street:home': 'C/ Luna 3', 'city:home': 'Reus' }
  for (const replaces of [false, true]) expect(addressesOf(home, works, replaces)).toEqual(['a0 work: C/ Mayor 1 Madrid', 'null home: C/ Luna 3 Reus'])
  const both = { ...home, street: 'C/ Sol 2', city: 'Vic' }
  expect(addressesOf(both, works, true)).toEqual(['a0 work: C/ Sol 2 Vic', 'null home: C/ Luna 3 Reus'])
  expect(addressesOf(both, works)).toEqual(['a0 work: C/ Mayor 1 Madrid', 'null home: C/ Luna 3 Reus'])
  const inMadrid = known({ person: 'Ana Ruiz', city: 'Madrid' })
  expect(addressesOf({ person: 'Ana Ruiz', street: 'C/ Mayor 1', city: 'MADRID' }, inMadrid)).toEqual(['a0 : C/ Mayor 1 Madrid'])
  expect(addressesOf({ person: 'Ana Ruiz', street: 'C/ Mayor 1', city: 'Vic' }, inMadrid)).toBeUndefined()
})
test('sites and phones are the same however they are written', () => {
  const here = known({ company: 'Ruiz', web: 'ruiz.example', phone: '01 23 45 67 89' })
  expect(patchOf(draft({ company: 'Ruiz', web: 'HTTPS://ruiz.example/', phone: '01 23 45 67 89', country: 'Francia' }).main, here, false).changes).toEqual([])
})
test('who looks after it is said where nobody does, and changed only where the file wins', () => {
  const row = draft({ company: 'Ruiz', owner: 'lucia' }).main
  expect(patchOf(row, known({ company: 'Ruiz' }), false).values).toEqual({ ownerId: 'lucia' })
  const ofPau = known({ company: 'Ruiz', owner: 'pau' })
  expect(patchOf(row, ofPau, false).changes).toEqual([])
  expect(patchOf(row, ofPau, true).changes).toEqual([{ field: 'ownerId', before: 'pau', after: 'lucia' }])
  expect(patchOf(draft({ company: 'Ruiz' }).main, ofPau, true).changes).toEqual([])
})
test('a company has no birthday, whoever has its tax id', () => {
  const here = known({ company: 'Ana Ruiz', taxId: '12345678Z' })
  const row = { givenName: 'Ana', familyName: 'Ruiz', taxId: '12345678Z', birthday: '22/03/1980', mail: 'ana@x.example' }
  expect(match(row, here)).toBe('sure taxId')
  for (const replaces of [false, true]) expect(patchOf(draft(row).main, here, replaces).changes.map(({ field }) => field)).toEqual(['mail'])
})

const text = fc.string({ maxLength: 12 }).map((one) => one.replace(/[;,|\n]/g, ' '))
const row = fc.record({
  company: fc.constantFrom('Talleres Ruiz', 'Óptica Álvarez'),
  taxId: fc.constantFrom('', 'B58818501', 'A28017895'),
  phone: fc.constantFrom('', '931234567', '600 11 22 33'),
  mail: fc.constantFrom('', 'a@x.example', 'b@x.example'),
  street: text,
  city: text,
  notes: text,
  tags: fc.constantFrom('', 'vip', 'vip, taller'),
})
test('a contact that says what the row says has nothing to gain, whichever wins; and nothing is ever taken away', () => {
  fc.assert(
    fc.property(row, row, fc.boolean(), (one, other, replaces) => {
      const here = known(one)
      expect(patchOf(draft(one).main, here, replaces).changes).toEqual([])
      const { values } = patchOf(draft(other).main, here, replaces)
      const kept = (ids: { id: string | null }[] | undefined, before: { id: string }[]): boolean =>
        ids === undefined || before.every(({ id }) => ids.some((part) => part.id === id))
      expect(kept(values.points, here.points)).toBe(true)
      expect(kept(values.addresses, here.addresses)).toBe(true)
      for (const field of ['taxId', 'notes'] as const) if (field in values) expect(values[field]).not.toBe('')
    }),
  )
})
