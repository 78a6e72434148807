// From the bytes of an .eml file to a ParsedMail (EML-1, EML-7, EML-8), and to the bytes of one attachment. Meant for the
// parse worker: it may take seconds on a hostile message, and the worker can be ended. Same bytes, same result, always.
import { createHash } from 'node:crypto'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { KnownError } from '../../src-shared/errors.ts'
import { safeFileName, type MailAttachment, type ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { textFromHtml } from './html-text.ts'
import { charsetOf, decodeWith } from './mail-charset.ts'
import { parseMailDate } from './mail-date.ts'
import { addressesOf, headerValue, messageIds, subjectOf } from './mail-headers.ts'
import { MendingParser } from './mending-parser.ts'
import { mendMessage, type MessageBytes } from './mend-message.ts'

/** Bytes; larger files are refused before they are read. */
export const mailSizeLimit = 150 * 1024 * 1024
/** Characters of text kept; what is longer is cut and says so with an ellipsis. */
const textLimit = 5_000_000

const oleMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex')

export type MailFormat = 'eml' | 'msg' | 'unknown'

/** What the bytes are, whatever the file is called. Outlook's .msg is recognised, and not read yet (EML-1). */
export function mailFormatOf(bytes: Uint8Array): MailFormat {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536))
  if (start.subarray(0, 8).equals(oleMagic)) return 'msg'
  const text = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  if (text) return 'eml'
  const head = start.toString('latin1').replace(/^(?:ï»¿)?\s*/, '')
  if (/^[^\r\n]{0,2000}\0/.test(head)) return 'unknown'
  const lines = head.split(/\r\n|\r|\n/, 60)
  return lines.some((line) => /^[!-9;-~]{1,100}[ \t]*:/.test(line)) ? 'eml' : 'unknown'
}

interface ReadMessage {
  message: Email
  mended: MessageBytes
}

async function read(bytes: Uint8Array, name: string): Promise<ReadMessage> {
  if (bytes.byteLength > mailSizeLimit) throw new KnownError('mail_unreadable', { name, reason: 'too_large' })
  if (mailFormatOf(bytes) !== 'eml') throw new KnownError('mail_unreadable', { name, reason: 'not_a_mail' })
  const mended = mendMessage(bytes)
  try {
    return { message: await new MendingParser().parse(mended.bytes), mended }
  } catch (error) {
    if (!(error instanceof Error) || !/^Maximum /.test(error.message)) throw error
    return { message: await readWithoutStructure(mended), mended }
  }
}

