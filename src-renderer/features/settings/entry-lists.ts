// The user's own lists as settings edits them (SET-2): what each list holds beside a name, names, order. Pure.
import type { ListEntry } from '../../../src-shared/contract/settings.ts'

export type ListName = 'types' | 'results' | 'tags' | 'reasons' | 'actions'
export const listNames: ListName[] = ['types', 'results', 'tags', 'reasons', 'actions']

export interface ListShape {
  hasIcon: boolean
  hasColor: boolean
  hasMinutes: boolean
  hasCalendar: boolean
  hasMeaning: boolean
}
export const listShapes: Record<ListName, ListShape> = {
  types: { hasIcon: true, hasColor: true, hasMinutes: true, hasCalendar: true, hasMeaning: false },
  results: { hasIcon: true, hasColor: true, hasMinutes: false, hasCalendar: false, hasMeaning: true },
  tags: { hasIcon: false, hasColor: true, hasMinutes: false, hasCalendar: false, hasMeaning: false },
  reasons: { hasIcon: false, hasColor: false, hasMinutes: false, hasCalendar: false, hasMeaning: false },
  actions: { hasIcon: false, hasColor: false, hasMinutes: false, hasCalendar: false, hasMeaning: false },
}

/** Colours that are told apart in both themes. */
export const entryColors = ['#0f766e', '#2563eb', '#7c3aed', '#be185d', '#b91c1c', '#b45309', '#4d7c0f', '#15803d', '#0369a1', '#475569', '#64748b', '#78350f']

/** Those in use first, in their order, then the archived. */
export function inOrder<T extends ListEntry>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => Number(a.isArchived) - Number(b.isArchived) || a.position - b.position)
}

/** The ids after one of them went `by` places down (or up); null where it cannot move. Archived ones keep their place at the end. */
export function movedIds(entries: readonly ListEntry[], id: string, by: number): string[] | null {
  const ordered = inOrder(entries)
  const inUse = ordered.filter((entry) => !entry.isArchived).length
  const at = ordered.findIndex((entry) => entry.id === id)
  const to = at + by
  if (at < 0 || at >= inUse || to < 0 || to >= inUse) return null
  const ids = ordered.map((entry) => entry.id)
  ids.splice(to, 0, ...ids.splice(at, 1))
  return ids
}

/** Written differently only by case, accents or spaces. */
export function isSameName(a: string, b: string): boolean {
  const key = (name: string): string => name.trim().replace(/\s+/g, ' ')
  return key(a).localeCompare(key(b), undefined, { sensitivity: 'base' }) === 0
}

/** What a name field keeps: null goes back to the shipped word. */
export function keptName(typed: string, entry: Pick<ListEntry, 'builtin'>, shipped: string): string | null | undefined {
  const name = typed.trim()
  if (entry.builtin !== null && (name === '' || name === shipped)) return null
  return name === '' ? undefined : name
}
