// What must be true of an activity before it is written (ACT-1, ACT-5, ACT-6), and its stored form. Runs on the writer's thread.
import { isOpen, type ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { instantOf, isLocalDate, isLocalTime, isZone, type When } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'

type ActivityRecord = Values<'activity'>
const refuse = (field: string, rule: string, value?: unknown): KnownError<'invalid'> => new KnownError('invalid', { field, rule, ...(value === undefined ? {} : { value }) })

/** The stored fields of a moment. Throws 'invalid' for a day or zone that does not exist, and for a span that ends before it begins. */
export function storedWhen(when: When): Pick<ActivityRecord, 'startsOn' | 'startsTime' | 'durationMinutes' | 'endsOn' | 'zone' | 'startsUtc'> {
  if (!isLocalDate(when.on)) throw refuse('when', 'date', when.on)
  if (when.until !== null && !isLocalDate(when.until)) throw refuse('when', 'date', when.until)
  if (when.until !== null && when.until < when.on) throw refuse('when', 'span_order', when.until)
  if (!isZone(when.zone)) throw refuse('when', 'unknown_zone', when.zone)
  return {
    startsOn: when.on, startsTime: when.time, durationMinutes: when.durationMinutes, endsOn: when.until, zone: when.zone,
    startsUtc: when.time === null ? null : instantOf(when.on, when.time, when.zone),
  }
}

/**
 * What belongs to a state: a result and a closing date to one that is done, a reason to one that is cancelled, neither to an open one. Throws
 * 'invalid' where one of them is missing.
 */
export function closingOf(record: Pick<ActivityRecord, 'state' | 'resultId' | 'closedAt' | 'cancelReason'>): Pick<ActivityRecord, 'resultId' | 'closedAt' | 'cancelReason'> {
  const { resultId, closedAt } = record
  if (isOpen(record.state as ActivityState)) return { resultId: null, closedAt: null, cancelReason: null }
  if (closedAt !== null && !(isLocalDate(closedAt.slice(0, 10)) && isLocalTime(closedAt.slice(11)))) throw refuse('closedAt', 'date', closedAt)
  if (record.state === 'cancelled') {
    const cancelReason = record.cancelReason?.trim() ?? ''
    if (cancelReason === '') throw refuse('cancelReason', 'reason_required')
    return { resultId: null, closedAt, cancelReason }
  }
  if (resultId === null) throw refuse('resultId', 'result_required')
  if (closedAt === null) throw refuse('closedAt', 'closing_date_required')
  return { resultId, closedAt, cancelReason: null }
}

/** Whether activities of a type may stand without a contact: private and internal ones. */
export function mayBeWithoutContact(tx: WriteTx, typeId: string): boolean {
  const type = tx.get('activity_type', typeId)
  if (type === null) throw new KnownError('not_found', { table: 'activity_type', id: typeId })
  return type.isPrivate || type.builtin === 'internal'
}

/** Refers to what it should: a contact unless the type or an attached mail stands for one, a company as company, a person as person. */
export function checkContact(tx: WriteTx, record: Pick<ActivityRecord, 'typeId' | 'companyId' | 'personId'>, hasMail: boolean): void {
  for (const [field, id, kind] of [['companyId', record.companyId, 'company'], ['personId', record.personId, 'person']] as const) {
    if (id === null) continue
    const contact = tx.fields('contact', id, ['kind'])
    if (contact === null) throw new KnownError('not_found', { table: 'contact', id })
    if (contact.values['kind'] !== kind) throw refuse(field, kind === 'company' ? 'not_a_company' : 'not_a_person', id)
  }
  const isPrivateKind = mayBeWithoutContact(tx, record.typeId)
  if (record.companyId === null && record.personId === null && !isPrivateKind && !hasMail) throw refuse('contact', 'contact_required')
}

/** An activity follows an earlier one, never itself, not even through others. */
export function checkFollows(tx: WriteTx, id: string, followsId: string | null): void {
  const seen = new Set([id])
  for (let at: string | null = followsId; at !== null; ) {
    if (seen.has(at)) throw refuse('followsId', 'follows_itself', followsId)
    seen.add(at)
    const found = tx.fields('activity', at, ['followsId'])
    if (found === null) throw new KnownError('not_found', { table: 'activity', id: at })
    at = found.values['followsId'] as string | null
  }
}

/** Whether a mail, or an entry of a calendar file, stands for the contact. */
export function hasMail(tx: WriteTx, id: string): boolean {
  return (
    tx.read.getSql(
      `SELECT 1 FROM mail WHERE activity_row = (SELECT row_id FROM activity WHERE id = ?) AND is_detached = 0
       UNION ALL SELECT 1 FROM calendar_item WHERE activity_row = (SELECT row_id FROM activity WHERE id = ?) LIMIT 1`,
      id, id,
    ) !== undefined
  )
}

/** A mail that was sent stays a mail (ACT-4). */
export function keepsItsType(tx: WriteTx, id: string): boolean {
  return (
    tx.read.getSql(
      `SELECT 1 FROM activity a JOIN activity_type t ON t.row_id = a.type_row JOIN mail m ON m.activity_row = a.row_id
       WHERE a.id = ? AND t.builtin = 'email' AND m.direction = 'out' AND m.is_detached = 0 LIMIT 1`,
      id,
    ) !== undefined
  )
}
