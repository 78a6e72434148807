// From the bytes of an .eml to a mail (EML-8): postal-mime with what it does not forgive mended before and within. Runs in the parse
// worker; time is linear in the message but for what the specs bound.
import PostalMime, { type Attachment } from 'postal-mime'
import { charsetOf, decodeWith } from './mail-charset.ts'
import { parseMailDate } from './mail-date.ts'
import { addressesOf, headerValue, messageIds, subjectOf } from './mail-headers.ts'
import { withSecurityOpened } from './mail-security.ts'
import { MendingParser, type WalkedMail } from './mending-parser.ts'
import { mendMessage, type MessageBytes } from './mend-message.ts'
import { decodedBody, decodedPieces, type PartBody } from './part-body.ts'
import { pastedBody, pastedHeader } from './pasted-reader.ts'
import type { ReadAttachment, ReadMail } from './read-mail.ts'
import { withTnefOpened } from './tnef-mail.ts'

/** Wrappings in wrappings that are opened: signed once more, a winmail.dat in a signed mail. */
const mostWrappings = 3

export async function readEml(bytes: Uint8Array, wrappings = 0): Promise<ReadMail> {
  const parser = new MendingParser()
  const message = await messageOf(parser, mendMessage(bytes))
  const { headers } = message
  const isPasted = Boolean(headerValue(headers, pastedHeader))
  const mail: ReadMail = {
    messageId: messageIds(headerValue(headers, 'message-id'))[0] ?? null,
    inReplyTo: messageIds(headerValue(headers, 'in-reply-to'))[0] ?? null,
    references: messageIds(headerValue(headers, 'references')),
    subject: subjectOf(headers),
    from: addressesOf(headers, 'from')[0] ?? addressesOf(headers, 'sender')[0] ?? null,
    replyTo: addressesOf(headers, 'reply-to'),
    to: addressesOf(headers, 'to'),
    cc: addressesOf(headers, 'cc'),
    bcc: addressesOf(headers, 'bcc'),
    date: parseMailDate(headerValue(headers, 'date')),
    text: isPasted ? pastedBody(message.text) : message.text,
    isPasted,
    html: message.html.trim() ? message.html : null,
    security: null,
    attachments: message.attachments.map((attachment) => fileOf(attachment, parser.bodyOf(attachment))),
  }
  if (wrappings >= mostWrappings) return mail
  return withSecurityOpened(await withTnefOpened(mail), (inside) => readEml(inside, wrappings + 1))
}

async function messageOf(parser: MendingParser, mended: MessageBytes): Promise<WalkedMail> {
  try {
    const { bytes } = mended
    const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
    // A buffer of its own is not copied.
    return await parser.parse(isWhole ? (bytes.buffer as ArrayBuffer) : bytes)
  } catch (error) {
    if (!(error instanceof Error) || !/^Maximum /.test(error.message)) throw error
    return readWithoutStructure(mended)
  }
}

/** Beyond the library's limits (depth, header size) no one's mail is left: the headers, and the start of the raw text. */
async function readWithoutStructure({ bytes, bodyStart }: MessageBytes): Promise<WalkedMail> {
  const head = bytes.toString('latin1', 0, bodyStart).replace(/^content-[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*/gim, '')
  const message = await PostalMime.parse(Buffer.from(head, 'latin1'))
  const start = bytes.subarray(bodyStart, bodyStart + 200_000)
  const text = decodeWith(start, charsetOf(start, undefined, undefined))
  return { headers: message.headers, text, html: '', attachments: [] }
}

function fileOf(attachment: Attachment, body: PartBody | null): ReadAttachment {
  const made = contentOf(attachment)
  const content = (): Uint8Array => (body ? decodedBody(body) : made)
  const isMessage = /^message\/(?:rfc822|global)$/i.test(attachment.mimeType)
  return {
    name: attachment.filename ?? '',
    mediaType: attachment.mimeType,
    contentId: attachment.contentId ?? null,
    content,
    ...(body && { pieces: () => decodedPieces(body) }),
    ...(body?.smimeType && { smimeType: body.smimeType }),
    ...(isMessage && { subject: () => subjectInside(content()) }),
  }
}

async function subjectInside(bytes: Uint8Array): Promise<string> {
  const { bytes: inner, bodyStart } = mendMessage(bytes.subarray(0, 262_144))
  return subjectOf((await PostalMime.parse(inner.subarray(0, bodyStart))).headers)
}

function contentOf({ content }: Attachment): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}
