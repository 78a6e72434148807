// Which rows of a long list stand in the DOM, and where: a pool of slots, filled anew as the list is scrolled.
import { onBeforeUnmount, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ListRow, ListView } from './list-source.ts'
import { rowsInSight, type ScrollSizes, type ScrollState } from './scroll-mapping.ts'

export interface Slot<Row> {
  slot: number
  index: number
  /** Undefined: waited for. */
  row: Row | undefined
  top: number
}

/** Rows kept ready above and below those in sight. */
export const overscan = 6
/** Rows given new content in one frame: all of a jump's at once would hold up the keys and the next scroll. */
const rowsAtOnce = 8

export function useDrawnRows<Row extends ListRow>(
  source: Pick<ListView<Row>, 'rowAt' | 'version'>,
  state: Ref<ScrollState>,
  sizes: ComputedRef<ScrollSizes>,
): ShallowRef<Slot<Row>[]> {
  const slots = shallowRef<Slot<Row>[]>([])

  function wantedSlots(): Slot<Row>[] {
    const { rowHeight, viewport } = sizes.value
    const { from, to } = rowsInSight(state.value.listTop, sizes.value, overscan)
    const poolSize = Math.ceil(viewport / rowHeight) + overscan * 2 + 2
    const wanted: Slot<Row>[] = []
    for (let index = from; index < to; index++) {
      wanted.push({
        slot: index % poolSize,
        index,
        row: source.rowAt(index),
        top: state.value.scrollTop + index * rowHeight - state.value.listTop,
      })
    }
    return wanted
  }
  /** A slot whose turn has not come stays as it is: after a jump that is out of sight. Rows in sight come first; of a list's first rows those in sight, all at once. */
  function draw(): void {
    cancelAnimationFrame(drawing)
    const before = new Map(slots.value.map((slot) => [slot.slot, slot]))
    const sight = rowsInSight(state.value.listTop, sizes.value, 0)
    let left = slots.value.some((slot) => slot.row) ? rowsAtOnce : sight.to - sight.from
    const isSeen = (slot: Slot<Row>): boolean => slot.index >= sight.from && slot.index < sight.to
    const wanted = wantedSlots()
    const made: Slot<Row>[] = []
    let isBehind = false
    for (const slot of [...wanted.filter(isSeen), ...wanted.filter((one) => !isSeen(one))]) {
      const old = before.get(slot.slot)
      if (old && old.row === slot.row && old.index === slot.index && old.top === slot.top) made.push(old)
      else if (left-- > 0) made.push(slot)
      else {
        isBehind = true
        if (old) made.push(old)
      }
    }
    slots.value = made.sort((a, b) => a.slot - b.slot)
    if (isBehind) drawing = requestAnimationFrame(draw)
  }
  let drawing = 0
  watch([state, sizes, source.version], draw, { immediate: true })
  onBeforeUnmount(() => cancelAnimationFrame(drawing))
  return slots
}
