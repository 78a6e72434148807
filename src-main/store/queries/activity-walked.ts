// Reading an order of activities along its index, for a bounded stretch or to its end. Runs on a reader's thread.
import type { ReadStore } from '../read-store.ts'
import type { Part } from './activity-filter.ts'
import { orderBy, type Segment, type Walk } from './activity-walk.ts'

/** Rows along the walk, or null when `visits` rows were passed without finding enough and there might be more beyond. */
export function walkRows(read: ReadStore, walk: Walk, left: readonly Part[], limit: number, visits: number | null): number[] | null {
  if (walk.merged) return mergedRows(read, walk, left, limit, visits === null ? null : Math.max(300, Math.floor(visits / walk.segments.length)))
  const rows: number[] = []
  let remaining = visits
  for (const segment of walk.segments) {
    if (remaining !== null && remaining <= 0) return null
    const bound = remaining === null ? undefined : boundAfter(read, segment, walk.descending, remaining)
    const query = walkSql(segment, walk.descending, left, bound, ['a.row_id'])
    for (const row of read.pluck<number>(`${query.sql} LIMIT ?`, [...query.parameters, limit - rows.length])) rows.push(row)
    if (rows.length >= limit) return rows
    if (bound !== undefined) return null
    if (remaining !== null) remaining -= Math.ceil(visitsOf(read, segment) / segment.visits.factor)
  }
  return rows
}

function mergedRows(read: ReadStore, walk: Walk, left: readonly Part[], limit: number, share: number | null): number[] | null {
  const found: { row: number; key: string }[] = []
  for (const segment of walk.segments) {
    const bound = share === null ? undefined : boundAfter(read, segment, walk.descending, share)
    const query = walkSql(segment, walk.descending, left, bound, ['a.row_id AS row', 'a.sort_key AS key'])
    const rows = read.allSql<{ row: number; key: string }>(`${query.sql} LIMIT ?`, ...query.parameters, limit)
    if (rows.length < limit && bound !== undefined) return null
    found.push(...rows)
  }
  const sign = walk.descending ? -1 : 1
  found.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row - b.row))
  return found.slice(0, limit).map(({ row }) => row)
}

const whereOf = (where: readonly string[]): string => (where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`)

/** The first two columns of the order: enough to tell rows of the same moment apart. */
const boundColumns = ({ order }: Segment): string[] => order.slice(0, 2)

/** Where the order stands after `visits` rows of the segment; undefined where it ends before. */
function boundAfter(read: ReadStore, segment: Segment, descending: boolean, visits: number): readonly unknown[] | undefined {
  const { visits: over, order } = segment
  const columns = boundColumns(segment).map((column, at) => `${column} AS c${at}`)
  const found = read.getSql<Record<string, unknown>>(
    `SELECT ${columns.join(', ')} FROM ${over.from}${whereOf(over.where)} ORDER BY ${orderBy(order, descending)} LIMIT 1 OFFSET ?`, ...over.parameters, visits * over.factor,
  )
  return found === undefined ? undefined : columns.map((_, at) => found[`c${at}`])
}

function visitsOf(read: ReadStore, { visits: over }: Segment): number {
  return read.pluck<number>(`SELECT count(*) FROM ${over.from}${whereOf(over.where)}`, over.parameters)[0] ?? 0
}

/** The statement of one segment, in index order. */
export function walkSql(segment: Segment, descending: boolean, left: readonly Part[], bound: readonly unknown[] | undefined, columns: readonly string[]): { sql: string; parameters: unknown[] } {
  const where = [...segment.where]
  const parameters = [...segment.parameters]
  if (bound !== undefined) {
    where.push(`(${boundColumns(segment).join(', ')}) ${descending ? '>=' : '<='} (${bound.map(() => '?').join(', ')})`)
    parameters.push(...bound)
  }
  for (const part of left) {
    where.push(part.where.sql)
    parameters.push(...part.where.parameters)
  }
  return { sql: `SELECT ${columns.join(', ')} FROM ${segment.from}${whereOf(where)} ORDER BY ${orderBy(segment.order, descending)}`, parameters }
}
