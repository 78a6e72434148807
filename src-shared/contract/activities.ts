// Activities: the list with every filter, one activity, and changes to a whole selection.
import { z } from 'zod'
import type { MailSummary } from './mail.ts'
import { call, id, localDate, localTime, page, revision } from './call.ts'
import {
  actionToTake,
  followUp,
  mailWith,
  recurrence,
  reminderRule,
  type ActionToTake,
  type Attachment,
  type ReminderRule,
  type SeriesInfo,
} from './activity-parts.ts'
import { selection, type SnapshotInfo } from './lists.ts'

export const activityState = z.enum(['planned', 'in_progress', 'on_hold', 'done', 'cancelled'])
export type ActivityState = z.infer<typeof activityState>
/** 0 low, 1 normal, 2 high, 3 urgent. */
const priority = z.number().int().min(0).max(3)
const direction = z.enum(['out', 'in'])

/** When an activity is: a day alone, a day with start and duration, or a span of days. Wall time in `zone`. */
export const when = z.object({
  on: localDate,
  time: localTime.nullable(),
  durationMinutes: z
    .number()
    .int()
    .min(0)
    .max(60 * 24 * 60)
    .nullable(),
  until: localDate.nullable(),
  zone: z.string().min(1).max(60),
})

/** Local days; `relative` is evaluated each time against today. */
export const dayRange = z.object({
  from: localDate.nullable().optional(),
  to: localDate.nullable().optional(),
  relative: z
    .enum([
      'today',
      'tomorrow',
      'this_week',
      'next_week',
      'this_month',
      'past_7',
      'past_30',
      'next_7',
      'next_30',
      'past',
      'future',
    ])
    .nullable()
    .optional(),
})

/** `me` stands for who works here now. Empty or missing means: not filtered by it. */
const people = z.array(z.union([id, z.literal('me')])).max(200)

export const activityFilter = z
  .object({
    done: z.enum(['open', 'done', 'all']),
    states: z.array(activityState),
    planned: dayRange,
    created: dayRange,
    closed: dayRange,
    owners: people,
    authors: people,
    types: z.array(id),
    directions: z.array(direction),
    results: z.array(id),
    priorities: z.array(priority),
    tags: z.array(id),
    contactId: id.nullable(),
    contactRelations: z.array(z.enum(['lead', 'customer', 'supplier', 'other'])),
    contactKinds: z.array(z.enum(['company', 'person'])),
    contactPlace: z.string().max(80),
    text: z.string().max(200),
    overdue: z.boolean(),
    /** Misses one of the urgency rules. */
    urgent: z.boolean(),
    /** Open, and moved to another date at least so often. */
    movedTimes: z.number().int().min(1).max(1000).nullable(),
    withoutContact: z.boolean(),
    /** With actions to take that are not done (ACT-8). */
    openActions: z.boolean(),
    binned: z.boolean(),
  })
  .partial()
export type ActivityFilter = z.infer<typeof activityFilter>

export const activitySortKeys = [
  'date',
  'created',
  'closed',
  'contact',
  'type',
  'owner',
  'result',
  'state',
  'priority',
] as const
export const activitySort = z.object({ by: z.enum(activitySortKeys), descending: z.boolean() })
export type ActivitySort = z.infer<typeof activitySort>

/** One line of the list. */
export interface ActivityRow {
  id: string
  revision: number
  typeId: string
  subject: string
  companyId: string | null
  companyName: string | null
  personId: string | null
  personName: string | null
  when: z.infer<typeof when>
  state: ActivityState
  priority: number
  direction: 'out' | 'in' | null
  ownerId: string
  authorId: string
  resultId: string | null
  /** First 200 characters. */
  notes: string
  place: string
  tagIds: string[]
  createdAt: number
  /** Local wall time `YYYY-MM-DDTHH:MM`. */
  closedAt: string | null
  movedCount: number
  isBinned: boolean
  /** Number of attached mails and files. */
  attachments: number
  /** A mail that came in, and nothing with its sender since. */
  owesAnswer: boolean
  /** Actions to take that are not done yet (ACT-8). */
  openActions: number
  /** One of a series (ACT-15). */
  isRepeated: boolean
  /** What is to be done, in words, where activities stand around another one (ACT-4). */
  todo?: ActionToTake[]
  /** True when the row belongs to the frozen snapshot named in the request's `selection`. */
  inSelection?: boolean
}

export interface ActivityDetail extends ActivityRow {
  fullNotes: string
  cancelReason: string | null
  follows: ActivityRow | null
  followedBy: ActivityRow[]
  /** The contact's activities before and after this one, nearest first. */
  previous: ActivityRow[]
  next: ActivityRow[]
  mails: MailSummary[]
  files: Attachment[]
  actions: ActionToTake[]
  reminders: ReminderRule[]
  series: SeriesInfo | null
  /** Moments when the state changed, oldest first. */
  stateChanges: { at: number; userName: string; from: ActivityState | null; to: ActivityState }[]
}

