// Which days are worked, as this window knows it: the week of the settings and the holidays of the years around now, asked again when they change.
import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Holiday } from '../../../src-shared/contract/settings.ts'
import type { Setting } from '../../../src-shared/domain/next-date/index.ts'
import { createWorkingCalendar, type WorkingCalendar } from '../../../src-shared/domain/working-calendar.ts'
import { ask, listen } from '../core.ts'
import { say } from '../words/i18n.ts'
import { useSettings } from './settings.store.ts'

const everyDay = [true, true, true, true, true, true, true]

export const useWorkingDays = defineStore('workingDays', () => {
  const settings = useSettings()
  const holidays = shallowRef<Holiday[]>([])
  const firstYear = computed(() => Number(settings.now.on.slice(0, 4)))
  const turn = ref(0)

  async function load(): Promise<void> {
    const mine = ++turn.value
    const years = [-1, 0, 1, 2].map((distance) => firstYear.value + distance)
    const answers = await Promise.all(years.map((year) => ask('holiday.list', { year })))
    if (mine === turn.value) holidays.value = answers.flatMap((answer) => answer.holidays)
  }
  const again = (): void => void load().catch((error: unknown) => console.warn('holidays', error))
  watch(firstYear, again, { immediate: true })
  listen('recordsChanged', ({ tables }) => ('holiday' in tables || 'setting' in tables) && again(), again)
  listen('settingsChanged', again)

  const calendar = computed<WorkingCalendar>(() => {
    const week = settings.settings.workingDays
    return createWorkingCalendar({ workingDays: week.includes(true) ? week : everyDay, hours: [], holidays: new Map(holidays.value.map(({ on, key, name }) => [on, name ?? key ?? ''])) })
  })
  function holidayName(on: string): string | null {
    const found = holidays.value.find((holiday) => holiday.on === on)
    return found === undefined ? null : (found.name ?? (found.key ? say(`settings.holidayNames.${found.key}`) : ''))
  }
  /** How words become dates here and now. */
  const wordSetting = (toward: Setting['toward']): Setting => ({
    language: settings.settings.language, order: settings.dateStyle.format, now: settings.now, zone: settings.zone, calendar: calendar.value, hours: settings.settings.hours,
    weekStart: settings.settings.weekStart, toward,
  })
  return { calendar, holidayName, wordSetting }
})
