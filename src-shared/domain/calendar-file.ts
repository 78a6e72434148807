// A calendar file as the program understands it, whatever program wrote it: single entries on walls, and what could not be read. Pure; types only.
import type { LocalDate, When } from './local-time.ts'

/** Why an entry was not taken. */
export type CalendarFileRefusal = 'broken' | 'no_start' | 'bad_date' | 'out_of_range' | 'ends_before' | 'bad_rule'
/** What was taken otherwise than it stands in the file. */
export type CalendarFileNotice = 'zone_unknown' | 'rule_cut' | 'no_subject' | 'no_uid' | 'shortened' | 'cut_off'

/** One entry: of a series, one of its dates. */
export interface CalendarFileEntry {
  uid: string
  /** Wall of the original start, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; empty for an entry that does not repeat. */
  recurrenceId: string
  sequence: number
  /** LAST-MODIFIED, else DTSTAMP, as UTC text; empty where there is none. */
  modifiedAt: string
  isCancelled: boolean
  isPrivate: boolean
  subject: string
  notes: string
  place: string
  categories: string[]
  when: When
  /** Minutes before the start. */
  alarms: number[]
  /** Of a series: a date of its rule, an extra date, or one that the file says by itself. */
  part: 'single' | 'rule' | 'extra' | 'override'
  /** Line of the file. */
  line: number
  notices: CalendarFileNotice[]
}
export interface RefusedEntry {
  line: number
  subject: string
  uid: string
  reason: CalendarFileRefusal
}
/** A series of the file, whose dates were written out. */
export interface FileRepetition {
  uid: string
  /** The file has more dates than were written out. */
  isCut: boolean
  /** It has earlier ones, which were left out. */
  isLate: boolean
  /** Everything between these days was written out. */
  from: LocalDate
  upTo: LocalDate
  /** As a rule of a series here (ACT-15); null where none says the same. */
  rule: string | null
  /** Recurrence ids of the rule's dates that stand in the file. */
  dates: string[]
  /** What its dates are like. */
  entry: CalendarFileEntry
}
export interface CalendarFile {
  entries: CalendarFileEntry[]
  refused: RefusedEntry[]
  series: FileRepetition[]
  /** Zones that nobody knows: their times were read as being here. */
  unknownZones: string[]
  /** Entries of other kinds (VTODO, VJOURNAL): how many. */
  others: number
  isCalendar: boolean
}
