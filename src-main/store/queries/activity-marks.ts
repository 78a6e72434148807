// Lists of activities whose conditions are neither frequent nor rare: each condition's rows are marked by its own index, a byte a row, and the order's
// index is read beside the marks, without the table. Runs on a reader's thread. Must stay true: marks are used only while nothing was committed since.
import type { ActivitySort } from '../../../src-shared/contract/activities.ts'
import type { ReadStore } from '../read-store.ts'
import type { Part, ResolvedFilter, Sql } from './activity-filter.ts'
import { sortedCandidates, walkOf, type Walk } from './activity-walk.ts'
import { walkSql } from './activity-walked.ts'

/** Rows of a condition that are marked, by its index alone, before an order is walked. */
const mostMarked = 500_000
/** Marked rows that are looked up and sorted at once, and after the order was followed in vain for a while. */
const usualLimits = { fewMarked: 5500, someMarked: 20_000, patience: 60_000 }
const fewTaken = 150_000

/** The conditions that a walk does not satisfy by itself. */
export function uncovered(resolved: ResolvedFilter, walk: Walk): Part[] {
  return resolved.parts.filter((part) => !walk.covers.has(part.name))
}

/** How many rows there are, counted no further than `most`. */
export function countUpTo(read: ReadStore, memory: Memory, rows: Sql, most: number): number {
  const key = JSON.stringify(rows)
  const known = memory.counts.get(key)
  if (known !== undefined && (known.n < known.upTo || known.upTo >= most)) return Math.min(known.n, most)
  const n = read.getSql<{ n: number }>(`SELECT count(*) AS n FROM (${rows.sql} LIMIT ?)`, ...rows.parameters, most)?.n ?? 0
  if (memory.counts.size > 200) memory.counts.clear()
  memory.counts.set(key, { n, upTo: most })
  return n
}

/** Rows of `keys` that satisfy all parts, in the order of `keys`. */
function checked(read: ReadStore, keys: readonly number[], parts: readonly Part[]): number[] {
  if (keys.length === 0 || parts.length === 0) return [...keys]
  return read.pluck<number>(
    `SELECT a.row_id FROM json_each(?) AS k CROSS JOIN activity a ON a.row_id = k.value WHERE ${parts.map((part) => part.where.sql).join(' AND ')}`,
    [JSON.stringify(keys), ...parts.flatMap((part) => part.where.parameters)],
  )
}

/** What is kept between two questions while the store does not change: the marks of conditions, and which questions need them. */
export interface Memory {
  version: string
  marks: Map<string, Uint8Array | null>
  counts: Map<string, { n: number; upTo: number }>
  common: Map<string, { marks: Uint8Array; count: number }>
  hardOnes: Set<string>
}
const memories = new WeakMap<ReadStore, Memory>()
const keptMarks = 12

export function memoryOf(read: ReadStore): Memory {
  // The first counts what other connections wrote, the second what this one did.
  const version = `${read.pluck<number>('PRAGMA data_version', [])[0]}.${read.pluck<number>('SELECT total_changes()', [])[0]}`
  let memory = memories.get(read)
  if (memory?.version !== version) {
    memory = { version, marks: new Map(), counts: new Map(), common: new Map(), hardOnes: new Set() }
    memories.set(read, memory)
  }
  return memory
}

/** A byte for each row: 1 where the condition holds. Null where that takes too long. Few rows taken away are marked as well as few that fit. */
function marksOf(read: ReadStore, memory: Memory, part: Part): Uint8Array | null {
  const key = JSON.stringify([part.rows, part.without])
  const known = memory.marks.get(key)
  if (known !== undefined) return known
  let marks: Uint8Array | null = null
  const takes = part.without === null ? Infinity : countUpTo(read, memory, part.without, mostMarked)
  const has = part.rows === null ? Infinity : countUpTo(read, memory, part.rows, Math.min(takes, mostMarked))
  if (part.rows !== null && has < mostMarked && has < takes) {
    marks = new Uint8Array(largestRow(read) + 1)
    for (const row of read.pluck<number>(part.rows.sql, part.rows.parameters)) marks[row] = 1
  } else if (part.without !== null && takes < mostMarked) {
    marks = new Uint8Array(largestRow(read) + 1).fill(1)
    for (const row of read.pluck<number>(part.without.sql, part.without.parameters)) marks[row] = 0
  }
  if (memory.marks.size >= keptMarks) memory.marks.clear()
  memory.marks.set(key, marks)
  return marks
}

/**
 * The rows of the rarer conditions are marked by their own indexes, then the order's index is read alone, without the table, and only what is marked
 * is looked up for the rest; few marked rows are sorted right away. Null where too few of the marked satisfy the rest.
 */
