// The list of mails (EML-9): filtered, searched with the places found marked, as conversations; frozen rows to jump in, as every long list.
import { z } from 'zod'
import { dayRange } from './activities.ts'
import { call, id } from './call.ts'
import type { MailSummary } from './mail.ts'
import type { MarkedText } from './search.ts'

export const mailFilter = z.object({
  text: z.string().max(200).optional(),
  contactId: id.optional(),
  direction: z.enum(['in', 'out']).optional(),
  withFiles: z.boolean().optional(),
  /** Without it all are listed that are not taken off and not set aside. */
  state: z.enum(['filed', 'waiting', 'detached']).optional(),
  happened: dayRange.optional(),
})
export type MailFilter = z.infer<typeof mailFilter>
export type MailOrder = 'best' | 'newest'

export interface MailRow extends MailSummary {
  /** Mails of its conversation that can be seen. */
  inConversation: number
  /** Who wrote in the conversation, the first first; at most 4. Empty where the row stands for its mail alone. */
  people: string[]
  /** What was looked for, where it stands; null where nothing was. */
  found: { subject: MarkedText; who: MarkedText; snippet: MarkedText | null } | null
}

export const mailFindCalls = {
  /** Freezes the order and gives its first rows. `conversations`: one row each, its newest mail; text that is looked for finds single mails. */
  'mail.find': call(
    () => z.object({
      filter: mailFilter,
      order: z.enum(['best', 'newest']),
      conversations: z.boolean(),
      count: z.number().int().min(1).max(200),
    }),
  ).gives<{
    snapshotId: string
    total: number
    rows: MailRow[]
  }>(),
  /** Rows of a frozen order; `expired` where it was dropped. */
  'mail.found': call(
    () => z.object({
      snapshotId: z.string().max(100),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(200),
    }),
  ).gives<{ rows: MailRow[] }>(),
}
