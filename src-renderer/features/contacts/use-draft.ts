// Keeps what a form holds while it is being written, and offers it again (UX-4). A draft is no record and nobody else sees it.
import { onScopeDispose, ref } from 'vue'
import { ask } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'

const restMs = 600

export function useDraft(key: string) {
  const quiet = useQuiet()
  /** UTC ms of the draft that was found and is shown now; null when there is none. */
  const savedAt = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting: (() => void) | null = null

  async function find<T>(): Promise<T | null> {
    try {
      const draft = await ask('draft.get', { key })
      savedAt.value = draft?.savedAt ?? null
      return (draft?.value as T | undefined) ?? null
    } catch (error) {
      console.warn('draft.get', error)
      return null
    }
  }
  /** Keeps the value when typing rests. */
  function keep(title: string, value: unknown): void {
    clearTimeout(timer)
    const plain = JSON.parse(JSON.stringify(value)) as Record<string, unknown>
    waiting = () => {
      waiting = null
      ask('draft.set', { key, title: title.slice(0, 200), value: plain }).catch(quiet.trouble)
    }
    timer = setTimeout(() => waiting?.(), restMs)
  }
  async function clear(): Promise<void> {
    clearTimeout(timer)
    waiting = null
    savedAt.value = null
    await ask('draft.clear', { key })
  }
  const flush = (): void => {
    clearTimeout(timer)
    waiting?.()
  }
  addEventListener('pagehide', flush)
  onScopeDispose(() => {
    flush()
    removeEventListener('pagehide', flush)
  })
  return { savedAt, find, keep, clear }
}
