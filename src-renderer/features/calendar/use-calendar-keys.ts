// The calendar by keyboard alone: arrows walk slots and activities, Shift with them selects, Enter opens or creates, M takes an activity in hand, and
// arrows then move it until Enter lets it go or Esc gives it up.
import { watch } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { fromMinutes, toMinutes, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useShortcuts } from '../../ui/shortcuts/use-shortcuts.ts'
import { stopsOfCell, stopsOfHours, walked, type Arrow, type Cursor, type Walk } from './calendar-cursor.ts'
import { shows } from './calendar-days.ts'
import { isTimed } from './entry-words.ts'
import type { CalendarActions } from './use-calendar-actions.ts'
import type { Calendar } from './use-calendar.ts'
import type { Hands } from './use-hands.ts'

const arrows: Record<string, Arrow> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'home',
  End: 'end',
}
const step = 15
const fineStep = 5

interface Page {
  focusCursor: () => void
  card: (entry: CalendarEntry) => void
  list: (day: LocalDate) => void
}

export function useCalendarKeys(calendar: Calendar, hands: Hands, actions: CalendarActions, page: Page) {
  const entryOf = (cursor: Cursor): CalendarEntry | null =>
    calendar.entries.value.find(({ id }) => id === cursor.entryId) ?? null
  /** The selection, else what is under the cursor. */
  const target = (): CalendarEntry[] => {
    if (hands.selected.value.size > 0) return [...hands.selected.value.values()]
    const entry = entryOf(hands.cursor.value)
    return entry ? [entry] : []
  }
  const onDay = (on: LocalDate): CalendarEntry[] =>
    calendar.entries.value
      .filter((entry) => (isTimed(entry) ? entry.on === on : entry.on <= on && on <= (entry.until ?? entry.on)))
      .sort((a, b) => (a.time ?? '').localeCompare(b.time ?? '') || (a.id < b.id ? -1 : 1))
  const walk = (): Walk => {
    const days = calendar.days.value
    if (calendar.show.value === 'month') {
      // In a month one walks what is drawn.
      return {
        kind: 'cells',
        days,
        stopsOf: (on) =>
          stopsOfCell(
            on,
            onDay(on).filter(({ id }) => document.getElementById(`cal-${id}`) !== null),
          ),
      }
    }
    if (calendar.show.value === 'agenda') {
      const all = days.flatMap((on) =>
        onDay(on)
          .filter((entry) => entry.on === on)
          .map((entry): Cursor => ({ on, minute: null, entryId: entry.id })),
      )
      return { kind: 'agenda', days, stopsOf: () => all }
    }
    return { kind: 'hours', days, stopsOf: (on) => stopsOfHours(on, onDay(on)) }
  }
  function go(arrow: Arrow, extend: boolean): void {
    const before = entryOf(hands.cursor.value)
    if (extend && before) hands.select(before, 'add')
    const next = walked(walk(), hands.cursor.value, arrow)
    hands.cursor.value = next
    calendar.reveal(next.on)
    const entry = entryOf(next)
    if (extend && entry) hands.select(entry, 'add')
    page.focusCursor()
  }
  function enter(inWindow: boolean): void {
    const { on, minute } = hands.cursor.value
    const entry = entryOf(hands.cursor.value)
    if (entry) {
      if (inWindow) page.card(entry)
      else void openDialog('activity-form', { id: entry.id }).then(page.focusCursor)
    } else if (calendar.show.value === 'month' && (calendar.counts.value[on] ?? 0) > 0) page.list(on)
    else hands.create({ on, time: minute === null ? null : fromMinutes(minute) })
  }
  function whileHeld(event: KeyboardEvent): boolean {
    if (!hands.drag.value?.byKeys) return false
    const fine = event.shiftKey ? fineStep : step
    const down = (by: number): void =>
      calendar.show.value === 'month' ? hands.nudge(Math.sign(by) * 7, 0) : hands.nudge(0, by)
    const letGo = (how: () => void): void => {
      how()
      page.focusCursor()
    }
    if (event.altKey && event.key === 'ArrowDown') hands.stretch(fine)
    else if (event.altKey && event.key === 'ArrowUp') hands.stretch(-fine)
    else if (event.key === 'ArrowDown') down(fine)
    else if (event.key === 'ArrowUp') down(-fine)
    else if (event.key === 'ArrowLeft') hands.nudge(-1, 0)
    else if (event.key === 'ArrowRight') hands.nudge(1, 0)
    else if (event.key === 'PageDown') hands.nudge(7, 0)
    else if (event.key === 'PageUp') hands.nudge(-7, 0)
    else if (event.key.toLowerCase() === 'd') hands.toHours()
    else if (event.key === 'Enter' || event.key === ' ') letGo(hands.drop)
    else if (event.key === 'Escape') letGo(hands.abandon)
    else if (event.key !== 'Tab') return true
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || whileHeld(event)) return
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    const arrow = arrows[event.key]
    if (arrow && (event.ctrlKey || event.metaKey) && (arrow === 'up' || arrow === 'down'))
      go(arrow === 'up' ? 'previousEntry' : 'nextEntry', event.shiftKey)
    else if (arrow && isPlain) go(arrow, event.shiftKey)
    else if (event.key === 'PageDown' || event.key === 'PageUp') turnTo(event.key === 'PageDown' ? 1 : -1)
    else if (event.key === 'Enter' && isPlain) enter(false)
    else if (event.key === ' ') {
      const entry = entryOf(hands.cursor.value)
      if (entry) hands.select(entry, 'toggle')
    } else if (event.key === 'Escape' && hands.selected.value.size > 0) hands.clear()
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a')
      for (const entry of calendar.entries.value) hands.select(entry, 'add')
    else if (/^[1-5]$/.test(event.key) && isPlain) {
      const show = shows[Number(event.key) - 1]
      if (show) calendar.show.value = show
      page.focusCursor()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  function turnTo(by: number): void {
    calendar.turn(by)
    hands.cursor.value = {
      ...hands.cursor.value,
      on: calendar.show.value === 'month' ? calendar.anchor.value : (calendar.days.value[0] ?? calendar.anchor.value),
      entryId: null,
    }
    page.focusCursor()
  }
  /** Takes what waits without an hour in hand, at the start of a working day. */
  function grabWaiting(entry: CalendarEntry): void {
    const on = calendar.days.value.includes(hands.cursor.value.on)
      ? hands.cursor.value.on
      : (calendar.days.value[0] ?? calendar.anchor.value)
    hands.grabWaiting(entry, {
      on,
      minute: calendar.show.value === 'month' ? null : (hands.cursor.value.minute ?? calendar.workStart(on)),
    })
    page.focusCursor()
  }
  const withTarget = (act: (entries: CalendarEntry[]) => Promise<void>) => (): void => {
    const entries = target()
    if (entries.length > 0) void act(entries).then(page.focusCursor)
  }
  useShortcuts([
    {
      keys: 'T',
      words: 'calendar.today',
      group: 'list',
      run: () => (
        calendar.today(),
        (hands.cursor.value = { ...hands.cursor.value, on: calendar.anchor.value, entryId: null }),
        page.focusCursor()
      ),
    },
    {
      keys: 'N',
      words: 'shortcuts.create',
      group: 'list',
      run: () =>
        hands.create({
          on: hands.cursor.value.on,
          time: hands.cursor.value.minute === null ? null : fromMinutes(hands.cursor.value.minute),
        }),
    },
    {
      keys: 'I',
      words: 'calendar.cardKey',
      group: 'list',
      run: () => void (entryOf(hands.cursor.value) && enter(true)),
    },
    {
      keys: 'M',
      words: 'calendar.moveKey',
      group: 'selection',
      run: () => {
        const entry = entryOf(hands.cursor.value) ?? target()[0]
        if (entry) hands.grab(entry)
      },
    },
    { keys: 'F', words: 'shortcuts.dates', group: 'selection', run: withTarget(actions.changeDates) },
    { keys: 'C', words: 'shortcuts.closeActivities', group: 'selection', run: withTarget(actions.close) },
    { keys: 'Del', words: 'shortcuts.bin', group: 'selection', run: withTarget(actions.bin) },
  ])
  // A cursor on an activity that went away stays on its slot; on one that was moved elsewhere (an undo, another window) it goes along.
  watch(calendar.entries, () => {
    const { entryId, on } = hands.cursor.value
    if (entryId === null) return
    const entry = entryOf(hands.cursor.value)
    if (entry === null) hands.cursor.value = { ...hands.cursor.value, entryId: null }
    else if (isTimed(entry) ? entry.on !== on : on < entry.on || on > (entry.until ?? entry.on)) {
      hands.cursor.value = { on: entry.on, minute: isTimed(entry) ? toMinutes(entry.time ?? '00:00') : null, entryId }
    }
  })
  watch(calendar.days, (days) => {
    if (!days.includes(hands.cursor.value.on) && !hands.drag.value)
      hands.cursor.value = {
        on: days.includes(calendar.anchor.value) ? calendar.anchor.value : (days[0] ?? calendar.anchor.value),
        minute: hands.cursor.value.minute,
        entryId: null,
      }
  })
  return { onKey, grabWaiting }
}
