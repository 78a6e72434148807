// Bulk date change (BLK): a plan is made and kept in the core, shown and corrected line by line, then applied all or nothing.
import { z } from 'zod'
import { call, id, localDate, localTime, page } from './call.ts'
import { when } from './activities.ts'
import { seriesScope } from './activity-parts.ts'
import { selection } from './lists.ts'

const bulkChange = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('date'), on: localDate, keepTime: z.boolean() }),
  z.object({ mode: z.literal('datetime'), on: localDate, time: localTime }),
  z.object({
    mode: z.literal('shift'),
    amount: z.number().int().min(-100_000).max(100_000),
    unit: z.enum(['minutes', 'hours', 'days', 'weeks', 'workingDays']),
  }),
  z.object({ mode: z.literal('nextWorkingDay') }),
  z.object({
    mode: z.literal('spread'),
    from: localDate,
    days: z.number().int().min(1).max(366),
    perDay: z.number().int().min(1).max(10_000),
    countExisting: z.boolean(),
  }),
  /** Everything of the selection that is overdue now (BLK-7). */
  z.object({
    mode: z.literal('rescue'),
    from: localDate,
    perDay: z.number().int().min(1).max(10_000),
    minutesPerDay: z.number().int().min(1).max(1440).nullable(),
    keepTime: z.boolean(),
  }),
])
const respect = z.object({ weekends: z.boolean(), holidays: z.boolean(), hours: z.boolean() })

export type BulkSkip =
  | 'closed'
  | 'cancelled'
  | 'binned'
  | 'unchanged'
  | 'no_time'
  | 'no_room'
  | 'out_of_range'
  | 'not_overdue'
  | 'too_long'
  | 'no_open_activity'
  | 'stale'

export interface BulkLine {
  /** Activity id; for a contact without an open activity, the contact's id. */
  id: string
  subject: string
  typeId: string | null
  contactName: string | null
  ownerId: string | null
  before: z.infer<typeof when> | null
  after: z.infer<typeof when> | null
  skip: BulkSkip | null
  /** Subject of what it would overlap with, empty for somebody else's private entry; null where there is nothing. */
  clash: string | null
  isTicked: boolean
  isCorrected: boolean
  movedCount: number
  /** One of a series that still goes on (ACT-15). */
  isRepeated: boolean
}

export interface BulkPlan {
  planId: string
  total: number
  /** Lines that will change as ticked now. */
  willChange: number
  /** How many of those are of a series: each counts as "this one" alone. */
  repeated: number
  skipped: number
  clashes: number
  /** Rows that came into, or left, the filter of the selection since it was frozen. */
  entered: number
  left: number
  load: { day: string; before: number; after: number; isWorking: boolean; holiday: string | null }[]
}

/** What happened elsewhere since a preview was made. */
export interface BulkSince {
  /** Rows that came into, or left, the filter of the selection since it was frozen. */
  entered: number
  left: number
  /** Ticked lines whose activity is another one by now: they would be left alone. */
  stale: number
}

export interface BulkOutcome {
  changeSetId: string | null
  changed: number
  /** Changed elsewhere since the preview: left alone and named. */
  stale: { id: string; subject: string }[]
}

export const bulkCalls = {
  'bulk.plan': call(
    () => z.object({
      /** `contacts`: each contact's next open activity moves (BLK-1). */
      of: z.enum(['activities', 'contacts']),
      selection,
      change: bulkChange,
      respect,
      /** Replaces this earlier plan: its ticks and corrections by hand are kept for the same lines. */
      replaces: z.string().nullable().optional(),
    }),
  ).gives<BulkPlan>(),
  'bulk.lines': call(
    () => z.object({ planId: z.string(), ...page, only: z.enum(['all', 'changing', 'skipped', 'clashing']).optional() }),
  ).gives<{ lines: BulkLine[]; total: number }>(),
  /** Asked when something changed while the preview is open. */
  'bulk.since': call(() => z.object({ planId: z.string() })).gives<BulkSince>(),
  'bulk.tick': call(
    () => z.object({ planId: z.string(), ids: z.array(id).nullable().describe('null: all'), isTicked: z.boolean() }),
  ).gives<BulkPlan>(),
  'bulk.correct': call(() => z.object({ planId: z.string(), id, when })).gives<BulkPlan>(),
  /** `scope`: where exactly one changes and it is of a series, whether those that follow, or all, move with it; missing: this one. */
  'bulk.apply': call(
    () => z.object({
      planId: z.string(),
      reasonId: id.nullable(),
      reasonText: z.string().max(300),
      scope: seriesScope.optional(),
    }),
  ).gives<BulkOutcome>(),
  'bulk.release': call(() => z.object({ planId: z.string() })).gives<null>(),
}
