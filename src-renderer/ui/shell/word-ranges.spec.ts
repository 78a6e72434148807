// What finds a command in the search box.
import { expect, it } from 'vitest'
import { rangesOf } from './word-ranges.ts'

it('a command is found by its words in any order, whole or begun', () => {
  expect(rangesOf('Crear: Empresa', 'crear empresa')).toEqual([[0, 5], [7, 14]])
  expect(rangesOf('Crear: Empresa', 'emp cre')).toEqual([[0, 3], [7, 10]])
  expect(rangesOf('Próximo contacto', 'prox')).toEqual([[0, 4]])
  expect(rangesOf('Crear: Empresa', 'empresa emp')).toEqual([[7, 14]])
  expect(rangesOf('Crear: Empresa', 'crear persona')).toEqual([])
  expect(rangesOf('Crear: Empresa', '')).toEqual([])
})
