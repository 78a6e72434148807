// A mail's row as windows see it, for every query that shows mails. Runs on a reader's thread, and inside commands.
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import { isEncryptedMail, type MailAddress, type MailAttachment } from '../../../src-shared/domain/parsed-mail.ts'
import type { ReadStore } from '../read-store.ts'

/** Recipients as they stand in the record; older rows may lack a list. */
export interface KeptRecipients {
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  replyTo: MailAddress[]
  reportOn?: MailAddress[]
}

interface MailLine {
  id: string
  subject: string
  sender_name: string
  sender_address: string
  recipients: string
  direction: 'in' | 'out'
  sent_at: number | null
  taken_in_at: number
  preview: string
  opening: string
  attachments: string
  activity_id: string | null
  contact_ids: string
  is_detached: number
  state: string
}

/** Characters of a text that tell whether it is encrypted. */
const looked = 2000

/** Summaries of the given integer keys, in their order. */
export function mailSummaries(read: ReadStore, rows: readonly number[]): MailSummary[] {
  const lines = read.allSql<MailLine>(
    `SELECT m.id, m.subject, m.sender_name, m.sender_address, m.recipients, m.direction, m.sent_at, m.taken_in_at, substr(m.body_text, 1, 200) AS preview, substr(m.body_text, 1, ${looked}) AS opening,
       m.attachments, a.id AS activity_id, m.is_detached, m.state,
       (SELECT json_group_array(c.id ORDER BY x.row_id) FROM mail_contact x JOIN contact c ON c.row_id = x.contact_row WHERE x.mail_row = m.row_id) AS contact_ids
     FROM json_each(?) AS wanted JOIN mail m ON m.row_id = wanted.value LEFT JOIN activity a ON a.row_id = m.activity_row ORDER BY wanted.key`,
    JSON.stringify(rows),
  )
  return lines.map((line) => {
    const { to = [], cc = [] } = JSON.parse(line.recipients) as Partial<KeptRecipients>
    const attachments = JSON.parse(line.attachments) as MailAttachment[]
    return {
      id: line.id,
      subject: line.subject,
      from: senderOf(line),
      to,
      cc,
      direction: line.direction,
      date: line.sent_at,
      takenInAt: line.taken_in_at,
      preview: line.preview,
      attachments,
      activityId: line.activity_id,
      contactIds: JSON.parse(line.contact_ids) as string[],
      isDetached: line.is_detached === 1,
      isWaiting: line.state === 'waiting',
      isEncrypted: isEncryptedMail(attachments, line.opening),
    }
  })
}

function senderOf(line: MailLine): MailAddress | null {
  return line.sender_name === '' && line.sender_address === ''
    ? null
    : { name: line.sender_name, address: line.sender_address }
}
