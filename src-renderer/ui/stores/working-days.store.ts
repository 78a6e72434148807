// Which days and hours are worked, in general and by each user who has hours of their own (SET-1), as this window knows it: the week of the settings and
// the holidays of the years around now, asked again when they change.
import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { Holiday, WeekHours } from '../../../src-shared/contract/settings.ts'
import { addDays, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import type { Setting } from '../../../src-shared/domain/next-date/index.ts'
import {
  createWorkingCalendar,
  withOwnHours,
  type WorkingCalendar,
  type WorkingWeek,
} from '../../../src-shared/domain/working-calendar.ts'
import { ask, listen } from '../core.ts'
import { say } from '../words/i18n.ts'
import { useSettings } from './settings.store.ts'

const everyDay = [true, true, true, true, true, true, true]
const usualStart = 9 * 60

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

  const week = computed<WorkingWeek>(() => {
    const { workingDays, hours } = settings.settings
    return {
      workingDays: workingDays.includes(true) ? workingDays : everyDay,
      hours,
      holidays: new Map(holidays.value.map(({ on, key, name }) => [on, name ?? key ?? ''])),
    }
  })
  const calendar = computed(() => createWorkingCalendar(week.value))
  const hoursOf = (ownerId: string | null | undefined): WeekHours | null => {
    const own = (ownerId && settings.users.get(ownerId)?.hours) || null
    return own?.some((day) => day.length > 0) === true ? own : null
  }
  const own = computed(
    () =>
      new Map(
        [...settings.users.keys()].flatMap((id): [string, WorkingCalendar][] =>
          hoursOf(id) ? [[id, createWorkingCalendar(withOwnHours(week.value, hoursOf(id)))]] : [],
        ),
      ),
  )
  /** By the owner's own days and hours, where there are some; else the general ones. */
  const calendarOf = (ownerId: string | null | undefined): WorkingCalendar =>
    own.value.get(ownerId ?? '') ?? calendar.value
  /** The minute of the day when work begins: on a day off, when it usually does. */
  function workStart(ownerId: string | null | undefined, on: LocalDate): number {
    const days = Array.from({ length: 7 }, (_day, at) => calendarOf(ownerId).hoursOn(addDays(on, at))[0]?.from ?? null)
    const first = days[0] ?? Math.min(...days.filter((start) => start !== null))
    // Where no hours are set, a day begins as an office does.
    return first > 0 && first < Infinity ? first : usualStart
  }
  function holidayName(on: string): string | null {
    const found = holidays.value.find((holiday) => holiday.on === on)
    return found === undefined ? null : (found.name ?? (found.key ? say(`settings.holidayNames.${found.key}`) : ''))
  }
  /** How words become dates here and now. */
  const wordSetting = (toward: Setting['toward'], ownerId?: string | null): Setting => ({
    language: settings.settings.language,
    order: settings.dateStyle.format,
    now: settings.now,
    zone: settings.zone,
    calendar: calendarOf(ownerId),
    hours: hoursOf(ownerId)?.flat() ?? settings.settings.hours,
    weekStart: settings.settings.weekStart,
    toward,
  })
  return { calendar, calendarOf, workStart, holidayName, wordSetting }
})
