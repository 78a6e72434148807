// Order and filter of the contacts list at 200,000 contacts (CON-3): the first rows by walking the index of the sort key, or, where the filter
// is selective, by sorting the few it leaves. Runs on a reader's thread; whole orders are taken on the long lane.
import type { ContactFilter, ContactSort } from '../../../src-shared/contract/contacts.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import type { ReadStore } from '../read-store.ts'
import type { UrgencyNow } from '../../../src-shared/domain/urgency.ts'
import { criteriaOf, dueRange, listed, type Criterion, type WallNow } from './contact-filter.ts'
import type { KeySource } from './contact-text.ts'

export interface ContactListInput {
  filter: ContactFilter
  sort: ContactSort
  now: WallNow
  /** Whose phones are typed without a prefix; Spain unless given. */
  country?: string
  urgency?: UrgencyNow
}

/**
 * From this many a criterion does not lead: the sort index is walked instead, which soon meets enough of them. With several criteria a walk may
 * meet none that has them all, so sorting more of them is still the better bet.
 */
const fewEnough = { alone: 4000, ofSeveral: 15_000 }

/** A stretch of the order that one index gives. Records without a value come last, or first where that is what one looks for. */
interface Stretch {
  /** Tables and index, the contact as `c`. */
  from: string
  where: string
  params: unknown[]
  order: string
}

const contactBy = (index: string): string => `contact AS c INDEXED BY ${index}`

function orderBy(columns: readonly string[], descending: boolean): string {
  return columns.map((name) => `${name}${descending ? ' DESC' : ''}`).join(', ')
}

/** The stretches of a sort, in their order: together all contacts, each once. */
function stretchesOf(store: ReadStore, sort: ContactSort, due: { where: string; params: unknown[] } | null = null): Stretch[] {
  const { descending } = sort
  const whole = (index: string, columns: readonly string[]): Stretch[] => [
    { from: contactBy(index), where: '1', params: [], order: orderBy([...columns, 'c.row_id'], descending) },
  ]
  const blanksLast = (index: string, name: string): Stretch[] => [
    {
      from: contactBy(index),
      where: `${name} IS NOT NULL`,
      params: [],
      order: orderBy([name, 'c.row_id'], descending),
    },
    { from: contactBy(index), where: `${name} IS NULL`, params: [], order: orderBy(['c.row_id'], descending) },
  ]
  switch (sort.by) {
    case 'name':
      return whole('contact_name', ['c.sort_key'])
    case 'relation':
      return whole('contact_relation', ['c.relation', 'c.sort_key'])
    case 'kind':
      return whole('contact_kind', ['c.kind', 'c.sort_key'])
    case 'created':
      return whole('contact_created', ['c.created_at'])
    case 'last':
      // Never touched first, then the longest ago: what one looks for.
      return whole('contact_last', ['c.last_sort'])
    case 'next':
      return [
        {
          from: contactBy('contact_next'),
          // Only the stretch of the index that is due: what is later is not walked to through what is overdue.
          where: `c.next_sort < '~'${due === null ? '' : ` AND ${due.where}`}`,
          params: due?.params ?? [],
          order: orderBy(['c.next_sort', 'c.row_id'], descending),
        },
        {
          from: contactBy('contact_next'),
          where: `c.next_sort = '~'`,
          params: [],
          order: orderBy(['c.row_id'], descending),
        },
      ]
    case 'rhythm':
      // Who cools off first; those without a rhythm last.
      return [false, true].map((isBlank) => ({
        from: contactBy('contact_cooling'),
        where: `c.cooling_from IS ${isBlank ? '' : 'NOT '}NULL`,
        params: [],
        order: orderBy([...(isBlank ? [] : ['c.cooling_from']), 'c.cold_from', 'c.row_id'], descending),
      }))
    case 'city':
      return blanksLast('contact_city_sort', 'c.city_sort')
    case 'phone':
      return blanksLast('contact_phone', 'c.main_phone')
    case 'mail':
      return blanksLast('contact_mail', 'c.main_mail')
    case 'taxId':
      return blanksLast('contact_tax', 'c.tax_id')
    case 'owner': {
      const users = store
        .allSql<{ row_id: number; name: string }>('SELECT row_id, name FROM user')
        .map(({ row_id, name }) => ({ row: row_id, key: sortKey(name) }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row - b.row) * (descending ? -1 : 1))
      const of = (condition: string, params: unknown[]): Stretch => ({
        from: contactBy('contact_owner'),
        where: condition,
        params,
        order: orderBy(['c.sort_key', 'c.row_id'], false),
      })
      return [...users.map(({ row }) => of('c.owner_row = ?', [row])), of('c.owner_row IS NULL', [])]
    }
    case 'employer':
      return [
        {
          from: `contact AS e INDEXED BY contact_name CROSS JOIN ${contactBy('contact_employer')} ON c.employer_row = e.row_id`,
          where: '1',
          params: [],
          order: orderBy(['e.sort_key', 'e.row_id', 'c.sort_key', 'c.row_id'], descending),
        },
        {
          from: contactBy('contact_employer'),
          where: 'c.employer_row IS NULL',
          params: [],
          order: orderBy(['c.sort_key', 'c.row_id'], descending),
        },
      ]
  }
}

