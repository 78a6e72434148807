// From where a change is made, as the history shows it, and that each place and form has words in both languages.
import { expect, test } from 'vitest'
import { isOrigin, originForms, originPlaces } from '../../../src-shared/contract/origin.ts'
import { sourceWords } from '../history/change-words.ts'
import { words as en } from '../locales/en.ts'
import { words as es } from '../locales/es.ts'
import { originOf } from './origin.ts'

test.each([
  ['/activities?done=open', [], 'activities'],
  ['/activities/0190', [], 'activity'],
  ['/contacts', ['activity-quick'], 'contacts/quick-form'],
  ['/contacts/0190', ['activity-quick', 'confirm'], 'contact/quick-form'],
  ['/calendar?alone=1', ['activity-close', 'series-scope'], 'calendar'],
  ['/calendar', ['activity-form', 'contact-form'], 'calendar/contact-form'],
  ['/mail/tray', [], 'tray'],
  ['/mail/imports/7', [], 'imports'],
  ['/settings/lists', ['entry-in-use'], 'settings'],
] as const)('%s with %j over it is %s', (path, dialogs, origin) => {
  expect(originOf(path, dialogs)).toBe(origin)
  expect(isOrigin(origin)).toBe(true)
})

test('what is no place of ours is none', () => {
  for (const value of ['', 'window', 'calendar/', 'calendar/nothing', 'calendar/quick-form/more', '/quick-form', 'toString', '__proto__', null, 7, ['calendar']]) expect(isOrigin(value)).toBe(false)
})

test('each has words, in both languages', () => {
  for (const words of [es, en]) {
    const { sources } = words['history'] as { sources: Record<string, string> }
    const all = [...originPlaces, ...originForms, 'window', 'import', 'sample', 'migration', 'background']
    expect(all.filter((one) => !sources[one])).toEqual([])
  }
  expect(sourceWords('contacts/quick-form')).toBe('lista de contactos, formulario rápido')
})
