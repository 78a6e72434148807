// What each list of this window showed when it was left for another place: coming back finds view, filter, order, columns, the row with the focus and
// what is selected as they were. Kept in memory: another window, and a new start, begin anew.
import { onBeforeUnmount } from 'vue'
import type { FilterValues } from './filter-parts.ts'
import { useSelection, type ListSelection } from './use-selection.ts'
import type { ListViews } from './use-views.ts'

export interface LeftList {
  current: string | null
  filter: FilterValues
  sort: { by: string; descending: boolean }
  shown: string[]
  index: number
  selection: ListSelection
}

const lists = new Map<string, LeftList>()

/** As the list was left; null the first time. */
export function leftList(list: string): LeftList | null {
  return lists.get(list) ?? null
}

/** For a list's setup: its selection as it was left, and everything of it kept when its page goes. `index` is the row with the focus. */
export function useLeftList(list: string, views: Pick<ListViews, 'current' | 'filter' | 'sort' | 'shown'>, index: () => number): ListSelection {
  const selection = lists.get(list)?.selection ?? useSelection()
  onBeforeUnmount(() =>
    lists.set(list, {
      current: views.current.value,
      filter: views.filter.value,
      sort: views.sort.value,
      shown: views.shown.value,
      index: index(),
      selection,
    }),
  )
  return selection
}
