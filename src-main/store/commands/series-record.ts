// A series (ACT-15) as the store holds it: its row, the parts that its activities are made with, and which activity stands for which day of its rule.
// Runs on the writer's thread.
import type { ActionToTake, ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import { addDays, fromEpochDay, type LocalDate, type When } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { actionsOf, remindersOf } from './activity-parts.ts'
import { tagIdsOf } from './activity-tags.ts'
import type { FileLink } from './series-files.ts'

export type Series = Values<'series'>
export type ActivityRecord = Values<'activity'>
export interface Parts {
  tagIds: string[]
  actions: { actionId: string | null; text: string }[]
  reminders: ReminderRule[]
  /** Came in with a calendar file. */
  file?: FileLink
}
/** `madeUntil` of a series of which nothing more is made. */
export const allMade = '9999-12-31'

/** The day of an instant in UTC: horizons do not care for zones. */
export const dayOf = (instant: number): LocalDate => fromEpochDay(Math.floor(instant / 86_400_000))
export const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b)
/** Without done marks: those belong to one activity. */
export const plainActions = (actions: readonly ActionToTake[]): Parts['actions'] =>
  actions.map(({ actionId, text }) => ({ actionId, text: actionId === null ? text : '' }))

/** When the activity of a day of the rule stands, untouched. */
export function whenOn(series: Pick<Series, 'startsTime' | 'durationMinutes' | 'spanDays' | 'zone'>, on: LocalDate): When {
  return {
    on,
    time: series.startsTime,
    durationMinutes: series.durationMinutes,
    until: series.spanDays === null ? null : addDays(on, series.spanDays),
    zone: series.zone,
  }
}

/** The parts of an activity, as others of its series are made with them. */
export function partsOf(tx: WriteTx, activityId: string): Parts {
  return {
    tagIds: tagIdsOf(tx, activityId),
    actions: plainActions(actionsOf(tx, activityId)),
    reminders: remindersOf(tx, activityId),
  }
}

/** Throws 'not_found'. */
export function seriesOf(tx: WriteTx, id: string): Series {
  const found = tx.get('series', id)
  if (found === null) throw new KnownError('not_found', { table: 'series', id })
  const { revision: _revision, ...series } = found
  return series
}

/** For which day of the rule an activity stands (`slot`), and where the rule put it (`placedOn`: moved off a holiday). */
export interface Slot {
  id: string
  activityId: string
  seriesId: string
  slot: LocalDate
  placedOn: LocalDate
}
/** Null for what does not repeat. */
export function slotOf(tx: WriteTx, activityId: string): Slot | null {
  return (
    tx.read.getSql<Slot>(
      `SELECT x.id, a.id AS activityId, s.id AS seriesId, x.slot, x.placed_on AS placedOn FROM series_slot x JOIN activity a ON a.row_id = x.activity_row
       JOIN series s ON s.row_id = x.series_row WHERE x.activity_row = (SELECT row_id FROM activity WHERE id = ?)`,
      activityId,
    ) ?? null
  )
}
/** In order of the rule's days; an empty `from` is from the beginning. */
export function slotsFrom(tx: WriteTx, seriesId: string, from: LocalDate): Slot[] {
  return tx.read.allSql<Slot>(
    `SELECT x.id, a.id AS activityId, ? AS seriesId, x.slot, x.placed_on AS placedOn FROM series_slot x JOIN activity a ON a.row_id = x.activity_row
     WHERE x.series_row = (SELECT row_id FROM series WHERE id = ?) AND x.slot >= ? ORDER BY x.slot`,
    seriesId,
    seriesId,
    from,
  )
}
/** Throws 'invalid' for what does not repeat. */
export function requireSlot(tx: WriteTx, activityId: string): Slot {
  const slot = slotOf(tx, activityId)
  if (slot === null) throw new KnownError('invalid', { field: 'recurrence', rule: 'does_not_repeat' })
  return slot
}
/** How many activities stand for days of the rule before this one. */
export const earlierOnes = (tx: WriteTx, seriesId: string, slot: LocalDate): number =>
  tx.read.getSql<{ n: number }>(
    'SELECT count(*) AS n FROM series_slot WHERE series_row = (SELECT row_id FROM series WHERE id = ?) AND slot < ?',
    seriesId,
    slot,
  )?.n ?? 0
