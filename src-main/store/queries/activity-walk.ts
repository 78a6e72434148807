// The order of each sort of the activity list and the index that already has it: a walk is one or more segments, each read in index order.
// Pure SQL making, run on a reader's thread. Must stay true: walked rows and sorted candidates come in one and the same order, which ends in
// (sort_key, row_id), or in row_id for the moments of creation and closing; rows without the sorted value come last in both directions.
import type { ActivitySort } from '../../../src-shared/contract/activities.ts'
import { activityStates } from '../../../src-shared/domain/activity-state.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import type { ReadStore } from '../read-store.ts'
import type { PartName, ResolvedFilter, Sql } from './activity-filter.ts'

export interface Segment {
  /** FROM clause; the activity is `a`. */
  from: string
  /** Conditions that the index takes care of, with their parameters. */
  where: string[]
  parameters: unknown[]
  /** Columns of the order, first to last. */
  order: string[]
  /** The first column of the order again, over every row the walk must pass (also those that lead to no activity): bounds the work. */
  visits: { from: string; where: string[]; parameters: unknown[]; /** How many of them cost as much as one row of the table. */ factor: number }
}
export interface Walk {
  segments: Segment[]
  /** Segments are in one order each and have to be merged by (sort_key, row_id); else they follow one another. */
  merged: boolean
  descending: boolean
  /** Parts of the filter that the segments already satisfy. */
  covers: Set<PartName>
}

/** Values of a sort by list entry or person, in their order. */
export interface Ranks {
  column: string
  values: readonly (number | string)[]
  hasNone: boolean
}

const mostMerged = 12

function ranksOf(read: ReadStore, by: ActivitySort['by']): Ranks | null {
  switch (by) {
    case 'type':
      return { column: 'type_row', values: read.pluck<number>('SELECT row_id FROM activity_type ORDER BY position, row_id', []), hasNone: false }
    case 'result':
      return { column: 'result_row', values: read.pluck<number>('SELECT row_id FROM result ORDER BY position, row_id', []), hasNone: true }
    case 'owner': {
      const users = read.allSql<{ row_id: number; name: string }>('SELECT row_id, name FROM user ORDER BY row_id')
      const keyed = users.map((user) => ({ row: user.row_id, key: sortKey(user.name) }))
      keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row - b.row))
      return { column: 'owner_row', values: keyed.map(({ row }) => row), hasNone: false }
    }
    case 'state':
      return { column: 'state', values: activityStates, hasNone: false }
    case 'priority':
      return { column: 'priority', values: [0, 1, 2, 3], hasNone: false }
    default:
      return null
  }
}

/** Index of activities by one column and `sort_key`, for all rows and for open ones. */
const columnIndex: Record<string, { all: string; open: string | null; part: PartName }> = {
  type_row: { all: 'activity_type_date', open: 'activity_open_type', part: 'type' },
  result_row: { all: 'activity_result_date', open: 'activity_open_result', part: 'result' },
  owner_row: { all: 'activity_owner', open: 'activity_open_owner', part: 'owner' },
  priority: { all: 'activity_priority_date', open: 'activity_open_priority', part: 'priority' },
  state: { all: 'activity_state_date', open: null, part: 'state' },
  contact_row: { all: 'activity_contact', open: 'activity_open_contact', part: 'contact' },
  person_row: { all: 'activity_person', open: null, part: 'contact' },
}

