// Reminders that are due (ACT-16): shown once by one window, put off, or done with. What was shown and put off is of this laptop and in no history.
import { z } from 'zod'
import type { ActivityRow } from './activities.ts'
import { call, id, nothing } from './call.ts'

export interface DueReminder {
  id: string
  /** Which firing this is: the same reminder of a moved activity has another one. */
  key: string
  activity: ActivityRow
}

export const reminderCalls = {
  /** All that is due and not done with, earliest first. */
  'reminder.due': call(() => nothing).gives<{ reminders: DueReminder[] }>(),
  /** The windows ask which of them shows a notification: each firing is given to the first one that asks. */
  'reminder.claim': call(() => nothing).gives<{ reminders: DueReminder[] }>(),
  /** Until a moment (UTC milliseconds), or until five minutes before it begins. */
  'reminder.snooze': call(() => z.object({ ids: z.array(id).min(1).max(200), until: z.union([z.number().int().min(0), z.literal('before')]) })).gives<null>(),
  'reminder.dismiss': call(() => z.object({ ids: z.array(id).min(1).max(1000) })).gives<null>(),
}
