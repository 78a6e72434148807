// From an item of Outlook or Exchange to a mail (EML-1): people with the address that can be written to, dates, bodies, files. What is
// no message (an appointment, a contact, a task, a note) shows what it is in its text. Pure; runs in the parse worker.
import PostalMime, { type Header } from 'postal-mime'
import type { MailAddress } from '../../src-shared/domain/parsed-mail.ts'
import { labelOfCodePage } from './code-page.ts'
import { charsetOf, decodeWith } from './mail-charset.ts'
import { parseMailDate } from './mail-date.ts'
import { addressesOf, headerValue, messageIds, plainAddress, shownLine, subjectOf } from './mail-headers.ts'
import { codePageOf, numberOf, pid, propertyType, textOf, timeOf, type MapiAttachment, type MapiItem } from './mapi-item.ts'
import { itemSummary } from './mapi-summary.ts'
import { mediaTypeOfName } from './media-types.ts'
import { mendMessage } from './mend-message.ts'
import type { ReadAttachment, ReadMail } from './read-mail.ts'
import { bodyOfCompressedRtf } from './rtf-text.ts'

const mostRecipients = 5000
const mostAttachments = 2000

export async function mailOfItem(item: MapiItem): Promise<ReadMail> {
  const codePage = codePageOf(item.props)
  const text = (id: number) => textOf(item.props, id, codePage)
  const headers = await transportHeaders(text(pid.headers))
  const people = peopleOf(item, headers, codePage)
  const { html, plain } = bodyOf(item, codePage)
  const summary = itemSummary(item, codePage)
  const reportOn = reportedOn(item, codePage)
  return {
    messageId: messageIds(text(pid.messageId) || headerValue(headers, 'message-id'))[0] ?? null,
    inReplyTo: messageIds(text(pid.inReplyTo) || headerValue(headers, 'in-reply-to'))[0] ?? null,
    references: messageIds(text(pid.references) || headerValue(headers, 'references')),
    subject: shownLine(text(pid.subject)) || shownLine(text(pid.subjectPrefix) + text(pid.normalizedSubject)) || subjectOf(headers),
    ...people,
    date: dateOf(item, headers),
    text: summary ? `${summary}\n\n${plain}`.trim() : plain,
    html: summary ? null : html,
    security: null,
    ...(reportOn && { reportOn }),
    attachments: item.attachments.slice(0, mostAttachments).map((attachment) => fileOf(attachment, codePage)),
  }
}

