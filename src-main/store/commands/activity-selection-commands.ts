// Commands over a whole selection of activities (ACT-6, ACT-7, ACT-14), given by integer keys. Each runs in one transaction on the writer's thread.
// Must stay true: `changed` counts the activities that are different afterwards; all others are `skipped`.
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import type { NextPlan } from '../../../src-shared/contract/activities.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { closingOf, keepsItsType, mayBeWithoutContact } from './activity-rules.ts'
import { planNext, withNote } from './close-activity.ts'
import { changeTags } from './activity-tags.ts'

export interface SelectionResult {
  changed: number
  skipped: number
}
interface Selected {
  id: string
  state: ActivityState
  notes: string
  hasContact: 0 | 1
  isBinned: 0 | 1
  mails: number
}
type Patch = Partial<Values<'activity'>>

const chunk = 1000

/** Runs `change` on each selected activity; it says whether something changed. */
function overSelection(tx: WriteTx, rows: readonly number[], summary: Record<string, string | number | null>, change: (one: Selected) => boolean): SelectionResult {
  let changed = 0
  for (let from = 0; from < rows.length; from += chunk) {
    const some = tx.read.allSql<Selected>(
      `SELECT a.id, a.state, a.notes, a.contact_row IS NOT NULL AS hasContact, a.binned_at IS NOT NULL AS isBinned,
         (SELECT count(*) FROM mail m INDEXED BY mail_activity WHERE m.activity_row = a.row_id AND m.is_detached = 0) AS mails
       FROM json_each(?) k CROSS JOIN activity a ON a.row_id = k.value`,
      JSON.stringify(rows.slice(from, from + chunk)),
    )
    for (const one of some) if (change(one)) changed += 1
    tx.step(from + some.length, rows.length)
  }
  tx.summarize({ count: changed, skipped: rows.length - changed, ...summary })
  return { changed, skipped: rows.length - changed }
}

const isOpenNow = (one: Selected): boolean => one.isBinned === 0 && isOpen(one.state)

export const activitySelectionCommands = {
  /** Closes the open ones with one result and closing date; the note is added below the notes. With `next` each is followed by a planned one (NXT-1). */
  'activity.close': (
    tx: WriteTx,
    input: { rows: number[]; resultId: string; closedAt: string; note: string; next?: NextPlan | null },
  ): SelectionResult & { nextId: string | null } => {
    const next = input.next ?? null
    const nextIds: string[] = []
    const closing = closingOf({ state: 'done', resultId: input.resultId, closedAt: input.closedAt, cancelReason: null })
    const result = overSelection(tx, input.rows, { resultId: input.resultId }, (one) => {
      if (!isOpenNow(one)) return false
      const from = next === null ? null : tx.get('activity', one.id)
      const { changed } = tx.update('activity', one.id, { state: 'done', ...closing, notes: withNote(one.notes, input.note) })
      if (next !== null && from !== null) nextIds.push(planNext(tx, one.id, from, next))
      return changed
    })
    return { ...result, nextId: nextIds.length === 1 ? (nextIds[0] ?? null) : null }
  },

  'activity.cancel': (tx: WriteTx, input: { rows: number[]; reason: string; closedAt: string }): SelectionResult =>
    overSelection(tx, input.rows, { reason: input.reason }, (one) =>
      isOpenNow(one) && tx.update('activity', one.id, { state: 'cancelled', resultId: null, closedAt: input.closedAt, cancelReason: input.reason }).changed),

  'activity.reopen': (tx: WriteTx, input: { rows: number[] }): SelectionResult =>
    overSelection(tx, input.rows, {}, (one) =>
      one.isBinned === 0 && !isOpen(one.state) && tx.update('activity', one.id, { state: 'planned', resultId: null, closedAt: null, cancelReason: null }).changed),

  'activity.bin': (tx: WriteTx, input: { rows: number[] }): SelectionResult =>
    overSelection(tx, input.rows, {}, (one) => one.isBinned === 0 && tx.update('activity', one.id, { binnedAt: tx.now }).changed),

  'activity.restore': (tx: WriteTx, input: { rows: number[] }): SelectionResult =>
    overSelection(tx, input.rows, {}, (one) => one.isBinned === 1 && tx.update('activity', one.id, { binnedAt: null }).changed),

  /**
   * Owner, type, priority, state and tags at once. What is in the bin stays as it is; a state only moves among open ones; a type that needs a contact is
   * not given to an activity without one, nor another type to a mail that was sent.
   */
  'activity.change': (
    tx: WriteTx,
    input: {
      rows: number[]
      change: {
        ownerId?: string | undefined; typeId?: string | undefined; priority?: number | undefined; state?: ActivityState | undefined
        addTagIds?: string[] | undefined; removeTagIds?: string[] | undefined
      }
    },
  ): SelectionResult => {
    const { ownerId, typeId, priority, state, addTagIds = [], removeTagIds = [] } = input.change
    const needsContact = typeId !== undefined && !mayBeWithoutContact(tx, typeId)
    const base: Patch = { ...(ownerId === undefined ? {} : { ownerId }), ...(priority === undefined ? {} : { priority }) }
    const summary = {
      ...base, ...(typeId === undefined ? {} : { typeId }), ...(state === undefined ? {} : { state }),
      ...(addTagIds.length === 0 ? {} : { addedTags: addTagIds.length }), ...(removeTagIds.length === 0 ? {} : { removedTags: removeTagIds.length }),
    }
    return overSelection(tx, input.rows, summary as Record<string, string | number>, (one) => {
      if (one.isBinned === 1) return false
      const patch: Patch = { ...base }
      if (state !== undefined && isOpen(one.state)) patch.state = state
      const fits = !needsContact || one.hasContact === 1 || one.mails > 0
      if (typeId !== undefined && fits && !(one.mails > 0 && keepsItsType(tx, one.id))) patch.typeId = typeId
      const isChanged = Object.keys(patch).length > 0 && tx.update('activity', one.id, patch).changed
      if (addTagIds.length === 0 && removeTagIds.length === 0) return isChanged
      const hasOtherTags = changeTags(tx, one.id, addTagIds, removeTagIds)
      if (hasOtherTags && !isChanged) tx.touch('activity', one.id)
      return isChanged || hasOtherTags
    })
  },
}
