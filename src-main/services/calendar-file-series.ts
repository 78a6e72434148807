// What becomes of the series of a calendar file (IO-5, ACT-15): where its rule is one of ours its dates become a series here, which goes on by itself. Core thread.
// Must stay true: a file that was taken in already does nothing; a rule that was changed or ended here stays ours.
import type { ReminderRule } from '../../src-shared/contract/activity-parts.ts'
import { fieldsOfEntry, type FieldPatch } from '../../src-shared/domain/calendar-diff.ts'
import type { CalendarFile, CalendarFileEntry, FileRepetition } from '../../src-shared/domain/calendar-file.ts'
import { fromMinutes } from '../../src-shared/domain/local-time.ts'
import type { CalendarOperation } from '../store/commands/calendar-commands.ts'
import type { KnownItem } from '../store/queries/calendar-file-queries.ts'

/** Alarms as reminders: before an hour, or at an hour of a day where the entry has none. */
export function remindersOf({ alarms, when }: CalendarFileEntry): ReminderRule[] {
  return alarms.flatMap((minutes): ReminderRule[] => {
    if (when.time !== null) return minutes < 0 ? [] : [{ minutesBefore: minutes, daysBefore: null, at: null }]
    const daysBefore = Math.max(0, Math.ceil(minutes / 1440))
    return [{ minutesBefore: null, daysBefore, at: fromMinutes(daysBefore * 1440 - minutes) }]
  })
}

/** What is here of one UID that repeats. */
interface Here {
  /** The last date that came in, or was made since. */
  last: string
  /** The series of the latest date that belongs to one; null where the dates came in one by one. */
  series: KnownItem['series']
  seriesAt: string
  /** All that follow the file: more than one where "this and the following" were changed. */
  following: Map<string, string>
}

export class SeriesPlan {
  private readonly here = new Map<string, Here>()
  private readonly files = new Map<string, FileRepetition>()
  private readonly templates = new Map<string, CalendarOperation>()
  private readonly typeOf: (entry: CalendarFileEntry) => string
  private readonly untitled: string

  constructor(known: readonly KnownItem[], typeOf: (entry: CalendarFileEntry) => string, untitled: string) {
    this.typeOf = typeOf
    this.untitled = untitled
    for (const { uid, recurrenceId, series } of known) {
      if (recurrenceId === '') continue
      const here = this.here.get(uid) ?? { last: '', series: null, seriesAt: '', following: new Map<string, string>() }
      if (series !== null && recurrenceId > here.seriesAt) Object.assign(here, { series, seriesAt: recurrenceId })
      if (recurrenceId > here.last) here.last = recurrenceId
      if (series?.follows === true) here.following.set(series.id, series.rule)
      this.here.set(uid, here)
    }
  }

  read(file: CalendarFile): void {
    for (const one of file.series) if (!this.files.has(one.uid)) this.files.set(one.uid, one)
  }

  /** A date that comes after all that are here of a series: it is made here, or was ended here. */
  makesItself({ uid, recurrenceId, part }: CalendarFileEntry): boolean {
    const here = this.here.get(uid)
    if (part !== 'rule' || here?.series == null || recurrenceId <= here.last) return false
    return !here.series.follows || here.series.rule === this.files.get(uid)?.rule
  }

  /** What the file changed of the rule's dates, the last of them counts. */
  see(entry: CalendarFileEntry, { series, fields }: KnownItem, patch: FieldPatch): void {
    const { isCancelled: _own, ...rest } = patch
    if (entry.part !== 'rule' || series?.follows !== true || Object.keys(rest).length === 0) return
    this.templates.set(series.id, { kind: 'template', seriesId: series.id, before: fields, patch: rest })
  }

  operations(): CalendarOperation[] {
    const changed = [...this.files.values()].flatMap((one): CalendarOperation[] => {
      const here = this.here.get(one.uid)
      const following = [...(here?.following ?? [])]
      const isNew = here === undefined && one.rule !== null
      const isOther = following.length > 0 && following.every(([, rule]) => rule !== one.rule)
      if (!isNew && !isOther) return []
      return [
        {
          kind: 'series',
          uid: one.uid,
          rule: one.rule,
          when: one.entry.when,
          fields: fieldsOfEntry(one.entry, this.untitled),
          typeId: this.typeOf(one.entry),
          reminders: remindersOf(one.entry),
          dates: one.dates,
          madeUntil: one.upTo,
          replaces: following.map(([id]) => id),
        },
      ]
    })
    return [...changed, ...this.templates.values()]
  }
}
