// A session under way (NXT-4): where it stands, what is typed for the contact in turn, and its steps. Each step is one command and one undo step; an undo brings its
// contact back in turn. What is typed is kept as a draft, so that leaving, or the end of the program, loses nothing.
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { SessionItem, SessionSummary } from '../../../src-shared/contract/next.ts'
import { ask, listen } from '../../ui/core.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { planOf, type NextMoment } from '../../ui/fields/next-moment.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { useCard } from './use-card.ts'

export type Session = SessionSummary & { items: SessionItem[] }
type Trouble = 'needResult' | 'wrongDate'
interface Typed {
  note: string
  resultId: string | null
  next: NextMoment | null
}
const draftPauseMs = 700
const blank = (): Typed => ({ note: '', resultId: null, next: null })

export function useSession(id: () => string) {
  const settings = useSettings()
  const quiet = useQuiet()
  const session = shallowRef<Session | null>(null)
  const trouble = shallowRef<unknown>(null)
  const at = ref(0)
  const isOver = ref(false)
  const typed = reactive<Typed>(blank())
  const isNextWrong = ref(false)
  const isTried = ref(false)
  const isBusy = ref(false)
  /** Chosen by hand; undefined: what the card proposes; null: a new one is recorded. */
  const chosen = ref<string | null | undefined>(undefined)
  const recordTypeId = ref<string | null>(null)
  /** Goes up with every contact that comes in turn: the page gives the focus to the note. */
  const turn = ref(0)

  const item = computed<SessionItem | null>(() => session.value?.items[at.value] ?? null)
  const { card, fetchAhead } = useCard(() => item.value?.contactId ?? null, false)
  const activityId = computed(() => (chosen.value === undefined ? (card.value?.dueId ?? null) : chosen.value))
  const callType = computed(() => settings.lists.types.find((type) => type.builtin === 'call')?.id ?? settings.lists.types[0]?.id ?? '')
  const typeId = computed(() => recordTypeId.value ?? callType.value)
  const done = computed(() => session.value?.items.filter((one) => one.state !== 'waiting').length ?? 0)

  async function load(): Promise<void> {
    try {
      const found = await ask('session.get', { id: id() })
      const before = session.value
      session.value = found
      trouble.value = null
      if (before === null) await begin(found)
      else {
        // What was undone comes in turn again.
        const back = found.items.findIndex((one, index) => one.state === 'waiting' && before.items[index]?.state !== 'waiting')
        if (back >= 0) go(back)
      }
    } catch (error) {
      trouble.value = error
    }
  }
  async function begin(found: Session): Promise<void> {
    const first = found.items.findIndex((one) => one.state === 'waiting')
    isOver.value = found.endedAt !== null || first < 0
    go(Math.max(0, first))
    const draft = await ask('draft.get', { key: draftKey() })
    const value = draft?.value as (Partial<Typed> & { itemId?: string }) | undefined
    if (value && value.itemId === item.value?.id) Object.assign(typed, { note: value.note ?? '', resultId: value.resultId ?? null, next: value.next ?? null })
  }
  void load()
  const stop = listen('recordsChanged', ({ tables }) => ('session_item' in tables || 'session' in tables) && void load(), () => void load())

  const draftKey = (): string => `session:${id()}`
  let timer: ReturnType<typeof setTimeout> | undefined
  const isBlank = (): boolean => typed.note === '' && typed.resultId === null && typed.next === null
  async function keepDraft(): Promise<void> {
    clearTimeout(timer)
    if (session.value === null || item.value === null) return
    try {
      if (isBlank()) await ask('draft.clear', { key: draftKey() })
      else await ask('draft.set', { key: draftKey(), title: item.value.contactName, value: { ...typed, itemId: item.value.id } })
    } catch (error) {
      console.warn('draft', error)
    }
  }
  watch(typed, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void keepDraft(), draftPauseMs)
  })
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
    void keepDraft()
  })

  function go(to: number): void {
    at.value = to
    Object.assign(typed, blank())
    chosen.value = undefined
    recordTypeId.value = null
    isTried.value = false
    isNextWrong.value = false
    isOver.value = session.value?.endedAt != null
    turn.value += 1
    const following = nextWaiting(to)
    if (following !== null) fetchAhead(session.value?.items[following]?.contactId ?? '')
  }
  /** The next one that waits, from the beginning again after the last; null where none does. */
  function nextWaiting(from: number): number | null {
    const items = session.value?.items ?? []
    for (let n = 1; n <= items.length; n++) {
      const index = (from + n) % items.length
      if (index !== from && items[index]?.state === 'waiting') return index
    }
    return null
  }
  function mark(state: SessionItem['state'], more: Partial<SessionItem> = {}): void {
    const now = session.value
    if (now === null) return
    session.value = { ...now, items: now.items.map((one, index) => (index === at.value ? { ...one, state, ...more } : one)) }
  }
  async function onward(): Promise<void> {
    clearTimeout(timer)
    const following = nextWaiting(at.value)
    if (following !== null) go(following)
    else {
      Object.assign(typed, blank())
      isOver.value = true
    }
    await ask('draft.clear', { key: draftKey() }).catch((error: unknown) => console.warn('draft', error))
  }

  const followUp = computed(() => settings.lists.results.find((result) => result.builtin === 'follow_up' && !result.isArchived)?.id ?? null)
  const troubleNow = computed<Trouble | null>(() => (typed.resultId === null ? 'needResult' : isNextWrong.value ? 'wrongDate' : null))
  async function step(): Promise<void> {
    isTried.value = true
    if (typed.resultId === null && typed.next !== null) typed.resultId = followUp.value
    const now = item.value
    if (isBusy.value || now?.state !== 'waiting' || card.value?.contact.id !== now.contactId || typed.resultId === null || troubleNow.value !== null) return
    isBusy.value = true
    const { on, time } = settings.now
    try {
      const made = await ask('session.step', {
        itemId: now.id,
        activityId: activityId.value,
        record: activityId.value === null ? { typeId: typeId.value, subject: settings.typeName(typeId.value), on, time } : null,
        closing: { resultId: typed.resultId, closedAt: `${on}T${time}`, note: typed.note },
        next: planOf(typed.next, settings.zone),
      })
      mark('done', { resultId: typed.resultId, activityId: made.activityId, nextId: made.nextId, nextAt: typed.next === null ? null : `${typed.next.on}T${typed.next.time ?? ''}` })
      await onward()
    } catch (error) {
      quiet.trouble(error)
    } finally {
      isBusy.value = false
    }
  }
  async function skip(): Promise<void> {
    const now = item.value
    if (isBusy.value || now === null) return
    isBusy.value = true
    try {
      if (now.state === 'waiting') {
        await ask('session.skip', { itemId: now.id })
        mark('skipped')
      }
      await onward()
    } catch (error) {
      quiet.trouble(error)
    } finally {
      isBusy.value = false
    }
  }
  const back = (): void => {
    if (isOver.value) isOver.value = false
    else if (at.value > 0) go(at.value - 1)
  }
  async function end(): Promise<void> {
    try {
      await ask('session.end', { id: id() })
      await ask('draft.clear', { key: draftKey() })
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const shownTrouble = computed(() => (isTried.value ? troubleNow.value : null))
  return { session, trouble, at, item, card, typed, isNextWrong, isBusy, isOver, activityId, chosen, typeId, recordTypeId, done, turn, shownTrouble, go, step, skip, back, end, load, isBlank }
}
