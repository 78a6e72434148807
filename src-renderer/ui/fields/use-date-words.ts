// What a text in a date field means and how that is said: the moment understood, what was avoided, the other readings, or why it is no date.
import {
  readNextDate,
  type Moment,
  type Refusal,
  type Understanding,
} from '../../../src-shared/domain/next-date/index.ts'
import { dateNames, dayWords, durationWords, exactDate } from '../format/date-words.ts'
import { useSettings } from '../stores/settings.store.ts'
import { useWorkingDays } from '../stores/working-days.store.ts'
import { say } from '../words/i18n.ts'

/** What a field can hold besides a day. */
export interface Taken {
  toward: 'future' | 'nearest'
  time: boolean
  until: boolean
}
export type DateRead = { moment: Moment; alternatives: Moment[] } | { trouble: string }

/** `ownerId`: by whose days and hours words are read; the general ones where it is not given. */
export function useDateWords(ownerId: () => string | null | undefined) {
  const settings = useSettings()
  const workingDays = useWorkingDays()

  function read(text: string, taken: Taken): DateRead {
    const understood: Understanding = readNextDate(text, workingDays.wordSetting(taken.toward, ownerId()))
    if (!understood.isUnderstood) return { trouble: refusalWords(understood) }
    if (understood.moment.time !== null && !taken.time) return { trouble: say('dates.onlyDay') }
    if (understood.moment.until !== null && !taken.until) return { trouble: say('dates.onlyOneDay') }
    return { moment: understood.moment, alternatives: understood.alternatives }
  }

  function refusalWords(refusal: Refusal): string {
    const { longDays, longMonths } = dateNames(settings.settings.language)
    const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
    switch (refusal.reason) {
      case 'no_such_day':
        return say('dates.refused.no_such_day', {
          month: capital(longMonths[refusal.month - 1] ?? ''),
          day: refusal.day,
          last: refusal.last,
          year: refusal.year,
        })
      case 'no_such_month':
        return say('dates.refused.no_such_month', { month: refusal.month })
      case 'no_such_time':
      case 'no_such_ordinal':
        return say(`dates.refused.${refusal.reason}`, { text: refusal.text })
      case 'other_weekday':
        return say('dates.refused.other_weekday', {
          day: exactDate(refusal.on, settings.dateStyle),
          weekday: longDays[refusal.weekday - 1] ?? '',
          real: dayWords(refusal.on, settings.now.on, settings.dateStyle),
        })
      case 'already_past':
        return say('dates.refused.already_past', { day: dayWords(refusal.on, settings.now.on, settings.dateStyle) })
      case 'unknown_words':
        return say('dates.refused.unknown_words', { text: refusal.text })
      default:
        return say(`dates.refused.${refusal.reason}`)
    }
  }

  function momentWords({ on, time, durationMinutes, until }: Moment): string {
    const day = dayWords(on, settings.now.on, settings.dateStyle)
    if (until !== null) return `${day} – ${dayWords(until, settings.now.on, settings.dateStyle)}`
    return [day, time, durationMinutes === null ? null : `(${durationWords(durationMinutes)})`]
      .filter((part) => part !== null)
      .join(' ')
  }
  /** "sáb 28 nov no se trabaja", "mar 8 dic es fiesta: Inmaculada". */
  function freeWords(on: string): string | null {
    if (workingDays.calendarOf(ownerId()).isWorkingDay(on)) return null
    const day = dayWords(on, settings.now.on, settings.dateStyle)
    const name = workingDays.holidayName(on)
    return name ? say('dates.isHoliday', { day, name }) : say('dates.isFree', { day })
  }
  return { read, momentWords, freeWords }
}
