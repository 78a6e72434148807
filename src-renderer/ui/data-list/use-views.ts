// The saved views of a list, the filter, order and columns in force, and whether they differ from the view they started from.
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { SavedView } from '../../../src-shared/contract/settings.ts'
import { ask } from '../core.ts'
import { useQuiet } from '../feedback/quiet.store.ts'
import { useSettings } from '../stores/settings.store.ts'
import { say } from '../words/i18n.ts'
import { usualColumns, type ListColumn } from './columns.ts'
import { filterText, type FilterValues } from './filter-parts.ts'

export interface ListViews {
  views: ShallowRef<SavedView[]>
  current: Ref<string | null>
  filter: Ref<FilterValues>
  sort: Ref<{ by: string; descending: boolean }>
  shown: Ref<string[]>
  isChanged: ComputedRef<boolean>
  load(early?: Promise<{ views: SavedView[] }> | null): Promise<void>
  choose(view: SavedView): void
  setFilter(filter: FilterValues): void
  saveAs(name: string): Promise<void>
  update(view: SavedView): Promise<void>
  /** Another name; filter, order and columns stay as they were saved. */
  rename(view: SavedView, name: string): Promise<void>
  remove(view: SavedView): Promise<void>
  nameOf(view: SavedView): string
  setColumns(keys: string[]): void
}

export interface ViewsStart {
  filter: FilterValues
  sort: { by: string; descending: boolean }
  current?: string | null
  shown?: string[]
}

/** `start` is what is shown until the views are known. */
export function useViews(list: SavedView['list'], columns: ListColumn[], start: ViewsStart): ListViews {
  const settings = useSettings()
  const quiet = useQuiet()
  const views = shallowRef<SavedView[]>([])
  const current = ref<string | null>(start.current ?? null)
  const filter = ref<FilterValues>(start.filter)
  const sort = ref(start.sort)
  const usual = (): string[] => settings.settings.listColumns[list] ?? usualColumns(columns, filter.value)
  const shown = ref<string[]>(start.shown ?? usual())

  // As long as nobody chose columns they follow the filter; views of one's own have theirs.
  watch(filter, () => {
    if (settings.settings.listColumns[list] === undefined && currentView.value?.builtin !== null) shown.value = usual()
  })

  const specNow = () => ({ filter: filter.value, sort: sort.value, columns: shown.value })
  const currentView = computed(() => views.value.find((view) => view.id === current.value))
  const isChanged = computed(() => {
    const view = currentView.value
    if (!view) return false
    const isSameColumns =
      view.spec.columns.length === 0 || view.builtin !== null || view.spec.columns.join() === shown.value.join()
    return (
      filterText(view.spec.filter) !== filterText(filter.value) ||
      view.spec.sort.by !== sort.value.by ||
      view.spec.sort.descending !== sort.value.descending ||
      !isSameColumns
    )
  })

  async function load(early?: Promise<{ views: SavedView[] }> | null): Promise<void> {
    views.value = (await (early ?? ask('view.list', { list }))).views
    if (current.value === null) {
      const same = views.value.find(
        (view) =>
          filterText(view.spec.filter) === filterText(filter.value) &&
          view.spec.sort.by === sort.value.by &&
          view.spec.sort.descending === sort.value.descending,
      )
      current.value = same?.id ?? null
    }
  }
  function choose(view: SavedView): void {
    current.value = view.id
    filter.value = { ...view.spec.filter }
    sort.value = { ...view.spec.sort }
    shown.value = view.builtin === null && view.spec.columns.length > 0 ? [...view.spec.columns] : usual()
  }
  const setFilter = (values: FilterValues): void => void (filter.value = values)
  async function saveAs(name: string): Promise<void> {
    try {
      const { id } = await ask('view.save', { id: null, list, name, spec: specNow() })
      await load()
      current.value = id
    } catch (error) {
      quiet.trouble(error)
    }
  }
  async function update(view: SavedView): Promise<void> {
    try {
      await ask('view.save', { id: view.id, list, name: nameOf(view), spec: specNow() })
      await load()
    } catch (error) {
      quiet.trouble(error)
    }
  }
  async function rename(view: SavedView, name: string): Promise<void> {
    try {
      await ask('view.save', { id: view.id, list, name, spec: view.spec })
      await load()
    } catch (error) {
      quiet.trouble(error)
    }
  }
  async function remove(view: SavedView): Promise<void> {
    try {
      await ask('view.remove', { id: view.id })
      current.value = null
      await load()
    } catch (error) {
      quiet.trouble(error)
    }
  }
  function nameOf(view: SavedView): string {
    if (view.name !== null) return view.name
    return say(
      list === 'contacts' && view.builtin === 'all' ? 'lists.contactViews.all' : `lists.views.${view.builtin ?? ''}`,
    )
  }
  /** Columns chosen outside of a view of one's own become the usual ones of this list. */
  function setColumns(keys: string[]): void {
    const before = new Set(shown.value)
    shown.value = keys
    if (currentView.value?.builtin === null) return
    // What this filter alone had left out is not what was unticked.
    const leftOut = usualColumns(columns, {}).filter(
      (key) => !before.has(key) && settings.settings.listColumns[list] === undefined,
    )
    const chosen = columns.map(({ key }) => key).filter((key) => keys.includes(key) || leftOut.includes(key))
    settings.set({ listColumns: { ...settings.settings.listColumns, [list]: chosen } }).catch(quiet.trouble)
  }
  return { views, current, filter, sort, shown, isChanged, load, choose, setFilter, saveAs, update, rename, remove, nameOf, setColumns }
}
