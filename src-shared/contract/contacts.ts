// Contacts: companies and people, their list, page, timeline and notes.
import { z } from 'zod'
import type { ActivityRow } from './activities.ts'
import { call, id, localDate, page, revision } from './call.ts'
import { selection, type SnapshotInfo } from './lists.ts'
import type { SelectionOutcome } from './activities.ts'
import type { MailSummary } from './mail.ts'
import type { MarkedText } from './search.ts'
import type { ChangeSetSummary } from './history.ts'

export const contactKind = z.enum(['company', 'person'])
export const relation = z.enum(['lead', 'customer', 'supplier', 'other'])

export const contactPoint = z.object({
  id: id.nullable(),
  kind: z.enum(['phone', 'mail', 'web']),
  label: z.string().max(40),
  value: z.string().trim().min(1).max(300),
})
export const contactAddress = z.object({
  id: id.nullable(),
  label: z.string().max(40),
  street: z.string().max(200),
  postcode: z.string().max(20),
  city: z.string().max(100),
  region: z.string().max(100),
  country: z.string().max(2),
})

/** By what is due next: the tabs of the next-contact window (NXT-3). */
export const dueStates = ['overdue', 'today', 'week', 'later', 'none'] as const
export type DueState = (typeof dueStates)[number]
/** By the rhythm (NXT-5): in time, past it by a quarter, past twice of it, without one. */
export const rhythmStates = ['fresh', 'cooling', 'cold', 'none'] as const
export type RhythmState = (typeof rhythmStates)[number]

export const contactFilter = z
  .object({
    text: z.string().max(200),
    kinds: z.array(contactKind),
    relations: z.array(relation),
    owners: z.array(z.union([id, z.literal('me')])).max(200),
    tags: z.array(id),
    place: z.string().max(80),
    /** Nothing open is scheduled. */
    nothingScheduled: z.boolean(),
    nextOverdue: z.boolean(),
    /** Misses one of the urgency rules. */
    urgent: z.boolean(),
    due: z.enum(dueStates),
    rhythm: z.array(z.enum(rhythmStates)),
    /** Last contact more than N days ago, or never. */
    untouchedDays: z.number().int().min(1).max(10_000).nullable(),
    employerId: id.nullable(),
    binned: z.boolean(),
  })
  .partial()
export type ContactFilter = z.infer<typeof contactFilter>
export const contactSortKeys = ['name', 'relation', 'kind', 'employer', 'city', 'phone', 'mail', 'taxId', 'owner', 'last', 'next', 'rhythm', 'created'] as const
export const contactSort = z.object({ by: z.enum(contactSortKeys), descending: z.boolean() })
export type ContactSort = z.infer<typeof contactSort>

export interface ContactRow {
  id: string
  revision: number
  kind: 'company' | 'person'
  relation: 'lead' | 'customer' | 'supplier' | 'other'
  name: string
  employerId: string | null
  employerName: string | null
  jobTitle: string | null
  phone: string | null
  mail: string | null
  city: string | null
  taxId: string | null
  ownerId: string | null
  tagIds: string[]
  /** Sort keys of the last done and the next open activity: `YYYY-MM-DDTHH:MM`, or `YYYY-MM-DDT` for a day alone. */
  lastContact: string | null
  nextContact: string | null
  /** The last contact is a mail that came in. */
  owesAnswer: boolean
  /** Days between contacts: set by hand, for a tag, or computed from the gaps; null or 0: none. */
  rhythmDays: number | null
  rhythmFrom: 'contact' | 'tag' | 'gaps' | null
  /** Days from which the contact cools off and is cold. */
  coolingFrom: string | null
  coldFrom: string | null
  createdAt: number
  isBinned: boolean
  inSelection?: boolean
}

export interface Employment {
  id: string
  personId: string
  personName: string
  companyId: string
  companyName: string
  jobTitle: string
  from: string | null
  until: string | null
}

export interface ContactDetail extends ContactRow {
  givenName: string
  familyName: string
  notes: string
  birthday: string | null
  anniversary: string | null
  taxCountry: string
  points: z.infer<typeof contactPoint>[]
  addresses: z.infer<typeof contactAddress>[]
  /** A company's people or a person's jobs, current first. */
  employments: Employment[]
  /** Open activities, nearest first, at most 20. */
  open: ActivityRow[]
  /** Totals for the tabs. */
  counts: { activities: number; mails: number; notes: number; people: number }
}

export const contactValues = z.object({
  kind: contactKind,
  relation,
  /** Companies: the name. People: composed from given and family name when empty. */
  name: z.string().trim().max(200),
  givenName: z.string().trim().max(100),
  familyName: z.string().trim().max(100),
  taxId: z.string().trim().max(40).nullable(),
  taxCountry: z.string().max(2),
  ownerId: id.nullable(),
  notes: z.string().max(200_000),
  birthday: localDate.nullable(),
  anniversary: localDate.nullable(),
  points: z.array(contactPoint).max(60),
  addresses: z.array(contactAddress).max(30),
  tagIds: z.array(id).max(100),
})
export type ContactValues = z.infer<typeof contactValues>

