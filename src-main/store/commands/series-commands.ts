// Commands on activities that repeat (ACT-15): ended with what is still open, and made further as days go by. Runs on the writer's thread.
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { addDays } from '../../../src-shared/domain/local-time.ts'
import { ruleUntil } from '../../../src-shared/domain/recurrence-rule.ts'
import type { WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import type { WriteTx } from '../write-session.ts'
import { makeMore, refillDays } from './series-making.ts'
import { allMade, dayOf, earlierOnes, requireSlot, seriesOf, slotsFrom, type ActivityRecord } from './series-record.ts'

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
