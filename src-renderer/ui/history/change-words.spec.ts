// A change set in one line of Spanish words.
import { createPinia, setActivePinia } from 'pinia'
import { expect, test, vi } from 'vitest'
import { changeSetWords } from './change-words.ts'

test('a change of one record names it, except on its own page', () => {
  const set = { command: 'contact.save', summary: { name: 'Talleres Ruiz' } }
  expect(changeSetWords(set)).toBe('Modificar un contacto: Talleres Ruiz')
  expect(changeSetWords(set, 'Talleres Ruiz')).toBe('Modificar un contacto')
})
test('changed settings are named', () =>
  expect(changeSetWords({ command: 'settings.set', summary: { keys: 'theme, zone, later' } })).toBe(
    'Cambiar ajustes: Tema, Zona horaria, later',
  ))
test('a change of many counts them, in the user\'s numbers', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
  setActivePinia(createPinia())
  expect(changeSetWords({ command: 'bulk.apply', summary: { count: 12 } })).toBe('Cambiar fechas (12)')
  expect(changeSetWords({ command: 'bulk.apply', summary: { count: 11_313 } })).toBe('Cambiar fechas (11.313)')
})
test('an undo says what it undid', () =>
  expect(changeSetWords({ command: 'history.undo', summary: { undone: 'bulk.apply', restored: 3, left: 0 } })).toBe(
    'Deshacer: cambiar fechas',
  ))
test('what an upgrade did has words', () =>
  expect(changeSetWords({ command: 'migration.shipActions', summary: {} })).toBe(
    'Dar las acciones de la lista (actualización)',
  ))
