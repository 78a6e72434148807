// The settings, the user's lists and the state of the program as this window sees them; asked again when the core says they changed.
import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { AppState } from '../../../src-shared/contract/app.ts'
import type { ActionEntry, ActivityType, Lists, Reason, Result, Settings, Tag, User } from '../../../src-shared/contract/settings.ts'
import type { Wall } from '../../../src-shared/domain/local-time.ts'
import { ask, listen } from '../core.ts'
import { wallAt, type DateStyle } from '../format/date-words.ts'
import { nameStates, say, speak, language as spoken } from '../words/i18n.ts'
import { takeEarlySettings } from './early-settings.ts'

export const noLists: Lists = { types: [], results: [], tags: [], reasons: [], actions: [], users: [] }
export const firstSettings: Settings = {
  language: 'es', theme: 'system', textSize: 'normal', dateFormat: 'locale', numberFormat: 'comma', weekStart: 1, zone: null, country: 'ES', me: null,
  workingDays: [true, true, true, true, true, false, false], hours: [], nationalHolidays: true, singleLetterKeys: true, mailAttach: 'ask',
  mailUnderCustomer: 'ask', closingResult: null, reminderDefaults: {}, listColumns: {}, contactImports: [], holidayRegions: [], stateNames: {}, urgencyRules: [], firstPlace: 'activities',
}

type Named = { builtin: string | null; name: string | null }

export const useSettings = defineStore('settings', () => {
  const settings = ref<Settings>(firstSettings)
  const lists = shallowRef<Lists>(noLists)
  const appState = shallowRef<AppState | null>(null)
  const prefersDark = ref(matchMedia('(prefers-color-scheme: dark)').matches)
  /** The wall of the user's zone, renewed as minutes pass. */
  const now = ref<Wall>(wallAt(Date.now(), null))

  const byId = <T extends { id: string }>(pick: (all: Lists) => T[]) => computed(() => new Map(pick(lists.value).map((one) => [one.id, one])))
  const types = byId<ActivityType>((all) => all.types)
  const results = byId<Result>((all) => all.results)
  const tags = byId<Tag>((all) => all.tags)
  const reasons = byId<Reason>((all) => all.reasons)
  const actions = byId<ActionEntry>((all) => all.actions)
  const users = byId<User>((all) => all.users)

  const isDark = computed(() => settings.value.theme === 'dark' || (settings.value.theme === 'system' && prefersDark.value))
  const zone = computed(() => settings.value.zone ?? appState.value?.systemZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const dateStyle = computed<DateStyle>(() => ({
    language: settings.value.language,
    format: settings.value.dateFormat === 'locale' ? 'dmy' : settings.value.dateFormat,
  }))
  const me = computed(() => settings.value.me)

  function tick(): void {
    const next = wallAt(Date.now(), settings.value.zone)
    if (next.time !== now.value.time || next.on !== now.value.on) now.value = next
  }

  async function take(answer: Promise<{ settings: Settings; lists: Lists }>): Promise<void> {
    const got = await answer
    settings.value = got.settings
    lists.value = got.lists
    nameStates(got.settings.stateNames)
    tick()
    if (got.settings.language !== spoken()) await speak(got.settings.language)
  }
  const refresh = (): Promise<void> => take(ask('settings.get', {}))
  async function refreshState(): Promise<void> {
    appState.value = await ask('app.state', {})
  }

  /** First load of the window: what was asked early, then listening for changes. */
  async function start(): Promise<void> {
    const early = takeEarlySettings()
    setInterval(tick, 5000)
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => (prefersDark.value = event.matches))
    const again = (): void => void refresh().catch((error: unknown) => console.warn('settings', error))
    listen('settingsChanged', again, again)
    listen('recordsChanged', ({ tables }) => {
      if (Object.keys(tables).some((table) => listTables.has(table))) again()
    })
    watch(
      [isDark, () => settings.value.textSize],
      () => {
        document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light'
        document.documentElement.dataset['textSize'] = settings.value.textSize
      },
      { immediate: true },
    )
    appState.value = await (early?.state ?? ask('app.state', {}))
    if (!appState.value.trouble) await take(early?.settings ?? ask('settings.get', {}))
    // Nobody has chosen a language yet, or the choice cannot be read: the one asked for at the start, else the system's.
    const asked = new URLSearchParams(location.search).get('lang')
    if (appState.value.isFirstStart || appState.value.trouble) await speak(asked === 'es' || asked === 'en' ? asked : appState.value.systemLanguage)
  }

  /** Changes settings; what is shown follows at once. Rejects with a KnownError, and shows the old ones again. */
  async function set(changes: Partial<Settings>): Promise<void> {
    const before = settings.value
    settings.value = { ...before, ...changes }
    if (changes.language) await speak(changes.language)
    try {
      await ask('settings.set', changes)
    } catch (error) {
      settings.value = before
      await speak(before.language)
      throw error
    }
  }

  const nameIn = (list: 'types' | 'results' | 'reasons' | 'tags' | 'actions', entry: Named | undefined): string =>
    entry === undefined ? '' : (entry.name ?? (entry.builtin ? say(`lists.${list}.${entry.builtin}`) : ''))
  const typeName = (id: string): string => nameIn('types', types.value.get(id))
  const resultName = (id: string): string => nameIn('results', results.value.get(id))
  const reasonName = (id: string): string => nameIn('reasons', reasons.value.get(id))
  const actionName = (id: string): string => nameIn('actions', actions.value.get(id))
  const tagName = (id: string): string => nameIn('tags', tags.value.get(id))
  const userName = (id: string | null): string => (id === null ? '' : (users.value.get(id)?.name ?? ''))

  return {
    settings, lists, appState, now, isDark, zone, dateStyle, me, types, results, tags, reasons, actions, users,
    start, refresh, refreshState, set, typeName, resultName, reasonName, tagName, actionName, userName,
  }
})

/** Tables whose change makes the lists stale. */
const listTables = new Set(['user', 'activity_type', 'result', 'tag', 'reason', 'action', 'setting'])
