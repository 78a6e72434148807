// The next contact: what is due (NXT-3), sessions that work through a list (NXT-4), the rhythm of contacts (NXT-5), the load of a day (NXT-2).
import { z } from 'zod'
import { nextPlan, type ActivityRow } from './activities.ts'
import { call, id, localDate, localTime, nothing } from './call.ts'
import { contactFilter, type ContactRow, type DueState } from './contacts.ts'
import { selection } from './lists.ts'

/** Days between contacts, set by hand; 0: no rhythm. */
const rhythmDays = z.number().int().min(0).max(3650)
const wallText = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)

export type SessionItemState = 'waiting' | 'done' | 'skipped'
export interface SessionItem {
  id: string
  contactId: string
  contactName: string
  position: number
  state: SessionItemState
  resultId: string | null
  activityId: string | null
  /** When the next contact is planned, as a list's sort key (`YYYY-MM-DDTHH:MM` or `YYYY-MM-DDT`); null where none was. */
  nextAt: string | null
  nextId: string | null
}
export interface SessionSummary {
  id: string
  name: string
  createdAt: number
  endedAt: number | null
  total: number
  done: number
  skipped: number
}
/** What one sees of a contact while talking to it. */
export interface SessionCard {
  contact: ContactRow
  phones: { label: string; value: string; of: string | null }[]
  /** The contact's own note, beginning. */
  about: string
  /** The last three things written down, newest first. */
  notes: { id: string; kind: 'activity' | 'note'; at: string; title: string; typeId: string | null; resultId: string | null; text: string; authorName: string }[]
  open: ActivityRow[]
  /** The open activity that closing would close: the first that is due by today; null where a new one is recorded. */
  dueId: string | null
}

export const nextCalls = {
  /** What an owner has on a day: open activities and their minutes. */
  'activity.load': call(() => z.object({ ownerId: id, on: localDate, exceptId: id.nullable() })).gives<{ count: number; minutes: number }>(),
  /** How many contacts of a filter stand in each tab of the next-contact window. */
  'next.counts': call(() => z.object({ filter: contactFilter })).gives<Record<DueState, number>>(),
  /** Who is cooling off: how many, and the first of them, longest overdue first. `owner` null: everybody's. */
  'contact.coolingOff': call(() => z.object({ owner: z.union([id, z.literal('me')]).nullable(), limit: z.number().int().min(0).max(100) })).gives<{
    cooling: number
    cold: number
    contacts: ContactRow[]
  }>(),
  /** By hand for these contacts; null: as computed again. */
  'rhythm.setContacts': call(() => z.object({ selection, days: rhythmDays.nullable() })).gives<{ changed: number; changeSetId: string | null }>(),
  'rhythm.setTag': call(() => z.object({ tagId: id, days: rhythmDays.nullable() })).gives<{ changed: number; changeSetId: string | null }>(),
  'rhythm.tags': call(() => nothing).gives<{ tags: { tagId: string; days: number }[] }>(),
  /** Starts a session with the first thousand of a selection, in its order. */
  'session.create': call(() => z.object({ selection, name: z.string().trim().min(1).max(120) })).gives<{ id: string; total: number; left: number }>(),
  /** Those not ended, newest first. */
  'session.list': call(() => nothing).gives<{ sessions: SessionSummary[] }>(),
  'session.get': call(() => z.object({ id })).gives<SessionSummary & { items: SessionItem[] }>(),
  'session.card': call(() => z.object({ contactId: id })).gives<SessionCard>(),
  /** Closes the due activity, or records what was done now, plans the next and marks the item: one command, one undo step. */
  'session.step': call(
    () => z.object({
      itemId: id,
      activityId: id.nullable(),
      /** What to record where no activity is closed. */
      record: z.object({ typeId: id, subject: z.string().trim().min(1).max(300), on: localDate, time: localTime }).nullable(),
      closing: z.object({ resultId: id, closedAt: wallText, note: z.string().max(20_000) }),
      next: nextPlan.nullable(),
    }),
  ).gives<{ activityId: string; nextId: string | null; changeSetId: string | null }>(),
  'session.skip': call(() => z.object({ itemId: id })).gives<{ changeSetId: string | null }>(),
  'session.end': call(() => z.object({ id })).gives<{ changeSetId: string | null }>(),
}
