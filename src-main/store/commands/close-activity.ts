// Closing one activity and planning the one that follows it (ACT-6, NXT-1), inside a command. Runs on the writer's thread.
import type { Closing, NextPlan } from '../../../src-shared/contract/activities.ts'
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { closingOf, storedWhen } from './activity-rules.ts'
import { changeTags, tagIdsOf } from './activity-tags.ts'

/** The note below what stands there already. */
export function withNote(notes: string, note: string): string {
  const added = note.trim()
  return added === '' ? notes : notes === '' ? added : `${notes}\n\n${added}`
}

/** Closes the activity, or writes result and note to one that is done already, and plans the next one. */
export function closeWithNext(
  tx: WriteTx,
  id: string,
  closing: Closing,
  next: NextPlan | null,
): { nextId: string | null } {
  const current = tx.get('activity', id)
  if (current === null) throw new KnownError('not_found', { table: 'activity', id })
  const notes = withNote(current.notes, closing.note)
  if (current.binnedAt !== null || !(isOpen(current.state as ActivityState) || current.state === 'done'))
    throw new KnownError('stale', { table: 'activity', id, yours: { state: 'done' }, theirs: { state: current.state } })
  tx.update('activity', id, {
    state: 'done',
    ...closingOf({ state: 'done', resultId: closing.resultId, closedAt: closing.closedAt, cancelReason: null }),
    notes,
  })
  return { nextId: next === null ? null : planNext(tx, id, current, next) }
}

/** The next activity, filled from the one it follows: contact, person, owner, type, subject, place, priority, tags; it goes out from us. */
export function planNext(tx: WriteTx, followsId: string, from: Values<'activity'>, next: NextPlan): string {
  if (tx.meta.userId === null) throw new KnownError('invalid', { field: 'me', rule: 'not_set_up' })
  const when = storedWhen({
    on: next.on,
    time: next.until === null ? next.time : null,
    durationMinutes: next.time === null ? null : (next.durationMinutes ?? from.durationMinutes),
    until: next.until,
    zone: next.zone,
  })
  const { revision: _revision, ...values } = from as Values<'activity'> & { revision?: number }
  const id = tx.insert('activity', {
    ...values,
    ...when,
    typeId: next.typeId ?? from.typeId,
    subject: next.subject ?? from.subject,
    state: 'planned',
    direction: 'out',
    authorId: tx.meta.userId,
    notes: '',
    resultId: null,
    closedAt: null,
    cancelReason: null,
    followsId,
    createdAt: tx.now,
    binnedAt: null,
    movedCount: 0,
  })
  changeTags(tx, id, tagIdsOf(tx, followsId), [])
  return id
}
