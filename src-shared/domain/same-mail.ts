// When two messages are the same one (EML-4). Runs anywhere, pure.
import { mailKey } from './mail-address.ts'

/** What identifies a message: its Message-ID, else its content with its attachments. */
export interface MailIdentity {
  messageId: string | null
  contentHash: string
  /** SHA-256 of each attachment, in order. */
  attachmentHashes: string[]
  senderAddress: string
  /** UTC milliseconds; null where the mail has no date. */
  sentAt: number | null
  subject: string
}

/**
 * Two mails with different Message-IDs are two, and content decides where one of them has none. Those with the same are one: a footer added on
 * the way, or another form of file (.eml, .msg), changes the content. Unless date and either sender or subject differ as well: voting replies of
 * some programs carry the Message-ID of the mail they answer.
 */
export function isSameMail(a: MailIdentity, b: MailIdentity): boolean {
  const isSameContent = a.contentHash === b.contentHash && a.attachmentHashes.join(' ') === b.attachmentHashes.join(' ')
  if (isSameContent) return a.messageId === b.messageId || a.messageId === null || b.messageId === null
  if (a.messageId === null || a.messageId !== b.messageId) return false
  if (a.sentAt === null || b.sentAt === null || second(a.sentAt) === second(b.sentAt)) return true
  return mailKey(a.senderAddress) === mailKey(b.senderAddress) && a.subject.trim() === b.subject.trim()
}

const second = (at: number): number => Math.floor(at / 1000)
