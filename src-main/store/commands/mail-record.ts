// A mail's row, put into its conversation as it comes (EML-9). Runs on the writer's thread. Conversations are known by the headers, else by the same
// subject among the same people; two that turn out to be one become one.
import { isAnswer } from '../../../src-shared/domain/conversation.ts'
import type { MailAttachment } from '../../../src-shared/domain/parsed-mail.ts'
import type { KeptRecipients } from '../queries/mail-rows.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'

/** A mail as it will stand in the record. */
export interface MailToKeep {
  messageId: string | null
  contentHash: string
  threadKey: string
  inReplyTo: string | null
  references: string[]
  /** See `subjectKeyOf`. */
  subjectKey: string | null
  subject: string
  senderName: string
  senderAddress: string
  recipients: KeptRecipients
  sentAt: number | null
  sentOffset: number | null
  /** What is searched and previewed; the whole stands in the file. */
  bodyText: string
  hasHtml: boolean
  attachments: MailAttachment[]
  fileSha: string
  fileName: string
  fileSize: number
}

/** Days between two mails that only a subject joins. */
const longestPause = 90 * 24 * 60 * 60 * 1000
const mostJoined = 1000
const mostReferences = 50

/** Writes the mail and joins it to its conversation, whose parts become one where it links two. Its id. */
export function insertMail(tx: WriteTx, mail: MailToKeep, place: Pick<Values<'mail'>, 'direction' | 'activityId' | 'isDetached' | 'state'>): string {
  return tx.insert('mail', {
    messageId: mail.messageId, contentHash: mail.contentHash, threadKey: mail.threadKey, inReplyTo: mail.inReplyTo, replyReferences: mail.references,
    subject: mail.subject, senderName: mail.senderName, senderAddress: mail.senderAddress, recipients: mail.recipients,
    sentAt: mail.sentAt, sentOffset: mail.sentOffset, takenInAt: tx.now, bodyText: mail.bodyText, hasHtml: mail.hasHtml, attachments: mail.attachments,
    fileSha: mail.fileSha, fileName: mail.fileName, fileSize: mail.fileSize, subjectKey: mail.subjectKey, conversation: joinConversation(tx, mail), ...place,
  })
}

/** The conversation that the mail belongs to, where that is not the one of its own thread key. */
function joinConversation(tx: WriteTx, mail: MailToKeep): string | null {
  const keys = linkedKeys(tx, mail)
  const [first, ...others] = keys.length > 0 ? keys : bySubject(tx, mail)
  if (first === undefined) return null
  if (others.length > 0) {
    const ids = tx.read.pluck<string>('SELECT id FROM mail WHERE conversation_key IN (SELECT value FROM json_each(?)) LIMIT ?', [JSON.stringify(others), mostJoined])
    for (const id of ids) tx.update('mail', id, { conversation: first })
  }
  return first === mail.threadKey ? null : first
}

/** Conversations of the mails that this one answers and of those that answer it, the oldest first. */
function linkedKeys(tx: WriteTx, { messageId, inReplyTo, references, threadKey }: MailToKeep): string[] {
  const found = new Map<string, number>()
  const add = (column: 'message_id' | 'thread_key' | 'in_reply_to', value: string): void => {
    const rows = tx.read.allSql<{ key: string; at: number }>(
      `SELECT conversation_key AS key, min(happened_key) AS at FROM mail WHERE ${column} = ? GROUP BY conversation_key`,
      value,
    )
    for (const { key, at } of rows) found.set(key, Math.min(at, found.get(key) ?? at))
  }
  const answered = new Set([...(inReplyTo === null ? [] : [inReplyTo]), ...references.slice(0, 1), ...references.slice(-mostReferences)])
  for (const id of answered) add('message_id', id)
  add('thread_key', threadKey)
  if (messageId !== null && messageId !== threadKey) add('thread_key', messageId)
  if (messageId !== null) add('in_reply_to', messageId)
  return [...found].sort(([a, atA], [b, atB]) => atA - atB || (a < b ? -1 : 1)).slice(0, 20).map(([key]) => key)
}

/** Only for mails whose headers name no other; one of the two must be an answer: a monthly circular is no conversation. */
function bySubject(tx: WriteTx, { subjectKey, inReplyTo, references, subject, sentAt }: MailToKeep): string[] {
  if (subjectKey === null || inReplyTo !== null || references.length > 0) return []
  const at = sentAt ?? tx.now
  const rows = tx.read.allSql<{ key: string; subject: string; at: number }>(
    'SELECT conversation_key AS key, subject, happened_key AS at FROM mail WHERE subject_key = ? ORDER BY abs(happened_key - ?) LIMIT 5',
    subjectKey, at,
  )
  const near = rows.find((row) => Math.abs(row.at - at) <= longestPause && (isAnswer(subject) || isAnswer(row.subject)))
  return near === undefined ? [] : [near.key]
}
