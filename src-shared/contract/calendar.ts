// The calendar: lean rows for a range of days, what waits for a slot, the small card, moves of several at once, and the sheets of a day or week.
import { z } from 'zod'
import { activityState, when } from './activities.ts'
import { call, id, localDate, revision } from './call.ts'

/** What the calendar is filtered by (CAL-4). Missing or empty: not filtered by it. */
export const calendarFilter = z
  .object({
    owners: z.array(z.union([id, z.literal('me')])).max(200),
    types: z.array(id).max(200),
    states: z.array(activityState),
    results: z.array(id).max(200),
  })
  .partial()
export type CalendarFilter = z.infer<typeof calendarFilter>

/** One activity as the calendar draws it; nothing else of it crosses for thousands of them. */
export interface CalendarEntry {
  id: string
  revision: number
  typeId: string
  subject: string
  /** Name of its company, else of its person; empty where it has neither. */
  contact: string
  on: string
  time: string | null
  minutes: number | null
  until: string | null
  zone: string
  state: z.infer<typeof activityState>
  ownerId: string
  resultId: string | null
  priority: number
  /** One of a series (ACT-15). */
  isRepeated: boolean
  /** A mail that came in, and nothing with its sender since. */
  owesAnswer: boolean
}

export interface CalendarRange {
  /** By day and time. With `perDay`, at most so many that begin on a day. */
  entries: CalendarEntry[]
  /** With `perDay`: how many activities each day has, where it has any. */
  counts: Record<string, number>
}

export interface CalendarCard {
  entry: CalendarEntry
  companyId: string | null
  companyName: string | null
  personId: string | null
  personName: string | null
  phone: string | null
  mail: string | null
  address: string
  place: string
  notes: string
  movedCount: number
}

export interface CalendarMoved {
  changeSetId: string | null
  changed: number
  /** Closed, cancelled or in the bin: left where they were. */
  skipped: number
  /** Changed elsewhere since they were shown: left alone and named. */
  stale: { id: string; subject: string }[]
}

/** A visit on a sheet: everything needed at the customer's door. */
export interface SheetEntry {
  entry: CalendarEntry
  contact: string
  person: string
  phone: string
  address: string
  place: string
  notes: string
  /** The contact's last notes before this day, newest first: day and text. */
  last: { on: string; text: string }[]
}

const range = { from: localDate, to: localDate, filter: calendarFilter }

export const calendarCalls = {
  /** Activities of the days `from`..`to` (at most 400 days), both included. */
  'calendar.range': call(
    () => z.object({ ...range, perDay: z.number().int().min(1).max(200).nullable() }),
  ).gives<CalendarRange>(),
  /** Days of the range on which something is open. */
  'calendar.pending': call(() => z.object(range)).gives<{ days: string[] }>(),
  /** What waits for a slot (CAL-5): open, a day alone within the range; and what is overdue, latest first, up to `limit` of each. */
  'calendar.waiting': call(() => z.object({ ...range, limit: z.number().int().min(1).max(500) })).gives<{
    untimed: CalendarEntry[]
    overdue: CalendarEntry[]
    untimedTotal: number
    overdueTotal: number
  }>(),
  'calendar.card': call(() => z.object({ id })).gives<CalendarCard>(),
  /** Each to its new moment, all in one change set; what is closed stays (as in a bulk change of dates). */
  'calendar.move': call(
    () => z.object({ moves: z.array(z.object({ id, revision, when })).min(1).max(10_000) }),
  ).gives<CalendarMoved>(),
  'calendar.sheet': call(() => z.object(range)).gives<{ entries: SheetEntry[] }>(),
}
