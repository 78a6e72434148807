// The columns of the contacts list (CON-3).
import { isOneOf, type ListColumn } from '../../ui/data-list/columns.ts'

export const contactColumns: ListColumn[] = [
  { key: 'name', words: 'fields.name', track: 'minmax(170px, 3fr)', sortKey: 'name', isFixed: true },
  { key: 'relation', words: 'fields.relation', track: '122px', sortKey: 'relation', saysNothing: isOneOf('relations') },
  { key: 'kind', words: 'fields.kind', track: '96px', sortKey: 'kind', isExtra: true },
  { key: 'employer', words: 'fields.employer', track: 'minmax(130px, 1.6fr)', sortKey: 'employer', isExtra: true },
  { key: 'city', words: 'fields.city', track: 'minmax(84px, 1fr)', sortKey: 'city' },
  { key: 'phone', words: 'fields.phone', track: '126px', sortKey: 'phone', isExtra: true },
  { key: 'mail', words: 'fields.mail', track: 'minmax(150px, 1.6fr)', sortKey: 'mail', isExtra: true },
  { key: 'taxId', words: 'fields.taxId', track: '112px', sortKey: 'taxId', isExtra: true },
  { key: 'owner', words: 'fields.owner', track: '112px', sortKey: 'owner', saysNothing: isOneOf('owners') },
  { key: 'last', words: 'fields.last', track: '128px', sortKey: 'last', startsDescending: true },
  {
    key: 'next',
    words: 'fields.next',
    track: 'minmax(126px, 0.4fr)',
    sortKey: 'next',
    saysNothing: ({ nothingScheduled }) => nothingScheduled === true,
  },
  { key: 'rhythm', words: 'next.rhythm.title', track: 'minmax(150px, 1fr)', sortKey: 'rhythm', isExtra: true },
  { key: 'tags', words: 'fields.tags', track: 'minmax(96px, 1fr)', isExtra: true },
  {
    key: 'created',
    words: 'fields.created',
    track: '124px',
    sortKey: 'created',
    startsDescending: true,
    isExtra: true,
  },
]