/** The same order for a few contacts, without an index: unary plus keeps the planner from walking one. */
function sortedFew(
  store: ReadStore,
  sort: ContactSort,
  source: KeySource,
  rest: readonly Criterion[],
  bin: string,
  limit: number,
): KeySource {
  const by = (name: string): string => `+${name}${sort.descending ? ' DESC' : ''}`
  const blanks = (name: string): string => `(${name} IS NULL), ${by(name)}, ${by('c.row_id')}`
  const orders: Record<ContactSort['by'], string> = {
    name: `${by('c.sort_key')}, ${by('c.row_id')}`,
    relation: `${by('c.relation')}, ${by('c.sort_key')}, ${by('c.row_id')}`,
    kind: `${by('c.kind')}, ${by('c.sort_key')}, ${by('c.row_id')}`,
    created: `${by('c.created_at')}, ${by('c.row_id')}`,
    last: `${by('c.last_sort')}, ${by('c.row_id')}`,
    next: `(c.next_sort = '~'), ${by('c.next_sort')}, ${by('c.row_id')}`,
    rhythm: `(c.cooling_from IS NULL), ${by('c.cooling_from')}, ${by('c.cold_from')}, ${by('c.row_id')}`,
    city: blanks('c.city_sort'),
    phone: blanks('c.main_phone'),
    mail: blanks('c.main_mail'),
    taxId: blanks('c.tax_id'),
    owner: `+o.value, +c.sort_key, +c.row_id`,
    employer: `(c.employer_row IS NULL), ${by('e.sort_key')}, ${by('e.row_id')}, ${by('c.sort_key')}, ${by('c.row_id')}`,
  }
  const params: unknown[] = []
  let joins = ''
  if (sort.by === 'owner') {
    // Rank of each owner, taken from the same stretches.
    const ranks = stretchesOf(store, sort).map(({ params: [row] }) => (row ?? null) as number | null)
    joins = ` LEFT JOIN (SELECT key + 0 AS value, value AS row FROM json_each(?)) AS o ON o.row IS c.owner_row`
    params.push(JSON.stringify(ranks))
  }
  if (sort.by === 'employer') joins = ' LEFT JOIN contact AS e ON e.row_id = c.employer_row'
  const where = [`c.row_id IN (${source.sql})`, bin, ...rest.map((criterion) => criterion.where)].join(' AND ')
  return {
    sql: `SELECT c.row_id FROM contact AS c${joins} WHERE ${where} ORDER BY ${orders[sort.by]} LIMIT ?`,
    params: [...params, ...source.params, ...rest.flatMap((criterion) => criterion.params), limit],
  }
}

interface Plan {
  criteria: Criterion[]
  bin: string
  /** The criterion that leaves few contacts; the others are checked on those. */
  lead: { source: KeySource; rest: Criterion[] } | null
}