export const activityValues = z.object({
  typeId: id,
  subject: z.string().trim().min(1).max(300),
  companyId: id.nullable(),
  personId: id.nullable(),
  when,
  ownerId: id,
  state: activityState,
  priority,
  direction: direction.nullable(),
  place: z.string().max(300),
  notes: z.string().max(200_000),
  tagIds: z.array(id).max(100),
  followsId: id.nullable(),
  resultId: id.nullable(),
  closedAt: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
    .nullable(),
  cancelReason: z.string().max(500).nullable(),
  /** Missing: they stay as they are. */
  actions: z.array(actionToTake).max(100).optional(),
  reminders: z.array(reminderRule).max(20).optional(),
  /** Tokens of offered files that are kept with it. */
  files: z.array(z.string().max(80)).max(50).optional(),
  /** Mails taken into the record with it. `mail_duplicate` where one of them is there already. */
  mails: z.array(mailWith).max(20).optional(),
  /** A new activity that repeats; an existing one becomes the first of a series. */
  recurrence: recurrence.nullable().optional(),
  /** With a result: the contact that follows, written in the same step. */
  next: followUp.nullable().optional(),
})
export type ActivityValues = z.infer<typeof activityValues>

/** The activity that follows one that is closed, filled from it (NXT-1); null: as the closed one. */
export const nextPlan = z.object({
  on: localDate,
  time: localTime.nullable(),
  durationMinutes: z.number().int().min(0).max(144_000).nullable(),
  until: localDate.nullable(),
  zone: z.string().max(60),
  typeId: id.nullable(),
  subject: z.string().trim().min(1).max(300).nullable(),
})
export type NextPlan = z.infer<typeof nextPlan>
/** One entry of a day: timed, or of the day alone (`time` null). */
export interface DayEntry {
  id: string
  typeId: string
  subject: string
  contactName: string | null
  when: z.infer<typeof when>
  state: ActivityState
}

const closing = z.object({
  resultId: id,
  closedAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  note: z.string().max(20_000),
})
export type Closing = z.infer<typeof closing>

export interface SelectionOutcome {
  changeSetId: string | null
  changed: number
  skipped: number
}

export const activityCalls = {
  /** The first rows of a list at once, by key, without counting. */
  'activity.first': call(
    () => z.object({ filter: activityFilter, sort: activitySort, limit: z.number().int().min(1).max(500) }),
  ).gives<{ rows: ActivityRow[]; hasMore: boolean }>(),
  /** Freezes the ordered rows of a filter so that any of them can be jumped to. */
  'activity.snapshot': call(() => z.object({ filter: activityFilter, sort: activitySort })).gives<SnapshotInfo>(),
  'activity.page': call(
    () => z.object({ snapshotId: z.string(), ...page, selection: z.string().nullable().optional() }),
  ).gives<{ rows: ActivityRow[] }>(),
  'activity.rows': call(() => z.object({ ids: z.array(id).max(1000), selection: z.string().nullable().optional() })).gives<{
    rows: ActivityRow[]
  }>(),
  'activity.get': call(() => z.object({ id })).gives<ActivityDetail>(),
  /** Previous and next activities of the contact around a date being typed (ACT-4). */
  'activity.around': call(
    () => z.object({ companyId: id.nullable(), personId: id.nullable(), on: localDate, exceptId: id.nullable() }),
  ).gives<{ previous: ActivityRow[]; next: ActivityRow[] }>(),
  /** What an owner has on some days, for the small day beside the form (ACT-4). Private entries of others are blocks without words. */
  'activity.day': call(() => z.object({ ownerId: id, on: localDate })).gives<{ entries: DayEntry[] }>(),
  /** `closes`: what it goes on from is closed in the same step (NXT-1), where it is still open. */
  'activity.create': call(() => activityValues.extend({ closes: closing.optional() })).gives<{
    id: string
    changeSetId: string
  }>(),
  'activity.save': call(() => z.object({ id, revision, values: activityValues.partial() })).gives<{
    revision: number
    changeSetId: string | null
  }>(),
  'activity.duplicate': call(() => z.object({ id })).gives<{ id: string; changeSetId: string }>(),
  /** With `next` each closed one is followed by a planned one, linked to it: one command, one undo step. `nextId` where one was closed. */
  'activity.close': call(() => z.object({ selection, closing, next: nextPlan.nullable().optional() })).gives<
    SelectionOutcome & { nextId: string | null }
  >(),
  'activity.cancel': call(() => z.object({ selection, reason: z.string().trim().min(1).max(500) })).gives<SelectionOutcome>(),
  'activity.reopen': call(() => z.object({ selection })).gives<SelectionOutcome>(),
  'activity.bin': call(() => z.object({ selection })).gives<SelectionOutcome>(),
  'activity.restore': call(() => z.object({ selection })).gives<SelectionOutcome>(),
  'activity.change': call(
    () => z.object({
      selection,
      change: z
        .object({
          ownerId: id,
          typeId: id,
          priority,
          state: z.enum(['planned', 'in_progress', 'on_hold']),
          addTagIds: z.array(id),
          removeTagIds: z.array(id),
        })
        .partial(),
    }),
  ).gives<SelectionOutcome>(),
  /** How many rows a selection has now, and a summary to say what will happen. */
  'activity.count': call(() => z.object({ selection })).gives<{ total: number; open: number }>(),
}
