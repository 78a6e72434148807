// What the readers of all kinds of mail give (eml, msg, tnef), and how it becomes a ParsedMail: safe names, sizes and hashes of
// the attachments, the identity of the content. Runs in the parse worker. Attachments are decoded once, when they are hashed.
import { createHash } from 'node:crypto'
import { safeFileName, type MailAttachment, type ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { textFromHtml } from './html-text.ts'
import { extensionOf } from './media-types.ts'

export interface ReadAttachment {
  /** As the mail calls it, untouched; empty where it does not. */
  name: string
  mediaType: string
  contentId: string | null
  content: () => Uint8Array | Promise<Uint8Array>
  /** Subject of a message inside; names it where nothing else does. */
  subject?: () => string | Promise<string>
  /** The content in pieces, where it is not at hand as a whole. */
  pieces?: () => Iterable<Uint8Array>
  /** RFC 8551 3.2.2: what an S/MIME part says of itself. */
  smimeType?: string
  isEncrypted?: true
}

export interface ReadMail extends Omit<ParsedMail, 'attachments' | 'contentHash' | 'threadKey' | 'text'> {
  /** The plain text part as sent; empty where there is only HTML. */
  text: string
  attachments: ReadAttachment[]
}

/** Characters of text kept; what is longer is cut and says so with an ellipsis. */
const textLimit = 5_000_000

export async function finishMail(mail: ReadMail): Promise<ParsedMail> {
  const text = readableText(mail.text, mail.html)
  const contentHash = sha256(
    JSON.stringify([
      mail.from?.address.toLowerCase() ?? '',
      mail.date?.instant ?? null,
      mail.subject.normalize('NFC').toLowerCase(),
      text.normalize('NFC').replace(/\s+/g, ' ').trim(),
    ]),
  )
  const attachments: MailAttachment[] = []
  for (const [index, attachment] of mail.attachments.entries()) attachments.push(await describeAttachment(attachment, index, mail.html))
  const threadKey = mail.references[0] ?? mail.inReplyTo ?? mail.messageId ?? contentHash
  return { ...mail, text, attachments, contentHash, threadKey }
}

export function readableText(text: string, html: string | null): string {
  const written = text.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trimEnd()
  const readable = written.trim() || !html ? written : textFromHtml(html)
  return readable.length > textLimit ? `${readable.slice(0, textLimit)}…` : readable
}

export async function describeAttachment(attachment: ReadAttachment, index: number, html: string | null): Promise<MailAttachment> {
  const contentId = attachment.contentId?.trim().replace(/^<|>$/g, '').slice(0, 500) || null
  const hash = createHash('sha256')
  let size = 0
  for (const piece of attachment.pieces?.() ?? [await attachment.content()]) {
    hash.update(piece)
    size += piece.byteLength
  }
  return {
    index,
    name: safeFileName(attachment.name || (await nameFor(attachment, index))),
    mediaType: attachment.mediaType.slice(0, 200) || 'application/octet-stream',
    size,
    contentId,
    isInline: contentId !== null && html !== null && isShownIn(html, contentId),
    sha256: hash.digest('hex'),
    ...(attachment.isEncrypted && { isEncrypted: true as const }),
  }
}

function isShownIn(html: string, contentId: string): boolean {
  return html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`)
}

/** A forwarded message is called after its subject, any other nameless part after its kind. */
async function nameFor(attachment: ReadAttachment, index: number): Promise<string> {
  const extension = extensionOf(attachment.mediaType)
  const subject = (await attachment.subject?.())?.slice(0, 100).replace(/[/\\]/g, '-')
  return subject ? `${subject}.${extension}` : `adjunto-${index + 1}.${extension}`
}

export const sha256 = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex')
