// Writes a mail that was read from something else (text pasted, a message inside a winmail.dat) as an .eml that any program opens.
// Runs where it is called; the same mail gives the same bytes. Sending is not done with it.
import type { MailAddress } from '../../src-shared/domain/parsed-mail.ts'
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import { sha256, type ReadAttachment, type ReadMail } from './read-mail.ts'

export type EmlContent = Pick<ReadMail, 'subject' | 'from' | 'to' | 'cc' | 'date' | 'text' | 'html' | 'messageId'> & {
  attachments: ReadAttachment[]
}

/** `more`: further header lines, ASCII, without line ends. */
export async function composeEml(mail: EmlContent, more: readonly string[] = []): Promise<Buffer> {
  const headers = [
    ...(mail.from ? [`From: ${person(mail.from)}`] : []),
    ...(mail.to.length > 0 ? [`To: ${mail.to.map(person).join(',\r\n ')}`] : []),
    ...(mail.cc.length > 0 ? [`Cc: ${mail.cc.map(person).join(',\r\n ')}`] : []),
    `Subject: ${words(mail.subject)}`,
    ...(mail.date ? [`Date: ${dateHeader(mail.date)}`] : []),
    ...(mail.messageId ? [`Message-ID: ${mail.messageId}`] : []),
    ...more,
    'MIME-Version: 1.0',
  ]
  const bodies = [
    ...(mail.text || !mail.html ? [part('text/plain; charset=utf-8', Buffer.from(mail.text))] : []),
    ...(mail.html ? [part('text/html; charset=utf-8', Buffer.from(mail.html))] : []),
  ]
  let content = bodies.length === 1 ? (bodies[0] as Buffer) : multipart('alternative', bodies)
  if (mail.attachments.length > 0) {
    const files: Buffer[] = []
    for (const attachment of mail.attachments) files.push(await file(attachment))
    content = multipart('mixed', [content, ...files])
  }
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n`), content])
}

const person = ({ name, address }: MailAddress): string => (name ? `${words(name)} <${address.replace(/[<>\s]/g, '')}>` : address)

/** Encoded words (RFC 2047) unless it is plain ASCII; never a line end. */
function words(text: string): string {
  if (/^[\w !#$%&'*+./=?^`{|}~-]*$/.test(text) && !text.includes('=?')) return text
  const pieces: string[] = []
  let piece = ''
  for (const character of text.toWellFormed()) {
    if (Buffer.byteLength(piece + character) > 42) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece].map((written) => `=?utf-8?B?${Buffer.from(written).toString('base64')}?=`).join('\r\n ')
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function dateHeader({ instant, offsetMinutes }: { instant: number; offsetMinutes: number }): string {
  const local = new Date(instant + offsetMinutes * 60_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offsetMinutes) / 60))}${two(Math.abs(offsetMinutes) % 60)}`
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':')
  return `${days[local.getUTCDay()]}, ${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()} ${time} ${zone}`
}

function part(headers: string, content: Uint8Array): Buffer {
  const encoded = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(`Content-Type: ${headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`)
}

async function file({ name, mediaType, contentId, content }: ReadAttachment): Promise<Buffer> {
  const encodedName = encodeURIComponent(safeFileName(name || 'adjunto')).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : 'application/octet-stream'
  const id = contentId && /^[\x21-\x7e]+$/.test(contentId) ? `\r\nContent-ID: <${contentId.replace(/[<>]/g, '')}>` : ''
  return part(`${type}\r\nContent-Disposition: attachment; filename*=utf-8''${encodedName}${id}`, await content())
}

function multipart(kind: string, parts: readonly Buffer[]): Buffer {
  const boundary = `maletin-${sha256(Buffer.concat(parts)).slice(0, 32)}`
  const pieces = parts.flatMap((content) => [Buffer.from(`--${boundary}\r\n`), content])
  const head = Buffer.from(`Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n`)
  return Buffer.concat([head, ...pieces, Buffer.from(`--${boundary}--\r\n`)])
}
