// Commands of mails: taking in, detaching, attaching elsewhere. Each runs in one transaction on the writer's thread.
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { acceptMails } from './mail-acceptance.ts'

function nameOf(tx: WriteTx, id: string): string {
  const mail = tx.fields('mail', id, ['subject'])
  if (mail === null) throw new KnownError('not_found', { table: 'mail', id })
  return String(mail.values['subject'])
}

/** The mail stands in the records of exactly these contacts. */
function fileUnder(tx: WriteTx, mailId: string, contactIds: readonly string[]): void {
  const current = tx.read.allSql<{ id: string; contact_id: string }>(
    'SELECT x.id, c.id AS contact_id FROM mail_contact x JOIN mail m ON m.row_id = x.mail_row JOIN contact c ON c.row_id = x.contact_row WHERE m.id = ?',
    mailId,
  )
  for (const row of current) if (!contactIds.includes(row.contact_id)) tx.remove('mail_contact', row.id)
  for (const contactId of contactIds) if (!current.some((row) => row.contact_id === contactId)) tx.insert('mail_contact', { mailId, contactId })
}

export const mailCommands = {
  'mail.accept': acceptMails,

  /** Taken out of activity and contact, kept with its file: undo and `mail.attach` bring it back (EML-3). */
  'mail.detach': (tx: WriteTx, input: { id: string }): null => {
    tx.summarize({ subject: nameOf(tx, input.id) })
    const isWaiting = tx.fields('mail', input.id, ['state'])?.values['state'] === 'waiting'
    tx.update('mail', input.id, { isDetached: true, ...(isWaiting ? { state: 'dismissed' } : {}) })
    return null
  },

  /**
   * Attaches a mail again, or elsewhere. Into an activity: it is filed under the given contact, else under the activity's person and company.
   * Under a contact alone: it leaves an activity that is not of that contact. Neither: it is attached where it was.
   */
  'mail.attach': (tx: WriteTx, input: { id: string; activityId: string | null; contactId: string | null }): null => {
    tx.summarize({ subject: nameOf(tx, input.id) })
    const { contactId } = input
    if (contactId !== null && tx.fields('contact', contactId, []) === null) throw new KnownError('not_found', { table: 'contact', id: contactId })
    const mail = tx.get('mail', input.id)
    const activityId = input.activityId ?? mail?.activityId ?? null
    const activity = activityId === null ? null : tx.get('activity', activityId)
    if (input.activityId !== null && activity === null) throw new KnownError('not_found', { table: 'activity', id: input.activityId })
    const parties = [activity?.personId, activity?.companyId].filter((id) => id != null)
    const stays = input.activityId !== null || contactId === null || parties.includes(contactId)
    const isPlaced = input.activityId !== null || contactId !== null
    const state = isPlaced ? 'filed' : mail?.state === 'dismissed' ? 'waiting' : (mail?.state ?? 'filed')
    tx.update('mail', input.id, { isDetached: false, activityId: stays ? activityId : null, state })
    if (contactId !== null) fileUnder(tx, input.id, [contactId])
    else if (input.activityId !== null && parties.length > 0) fileUnder(tx, input.id, parties)
    return null
  },
}
