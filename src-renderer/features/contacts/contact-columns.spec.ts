// Every column that can order the list names an order of the contract, and every order has its column.
import { expect, test } from 'vitest'
import { contactSortKeys } from '../../../src-shared/contract/contacts.ts'
import { contactColumns } from './contact-columns.ts'

test('every order of the contract is a column', () => {
  const offered = contactColumns.flatMap((column) => column.sortKey ?? [])
  expect([...offered].sort()).toEqual([...contactSortKeys].sort())
})
