// Files of activities and contacts (ACT-1, CON-1): added, opened, saved, removed; and the done mark of an action to take (ACT-8).
import { z } from 'zod'
import type { Attachment } from './activity-parts.ts'
import { call, id } from './call.ts'

const owner = z.object({ activityId: id.nullable(), contactId: id.nullable() })

export interface ContactFile extends Attachment {
  /** The activity it hangs on; null: on the contact itself. */
  activityId: string | null
  activitySubject: string | null
}

export const attachmentCalls = {
  /** Keeps offered files with an activity or a contact. */
  'attachment.add': call(() => owner.extend({ files: z.array(z.string().max(80)).min(1).max(50) })).gives<{ added: number; changeSetId: string | null }>(),
  /** Files of a contact and of its activities, newest first. */
  'attachment.list': call(() => z.object({ contactId: id })).gives<{ files: ContactFile[] }>(),
  /** Opens it with the system's program where it can (`url` null), else gives an address to download it from. What could run is never opened. */
  'attachment.open': call(() => z.object({ id, how: z.enum(['open', 'save']) })).gives<{ url: string | null }>(),
  'attachment.remove': call(() => z.object({ id })).gives<{ changeSetId: string | null }>(),
  'action.done': call(() => z.object({ id, isDone: z.boolean() })).gives<{ changeSetId: string | null }>(),
}
