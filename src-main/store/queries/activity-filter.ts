// What a filter of the activity list means in SQL: one part per condition, each as a predicate on `a` and, where an index knows its rows, as the
// rows themselves. Runs on a reader's thread. Must stay true: all parts together name the same rows in either form.
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { activityStates, isOpen } from '../../../src-shared/domain/activity-state.ts'
import { addDays, wallOf, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import type { UrgencyNow } from '../../../src-shared/domain/urgency.ts'
import type { ReadStore } from '../read-store.ts'
import { wordTokens } from '../word-match.ts'
import { urgentActivities } from './urgency-sql.ts'

export interface Sql {
  sql: string
  parameters: readonly unknown[]
}

/** A filter as the store gets it: days absolute, moments in UTC ms, "me" replaced by an id. Null or empty: not filtered by it. */
export interface ListFilter {
  done: 'open' | 'done' | 'all'
  states: readonly ActivityState[]
  /** Days, both inclusive. */
  planned: { from: LocalDate | null; to: LocalDate | null }
  /** UTC ms, `from` inclusive, `to` exclusive. */
  created: { from: number | null; to: number | null }
  /** Days, both inclusive. */
  closed: { from: LocalDate | null; to: LocalDate | null }
  owners: readonly string[]
  authors: readonly string[]
  types: readonly string[]
  directions: readonly ('out' | 'in')[]
  results: readonly string[]
  priorities: readonly number[]
  tags: readonly string[]
  contactId: string | null
  contactRelations: readonly string[]
  contactKinds: readonly string[]
  contactPlace: string
  text: string
  overdue: boolean
  /** The rules by which something is urgent now; null: not filtered by it. */
  urgent: UrgencyNow | null
  movedTimes: number | null
  withoutContact: boolean
  openActions: boolean
  binned: boolean
  /** Who looks: other users' private entries are left out (ACT-12). */
  me: string
  /** UTC ms; only `overdue` needs it. */
  now: number
}

export interface Part {
  name: PartName
  /** Predicate on `a`. */
  where: Sql
  /**
   * Selects the rows of the part, as `row_id`, by an index of its own and without touching the table; where the filter is open, closed rows may be
   * missing. Null for parts that only take a few rows away.
   */
  rows: Sql | null
  /** `rows` names some rows twice. */
  repeats?: boolean
  /** `rows` names a few rows too many: each has to be checked by `where`. */
  isLoose?: boolean
  /** Selects the rows that the part takes away, also by an index alone, where these may be fewer. */
  without: Sql | null
}
export type PartName =
  | 'open' | 'bin' | 'private' | 'planned' | 'created' | 'closed' | 'owner' | 'author' | 'type' | 'direction' | 'result' | 'priority'
  | 'state' | 'tag' | 'contact' | 'relation' | 'kind' | 'place' | 'text' | 'overdue' | 'urgent' | 'moved' | 'noContact' | 'actions'

/** A filter whose ids are integer keys. */
export interface ResolvedFilter {
  /** True when no row can match. */
  isEmpty: boolean
  /** Only open, unbinned rows match: the partial indexes serve. */
  open: boolean
  /** Bounds of `sort_key`: from inclusive, until exclusive. */
  from: string | null
  until: string | null
  owners: number[]
  types: number[]
  results: number[]
  priorities: number[]
  states: ActivityState[]
  contact: { row: number; kind: 'company' | 'person' } | null
  relation: readonly string[]
  kind: readonly string[]
  withoutContact: boolean
  created: { from: number | null; to: number | null }
  parts: Part[]
}

/** Index of all rows -> the same of open ones. */
const openIndexes: Record<string, string> = {
  activity_owner: 'activity_open_owner', activity_type_date: 'activity_open_type', activity_result_date: 'activity_open_result',
  activity_priority_date: 'activity_open_priority', activity_contact: 'activity_open_contact',
}

const marks = (values: readonly unknown[]): string => (values.length === 1 ? '= ?' : 'IN (SELECT value FROM json_each(?))')
const bind = (values: readonly unknown[]): unknown => (values.length === 1 ? values[0] : JSON.stringify(values))

/** Integer keys of the ids, unknown ones left out. */
function keysOf(read: ReadStore, table: string, ids: readonly string[]): number[] {
  return ids.length === 0 ? [] : read.pluck<number>(`SELECT row_id FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)])
}

/** Words to look for, without what has no letter or digit; a single plain letter finds nothing useful and is passed over. */
export function searchWords(text: string): string[] {
  return text
    .split(/[\s\p{Cc}]+/u)
    .map((word) => word.replace(/^[\u0300-\u036f]+/, ''))
    .filter((word) => /[\p{L}\p{N}]{2}|[^\p{ASCII}]/u.test(word) && wordTokens(word).length > 0)
    .slice(0, 8)
}
/** A word as a safe FTS5 phrase whose last letters may be missing. */
export function searchPhrase(word: string): string {
  return `"${word.replaceAll('"', '""')}"*`
}

export function resolveFilter(read: ReadStore, filter: ListFilter): ResolvedFilter {
  const parts: Part[] = []
  const resolved: ResolvedFilter = {
    isEmpty: false, open: false, from: filter.planned.from, until: filter.planned.to === null ? null : addDays(filter.planned.to, 1),
    owners: [], types: [], results: [], priorities: [...filter.priorities], states: [], contact: null, relation: [], kind: [], withoutContact: filter.withoutContact,
    created: filter.created, parts,
  }
  const add: Add = (name, sql, parameters, rows, more = {}) => {
    parts.push({ name, where: { sql, parameters }, rows, without: null, ...more })
  }
  /** A condition on one column that has an index beginning with it; `all` values there are, where rows always have one. */
  const addValues: AddValues = (name, column, index, values, all = []) => {
    const parameters = [bind(values)]
    const openIndex = resolved.open ? openIndexes[index] : undefined
    const rowsOf = (wanted: readonly unknown[]): Sql => ({
      sql: `SELECT row_id FROM activity INDEXED BY ${openIndex ?? index} WHERE ${column} ${marks(wanted)}${openIndex === undefined ? '' : ' AND is_open = 1'}`,
      parameters: [bind(wanted)],
    })
    const others = all.filter((value) => !values.includes(value))
    add(name, `a.${column} ${marks(values)}`, parameters, rowsOf(values), others.length === 0 ? {} : { without: rowsOf(others) })
  }
  const allKeys = (table: string): number[] => read.pluck<number>(`SELECT row_id FROM ${table}`, [])
  const keyed = (table: string, ids: readonly string[]): number[] => {
    const keys = keysOf(read, table, ids)
    if (ids.length > 0 && keys.length === 0) resolved.isEmpty = true
    return keys
  }

  const wantsOpen = filter.done === 'open' || filter.overdue || filter.movedTimes !== null
  resolved.states = activityStates.filter(
    (state) =>
      (filter.states.length === 0 || filter.states.includes(state)) && (!wantsOpen || isOpen(state)) && (filter.done !== 'done' || state === 'done'),
  )
  if (resolved.states.length === 0) resolved.isEmpty = true
  resolved.open = !filter.binned && resolved.states.every(isOpen)
  if (resolved.open) add('open', 'a.is_open = 1', [], { sql: 'SELECT row_id FROM activity INDEXED BY activity_open WHERE is_open = 1', parameters: [] })
  else if (filter.binned) {
    add('bin', 'a.binned_at IS NOT NULL', [], { sql: 'SELECT row_id FROM activity INDEXED BY activity_binned WHERE binned_at IS NOT NULL', parameters: [] })
  } else {
    add('bin', 'a.binned_at IS NULL', [], null, {
      without: { sql: 'SELECT row_id FROM activity INDEXED BY activity_binned WHERE binned_at IS NOT NULL', parameters: [] },
    })
  }
  const impliedStates = resolved.open ? 3 : 5
  if (resolved.states.length < impliedStates && resolved.states.length > 0) addValues('state', 'state', 'activity_state_date', resolved.states, activityStates)

  addPrivate(read, filter.me, parts)

  if (filter.overdue) addOverdue(read, filter, resolved, add)
  if (filter.urgent !== null) {
    const urgent = urgentActivities(filter.urgent)
    if (urgent === null) resolved.isEmpty = true
    else add('urgent', urgent.where.sql, urgent.where.parameters, urgent.rows, { repeats: true, isLoose: true })
  }
  if (filter.movedTimes !== null) add('moved', 'a.moved_count >= ?', [filter.movedTimes], null)
  if (filter.planned.from !== null || filter.planned.to !== null) {
    const from = resolved.from ?? ''
    const until = resolved.until ?? '~'
    const index = resolved.open ? 'activity_open WHERE is_open = 1 AND' : 'activity_date WHERE'
    add('planned', 'a.sort_key >= ? AND a.sort_key < ?', [from, until], {
      sql: `SELECT row_id FROM activity INDEXED BY ${index} sort_key >= ? AND sort_key < ?`, parameters: [from, until],
    }, {
      without: {
        sql: `SELECT row_id FROM activity INDEXED BY ${index} sort_key < ? UNION ALL SELECT row_id FROM activity INDEXED BY ${index} sort_key >= ?`,
        parameters: [from, until],
      },
    })
  }
  if (filter.created.from !== null || filter.created.to !== null) {
    const range = [filter.created.from ?? Number.MIN_SAFE_INTEGER, filter.created.to ?? Number.MAX_SAFE_INTEGER]
    add('created', 'a.created_at >= ? AND a.created_at < ?', range, {
      sql: 'SELECT row_id FROM activity INDEXED BY activity_created WHERE created_at >= ? AND created_at < ?', parameters: range,
    }, {
      without: {
        sql: `SELECT row_id FROM activity INDEXED BY activity_created WHERE created_at < ?
          UNION ALL SELECT row_id FROM activity INDEXED BY activity_created WHERE created_at >= ?`,
        parameters: range,
      },
    })
  }
  if (filter.closed.from !== null || filter.closed.to !== null) {
    const range = [filter.closed.from ?? '', filter.closed.to === null ? '~' : addDays(filter.closed.to, 1)]
    add('closed', 'a.closed_at >= ? AND a.closed_at < ?', range, {
      sql: 'SELECT row_id FROM activity INDEXED BY activity_closed WHERE closed_at >= ? AND closed_at < ?', parameters: range,
    })
  }

  resolved.owners = keyed('user', filter.owners)
  if (resolved.owners.length > 0) addValues('owner', 'owner_row', 'activity_owner', resolved.owners, allKeys('user'))
  const authors = keyed('user', filter.authors)
  if (authors.length > 0) addValues('author', 'author_row', 'activity_author', authors)
  resolved.types = keyed('activity_type', filter.types)
  if (resolved.types.length > 0) addValues('type', 'type_row', 'activity_type_date', resolved.types, allKeys('activity_type'))
  resolved.results = keyed('result', filter.results)
  if (resolved.results.length > 0) addValues('result', 'result_row', 'activity_result_date', resolved.results)
  if (filter.priorities.length > 0) addValues('priority', 'priority', 'activity_priority_date', filter.priorities, [0, 1, 2, 3])
  if (filter.directions.length > 0) addValues('direction', 'direction', 'activity_direction', filter.directions)
  const tags = keyed('tag', filter.tags)
  if (tags.length > 0) {
    const parameters = [bind(tags)]
    // A scalar subquery: EXISTS may be turned into a join that leaves the order's index.
    add('tag', `(SELECT 1 FROM activity_tag g WHERE g.activity_row = a.row_id AND g.tag_row ${marks(tags)} LIMIT 1) IS NOT NULL`, parameters, {
      sql: `SELECT activity_row AS row_id FROM activity_tag INDEXED BY activity_tag_tag WHERE tag_row ${marks(tags)}`, parameters,
    }, { repeats: tags.length > 1 })
  }
  if (filter.openActions) {
    add('actions', '(SELECT 1 FROM activity_action w INDEXED BY activity_action_open WHERE w.activity_row = a.row_id AND w.is_done = 0 LIMIT 1) IS NOT NULL', [], {
      sql: 'SELECT activity_row AS row_id FROM activity_action INDEXED BY activity_action_open WHERE is_done = 0', parameters: [],
    }, { repeats: true })
  }
  addContact(read, filter, resolved, add, addValues)
  for (const word of searchWords(filter.text)) addWord(word, add)
  return resolved
}

type AddValues = (name: PartName, column: string, index: string, values: readonly unknown[], all?: readonly unknown[]) => void
type Add = (name: PartName, sql: string, parameters: readonly unknown[], rows: Sql | null, more?: Partial<Part>) => void

function addPrivate(read: ReadStore, me: string, parts: Part[]): void {
  const types = read.pluck<number>('SELECT row_id FROM activity_type WHERE is_private = 1', [])
  if (types.length === 0) return
  const owner = read.getSql<{ row_id: number }>('SELECT row_id FROM user WHERE id = ?', me)?.row_id ?? -1
  const parameters = [bind(types), owner]
  parts.push({
    name: 'private',
    where: { sql: `NOT (a.type_row ${marks(types)} AND a.owner_row <> ?)`, parameters },
    rows: null,
    without: {
      sql: `SELECT a.row_id FROM user o CROSS JOIN activity a INDEXED BY activity_type_owner ON a.type_row ${marks(types)} AND a.owner_row = o.row_id WHERE o.row_id <> ?`,
      parameters,
    },
  })
}

/** The rule of `isOverdue` (src-shared/domain/local-time.ts) in SQL; the wall of now is that of each activity's own zone. */
function addOverdue(read: ReadStore, { now, binned }: ListFilter, resolved: ResolvedFilter, add: Add): void {
  const zones = read.pluck<string>(
    binned ? 'SELECT DISTINCT zone FROM activity INDEXED BY activity_binned WHERE binned_at IS NOT NULL' : `WITH RECURSIVE z (zone) AS (SELECT min(zone) FROM activity INDEXED BY activity_open_zone WHERE is_open = 1
       UNION ALL SELECT (SELECT min(zone) FROM activity INDEXED BY activity_open_zone WHERE is_open = 1 AND zone > z.zone) FROM z WHERE z.zone IS NOT NULL)
     SELECT zone FROM z WHERE zone IS NOT NULL`,
    [],
  )
  const walls = zones.map((zone) => {
    const wall = wallOf(now, zone)
    return [zone, `${wall.on}T${wall.time}`] as const
  })
  const latest = walls.reduce((last, [, wall]) => (wall > last ? wall : last), '')
  if (resolved.until === null || latest < resolved.until) resolved.until = latest
  const common = walls[0]
  const wall = `CASE a.zone WHEN ? THEN ? ELSE (SELECT z.value FROM json_each(?) z WHERE z.key = a.zone) END`
  const past = `CASE WHEN a.ends_on IS NOT NULL THEN a.ends_on < substr(${wall}, 1, 10)
    WHEN a.starts_time IS NULL THEN a.starts_on < substr(${wall}, 1, 10)
    WHEN a.duration_minutes IS NULL THEN a.sort_key < ${wall}
    ELSE strftime('%Y-%m-%dT%H:%M', a.sort_key, '+' || a.duration_minutes || ' minutes') < ${wall} END`
  const names = JSON.stringify(Object.fromEntries(walls))
  const one = [common?.[0] ?? '', common?.[1] ?? '', names]
  const parameters = [latest, ...one, ...one, ...one, ...one]
  // Which states count is said by the part of the states.
  add(
    'overdue', `(a.sort_key < ? AND ${past})`, parameters,
    binned ? null : { sql: 'SELECT row_id FROM activity INDEXED BY activity_open WHERE is_open = 1 AND sort_key < ?', parameters: [latest] },
    { isLoose: true },
  )
}

function addContact(
  read: ReadStore,
  filter: ListFilter,
  resolved: ResolvedFilter,
  add: Add,
  addValues: AddValues,
): void {
  if (filter.withoutContact) {
    add('noContact', 'a.contact_row IS NULL', [], { sql: 'SELECT row_id FROM activity INDEXED BY activity_contact WHERE contact_row IS NULL', parameters: [] })
  }
  if (filter.contactId !== null) {
    const found = read.getSql<{ row: number; kind: 'company' | 'person' }>('SELECT row_id AS row, kind FROM contact WHERE id = ?', filter.contactId)
    if (found === undefined) resolved.isEmpty = true
    else {
      resolved.contact = found
      if (found.kind === 'company') addValues('contact', 'contact_row', 'activity_contact', [found.row])
      else addValues('contact', 'person_row', 'activity_person', [found.row])
    }
  }
  const ofContactRow = resolved.open ? 'activity a INDEXED BY activity_open_contact ON a.is_open = 1 AND a.contact_row' : 'activity a INDEXED BY activity_contact ON a.contact_row'
  const ofContact = (name: 'relation' | 'kind', index: string, values: readonly string[], all: readonly string[]): void => {
    const parameters = [bind(values)]
    const rowsOf = (wanted: readonly string[]): string =>
      `SELECT a.row_id FROM contact f INDEXED BY ${index} CROSS JOIN ${ofContactRow} = f.row_id WHERE f.${name} ${marks(wanted)}`
    const others = all.filter((value) => !values.includes(value))
    const none = 'SELECT row_id FROM activity INDEXED BY activity_contact WHERE contact_row IS NULL'
    const without = others.length === 0 ? { sql: none, parameters: [] } : { sql: `${rowsOf(others)} UNION ALL ${none}`, parameters: [bind(others)] }
    add(name, `(SELECT f.${name} FROM contact f WHERE f.row_id = a.contact_row) ${marks(values)}`, parameters, { sql: rowsOf(values), parameters }, { without })
    resolved[name] = values
  }
  if (filter.contactRelations.length > 0) ofContact('relation', 'contact_relation', filter.contactRelations, ['lead', 'customer', 'supplier', 'other'])
  if (filter.contactKinds.length > 0) ofContact('kind', 'contact_kind', filter.contactKinds, ['company', 'person'])
  for (const word of searchWords(filter.contactPlace)) {
    add(
      'place',
      `word_in(?, (SELECT group_concat(d.street || ' ' || d.postcode || ' ' || d.city || ' ' || d.region, ' ') FROM contact_address d WHERE d.contact_row = a.contact_row))`,
      [wordTokens(word).join(' ')],
      {
        sql: `SELECT a.row_id FROM contact_search f CROSS JOIN ${ofContactRow} = f.rowid WHERE contact_search MATCH ?`,
        parameters: [`places : ${searchPhrase(word)}`],
      },
    )
  }
}

/** One word: in the activity's own text, or in the name of its company or person. Along a walk each row is decided by its own text. */
function addWord(word: string, add: Add): void {
  const key = wordTokens(word).join(' ')
  const phrase = searchPhrase(word)
  const name = `name : ${phrase}`
  add(
    'text',
    `(word_in(?, a.subject) OR word_in(?, a.notes) OR word_in(?, a.place)
      OR word_in(?, (SELECT f.name || ' ' || ifnull(f.tax_id, '') FROM contact f WHERE f.row_id = a.contact_row))
      OR (a.person_row <> a.contact_row AND word_in(?, (SELECT f.name || ' ' || ifnull(f.tax_id, '') FROM contact f WHERE f.row_id = a.person_row))))`,
    [key, key, key, key, key],
    {
      sql: `SELECT rowid AS row_id FROM activity_search WHERE activity_search MATCH ?
        UNION ALL SELECT a.row_id FROM contact_search f CROSS JOIN activity a INDEXED BY activity_contact ON a.contact_row = f.rowid WHERE contact_search MATCH ?
        UNION ALL SELECT a.row_id FROM contact_search f CROSS JOIN activity a INDEXED BY activity_person ON a.person_row = f.rowid WHERE contact_search MATCH ?`,
      parameters: [phrase, name, name],
    },
    { repeats: true },
  )
}
