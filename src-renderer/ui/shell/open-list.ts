// Opens a list as somebody wants to see it: the filter and order travel in the address, so that going back, a reload and a window of its own find the
// same. The list's page reads them with `useListAddress`.
import { watch } from 'vue'
import { useRoute, type LocationQueryRaw, type Router } from 'vue-router'
import type { FilterValues } from '../data-list/filter-parts.ts'
import type { ListViews } from '../data-list/use-views.ts'

export interface ListWanted {
  filter: FilterValues
  sort?: { by: string; descending: boolean }
}

export function listQuery({ filter, sort }: ListWanted): LocationQueryRaw {
  return { filter: JSON.stringify(filter), ...(sort ? { sort: `${sort.descending ? '-' : ''}${sort.by}` } : {}) }
}

export function openList(router: Router, list: 'activities' | 'contacts', wanted: ListWanted): void {
  void router.push({ path: `/${list}`, query: listQuery(wanted) })
}

/** Takes the filter and order of the address, now and whenever it changes. Returns whether there was one at first. */
export function useListAddress(list: 'activities' | 'contacts', views: Pick<ListViews, 'filter' | 'sort' | 'current'>): boolean {
  const route = useRoute()
  const take = (): boolean => {
    const text = route.query['filter']
    if (route.path !== `/${list}` || typeof text !== 'string') return false
    const filter = parsed(text)
    if (filter === null) return false
    views.current.value = null
    views.filter.value = filter
    const sort = route.query['sort']
    if (typeof sort === 'string') views.sort.value = { by: sort.replace(/^-/, ''), descending: sort.startsWith('-') }
    return true
  }
  watch(() => [route.query['filter'], route.query['sort']], take)
  return take()
}

/** An address may be typed by hand: what is no filter is none. */
function parsed(text: string): FilterValues | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FilterValues) : null
  } catch (error) {
    console.warn('filter in the address', error)
    return null
  }
}
