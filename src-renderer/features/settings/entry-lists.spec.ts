// Ordering and naming the entries of the user's own lists.
import { expect, test } from 'vitest'
import { inOrder, isSameName, keptName, movedIds } from './entry-lists.ts'

const entry = (id: string, position: number, isArchived = false) => ({ id, revision: 1, builtin: null, name: id, position, isArchived })
const list = [entry('c', 2), entry('a', 0), entry('z', 1, true), entry('b', 1)]

test('archived entries stand last', () => expect(inOrder(list).map((one) => one.id)).toEqual(['a', 'b', 'c', 'z']))
test('an entry goes down and up by one place', () => {
  expect(movedIds(list, 'a', 1)).toEqual(['b', 'a', 'c', 'z'])
  expect(movedIds(list, 'c', -1)).toEqual(['a', 'c', 'b', 'z'])
})
test('the first cannot go up, the last in use cannot go below, an archived one does not move', () => {
  expect(movedIds(list, 'a', -1)).toBeNull()
  expect(movedIds(list, 'c', 1)).toBeNull()
  expect(movedIds(list, 'z', -1)).toBeNull()
  expect(movedIds(list, 'nobody', 1)).toBeNull()
})
test('a shipped entry takes back its shipped word', () => {
  expect(keptName('Llamada', { builtin: 'call' }, 'Llamada')).toBeNull()
  expect(keptName(' ', { builtin: 'call' }, 'Llamada')).toBeNull()
  expect(keptName(' Toque ', { builtin: 'call' }, 'Llamada')).toBe('Toque')
})
test.each([
  ['Visita', 'visita ', true],
  ['Demostración', 'demostracion', true],
  ['Visita  a  obra', 'visita a obra', true],
  ['Visita', 'Visitas', false],
])('%s and %s are one name: %s', (a, b, same) => expect(isSameName(a, b)).toBe(same))
test('an entry of the user keeps a name', () => expect(keptName('  ', { builtin: null }, '')).toBeUndefined())
