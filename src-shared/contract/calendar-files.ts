// Calendar files in and out (IO-5): what a file would change is shown first and applied as one change set; a selection, or days and a filter, go out.
import { z } from 'zod'
import { calendarFilter } from './calendar.ts'
import { call, id, localDate, page } from './call.ts'
import type { CalendarFileNotice, CalendarFileRefusal } from '../domain/calendar-file.ts'
import type { When } from '../domain/local-time.ts'

export type CalendarLineKind = 'new' | 'changed' | 'cancelled' | 'same' | 'refused'
export interface CalendarLine {
  /** Its place in the plan; names it when it is unticked. */
  index: number
  kind: CalendarLineKind
  subject: string
  when: When | null
  /** Where it stands now, for what changes. */
  before: When | null
  refusal: CalendarFileRefusal | null
  notices: CalendarFileNotice[]
  fileName: string
  line: number
  /**
   * Dates of one series that fare alike stand under the first of them, up to the day `until`: the lines `index` to `index + count - 1`. Null for a line
   * that stands for itself alone. `rule` is null where none of ours says the same.
   */
  repeats: { rule: string | null; count: number; until: string } | null
}
export interface CalendarPlan {
  planId: string
  counts: Record<CalendarLineKind, number>
  unknownZones: string[]
  /** Series of the file that become series here, and go on by themselves. */
  series: number
  /** Series that go on and whose rule is none of ours: written out at least up to `cutUntil`. */
  cutSeries: number
  cutUntil: string
  /** Series that began long ago: their dates are taken from `from` on. */
  lateSeries: number
  from: string
  /** Entries of other kinds (tasks, journals), which are left out. */
  others: number
  /** Files that are no calendars, by name. */
  unreadable: string[]
}

/** Names of types as the window says them -> ids; categories of a file are looked up among them. */
const typeNames = z.record(z.string().max(120), id)

export const calendarFileCalls = {
  'calendarFile.plan': call(
    () => z.object({
      tokens: z.array(z.string().max(80)).min(1).max(50),
      typeId: id,
      typeNames,
      untitled: z.string().trim().min(1).max(80),
    }),
  ).gives<CalendarPlan>(),
  /** A series as one line; `of` the index of one: its dates line by line. */
  'calendarFile.lines': call(
    () => z.object({
      planId: z.string(),
      only: z.enum(['all', 'new', 'changed', 'cancelled', 'same', 'refused']),
      of: z.number().int().min(0).nullable(),
      ...page,
    }),
  ).gives<{
    lines: CalendarLine[]
    total: number
  }>(),
  'calendarFile.apply': call(
    () => z.object({ planId: z.string(), unticked: z.array(z.number().int().min(0)).max(100_000) }),
  ).gives<{
    changeSetId: string | null
    created: number
    changed: number
    cancelled: number
    /** Changed by somebody since the preview: left alone. */
    stale: number
  }>(),
  'calendarFile.release': call(() => z.object({ planId: z.string() })).gives<null>(),
  /** An address that answers once with the file. */
  'calendarFile.export': call(
    () => z.object({
      of: z.union([
        z.object({ ids: z.array(id).min(1).max(50_000) }),
        z.object({ from: localDate, to: localDate, filter: calendarFilter }),
      ]),
      /** Id -> name as the window says it. */
      typeNames: z.record(id, z.string().max(120)),
      name: z.string().trim().min(1).max(80),
    }),
  ).gives<{ url: string; name: string; count: number }>(),
}
