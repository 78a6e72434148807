// What is done with activities in the calendar, by mouse and by keys alike: selected, moved, resized, drawn anew. One change is one command and one
// undo step. Must stay true: nothing is written before the button is let go or Enter is pressed, and Esc leaves everything as it was.
import { computed, onScopeDispose, ref, shallowRef, type ShallowRef } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import {
  drawn,
  minutesPerDay,
  movedTogether,
  resizedTo,
  snapTo,
  type Slot,
} from '../../../src-shared/domain/calendar-moves.ts'
import {
  addDays,
  addMinutes,
  daysBetween,
  fromMinutes,
  toMinutes,
  type LocalDate,
  type When,
} from '../../../src-shared/domain/local-time.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { useColors } from './calendar-colors.ts'
import type { Cursor } from './calendar-cursor.ts'
import { drawnMinutes, isTimed, useEntryWords, whenOf } from './entry-words.ts'
import { createPointer, type Drag } from './pointer-drag.ts'
import { Ghosts, type Surface } from './surface.ts'
import type { Calendar } from './use-calendar.ts'
import { useEntrySelection } from './use-entry-selection.ts'
import { useWrittenMoves } from './use-written-moves.ts'

const snap = 15
const fineSnap = 5
const leastMinutes = 5

export function useHands(calendar: Calendar) {
  const settings = useSettings()
  const format = useFormat()
  const words = useEntryWords()
  const colors = useColors()
  const surface: ShallowRef<Surface | null> = shallowRef(null)
  const { selected, select, selectByClick, clear, refreshSelected, selectIn } = useEntrySelection(calendar, surface)
  const cursor = ref<Cursor>({ on: settings.now.on, minute: null, entryId: null })
  const drag = shallowRef<Drag | null>(null)
  const moving = computed<ReadonlySet<string>>(
    () =>
      new Set(
        drag.value?.mode === 'move' || drag.value?.mode === 'resize' ? drag.value.entries.map(({ id }) => id) : [],
      ),
  )
  /** Said by screen readers as it happens. */
  const announced = ref('')
  const { apply } = useWrittenMoves(calendar, announced)
  let ghosts: Ghosts | null = null

  const goTo = (to: Cursor): void => void (cursor.value = to)
  const showOn = (view: Surface): void => void (surface.value = view)
  const leave = (view: Surface): void => {
    if (surface.value === view) surface.value = null
  }

  // --- what a drag would do
  const startOf = (entry: CalendarEntry): Slot => ({
    on: entry.on,
    minute: isTimed(entry) ? toMinutes(entry.time ?? '00:00') : null,
  })
  /** A slot some minutes earlier or later. */
  function slotBefore(slot: Slot, minutes: number): Slot {
    if (slot.minute === null) return { on: addDays(slot.on, -Math.round(minutes / minutesPerDay)), minute: null }
    const at = slot.minute - minutes
    const days = Math.floor(at / minutesPerDay)
    return { on: addDays(slot.on, days), minute: at - days * minutesPerDay }
  }
  function snapped(slot: Slot, step: number): Slot {
    if (slot.minute === null) return slot
    const wall = addMinutes({ on: slot.on, time: '00:00' }, snapTo(slot.minute, step))
    return { on: wall.on, minute: toMinutes(wall.time) }
  }
  /** New moments of what is dragged, were it let go now. */
  function outcome(): Map<string, When> {
    const now = drag.value
    if (!now?.grabbed || !now.to) return new Map()
    if (now.mode === 'resize') return new Map([[now.grabbed.id, resizedTo(whenOf(now.grabbed), now.to, leastMinutes)]])
    return movedTogether(now.entries.map(words.movable), words.movable(now.grabbed), now.to)
  }
  function labelOf(when: When, count: number): string {
    const time =
      when.time === null
        ? ''
        : when.durationMinutes
          ? `–${addMinutes({ on: when.on, time: when.time }, when.durationMinutes).time}`
          : ''
    const text = format.when(when) + (when.until === null ? time : '')
    return count > 1 ? `${text} · ${say('calendar.moving', { n: format.number(count) }, count)}` : text
  }
  function paint(): void {
    const now = drag.value
    const view = surface.value
    if (!now || !view) return
    ghosts ??= new Ghosts()
    if (now.mode === 'draw' || now.mode === 'band') {
      const when = now.from && now.to ? drawn(now.from, now.to, settings.zone) : null
      return ghosts.paint(
        view,
        when ? [{ when, color: 'var(--m-accent)', text: '' }] : [],
        when && now.mode === 'draw' ? labelOf(when, 1) : '',
      )
    }
    const whens = outcome()
    const lead = now.grabbed ? whens.get(now.grabbed.id) : undefined
    const order = now.grabbed ? [now.grabbed, ...now.entries.filter(({ id }) => id !== now.grabbed?.id)] : now.entries
    ghosts.paint(
      view,
      order.flatMap((entry) => {
        const when = whens.get(entry.id)
        return when
          ? [{ when, color: colors.colorOf(entry, calendar.colorBy.value), text: entry.contact || entry.subject }]
          : []
      }),
      lead ? labelOf(lead, now.entries.length) : '',
    )
  }
  function end(): void {
    ghosts?.remove()
    ghosts = null
    drag.value = null
    pointer.stop()
  }
  function abandon(): void {
    if (drag.value?.byKeys) announced.value = say('calendar.abandoned')
    end()
  }

  // --- let go
  function drop(): void {
    const now = drag.value
    if (!now) return
    if (now.mode === 'draw' && now.from && now.to) {
      const when = drawn(now.from, now.to, settings.zone)
      end()
      return create(when)
    }
    if (now.mode === 'band' && now.from && now.to) {
      const when = drawn(now.from, now.to, settings.zone)
      end()
      return selectIn(when)
    }
    const whens = outcome()
    const { entries, grabbed } = now
    end()
    const lead = grabbed ? whens.get(grabbed.id) : undefined
    if (lead && grabbed)
      cursor.value = {
        on: lead.on,
        minute: lead.time === null || lead.until !== null ? null : toMinutes(lead.time),
        entryId: grabbed.id,
      }
    void apply(whens, entries)
  }
  function create(when: {
    on: LocalDate
    time: string | null
    durationMinutes?: number | null
    until?: string | null
  }): void {
    const owner = calendar.owner.value ?? settings.me
    // A span of days is typed in the full form.
    void openDialog(when.until ? 'activity-form' : 'activity-quick', {
      on: when.on,
      time: when.time,
      ...(when.durationMinutes ? { minutes: when.durationMinutes } : {}),
      ...(when.until ? { until: when.until } : {}),
      ...(owner ? { ownerId: owner } : {}),
    })
  }

  // --- by mouse
  const pointer = createPointer({
    drag,
    surface,
    turn: (by) => calendar.turn(by),
    paint,
    drop,
    abandon,
    aim: (now, under, isFine) => target(now, under, isFine ? fineSnap : snap),
  })
  const { follow } = pointer
  /** The slot meant by a pointer over `under`. */
  function target(now: Drag, under: Slot, step: number): Slot {
    const view = surface.value
    if (now.mode === 'draw' || now.mode === 'band')
      return now.from?.minute == null || under.minute == null ? { on: under.on, minute: null } : snapped(under, step)
    if (now.mode === 'resize') return under.minute === null ? under : snapped(under, step)
    if (now.grabbed && view?.keepsHours) {
      const days = addDays(under.on, -Math.round(now.offset / minutesPerDay))
      return { on: days, minute: startOf(now.grabbed).minute }
    }
    const isSameKind = now.grabbed !== null && (startOf(now.grabbed).minute === null) === (under.minute === null)
    return isSameKind ? snapped(slotBefore(under, now.offset), step) : snapped(under, step)
  }
  /** Selected ones move along with the one that was grabbed; an unselected one moves alone. */
  const withSelected = (entry: CalendarEntry): CalendarEntry[] =>
    selected.value.has(entry.id) ? [...selected.value.values()] : [entry]

  function pressEntry(event: PointerEvent, entry: CalendarEntry, mode: 'move' | 'resize', onClick: () => void): void {
    follow(
      event,
      (at) => {
        const under = surface.value?.slotAt(at.clientX, at.clientY) ?? null
        const start = startOf(entry)
        const isSame = under !== null && (start.minute === null) === (under.minute === null)
        const offset =
          under === null
            ? 0
            : isSame || surface.value?.keepsHours
              ? daysBetween(start.on, under.on) * minutesPerDay +
                (isSame && !surface.value?.keepsHours ? (under.minute ?? 0) - (start.minute ?? 0) : 0)
              : 0
        if (!selected.value.has(entry.id)) select(entry, 'only')
        return {
          mode,
          entries: mode === 'resize' ? [entry] : withSelected(entry),
          grabbed: entry,
          offset,
          from: start,
          to: start,
          byKeys: false,
        }
      },
      onClick,
    )
  }
  /** From the side list: what was grabbed goes where the pointer is. */
  function pressWaiting(event: PointerEvent, entry: CalendarEntry, onClick: () => void): void {
    follow(
      event,
      () => ({
        mode: 'move',
        entries: withSelected(entry),
        grabbed: entry,
        offset: 0,
        from: null,
        to: null,
        byKeys: false,
      }),
      onClick,
    )
  }
  function pressEmpty(event: PointerEvent, onClick: (slot: Slot | null) => void): void {
    const under = surface.value?.slotAt(event.clientX, event.clientY) ?? null
    const from =
      under && under.minute !== null ? { on: under.on, minute: Math.floor(under.minute / snap) * snap } : under
    follow(
      event,
      () =>
        from
          ? {
              mode: event.shiftKey ? 'band' : 'draw',
              entries: [],
              grabbed: null,
              offset: 0,
              from,
              to: from,
              byKeys: false,
            }
          : null,
      () => onClick(from),
    )
  }

  // --- by keys
  function grab(entry: CalendarEntry): void {
    const entries = withSelected(entry)
    if (!selected.value.has(entry.id)) select(entry, 'only')
    const start = startOf(entry)
    drag.value = { mode: 'move', entries, grabbed: entry, offset: 0, from: start, to: start, byKeys: true }
    announced.value = say('calendar.grabbed', { n: format.number(entries.length) }, entries.length)
    paint()
  }
  /** Puts what waits without an hour at the cursor, to be moved on from there. */
  function grabWaiting(entry: CalendarEntry, at: Slot): void {
    drag.value = {
      mode: 'move',
      entries: withSelected(entry),
      grabbed: entry,
      offset: 0,
      from: null,
      to: at,
      byKeys: true,
    }
    announced.value = say('calendar.grabbed', { n: '1' }, 1)
    paint()
  }
  function nudge(days: number, minutes: number): void {
    const now = drag.value
    if (!now?.byKeys || !now.to) return
    const nudged = (slot: Slot): Slot =>
      slot.minute === null
        ? { on: addDays(slot.on, days), minute: null }
        : slotBefore(slot, -(days * minutesPerDay + minutes))
    const to = nudged(now.to)
    // One that was stretched before is moved with its new length.
    drag.value =
      now.mode === 'resize' && now.grabbed
        ? { ...now, grabbed: startingAt(now.grabbed, nudged(startOf(now.grabbed))), to }
        : { ...now, to }
    calendar.reveal(to.on)
    tell()
  }
  const startingAt = (entry: CalendarEntry, { on, minute }: Slot): CalendarEntry => ({
    ...entry,
    on,
    time: minute === null ? null : fromMinutes(minute),
  })
  /** Longer or shorter by keys, while it is held: from where it was moved to so far. */
  function stretch(minutes: number): void {
    const now = drag.value
    if (!now?.byKeys || !now.grabbed) return
    const held = now.grabbed
    const when = outcome().get(held.id) ?? whenOf(held)
    if (when.time === null || when.until !== null) return
    const wall = addMinutes(
      { on: when.on, time: when.time },
      Math.max(leastMinutes, (when.durationMinutes ?? drawnMinutes) + minutes),
    )
    drag.value = {
      ...now,
      mode: 'resize',
      entries: now.entries.filter(({ id }) => id === held.id),
      grabbed: startingAt(held, { on: when.on, minute: toMinutes(when.time) }),
      to: { on: wall.on, minute: toMinutes(wall.time) },
    }
    tell()
  }
  function tell(): void {
    paint()
    const now = drag.value
    const lead = now?.grabbed ? outcome().get(now.grabbed.id) : undefined
    if (lead) announced.value = labelOf(lead, 1)
  }
  /** Between the row of days and the hours. */
  function toHours(): void {
    const now = drag.value
    if (!now?.byKeys || !now.to || now.mode === 'resize' || surface.value?.keepsHours) return
    drag.value = {
      ...now,
      to: { on: now.to.on, minute: now.to.minute === null ? calendar.workStart(now.to.on) : null },
    }
    tell()
  }

  onScopeDispose(end)
  return {
    selected,
    cursor,
    drag,
    moving,
    announced,
    goTo,
    showOn,
    leave,
    select,
    selectByClick,
    clear,
    refreshSelected,
    abandon,
    drop,
    create,
    paint,
    pressEntry,
    pressWaiting,
    pressEmpty,
    grab,
    grabWaiting,
    nudge,
    stretch,
    toHours,
  }
}
export type Hands = ReturnType<typeof useHands>
