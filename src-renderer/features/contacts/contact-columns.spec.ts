// Every column that can order the list names an order of the contract, and every filter of the contract has its chip.
import { expect, test } from 'vitest'
import { contactFilter, contactSortKeys } from '../../../src-shared/contract/contacts.ts'
import { contactColumns, contactFilterParts } from './contact-columns.ts'

const none = (): [] => []

test('every order of the contract is a column', () => {
  const offered = contactColumns.flatMap((column) => column.sortKey ?? [])
  expect([...offered].sort()).toEqual([...contactSortKeys].sort())
})

test('every filter of the contract has a chip, text has the box', () => {
  const parts = contactFilterParts({ users: none, tags: none, relations: none, kinds: none }).map((part) => part.key)
  expect([...parts, 'text'].sort()).toEqual(Object.keys(contactFilter.shape).sort())
})
