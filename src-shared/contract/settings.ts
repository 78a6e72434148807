// Users, the user's own lists, settings, holidays, saved views, drafts.
import { z } from 'zod'
import type { Holiday } from '../domain/holidays.ts'
import { activityState } from './activities.ts'
import { reminderRule } from './activity-parts.ts'
import { call, id, localDate, localTime, nothing, revision } from './call.ts'
import { urgencyRule } from './urgency.ts'

export type { Holiday } from '../domain/holidays.ts'

const workingHours = z.array(z.object({ from: localTime, to: localTime })).max(4)
/** Monday to Sunday; a day without stretches is not worked. */
export const weekHours = z.array(workingHours).length(7)
export type WeekHours = z.infer<typeof weekHours>

export interface User {
  id: string
  revision: number
  name: string
  mail: string
  color: string
  /** Of their own; null keeps the general ones. */
  hours: WeekHours | null
  isActive: boolean
}
/** An entry of one of the user's lists. `builtin` names a shipped entry; its words come from the locale until `name` is given. */
export interface ListEntry {
  id: string
  revision: number
  builtin: string | null
  name: string | null
  position: number
  isArchived: boolean
}
export interface ActivityType extends ListEntry {
  icon: string
  color: string
  defaultMinutes: number | null
  inCalendar: boolean
  isPrivate: boolean
}
export interface Result extends ListEntry {
  icon: string
  color: string
  meaning: 'good' | 'bad' | 'neutral'
  hint: string | null
}
export interface Tag extends ListEntry {
  color: string
}
export type Reason = ListEntry
/** Something to do that comes out of an activity (ACT-8). */
export type ActionEntry = ListEntry

export interface Lists {
  types: ActivityType[]
  results: Result[]
  tags: Tag[]
  reasons: Reason[]
  actions: ActionEntry[]
  users: User[]
}

/** Every setting with its type; stored one row a key, in the history like everything else. */
export const settingsSchema = z.object({
  language: z.enum(['es', 'en']),
  theme: z.enum(['light', 'dark', 'system']),
  textSize: z.enum(['small', 'normal', 'large']),
  dateFormat: z.enum(['locale', 'dmy', 'mdy', 'ymd']),
  numberFormat: z.enum(['comma', 'point']),
  weekStart: z.number().int().min(1).max(7),
  zone: z.string().nullable().describe('IANA zone; null follows the system'),
  country: z.string().length(2),
  me: z.string().nullable(),
  workingDays: z.array(z.boolean()).length(7),
  hours: workingHours,
  nationalHolidays: z.boolean(),
  /** Regions of Spain whose holidays are kept (ISO 3166-2:ES without prefix). */
  holidayRegions: z.array(z.string().max(4)).max(19),
  /** The user's own words for the states of activities; what is missing has the shipped word. */
  stateNames: z.partialRecord(activityState, z.string().trim().min(1).max(40)),
  urgencyRules: z.array(urgencyRule).max(40),
  /** The place that opens first. */
  firstPlace: z.enum(['activities', 'today']),
  singleLetterKeys: z.boolean(),
  mailAttach: z.enum(['ask', 'yes', 'no']),
  mailUnderCustomer: z.enum(['ask', 'yes', 'no']),
  closingResult: z.string().nullable(),
  /** Reminders of new activities by type; `*` is for all types without their own (ACT-16). */
  reminderDefaults: z.record(z.string(), z.array(reminderRule).max(20)),
  /** `contacts` is the quiet default order and columns of each list, by window kind. */
  listColumns: z.record(z.string(), z.array(z.string())),
  /** What the columns of files of contacts were chosen to mean, the newest first; `signature` names files with the same columns. */
  contactImports: z.array(z.object({ signature: z.string().max(64), targets: z.array(z.string().max(60).nullable()).max(500) })).max(20),
})
export type Settings = z.infer<typeof settingsSchema>

export const viewList = z.enum(['activities', 'contacts', 'calendar', 'next'])
export type ViewList = z.infer<typeof viewList>
/** One entry of a calendar file, as it would be kept. */
export interface HolidayLine {
  key: string
  on: string
  until: string | null
  name: string
  isYearly: boolean
  /** `changed`: it is there with another day or name. */
  status: 'new' | 'known' | 'changed'
}

/** A file of a draft, known by its token again. */
export interface DraftFile {
  token: string
  name: string
  size: number
}
export interface SavedView {
  id: string
  revision: number
  list: ViewList
  name: string | null
  builtin: string | null
  /** Filter, sort and columns as the list understands them. */
  spec: { filter: Record<string, unknown>; sort: { by: string; descending: boolean }; columns: string[] }
  position: number
}

