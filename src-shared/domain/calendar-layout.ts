// Where each activity is drawn in the calendar: overlapping ones side by side in a day, bars of several days in lanes. Pure; runs on any thread.
// Must stay true: no two that overlap share a place, every one is drawn or counted in a "more" block, and as few columns or lanes as possible are used.

/** Minutes since the midnight of the first shown moment, `end` exclusive and after `start`. */
export interface TimedItem {
  id: string
  start: number
  end: number
}
export interface PlacedItem extends TimedItem {
  column: number
  /** How many columns wide it may be without touching another. */
  width: number
  /** Columns of the group of overlapping ones it belongs to. */
  columns: number
}
/** What has no room of its own: one block in the last column, which opens the list of them. */
export interface MoreBlock {
  start: number
  end: number
  ids: string[]
  column: number
  columns: number
}
export interface DayLayout {
  placed: PlacedItem[]
  more: MoreBlock[]
}

const byStart = (a: TimedItem, b: TimedItem): number => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/**
 * Overlapping ones side by side, in as few columns as overlap at once (first free column in the order of their starts, which is the least
 * for intervals). With more than `most` columns, the last column holds blocks that stand for what does not fit.
 */
export function layoutDay(items: readonly TimedItem[], most: number): DayLayout {
  const layout: DayLayout = { placed: [], more: [] }
  let group: (TimedItem & { column: number })[] = []
  let ends: number[] = []
  let groupEnd = -Infinity
  const close = (): void => {
    placeGroup(group, ends.length, most, layout)
    group = []
    ends = []
  }
  for (const item of [...items].sort(byStart)) {
    if (item.start >= groupEnd) close()
    let column = ends.findIndex((end) => end <= item.start)
    if (column < 0) column = ends.length
    ends[column] = item.end
    group.push({ ...item, column })
    groupEnd = group.length === 1 ? item.end : Math.max(groupEnd, item.end)
  }
  close()
  return layout
}

function placeGroup(group: readonly (TimedItem & { column: number })[], columns: number, most: number, layout: DayLayout): void {
  const isCrowded = columns > most
  const shown = isCrowded ? most : columns
  const room = isCrowded ? most - 1 : columns
  const rest: TimedItem[] = []
  const kept = group.filter((item) => item.column < room || (rest.push(item), false))
  const blocks: MoreBlock[] = []
  for (const item of rest) {
    const last = blocks.at(-1)
    if (last !== undefined && item.start < last.end) {
      last.ids.push(item.id)
      last.end = Math.max(last.end, item.end)
    } else blocks.push({ start: item.start, end: item.end, ids: [item.id], column: room, columns: shown })
  }
  layout.more.push(...blocks)
  for (const item of kept) {
    let width = 1
    const isFree = (column: number): boolean =>
      !kept.some((other) => other.column === column && other.start < item.end && item.start < other.end) &&
      !blocks.some((block) => block.column === column && block.start < item.end && item.start < block.end)
    while (item.column + width < shown && isFree(item.column + width)) width += 1
    layout.placed.push({ ...item, width, columns: shown })
  }
}

/** Days as indexes from the first shown day, both included; may reach beyond what is shown. */
export interface BarItem {
  id: string
  first: number
  last: number
}
export interface PlacedBar extends BarItem {
  lane: number
  /** Cut to the shown days. */
  from: number
  to: number
}

/** Bars in lanes, the longest and earliest on top; `lanes` is how many are needed. */
export function layoutBars(items: readonly BarItem[], days: number): { bars: PlacedBar[]; lanes: number } {
  const taken: boolean[][] = []
  const bars: PlacedBar[] = []
  const shown = items
    .filter(({ first, last }) => last >= 0 && first < days && last >= first)
    .map((item, order) => ({ ...item, from: Math.max(0, item.first), to: Math.min(days - 1, item.last), order }))
    // Bars before what is of one day; those in the order they came.
    .sort((a, b) => a.from - b.from || b.to - b.from - (a.to - a.from) || a.order - b.order)
  for (const { order: _order, ...item } of shown) {
    let lane = 0
    while (taken[lane]?.slice(item.from, item.to + 1).some(Boolean) === true) lane += 1
    const row = (taken[lane] ??= Array.from({ length: days }, () => false))
    row.fill(true, item.from, item.to + 1)
    bars.push({ ...item, lane })
  }
  return { bars, lanes: taken.length }
}

/**
 * A week of a month: bars in at most `capacity` lanes. A bar that has no lane on all of its days is not drawn at all, and is counted on each;
 * `hidden` is what is left of `counts`, else of what was given.
 */
export function layoutWeek(items: readonly BarItem[], days: number, capacity: number, counts: readonly number[] | null = null): { bars: PlacedBar[]; hidden: number[] } {
  const { bars } = layoutBars(items, days)
  const on = (day: number, all: readonly PlacedBar[]): number => all.filter(({ from, to }) => from <= day && day <= to).length
  const shown = bars.filter(({ lane }) => lane < capacity)
  return { bars: shown, hidden: Array.from({ length: days }, (_, day) => (counts?.[day] ?? on(day, bars)) - on(day, shown)) }
}
