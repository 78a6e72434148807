// The conversation of a mail (EML-9). Runs on a reader's thread.
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ReadStore } from '../read-store.ts'
import { mailSummaries } from './mail-rows.ts'

/** Longer conversations show their newest mails. */
const mostShown = 500

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
}
