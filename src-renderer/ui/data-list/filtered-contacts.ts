// The names of the contacts that a list is filtered by, for their chips: asked for themselves, since the list may hold no row that names them.
import { reactive, watch } from 'vue'
import { ask } from '../core.ts'
import { useQuiet } from '../feedback/quiet.store.ts'
import type { FilterPart, FilterValues } from './filter-parts.ts'

export function useFilteredContacts(parts: () => readonly FilterPart[], filter: () => FilterValues): (id: unknown) => string {
  const quiet = useQuiet()
  const names = reactive(new Map<string, string>())
  const chosen = (): string[] =>
    parts().flatMap(({ key, kind }) => {
      const id = filter()[key]
      return kind === 'contact' && typeof id === 'string' && id !== '' ? [id] : []
    })
  watch(
    () => chosen().join(),
    async () => {
      const ids = chosen()
      if (ids.length === 0) return
      try {
        for (const { id, name } of (await ask('contact.rows', { ids })).rows) names.set(id, name)
      } catch (error) {
        quiet.trouble(error)
      }
    },
    { immediate: true },
  )
  return (id) => names.get(String(id)) ?? ''
}
