// Parts of an activity that are saved with it: actions to take (ACT-8), reminders (ACT-16), its rule of recurrence (ACT-15), the contact that follows.
import { z } from 'zod'
import { id, localDate, localTime } from './call.ts'

/** Picked from the user's list (`actionId`) or typed (`text`). `id` is null for one that is new. */
export const actionToTake = z
  .object({ id: id.nullable(), actionId: id.nullable(), text: z.string().trim().max(300), isDone: z.boolean() })
  .refine(({ actionId, text }) => actionId !== null || text !== '', { message: 'empty' })
export type ActionToTake = z.infer<typeof actionToTake>

/** Minutes before the hour, or at an hour of the day that is so many days before. */
export const reminderRule = z.union([
  z.object({
    minutesBefore: z
      .number()
      .int()
      .min(0)
      .max(60 * 24 * 366),
    daysBefore: z.null(),
    at: z.null(),
  }),
  z.object({ minutesBefore: z.null(), daysBefore: z.number().int().min(0).max(366), at: localTime }),
])
export type ReminderRule = z.infer<typeof reminderRule>

/** What happens to a day that is not worked. */
export const offDays = z.enum(['keep', 'forward', 'backward', 'skip'])
/** `rule` in the words of RFC 5545 without DTSTART: `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10`. */
export const recurrence = z.object({ rule: z.string().min(6).max(300), offDays })
export type Recurrence = z.infer<typeof recurrence>

/** The contact that follows what is closed. */
export const followUp = z.object({ on: localDate, time: localTime.nullable() })

/** A mail that is taken into the record with an activity (EML-2): an offered file, and the answers to the two questions. */
export const mailWith = z.object({ fileToken: z.string().max(80), attach: z.boolean(), underCustomer: z.boolean() })
export type MailWith = z.infer<typeof mailWith>

/** Which activities of a series a change is for. */
export const seriesScope = z.enum(['this', 'following', 'all'])
export type SeriesScope = z.infer<typeof seriesScope>

export interface Attachment {
  id: string
  name: string
  size: number
  createdAt: number
  authorId: string
  /** Never handed to the system to be opened: what it would run or install. */
  canRun: boolean
}
export interface SeriesInfo extends Recurrence {
  id: string
  /** The day of the rule that this activity stands for. */
  slot: string
  isFirst: boolean
  isEnded: boolean
}
