// What colours an activity in the calendar (CAL-4), and the legend of what is shown. Colour never speaks alone: entries carry the icon of their type
// and the legend names each colour.
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'

export const colorings = ['type', 'owner', 'state', 'result'] as const
export type Coloring = (typeof colorings)[number]
export const isColoring = (value: unknown): value is Coloring => colorings.some((one) => one === value)

export interface LegendLine {
  key: string
  color: string
  text: string
  icon: string | null
}

const none = '#8a9695'
const stateColors: Record<CalendarEntry['state'], string> = { planned: '#0b6b64', in_progress: '#1c62b3', on_hold: '#b07a10', done: '#5b8a3c', cancelled: '#9a6a6a' }
export const stateIcons: Record<CalendarEntry['state'], string | null> = { planned: null, in_progress: 'play', on_hold: 'pause', done: 'check', cancelled: 'cancel' }

export function useColors() {
  const settings = useSettings()
  const keyOf = (entry: CalendarEntry, by: Coloring): string =>
    by === 'type' ? entry.typeId : by === 'owner' ? entry.ownerId : by === 'state' ? entry.state : (entry.resultId ?? '')

  /** Asked for every activity that is drawn: the colour alone, without the words of the legend. */
  function colorOfKey(key: string, by: Coloring): string {
    if (by === 'state') return stateColors[key as CalendarEntry['state']]
    const list = by === 'type' ? settings.types : by === 'owner' ? settings.users : settings.results
    return list.get(key)?.color || none
  }
  function lineOf(key: string, by: Coloring): LegendLine {
    const line = { key, color: colorOfKey(key, by) }
    if (by === 'type') return { ...line, text: settings.typeName(key), icon: settings.types.get(key)?.icon ?? null }
    if (by === 'owner') return { ...line, text: settings.userName(key), icon: null }
    if (by === 'state') return { ...line, text: say(`lists.states.${key}`), icon: stateIcons[key as CalendarEntry['state']] }
    return key === '' ? { ...line, text: say('calendar.noResult'), icon: null } : { ...line, text: settings.resultName(key), icon: settings.results.get(key)?.icon ?? null }
  }
  const colorOf = (entry: CalendarEntry, by: Coloring): string => colorOfKey(keyOf(entry, by), by)
  /** One line for each colour that is shown. */
  function legendOf(entries: readonly CalendarEntry[], by: Coloring): LegendLine[] {
    const keys = new Set(entries.map((entry) => keyOf(entry, by)))
    return [...keys].map((key) => lineOf(key, by)).sort((a, b) => a.text.localeCompare(b.text))
  }
  return { colorOf, legendOf }
}
