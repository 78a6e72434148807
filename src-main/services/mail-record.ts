// A mail that was read, as the record keeps it. Pure.
import { subjectKeyOf } from '../../src-shared/domain/conversation.ts'
import type { ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import type { MailToKeep } from '../store/commands/mail-record.ts'

/** Characters of a mail's text in the record, for search and preview; the whole stands in its file. */
const mostText = 100_000

/** `size` in bytes, `sha256` in hex: those of the kept original. */
export function mailToKeep(mail: ParsedMail, fileName: string, { sha256, size }: { sha256: string; size: number }): MailToKeep {
  return {
    messageId: mail.messageId, contentHash: mail.contentHash, threadKey: mail.threadKey, inReplyTo: mail.inReplyTo, references: mail.references, subjectKey: subjectKeyOf(mail),
    subject: mail.subject, senderName: mail.from?.name ?? '', senderAddress: mail.from?.address ?? '',
    recipients: { to: mail.to, cc: mail.cc, bcc: mail.bcc, replyTo: mail.replyTo, ...(mail.reportOn && { reportOn: mail.reportOn }) },
    sentAt: mail.date?.instant ?? null, sentOffset: mail.date?.offsetMinutes ?? null, bodyText: mail.text.slice(0, mostText).toWellFormed(), hasHtml: mail.html !== null,
    attachments: mail.attachments, fileSha: sha256, fileName, fileSize: size,
  }
}
