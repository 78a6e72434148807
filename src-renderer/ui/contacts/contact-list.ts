// What every list of contacts shares (CON-3, NXT-3): its calls, what it can be filtered by, and what an action in it acts on.
import type { ContactFilter, ContactRow, ContactSort, DueState, RhythmState } from '../../../src-shared/contract/contacts.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import { ask } from '../core.ts'
import { isSet, type FilterOption, type FilterPart, type FilterValues } from '../data-list/filter-parts.ts'
import type { ListSelection } from '../data-list/use-selection.ts'
import { say } from '../words/i18n.ts'
import { kindChoices, relationChoices } from './contact-kinds.ts'

const dueNames: readonly DueState[] = ['overdue', 'today', 'week', 'later', 'none']
const rhythmNames: readonly RhythmState[] = ['fresh', 'cooling', 'cold', 'none']

export const contactListCalls = {
  tables: ['contact', 'contact_point', 'contact_address', 'contact_tag', 'employment', 'activity', 'rhythm'],
  first: (filter: ContactFilter, sort: ContactSort, limit: number) => ask('contact.first', { filter, sort, limit }),
  snapshot: (filter: ContactFilter, sort: ContactSort) => ask('contact.snapshot', { filter, sort }),
  page: async (snapshotId: string, from: number, count: number, base: string | null) =>
    (await ask('contact.page', { snapshotId, from, count, selection: base })).rows,
  rows: async (ids: string[], base: string | null) => (await ask('contact.rows', { ids, selection: base })).rows,
}

/** The filter as the contract takes it: nothing that does not filter. */
export function contactFilterOf(values: FilterValues): ContactFilter {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isSet(value))) as ContactFilter
}

/** One part for every field of ContactFilter. */
export function contactFilterParts(users: () => FilterOption[], tags: () => FilterOption[]): FilterPart[] {
  return [
    { key: 'kinds', words: 'fields.kind', kind: 'several', options: kindChoices },
    { key: 'relations', words: 'fields.relation', kind: 'several', options: relationChoices },
    {
      key: 'owners',
      words: 'fields.owner',
      kind: 'several',
      options: () => [{ value: 'me', text: say('contacts.me') }, ...users()],
    },
    { key: 'tags', words: 'fields.tags', kind: 'several', options: tags },
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

/** What an action acts on: the ticked rows, or else the row with the focus. */
export function contactTarget(
  selection: ListSelection,
  focused: ContactRow | null,
): { selection: Selection; count: number } | null {
  if (selection.count.value > 0) return { selection: selection.toSelection(), count: selection.count.value }
  return focused ? { selection: { base: null, except: [], ids: [focused.id] }, count: 1 } : null
}
