// The card of one contact, fetched when the focus rests on it and again when something of it changed; the next one can be fetched beforehand.
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { SessionCard } from '../../../src-shared/contract/next.ts'
import { ask, listen } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'

const restMs = 90

export function useCard(contactId: () => string | null, rests = true) {
  const quiet = useQuiet()
  const card = shallowRef<SessionCard | null>(null)
  const ahead = new Map<string, Promise<SessionCard>>()
  /** Something changed since those were fetched. */
  let isStale = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const fetch = (id: string): Promise<SessionCard> => ask('session.card', { contactId: id })
  async function load(fresh: boolean): Promise<void> {
    const id = contactId()
    if (id === null) {
      card.value = null
      return
    }
    try {
      const found = await ((fresh ? undefined : ahead.get(id)) ?? fetch(id))
      if (contactId() === id) card.value = found
      if (isStale && !fresh) {
        isStale = false
        void load(true)
      }
    } catch (error) {
      if (contactId() === id) quiet.trouble(error)
    } finally {
      ahead.delete(id)
    }
  }
  /** Fetched now, shown at once when its turn comes. */
  function fetchAhead(id: string): void {
    if (ahead.has(id)) return
    const promise = fetch(id)
    promise.catch(() => ahead.delete(id))
    ahead.set(id, promise)
  }
  watch(
    contactId,
    (id) => {
      clearTimeout(timer)
      if (id !== null && ahead.has(id)) void load(false)
      else timer = setTimeout(() => void load(false), rests ? restMs : 0)
    },
    { immediate: true },
  )
  const stop = listen(
    'recordsChanged',
    ({ tables }) => {
      if (!['contact', 'contact_point', 'activity', 'note', 'rhythm'].some((table) => table in tables)) return
      isStale = ahead.size > 0
      void load(true)
    },
    () => void load(true),
  )
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })
  return { card, fetchAhead }
}
