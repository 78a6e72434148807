// Commands of the next contact: rhythm set by hand (NXT-5) and sessions (NXT-4). Each runs in one transaction on the writer's thread and is one undo step.
import type { NextPlan } from '../../../src-shared/contract/activities.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { createActivity } from './activity-commands.ts'
import { closeWithNext } from './close-activity.ts'

export const nextCommands = {
  'rhythm.set': (tx: WriteTx, input: { contactRows: number[]; tagId: string | null; days: number | null }): { changed: number } => {
    const contacts = tx.read.pluck<string>('SELECT c.id FROM json_each(?) AS k CROSS JOIN contact AS c ON c.row_id = k.value WHERE c.binned_at IS NULL', [JSON.stringify(input.contactRows)])
    let changed = 0
    for (const contactId of contacts) if (setRhythm(tx, { contactId, tagId: null }, input.days)) changed += 1
    if (input.tagId !== null && setRhythm(tx, { contactId: null, tagId: input.tagId }, input.days)) changed += 1
    tx.summarize({ count: changed, days: input.days })
    return { changed }
  },

  'session.create': (tx: WriteTx, input: { name: string; contactRows: number[] }): { id: string } => {
    if (tx.meta.userId === null) throw new KnownError('invalid', { field: 'me', rule: 'not_set_up' })
    const contacts = tx.read.pluck<string>('SELECT c.id FROM json_each(?) AS k CROSS JOIN contact AS c ON c.row_id = k.value WHERE c.binned_at IS NULL ORDER BY k.key', [JSON.stringify(input.contactRows)])
    if (contacts.length === 0) throw new KnownError('invalid', { field: 'selection', rule: 'required' })
    const id = tx.insert('session', { name: input.name, ownerId: tx.meta.userId, createdAt: tx.now, endedAt: null })
    contacts.forEach((contactId, position) => tx.insert('session_item', { sessionId: id, contactId, position, state: 'waiting', resultId: null, activityId: null, nextId: null }))
    tx.summarize({ name: input.name, count: contacts.length })
    return { id }
  },

  'session.step': (
    tx: WriteTx,
    input: {
      itemId: string
      activityId: string | null
      record: { typeId: string; subject: string; on: string; time: string; zone: string } | null
      closing: { resultId: string; closedAt: string; note: string }
      next: NextPlan | null
    },
  ): { activityId: string; nextId: string | null } => {
    const item = tx.get('session_item', input.itemId)
    if (item === null) throw new KnownError('not_found', { table: 'session_item', id: input.itemId })
    const { closing } = input
    let activityId = input.activityId
    if (activityId === null) {
      if (input.record === null) throw new KnownError('invalid', { field: 'activityId', rule: 'required' })
      activityId = recordDone(tx, item.contactId, input.record, closing)
    }
    const { nextId } = closeWithNext(tx, activityId, closing, input.next)
    tx.update('session_item', input.itemId, { state: 'done', resultId: closing.resultId, activityId, nextId })
    const name = tx.fields('contact', item.contactId, ['name'])?.values['name']
    tx.summarize({ count: 1, name: typeof name === 'string' ? name : '', resultId: closing.resultId })
    return { activityId, nextId }
  },

  'session.skip': (tx: WriteTx, input: { itemId: string }): null => {
    const item = tx.get('session_item', input.itemId)
    if (item === null) throw new KnownError('not_found', { table: 'session_item', id: input.itemId })
    if (item.state === 'waiting') tx.update('session_item', input.itemId, { state: 'skipped' })
    const name = tx.fields('contact', item.contactId, ['name'])?.values['name']
    tx.summarize({ count: 1, name: typeof name === 'string' ? name : '' })
    return null
  },

  'session.end': (tx: WriteTx, input: { id: string }): null => {
    const found = tx.get('session', input.id)
    if (found === null) throw new KnownError('not_found', { table: 'session', id: input.id })
    if (found.endedAt === null) tx.update('session', input.id, { endedAt: tx.now })
    tx.summarize({ name: found.name })
    return null
  },
}

/** One row a contact or tag; null takes it away. */
function setRhythm(tx: WriteTx, of: { contactId: string | null; tagId: string | null }, days: number | null): boolean {
  const [column, table, id] = of.contactId === null ? ['tag_row', 'tag', of.tagId] : ['contact_row', 'contact', of.contactId]
  const found = tx.read.getSql<{ id: string }>(`SELECT id FROM rhythm WHERE ${column} = (SELECT row_id FROM ${table} WHERE id = ?)`, id)
  if (days === null) {
    if (found !== undefined) tx.remove('rhythm', found.id)
    return found !== undefined
  }
  if (found !== undefined) return tx.update('rhythm', found.id, { days }).changed
  tx.insert('rhythm', { ...of, days })
  return true
}

/** What was done now with a contact that had nothing due; open until it is closed in the same command. */
function recordDone(tx: WriteTx, contactId: string, record: { typeId: string; subject: string; on: string; time: string; zone: string }, closing: { resultId: string; closedAt: string }): string {
  const contact = tx.read.getSql<{ kind: string; employer: string | null }>('SELECT c.kind, e.id AS employer FROM contact AS c LEFT JOIN contact AS e ON e.row_id = c.employer_row WHERE c.id = ?', contactId)
  if (contact === undefined || tx.meta.userId === null) throw new KnownError('not_found', { table: 'contact', id: contactId })
  const isCompany = contact.kind === 'company'
  return createActivity(tx, {
    typeId: record.typeId, subject: record.subject, companyId: isCompany ? contactId : contact.employer, personId: isCompany ? null : contactId,
    when: { on: record.on, time: record.time, durationMinutes: null, until: null, zone: record.zone }, ownerId: tx.meta.userId, state: 'done', priority: 1, direction: 'out', place: '',
    notes: '', tagIds: [], followsId: null, resultId: closing.resultId, closedAt: closing.closedAt, cancelReason: null,
  })
}
