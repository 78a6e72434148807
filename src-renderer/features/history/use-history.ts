// Change sets newest first, of everything or of one record, read on as they are scrolled, and undoing any of them (HIS-1, HIS-2).
import { onScopeDispose, reactive, ref, shallowRef } from 'vue'
import type { ChangeSetSummary, UndoOutcome } from '../../../src-shared/contract/history.ts'
import { ask, listen } from '../../ui/core.ts'
import { errorWords } from '../../ui/feedback/error-words.ts'
import { commandWords, useQuiet } from '../../ui/feedback/quiet.store.ts'
import { say } from '../../ui/words/i18n.ts'

const pageSize = 50
const mostAtOnce = 200
const calmMs = 300

export function useHistory(recordId: string | null) {
  const quiet = useQuiet()
  const sets = shallowRef<ChangeSetSummary[]>([])
  const isLoading = ref(true)
  const trouble = shallowRef<unknown>(null)
  const nextBefore = ref<number | null>(null)
  /** What undoing said, kept beside the change set it was about. */
  const outcomes = reactive(new Map<string, UndoOutcome | { failed: string }>())
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read(before: number | null, limit: number): Promise<void> {
    const mine = ++turn
    clearTimeout(timer)
    isLoading.value = true
    try {
      const answer = await ask('history.list', { recordId, before, limit })
      if (mine !== turn) return
      sets.value = before === null ? answer.changeSets : [...sets.value, ...answer.changeSets]
      nextBefore.value = answer.nextBefore
      trouble.value = null
    } catch (error) {
      if (mine === turn) trouble.value = error
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }
  const again = (): Promise<void> => read(null, Math.min(mostAtOnce, Math.max(pageSize, sets.value.length)))
  async function more(): Promise<void> {
    if (!isLoading.value && nextBefore.value !== null) await read(nextBefore.value, pageSize)
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void again(), calmMs)
  }
  const stop = listen('recordsChanged', soon, soon)
  onScopeDispose(() => {
    turn++
    clearTimeout(timer)
    stop()
  })
  async function undo(set: ChangeSetSummary): Promise<void> {
    try {
      const outcome = await ask('history.undo', { changeSetId: set.id })
      outcomes.set(set.id, outcome)
      // Seen at once; the list is read again in a moment.
      sets.value = sets.value.map((one) => (one.id === set.id ? { ...one, canUndo: false } : one))
      quiet.show(say('shell.undone', { command: commandWords(outcome.undoneCommand) }))
    } catch (error) {
      outcomes.set(set.id, { failed: errorWords(error) })
    }
  }
  void read(null, pageSize)
  return { sets, isLoading, trouble, nextBefore, outcomes, again, more, undo }
}