function planOf(store: ReadStore, { filter, now, country, urgency }: Omit<ContactListInput, 'sort'>, few: typeof fewEnough): Plan {
  const criteria = criteriaOf(store, filter, now, country, urgency)
  const binned: Criterion | null = filter.binned
    ? {
        where: 'c.binned_at IS NOT NULL',
        params: [],
        source: { sql: 'SELECT row_id FROM contact WHERE binned_at IS NOT NULL', params: [] },
      }
    : null
  const bin = binned?.where ?? listed
  let lead: Plan['lead'] = null
  let fewest = criteria.length > 1 ? few.ofSeveral : few.alone
  for (const criterion of binned === null ? criteria : [binned, ...criteria]) {
    const { sql, params } = criterion.source
    const found =
      store.getSql<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM (${sql}) LIMIT ${Math.max(0, fewest)})`,
        ...params,
      )?.n ?? 0
    if (found < fewest) {
      fewest = found
      lead = { source: criterion.source, rest: criteria.filter((other) => other !== criterion) }
    }
    if (fewest === 0) break
  }
  return { criteria, bin, lead }
}

const dueOf = ({ filter, now }: Omit<ContactListInput, 'sort'>): { where: string; params: unknown[] } | null =>
  filter.due === undefined || filter.due === 'none' ? null : dueRange(filter.due, now, 'c.next_sort')

/** The contacts of a filter, for counting: the few it leaves, or all with every condition. */
export function matchingContacts(store: ReadStore, input: Omit<ContactListInput, 'sort'>): { from: string; where: string; params: unknown[] } {
  const { criteria, bin, lead } = planOf(store, input, fewEnough)
  const checked = lead?.rest ?? criteria
  const leading = lead === null ? [] : [`c.row_id IN (${lead.source.sql})`]
  return { from: 'contact AS c', where: [...leading, bin, ...checked.map((criterion) => criterion.where)].join(' AND '), params: [...(lead?.source.params ?? []), ...checked.flatMap((criterion) => criterion.params)] }
}

/** The queries of a plan, in order; the first rows are those of the first query, then of the next. */
export function firstQueries(store: ReadStore, input: ContactListInput, limit: number, few = fewEnough): KeySource[] {
  const { criteria, bin, lead } = planOf(store, input, few)
  if (lead !== null) return [sortedFew(store, input.sort, lead.source, lead.rest, bin, limit)]
  const conditions = [bin, ...criteria.map((criterion) => criterion.where)].join(' AND ')
  const params = criteria.flatMap((criterion) => criterion.params)
  return stretchesOf(store, input.sort, dueOf(input)).map((stretch) => ({
    sql: `SELECT c.row_id FROM ${stretch.from} WHERE ${stretch.where} AND ${conditions} ORDER BY ${stretch.order} LIMIT ?`,
    params: [...stretch.params, ...params, limit],
  }))
}

/** Keys of the first contacts of the list. */
export function firstContacts(store: ReadStore, input: ContactListInput, limit: number, few = fewEnough): number[] {
  const rows: number[] = []
  for (const { sql, params } of firstQueries(store, input, limit, few)) {
    if (rows.length >= limit) break
    rows.push(...store.pluck<number>(sql, [...params.slice(0, -1), limit - rows.length]))
  }
  return rows
}

/** Keys of all contacts of the filter, in order: about a quarter of a second for 200,000. */
export function allContacts(store: ReadStore, input: ContactListInput, few = fewEnough): Int32Array {
  const { criteria, bin, lead } = planOf(store, input, few)
  if (lead !== null) {
    const { sql, params } = sortedFew(store, input.sort, lead.source, lead.rest, bin, -1)
    return Int32Array.from(store.pluck<number>(sql, params))
  }
  // The order comes from the index alone, who belongs from one pass over the table: far quicker than visiting each contact in the order.
  const order = stretchesOf(store, input.sort).flatMap((stretch) =>
    store.pluck<number>(
      `SELECT c.row_id FROM ${stretch.from} WHERE ${stretch.where} ORDER BY ${stretch.order}`,
      stretch.params,
    ),
  )
  const isPlain = criteria.length === 0 && bin === listed
  const chosen = new Set(
    isPlain
      ? store.pluck<number>('SELECT row_id FROM contact WHERE binned_at IS NOT NULL', [])
      : store.pluck<number>(
          `SELECT c.row_id FROM contact AS c WHERE ${[bin, ...criteria.map((criterion) => criterion.where)].join(' AND ')}`,
          criteria.flatMap((criterion) => criterion.params),
        ),
  )
  return Int32Array.from(chosen.size === 0 && isPlain ? order : order.filter((row) => chosen.has(row) !== isPlain))
}
