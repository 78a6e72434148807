// The columns of the next-contact window, and which filters its tabs and its list of contacts leave to it (NXT-3).
import { isOneOf, type ListColumn } from '../../ui/data-list/columns.ts'

export const nextColumns: ListColumn[] = [
  { key: 'name', words: 'fields.name', track: 'minmax(180px, 3fr)', sortKey: 'name', isFixed: true },
  { key: 'next', words: 'fields.next', track: '148px', sortKey: 'next', saysNothing: ({ due }) => due === 'none' },
  { key: 'last', words: 'fields.last', track: '130px', sortKey: 'last', startsDescending: true },
  { key: 'rhythm', words: 'next.rhythm.title', track: 'minmax(164px, 1fr)', sortKey: 'rhythm' },
  { key: 'phone', words: 'fields.phone', track: '126px', sortKey: 'phone', needsRoom: true },
  { key: 'city', words: 'fields.city', track: 'minmax(84px, 1fr)', sortKey: 'city', needsRoom: true },
  {
    key: 'owner',
    words: 'fields.owner',
    track: 'minmax(104px, 1fr)',
    sortKey: 'owner',
    saysNothing: isOneOf('owners'),
  },
  { key: 'relation', words: 'fields.relation', track: 'minmax(110px, 1fr)', sortKey: 'relation', isExtra: true },
  { key: 'employer', words: 'fields.employer', track: 'minmax(130px, 1.6fr)', sortKey: 'employer', isExtra: true },
  { key: 'mail', words: 'fields.mail', track: 'minmax(150px, 1.6fr)', sortKey: 'mail', isExtra: true },
  { key: 'tags', words: 'fields.tags', track: 'minmax(96px, 1fr)', isExtra: true },
]

/** Filters that its tabs stand for, and those of the contacts' list alone. */
export const notFiltered: ReadonlySet<string> = new Set(['due', 'nothingScheduled', 'nextOverdue', 'employerId', 'binned'])
