// Where a long list is scrolled to, by the wheel and by its keys. A list that is longer than an element may be keeps its place exact within reach.
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { afterScroll, scrollFor, scrollRange, type ScrollSizes, type ScrollState } from './scroll-mapping.ts'

export interface ListScroll {
  state: Ref<ScrollState>
  /** Height of what is scrolled, in px. */
  range: ComputedRef<number>
  onScroll(): void
  scrollTo(listTop: number): void
  moveTo(listTop: number): void
  /** Brings a row into sight, if it is not. */
  reveal(index: number): void
}

export function useListScroll(scroller: () => HTMLElement | null, sizes: ComputedRef<ScrollSizes>): ListScroll {
  const state = ref<ScrollState>({ scrollTop: 0, listTop: 0 })
  const range = computed(() => scrollRange(sizes.value))

  function onScroll(): void {
    const element = scroller()
    if (!element || element.scrollTop === state.value.scrollTop) return
    state.value = afterScroll(state.value, element.scrollTop, sizes.value)
  }
  function scrollTo(listTop: number): void {
    state.value = scrollFor(listTop, sizes.value)
    const element = scroller()
    if (element) element.scrollTop = state.value.scrollTop
  }
  function reveal(index: number): void {
    const { rowHeight, viewport } = sizes.value
    const top = index * rowHeight
    const at = state.value.listTop
    if (top < at) moveTo(top)
    else if (top + rowHeight > at + viewport) moveTo(top + rowHeight - viewport)
  }
  /** A step within reach goes by pixels, so that the place stays exact in very long lists. */
  function moveTo(listTop: number): void {
    const { total, rowHeight, viewport } = sizes.value
    const step = listTop - state.value.listTop
    const wanted = state.value.scrollTop + step
    const isShort = range.value === total * rowHeight
    const most = Math.max(0, range.value - viewport)
    if (isShort || Math.abs(step) > viewport * 2 || wanted <= 0 || wanted >= most) return scrollTo(listTop)
    state.value = { scrollTop: wanted, listTop }
    const element = scroller()
    if (element) element.scrollTop = wanted
    state.value = { scrollTop: element?.scrollTop ?? wanted, listTop }
  }
  return { state, range, onScroll, scrollTo, moveTo, reveal }
}
