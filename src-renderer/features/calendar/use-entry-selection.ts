// Which activities of the calendar are selected: by clicks as in any list, and by a rectangle drawn over days and hours.
import { shallowRef, type ShallowRef } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { minutesPerDay } from '../../../src-shared/domain/calendar-moves.ts'
import { addMinutes, toMinutes, type When } from '../../../src-shared/domain/local-time.ts'
import { drawnMinutes, isTimed } from './entry-words.ts'
import type { Surface } from './surface.ts'
import type { Calendar } from './use-calendar.ts'

export function useEntrySelection(calendar: Calendar, surface: ShallowRef<Surface | null>) {
  const selected = shallowRef<ReadonlyMap<string, CalendarEntry>>(new Map())

  function select(entry: CalendarEntry, how: 'only' | 'toggle' | 'add'): void {
    const next = new Map(how === 'only' ? [] : selected.value)
    if (how === 'toggle' && next.has(entry.id)) next.delete(entry.id)
    else next.set(entry.id, entry)
    selected.value = next
  }
  /** As in any list: Ctrl adds or takes away, Shift adds. True where it was a plain click, which chooses this one alone. */
  function selectByClick(event: MouseEvent, entry: CalendarEntry): boolean {
    const how = event.ctrlKey || event.metaKey ? 'toggle' : event.shiftKey ? 'add' : 'only'
    select(entry, how)
    return how === 'only'
  }
  const clear = (): void => {
    if (selected.value.size > 0) selected.value = new Map()
  }
  /** After a reload what is selected carries its new revision; what left the range stays as it was last seen. */
  function refreshSelected(entries: readonly CalendarEntry[]): void {
    if (selected.value.size === 0) return
    const known = new Map(entries.map((entry) => [entry.id, entry]))
    selected.value = new Map([...selected.value].map(([id, entry]) => [id, known.get(id) ?? entry]))
  }
  /** Everything that begins within the days and hours of a rectangle. */
  function selectIn(area: When): void {
    const last = area.until ?? area.on
    const [from, to] =
      area.time === null
        ? [null, null]
        : [toMinutes(area.time), (toMinutes(area.time) + (area.durationMinutes ?? 0)) % minutesPerDay]
    const lastDay =
      area.time === null ? last : addMinutes({ on: area.on, time: area.time }, area.durationMinutes ?? 0).on
    const [low, high] = from !== null && to !== null ? [Math.min(from, to), Math.max(from, to)] : [0, minutesPerDay]
    const found = calendar.entries.value.filter((entry) => {
      if (entry.on < area.on || entry.on > lastDay) return false
      if (from === null) return !isTimed(entry) || surface.value?.keepsHours === true
      return (
        isTimed(entry) &&
        toMinutes(entry.time ?? '00:00') < high &&
        toMinutes(entry.time ?? '00:00') + (entry.minutes ?? drawnMinutes) > low
      )
    })
    selected.value = new Map(found.map((entry) => [entry.id, entry]))
  }
  return { selected, select, selectByClick, clear, refreshSelected, selectIn }
}
