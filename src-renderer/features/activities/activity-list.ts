// The list of activities: its calls, columns and filters.
import { ask } from '../../bridge/bridge.ts'
import type { ActivityFilter, ActivityRow, ActivitySort } from '../../../src-shared/contract/activities.ts'
import { activityModules, type ActivityFieldModule } from '../../ui/activities/field-modules.ts'
import { isOneOf, type ListColumn } from '../../ui/data-list/columns.ts'
import type { FilterPart } from '../../ui/data-list/filter-parts.ts'
import { createListSource, type ListSource } from '../../ui/data-list/list-source.ts'
import { useResultChoices, useTagChoices, useTypeChoices, useUserChoices } from '../../ui/fields/list-fields.ts'
import { say } from '../../ui/words/i18n.ts'

export type ActivitySource = ListSource<ActivityRow, ActivityFilter, ActivitySort>

export function createActivitySource(): ActivitySource {
  return createListSource<ActivityRow, ActivityFilter, ActivitySort>({
    tables: ['activity', 'activity_tag', 'activity_action', 'attachment', 'series_slot', 'contact', 'mail'],
    first: (filter, sort, limit) => ask('activity.first', { filter, sort, limit }),
    snapshot: (filter, sort) => ask('activity.snapshot', { filter, sort }),
    page: async (snapshotId, from, count, selection) =>
      (await ask('activity.page', { snapshotId, from, count, selection })).rows,
    rows: async (ids, selection) => (await ask('activity.rows', { ids, selection })).rows,
  })
}

const ownColumns: ListColumn[] = [
  { key: 'contact', words: 'fields.contact', track: 'minmax(140px, 2fr)', sortKey: 'contact', isFixed: true },
  { key: 'type', words: 'fields.type', track: 'minmax(104px, 0.6fr)', sortKey: 'type' },
  { key: 'subject', words: 'fields.subject', track: 'minmax(150px, 2.2fr)', isFixed: true },
  { key: 'date', words: 'fields.date', track: 'minmax(196px, 2.2fr)', sortKey: 'date' },
  {
    key: 'owner',
    words: 'fields.owner',
    track: 'minmax(104px, 0.8fr)',
    sortKey: 'owner',
    saysNothing: isOneOf('owners'),
  },
  {
    key: 'result',
    words: 'fields.result',
    track: 'minmax(106px, 0.7fr)',
    sortKey: 'result',
    saysNothing: ({ done }) => done === 'open',
  },
  { key: 'notes', words: 'fields.notes', track: 'minmax(120px, 2fr)', needsRoom: true },
  { key: 'tags', words: 'fields.tags', track: 'minmax(100px, 1fr)', needsRoom: true },
  { key: 'state', words: 'fields.state', track: 'minmax(104px, 0.7fr)', sortKey: 'state', isExtra: true },
  {
    key: 'priority',
    words: 'fields.priority',
    track: 'minmax(92px, 0.6fr)',
    sortKey: 'priority',
    startsDescending: true,
    isExtra: true,
  },
  {
    key: 'closed',
    words: 'fields.closed',
    track: 'minmax(130px, 1fr)',
    sortKey: 'closed',
    startsDescending: true,
    isExtra: true,
  },
  {
    key: 'created',
    words: 'fields.created',
    track: 'minmax(130px, 1fr)',
    sortKey: 'created',
    startsDescending: true,
    isExtra: true,
  },
  { key: 'place', words: 'fields.place', track: 'minmax(110px, 1fr)', isExtra: true },
]

/** The columns, with those that modules add. */
export function activityColumns(): ListColumn[] {
  return [...ownColumns, ...moduleColumns()]
}
export function moduleColumns(): NonNullable<ActivityFieldModule['column']>[] {
  return activityModules().flatMap(({ column }) => column ?? [])
}

const states = ['planned', 'in_progress', 'on_hold', 'done', 'cancelled']

/** Every filter for which there is data (ACT-13). Call it in a component's setup. */
export function useActivityFilters(): FilterPart[] {
  const users = useUserChoices()
  const types = useTypeChoices()
  const results = useResultChoices()
  const tags = useTagChoices()
  const people = () => [
    { value: 'me', text: say('activities.me') },
    ...users.value.map(({ value, text }) => ({ value, text })),
  ]
  const words = (prefix: string, keys: (string | number)[]) => () =>
    keys.map((key) => ({ value: key, text: say(`${prefix}.${key}`) }))
  return [
    {
      key: 'done',
      words: 'activities.filters.done',
      kind: 'one',
      options: words('activities.done', ['open', 'done', 'all']),
    },
    { key: 'planned', words: 'activities.filters.planned', kind: 'range' },
    { key: 'overdue', words: 'activities.filters.overdue', kind: 'yes' },
    { key: 'urgent', words: 'urgency.filter', kind: 'yes' },
    { key: 'movedTimes', words: 'today.movedTimes', kind: 'number' },
    { key: 'owners', words: 'fields.owner', kind: 'several', options: people },
    { key: 'types', words: 'fields.type', kind: 'several', options: () => types.value },
    { key: 'contactId', words: 'fields.contact', kind: 'contact' },
    {
      key: 'tags',
      words: 'fields.tags',
      kind: 'several',
      options: () => tags.value.map(({ value, text }) => ({ value, text })),
    },
    { key: 'results', words: 'fields.result', kind: 'several', options: () => results.value },
    { key: 'states', words: 'fields.state', kind: 'several', options: words('lists.states', states) },
    { key: 'priorities', words: 'fields.priority', kind: 'several', options: words('lists.priorities', [3, 2, 1, 0]) },
    { key: 'created', words: 'activities.filters.created', kind: 'range' },
    { key: 'closed', words: 'activities.filters.closed', kind: 'range' },
    { key: 'authors', words: 'fields.author', kind: 'several', options: people },
    {
      key: 'directions',
      words: 'fields.direction',
      kind: 'several',
      options: words('lists.directions', ['out', 'in']),
    },
    {
      key: 'contactRelations',
      words: 'activities.filters.relation',
      kind: 'several',
      options: words('lists.relations', ['lead', 'customer', 'supplier', 'other']),
    },
    {
      key: 'contactKinds',
      words: 'activities.filters.kind',
      kind: 'several',
      options: words('lists.kinds', ['company', 'person']),
    },
    { key: 'contactPlace', words: 'activities.filters.place', kind: 'text' },
    { key: 'withoutContact', words: 'activities.filters.withoutContact', kind: 'yes' },
    ...activityModules().flatMap(({ filter }) => filter?.() ?? []),
    { key: 'binned', words: 'activities.filters.binned', kind: 'yes' },
    { key: 'text', words: 'list.filter', kind: 'text' },
  ]
}

/** Icon of a state that is worth one in a dense list; null for what is simply planned. */
export function stateIcon(state: ActivityRow['state']): string | null {
  return { planned: null, in_progress: 'play', on_hold: 'pause', done: 'check', cancelled: 'cancel' }[state]
}

/** Who it is with: company and person as one line. */
export function contactWords(row: Pick<ActivityRow, 'companyName' | 'personName'>): string {
  return [row.companyName, row.personName].filter((name) => name !== null && name !== '').join(' · ')
}
