// Commands of one activity: created, saved, duplicated (ACT-1, ACT-5, ACT-10). Each runs in one transaction on the writer's thread.
import type { ActivityValues, Closing } from '../../../src-shared/contract/activities.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, daysBetween, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import type { WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { checkContact, checkFollows, closingOf, hasMail, keepsItsType, storedWhen } from './activity-rules.ts'
import { activitySelectionCommands } from './activity-selection-commands.ts'
import {
  actionsOf,
  addFiles,
  partCommands,
  remindersOf,
  setActions,
  setReminders,
  type KeptFile,
} from './activity-parts.ts'
import { closeWithNext, planNext } from './close-activity.ts'
import { putMailsOnto, type MailOfActivity } from './mail-acceptance.ts'
import { changeSeries, type SeriesChange } from './series-change.ts'
import { seriesCommands } from './series-commands.ts'
import { beginSeries } from './series-making.ts'
import { changeTags, tagIdsOf } from './activity-tags.ts'

type ActivityRecord = Values<'activity'>

function authorOf(tx: WriteTx): string {
  if (tx.meta.userId === null) throw new KnownError('invalid', { field: 'me', rule: 'not_set_up' })
  return tx.meta.userId
}

const whenOf = (record: ActivityRecord): When => ({
  on: record.startsOn,
  time: record.startsTime,
  durationMinutes: record.durationMinutes,
  until: record.endsOn,
  zone: record.zone,
})

/** What the service hands over beside the values: files that are in the vault already, and the working week for days that are moved. */
export interface SaveExtras {
  files?: KeptFile[]
  mails?: MailOfActivity[]
  week?: WorkingWeek
}

/** Writes a new activity; other commands (mail, next contact) use it too. */
export function createActivity(tx: WriteTx, values: ActivityValues, options: { hasMail?: boolean } = {}): string {
  checkContact(tx, values, options.hasMail ?? false)
  const id = tx.newId()
  checkFollows(tx, id, values.followsId)
  tx.insert(
    'activity',
    {
      typeId: values.typeId,
      subject: values.subject,
      companyId: values.companyId,
      personId: values.personId,
      ...storedWhen(values.when),
      state: values.state,
      priority: values.priority,
      direction: values.direction,
      ownerId: values.ownerId,
      authorId: authorOf(tx),
      place: values.place,
      notes: values.notes,
      ...closingOf(values),
      followsId: values.followsId,
      createdAt: tx.now,
      binnedAt: null,
      movedCount: 0,
    },
    id,
  )
  changeTags(tx, id, values.tagIds, [])
  if (values.actions !== undefined) setActions(tx, id, values.actions)
  if (values.reminders !== undefined) setReminders(tx, id, values.reminders)
  return id
}

/** The contact that follows one that is closed in the same form (ACT-4). */
function createFollowUp(tx: WriteTx, id: string, next: NonNullable<ActivityValues['next']>): void {
  const record = tx.get('activity', id)
  if (record === null) throw new KnownError('not_found', { table: 'activity', id })
  if (record.state !== 'done') throw new KnownError('invalid', { field: 'next', rule: 'next_needs_result' })
  planNext(tx, id, record, {
    ...next,
    durationMinutes: null,
    until: null,
    zone: record.zone,
    typeId: null,
    subject: null,
  })
}

/** What was closed or cancelled elsewhere meanwhile stays as it is. */
function closeFollowed(tx: WriteTx, followsId: string | null, closes: Closing): void {
  if (followsId === null) throw new KnownError('invalid', { field: 'followsId', rule: 'required' })
  const followed = tx.get('activity', followsId)
  if (followed !== null && followed.binnedAt === null && isOpen(followed.state as ActivityState))
    closeWithNext(tx, followsId, closes, null)
}