/** The walk for a sort. `mayMerge` false where only rows in one sequence serve. */
export function walkOf(read: ReadStore, filter: ResolvedFilter, sort: ActivitySort, mayMerge: boolean): Walk {
  const walk: Walk = { segments: [], merged: false, descending: sort.descending, covers: new Set() }
  const { segments, covers } = walk
  const single = (from: string, where: string[], parameters: unknown[], order: string[]): void => {
    segments.push({ from, where, parameters, order, visits: { from, where, parameters, factor: 1 } })
  }
  /** Rows with one value of a column, by date. */
  const byColumn = (column: string, value: number | string | null): void => {
    const index = columnIndex[column]
    if (index === undefined) return
    const usesOpen = filter.open && index.open !== null
    const where = [value === null ? `a.${column} IS NULL` : `a.${column} = ?`, ...(usesOpen ? ['a.is_open = 1'] : [])]
    if (column === 'person_row') where.push('a.person_row IS NOT NULL')
    const bounds = dateBounds(filter)
    single(`activity a INDEXED BY ${usesOpen ? index.open : index.all}`, [...where, ...bounds.where], [...(value === null ? [] : [value]), ...bounds.parameters], ['a.sort_key', 'a.row_id'])
    if (usesOpen) covers.add('open')
    covers.add('planned')
  }
  switch (sort.by) {
    case 'date': {
      const driver = dateDriver(filter, mayMerge)
      if (driver !== null) {
        for (const value of driver.values) byColumn(driver.column, value)
        walk.merged = driver.values.length > 1
        covers.add(driver.part)
      } else {
        const bounds = dateBounds(filter)
        if (filter.open) covers.add('open')
        covers.add('planned')
        single(
          `activity a INDEXED BY ${filter.open ? 'activity_open' : 'activity_date'}`,
          [...(filter.open ? ['a.is_open = 1'] : []), ...bounds.where], bounds.parameters, ['a.sort_key', 'a.row_id'],
        )
      }
      break
    }
    case 'created': {
      const { from, to } = filter.created
      const range = from === null && to === null ? [] : [from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER]
      const within = range.length === 0 ? [] : ['a.created_at >= ?', 'a.created_at < ?']
      const state = filter.states.length === 1 && !filter.open ? filter.states[0] : undefined
      covers.add('created')
      if (state !== undefined) {
        covers.add('state')
        single('activity a INDEXED BY activity_state_created', ['a.state = ?', ...within], [state, ...range], ['a.created_at', 'a.row_id'])
      } else {
        if (filter.open) covers.add('open')
        single(`activity a INDEXED BY ${filter.open ? 'activity_open_created' : 'activity_created'}`, [...(filter.open ? ['a.is_open = 1'] : []), ...within], range, ['a.created_at', 'a.row_id'])
      }
      break
    }
    case 'closed': {
      const from = `activity a INDEXED BY ${filter.open ? 'activity_open_closed' : 'activity_closed'}`
      const open = filter.open ? ['a.is_open = 1'] : []
      if (filter.open) covers.add('open')
      const closed = filter.parts.find((part) => part.name === 'closed')
      if (closed === undefined) {
        single(from, ['a.closed_at IS NOT NULL', ...open], [], ['a.closed_at', 'a.row_id'])
        single(from, ['a.closed_at IS NULL', ...open], [], ['a.row_id'])
      } else {
        covers.add('closed')
        single(from, [closed.where.sql, ...open], [...closed.where.parameters], ['a.closed_at', 'a.row_id'])
      }
      break
    }
    case 'contact': {
      if (filter.contact?.kind === 'company') {
        byColumn('contact_row', filter.contact.row)
        covers.add('contact')
        break
      }
      const leading = filter.kind.length === 1 ? 'kind' : filter.relation.length === 1 ? 'relation' : null
      if (!filter.withoutContact) segments.push(contactSegment(filter, leading))
      if (leading !== null) covers.add(leading)
      if (filter.open) covers.add('open')
      covers.add('planned')
      covers.add('noContact')
      if (filter.contact === null && leading === null) byColumn('contact_row', null)
      break
    }
    default: {
      const ranks = ranksOf(read, sort.by)
      if (ranks === null) break
      const wanted = new Set<number | string>(wantedValues(filter, ranks.column))
      const values = ranks.values.filter((value) => wanted.size === 0 || wanted.has(value))
      for (const value of sort.descending ? values.toReversed() : values) byColumn(ranks.column, value)
      if (ranks.hasNone && wanted.size === 0) byColumn(ranks.column, null)
      covers.add(columnIndex[ranks.column]?.part ?? 'type')
    }
  }
  return walk
}

function wantedValues(filter: ResolvedFilter, column: string): readonly (number | string)[] {
  if (column === 'type_row') return filter.types
  if (column === 'result_row') return filter.results
  if (column === 'owner_row') return filter.owners
  if (column === 'priority') return filter.priorities
  return filter.states
}

