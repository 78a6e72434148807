// What is urgent (SET-6): the user's objectives, as days of now, and whether an activity or a contact misses one. Pure; runs on any thread. The filter
// "urgent" says the same in SQL (store/queries/urgency-sql.ts); a spec compares both.

import type { ActivityState } from './activity-state.ts'
import { isOpen } from './activity-state.ts'
import { addDays, type LocalDate } from './local-time.ts'
import type { WorkingCalendar } from './working-calendar.ts'

export type UrgencyObjective =
  /** No contact of these relations and tags (empty: all) goes without contact for more than so many days. */
  | { kind: 'untouched'; days: number; relations: string[]; tagIds: string[] }
  /** What is planned of these types (empty: all) is done within so many working days after its date. */
  | { kind: 'notDone'; days: number; typeIds: string[] }
  /** A mail that came in is answered within so many working days: nothing with its sender since. */
  | { kind: 'unanswered'; days: number }
  /** What is open has at least this priority. */
  | { kind: 'priority'; atLeast: number }
export type UrgencyRule = UrgencyObjective & { id: string; isOn: boolean }

/** The rules that are on, first match first, with their days worked out. */
export interface UrgencyNow {
  rules: ActiveRule[]
}
export type ActiveRule = UrgencyRule & {
  /** Sort keys (`YYYY-MM-DDT…`) below this one are too old. Empty for a priority. */
  before: string
  /** What is older than this is history, not urgent. Empty where age does not end it. */
  from: string
}

/** What a mail is worth answering for, in days: older ones are not urgent any more. */
const answerableDays = 60

export const shippedRules: readonly UrgencyRule[] = [
  { id: 'priority', isOn: true, kind: 'priority', atLeast: 3 },
  { id: 'unanswered', isOn: true, kind: 'unanswered', days: 2 },
  { id: 'not-done', isOn: true, kind: 'notDone', days: 3, typeIds: [] },
  { id: 'untouched', isOn: true, kind: 'untouched', days: 60, relations: ['customer'], tagIds: [] },
]

/** `calendar`: the general working days. */
export function urgencyAt(rules: readonly UrgencyRule[], today: LocalDate, calendar: Pick<WorkingCalendar, 'addWorkingDays'>): UrgencyNow {
  const active = rules.filter(({ isOn }) => isOn).map((rule): ActiveRule => {
    switch (rule.kind) {
      case 'untouched':
        return { ...rule, before: `${addDays(today, -rule.days)}T`, from: '' }
      case 'notDone':
        return { ...rule, before: `${calendar.addWorkingDays(today, -rule.days)}T`, from: '' }
      case 'unanswered':
        return { ...rule, before: `${calendar.addWorkingDays(today, -rule.days)}T`, from: `${addDays(today, -answerableDays)}T` }
      case 'priority':
        return { ...rule, before: '', from: '' }
    }
  })
  return { rules: active }
}

export interface ActivityFacts {
  typeId: string
  state: ActivityState
  priority: number
  when: { on: LocalDate; time: string | null; until: LocalDate | null }
  isBinned: boolean
  /** A mail that came in, and nothing with its sender since. */
  owesAnswer: boolean
}
export interface ContactFacts {
  relation: string
  tagIds: readonly string[]
  /** Sort key of the last contact; null where there never was one. */
  lastContact: string | null
  createdAt: number
  isBinned: boolean
  /** The last contact is a mail that came in. */
  owesAnswer: boolean
}

/** The objective that an activity misses, or null. */
export function urgencyOfActivity(activity: ActivityFacts, { rules }: UrgencyNow): ActiveRule | null {
  if (activity.isBinned) return null
  const key = `${activity.when.on}T${activity.when.time ?? ''}`
  return (
    rules.find((rule) => {
      switch (rule.kind) {
        case 'priority':
          return isOpen(activity.state) && activity.priority >= rule.atLeast
        case 'notDone':
          return isOpen(activity.state) && `${activity.when.until ?? activity.when.on}T` < rule.before && (rule.typeIds.length === 0 || rule.typeIds.includes(activity.typeId))
        case 'unanswered':
          return activity.owesAnswer && key < rule.before && key >= rule.from
        case 'untouched':
          return false
      }
    }) ?? null
  )
}

/** The objective that a contact misses, or null. One that was never contacted counts from the day it was entered. */
export function urgencyOfContact(contact: ContactFacts, { rules }: UrgencyNow): ActiveRule | null {
  if (contact.isBinned) return null
  return (
    rules.find((rule) => {
      switch (rule.kind) {
        case 'untouched':
          return (
            (contact.lastContact === null ? contact.createdAt < Date.parse(`${rule.before}00:00Z`) : contact.lastContact < rule.before) &&
            (rule.relations.length === 0 || rule.relations.includes(contact.relation)) &&
            (rule.tagIds.length === 0 || rule.tagIds.some((id) => contact.tagIds.includes(id)))
          )
        case 'unanswered':
          return contact.owesAnswer && contact.lastContact !== null && contact.lastContact < rule.before && contact.lastContact >= rule.from
        case 'notDone':
        case 'priority':
          return false
      }
    }) ?? null
  )
}
