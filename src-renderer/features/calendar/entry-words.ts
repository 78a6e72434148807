// How an activity is called in the calendar: on its block, and in full for a screen reader or on hovering; what marks it has. Also its moment as the core has it.
import { computed } from 'vue'
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { fromMinutes, toMinutes, type When } from '../../../src-shared/domain/local-time.ts'
import type { Movable } from '../../../src-shared/domain/calendar-moves.ts'
import { urgencyOfActivity, type ActiveRule, type ActivityFacts } from '../../../src-shared/domain/urgency.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { ruleWords, useUrgency } from '../../ui/urgency/urgency.store.ts'
import { language, say } from '../../ui/words/i18n.ts'

/** What is drawn of one without a duration. */
export const drawnMinutes = 30

export const whenOf = (entry: CalendarEntry): When => ({
  on: entry.on,
  time: entry.time,
  durationMinutes: entry.minutes,
  until: entry.until,
  zone: entry.zone,
})
export const isTimed = (entry: CalendarEntry): boolean => entry.time !== null && entry.until === null
export const isClosed = (entry: CalendarEntry): boolean => entry.state === 'done' || entry.state === 'cancelled'

const factsOf = (entry: CalendarEntry): ActivityFacts => ({ ...entry, when: entry, isBinned: false })

/** What an activity is besides its moment and its words: urgent (SET-6), one of a series (ACT-15). */
export interface EntryMark {
  icon: 'alert' | 'repeat'
  text: string
}

/** `10:00–11:30`; over midnight the end is the time on the wall there. */
export function hoursOf(entry: CalendarEntry): string {
  if (entry.time === null || entry.until !== null) return ''
  return entry.minutes ? `${entry.time}–${fromMinutes((toMinutes(entry.time) + entry.minutes) % 1440)}` : entry.time
}

export function useEntryWords() {
  const settings = useSettings()
  const format = useFormat()
  const urgency = useUrgency()
  const movable = (entry: CalendarEntry): Movable => ({
    id: entry.id,
    when: whenOf(entry),
    usualMinutes: settings.types.get(entry.typeId)?.defaultMinutes ?? drawnMinutes,
  })
  /** The objective it misses, or none: as a list, for templates. (A function of the store is an action, which costs more than the answer.) */
  function urgentOf(entry: CalendarEntry): ActiveRule[] {
    const rule = urgencyOfActivity(factsOf(entry), urgency.now)
    return rule === null ? [] : [rule]
  }
  function marksOf(entry: CalendarEntry): EntryMark[] {
    const marks: EntryMark[] = urgentOf(entry).map((rule) => ({
      icon: 'alert',
      text: `${say('urgency.urgent')}: ${ruleWords(rule)}`,
    }))
    return entry.isRepeated ? [...marks, { icon: 'repeat', text: say('calendar.repeats') }] : marks
  }
  /** Everything of it in one line; kept with the entry until what it is said with is another, since it is asked for at every drawing. */
  const kept = computed(() => {
    void [language(), settings.settings, settings.zone, settings.lists, urgency.version]
    return new WeakMap<CalendarEntry, string>()
  })
  function full(entry: CalendarEntry): string {
    const before = kept.value.get(entry)
    if (before !== undefined) return before
    const text = written(entry)
    kept.value.set(entry, text)
    return text
  }
  const written = (entry: CalendarEntry): string =>
    [
      format.exactWhen(whenOf(entry)),
      settings.typeName(entry.typeId),
      entry.contact,
      entry.subject,
      entry.state === 'planned' ? '' : say(`lists.states.${entry.state}`),
      entry.resultId === null ? '' : settings.resultName(entry.resultId),
      settings.users.size > 1 ? settings.userName(entry.ownerId) : '',
      ...marksOf(entry).map(({ text }) => text),
    ]
      .filter((part) => part !== '')
      .join(', ')
  /** For a screen reader: what is seen, then the rest (WCAG 2.5.3). */
  const label = (entry: CalendarEntry, seen: readonly string[]): string =>
    `${seen.filter((part) => part !== '').join(' ')}, ${full(entry)}`
  return { movable, urgentOf, marksOf, full, label }
}
