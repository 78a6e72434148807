// The first page of the day as it is now (DSH-1): asked again when something it shows has changed, and when a day begins. What was shown stays until then.
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { CallOutput } from '../../../src-shared/contract/index.ts'
import type { TodayPage } from '../../../src-shared/contract/today.ts'
import { oftenMoved, type TodayFigure } from '../../../src-shared/domain/today-figures.ts'
import { ask, listen } from '../../ui/core.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import type { ListWanted } from '../../ui/shell/open-list.ts'

const tables = ['activity', 'activity_tag', 'activity_type', 'contact', 'contact_tag', 'setting', 'holiday']
const pause = 400

/** The list behind each figure: exactly what was counted. */
export const behind: Record<TodayFigure, { list: 'activities' | 'contacts' } & ListWanted> = {
  open: { list: 'activities', filter: { done: 'open', owners: ['me'] } },
  urgent: { list: 'activities', filter: { done: 'all', owners: ['me'], urgent: true } },
  overdue: { list: 'activities', filter: { done: 'open', owners: ['me'], overdue: true } },
  preparing: { list: 'activities', filter: { done: 'open', owners: ['me'], states: ['in_progress', 'on_hold'] } },
  oftenMoved: { list: 'activities', filter: { done: 'open', owners: ['me'], movedTimes: oftenMoved } },
  contacts: { list: 'contacts', filter: { owners: ['me'] } },
  urgentContacts: { list: 'contacts', filter: { owners: ['me'], urgent: true }, sort: { by: 'last', descending: false } },
  nothingScheduled: { list: 'contacts', filter: { owners: ['me'], nothingScheduled: true }, sort: { by: 'last', descending: false } },
}

export const coolingList: ListWanted = { filter: { owners: ['me'], rhythm: ['cooling', 'cold'] }, sort: { by: 'rhythm', descending: true } }

export function useToday() {
  const settings = useSettings()
  const page = shallowRef<TodayPage | null>(null)
  const tray = ref<number | null>(null)
  const cooling = shallowRef<CallOutput<'contact.coolingOff'> | null>(null)
  const trouble = shallowRef<unknown>(null)
  let turn = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const [got, counted, cool] = await Promise.all([ask('today.page', {}), ask('tray.count', {}), ask('contact.coolingOff', { owner: 'me', limit: 7 })])
      if (mine !== turn) return
      page.value = got
      tray.value = counted.waiting
      cooling.value = cool
      trouble.value = null
    } catch (error) {
      if (mine === turn) trouble.value = error
    }
  }
  /** Many changes in a row are one question. */
  function soon(): void {
    clearTimeout(waiting)
    waiting = setTimeout(() => void load(), pause)
  }
  const stop = listen('recordsChanged', (changed) => [...tables, 'mail', 'tray'].some((table) => table in changed.tables) && soon(), () => void load())
  watch(() => [settings.now.on, settings.me], () => void load(), { immediate: true })
  onScopeDispose(() => {
    turn += 1
    clearTimeout(waiting)
    stop()
  })
  return { page, tray, cooling, trouble, load }
}
