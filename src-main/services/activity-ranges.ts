// What a filter of the activity list says in words ("this week", "me") as days, moments and ids of now. Pure; runs on the core's thread.
import type { z } from 'zod'
import type { ActivityFilter, dayRange } from '../../src-shared/contract/activities.ts'
import { addDays, instantOf, weekday, type LocalDate } from '../../src-shared/domain/local-time.ts'
import type { UrgencyNow } from '../../src-shared/domain/urgency.ts'
import type { ListFilter } from '../store/queries/activity-filter.ts'

type DayRange = z.infer<typeof dayRange>

export interface Now {
  today: LocalDate
  /** IANA zone in which days are meant. */
  zone: string
  /** 1 Monday … 7 Sunday. */
  weekStart: number
  me: string
  /** UTC ms. */
  instant: number
  urgency: UrgencyNow
}

/** Days of a range, both inclusive; null leaves that side open. A relative range and given days narrow each other. */
export function daysOf(range: DayRange | undefined, today: LocalDate, weekStart: number): { from: LocalDate | null; to: LocalDate | null } {
  const from = range?.from ?? null
  const to = range?.to ?? null
  if (range?.relative == null) return { from, to }
  const relative = relativeDays(range.relative, today, weekStart)
  return {
    from: relative.from === null || (from !== null && from > relative.from) ? from : relative.from,
    to: relative.to === null || (to !== null && to < relative.to) ? to : relative.to,
  }
}

function relativeDays(name: NonNullable<DayRange['relative']>, today: LocalDate, weekStart: number): { from: LocalDate | null; to: LocalDate | null } {
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'tomorrow':
      return { from: addDays(today, 1), to: addDays(today, 1) }
    case 'this_week':
    case 'next_week': {
      const first = addDays(today, -((weekday(today) - weekStart + 7) % 7) + (name === 'next_week' ? 7 : 0))
      return { from: first, to: addDays(first, 6) }
    }
    case 'this_month': {
      const first = `${today.slice(0, 8)}01`
      const next = `${addDays(first, 31).slice(0, 8)}01`
      return { from: first, to: addDays(next, -1) }
    }
    case 'past_7':
      return { from: addDays(today, -6), to: today }
    case 'past_30':
      return { from: addDays(today, -29), to: today }
    case 'next_7':
      return { from: today, to: addDays(today, 6) }
    case 'next_30':
      return { from: today, to: addDays(today, 29) }
    case 'past':
      return { from: null, to: addDays(today, -1) }
    case 'future':
      return { from: addDays(today, 1), to: null }
  }
}

/** The filter as the store reads it: 'me' by its id, ranges as days (as UTC milliseconds for when a row was created), what was not said as what lets everything through. */
export function storedFilter(filter: ActivityFilter, now: Now): ListFilter {
  const people = (ids: readonly string[] | undefined): string[] => [...new Set((ids ?? []).map((id) => (id === 'me' ? now.me : id)))]
  const distinct = <T>(values: readonly T[] | undefined): T[] => [...new Set(values ?? [])]
  const created = daysOf(filter.created, now.today, now.weekStart)
  return {
    done: filter.done ?? 'all', states: distinct(filter.states),
    planned: daysOf(filter.planned, now.today, now.weekStart), closed: daysOf(filter.closed, now.today, now.weekStart),
    created: {
      from: created.from === null ? null : instantOf(created.from, null, now.zone),
      to: created.to === null ? null : instantOf(addDays(created.to, 1), null, now.zone),
    },
    owners: people(filter.owners), authors: people(filter.authors), types: distinct(filter.types), directions: distinct(filter.directions),
    results: distinct(filter.results), priorities: distinct(filter.priorities), tags: distinct(filter.tags),
    contactId: filter.contactId ?? null, contactRelations: distinct(filter.contactRelations), contactKinds: distinct(filter.contactKinds),
    contactPlace: filter.contactPlace ?? '', text: filter.text ?? '', overdue: filter.overdue ?? false, urgent: filter.urgent === true ? now.urgency : null, movedTimes: filter.movedTimes ?? null,
    withoutContact: filter.withoutContact ?? false, openActions: filter.openActions ?? false, binned: filter.binned ?? false, me: now.me, now: now.instant,
  }
}
