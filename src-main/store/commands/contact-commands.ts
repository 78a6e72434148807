// What the writer may be told about contacts and notes. Each runs in one transaction on the writer's thread.
import { isLocalDate, isLocalTime } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { employ, leave, nameOf } from './contact-jobs.ts'
import { createContact, saveContact } from './contact-record.ts'
import { binContacts, changeContacts, type SelectionResult } from './contact-selection.ts'

function requireWall(happenedAt: string): void {
  const [on, time, ...more] = happenedAt.split('T')
  if (!isLocalDate(on) || !isLocalTime(time) || more.length > 0) {
    throw new KnownError('invalid', { field: 'happenedAt', rule: 'not_a_time', value: happenedAt })
  }
}

function contactOfNote(tx: WriteTx, noteId: string): string | null {
  const contactId = tx.fields('note', noteId, ['contactId'])?.values['contactId']
  return typeof contactId === 'string' ? nameOf(tx, contactId) : null
}

export const contactCommands = {
  'contact.create': createContact,
  'contact.save': saveContact,
  'contact.employ': employ,
  'contact.leave': leave,
  'contact.change': changeContacts,
  'contact.bin': (tx: WriteTx, { rows }: { rows: number[] }): SelectionResult =>
    binContacts(tx, { rows, isBinned: true }),
  'contact.restore': (tx: WriteTx, { rows }: { rows: number[] }): SelectionResult =>
    binContacts(tx, { rows, isBinned: false }),

  'note.create': (
    tx: WriteTx,
    input: { contactId: string; activityId: string | null; text: string; happenedAt: string; authorId: string },
  ): { id: string } => {
    requireWall(input.happenedAt)
    const id = tx.insert('note', { ...input, createdAt: tx.now, binnedAt: null })
    tx.summarize({ name: nameOf(tx, input.contactId) })
    return { id }
  },
  'note.save': (tx: WriteTx, input: { id: string; revision: number; text: string; happenedAt: string }): null => {
    requireWall(input.happenedAt)
    tx.update('note', input.id, { text: input.text, happenedAt: input.happenedAt }, input.revision)
    tx.summarize({ name: contactOfNote(tx, input.id) })
    return null
  },
  'note.bin': (tx: WriteTx, { id }: { id: string }): null => {
    const note = tx.fields('note', id, ['binnedAt'])
    if (note === null) throw new KnownError('not_found', { table: 'note', id })
    if (note.values['binnedAt'] === null) tx.update('note', id, { binnedAt: tx.now })
    tx.summarize({ name: contactOfNote(tx, id) })
    return null
  },
}