/** The column whose index leads a list by date: the one that leaves fewest rows, as a rule. */
function dateDriver(filter: ResolvedFilter, mayMerge: boolean): { column: string; part: PartName; values: readonly (number | string | null)[] } | null {
  if (filter.contact !== null) return { column: filter.contact.kind === 'company' ? 'contact_row' : 'person_row', part: 'contact', values: [filter.contact.row] }
  if (filter.withoutContact) return { column: 'contact_row', part: 'noContact', values: [null] }
  const fits = (values: readonly unknown[]): boolean => values.length > 0 && values.length <= (mayMerge ? mostMerged : 1)
  if (fits(filter.owners)) return { column: 'owner_row', part: 'owner', values: filter.owners }
  if (fits(filter.results)) return { column: 'result_row', part: 'result', values: filter.results }
  if (fits(filter.types)) return { column: 'type_row', part: 'type', values: filter.types }
  if (!filter.open && filter.states.length < 5 && fits(filter.states)) return { column: 'state', part: 'state', values: filter.states }
  if (fits(filter.priorities)) return { column: 'priority', part: 'priority', values: filter.priorities }
  return null
}

function dateBounds(filter: ResolvedFilter): { where: string[]; parameters: unknown[] } {
  const where: string[] = []
  const parameters: unknown[] = []
  if (filter.from !== null) {
    where.push('a.sort_key >= ?')
    parameters.push(filter.from)
  }
  if (filter.until !== null) {
    where.push('a.sort_key < ?')
    parameters.push(filter.until)
  }
  return { where, parameters }
}

/** `leading`: the one kind or relation that is wanted leads the order of names. */
function contactSegment(filter: ResolvedFilter, leading: 'kind' | 'relation' | null): Segment {
  const bounds = dateBounds(filter)
  const index = filter.open ? 'activity_open_contact' : 'activity_contact'
  const on = ['a.contact_row = c.row_id', ...(filter.open ? ['a.is_open = 1'] : []), ...bounds.where].join(' AND ')
  const contacts = `contact c INDEXED BY ${leading === null ? 'contact_name' : `contact_${leading}`}`
  const where = leading === null ? [] : [`c.${leading} = ?`]
  const parameters = [...bounds.parameters, ...(leading === null ? [] : filter[leading])]
  return {
    from: `${contacts} CROSS JOIN activity a INDEXED BY ${index} ON ${on}`,
    where,
    parameters,
    order: ['c.sort_key', 'c.row_id', 'a.sort_key', 'a.row_id'],
    visits: { from: `${contacts} LEFT JOIN activity a INDEXED BY ${index} ON ${on}`, where, parameters, factor: 3 },
  }
}

export function orderBy(order: readonly string[], descending: boolean): string {
  return order.map((column) => (descending ? `${column} DESC` : column)).join(', ')
}

/** The same order for rows that were found otherwise: a join and ORDER BY over `a`. */
export function sortedCandidates(read: ReadStore, filter: ResolvedFilter, sort: ActivitySort, rows: Sql, limit: number | null): Sql {
  const ranks = ranksOf(read, sort.by)
  let join = ''
  let first = ''
  let order = ['a.sort_key', 'a.row_id']
  if (sort.by === 'created') order = ['a.created_at', 'a.row_id']
  else if (sort.by === 'closed') {
    first = 'a.closed_at IS NULL, '
    order = ['a.closed_at', 'a.row_id']
  } else if (sort.by === 'contact') {
    join = 'LEFT JOIN contact c ON c.row_id = a.contact_row'
    first = 'a.contact_row IS NULL, '
    order = ['c.sort_key', 'c.row_id', ...order]
  } else if (ranks !== null) {
    if (ranks.hasNone) first = `a.${ranks.column} IS NULL, `
    const cases = ranks.values.map((value, at) => `WHEN ${typeof value === 'number' ? value : `'${value}'`} THEN ${at}`).join(' ')
    if (cases !== '') order = [`CASE a.${ranks.column} ${cases} END`, ...order]
  }
  const where = filter.parts.map((part) => part.where)
  return {
    sql: `SELECT a.row_id FROM (${rows.sql}) AS k CROSS JOIN activity a ON a.row_id = k.row_id ${join}
      WHERE ${where.map((part) => part.sql).join(' AND ') || '1'} ORDER BY ${first}${orderBy(order, sort.descending)}${limit === null ? '' : ' LIMIT ?'}`,
    parameters: [...rows.parameters, ...where.flatMap((part) => part.parameters), ...(limit === null ? [] : [limit])],
  }
}
