// Search everything (UX-1): what one box finds among contacts, activities and mails, and what was worked on lately.
import { z } from 'zod'
import { call, id } from './call.ts'
import type { ActivityState } from '../domain/activity-state.ts'

/** A text with the parts that were looked for: pairs of where each begins and ends, in UTF-16 units, in order. */
export interface MarkedText {
  text: string
  hits: [number, number][]
}
export interface ContactHit {
  id: string
  kind: 'company' | 'person'
  name: MarkedText
  /** Where it belongs and how it is reached; what was found stands first. */
  detail: MarkedText
}
export interface ActivityHit {
  id: string
  typeId: string
  subject: MarkedText
  contactName: string
  on: string
  time: string | null
  state: ActivityState
  /** The place in the notes that was found; null where the subject says it all. */
  snippet: MarkedText | null
}
export interface MailHit {
  id: string
  subject: MarkedText
  from: MarkedText
  direction: 'in' | 'out'
  /** UTC ms. */
  at: number
  snippet: MarkedText | null
}
/** The best few. `total` counts all that the list would show, up to a thousand; `isMore`: there are more than that. */
export interface HitGroup<Hit> {
  hits: Hit[]
  total: number
  isMore: boolean
}
export interface SearchAnswer {
  contacts: HitGroup<ContactHit>
  activities: HitGroup<ActivityHit>
  mails: HitGroup<MailHit>
}

export type RecentHit = { group: 'contacts'; hit: ContactHit } | { group: 'activities'; hit: ActivityHit } | { group: 'mails'; hit: MailHit }

export const searchGroup = z.enum(['contacts', 'activities', 'mails'])
export type SearchGroup = z.infer<typeof searchGroup>

export const searchCalls = {
  /**
   * A newer search of the same window takes the place of one under way, which then rejects with `cancelled`. Private activities of others are
   * never found, nor mails that belong to one.
   */
  'search.all': call(() => z.object({ text: z.string().trim().min(1).max(200), limit: z.number().int().min(1).max(20) })).gives<SearchAnswer>(),
  /** What this user worked on last, newest first; `opened` (newest first) goes before it. */
  'search.recent': call(
    () => z.object({ opened: z.array(z.object({ group: searchGroup, id })).max(20), limit: z.number().int().min(1).max(20) }),
  ).gives<{ hits: RecentHit[] }>(),
}
