// What a window's calendar shows: which view of which days, filter and colours, the entries of the range, what waits, and holidays; asked again when
// the core says that something changed.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { KnownError } from '../../../src-shared/errors.ts'
import type { CalendarEntry, CalendarFilter, CalendarRange } from '../../../src-shared/contract/calendar.ts'
import type { CallInput, CallOutput } from '../../../src-shared/contract/index.ts'
import { holidayText } from '../../../src-shared/domain/holidays.ts'
import type { SavedView } from '../../../src-shared/contract/settings.ts'
import type { LocalDate, When } from '../../../src-shared/domain/local-time.ts'
import type { MinuteInterval } from '../../../src-shared/domain/working-calendar.ts'
import { ask, listen } from '../../ui/core.ts'
import { filterText, type FilterValues } from '../../ui/data-list/filter-parts.ts'
import { useViews } from '../../ui/data-list/use-views.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { holidayWords } from '../../ui/format/holiday-words.ts'
import { say } from '../../ui/words/i18n.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { useWorkingDays } from '../../ui/stores/working-days.store.ts'
import { isColoring, type Coloring } from './calendar-colors.ts'
import { daysOf, isShow, monthGrid, turned, type Show } from './calendar-days.ts'

/** More than fits into a day of a month in a window of this height; in steps, so that a little resizing asks for nothing new. */
const perDayOfMonth = (): number => Math.min(40, Math.max(8, Math.ceil(innerHeight / 5 / 19 / 4) * 4))
const waitingShown = 100
/** Answers that are kept: a few pages around the shown one. */
const keptAnswers = 36
/** Keys of the view that are no filter. */
const settingsOfView = ['show', 'colorBy']

/** What was there where nothing of it changed: it need not be drawn anew. */
const sameOr = (before: CalendarEntry[], now: CalendarEntry[]): CalendarEntry[] =>
  JSON.stringify(before) === JSON.stringify(now) ? before : now

export type Waiting = CallOutput<'calendar.waiting'>

