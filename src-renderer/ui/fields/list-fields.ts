// Choices out of the user's lists, for choice fields and menus: archived entries stay only where they are already in use.
import { computed, type ComputedRef } from 'vue'
import { useSettings } from '../stores/settings.store.ts'
import { say } from '../words/i18n.ts'

export interface ListChoice {
  value: string
  text: string
  icon?: string
  color?: string
}

type Used = () => string | null | undefined

const sorted = <T extends { position: number }>(entries: T[]): T[] => [...entries].sort((a, b) => a.position - b.position)

export function useTypeChoices(used: Used = () => null): ComputedRef<ListChoice[]> {
  const settings = useSettings()
  return computed(() =>
    sorted(settings.lists.types.filter((one) => !one.isArchived || one.id === used())).map((one) => ({ value: one.id, text: settings.typeName(one.id), icon: one.icon, color: one.color })),
  )
}
export function useResultChoices(used: Used = () => null): ComputedRef<(ListChoice & { hint: string })[]> {
  const settings = useSettings()
  return computed(() =>
    sorted(settings.lists.results.filter((one) => !one.isArchived || one.id === used())).map((one) => ({
      value: one.id,
      text: settings.resultName(one.id),
      icon: one.icon,
      color: one.color,
      hint: one.hint ?? (one.builtin ? say(`lists.resultHints.${one.builtin}`) : ''),
    })),
  )
}
export function useReasonChoices(): ComputedRef<ListChoice[]> {
  const settings = useSettings()
  return computed(() => sorted(settings.lists.reasons.filter((one) => !one.isArchived)).map((one) => ({ value: one.id, text: settings.reasonName(one.id) })))
}
export function useTagChoices(): ComputedRef<ListChoice[]> {
  const settings = useSettings()
  return computed(() => sorted(settings.lists.tags.filter((one) => !one.isArchived)).map((one) => ({ value: one.id, text: settings.tagName(one.id), color: one.color })))
}
export function useUserChoices(used: Used = () => null): ComputedRef<ListChoice[]> {
  const settings = useSettings()
  return computed(() => settings.lists.users.filter((one) => one.isActive || one.id === used()).map((one) => ({ value: one.id, text: one.name, color: one.color })))
}
