// Activities that repeat (ACT-15): a rule, and ordinary activities made of it up to a horizon that moves on. Runs on the writer's thread.
// Must stay true: what somebody did to one of them (moved it, closed it, gave it other words) is kept when the rule or the rest is changed.
import type { ActivityValues } from '../../../src-shared/contract/activities.ts'
import type { ActionToTake, Recurrence, ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, daysBetween, fromEpochDay, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import {
  partsOfRule,
  ruleUntil,
  ruleWithFewer,
  shiftedRule,
  type OffDays,
} from '../../../src-shared/domain/recurrence-rule.ts'
import { daysOfRule, placedDay } from '../../../src-shared/domain/recurrence.ts'
import type { WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { actionsOf, remindersOf, setActions, setReminders } from './activity-parts.ts'
import { checkContact, closingOf, hasMail, storedWhen } from './activity-rules.ts'
import { requireReason } from './bulk-commands.ts'
import { changeTags, tagIdsOf } from './activity-tags.ts'
import { fileDates, type FileLink } from './series-files.ts'

type Series = Values<'series'>
type ActivityRecord = Values<'activity'>
interface Parts {
  tagIds: string[]
  actions: { actionId: string | null; text: string }[]
  reminders: ReminderRule[]
  /** Came in with a calendar file. */
  file?: FileLink
}
/** How far ahead activities are made, and from when on more are made. */
const horizonDays = 366
const refillDays = 335
const mostAtOnce = 400
const allMade = '9999-12-31'
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

const dayOf = (instant: number): LocalDate => fromEpochDay(Math.floor(instant / 86_400_000))
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b)
const plainActions = (actions: readonly ActionToTake[]): Parts['actions'] =>
  actions.map(({ actionId, text }) => ({ actionId, text: actionId === null ? text : '' }))
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function whenOn(series: Pick<Series, 'startsTime' | 'durationMinutes' | 'spanDays' | 'zone'>, on: LocalDate): When {
  return {
    on,
    time: series.startsTime,
    durationMinutes: series.durationMinutes,
    until: series.spanDays === null ? null : addDays(on, series.spanDays),
    zone: series.zone,
  }
}

function partsOf(tx: WriteTx, activityId: string): Parts {
  return {
    tagIds: tagIdsOf(tx, activityId),
    actions: plainActions(actionsOf(tx, activityId)),
    reminders: remindersOf(tx, activityId),
  }
}

function seriesOf(tx: WriteTx, id: string): Series {
  const found = tx.get('series', id)
  if (found === null) throw new KnownError('not_found', { table: 'series', id })
  const { revision: _revision, ...series } = found
  return series
}

/** An activity becomes the first of a series, and the others are made. */
export function beginSeries(
  tx: WriteTx,
  activityId: string,
  { rule, offDays }: Recurrence,
  week: WorkingWeek | null,
): void {
  const record = tx.get('activity', activityId)
  if (record === null) throw new KnownError('not_found', { table: 'activity', id: activityId })
  const old = slotOf(tx, activityId)
  if (old !== null && !seriesOf(tx, old.seriesId).isEnded)
    throw new KnownError('invalid', { field: 'recurrence', rule: 'repeats_already' })
  if (old !== null) tx.remove('series_slot', old.id)
  partsOfRule(rule)
  const series: Series = {
    rule,
    offDays,
    startsOn: record.startsOn,
    startsTime: record.startsTime,
    durationMinutes: record.durationMinutes,
    spanDays: record.endsOn === null ? null : daysBetween(record.startsOn, record.endsOn),
    zone: record.zone,
    madeUntil: record.startsOn,
    typeId: record.typeId,
    subject: record.subject,
    companyId: record.companyId,
    personId: record.personId,
    ownerId: record.ownerId,
    authorId: record.authorId,
    priority: record.priority,
    direction: record.direction,
    place: record.place,
    notes: isOpen(record.state as ActivityState) ? record.notes : '',
    parts: partsOf(tx, activityId),
    isEnded: false,
  }
  const id = tx.insert('series', series)
  tx.insert('series_slot', { seriesId: id, activityId, slot: record.startsOn, placedOn: record.startsOn })
  makeMore(tx, id, series, week)
}

/** Makes what is missing up to the horizon, without days that were left out on purpose. */
function makeMore(
  tx: WriteTx,
  id: string,
  series: Series,
  week: WorkingWeek | null,
  leftOut: ReadonlySet<LocalDate> = new Set(),
): number {
  const horizon = addDays(later(dayOf(tx.now), series.startsOn), horizonDays)
  const from = addDays(series.madeUntil, 1)
  if (from > horizon) return 0
  const days = daysOfRule(series.rule, series.startsOn, from, horizon, mostAtOnce)
  const taken = new Set(
    tx.read.pluck<string>(
      'SELECT placed_on FROM series_slot WHERE series_row = (SELECT row_id FROM series WHERE id = ?)',
      [id],
    ),
  )
  const slots = new Set(
    tx.read.pluck<string>('SELECT slot FROM series_slot WHERE series_row = (SELECT row_id FROM series WHERE id = ?)', [
      id,
    ]),
  )
  const dateInFile = fileDates(tx, id, (series.parts as Parts).file)
  let made = 0
  for (const slot of days) {
    const on = placedDay(slot, series.offDays as OffDays, series.rule, week)
    // Two that are moved off holidays to the same day are one.
    if (on === null || slots.has(slot) || leftOut.has(slot) || (on !== slot && taken.has(on))) continue
    const inFile = dateInFile?.(slot)
    // The file said something of its own about that day, and it came in by itself.
    if (inFile?.isKnown === true) continue
    taken.add(on)
    const activityId = makeOne(tx, id, series, slot, on)
    inFile?.keep(activityId)
    made += 1
  }
  const isWhole = days.length < mostAtOnce
  const last = isWhole ? horizon : (days.at(-1) ?? horizon)
  const { until, count } = partsOfRule(series.rule)
  const isOver =
    (until !== null && until <= last) ||
    (count !== null && isWhole && daysOfRule(series.rule, series.startsOn, addDays(last, 1), allMade, 1).length === 0)
  tx.update('series', id, { madeUntil: isOver ? allMade : last })
  return made
}

function makeOne(tx: WriteTx, seriesId: string, series: Series, slot: LocalDate, on: LocalDate): string {
  const parts = series.parts as Parts
  const activityId = tx.insert('activity', {
    typeId: series.typeId,
    subject: series.subject,
    companyId: series.companyId,
    personId: series.personId,
    ...storedWhen(whenOn(series, on)),
    state: 'planned',
    priority: series.priority,
    direction: series.direction,
    ownerId: series.ownerId,
    authorId: series.authorId,
    place: series.place,
    notes: series.notes,
    resultId: null,
    closedAt: null,
    cancelReason: null,
    followsId: null,
    createdAt: tx.now,
    binnedAt: null,
    movedCount: 0,
  })
  tx.insert('series_slot', { seriesId, activityId, slot, placedOn: on })
  // A tag or an entry of the list that is gone since is left out.
  changeTags(
    tx,
    activityId,
    parts.tagIds.filter((id) => tx.fields('tag', id, []) !== null),
    [],
  )
  setActions(
    tx,
    activityId,
    parts.actions
      .filter(({ actionId }) => actionId === null || tx.fields('action', actionId, []) !== null)
      .map((one) => ({ ...one, id: null, isDone: false })),
  )
  setReminders(tx, activityId, parts.reminders)
  return activityId
}

interface Slot {
  id: string
  activityId: string
  seriesId: string
  slot: LocalDate
  placedOn: LocalDate
}
function slotOf(tx: WriteTx, activityId: string): Slot | null {
  return (
    tx.read.getSql<Slot>(
      `SELECT x.id, a.id AS activityId, s.id AS seriesId, x.slot, x.placed_on AS placedOn FROM series_slot x JOIN activity a ON a.row_id = x.activity_row
       JOIN series s ON s.row_id = x.series_row WHERE x.activity_row = (SELECT row_id FROM activity WHERE id = ?)`,
      activityId,
    ) ?? null
  )
}
function slotsFrom(tx: WriteTx, seriesId: string, from: LocalDate): Slot[] {
  return tx.read.allSql<Slot>(
    `SELECT x.id, a.id AS activityId, ? AS seriesId, x.slot, x.placed_on AS placedOn FROM series_slot x JOIN activity a ON a.row_id = x.activity_row
     WHERE x.series_row = (SELECT row_id FROM series WHERE id = ?) AND x.slot >= ? ORDER BY x.slot`,
    seriesId,
    seriesId,
    from,
  )
}
function requireSlot(tx: WriteTx, activityId: string): Slot {
  const slot = slotOf(tx, activityId)
  if (slot === null) throw new KnownError('invalid', { field: 'recurrence', rule: 'does_not_repeat' })
  return slot
}
const earlierOnes = (tx: WriteTx, seriesId: string, slot: LocalDate): number =>
  tx.read.getSql<{ n: number }>(
    'SELECT count(*) AS n FROM series_slot WHERE series_row = (SELECT row_id FROM series WHERE id = ?) AND slot < ?',
    seriesId,
    slot,
  )?.n ?? 0

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

export function changeSeries(tx: WriteTx, input: SeriesChange): { changed: number } {
  requireReason(tx, input.why?.reasonId ?? null)
  const at = requireSlot(tx, input.id)
  const edited = tx.get('activity', input.id)
  if (edited === null) throw new KnownError('not_found', { table: 'activity', id: input.id })
  if (edited.revision !== input.revision)
    throw new KnownError('stale', { table: 'activity', id: input.id, yours: {}, theirs: {} })
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
  week: WorkingWeek | null
  editedId: string
  changed: Set<string>
}

/** Lays what is still to come anew along the rule: in order, the first to its first day. What was moved by hand keeps its date. */
function relay(
  tx: WriteTx,
  { seriesId, before, remaining, pinned, by, when, recurrence, week, editedId, changed }: Relay,
): void {
  const first = remaining[0]
  if (first === undefined) return
  const startsOn = first.slot.activityId === editedId && when !== undefined ? when.on : addDays(first.slot.slot, by)
  const fewer = daysOfRule(before.rule, before.startsOn, before.startsOn, addDays(first.slot.slot, -1), 10_000).length
  const rule = recurrence?.rule ?? ruleWithFewer(shiftedRule(before.rule, first.slot.slot, by), fewer)
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

/** Ends the series here (or as a whole) and does something to those that are still open. */
function dropFrom(
  tx: WriteTx,
  input: { id: string; scope: 'following' | 'all' },
  patch: Partial<ActivityRecord>,
): { changed: number } {
  const at = requireSlot(tx, input.id)
  const series = seriesOf(tx, at.seriesId)
  const from = input.scope === 'following' ? at.slot : ''
  let changed = 0
  for (const slot of slotsFrom(tx, at.seriesId, from)) {
    const record = tx.get('activity', slot.activityId)
    if (record === null || record.binnedAt !== null || !isOpen(record.state as ActivityState)) continue
    if (tx.update('activity', slot.activityId, patch).changed) changed += 1
  }
  const isWhole = input.scope === 'all' || earlierOnes(tx, at.seriesId, at.slot) === 0
  tx.update('series', at.seriesId, {
    ...(isWhole ? {} : { rule: ruleUntil(series.rule, addDays(at.slot, -1)) }),
    isEnded: true,
    madeUntil: allMade,
  })
  tx.summarize({ count: changed, subject: series.subject })
  return { changed }
}

export const seriesCommands = {
  'series.cancel': (
    tx: WriteTx,
    input: { id: string; scope: 'following' | 'all'; reason: string; closedAt: string },
  ): { changed: number } =>
    dropFrom(tx, input, { state: 'cancelled', resultId: null, closedAt: input.closedAt, cancelReason: input.reason }),
  'series.bin': (tx: WriteTx, input: { id: string; scope: 'following' | 'all' }): { changed: number } =>
    dropFrom(tx, input, { binnedAt: tx.now }),

  /** Rules without end go on: once a day, for those whose horizon came near. Changes nothing, and leaves no change set, where none did. */
  'series.extend': (tx: WriteTx, input: { week: WorkingWeek }): { made: number } => {
    const near = addDays(dayOf(tx.now), refillDays)
    const due = tx.read.pluck<string>(
      'SELECT id FROM series INDEXED BY series_running WHERE is_ended = 0 AND made_until < ?',
      [near],
    )
    let made = 0
    for (const id of due) made += makeMore(tx, id, seriesOf(tx, id), input.week)
    tx.summarize({ count: made })
    return { made }
  },
}
