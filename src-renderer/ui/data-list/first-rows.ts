// Answers asked before the interface was loaded, kept until the list that wants them takes them once.
import type { SavedView } from '../../../src-shared/contract/settings.ts'

export interface EarlyList {
  filter: Record<string, unknown>
  sort: { by: string; descending: boolean }
  views: Promise<{ views: SavedView[] }>
  first: Promise<{ rows: unknown[]; hasMore: boolean }>
}

const early = new Map<string, EarlyList>()

export function offerFirstRows(list: string, answers: EarlyList): void {
  // Whoever takes them hears of a failure; until then it must not count as unhandled.
  answers.first.catch(() => undefined)
  answers.views.catch(() => undefined)
  early.set(list, answers)
}

/** The early answers of a list, once; null when there are none (any more). */
export function takeFirstRows(list: string): EarlyList | null {
  const answers = early.get(list) ?? null
  early.delete(list)
  return answers
}
