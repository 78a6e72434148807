// What the messages inside a mail say of whose they are (EML-2): forwarded as files, returned by a mail server, and the server's report on one (RFC 3464).
// Runs in the parse worker. Bounded: the first few, and of each who is named and how its text begins.
import { newTextOf, type EnclosedMessage, type MailAddress } from '../../src-shared/domain/parsed-mail.ts'
import { plainAddress } from './mail-headers.ts'
import { readableText, type ReadAttachment, type ReadMail } from './read-mail.ts'

export type ReadInside = (bytes: Uint8Array) => Promise<ReadMail>

const mostMessages = 5
/** Bytes; what is larger is not looked into. */
const largest = 20_000_000
const longestText = 5000
const mostPeople = 20

const isReport = ({ mediaType }: ReadAttachment): boolean => /^message\/(?:global-)?delivery-status\b/i.test(mediaType)
const isMessage = ({ mediaType, name }: ReadAttachment): boolean =>
  /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|application\/vnd\.ms-outlook)\b/i.test(mediaType) || /\.(?:eml|msg)$/i.test(name)

/** Of each attachment what the message that it is says; nothing of those that are none, or cannot be read. */
export async function enclosedMessages(attachments: readonly ReadAttachment[], readInside: ReadInside): Promise<{ message?: EnclosedMessage }[]> {
  const found: { message?: EnclosedMessage }[] = attachments.map(() => ({}))
  let looked = 0
  for (const [index, attachment] of attachments.entries()) {
    const isOfServer = isReport(attachment)
    if (!isOfServer && !isMessage(attachment)) continue
    if (++looked > mostMessages) break
    const bytes = await attachment.content()
    if (bytes.byteLength > largest) continue
    const message = isOfServer ? reportOf(bytes) : await messageIn(bytes, readInside)
    if (message !== null) found[index] = { message }
  }
  return found
}

async function messageIn(bytes: Uint8Array, readInside: ReadInside): Promise<EnclosedMessage | null> {
  try {
    const { from, to, cc, text, html } = await readInside(bytes)
    return { from, to: to.slice(0, mostPeople), cc: cc.slice(0, mostPeople), text: newTextOf(readableText(text, html)).slice(0, longestText).toWellFormed() }
  } catch {
    // A file called a mail that is none stays the file it is.
    return null
  }
}

/** RFC 3464 2.3: a group of fields for each recipient. */
function reportOf(bytes: Uint8Array): EnclosedMessage {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200_000)).toString('utf8')
  const named = new Map<string, MailAddress>()
  for (const group of text.split(/\r?\n[ \t]*\r?\n/).slice(0, 200)) {
    const field = (name: string): string => new RegExp(`^${name}[ \\t]*:[ \\t]*(?:[\\w-]+[ \\t]*;)?[ \\t]*<?([^\\s<>;]{1,300})`, 'im').exec(group)?.[1] ?? ''
    const address = plainAddress(field('original-recipient') || field('final-recipient'))
    if (address.includes('@') && named.size < mostPeople) named.set(address.toLowerCase(), { name: '', address })
  }
  return { from: null, to: [...named.values()], cc: [], text: '' }
}
