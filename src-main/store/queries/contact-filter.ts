// A contact filter as conditions, each with the index that finds its contacts alone, so that a selective one leads the query (CON-3).
// Runs on a reader's thread.
import type { ContactFilter, DueState, RhythmState } from '../../../src-shared/contract/contacts.ts'
import { addDays, weekday, type LocalDate, type LocalTime } from '../../../src-shared/domain/local-time.ts'
import type { UrgencyNow } from '../../../src-shared/domain/urgency.ts'
import type { ReadStore } from '../read-store.ts'
import { contactsByText, wordsQuery, type KeySource } from './contact-text.ts'
import { urgentContacts } from './urgency-sql.ts'

/** Local wall time of the user, for what is overdue or untouched. */
export interface WallNow {
  on: LocalDate
  time: LocalTime
  /** ISO weekday with which a week starts; Monday unless given. */
  weekStart?: number
}

export interface Criterion {
  /** Condition on the contact `c`. */
  where: string
  params: unknown[]
  /** The same as a list of keys by an index of its own. */
  source: KeySource
}

export const listed = 'c.binned_at IS NULL'

/** Keys of records by their ids; unknown ids find nothing. */
function rowsOf(store: ReadStore, table: 'user' | 'tag' | 'contact', ids: readonly string[]): number[] {
  return store.pluck<number>(`SELECT row_id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(ids),
  ])
}

/** When a contact's next activity is, as a condition on its sort key: the tabs of the next-contact window (NXT-3). */
export function dueRange(due: DueState, now: WallNow, column: string): { where: string; params: unknown[] } {
  const tomorrow = addDays(now.on, 1)
  const nextWeek = addDays(now.on, 7 - ((weekday(now.on) - (now.weekStart ?? 1) + 7) % 7))
  switch (due) {
    case 'overdue':
      // A day alone is past when the day is over: its key `YYYY-MM-DDT` of today is not.
      return { where: `(${column} < ? AND ${column} <> ?)`, params: [`${now.on}T${now.time}`, `${now.on}T`] }
    case 'today':
      return {
        where: `(${column} >= ? AND ${column} < ? AND (${column} >= ? OR ${column} = ?))`,
        params: [now.on, tomorrow, `${now.on}T${now.time}`, `${now.on}T`],
      }
    case 'week':
      return { where: `(${column} >= ? AND ${column} < ?)`, params: [tomorrow, nextWeek] }
    case 'later':
      return { where: `(${column} >= ? AND ${column} < '~')`, params: [nextWeek] }
    case 'none':
      return { where: `${column} = '~'`, params: [] }
  }
}

/** Fresh, cooling or cold today, or without a rhythm (NXT-5). */
function rhythmCriterion(states: readonly RhythmState[], today: LocalDate): Criterion {
  const conditions: Record<RhythmState, { where: string; params: unknown[] }> = {
    fresh: { where: '$cooling_from > ?', params: [today] },
    cooling: { where: '($cooling_from <= ? AND $cold_from > ?)', params: [today, today] },
    cold: { where: '($cooling_from <= ? AND $cold_from <= ?)', params: [today, today] },
    none: { where: '$cooling_from IS NULL', params: [] },
  }
  return column(
    `(${states.map((state) => conditions[state].where).join(' OR ')})`,
    states.flatMap((state) => conditions[state].params),
    'contact_cooling',
  )
}

const inSource = (source: KeySource): Criterion => ({
  where: `+c.row_id IN (${source.sql})`,
  params: source.params,
  source,
})
const numbers = (rows: readonly number[]): string => (rows.length === 0 ? 'NULL' : rows.join(', '))

function column(condition: string, params: unknown[], index: string): Criterion {
  return {
    // The plus keeps the planner from this index where another one leads.
    where: condition.replaceAll('$', '+c.'),
    params,
    source: { sql: `SELECT row_id FROM contact INDEXED BY ${index} WHERE ${condition.replaceAll('$', '')}`, params },
  }
}

/** Every criterion of the filter but the bin. `me` must already stand as the user's id. */
export function criteriaOf(
  store: ReadStore,
  filter: ContactFilter,
  now: WallNow,
  country?: string,
  urgency?: UrgencyNow,
): Criterion[] {
  const criteria: Criterion[] = []
  if (filter.text?.trim()) criteria.push(inSource(contactsByText(store, filter.text, country)))
  if (filter.place?.trim()) {
    const query = wordsQuery(filter.place, 'places')
    criteria.push(
      inSource(
        query === null
          ? { sql: 'SELECT contact_row FROM contact_address WHERE instr(city, ?) > 0', params: [filter.place.trim()] }
          : { sql: 'SELECT rowid FROM contact_search WHERE contact_search MATCH ?', params: [query] },
      ),
    )
  }
  if (filter.tags?.length) {
    const rows = numbers(rowsOf(store, 'tag', filter.tags))
    criteria.push(inSource({ sql: `SELECT contact_row FROM contact_tag WHERE tag_row IN (${rows})`, params: [] }))
  }
  if (filter.employerId != null) {
    criteria.push(
      column(`$employer_row IN (${numbers(rowsOf(store, 'contact', [filter.employerId]))})`, [], 'contact_employer'),
    )
  }
  if (filter.owners?.length)
    criteria.push(column(`$owner_row IN (${numbers(rowsOf(store, 'user', filter.owners))})`, [], 'contact_owner'))
  const kinds = [...new Set(filter.kinds ?? [])]
  if (kinds.length === 1) criteria.push(column('$kind = ?', kinds, 'contact_kind'))
  const relations = [...new Set(filter.relations ?? [])]
  if (relations.length > 0 && relations.length < 4) {
    criteria.push(column(`$relation IN (${relations.map(() => '?').join(', ')})`, relations, 'contact_relation'))
  }
  if (filter.nothingScheduled === true) criteria.push(column(`$next_sort = '~'`, [], 'contact_next'))
  if (filter.nextOverdue === true) {
    // A day alone is past when the day is over: its key `YYYY-MM-DDT` of today is not.
    criteria.push(column('$next_sort < ? AND $next_sort <> ?', [`${now.on}T${now.time}`, `${now.on}T`], 'contact_next'))
  }
  if (filter.urgent === true) {
    const urgent = urgentContacts(store, urgency ?? { rules: [] })
    criteria.push(
      urgent === null
        ? inSource({ sql: 'SELECT NULL WHERE 0', params: [] })
        : {
            where: urgent.where.sql,
            params: urgent.where.parameters,
            source: { sql: urgent.rows.sql, params: urgent.rows.parameters },
          },
    )
  }
  if (filter.due !== undefined) {
    const { where, params } = dueRange(filter.due, now, '$next_sort')
    criteria.push(column(where, params, 'contact_next'))
  }
  const rhythm = [...new Set(filter.rhythm ?? [])]
  if (rhythm.length > 0 && rhythm.length < 4) criteria.push(rhythmCriterion(rhythm, now.on))
  if (filter.untouchedDays != null) {
    criteria.push(column('$last_sort < ?', [`${addDays(now.on, -filter.untouchedDays)}T`], 'contact_last'))
  }
  return criteria
}
