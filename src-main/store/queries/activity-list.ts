// Which rows a list of activities has, and in which order: the first ones at once, or all of them as integer keys. Runs on a reader's thread.
// The first rows are looked for along an index in the list's order, for a bounded stretch; where too few match, the rarest condition's own rows
// are sorted instead, and only where no condition is rare either is the whole set made. The planner is told the index each time.
import type { ActivitySort } from '../../../src-shared/contract/activities.ts'
import type { ReadStore } from '../read-store.ts'
import { resolveFilter, type ListFilter, type Part, type PartName, type ResolvedFilter } from './activity-filter.ts'
import { countUpTo, markedRows, memoryOf, uncovered, wholeSet, type Memory } from './activity-marks.ts'
import { sortedCandidates, walkOf } from './activity-walk.ts'
import { walkRows } from './activity-walked.ts'

/** Rows that a first walk may look up in the table, for each row wanted. */
const shortWalk = 8
/** Milliseconds. */
const slowWalk = 6
/** Rows that are looked up and sorted rather than walked to. */
const fewCandidates = 1500
const manyCandidates = 15_000
/** Conditions that mostly leave few rows: these are counted before anything is walked. */
const oftenRare = new Set<PartName>(['text', 'place', 'contact', 'tag', 'bin', 'actions'])

/** Integer keys of the first `limit` rows. */
export function firstRows(read: ReadStore, filter: ListFilter, sort: ActivitySort, limit: number): number[] {
  const resolved = resolveFilter(read, filter)
  if (resolved.isEmpty) return []
  const memory = memoryOf(read)
  const walk = walkOf(read, resolved, sort, true)
  const left = uncovered(resolved, walk)
  const takesFewAway = left.every((part) => part.rows === null)
  if (takesFewAway && (sort.by !== 'contact' || resolved.parts.length === left.length)) return walkRows(read, walk, left, limit, null) ?? []
  const question = JSON.stringify([sort, resolved.parts.map((part) => part.where)])
  if (!memory.hardOnes.has(question)) {
    const mayBeRare = resolved.parts.some((part) => part.rows !== null && oftenRare.has(part.name))
    const rareFirst = mayBeRare ? rarest(read, memory, resolved.parts, fewCandidates) : null
    if (rareFirst !== null) return candidates(read, resolved, sort, rareFirst, limit)
    const started = performance.now()
    const soon = walkRows(read, walk, left, limit, shortWalk * limit)
    // A walk that was slow is not walked again: from the next time on its conditions are marked.
    if (soon !== null && performance.now() - started > slowWalk) memory.hardOnes.add(question)
    if (soon !== null) return soon
    const rare = mayBeRare ? null : rarest(read, memory, resolved.parts, fewCandidates)
    if (rare !== null) return candidates(read, resolved, sort, rare, limit)
    // Names without an open activity are passed over, however many they are.
    if (takesFewAway) return walkRows(read, walk, left, limit, null) ?? []
    if (memory.hardOnes.size > 200) memory.hardOnes.clear()
    memory.hardOnes.add(question)
  }
  return markedRows(read, memory, resolved, sort, limit) ?? [...wholeSet(read, memory, resolved, sort).subarray(0, limit)]
}

/** Integer keys of all rows, in order. For the long lane: up to some hundred milliseconds at a million rows. */
export function allRows(read: ReadStore, filter: ListFilter, sort: ActivitySort): Int32Array<ArrayBuffer> {
  const resolved = resolveFilter(read, filter)
  if (resolved.isEmpty) return new Int32Array(0)
  const memory = memoryOf(read)
  const few = rarest(read, memory, resolved.parts, manyCandidates)
  if (few !== null) return Int32Array.from(candidates(read, resolved, sort, few, null))
  return wholeSet(read, memory, resolved, sort)
}

/** The part with the fewest rows, when it has at most `most`. */
function rarest(read: ReadStore, memory: Memory, parts: readonly Part[], most: number): Part | null {
  let best: Part | null = null
  let bound = most
  for (const part of parts) {
    if (part.rows === null) continue
    const count = countUpTo(read, memory, part.rows, bound + 1)
    if (count > bound) continue
    best = part
    bound = count
    if (count < 100) break
  }
  return best
}

function candidates(read: ReadStore, resolved: ResolvedFilter, sort: ActivitySort, part: Part, limit: number | null): number[] {
  if (part.rows === null) return []
  const rows = part.repeats === true ? { ...part.rows, sql: `SELECT DISTINCT row_id FROM (${part.rows.sql})` } : part.rows
  const query = sortedCandidates(read, resolved, sort, rows, limit)
  return read.pluck<number>(query.sql, query.parameters)
}
