// A change of a series (ACT-15), of this one and the following or of all. Runs on the writer's thread.
// Must stay true: what somebody did to one of them (moved it, closed it, gave it other words) is kept when the rule or the rest is changed.
import type { ActivityValues } from '../../../src-shared/contract/activities.ts'
import type { ActionToTake, Recurrence } from '../../../src-shared/contract/activity-parts.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, daysBetween, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import { ruleUntil, ruleWithFewer, shiftedRule, type OffDays } from '../../../src-shared/domain/recurrence-rule.ts'
import { daysOfRule, placedDay } from '../../../src-shared/domain/recurrence.ts'
import type { WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { actionsOf, setActions, setReminders } from './activity-parts.ts'
import { checkContact, closingOf, hasMail, storedWhen } from './activity-rules.ts'
import { changeTags } from './activity-tags.ts'
import { requireReason } from './bulk-commands.ts'
import { horizonDays, makeMore, mostAtOnce } from './series-making.ts'
import {
  allMade,
  dayOf,
  earlierOnes,
  later,
  partsOf,
  plainActions,
  requireSlot,
  seriesOf,
  slotsFrom,
  whenOn,
  type ActivityRecord,
  type Parts,
  type Series,
  type Slot,
} from './series-record.ts'

/** Fields that a series and its activities share. */
const shared = [
  'typeId',
  'subject',
  'companyId',
  'personId',
  'ownerId',
  'priority',
  'direction',
  'place',
  'notes',
] as const

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The series that begins at this one: the same where it is the first, else the old one ends before it and a new one goes on. */
function splitAt(tx: WriteTx, at: Slot): string {
  const series = seriesOf(tx, at.seriesId)
  const earlier = earlierOnes(tx, at.seriesId, at.slot)
  if (earlier === 0) return at.seriesId
  tx.update('series', at.seriesId, { rule: ruleUntil(series.rule, addDays(at.slot, -1)), madeUntil: allMade })
  const rule = ruleWithFewer(
    series.rule,
    daysOfRule(series.rule, series.startsOn, series.startsOn, addDays(at.slot, -1), 10_000).length,
  )
  const id = tx.insert('series', { ...series, rule, startsOn: at.slot })
  for (const slot of slotsFrom(tx, at.seriesId, at.slot)) tx.update('series_slot', slot.id, { seriesId: id })
  return id
}

export interface SeriesChange {
  id: string
  revision: number
  scope: 'following' | 'all'
  values: Partial<ActivityValues>
  recurrence?: Recurrence | null | undefined
  week?: WorkingWeek
  /** Why its date changed (BLK-4). */
  why?: { reason: string; reasonId: string | null }
}

/** Throws 'stale' where the revision moved on, 'invalid' for what does not repeat and for a rule without days, 'not_found'. `changed`: activities, not the series. */
export function changeSeries(tx: WriteTx, input: SeriesChange): { changed: number } {
  requireReason(tx, input.why?.reasonId ?? null)
  const at = requireSlot(tx, input.id)
  const edited = tx.get('activity', input.id)
  if (edited === null) throw new KnownError('not_found', { table: 'activity', id: input.id })
  if (edited.revision !== input.revision)
    throw new KnownError('stale', { table: 'activity', id: input.id, yours: {}, theirs: {} })
  const { rule: wholeRule } = seriesOf(tx, at.seriesId)
  const seriesId = input.scope === 'following' ? splitAt(tx, at) : at.seriesId
  const before = seriesOf(tx, seriesId)
  const { when, tagIds, actions, reminders } = input.values
  const given = Object.fromEntries(
    shared.flatMap((field) => (input.values[field] === undefined ? [] : [[field, input.values[field]]])),
  ) as Partial<Series>
  if ('typeId' in given || 'companyId' in given || 'personId' in given)
    checkContact(tx, { ...edited, ...given }, hasMail(tx, input.id))
  const oldParts = before.parts as Parts
  const parts: Parts = {
    tagIds: tagIds ?? oldParts.tagIds,
    actions: actions === undefined ? oldParts.actions : plainActions(actions),
    reminders: reminders ?? oldParts.reminders,
    ...(oldParts.file && { file: { ...oldParts.file, isOwn: oldParts.file.isOwn || input.recurrence !== undefined } }),
  }
  const changed = new Set<string>()
  const slots = slotsFrom(tx, seriesId, '')
  const living = slots.flatMap((slot) => {
    const record = tx.get('activity', slot.activityId)
    return record === null ? [] : [{ slot, record }]
  })
  const stillOpen = ({ record }: { record: ActivityRecord }): boolean =>
    record.binnedAt === null && isOpen(record.state as ActivityState)
  for (const one of living) {
    const isEdited = one.slot.activityId === input.id
    if (!isEdited && !stillOpen(one)) continue
    const patch: Record<string, unknown> = {}
    for (const [field, value] of Object.entries(given))
      if (isEdited || isSame(one.record[field as keyof ActivityRecord], before[field as keyof Series]))
        patch[field] = value
    if (isEdited) Object.assign(patch, ownClosing(one.record, input.values))
    let isChanged = Object.keys(patch).length > 0 && tx.update('activity', one.slot.activityId, patch).changed
    const own = tagIds || actions || reminders ? partsOf(tx, one.slot.activityId) : null
    let hasOtherParts = false
    if (own && tagIds && (isEdited || isSame(own.tagIds, oldParts.tagIds))) {
      hasOtherParts =
        changeTags(
          tx,
          one.slot.activityId,
          tagIds,
          own.tagIds.filter((tag) => !tagIds.includes(tag)),
        ) || hasOtherParts
    }
    if (own && actions && (isEdited || isSame(own.actions, oldParts.actions))) {
      hasOtherParts =
        setActions(
          tx,
          one.slot.activityId,
          isEdited ? actions : mergedActions(actionsOf(tx, one.slot.activityId), actions),
        ) || hasOtherParts
    }
    if (own && reminders && (isEdited || isSame(own.reminders, oldParts.reminders)))
      hasOtherParts = setReminders(tx, one.slot.activityId, reminders) || hasOtherParts
    if (hasOtherParts && !isChanged) tx.touch('activity', one.slot.activityId)
    isChanged = isChanged || hasOtherParts
    if (isChanged) changed.add(one.slot.activityId)
  }
  tx.update('series', seriesId, { ...given, parts })
  if (input.recurrence === null) endAfter(tx, seriesId, input.id, input.scope === 'following' ? at.slot : '', changed)
  else if (when !== undefined || input.recurrence !== undefined) {
    const by = when === undefined ? 0 : daysBetween(edited.startsOn, when.on)
    const remaining = living.filter(
      (one) =>
        one.slot.activityId === input.id ||
        (stillOpen(one) &&
          (input.scope === 'following' || one.slot.slot >= at.slot || one.record.startsOn >= dayOf(tx.now))),
    )
    relay(tx, {
      seriesId,
      before,
      remaining,
      pinned: living.filter((one) => !remaining.includes(one)),
      by,
      when,
      recurrence: input.recurrence,
      // The same rule again (only what happens on holidays was changed) goes on where it is, and not from its first time.
      newRule: input.recurrence?.rule === wholeRule ? undefined : input.recurrence?.rule,
      week: input.week ?? null,
      editedId: input.id,
      changed,
    })
  }
  tx.summarize({ count: changed.size, subject: given.subject ?? before.subject, ...input.why })
  return { changed: changed.size }
}

/** What came of one is never meant for the others. */
function ownClosing(
  record: ActivityRecord,
  { state, resultId, closedAt, cancelReason }: Partial<ActivityValues>,
): Partial<ActivityRecord> {
  const given = Object.fromEntries(
    Object.entries({ state, resultId, closedAt, cancelReason }).filter(([, value]) => value !== undefined),
  ) as Partial<ActivityRecord>
  return Object.keys(given).length === 0 ? {} : { ...given, ...closingOf({ ...record, ...given }) }
}

/** Done marks stay with the actions that stay. */
function mergedActions(now: readonly ActionToTake[], wanted: readonly ActionToTake[]): ActionToTake[] {
  return wanted.map((one) => {
    const same = now.find((old) => old.actionId === one.actionId && (one.actionId !== null || old.text === one.text))
    return { ...one, id: same?.id ?? null, isDone: same?.isDone ?? false }
  })
}

interface Relay {
  seriesId: string
  before: Series
  remaining: { slot: Slot; record: ActivityRecord }[]
  pinned: { slot: Slot; record: ActivityRecord }[]
  by: number
  when: When | undefined
  recurrence: Recurrence | undefined
  newRule: string | undefined
  week: WorkingWeek | null
  editedId: string
  changed: Set<string>
}

/** Lays what is still to come anew along the rule: in order, the first to its first day. What was moved by hand keeps its date. */
function relay(
  tx: WriteTx,
  { seriesId, before, remaining, pinned, by, when, recurrence, newRule, week, editedId, changed }: Relay,
): void {
  const first = remaining[0]
  if (first === undefined) return
  const startsOn = first.slot.activityId === editedId && when !== undefined ? when.on : addDays(first.slot.slot, by)
  const fewer = daysOfRule(before.rule, before.startsOn, before.startsOn, addDays(first.slot.slot, -1), 10_000).length
  const rule = newRule ?? ruleWithFewer(shiftedRule(before.rule, first.slot.slot, by), fewer)
  const series: Series = {
    ...seriesOf(tx, seriesId),
    rule,
    offDays: recurrence?.offDays ?? before.offDays,
    startsOn,
    madeUntil: addDays(startsOn, -1),
    isEnded: false,
    ...(when === undefined
      ? {}
      : {
          startsTime: when.time,
          durationMinutes: when.durationMinutes,
          spanDays: when.until === null ? null : daysBetween(when.on, when.until),
          zone: when.zone,
        }),
  }
  const lastSlot = remaining.at(-1)?.slot.slot ?? startsOn
  const horizon = later(addDays(later(dayOf(tx.now), startsOn), horizonDays), addDays(lastSlot, by))
  // Days of the old rule that nothing stands on were left out on purpose, and stay so where the rule is only moved.
  const known = new Set([...remaining, ...pinned].map(({ slot }) => slot.slot))
  const isMovedOnly = recurrence === undefined && before.offDays === 'keep'
  const made = before.madeUntil < horizon ? before.madeUntil : horizon
  const empty = isMovedOnly ? daysOfRule(before.rule, before.startsOn, first.slot.slot, made, 10_000) : []
  const leftOut = new Set(empty.filter((day) => !known.has(day)).map((day) => addDays(day, by)))
  const held = new Set([...pinned.map(({ slot }) => slot.slot), ...leftOut])
  const days = daysOfRule(rule, startsOn, startsOn, horizon, Math.max(mostAtOnce, remaining.length)).filter(
    (day) => !held.has(day),
  )
  for (const { slot } of remaining) tx.remove('series_slot', slot.id)
  const taken = new Set<string>()
  let at = 0
  for (const { slot, record } of remaining) {
    const own = record.startsOn !== slot.placedOn || record.startsTime !== before.startsTime
    let day = days[at++]
    let on = day === undefined ? null : placedDay(day, series.offDays as OffDays, rule, week)
    while (day !== undefined && (on === null || (on !== day && taken.has(on)))) {
      day = days[at++]
      on = day === undefined ? null : placedDay(day, series.offDays as OffDays, rule, week)
    }
    if (day === undefined || on === null) {
      // The rule has no day for it any more: what was made of it goes, what somebody gave a date of its own stays by itself.
      if (!own && slot.activityId !== editedId && tx.update('activity', slot.activityId, { binnedAt: tx.now }).changed)
        changed.add(slot.activityId)
      continue
    }
    taken.add(on)
    tx.insert('series_slot', { seriesId, activityId: slot.activityId, slot: day, placedOn: on })
    if (own && slot.activityId !== editedId) continue
    // One that had a date of its own and is moved again stands where it was put; the rule tells the others.
    const stored = storedWhen(own && when !== undefined ? when : whenOn(series, on))
    const isMoved = stored.startsOn !== record.startsOn || stored.startsTime !== record.startsTime
    if (
      tx.update('activity', slot.activityId, { ...stored, ...(isMoved ? { movedCount: record.movedCount + 1 } : {}) })
        .changed
    )
      changed.add(slot.activityId)
  }
  const lastLaid = days[at - 1]
  const next: Series = { ...series, madeUntil: lastLaid ?? addDays(startsOn, -1) }
  tx.update('series', seriesId, next)
  makeMore(tx, seriesId, next, week, leftOut)
}

/** Nothing more after this one: what was made of the rule goes to the bin, what somebody touched stays. */
function endAfter(tx: WriteTx, seriesId: string, keptId: string, from: LocalDate, changed: Set<string>): void {
  const series = seriesOf(tx, seriesId)
  for (const slot of slotsFrom(tx, seriesId, from)) {
    if (slot.activityId === keptId) continue
    const record = tx.get('activity', slot.activityId)
    if (record === null || record.binnedAt !== null || !isOpen(record.state as ActivityState)) continue
    if (record.startsOn !== slot.placedOn || record.startsTime !== series.startsTime || record.startsOn < dayOf(tx.now))
      continue
    if (tx.update('activity', slot.activityId, { binnedAt: tx.now }).changed) changed.add(slot.activityId)
  }
  tx.update('series', seriesId, { isEnded: true, madeUntil: allMade })
}