export const activityCommands = {
  /** Written down, closed and followed up in one step, where the values say so. `closes`: the one it follows is closed with it. */
  'activity.create': (
    tx: WriteTx,
    input: { values: ActivityValues; closes?: Closing } & SaveExtras,
  ): { id: string } => {
    const id = createActivity(tx, input.values)
    if (input.closes) closeFollowed(tx, input.values.followsId, input.closes)
    if (input.files?.length) addFiles(tx, { activityId: id, contactId: null }, input.files)
    if (input.mails?.length) putMailsOnto(tx, id, input.mails)
    if (input.values.recurrence) beginSeries(tx, id, input.values.recurrence, input.week ?? null)
    if (input.values.next) createFollowUp(tx, id, input.values.next)
    tx.summarize({ count: 1, subject: input.values.subject })
    return { id }
  },

  /** Only the given values change. A moved day or hour of an open activity is counted. */
  'activity.save': (
    tx: WriteTx,
    input: { id: string; revision: number; values: Partial<ActivityValues> } & SaveExtras,
  ): { revision: number } => {
    const { id, values } = input
    const current = tx.get('activity', id)
    if (current === null) throw new KnownError('not_found', { table: 'activity', id })
    const {
      when,
      tagIds,
      actions,
      reminders,
      files: _files,
      mails: _mails,
      recurrence,
      next: followUp,
      ...plain
    } = values
    const given = Object.fromEntries(
      Object.entries(plain).filter(([, value]) => value !== undefined),
    ) as Partial<ActivityRecord>
    const next: ActivityRecord = { ...current, ...given }
    const patch: Partial<ActivityRecord> = { ...given }
    if (when !== undefined) Object.assign(patch, changedWhen(current, when))
    if ('state' in given || 'resultId' in given || 'closedAt' in given || 'cancelReason' in given)
      Object.assign(patch, closingOf(next))
    if ('typeId' in given || 'companyId' in given || 'personId' in given) checkContact(tx, next, hasMail(tx, id))
    if (next.typeId !== current.typeId && keepsItsType(tx, id)) {
      throw new KnownError('invalid', { field: 'typeId', rule: 'sent_mail_type', value: next.typeId })
    }
    if (next.followsId !== current.followsId) checkFollows(tx, id, next.followsId)
    let { revision } = tx.update('activity', id, patch, input.revision)
    if (tagIds !== undefined) {
      const before = tagIdsOf(tx, id)
      const isSame = before.length === tagIds.length && before.every((tag) => tagIds.includes(tag))
      if (!isSame && revision === current.revision && input.revision !== current.revision) {
        throw new KnownError('stale', { table: 'activity', id, yours: { tagIds }, theirs: { tagIds: before } })
      }
      if (
        changeTags(
          tx,
          id,
          tagIds,
          before.filter((tag) => !tagIds.includes(tag)),
        ) &&
        revision === current.revision
      )
        revision = raisedRevision(tx, id, revision)
    }
    // A change of parts alone makes the activity a newer one, too; one that was read before is refused.
    const changesParts = (part: string, isChanged: boolean): void => {
      if (!isChanged || revision !== current.revision) return
      if (input.revision !== current.revision)
        throw new KnownError('stale', { table: 'activity', id, yours: { [part]: '' }, theirs: { [part]: '' } })
      revision = raisedRevision(tx, id, revision)
    }
    if (actions !== undefined) changesParts('actions', setActions(tx, id, actions))
    if (reminders !== undefined) changesParts('reminders', setReminders(tx, id, reminders))
    if (input.files?.length) {
      addFiles(tx, { activityId: id, contactId: null }, input.files)
      changesParts('files', true)
    }
    if (input.mails?.length) {
      putMailsOnto(tx, id, input.mails)
      changesParts('mails', true)
    }
    if (recurrence) beginSeries(tx, id, recurrence, input.week ?? null)
    if (followUp) createFollowUp(tx, id, followUp)
    tx.summarize({ count: 1, subject: next.subject })
    return { revision }
  },

  /** A planned copy for today with everything but what came of the first one; it follows none. */
  'activity.duplicate': (tx: WriteTx, input: { id: string; today: LocalDate }): { id: string } => {
    const original = tx.get('activity', input.id)
    if (original === null) throw new KnownError('not_found', { table: 'activity', id: input.id })
    const { revision: _revision, ...record } = original
    const when = whenOf(original)
    const until = when.until === null ? null : addDays(input.today, daysBetween(when.on, when.until))
    const id = tx.insert('activity', {
      ...record,
      ...storedWhen({ ...when, on: input.today, until }),
      state: 'planned',
      resultId: null,
      closedAt: null,
      cancelReason: null,
      followsId: null,
      authorId: authorOf(tx),
      createdAt: tx.now,
      binnedAt: null,
      movedCount: 0,
    })
    changeTags(tx, id, tagIdsOf(tx, input.id), [])
    setActions(
      tx,
      id,
      actionsOf(tx, input.id).map((one) => ({ ...one, id: null, isDone: false })),
    )
    setReminders(tx, id, remindersOf(tx, input.id))
    tx.summarize({ count: 1, subject: original.subject })
    return { id }
  },

  ...activitySelectionCommands,
  ...partCommands,
  ...seriesCommands,

  /** With what the named one alone gets: files, and the contact that follows when it is closed. */
  'series.change': (tx: WriteTx, input: SeriesChange & SaveExtras): { changed: number } => {
    const done = changeSeries(tx, input)
    if (input.files?.length) addFiles(tx, { activityId: input.id, contactId: null }, input.files)
    if (input.mails?.length) putMailsOnto(tx, input.id, input.mails)
    if (input.values.next) createFollowUp(tx, input.id, input.values.next)
    return done
  },
}

function changedWhen(current: ActivityRecord, when: When): Partial<ActivityRecord> {
  const stored = storedWhen(when)
  const isMoved = stored.startsOn !== current.startsOn || stored.startsTime !== current.startsTime
  return isMoved && isOpen(current.state as ActivityValues['state'])
    ? { ...stored, movedCount: current.movedCount + 1 }
    : stored
}

/** Tags are part of what a form saves: with them alone changed the activity is a newer one, too. */
function raisedRevision(tx: WriteTx, id: string, revision: number): number {
  tx.touch('activity', id)
  return revision + 1
}
