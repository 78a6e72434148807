// Every filter of the contract has its chip; nothing that does not filter is asked for.
import { expect, test } from 'vitest'
import { contactFilter } from '../../../src-shared/contract/contacts.ts'
import { contactFilterOf, contactFilterParts } from './contact-list.ts'

const none = (): [] => []

test('every filter of the contract has a chip, text has the box', () => {
  const parts = contactFilterParts(none, none).map((part) => part.key)
  expect([...parts, 'text'].sort()).toEqual(Object.keys(contactFilter.shape).sort())
})

test('a filter without a value is not asked for', () =>
  expect(contactFilterOf({ kinds: [], place: '', urgent: true, owners: ['me'] })).toEqual({
    urgent: true,
    owners: ['me'],
  }))