async function transportHeaders(text: string): Promise<Header[]> {
  if (!text.trim()) return []
  const { bytes, bodyStart } = mendMessage(Buffer.from(`${text.trim().replace(/^Microsoft Mail Internet Headers[^\n]*\n/i, '')}\n\n`))
  const head = bytes.toString('utf8', 0, bodyStart).replace(/^content-[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*/gim, '')
  return (await PostalMime.parse(Buffer.from(head))).headers
}

type People = Pick<ReadMail, 'from' | 'replyTo' | 'to' | 'cc' | 'bcc'>

function peopleOf(item: MapiItem, headers: readonly Header[], codePage: number): People {
  const text = (id: number) => textOf(item.props, id, codePage)
  const recipients = item.recipients.slice(0, mostRecipients).map((recipient) => recipientOf(recipient, codePage))
  const named = new Map<string, string>()
  for (const { exchange, address } of recipients) if (exchange && address) named.set(exchange.toLowerCase(), address)
  const inHeader = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'].flatMap((key) => addressesOf(headers, key))
  const resolve = (name: string, ...candidates: string[]): string =>
    candidates.find(isAddress) ??
    candidates.map((candidate) => named.get(candidate.toLowerCase())).find((address) => address !== undefined) ??
    inHeader.find((other) => name !== '' && other.name.toLowerCase() === name.toLowerCase() && isAddress(other.address))?.address ??
    ''
  const person = (name: string, ...candidates: string[]): MailAddress | null => {
    const address = plainAddress(resolve(name, ...candidates))
    const shown = shownLine(name).replace(/^'(.*)'$/, '$1')
    return address || shown ? { name: shown.toLowerCase() === address.toLowerCase() ? '' : shown, address } : null
  }
  const author = person(text(pid.representingName), text(pid.representingSmtp), text(pid.representingAddress))
  const sender = person(text(pid.senderName), text(pid.senderSmtp), text(pid.senderAddress))
  const from = author?.address ? author : (addressesOf(headers, 'from')[0] ?? (sender?.address ? sender : (author ?? sender)))
  const listed = (kind: number, key: string, display: number): MailAddress[] => {
    const found = recipients
      .filter((recipient) => recipient.kind === kind)
      .map(({ name, address, exchange }) => person(name, address, exchange))
      .filter((address) => address !== null)
    if (found.length > 0) return found
    const fromHeader = addressesOf(headers, key)
    if (fromHeader.length > 0) return fromHeader
    return text(display)
      .split(';')
      .slice(0, mostRecipients)
      .map((name) => person(name.trim(), name.trim()))
      .filter((address) => address !== null)
  }
  return {
    from,
    replyTo: addressesOf(headers, 'reply-to'),
    to: listed(1, 'to', pid.displayTo),
    cc: listed(2, 'cc', pid.displayCc),
    bcc: listed(3, 'bcc', pid.displayBcc),
  }
}

/** Of a report of a server ([MS-OXOMSG] 2.2.2): whom it delivered to or did not; its sender often has no address. Null for any other item. */
function reportedOn({ props, recipients }: MapiItem, codePage: number): MailAddress[] | null {
  if (!/^report\..*\.n?dr$/i.test(textOf(props, pid.messageClass, codePage))) return null
  const listed = recipients.slice(0, mostRecipients).map((recipient) => recipientOf(recipient, codePage))
  const displayed = [pid.displayTo, pid.originalDisplayTo].flatMap((id) => textOf(props, id, codePage).split(';')).map((name) => ({ name: '', address: name }))
  return [...listed, ...displayed].filter(({ address }) => isAddress(address)).map(({ name, address }) => ({ name: shownLine(name), address: plainAddress(address.trim()) }))
}

const isAddress = (text: string): boolean => /^[^\s@/]{1,200}@[^\s@]{1,250}$/.test(text.trim())

function recipientOf({ props }: MapiItem, codePage: number) {
  const text = (id: number) => textOf(props, id, codePage)
  const written = text(pid.address)
  return {
    // The upper bits are flags of the server; without a kind it was sent "to".
    kind: (numberOf(props, pid.recipientKind) ?? 1) & 0xf,
    name: text(pid.displayName) || text(pid.recipientName) || text(pid.transmittableName),
    address: [text(pid.smtpAddress), written].find(isAddress) ?? '',
    exchange: isAddress(written) ? '' : written,
  }
}

function dateOf({ props }: MapiItem, headers: readonly Header[]): ReadMail['date'] {
  const header = parseMailDate(headerValue(headers, 'date'))
  if (header) return header
  const isMessage = /^$|^ipm\.(?:note|schedule|sharing|outlook)|^report/i.test(textOf(props, pid.messageClass, 1252))
  const instant = timeOf(props, pid.submitTime) ?? timeOf(props, pid.deliveryTime) ?? (isMessage ? null : timeOf(props, pid.creationTime))
  return instant === null ? null : { instant, offsetMinutes: 0 }
}

function bodyOf({ props, recipients }: MapiItem, codePage: number): { html: string | null; plain: string } {
  // What a server says of each recipient stands beside the body, or in its place.
  const reports = [props, ...recipients.slice(0, mostRecipients).map((recipient) => recipient.props)].map((one) => textOf(one, pid.reportText, codePage).trim())
  const plain = textOf(props, pid.body, codePage) || reports.filter((report) => report !== '').join('\n\n')
  let html = htmlOf({ props }, codePage)
  if (!html?.trim()) {
    const compressed = props.get(pid.rtf)
    const rtf = compressed?.type === propertyType.binary ? bodyOfCompressedRtf(compressed.raw) : null
    html = rtf?.html ?? null
    if (!plain.trim() && rtf?.text.trim()) return { html, plain: rtf.text }
  }
  return { html: html?.trim() ? html : null, plain }
}

function htmlOf({ props }: Pick<MapiItem, 'props'>, codePage: number): string | null {
  const value = props.get(pid.html)
  if (value?.type !== propertyType.binary) return textOf(props, pid.html, codePage) || null
  const page = numberOf(props, pid.internetCodePage)
  const start = Buffer.from(value.raw.buffer, value.raw.byteOffset, Math.min(value.raw.length, 4096)).toString('latin1')
  const meta = /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(start)?.[1]
  const declared = page === null || page === 20127 || page === 0 ? meta : labelOfCodePage(page)
  return decodeWith(value.raw, charsetOf(value.raw, declared, meta ?? labelOfCodePage(codePage))).replace(/^\ufeff/, '')
}

function fileOf({ props, content, embedded }: MapiAttachment, codePage: number): ReadAttachment {
  const text = (id: number) => textOf(props, id, codePage)
  const contentId = text(pid.attachContentId) || text(pid.attachLocation) || null
  if (embedded) {
    const mediaType = embedded.extension === 'msg' ? 'application/vnd.ms-outlook' : 'message/rfc822'
    return { name: '', mediaType, contentId, content, subject: () => embedded.subject() || text(pid.displayName) }
  }
  const short = text(pid.attachShortName)
  const name = text(pid.attachLongName) || short || text(pid.displayName)
  const extension = text(pid.attachExtension)
  const hasExtension = /\.[^.\s]{1,16}$/.test(name)
  const full = name && !hasExtension && /^\.\w{1,16}$/.test(extension) ? name + extension : name
  return { name: full, mediaType: text(pid.attachMediaType).toLowerCase() || mediaTypeOfName(full), contentId, content }
}
