// The columns of the contacts list and what it can be filtered by (CON-3).
import type { DueState, RhythmState } from '../../../src-shared/contract/contacts.ts'
import { isOneOf, type ListColumn } from '../../ui/data-list/columns.ts'
import type { FilterOption, FilterPart } from '../../ui/data-list/filter-parts.ts'
import { say } from '../../ui/words/i18n.ts'

const dueNames: readonly DueState[] = ['overdue', 'today', 'week', 'later', 'none']
const rhythmNames: readonly RhythmState[] = ['fresh', 'cooling', 'cold', 'none']

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

export interface FilterChoices {
  users: () => FilterOption[]
  tags: () => FilterOption[]
  relations: () => FilterOption[]
  kinds: () => FilterOption[]
}

/** One part for every field of ContactFilter. */
export function contactFilterParts(choices: FilterChoices): FilterPart[] {
  return [
    { key: 'kinds', words: 'fields.kind', kind: 'several', options: choices.kinds },
    { key: 'relations', words: 'fields.relation', kind: 'several', options: choices.relations },
    { key: 'owners', words: 'fields.owner', kind: 'several', options: choices.users },
    { key: 'tags', words: 'fields.tags', kind: 'several', options: choices.tags },
    { key: 'place', words: 'contacts.filter.place', kind: 'text' },
    { key: 'nothingScheduled', words: 'contacts.filter.nothingScheduled', kind: 'yes' },
    {
      key: 'due',
      words: 'next.tabs.label',
      kind: 'one',
      options: () => dueNames.map((value) => ({ value, text: say(`next.tabs.${value}`) })),
    },
    {
      key: 'rhythm',
      words: 'next.rhythm.title',
      kind: 'several',
      options: () => rhythmNames.map((value) => ({ value, text: say(`next.rhythm.states.${value}`) })),
    },
    { key: 'urgent', words: 'urgency.filter', kind: 'yes' },
    { key: 'nextOverdue', words: 'contacts.filter.nextOverdue', kind: 'yes' },
    { key: 'untouchedDays', words: 'contacts.filter.untouchedDays', kind: 'number' },
    { key: 'employerId', words: 'contacts.filter.employer', kind: 'contact' },
    { key: 'binned', words: 'contacts.filter.binned', kind: 'yes' },
  ]
}
