// What the month and the hours have in common: a surface on which activities are pressed, dragged and drawn, empty ground that is pressed, and how an
// activity looks there. Each view says where its slots are; what is done with what is pressed is `hands`' matter.
import { nextTick, onBeforeUnmount, onMounted, watch } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import type { Slot } from '../../../src-shared/domain/calendar-moves.ts'
import { fromMinutes, toMinutes, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { iconPath } from '../../ui/icons/icons.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { stateIcons } from './calendar-colors.ts'
import { slotMinutes } from './calendar-cursor.ts'
import { isTimed, whenOf } from './entry-words.ts'
import type { Surface } from './surface.ts'
import type { Hands } from './use-hands.ts'

export interface GridView {
  surface: Surface
  days: () => readonly LocalDate[]
  /** Reads where the view stands in the window; elements whose size it depends on are `watched`. */
  measure: () => void
  watched: () => (HTMLElement | null)[]
  card: (entry: CalendarEntry, at: HTMLElement) => void
}

export function useGrid(hands: Hands, { surface, days, measure, watched, card }: GridView) {
  const settings = useSettings()
  const format = useFormat()
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    hands.showOn(surface)
    measure()
    watcher = new ResizeObserver(measure)
    for (const element of watched()) if (element) watcher.observe(element)
  })
  onBeforeUnmount(() => {
    watcher?.disconnect()
    hands.leave(surface)
  })
  // Sizes are watched: a page that is turned is laid out once, with its frame.
  watch(days, () => {
    if (hands.drag.value !== null) void nextTick(hands.paint)
  })

  function press(event: PointerEvent, entry: CalendarEntry): void {
    const target = event.currentTarget as HTMLElement
    measure()
    const isEdge = (event.target as HTMLElement).classList.contains('cal-entry__edge')
    hands.pressEntry(event, entry, isEdge ? 'resize' : 'move', () => {
      hands.goTo({ on: entry.on, minute: isTimed(entry) ? toMinutes(entry.time ?? '00:00') : null, entryId: entry.id })
      target.focus({ preventScroll: true })
      if (hands.selectByClick(event, entry)) card(entry, target)
    })
  }
  const rounded = ({ on, minute }: Slot): Slot => ({
    on,
    minute: minute === null ? null : Math.floor(minute / slotMinutes) * slotMinutes,
  })
  function pressGround(event: PointerEvent): void {
    measure()
    hands.pressEmpty(event, (slot) => {
      hands.clear()
      if (slot) hands.goTo({ ...rounded(slot), entryId: null })
      void nextTick(() =>
        document
          .querySelector<HTMLElement>('[data-calendar-view] [data-slot][tabindex="0"]')
          ?.focus({ preventScroll: true }),
      )
    })
  }
  function createAt(event: MouseEvent): void {
    const slot = surface.slotAt(event.clientX, event.clientY)
    if (!slot) return
    const { on, minute } = rounded(slot)
    hands.create({ on, time: minute === null ? null : fromMinutes(minute) })
  }

  const classOf = (entry: CalendarEntry): Record<string, boolean> => ({
    'is-selected': hands.selected.value.has(entry.id),
    'is-moving': hands.moving.value.has(entry.id),
    'is-done': entry.state === 'done',
    'is-cancelled': entry.state === 'cancelled',
    'is-late': format.isOverdue(whenOf(entry), entry.state),
  })
  /** A plain drawing: a component for each of hundreds would cost more than all the rest. */
  const iconOf = (entry: CalendarEntry): string =>
    iconPath(stateIcons[entry.state] ?? settings.types.get(entry.typeId)?.icon ?? 'dots-horizontal')
  return { press, pressGround, createAt, classOf, iconOf }
}
