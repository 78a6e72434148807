// Activities that repeat (ACT-15): the next dates of a rule, and changes to one of them, to it and those that follow, or to all.
import { z } from 'zod'
import { activityValues, when } from './activities.ts'
import { offDays, recurrence, seriesScope } from './activity-parts.ts'
import { call, id, localDate, revision } from './call.ts'

export interface SeriesDate {
  /** The day the rule says. */
  slot: string
  /** The day it lands on; null where it is left out. */
  on: string | null
}

export const seriesCalls = {
  /** The first dates of a rule; `invalid` where it cannot be read. */
  'series.preview': call(() => z.object({ rule: z.string().max(300), offDays, on: localDate, count: z.number().int().min(1).max(50) })).gives<{
    dates: SeriesDate[]
    /** Ends by itself (a last day or a number of times). */
    ends: boolean
  }>(),
  /** Changes activities of a series; result, state, files and the next contact are of the named one alone. `recurrence` null ends the series at this one (or altogether). Fields that an activity has of its own stay. */
  'series.change': call(
    () => z.object({
      id, revision, scope: seriesScope.exclude(['this']), values: activityValues.omit({ recurrence: true }).partial(),
      recurrence: recurrence.nullable().optional(), when: when.optional(),
    }),
  ).gives<{ changed: number; changeSetId: string | null }>(),
  'series.cancel': call(() => z.object({ id, scope: seriesScope.exclude(['this']), reason: z.string().trim().min(1).max(500) })).gives<{
    changed: number
    changeSetId: string | null
  }>(),
  'series.bin': call(() => z.object({ id, scope: seriesScope.exclude(['this']) })).gives<{ changed: number; changeSetId: string | null }>(),
}
