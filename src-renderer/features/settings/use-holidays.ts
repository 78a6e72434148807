// The holidays of a year: the national ones computed, and the user's own, added and removed (SET-5).
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { holidayText, type Holiday } from '../../../src-shared/domain/holidays.ts'
import { ask, listen } from '../../ui/core.ts'
import { errorWords } from '../../ui/feedback/error-words.ts'
import { holidayWords } from '../../ui/format/holiday-words.ts'

export function useHolidays(firstYear: number) {
  const year = ref(firstYear)
  const holidays = shallowRef<Holiday[]>([])
  /** The official list of the year; null where there is none here. */
  const source = ref<string | null>(null)
  const trouble = ref<string | null>(null)
  let turn = 0

  async function load(): Promise<void> {
    const mine = ++turn
    try {
      const answer = await ask('holiday.list', { year: year.value })
      if (mine !== turn) return
      holidays.value = answer.holidays
      source.value = answer.source
      trouble.value = null
    } catch (error) {
      if (mine === turn) trouble.value = errorWords(error)
    }
  }
  async function during(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      await load()
      return true
    } catch (error) {
      trouble.value = errorWords(error)
      return false
    }
  }
  watch(year, () => void load(), { immediate: true })
  const stops = [listen('recordsChanged', ({ tables }) => ('holiday' in tables || 'setting' in tables) && void load(), () => void load())]
  onScopeDispose(() => stops.forEach((stop) => stop()))
  return {
    year, holidays, source, trouble, load,
    add: (holiday: { on: string; until: string | null; name: string; isYearly: boolean }) => during(() => ask('holiday.save', { id: null, ...holiday, name: holiday.name.trim() })),
    remove: (id: string) => during(() => ask('holiday.remove', { id })),
    nameOf: (holiday: Holiday): string => holidayWords(holidayText(holiday)),
  }
}
