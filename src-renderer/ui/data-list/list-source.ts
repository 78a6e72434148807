// The rows of one long list as its window sees them: the first at once, then any page of a frozen snapshot; a cache of pages; refreshed when the core tells
// of changes, without moving what the user looks at. Holds no more than `cachedRows` rows.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { KnownError } from '../../../src-shared/errors.ts'
import type { SnapshotInfo } from '../../../src-shared/contract/lists.ts'
import { ask, listen } from '../core.ts'

export interface ListRow {
  id: string
  revision: number
  inSelection?: boolean
}
/** The calls of one kind of list. `base` is the snapshot of a selection: each row says whether it belongs to it. */
export interface ListCalls<Row extends ListRow, Filter, Sort> {
  /** Tables whose changes may change these rows or their order. */
  tables: string[]
  first(filter: Filter, sort: Sort, limit: number): Promise<{ rows: Row[]; hasMore: boolean }>
  snapshot(filter: Filter, sort: Sort): Promise<SnapshotInfo>
  page(snapshotId: string, from: number, count: number, base: string | null): Promise<Row[]>
  rows(ids: string[], base: string | null): Promise<Row[]>
}
/** What must stay where it is on screen when the order changes. */
export interface Anchor {
  id: string
  index: number
  /** First row in sight and how many. */
  from: number
  count: number
}

/** What a list on screen needs of its source. */
export interface ListView<Row extends ListRow> {
  readonly total: Ref<number>
  /** The total and every position are exact: a snapshot is there. */
  readonly isExact: Ref<boolean>
  readonly isLoading: Ref<boolean>
  readonly trouble: ShallowRef<unknown>
  readonly snapshotId: Ref<string | null>
  /** Changes whenever any row may have. */
  readonly version: Ref<number>
  rowAt(index: number): Row | undefined
  indexOf(id: string): number | undefined
  /** These rows are about to be seen. */
  want(from: number, to: number): void
  /** Every id from..to (inclusive), loaded or not. */
  idsBetween(from: number, to: number): Promise<string[]>
  inBase(row: Row): boolean
  /** The snapshot under a selection, kept alive until the next one. */
  setBase(base: string | null): void
  refresh(): void
  /** Who knows what is looked at, and who follows when it moved (`by` rows; null: it is gone). */
  anchorWith(find: () => Anchor | null, moved: (to: number | null, from: Anchor) => void): void
}
export interface ListSource<Row extends ListRow, Filter, Sort> extends ListView<Row> {
  open(filter: Filter, sort: Sort, early?: Promise<{ rows: Row[]; hasMore: boolean }> | null): Promise<void>
  /** The snapshot under a selection stays: let go of it before with `setBase(null)` where nothing comes back to it. */
  close(): void
}

const pageRows = 100
const cachedRows = 8000
const firstRows = 200
const calmMs = 350

