// Takes in what a calendar file says: new entries, changes and cancellations in one transaction, each keyed by its UID and date (IO-5). Writer's thread.
import type { ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import type { FieldPatch, FileFields } from '../../../src-shared/domain/calendar-diff.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { createActivity } from './activity-commands.ts'
import { storedWhen } from './activity-rules.ts'
import { followFile, patchTemplate, type FileSeries } from './series-files.ts'

interface Stamp {
  uid: string
  recurrenceId: string
  sequence: number
  modifiedAt: string
}
export type CalendarOperation =
  | ({ kind: 'new'; typeId: string; reminders: ReminderRule[]; fields: FileFields } & Stamp)
  | ({
      kind: 'changed'
      activityId: string
      itemId: string | null
      revision: number
      patch: FieldPatch
      fields: FileFields
    } & Stamp)
  | ({ kind: 'cancelled'; activityId: string; itemId: string | null; revision: number; fields: FileFields } & Stamp)
  /** Dates that came in become a series (ACT-15), or the file's rule is another one now. */
  | ({ kind: 'series' } & Omit<FileSeries, 'ownerId'>)
  /** What a series makes from now on is as the file says it. */
  | { kind: 'template'; seriesId: string; before: FileFields; patch: FieldPatch }

export interface CalendarImportInput {
  /** JSON of `CalendarOperation[]`. */
  operations: string
  ownerId: string
  /** Wall now, `YYYY-MM-DDTHH:MM`. */
  now: string
  cancelReason: string
}
export interface CalendarImported {
  created: number
  changed: number
  cancelled: number
  stale: number
}

const itemValues = (activityId: string, one: Stamp & { fields: FileFields }): Values<'calendar_item'> => ({
  activityId,
  uid: one.uid,
  recurrenceId: one.recurrenceId,
  sequence: one.sequence,
  modifiedAt: one.modifiedAt,
  fingerprint: JSON.stringify(one.fields),
})

export const calendarCommands = {
  'calendar.import': (tx: WriteTx, input: CalendarImportInput): CalendarImported => {
    const done: CalendarImported = { created: 0, changed: 0, cancelled: 0, stale: 0 }
    for (const one of JSON.parse(input.operations) as CalendarOperation[]) {
      if (one.kind === 'series') {
        followFile(tx, { ...one, ownerId: input.ownerId })
        continue
      }
      if (one.kind === 'template') {
        patchTemplate(tx, one.seriesId, one.before, one.patch)
        continue
      }
      if (one.kind === 'new') {
        const { subject, notes, place, when } = one.fields
        const id = createActivity(
          tx,
          {
            typeId: one.typeId,
            subject,
            companyId: null,
            personId: null,
            when,
            ownerId: input.ownerId,
            state: 'planned',
            priority: 1,
            direction: null,
            place,
            notes,
            tagIds: [],
            followsId: null,
            resultId: null,
            closedAt: null,
            cancelReason: null,
            reminders: one.reminders,
          },
          { hasMail: true },
        )
        tx.insert('calendar_item', itemValues(id, one))
        done.created += 1
        continue
      }
      try {
        const current = tx.get('activity', one.activityId)
        if (current === null) throw new KnownError('not_found', { table: 'activity', id: one.activityId })
        const patch = one.kind === 'cancelled' ? cancelled(current, input) : changed(current, one.patch)
        tx.update('activity', one.activityId, patch, one.revision)
        if (one.itemId !== null) tx.update('calendar_item', one.itemId, itemValues(one.activityId, one))
        done[one.kind] += 1
      } catch (error) {
        if (!(error instanceof KnownError) || (error.code !== 'stale' && error.code !== 'not_found')) throw error
        done.stale += 1
      }
    }
    tx.summarize({
      count: done.created + done.changed + done.cancelled,
      created: done.created,
      changed: done.changed,
      cancelled: done.cancelled,
      stale: done.stale,
    })
    return done
  },
}

type ActivityRecord = Values<'activity'>

function cancelled(current: ActivityRecord, input: CalendarImportInput): Partial<ActivityRecord> {
  if (!isOpen(current.state as ActivityState)) return {}
  return { state: 'cancelled', resultId: null, closedAt: input.now, cancelReason: input.cancelReason }
}

/** What is closed keeps its moment; a moved day or hour of an open one is counted. */
function changed(current: ActivityRecord, patch: FieldPatch): Partial<ActivityRecord> {
  const fields: Partial<ActivityRecord> = {
    ...(patch.subject === undefined ? {} : { subject: patch.subject }),
    ...(patch.notes === undefined ? {} : { notes: patch.notes }),
    ...(patch.place === undefined ? {} : { place: patch.place }),
  }
  const wasOpen = isOpen(current.state as ActivityState)
  if (patch.when !== undefined && wasOpen) {
    const stored = storedWhen(patch.when)
    Object.assign(fields, stored)
    if (stored.startsOn !== current.startsOn || stored.startsTime !== current.startsTime)
      fields.movedCount = current.movedCount + 1
  }
  // Called off in the file once, and now no more.
  if (patch.isCancelled === false && current.state === 'cancelled')
    Object.assign(fields, { state: 'planned', closedAt: null, cancelReason: null })
  return fields
}