/** Where in an entry stands what was looked for; a null says nothing of it. */
export interface FoundText {
  title: MarkedText
  who: MarkedText | null
  snippet: MarkedText | null
}

/**
 * One entry of a contact's single timeline, newest first. `found`: where words were looked for. Where mails are shown as well, an activity is one entry with
 * its mails in this record: the newest few, `mailCount` of all. A mail of an activity that is not shown has an entry of its own.
 */
export type TimelineEntry =
  | {
      kind: 'activity'
      at: string
      id: string
      activity: ActivityRow
      mails: MailSummary[]
      mailCount: number
      found?: FoundText | undefined
    }
  | { kind: 'note'; at: string; id: string; note: Note; found?: FoundText | undefined }
  | { kind: 'mail'; at: string; id: string; mail: MailSummary; found?: FoundText | undefined }
  | { kind: 'change'; at: string; id: string; change: ChangeSetSummary }

export interface Note {
  id: string
  revision: number
  contactId: string
  contactName: string
  activityId: string | null
  text: string
  /** Local wall time of what happened, `YYYY-MM-DDTHH:MM`. */
  happenedAt: string
  authorId: string
  createdAt: number
}

export interface ContactSuggestion {
  id: string
  kind: 'company' | 'person'
  name: string
  detail: string
  employerId: string | null
  employerName: string | null
}

export const contactCalls = {
  'contact.first': call(
    () => z.object({ filter: contactFilter, sort: contactSort, limit: z.number().int().min(1).max(500) }),
  ).gives<{ rows: ContactRow[]; hasMore: boolean }>(),
  'contact.snapshot': call(() => z.object({ filter: contactFilter, sort: contactSort })).gives<SnapshotInfo>(),
  'contact.page': call(
    () => z.object({ snapshotId: z.string(), ...page, selection: z.string().nullable().optional() }),
  ).gives<{ rows: ContactRow[] }>(),
  'contact.rows': call(
    () => z.object({ ids: z.array(id).max(1000), selection: z.string().nullable().optional() }),
  ).gives<{ rows: ContactRow[] }>(),
  'contact.get': call(() => z.object({ id })).gives<ContactDetail>(),
  'contact.create': call(() => contactValues.extend({ employerId: id.nullable(), jobTitle: z.string().max(120) })).gives<{
    id: string
    changeSetId: string
  }>(),
  'contact.save': call(() => z.object({ id, revision, values: contactValues.partial() })).gives<{
    revision: number
    changeSetId: string | null
  }>(),
  /** A person starts to work somewhere (from), or stops (until). Past jobs stay. */
  'contact.employ': call(
    () => z.object({ personId: id, companyId: id, jobTitle: z.string().max(120), from: localDate.nullable(), leavesOthers: z.boolean() }),
  ).gives<{ id: string; changeSetId: string | null }>(),
  'contact.leave': call(() => z.object({ employmentId: id, until: localDate })).gives<{ changeSetId: string | null }>(),
  'contact.change': call(
    () => z.object({
      selection,
      change: z.object({ ownerId: id, relation, addTagIds: z.array(id), removeTagIds: z.array(id) }).partial(),
    }),
  ).gives<SelectionOutcome>(),
  'contact.bin': call(() => z.object({ selection })).gives<SelectionOutcome>(),
  'contact.restore': call(() => z.object({ selection })).gives<SelectionOutcome>(),
  'contact.count': call(() => z.object({ selection })).gives<{ total: number }>(),
  'contact.timeline': call(
    () => z.object({
      id,
      kinds: z.array(z.enum(['activity', 'note', 'mail', 'change'])),
      /** Continue before this `at` and id. */
      before: z.object({ at: z.string(), id }).nullable(),
      limit: z.number().int().min(1).max(200),
      /** Only entries with all these words, as beginnings, in subject, people, text or names of files; changes have none. */
      text: z.string().trim().max(200).default(''),
    }),
  ).gives<{ entries: TimelineEntry[]; hasMore: boolean }>(),
  /** As you type: name, mail, phone digits. `companyId` puts its people first. */
  'contact.suggest': call(
    () => z.object({ text: z.string().max(100), kinds: z.array(contactKind).optional(), companyId: id.nullable().optional() }),
  ).gives<{ contacts: ContactSuggestion[] }>(),
  /** Null where it is gone. */
  'note.get': call(() => z.object({ id })).gives<Note | null>(),
  'note.create': call(
    () => z.object({ contactId: id, activityId: id.nullable(), text: z.string().trim().min(1).max(200_000), happenedAt: z.string() }),
  ).gives<{ id: string; changeSetId: string }>(),
  'note.save': call(() => z.object({ id, revision, text: z.string().trim().min(1).max(200_000), happenedAt: z.string() })).gives<{
    changeSetId: string | null
  }>(),
  'note.bin': call(() => z.object({ id })).gives<{ changeSetId: string | null }>(),
}