/** Beyond the library's limits (depth, header size) no one's mail is left: the headers, and the start of the raw text. */
async function readWithoutStructure({ bytes, bodyStart }: MessageBytes): Promise<Email> {
  const head = bytes.toString('latin1', 0, bodyStart).replace(/^content-[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*/gim, '')
  const message = await PostalMime.parse(Buffer.from(head, 'latin1'))
  const start = bytes.subarray(bodyStart, bodyStart + 200_000)
  return {
    ...message,
    text: decodeWith(start, charsetOf(start, undefined, undefined)),
    html: undefined,
    attachments: [],
  }
}

/**
 * Reads one message. `name` is only for the error. Throws KnownError('mail_unreadable') with reason 'too_large' or
 * 'not_a_mail'; a damaged mail is read as far as it goes.
 */
export async function parseMail(bytes: Uint8Array, name = ''): Promise<ParsedMail> {
  const { message } = await read(bytes, name)
  const { headers } = message
  const html = message.html?.trim() ? message.html : null
  const text = readableText(message.text, html)
  const from = addressesOf(headers, 'from')[0] ?? addressesOf(headers, 'sender')[0] ?? null
  const date = parseMailDate(headerValue(headers, 'date'))
  const subject = subjectOf(headers)
  const messageId = messageIds(headerValue(headers, 'message-id'))[0] ?? null
  const inReplyTo = messageIds(headerValue(headers, 'in-reply-to'))[0] ?? null
  const references = messageIds(headerValue(headers, 'references'))
  const contentHash = sha256(
    JSON.stringify([
      from?.address.toLowerCase() ?? '',
      date?.instant ?? null,
      subject.normalize('NFC').toLowerCase(),
      text.normalize('NFC').replace(/\s+/g, ' ').trim(),
    ]),
  )
  return {
    messageId,
    inReplyTo,
    references,
    subject,
    from,
    replyTo: addressesOf(headers, 'reply-to'),
    to: addressesOf(headers, 'to'),
    cc: addressesOf(headers, 'cc'),
    bcc: addressesOf(headers, 'bcc'),
    date,
    text,
    html,
    attachments: await attachmentsOf(message, html),
    contentHash,
    threadKey: references[0] ?? inReplyTo ?? messageId ?? contentHash,
  }
}

/** One attachment's bytes, decoded; null where the message has no attachment of that index. Errors as parseMail. */
export async function attachmentBytes(
  bytes: Uint8Array,
  index: number,
  name = '',
): Promise<{ bytes: Uint8Array; attachment: MailAttachment } | null> {
  const { message } = await read(bytes, name)
  const found = message.attachments[index]
  if (!found) return null
  const html = message.html?.trim() ? message.html : null
  return { bytes: contentOf(found), attachment: await describe(found, index, html) }
}

function readableText(text: string | undefined, html: string | null): string {
  const written = (text ?? '').replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trimEnd()
  const readable = written.trim() || !html ? written : textFromHtml(html)
  return readable.length > textLimit ? `${readable.slice(0, textLimit)}…` : readable
}

async function attachmentsOf(message: Email, html: string | null): Promise<MailAttachment[]> {
  const attachments: MailAttachment[] = []
  for (const [index, attachment] of message.attachments.entries()) {
    attachments.push(await describe(attachment, index, html))
  }
  return attachments
}

async function describe(attachment: Attachment, index: number, html: string | null): Promise<MailAttachment> {
  const bytes = contentOf(attachment)
  const contentId = attachment.contentId?.trim().replace(/^<|>$/g, '').slice(0, 500) || null
  return {
    index,
    name: safeFileName(attachment.filename || (await nameFor(attachment, bytes, index))),
    mediaType: attachment.mimeType.slice(0, 200) || 'application/octet-stream',
    size: bytes.byteLength,
    contentId,
    isInline: contentId !== null && html !== null && isShownIn(html, contentId),
    sha256: sha256(bytes),
  }
}

function isShownIn(html: string, contentId: string): boolean {
  return html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`)
}

const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt', 'text/html': 'html', 'text/calendar': 'ics', 'application/ics': 'ics', 'text/csv': 'csv',
  'text/vcard': 'vcf', 'text/x-vcard': 'vcf', 'text/directory': 'vcf', 'text/rtf': 'rtf', 'application/rtf': 'rtf',
  'text/rfc822-headers': 'txt', 'message/delivery-status': 'txt', 'message/disposition-notification': 'txt',
  'message/feedback-report': 'txt', 'message/rfc822': 'eml', 'message/global': 'eml', 'image/png': 'png',
  'image/jpeg': 'jpg', 'image/jpg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp', 'image/bmp': 'bmp',
  'image/tiff': 'tiff', 'image/svg+xml': 'svg', 'application/pdf': 'pdf', 'application/zip': 'zip',
  'application/ms-tnef': 'dat', 'application/pgp-signature': 'asc', 'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s', 'application/pkcs7-mime': 'p7m', 'application/msword': 'doc',
  'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'video/mp4': 'mp4', 'application/json': 'json', 'application/xml': 'xml',
} // prettier-ignore

/** A forwarded message is called after its subject, any other nameless part after its kind. */
async function nameFor(attachment: Attachment, bytes: Uint8Array, index: number): Promise<string> {
  const extension = extensions[attachment.mimeType] ?? (attachment.mimeType.startsWith('text/') ? 'txt' : 'bin')
  if (extension === 'eml' && bytes.byteLength > 0) {
    const { bytes: inner, bodyStart } = mendMessage(bytes.subarray(0, 262_144))
    const subject = subjectOf((await PostalMime.parse(inner.subarray(0, bodyStart))).headers)
    if (subject) return `${subject.slice(0, 100).replace(/[/\\]/g, '-')}.eml`
  }
  return `adjunto-${index + 1}.${extension}`
}

function contentOf(attachment: Attachment): Uint8Array {
  const { content } = attachment
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

const sha256 = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex')
