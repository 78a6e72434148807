import { expect, it } from 'vitest'
import { letterKeys } from './letter-keys.ts'

it('gives each name a letter of its own, the first that is free', () => {
  expect(letterKeys(['Llamada', 'Visita', 'Correo', 'Carta', 'Ávila'])).toEqual(['L', 'V', 'C', 'A', 'I'])
})

it('gives none where all letters of a name are taken', () => {
  expect(letterKeys(['a', 'Á', '—'])).toEqual(['A', null, null])
})
