// Rows of a long list that are fetched by pages where they are looked at. When the list changes, what is seen stays until the new rows have
// come, then all of it is exchanged at once: nothing flickers.
import { ref, type Ref } from 'vue'

export interface RowsPage<Row> {
  rows: Row[]
  total: number
}
export interface PagedRows<Row> {
  readonly total: Ref<number>
  /** Changes with every arrival, for what is computed from `rowAt`. */
  readonly version: Ref<number>
  readonly isLoading: Ref<boolean>
  rowAt(index: number): Row | undefined
  /** Rows from (inclusive) to (exclusive) are in sight. */
  want(from: number, to: number): void
  /** Fetches what is in sight anew, by `fetchPage` as it is now, and exchanges everything when it is there. Rejects as the fetching does. */
  swap(): Promise<void>
  /** Changes a row that is loaded, until the next exchange. */
  patch(index: number, change: Partial<Row>): void
  clear(): void
}

export function usePagedRows<Row>(
  fetchPage: (from: number, count: number) => Promise<RowsPage<Row>>,
  failed: (error: unknown) => void,
  pageSize = 100,
): PagedRows<Row> {
  const total = ref(0)
  const version = ref(0)
  const isLoading = ref(false)
  let pages = new Map<number, Row[]>()
  let asked = new Set<number>()
  let sight = { from: 0, to: pageSize }
  let turn = 0

  const pagesOf = (from: number, to: number): number[] => {
    const first = Math.floor(from / pageSize)
    const last = Math.max(first, Math.ceil(to / pageSize) - 1)
    return Array.from({ length: last - first + 1 }, (_page, at) => first + at)
  }
  async function load(page: number): Promise<void> {
    const mine = turn
    asked.add(page)
    try {
      const got = await fetchPage(page * pageSize, pageSize)
      if (mine !== turn) return
      pages.set(page, got.rows)
      total.value = got.total
      version.value++
    } catch (error) {
      if (mine !== turn) return
      asked.delete(page)
      failed(error)
    }
  }

  return {
    total,
    version,
    isLoading,
    rowAt: (index) => pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    want(from, to) {
      sight = { from, to }
      if (isLoading.value || total.value === 0) return
      for (const page of pagesOf(from, Math.min(to, total.value))) if (!asked.has(page)) void load(page)
    },
    async swap() {
      const mine = ++turn
      isLoading.value = true
      try {
        let wanted = pagesOf(sight.from, sight.to)
        let got = await Promise.all(wanted.map((page) => fetchPage(page * pageSize, pageSize)))
        const count = got[0]?.total ?? 0
        // The list became shorter than where one stood in it.
        if (count > 0 && count <= (wanted[0] ?? 0) * pageSize) {
          wanted = [Math.floor((count - 1) / pageSize)]
          got = await Promise.all(wanted.map((page) => fetchPage(page * pageSize, pageSize)))
        }
        if (mine !== turn) return
        pages = new Map(wanted.map((page, at) => [page, got[at]?.rows ?? []]))
        asked = new Set(wanted)
        total.value = count
        version.value++
      } finally {
        if (mine === turn) isLoading.value = false
      }
    },
    patch(index, change) {
      const page = pages.get(Math.floor(index / pageSize))
      const row = page?.[index % pageSize]
      if (!page || row === undefined) return
      page[index % pageSize] = { ...row, ...change }
      version.value++
    },
    clear() {
      turn++
      pages = new Map()
      asked = new Set()
      total.value = 0
      isLoading.value = false
      version.value++
    },
  }
}
