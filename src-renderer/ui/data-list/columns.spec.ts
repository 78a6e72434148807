// Which columns are shown unasked.
import { expect, it } from 'vitest'
import { isOneOf, usualColumns, type ListColumn } from './columns.ts'

const columns: ListColumn[] = [
  { key: 'name', words: 'fields.name', track: '100px', isFixed: true },
  { key: 'owner', words: 'fields.owner', track: '100px', saysNothing: isOneOf('owners') },
  { key: 'result', words: 'fields.result', track: '100px', saysNothing: ({ done }) => done === 'open' },
  { key: 'created', words: 'fields.created', track: '100px', isExtra: true },
]

it('a column that would say the same in every row gives its room to the others', () => {
  expect(usualColumns(columns, {})).toEqual(['name', 'owner', 'result'])
  expect(usualColumns(columns, { owners: ['me'], done: 'open' })).toEqual(['name'])
  expect(usualColumns(columns, { owners: ['me', 'x'], done: 'all' })).toEqual(['name', 'owner', 'result'])
})
