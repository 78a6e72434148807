// Where a list of any length stands for a scrollbar of limited length. Pure. Chromium draws no element taller than about 33.5 M px, so above
// `longestRange` the scrollbar is shorter than the list: small scrolls still move pixel by pixel, jumps of the thumb by proportion, and both ends are reached exactly.

export const longestRange = 15_000_000

export interface ScrollState {
  /** What the browser's scrollbar says. */
  scrollTop: number
  /** Where the list is, in pixels of its own full height. */
  listTop: number
}
export interface ScrollSizes {
  total: number
  rowHeight: number
  /** Height in which rows are seen. */
  viewport: number
}

/** Height to give the element that makes the scrollbar. */
export function scrollRange(sizes: ScrollSizes): number {
  return Math.min(sizes.total * sizes.rowHeight, longestRange)
}

const mostScroll = (sizes: ScrollSizes): number => Math.max(0, scrollRange(sizes) - sizes.viewport)
const mostList = (sizes: ScrollSizes): number => Math.max(0, sizes.total * sizes.rowHeight - sizes.viewport)
const between = (value: number, most: number): number => Math.max(0, Math.min(most, value))

/** The list after the scrollbar went to `scrollTop`. */
export function afterScroll(before: ScrollState, scrollTop: number, sizes: ScrollSizes): ScrollState {
  const most = mostScroll(sizes)
  const longest = mostList(sizes)
  if (longest === most) return { scrollTop, listTop: between(scrollTop, longest) }
  if (scrollTop <= 0) return { scrollTop, listTop: 0 }
  if (scrollTop >= most - 1) return { scrollTop, listTop: longest }
  const step = scrollTop - before.scrollTop
  if (Math.abs(step) > sizes.viewport * 2) return { scrollTop, listTop: (scrollTop / most) * longest }
  // Near an end the remaining scroll has to be worth the remaining list, so that both arrive together.
  const zone = sizes.viewport * 100
  const leftScroll = step > 0 ? most - before.scrollTop : before.scrollTop
  const leftList = step > 0 ? longest - before.listTop : before.listTop
  const worth = leftScroll > 0 && (leftScroll < zone || leftList < zone) ? leftList / leftScroll : 1
  return { scrollTop, listTop: between(before.listTop + step * worth, longest) }
}

/** The scrollbar for a list that is to stand at `listTop`. */
export function scrollFor(listTop: number, sizes: ScrollSizes): ScrollState {
  const longest = mostList(sizes)
  const at = between(listTop, longest)
  if (longest === mostScroll(sizes)) return { scrollTop: at, listTop: at }
  return { scrollTop: longest === 0 ? 0 : Math.round((at / longest) * mostScroll(sizes)), listTop: at }
}

/** Rows from (inclusive) to (exclusive) that are in sight, with `overscan` more on both sides. */
export function rowsInSight(listTop: number, sizes: ScrollSizes, overscan: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(listTop / sizes.rowHeight) - overscan)
  const to = Math.min(sizes.total, Math.ceil((listTop + sizes.viewport) / sizes.rowHeight) + overscan)
  return { from: Math.min(from, to), to }
}
