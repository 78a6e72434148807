// The activities of a series (ACT-15): made as ordinary rows up to a horizon that moves on. Runs on the writer's thread.
import type { Recurrence } from '../../../src-shared/contract/activity-parts.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays, daysBetween, type LocalDate } from '../../../src-shared/domain/local-time.ts'
import { partsOfRule, type OffDays } from '../../../src-shared/domain/recurrence-rule.ts'
import { daysOfRule, placedDay } from '../../../src-shared/domain/recurrence.ts'
import type { WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { setActions, setReminders } from './activity-parts.ts'
import { storedWhen } from './activity-rules.ts'
import { changeTags } from './activity-tags.ts'
import { fileDates } from './series-files.ts'
import { allMade, dayOf, later, partsOf, seriesOf, slotOf, whenOn, type Parts, type Series } from './series-record.ts'

/** How far ahead activities are made, and from when on more are made. */
export const horizonDays = 366
export const refillDays = 335
export const mostAtOnce = 400

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
export function makeMore(
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
