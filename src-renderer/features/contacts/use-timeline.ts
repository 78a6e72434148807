// A contact's single timeline, newest first, read on as it is scrolled (CON-4); read again, as far as it was, when something of it changes.
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { TimelineEntry } from '../../../src-shared/contract/contacts.ts'
import { ask, listen } from '../../ui/core.ts'

export type TimelineKind = TimelineEntry['kind']
export const timelineKinds: TimelineKind[] = ['activity', 'note', 'mail', 'change']
/** What is shown at first: what happened with the contact, not who edited what. */
const usualKinds: TimelineKind[] = ['activity', 'note', 'mail']

const pageSize = 40
const mostAtOnce = 200
const calmMs = 300
const typingMs = 120
const tables = ['activity', 'note', 'mail', 'mail_contact', 'contact', 'contact_point', 'contact_address', 'contact_tag', 'employment']

/** Switches one kind; the last one cannot be switched off, as that would be an empty page that teaches nothing. */
export function toggleKind(kinds: readonly TimelineKind[], kind: TimelineKind): TimelineKind[] {
  if (!kinds.includes(kind)) return timelineKinds.filter((one) => one === kind || kinds.includes(one))
  return kinds.length === 1 ? [...kinds] : kinds.filter((one) => one !== kind)
}

export function useTimeline(id: () => string | null, options: { kinds?: TimelineKind[]; limit?: number; waits?: boolean } = {}) {
  const size = options.limit ?? pageSize
  const kinds = ref<TimelineKind[]>(options.kinds ?? usualKinds)
  const entries = shallowRef<TimelineEntry[]>([])
  const hasMore = ref(false)
  const isLoading = ref(false)
  /** Words to look for. */
  const text = ref('')
  const trouble = shallowRef<unknown>(null)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read(before: TimelineEntry | null, limit: number): Promise<void> {
    const contactId = id()
    const mine = ++turn
    clearTimeout(timer)
    if (contactId === null) {
      entries.value = []
      return
    }
    isLoading.value = true
    try {
      const answer = await ask('contact.timeline', { id: contactId, kinds: kinds.value, before: before && { at: before.at, id: before.id }, limit, text: text.value.trim() })
      if (mine !== turn) return
      entries.value = before ? [...entries.value, ...answer.entries] : answer.entries
      hasMore.value = answer.hasMore
      trouble.value = null
    } catch (error) {
      if (mine === turn) trouble.value = error
    } finally {
      if (mine === turn) isLoading.value = false
    }
  }
  const again = (): Promise<void> => read(null, Math.min(mostAtOnce, Math.max(size, entries.value.length)))
  async function more(): Promise<void> {
    if (isLoading.value || !hasMore.value) return
    await read(entries.value.at(-1) ?? null, size)
  }
  const soon = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void again(), ms)
  }
  watch(
    [id, kinds],
    ([now], [before]) => {
      if (now !== before) {
        entries.value = []
        text.value = ''
      }
      if (options.waits) soon(80)
      else void read(null, size)
    },
    { immediate: true },
  )
  watch(() => text.value.trim(), () => soon(typingMs))
  const stop = listen('recordsChanged', (data) => tables.some((table) => table in data.tables) && soon(calmMs), () => soon(calmMs))
  onScopeDispose(() => {
    turn++
    clearTimeout(timer)
    stop()
  })
  return { kinds, text, entries, hasMore, isLoading, trouble, more, again, toggle: (kind: TimelineKind) => (kinds.value = toggleKind(kinds.value, kind)) }
}