export function useCalendar() {
  const settings = useSettings()
  const quiet = useQuiet()
  const workingDays = useWorkingDays()
  const views = useViews('calendar', [], {
    filter: { owners: ['me'], show: 'week', colorBy: 'type' },
    sort: { by: 'date', descending: false },
  })
  const anchor = ref<LocalDate>(settings.now.on)
  const range = shallowRef<CalendarRange>({ entries: [], counts: {} })
  /** The days that `range` belongs to: a page shows what belongs to it, never what was on the page before. */
  const loaded = shallowRef<LocalDate[]>([])
  const waiting = shallowRef<Waiting>({ untimed: [], overdue: [], untimedTotal: 0, overdueTotal: 0 })
  const pending = shallowRef<ReadonlySet<string>>(new Set())
  const holidays = shallowRef<ReadonlyMap<string, string>>(new Map())
  const trouble = ref<unknown>(null)

  const show = computed<Show>({
    get: () => (isShow(views.filter.value['show']) ? views.filter.value['show'] : 'week'),
    set: (value) => (views.filter.value = { ...views.filter.value, show: value }),
  })
  const colorBy = computed<Coloring>({
    get: () => (isColoring(views.filter.value['colorBy']) ? views.filter.value['colorBy'] : 'type'),
    set: (value) => (views.filter.value = { ...views.filter.value, colorBy: value }),
  })
  /** The filter alone, for the chips and the core. */
  const filter = computed<FilterValues>({
    get: () => Object.fromEntries(Object.entries(views.filter.value).filter(([key]) => !settingsOfView.includes(key))),
    set: (value) => (views.filter.value = { ...value, show: show.value, colorBy: colorBy.value }),
  })
  /** Whose calendar this is, where it is one person's. */
  const owner = computed<string | null>(() => {
    const owners = filter.value['owners']
    const only = Array.isArray(owners) && owners.length === 1 ? String(owners[0]) : null
    return only === 'me' ? settings.me : only
  })
  /** Its owner's own days and hours (SET-1), else the general ones. */
  const hoursOn = (day: LocalDate): readonly MinuteInterval[] =>
    holidays.value.has(day) ? [] : workingDays.calendarOf(owner.value).hoursOn(day)
  const workStart = (day: LocalDate): number => workingDays.workStart(owner.value, day)
  const weekdays = computed(
    () =>
      settings.users.get(owner.value ?? '')?.hours?.map((hours) => hours.length > 0) ?? settings.settings.workingDays,
  )
  const asked = computed(() => filterText(filter.value))
  const days = computed(() => daysOf(show.value, anchor.value, settings.settings.weekStart, weekdays.value))
  const bounds = computed(() => ({ from: days.value[0] ?? anchor.value, to: days.value.at(-1) ?? anchor.value }))
  const entries = computed<readonly CalendarEntry[]>(() => (loaded.value.length > 0 ? range.value.entries : []))

  // --- what was asked already, until something changes: turning back and on costs no question
  const answers = new Map<string, unknown>()
  let answersOf = 0
  /** At once where it is known. */
  function known<N extends 'calendar.range' | 'calendar.waiting' | 'calendar.pending'>(
    name: N,
    input: CallInput<N>,
  ): CallOutput<N> | Promise<CallOutput<N>> {
    const key = `${name}${settings.now.on}${JSON.stringify(input)}`
    const found = answers.get(key) as CallOutput<N> | undefined
    if (found !== undefined) return found
    const since = answersOf
    return ask(name, input).then((answer) => {
      if (since !== answersOf) return answer
      answers.set(key, answer)
      for (const oldest of [...answers.keys()].slice(0, -keptAnswers)) answers.delete(oldest)
      return answer
    })
  }
  const forget = (): void => {
    answersOf += 1
    answers.clear()
  }
  const boundsOf = (shown: readonly LocalDate[]) => ({
    from: shown[0] ?? anchor.value,
    to: shown.at(-1) ?? anchor.value,
  })
  const rangeInput = (shown: readonly LocalDate[]): CallInput<'calendar.range'> => ({
    ...boundsOf(shown),
    filter: filter.value as CalendarFilter,
    perDay: show.value === 'month' ? perDayOfMonth() : null,
  })
  const waitingInput = (shown: readonly LocalDate[]): CallInput<'calendar.waiting'> => ({
    ...boundsOf(shown),
    filter: filter.value as CalendarFilter,
    limit: waitingShown,
  })
  function pendingInput(month: LocalDate): CallInput<'calendar.pending'> {
    const grid = monthGrid(month, settings.settings.weekStart)
    return { from: grid[0] ?? month, to: grid.at(-1) ?? month, filter: filter.value as CalendarFilter }
  }

  // --- views: two that always are there, then the user's own
  const shipped = computed(() =>
    [
      { id: 'mine', builtin: 'mine', owners: ['me'] },
      { id: 'everybody', builtin: 'everybody', owners: [] },
    ].map(({ id, builtin, owners }): SavedView => ({
      id,
      builtin,
      revision: 0,
      list: 'calendar',
      name: null,
      position: -1,
      spec: { filter: { owners, show: show.value, colorBy: colorBy.value }, sort: views.sort.value, columns: [] },
    })),
  )
  const tabs = computed(() => [...shipped.value, ...views.views.value])
  const tab = computed(
    () =>
      views.current.value ??
      shipped.value.find(({ spec }) => filterText(spec.filter) === filterText(views.filter.value))?.id ??
      null,
  )
  function chooseTab(view: SavedView): void {
    if (view.builtin === null) return views.choose(view)
    views.current.value = null
    views.filter.value = { ...view.spec.filter }
  }
  const tabName = (view: SavedView): string =>
    view.builtin === null ? views.nameOf(view) : say(`calendar.views.${view.builtin}`)

  let turn = 0
  let pendingMonth = anchor.value
  /** Takes an answer, in the same turn where it is known; an older question's answer is dropped. */
  function take<T>(
    answer: T | Promise<T>,
    mine: () => boolean,
    put: (value: T) => void,
    fail: (error: unknown) => void,
  ): void {
    if (!(answer instanceof Promise)) return put(answer)
    answer.then(
      (value) => mine() && put(value),
      (error: unknown) => mine() && fail(error),
    )
  }
  function load(): void {
    const mine = ++turn
    const shown = days.value
    const isMine = (): boolean => mine === turn
    take(
      known('calendar.range', rangeInput(shown)),
      isMine,
      (got) => {
        range.value = got
        loaded.value = shown
        trouble.value = null
        prefetch(mine)
      },
      (error) => {
        if (!(error instanceof KnownError && error.code === 'closed')) trouble.value = error
      },
    )
    take(known('calendar.waiting', waitingInput(shown)), isMine, showWaiting, quiet.trouble)
    loadPending()
  }
  function showWaiting(got: Waiting): void {
    const { untimed, overdue } = waiting.value
    waiting.value = { ...got, untimed: sameOr(untimed, got.untimed), overdue: sameOr(overdue, got.overdue) }
  }
  /** Marks the days of the small month, which may show another month than the page. */
  function loadPending(month: LocalDate = pendingMonth): void {
    pendingMonth = month
    take(
      known('calendar.pending', pendingInput(month)),
      () => pendingMonth === month,
      (got) => (pending.value = new Set(got.days)),
      quiet.trouble,
    )
  }
  /** The pages before and after, while nothing else is to be done. */
  function prefetch(mine: number): void {
    if (show.value === 'agenda') return
    requestIdleCallback(() => {
      if (mine !== turn || document.hidden) return
      for (const by of [1, -1]) {
        const there = turned(show.value, anchor.value, by)
        const shown = daysOf(show.value, there, settings.settings.weekStart, weekdays.value)
        const all = [
          known('calendar.range', rangeInput(shown)),
          known('calendar.waiting', waitingInput(shown)),
          known('calendar.pending', pendingInput(there)),
        ]
        Promise.all(all).catch((error: unknown) => console.warn('calendar', error))
      }
    })
  }
  async function loadHolidays(): Promise<void> {
    const years = [...new Set([bounds.value.from, bounds.value.to].map((day) => Number(day.slice(0, 4))))].filter(
      (year) => year >= 1900 && year <= 2200,
    )
    try {
      const all = await Promise.all(years.map((year) => ask('holiday.list', { year })))
      holidays.value = new Map(
        all.flatMap((one) => one.holidays).map((day) => [day.on, holidayWords(holidayText(day))]),
      )
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const reload = (): void => {
    forget()
    load()
  }

  watch([bounds, asked, show], load, { immediate: true })
  watch(
    () => [bounds.value.from.slice(0, 4), bounds.value.to.slice(0, 4), settings.settings.language],
    () => void loadHolidays(),
    { immediate: true },
  )
  views.load().catch(quiet.trouble)

  const shownTables = ['activity', 'contact', 'activity_type']
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = (): void => {
    forget()
    clearTimeout(timer)
    timer = setTimeout(reload, 30)
  }
  const stop = listen(
    'recordsChanged',
    ({ tables }) => {
      if (shownTables.some((table) => table in tables)) again()
      if ('holiday' in tables || 'setting' in tables) void loadHolidays()
    },
    again,
  )
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
  })

  /** Turns to the page of a day that is not shown. */
  function reveal(day: LocalDate): void {
    if (
      !days.value.includes(day) ||
      (show.value === 'month' &&
        day.slice(0, 7) !== anchor.value.slice(0, 7) &&
        (day < bounds.value.from || day > bounds.value.to))
    )
      anchor.value = day
  }
  /** Draws entries at their new moments before the core has answered. */
  function showMoved(whens: ReadonlyMap<string, When>): void {
    const moved = (all: CalendarEntry[]): CalendarEntry[] =>
      all.map((entry) => {
        const when = whens.get(entry.id)
        return when === undefined
          ? entry
          : { ...entry, on: when.on, time: when.time, minutes: when.durationMinutes, until: when.until }
      })
    const known = new Set(range.value.entries.map(({ id }) => id))
    const waited = moved(
      [...waiting.value.untimed, ...waiting.value.overdue].filter(({ id }) => whens.has(id) && !known.has(id)),
    )
    range.value = {
      ...range.value,
      entries: [
        ...moved(range.value.entries),
        ...waited.filter((one, at) => waited.findIndex(({ id }) => id === one.id) === at),
      ],
    }
  }

  return {
    views,
    tabs,
    tab,
    chooseTab,
    tabName,
    anchor,
    loadPending,
    reveal,
    showMoved,
    show,
    colorBy,
    filter,
    owner,
    hoursOn,
    workStart,
    days,
    bounds,
    entries,
    counts: computed(() => range.value.counts),
    loaded,
    waiting,
    pending,
    holidays,
    trouble,
    reload,
    turn: (by: number) => (anchor.value = turned(show.value, anchor.value, by)),
    today: () => (anchor.value = settings.now.on),
  }
}
export type Calendar = ReturnType<typeof useCalendar>
