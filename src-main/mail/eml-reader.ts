// From the bytes of an .eml to a mail (EML-8): postal-mime with what it does not forgive mended before and within. Runs in the parse
// worker; time is linear in the message but for what the specs bound.
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { charsetOf, decodeWith } from './mail-charset.ts'
import { parseMailDate } from './mail-date.ts'
import { addressesOf, headerValue, messageIds, subjectOf } from './mail-headers.ts'
import { MendingParser } from './mending-parser.ts'
import { mendMessage, type MessageBytes } from './mend-message.ts'
import { pastedBody, pastedHeader } from './pasted-reader.ts'
import type { ReadAttachment, ReadMail } from './read-mail.ts'
import { withTnefOpened } from './tnef-mail.ts'

export async function readEml(bytes: Uint8Array): Promise<ReadMail> {
  const message = await messageOf(mendMessage(bytes))
  const { headers } = message
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
    text: headerValue(headers, pastedHeader) ? pastedBody(message.text ?? '') : (message.text ?? ''),
    html: message.html?.trim() ? message.html : null,
    security: null,
    attachments: message.attachments.map(fileOf),
  }
  return withTnefOpened(mail)
}

async function messageOf(mended: MessageBytes): Promise<Email> {
  try {
    return await new MendingParser().parse(mended.bytes)
  } catch (error) {
    if (!(error instanceof Error) || !/^Maximum /.test(error.message)) throw error
    return readWithoutStructure(mended)
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

function fileOf(attachment: Attachment): ReadAttachment {
  const bytes = contentOf(attachment)
  const isMessage = /^message\/(?:rfc822|global)$/i.test(attachment.mimeType) && bytes.byteLength > 0
  return {
    name: attachment.filename ?? '',
    mediaType: attachment.mimeType,
    contentId: attachment.contentId ?? null,
    content: () => bytes,
    ...(isMessage && { subject: () => subjectInside(bytes) }),
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
