// A calendar file as the program understands it, whatever program wrote it: single entries on walls, and what could not be read. Pure; types only.
import type { When } from './local-time.ts'

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
export interface CalendarFile {
  entries: CalendarFileEntry[]
  refused: RefusedEntry[]
  /** Series whose dates were written out, with whether the file has more of them than were. */
  series: { uid: string; isCut: boolean }[]
  /** Zones that nobody knows: their times were read as being here. */
  unknownZones: string[]
  /** Entries of other kinds (VTODO, VJOURNAL): how many. */
  others: number
  isCalendar: boolean
}