export function markedRows(
  read: ReadStore, memory: Memory, resolved: ResolvedFilter, sort: ActivitySort, limit: number, { fewMarked, someMarked, patience } = usualLimits,
): number[] | null {
  const walk = walkOf(read, resolved, sort, false)
  const left = uncovered(resolved, walk)
  const common = commonMarks(read, memory, resolved.parts)
  const toCheck = left.filter((part) => part.isLoose === true || marksOf(read, memory, part) === null)
  if (common.count <= fewMarked) return sortedMarks(read, resolved, sort, common.marks, limit)
  const rows: number[] = []
  const passedOnce = new Set<number>()
  let pending: number[] = []
  let passedBy = 0
  const settle = (): void => {
    for (const row of checked(read, pending, toCheck)) rows.push(row)
    pending = []
  }
  for (const segment of walk.segments) {
    const query = walkSql(segment, walk.descending, [], undefined, ['a.row_id'])
    for (let from = 0, count = 2000; ; from += count, count *= 4) {
      const passed = read.pluck<number>(`${query.sql} LIMIT ? OFFSET ?`, [...query.parameters, count, from])
      for (const row of passed) {
        if (common.marks[row] !== 1 || passedOnce.has(row)) continue
        passedOnce.add(row)
        pending.push(row)
        if (pending.length < limit) continue
        settle()
        if (rows.length >= limit) return rows.slice(0, limit)
        if (passedOnce.size > 40 * limit) return null
      }
      passedBy += passed.length * segment.visits.factor
      if (passedBy > patience && common.count <= someMarked) return sortedMarks(read, resolved, sort, common.marks, limit)
      if (passed.length < count) break
    }
  }
  settle()
  return rows.slice(0, limit)
}

/** Rows that satisfy every condition that can be marked. */
function commonMarks(read: ReadStore, memory: Memory, parts: readonly Part[]): { marks: Uint8Array; count: number } {
  const key = JSON.stringify(parts.map((part) => [part.rows, part.without]))
  const known = memory.common.get(key)
  if (known !== undefined) return known
  const all = parts.flatMap((part) => marksOf(read, memory, part) ?? [])
  const marks = all[0]?.slice() ?? new Uint8Array(largestRow(read) + 1).fill(1)
  for (const own of all.slice(1)) for (let row = 0; row < marks.length; row += 1) marks[row] = (marks[row] ?? 0) & (own[row] ?? 0)
  let count = 0
  for (const mark of marks) count += mark
  if (memory.common.size >= keptMarks) memory.common.clear()
  const common = { marks, count }
  memory.common.set(key, common)
  return common
}

function sortedMarks(read: ReadStore, resolved: ResolvedFilter, sort: ActivitySort, marks: Uint8Array, limit: number): number[] {
  const keys: number[] = []
  for (let row = marks.indexOf(1); row >= 0; row = marks.indexOf(1, row + 1)) keys.push(row)
  const query = sortedCandidates(read, resolved, sort, { sql: 'SELECT value AS row_id FROM json_each(?)', parameters: [JSON.stringify(keys)] }, limit)
  return read.pluck<number>(query.sql, query.parameters)
}

function largestRow(read: ReadStore): number {
  return read.getSql<{ row: number | null }>('SELECT max(row_id) AS row FROM activity')?.row ?? 0
}

/** Marks the rows of every condition by its own index, then reads the order's index alone, leaving out what is not marked by all. */
export function wholeSet(read: ReadStore, memory: Memory, resolved: ResolvedFilter, sort: ActivitySort): Int32Array<ArrayBuffer> {
  const walk = walkOf(read, resolved, sort, false)
  const left = uncovered(resolved, walk)
  const largest = largestRow(read)
  const marks = new Uint8Array(largest + 1)
  let needed = 0
  const taken = left.filter((part) => part.without !== null && (part.rows === null || countUpTo(read, memory, part.without, fewTaken + 1) <= fewTaken))
  for (const part of left) {
    if (part.rows === null || taken.includes(part)) continue
    for (const row of read.pluck<number>(part.rows.sql, part.rows.parameters)) if (marks[row] === needed) marks[row] = needed + 1
    needed += 1
  }
  for (const part of taken) {
    if (part.without === null) continue
    for (const row of read.pluck<number>(part.without.sql, part.without.parameters)) marks[row] = 255
  }
  const rows = new Int32Array(largest + 1)
  let length = 0
  for (const segment of walk.segments) {
    const query = walkSql(segment, walk.descending, [], undefined, ['a.row_id'])
    for (const row of read.pluck<number>(query.sql, query.parameters)) {
      if (marks[row] !== needed) continue
      marks[row] = 254
      rows[length++] = row
    }
  }
  const loose = left.filter((part) => part.isLoose === true)
  return loose.length === 0 ? rows.slice(0, length) : Int32Array.from(checked(read, [...rows.subarray(0, length)], loose))
}
