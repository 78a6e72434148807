// What is selected in a list, exactly, without knowing every row: the rows of a frozen snapshot (`base`, after Ctrl+A) without `except`, and `ids` beside it.
// An id is never in both `base` and `ids`. It survives sorting, scrolling, filtering and other windows' edits because nothing of it depends on positions.
//
// A click is a loose selection of one row: it follows the arrows. Ticking (Space, Ctrl+click, Shift, Ctrl+A) makes it firm: arrows then only move the focus.
import { computed, shallowRef, triggerRef, type ComputedRef } from 'vue'
import type { Selection } from '../../../src-shared/contract/lists.ts'

interface Held {
  base: string | null
  baseTotal: number
  except: Set<string>
  ids: Set<string>
  isLoose: boolean
}

export interface ListSelection {
  readonly count: ComputedRef<number>
  readonly base: ComputedRef<string | null>
  /** A single click that nothing was added to. */
  readonly isLoose: ComputedRef<boolean>
  /** `inBase`: the row belongs to the base snapshot. */
  has(id: string, inBase: boolean): boolean
  selectOnly(id: string): void
  toggle(id: string, inBase: boolean): void
  /** The rows of a range and nothing else. */
  selectRange(ids: readonly string[]): void
  /** The rows of a range as well. */
  addRange(ids: readonly string[], inBase: (id: string) => boolean): void
  selectAll(base: string, total: number): void
  clear(): void
  toSelection(): Selection
  /** Changes with every change, for memoised rows. */
  readonly version: ComputedRef<number>
}

const nothing = (): Held => ({ base: null, baseTotal: 0, except: new Set(), ids: new Set(), isLoose: false })

export function useSelection(): ListSelection {
  const held = shallowRef<Held>(nothing())
  const changes = shallowRef(0)

  function changed(next?: Held): void {
    if (next) held.value = next
    else triggerRef(held)
    changes.value++
  }
  function add(id: string, inBase: boolean): void {
    if (inBase) held.value.except.delete(id)
    else held.value.ids.add(id)
  }

  return {
    count: computed(() => (held.value.base === null ? 0 : held.value.baseTotal - held.value.except.size) + held.value.ids.size),
    base: computed(() => held.value.base),
    isLoose: computed(() => held.value.isLoose),
    version: computed(() => changes.value),
    has: (id, inBase) => (inBase && held.value.base !== null ? !held.value.except.has(id) : held.value.ids.has(id)),
    selectOnly: (id) => changed({ ...nothing(), ids: new Set([id]), isLoose: true }),
    toggle(id, inBase) {
      const now = held.value
      // Space on the row that a click selected loosely keeps it and makes it firm.
      if (now.isLoose && now.ids.has(id)) {
        now.isLoose = false
        return changed()
      }
      now.isLoose = false
      const isIn = inBase && now.base !== null
      if (isIn) {
        if (!now.except.delete(id)) now.except.add(id)
      } else if (!now.ids.delete(id)) now.ids.add(id)
      changed()
    },
    selectRange: (ids) => changed({ ...nothing(), ids: new Set(ids) }),
    addRange(ids, inBase) {
      held.value.isLoose = false
      for (const id of ids) add(id, held.value.base !== null && inBase(id))
      changed()
    },
    selectAll: (base, total) => changed({ ...nothing(), base, baseTotal: total }),
    clear: () => changed(nothing()),
    toSelection: () => ({ base: held.value.base, except: [...held.value.except], ids: [...held.value.ids] }),
  }
}