const listName = z.enum(['types', 'results', 'tags', 'reasons', 'actions'])

export const settingsCalls = {
  'settings.get': call(() => nothing).gives<{ settings: Settings; lists: Lists }>(),
  'settings.set': call(() => settingsSchema.partial()).gives<null>(),
  'user.save': call(
    () => z.object({
      id: id.nullable(),
      revision: revision.nullable(),
      name: z.string().trim().min(1).max(120),
      mail: z.string().trim().max(254),
      color: z.string().max(20),
      hours: weekHours.nullable(),
      isActive: z.boolean(),
    }),
  ).gives<{ id: string }>(),
  'entry.save': call(
    () => z.object({
      list: listName,
      id: id.nullable(),
      revision: revision.nullable(),
      values: z
        .object({
          name: z.string().trim().min(1).max(80).nullable(),
          icon: z.string().max(40),
          color: z.string().max(20),
          defaultMinutes: z
            .number()
            .int()
            .min(0)
            .max(60 * 24 * 30)
            .nullable(),
          inCalendar: z.boolean(),
          isPrivate: z.boolean(),
          meaning: z.enum(['good', 'bad', 'neutral']),
          hint: z.string().max(200).nullable(),
          isArchived: z.boolean(),
        })
        .partial(),
    }),
  ).gives<{ id: string }>(),
  'entry.order': call(() => z.object({ list: listName, ids: z.array(id) })).gives<null>(),
  /** Removes an entry that nothing uses; one in use is refused with `in_use`, which says how often (archive or merge it instead). */
  'entry.remove': call(() => z.object({ list: listName, id })).gives<{ changeSetId: string | null }>(),
  /** How many records carry this entry. */
  'entry.uses': call(() => z.object({ list: listName, id })).gives<{ uses: number }>(),
  /** Everything that carries the one carries the other afterwards, and the one is gone. */
  'entry.merge': call(() => z.object({ list: listName, id, intoId: id })).gives<{
    changed: number
    changeSetId: string | null
  }>(),
  /** `source` names the official list of the year; null where the regions' days of that year are not in the program. */
  'holiday.list': call(() => z.object({ year: z.number().int().min(1900).max(2200) })).gives<{
    holidays: Holiday[]
    source: string | null
    knownYears: number[]
  }>(),
  'holiday.save': call(
    () => z.object({
      id: id.nullable(),
      on: localDate,
      until: localDate.nullable().default(null),
      name: z.string().trim().min(1).max(80),
      isYearly: z.boolean().default(false),
    }),
  ).gives<{ id: string }>(),
  /** What whole days a calendar file has; nothing is written. `timed`: entries with a time of day, which are no holidays. */
  'holiday.readFile': call(() => z.object({ fileToken: z.string().max(100) })).gives<{
    calendar: string
    lines: HolidayLine[]
    refused: number
    timed: number
  }>(),
  'holiday.import': call(
    () => z.object({ fileToken: z.string().max(100), keys: z.array(z.string().max(300)).max(2000) }),
  ).gives<{ added: number; changed: number; changeSetId: string | null }>(),
  'holiday.remove': call(() => z.object({ id })).gives<null>(),
  'view.list': call(() => z.object({ list: viewList })).gives<{ views: SavedView[] }>(),
  'view.save': call(
    () => z.object({
      id: id.nullable(),
      list: viewList,
      name: z.string().trim().min(1).max(60),
      spec: z.object({
        filter: z.record(z.string(), z.unknown()),
        sort: z.object({ by: z.string(), descending: z.boolean() }),
        columns: z.array(z.string()),
      }),
    }),
  ).gives<{ id: string }>(),
  'view.remove': call(() => z.object({ id })).gives<null>(),
  /** What a form holds before it is saved (UX-4), files with it: no record, outside the history. */
  'draft.get': call(() => z.object({ key: z.string().max(120) })).gives<{
    value: unknown
    savedAt: number
    files: DraftFile[]
  } | null>(),
  'draft.list': call(() => nothing).gives<{ drafts: { key: string; savedAt: number; title: string }[] }>(),
  'draft.set': call(
    () => z.object({
      key: z.string().max(120),
      title: z.string().max(200),
      value: z.record(z.string(), z.unknown()),
      files: z.array(z.string().max(80)).max(50).optional(),
    }),
  ).gives<null>(),
  'draft.clear': call(() => z.object({ key: z.string().max(120) })).gives<null>(),
}
