// How the history says fields and values.
import { expect, test } from 'vitest'
import type { FieldChange } from '../../../src-shared/contract/history.ts'
import { byRecord, fieldName, valueWords, type WordSource } from './value-words.ts'

const known: Record<string, string> = {
  'lists.states.done': 'Hecha', 'lists.relations.customer': 'Cliente', 'lists.kinds.person': 'Persona', 'fields.phone': 'Teléfono', 'fields.kind': 'Clase',
  'shell.yes': 'Sí', 'shell.no': 'No', 'settings.themes.dark': 'Oscuro', 'settings.keys.theme': 'Tema', 'lists.types.call': 'Llamada',
  'imports.where.waiting': 'en la bandeja', 'next.session.was.waiting': 'Pendiente', 'activityParts.recurrence.off.skip': 'En festivo no se hace', 'settings.icons.phone': 'teléfono',
}
const words: WordSource = {
  say: (key) => known[key] ?? null,
  format: { exactDay: (day) => `día ${day}`, exactInstant: (at) => `momento ${at}`, wall: (wall) => `pared ${wall}`, duration: (minutes) => `${minutes} min`, number: String },
  days: ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom'],
  typeName: (id) => (id === 't1' ? 'Llamada' : ''),
  resultName: () => '',
  tagName: () => '',
  userName: () => 'Marta',
  rule: (text) => `regla ${text}`,
}
const of = (table: string, field: string, recordId = 'r') => ({ table, field, recordId })

test.each([
  [of('activity', 'state'), 'done', null, 'Hecha'],
  [of('contact', 'relation'), 'customer', null, 'Cliente'],
  [of('contact', 'kind'), 'person', null, 'Persona'],
  [of('contact_point', 'kind'), 'phone', null, 'Teléfono'],
  [of('activity', 'startsOn'), '2026-12-02', null, 'día 2026-12-02'],
  [of('activity', 'closedAt'), '2026-12-02T10:00', null, 'pared 2026-12-02T10:00'],
  [of('contact', 'binnedAt'), 5, null, 'momento 5'],
  [of('activity', 'durationMinutes'), 30, null, '30 min'],
  [of('activity', 'ownerId'), 'u1', 'Marta Vidal', 'Marta Vidal'],
  [of('activity', 'typeId'), 't1', '', 'Llamada'],
  [of('user', 'isActive'), false, null, 'No'],
  [of('user', 'hours'), [{ from: '09:00', to: '14:00' }], null, '09:00–14:00'],
  [of('setting', 'value', 'theme'), 'dark', null, 'Oscuro'],
  [of('setting', 'value', 'workingDays'), [true, false, true, false, false, false, false], null, 'lun, mié'],
  [of('activity_type', 'builtin'), 'call', null, 'Llamada'],
  [of('activity_type', 'icon'), 'phone', null, 'teléfono'],
  [of('mail', 'state'), 'waiting', null, 'en la bandeja'],
  [of('session_item', 'state'), 'waiting', null, 'Pendiente'],
  [of('series', 'rule'), 'FREQ=DAILY', null, 'regla FREQ=DAILY'],
  [of('series', 'offDays'), 'skip', null, 'En festivo no se hace'],
  [of('contact', 'notes'), null, null, ''],
])('%o with %o is said as «%s»', (change, value, name, expected) => {
  expect(valueWords(change, value, name, words)).toBe(expected)
})

test('a setting is named by its key, any other field by its word', () => {
  expect(fieldName('setting', 'value', 'theme', words)).toBe('Tema')
  expect(fieldName('contact', 'kind', 'c1', words)).toBe('Clase')
  expect(fieldName('contact', 'unheardOf', 'c1', words)).toBe('unheardOf')
})

test('the fields of one record stand together, in order', () => {
  const change = (changeId: number, field: string): FieldChange => ({
    changeId, field, table: 'contact', recordId: `r${changeId}`, recordName: `R${changeId}`, kind: 'update', before: 1, after: 2, beforeName: null, afterName: null, canRestore: false,
  })
  expect(byRecord([change(7, 'name'), change(7, 'notes'), change(3, 'name')]).map((group) => [group.recordName, group.fields.length])).toEqual([['R7', 2], ['R3', 1]])
})
