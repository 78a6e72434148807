// Choosing what a contact's timeline shows.
import { expect, test } from 'vitest'
import { toggleKind } from './use-timeline.ts'

test('a kind is added in its place', () => {
  expect(toggleKind(['activity', 'mail'], 'note')).toEqual(['activity', 'note', 'mail'])
})
test('a kind is taken away', () => {
  expect(toggleKind(['activity', 'note'], 'activity')).toEqual(['note'])
})
test('the last kind stays', () => {
  expect(toggleKind(['mail'], 'mail')).toEqual(['mail'])
})
