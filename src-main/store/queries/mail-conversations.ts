// Mails as conversations (EML-9): that of one mail, and the list of all. Runs on a reader's thread.
import type { ConversationLine } from '../../../src-shared/contract/mail-tray.ts'
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { mailSummaries } from './mail-rows.ts'

/** Longer conversations show their newest mails. */
const mostShown = 500
const mostPeople = 6

/** True where a later mail of the same conversation is shown: this one does not stand for it. */
const hasLater = (ofContact: boolean): string =>
  `EXISTS (SELECT 1 FROM mail l INDEXED BY mail_conversation WHERE l.conversation_key = m.conversation_key AND l.is_detached = 0
     AND (l.happened_key, l.row_id) > (m.happened_key, m.row_id)
     ${ofContact ? 'AND EXISTS (SELECT 1 FROM mail_contact y WHERE y.mail_row = l.row_id AND y.contact_row = x.contact_row)' : ''})`

export const mailConversationQueries = {
  /** Rejects with `not_found`. */
  'mail.conversation': (read: ReadStore, { id }: { id: string }): { key: string; mails: MailSummary[] } => {
    const mail = read.getSql<{ key: string }>('SELECT conversation_key AS key FROM mail WHERE id = ?', id)
    if (mail === undefined) throw new KnownError('not_found', { table: 'mail', id })
    const rows = read.pluck<number>(
      `SELECT row_id FROM mail WHERE conversation_key = ? AND (is_detached = 0 OR id = ?) ORDER BY happened_key DESC, row_id DESC LIMIT ?`,
      [mail.key, id, mostShown],
    )
    return { key: mail.key, mails: mailSummaries(read, rows.reverse()) }
  },

  'mail.conversations': (
    read: ReadStore,
    { contactId, from, count }: { contactId: string | null; from: number; count: number },
  ): { conversations: ConversationLine[]; total: number } => {
    const isOfContact = contactId !== null
    const source = isOfContact
      ? 'mail_contact x JOIN mail m ON m.row_id = x.mail_row WHERE x.contact_row = (SELECT row_id FROM contact WHERE id = ?) AND m.is_detached = 0'
      : 'mail m WHERE m.is_detached = 0'
    const parameters = isOfContact ? [contactId] : []
    const rows = read.pluck<number>(
      `SELECT m.row_id FROM ${source} AND NOT ${hasLater(isOfContact)} ORDER BY m.happened_key DESC, m.row_id DESC LIMIT ? OFFSET ?`,
      [...parameters, count, from],
    )
    const total = read.getSql<{ n: number }>(`SELECT count(DISTINCT m.conversation_key) AS n FROM ${source}`, ...parameters)?.n ?? 0
    const newest = mailSummaries(read, rows)
    return { conversations: newest.map((mail) => described(read, mail)), total }
  },
}

function described(read: ReadStore, newest: MailSummary): ConversationLine {
  const whole = read.getSql<{ key: string; n: number; waiting: number }>(
    `SELECT conversation_key AS key, count(*) AS n, sum(state = 'waiting') AS waiting FROM mail
     WHERE conversation_key = (SELECT conversation_key FROM mail WHERE id = ?) AND is_detached = 0 GROUP BY conversation_key`,
    newest.id,
  )
  const people = read.pluck<string>(
    `SELECT iif(sender_name <> '', sender_name, sender_address) AS who FROM mail WHERE conversation_key = ? AND is_detached = 0 AND sender_address || sender_name <> ''
     GROUP BY lower(sender_address) ORDER BY min(happened_key) LIMIT ?`,
    [whole?.key ?? '', mostPeople],
  )
  return { key: whole?.key ?? '', newest, count: whole?.n ?? 1, waiting: whole?.waiting ?? 0, people }
}
