// What the search box shows for what is typed (UX-1): hits as they come, never older than the text; what was worked on lately while nothing is typed.
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { RecentHit, SearchAnswer, SearchGroup } from '../../../src-shared/contract/search.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask } from '../core.ts'

export interface Search {
  answer: ShallowRef<SearchAnswer | null>
  recent: ShallowRef<RecentHit[]>
  /** The answer for what is typed now is not here yet. */
  isAsking: Ref<boolean>
  trouble: ShallowRef<unknown>
  /** Resolves when what is shown belongs to what is typed. */
  settled(): Promise<void>
}

/** Records opened from the box in this window, newest first. */
const opened: { group: SearchGroup; id: string }[] = []
export function noteOpened(group: SearchGroup, id: string): void {
  const index = opened.findIndex((one) => one.id === id)
  if (index >= 0) opened.splice(index, 1)
  opened.unshift({ group, id })
  opened.length = Math.min(opened.length, 20)
}

const hitsShown = 6

export function useSearch(text: Ref<string>): Search {
  const answer = shallowRef<SearchAnswer | null>(null)
  const recent = shallowRef<RecentHit[]>([])
  const isAsking = ref(false)
  const trouble = shallowRef<unknown>(null)
  let turn = 0
  let pending: Promise<void> = Promise.resolve()

  async function find(wanted: string): Promise<void> {
    const mine = ++turn
    isAsking.value = true
    try {
      const got = wanted.length < 2 ? null : await ask('search.all', { text: wanted, limit: hitsShown })
      if (mine !== turn) return
      answer.value = got
      trouble.value = null
    } catch (error) {
      // Overtaken by what was typed since: that answer comes.
      if (mine !== turn || (error instanceof KnownError && error.code === 'cancelled')) return
      answer.value = null
      trouble.value = error
    }
    isAsking.value = false
  }
  watch(
    () => text.value.trim(),
    (wanted) => (pending = find(wanted.slice(0, 200))),
  )
  ask('search.recent', { opened, limit: 8 }).then(
    ({ hits }) => (recent.value = hits),
    (error: unknown) => (trouble.value = error),
  )
  onScopeDispose(() => (turn += 1))
  return { answer, recent, isAsking, trouble, settled: () => pending }
}
