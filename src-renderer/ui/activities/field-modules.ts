// Where a later part of the program (opportunities, products, campaigns) adds its field to activities: to both forms, the filters, the columns and the
// detail, without the activities knowing of it. Registered by the wiring (src-renderer/modules.ts); window only.
import { shallowReactive, type Component } from 'vue'
import type { ActivityDetail, ActivityRow, ActivityValues } from '../../../src-shared/contract/activities.ts'
import type { ListColumn } from '../data-list/columns.ts'
import type { FilterPart } from '../data-list/filter-parts.ts'

export interface ActivityFieldModule {
  key: string
  /** Key of the words of its name. */
  words: string
  icon: string
  /** Whether the quick form carries it, too. */
  inQuickForm: boolean
  /** Gets `modelValue`, `label`, `form` (what stands in the form) and `trouble`; emits `update:modelValue`. */
  formField: Component
  /** What a new activity starts with. JSON-safe: it stands in drafts. */
  empty(typeId: string): unknown
  /** What an activity has. */
  valueOf(activity: ActivityDetail): unknown
  /** The fields of the contract that it becomes. */
  valuesOf(value: unknown): Partial<ActivityValues>
  /** Key of the words of what is wrong, or null. */
  troubleOf?(value: unknown): string | null
  /** Call it in a component's setup. */
  filter?: () => FilterPart
  column?: ListColumn & { text: (row: ActivityRow) => string }
  /** Shown in the detail of an activity; gets `activity`. Null where it has nothing to show. */
  detail?: Component
}

const modules = shallowReactive(new Map<string, ActivityFieldModule>())

export function registerActivityModule(module: ActivityFieldModule): void {
  modules.set(module.key, module)
}
export function activityModules(): ActivityFieldModule[] {
  return [...modules.values()]
}
