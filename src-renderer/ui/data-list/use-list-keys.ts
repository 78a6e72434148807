// What keys and clicks do in a list: where the focus is, what gets selected. The list itself keeps the keyboard focus (aria-activedescendant); rows are drawn over and over.
//
// Arrows move the focus and nothing else, except that a loose selection (one plain click) follows. Space ticks. Shift extends from the anchor. Ctrl+arrows only move.
import { ref, watch, type Ref } from 'vue'
import type { ListRow, ListView } from './list-source.ts'
import type { ListSelection } from './use-selection.ts'

export interface ListKeys<Row> {
  readonly focusIndex: Ref<number>
  onKey(event: KeyboardEvent): void
  onRowClick(event: MouseEvent, index: number, row: Row): void
  onTick(event: MouseEvent, index: number, row: Row): void
  focusTo(index: number): void
  /** The order changed: focus and anchor follow their rows. */
  follow(index: number): void
  /** Another filter or order was opened. */
  reset(): void
  selectAll(): Promise<void>
}

interface Wiring<Row extends ListRow> {
  source: ListView<Row>
  selection: ListSelection
  rowsPerPage: () => number
  reveal: (index: number) => void
  open: (row: Row, inWindow: boolean) => void
  pin: (snapshotId: string) => Promise<{ snapshotId: string; total: number }>
  failed: (error: unknown) => void
}

export function useListKeys<Row extends ListRow>(wiring: Wiring<Row>): ListKeys<Row> {
  const { source, selection } = wiring
  const focusIndex = ref(0)
  let anchorIndex = 0
  let anchorId: string | null = null
  let turn = 0

  const lastIndex = (): number => Math.max(0, source.total.value - 1)
  const focused = (): Row | undefined => source.rowAt(focusIndex.value)

  function focusTo(index: number): void {
    focusIndex.value = Math.max(0, Math.min(lastIndex(), index))
    wiring.reveal(focusIndex.value)
  }
  function anchorAt(index: number): void {
    anchorIndex = index
    anchorId = source.rowAt(index)?.id ?? null
  }
  /** Where the anchor's row is now; where it was, while it is not loaded. */
  function anchor(): number {
    return (anchorId === null ? undefined : source.indexOf(anchorId)) ?? anchorIndex
  }
  async function extend(to: number, adds: boolean): Promise<void> {
    const mine = ++turn
    try {
      const ids = await source.idsBetween(anchor(), to)
      if (mine !== turn) return
      if (!adds) return selection.selectRange(ids)
      const base = selection.base.value
      selection.addRange(ids, (id) => {
        if (base === null) return false
        const row = source.rowAt(source.indexOf(id) ?? -1)
        return row ? source.inBase(row) : base === source.snapshotId.value
      })
    } catch (error) {
      wiring.failed(error)
    }
  }
  /** The frozen order; on a list that has just opened it is still on its way. Null where it could not be had. */
  function frozenOrder(): Promise<string | null> {
    if (source.snapshotId.value !== null) return Promise.resolve(source.snapshotId.value)
    return new Promise((done) => {
      const stop = watch([source.snapshotId, source.trouble], ([snapshot, trouble]) => {
        if (snapshot === null && trouble === null) return
        stop()
        done(snapshot)
      })
    })
  }
  let isSelectingAll = false
  const held: KeyboardEvent[] = []
  async function selectAll(): Promise<void> {
    if (isSelectingAll) return
    isSelectingAll = true
    try {
      const snapshot = await frozenOrder()
      if (snapshot === null) return
      const pinned = await wiring.pin(snapshot)
      turn++
      selection.selectAll(pinned.snapshotId, pinned.total)
    } catch (error) {
      wiring.failed(error)
    } finally {
      isSelectingAll = false
      for (const key of held.splice(0)) key.target?.dispatchEvent(new KeyboardEvent('keydown', key))
    }
  }
  function move(event: KeyboardEvent, to: number): void {
    const target = Math.max(0, Math.min(lastIndex(), to))
    if (event.shiftKey) {
      if (selection.count.value === 0) anchorAt(focusIndex.value)
      focusTo(target)
      void extend(target, false)
      return
    }
    focusTo(target)
    if (event.ctrlKey || event.metaKey) return
    const row = focused()
    if (selection.isLoose.value && row) selection.selectOnly(row.id)
    anchorAt(target)
  }
  function toggleFocused(): void {
    const row = focused()
    if (!row) return
    turn++
    selection.toggle(row.id, source.inBase(row))
    anchorAt(focusIndex.value)
  }

  function onKey(event: KeyboardEvent): void {
    // Until everything is selected no key acts on less than that: those pressed meanwhile act then.
    if (isSelectingAll) {
      event.preventDefault()
      event.stopPropagation()
      held.push(event)
      return
    }
    const isCtrl = event.ctrlKey || event.metaKey
    const at = focusIndex.value
    const page = wiring.rowsPerPage()
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: lastIndex() }
    const to = event.altKey ? undefined : moves[event.key]
    if (to !== undefined) move(event, to)
    else if (event.key === ' ') toggleFocused()
    else if (isCtrl && !event.shiftKey && event.key.toLowerCase() === 'a') void selectAll()
    else if (event.key === 'Escape' && selection.count.value > 0) {
      turn++
      selection.clear()
    } else if (event.key === 'Enter') {
      const row = focused()
      if (row) wiring.open(row, isCtrl)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  function onRowClick(event: MouseEvent, index: number, row: Row): void {
    const isCtrl = event.ctrlKey || event.metaKey
    focusTo(index)
    if (event.shiftKey) void extend(index, isCtrl)
    else if (isCtrl) {
      turn++
      selection.toggle(row.id, source.inBase(row))
      anchorAt(index)
    } else {
      turn++
      selection.selectOnly(row.id)
      anchorAt(index)
    }
  }
  function onTick(event: MouseEvent, index: number, row: Row): void {
    focusTo(index)
    if (event.shiftKey) return void extend(index, true)
    turn++
    selection.toggle(row.id, source.inBase(row))
    anchorAt(index)
  }

  return {
    focusIndex, onKey, onRowClick, onTick, focusTo, selectAll,
    follow(index) {
      focusIndex.value = index
    },
    reset() {
      focusIndex.value = 0
      anchorIndex = 0
      anchorId = null
    },
  }
}