const drawingMs = 100
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function createListSource<Row extends ListRow, Filter, Sort>(calls: ListCalls<Row, Filter, Sort>): ListSource<Row, Filter, Sort> {
  const total = ref(0)
  const isExact = ref(false)
  const isLoading = ref(true)
  const trouble = shallowRef<unknown>(null)
  const snapshotId = ref<string | null>(null)
  const version = ref(0)

  let rows = new Map<number, Row>()
  let places = new Map<string, number>()
  let pending = new Set<number>()
  let wanted = { from: 0, to: 0 }
  let now: { filter: Filter; sort: Sort } | null = null
  let base: string | null = null
  let turn = 0
  let ready: Promise<void> = Promise.resolve()
  let calm: ReturnType<typeof setTimeout> | undefined
  let findAnchor: () => Anchor | null = () => null
  let onMoved: (to: number | null, from: Anchor) => void = () => undefined

  function put(from: number, found: Row[]): void {
    found.forEach((row, at) => {
      rows.set(from + at, row)
      places.set(row.id, from + at)
    })
    if (rows.size > cachedRows) forgetFarRows()
    version.value++
  }
  function forgetFarRows(): void {
    const middle = (wanted.from + wanted.to) / 2
    const pages = [...new Set([...rows.keys()].map((index) => Math.floor(index / pageRows)))]
    pages.sort((a, b) => Math.abs(b * pageRows - middle) - Math.abs(a * pageRows - middle))
    for (const page of pages.slice(0, Math.floor(pages.length / 2))) {
      for (let index = page * pageRows; index < (page + 1) * pageRows; index++) {
        const row = rows.get(index)
        if (row) places.delete(row.id)
        rows.delete(index)
      }
    }
  }
  function release(snapshot: string | null): void {
    if (snapshot === null || snapshot === base) return
    ask('list.release', { snapshotId: snapshot }).catch((error: unknown) => console.warn('list.release', error))
  }
  function fail(error: unknown, of: number): void {
    if (of !== turn) return
    trouble.value = error
    isLoading.value = false
  }

  async function open(filter: Filter, sort: Sort, early?: Promise<{ rows: Row[]; hasMore: boolean }> | null): Promise<void> {
    const mine = ++turn
    now = { filter, sort }
    clearTimeout(calm)
    isLoading.value = true
    isExact.value = false
    trouble.value = null
    const old = snapshotId.value
    snapshotId.value = null
    // With rows on their way already, the frozen order, which is long work, is asked for when they have been drawn.
    const taken = early ? early.then(() => pause(drawingMs)).then(() => calls.snapshot(filter, sort)) : calls.snapshot(filter, sort)
    const opening = Promise.all([showFirst(mine, early ?? calls.first(filter, sort, firstRows)), takeSnapshot(mine, taken)])
    ready = opening.then(() => undefined)
    ready.catch(() => undefined)
    release(old)
    try {
      await opening
    } catch (error) {
      fail(error, mine)
    }
  }
  async function showFirst(mine: number, asked: Promise<{ rows: Row[]; hasMore: boolean }>): Promise<void> {
    const first = await asked
    if (mine !== turn) return
    rows = new Map()
    places = new Map()
    pending = new Set()
    if (!isExact.value) total.value = first.rows.length + (first.hasMore ? pageRows : 0)
    isLoading.value = false
    put(0, first.rows)
    if (base !== null && base !== snapshotId.value) await markSelected(mine, first.rows.map((row) => row.id))
  }
  async function takeSnapshot(mine: number, asked: Promise<SnapshotInfo>): Promise<void> {
    const taken = await asked
    if (mine !== turn) return release(taken.snapshotId)
    snapshotId.value = taken.snapshotId
    total.value = taken.total
    isExact.value = true
    version.value++
    pump()
  }
  async function markSelected(mine: number, ids: string[]): Promise<void> {
    const marked = await calls.rows(ids, base)
    if (mine === turn) replace(marked)
  }
  function replace(found: Row[]): void {
    for (const row of found) {
      const index = places.get(row.id)
      if (index !== undefined) rows.set(index, row)
    }
    version.value++
  }

  function want(from: number, to: number): void {
    wanted = { from, to }
    pump()
  }
  /** Asks for the nearest missing page, two at a time: what was scrolled past is never asked for. */
  function pump(): void {
    const snapshot = snapshotId.value
    if (snapshot === null || pending.size >= 2) return
    for (let page = Math.floor(wanted.from / pageRows); page * pageRows < wanted.to; page++) {
      if (pending.has(page) || isPageThere(page)) continue
      pending.add(page)
      void loadPage(snapshot, page, turn)
      if (pending.size >= 2) return
    }
  }
  function isPageThere(page: number): boolean {
    const end = Math.min(total.value, (page + 1) * pageRows)
    for (let index = page * pageRows; index < end; index++) if (!rows.has(index)) return false
    return true
  }
  async function loadPage(snapshot: string, page: number, mine: number): Promise<void> {
    try {
      const found = await calls.page(snapshot, page * pageRows, pageRows, base)
      if (mine !== turn || snapshot !== snapshotId.value) return
      put(page * pageRows, found)
      pending.delete(page)
      // A snapshot's row that is gone for good leaves its page short: the list is taken anew.
      if (found.length < Math.min(pageRows, total.value - page * pageRows)) {
        refresh()
        return
      }
      pump()
    } catch (error) {
      if (mine !== turn) return
      pending.delete(page)
      if (error instanceof KnownError && error.code === 'expired') refresh()
      else fail(error, mine)
    }
  }

  /** The order may have changed: a new snapshot in the background, swapped in with the anchor where it was. */
  async function renew(): Promise<void> {
    if (!now || !isExact.value) return
    const mine = turn
    const { filter, sort } = now
    try {
      const taken = await calls.snapshot(filter, sort)
      const anchor = findAnchor()
      let to: number | null = null
      if (anchor) {
        const found = await ask('list.positionOf', { snapshotId: taken.snapshotId, id: anchor.id })
        to = found.position
      }
      const shift = anchor && to !== null ? to - anchor.index : 0
      const from = Math.max(0, (anchor ? anchor.from : wanted.from) + shift)
      const start = Math.floor(Math.max(0, Math.min(from, taken.total - 1)) / pageRows) * pageRows
      const count = Math.min(1000, Math.ceil((from - start + (anchor ? anchor.count : wanted.to - wanted.from) + 1) / pageRows) * pageRows)
      const found = taken.total === 0 ? [] : await calls.page(taken.snapshotId, start, count, base)
      if (mine !== turn) return release(taken.snapshotId)
      const old = snapshotId.value
      rows = new Map()
      places = new Map()
      pending = new Set()
      snapshotId.value = taken.snapshotId
      total.value = taken.total
      put(start, found)
      if (anchor) onMoved(to, anchor)
      release(old)
      pump()
    } catch (error) {
      if (mine === turn) console.warn('list renew', error)
    }
  }
  let renewing: Promise<void> | null = null
  function refresh(): void {
    clearTimeout(calm)
    calm = setTimeout(() => {
      if (renewing) return refresh()
      renewing = renew().finally(() => (renewing = null))
    }, calmMs)
  }

  const changed = (tables: Record<string, string[] | null>): void => {
    if (!now || !calls.tables.some((table) => table in tables)) return
    const ids = tables[calls.tables[0] ?? '']
    if (ids) {
      const shown = ids.filter((id) => places.has(id)).slice(0, 1000)
      const mine = turn
      if (shown.length > 0) {
        calls.rows(shown, base).then((found) => mine === turn && replace(found), (error: unknown) => console.warn('list rows', error))
      }
    }
    refresh()
  }
  const stopListening = listen('recordsChanged', ({ tables }) => changed(tables), refresh)

  return {
    total, isExact, isLoading, trouble, snapshotId, version,
    rowAt: (index) => rows.get(index),
    indexOf: (id) => places.get(id),
    open, want, refresh,
    async idsBetween(a, b) {
      const [from, to] = a < b ? [a, b] : [b, a]
      const ids: string[] = []
      for (let index = from; index <= to && ids.length === index - from; index++) {
        const row = rows.get(index)
        if (row) ids.push(row.id)
      }
      if (ids.length === to - from + 1) return ids
      await ready
      if (snapshotId.value === null) return ids
      return (await ask('list.idsInRange', { snapshotId: snapshotId.value, from, to })).ids
    },
    inBase: (row) => base !== null && (base === snapshotId.value || row.inSelection === true),
    setBase(next) {
      if (next === base) return
      const old = base
      base = next
      if (old !== null && old !== snapshotId.value) release(old)
    },
    anchorWith(find, moved) {
      findAnchor = find
      onMoved = moved
    },
    close() {
      turn++
      clearTimeout(calm)
      stopListening()
      release(snapshotId.value)
    },
  }
}
