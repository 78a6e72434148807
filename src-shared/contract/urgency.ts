// Urgency rules (SET-6): how a rule is kept, and the rules as days of now for the marks in every window.
import { z } from 'zod'
import type { UrgencyNow } from '../domain/urgency.ts'
import { call, id, nothing } from './call.ts'

const common = { id, isOn: z.boolean() }
const days = z.number().int().min(1).max(3650)
export const urgencyRule = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('untouched'), days, relations: z.array(z.enum(['lead', 'customer', 'supplier', 'other'])), tagIds: z.array(id).max(50) }),
  z.object({ ...common, kind: z.literal('notDone'), days, typeIds: z.array(id).max(50) }),
  z.object({ ...common, kind: z.literal('unanswered'), days }),
  z.object({ ...common, kind: z.literal('priority'), atLeast: z.number().int().min(1).max(3) }),
])

export const urgencyCalls = {
  /** The rules that are on with their days; asked again when settings or holidays change and when a day begins. */
  'urgency.now': call(() => nothing).gives<UrgencyNow>(),
}
