// The columns of the next-contact window and what it can be filtered by (NXT-3).
import type { RhythmState } from '../../../src-shared/contract/contacts.ts'
import { isOneOf, type ListColumn } from '../../ui/data-list/columns.ts'
import type { FilterOption, FilterPart } from '../../ui/data-list/filter-parts.ts'
import { say } from '../../ui/words/i18n.ts'

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

export function nextFilterParts(users: () => FilterOption[], tags: () => FilterOption[]): FilterPart[] {
  const relations = (): FilterOption[] =>
    (['lead', 'customer', 'supplier', 'other'] as const).map((value) => ({
      value,
      text: say(`lists.relations.${value}`),
    }))
  const kinds = (): FilterOption[] =>
    (['company', 'person'] as const).map((value) => ({ value, text: say(`lists.kinds.${value}`) }))
  return [
    { key: 'owners', words: 'fields.owner', kind: 'several', options: users },
    { key: 'relations', words: 'fields.relation', kind: 'several', options: relations },
    {
      key: 'rhythm',
      words: 'next.rhythm.title',
      kind: 'several',
      options: () => rhythmNames.map((value) => ({ value, text: say(`next.rhythm.states.${value}`) })),
    },
    { key: 'tags', words: 'fields.tags', kind: 'several', options: tags },
    { key: 'place', words: 'contacts.filter.place', kind: 'text' },
    { key: 'kinds', words: 'fields.kind', kind: 'several', options: kinds },
    { key: 'urgent', words: 'urgency.filter', kind: 'yes' },
    { key: 'untouchedDays', words: 'contacts.filter.untouchedDays', kind: 'number' },
  ]
}
const rhythmNames: readonly RhythmState[] = ['fresh', 'cooling', 'cold', 'none']
