// The messages that a mail carries below what its sender wrote: forwarded in the text or as a file, quoted as history, or returned by a mail server. Pure;
// any thread. For mails whose customer stands only there, and for the notes of what was forwarded (EML-2).
import { mailKey } from './mail-address.ts'
import type { OwnPeople } from './own-people.ts'
import { counterpartAddresses, directionOf, historyStart, newTextOf, notesFromText, type MailAddress, type ParsedMail } from './parsed-mail.ts'
import { parsePastedMail } from './pasted-mail.ts'

export interface ForwardedMail {
  from: MailAddress
  to: MailAddress[]
  cc: MailAddress[]
  /** What it says itself, without the older ones below it. */
  text: string
}

/** How far down a chain is read. */
const deepest = 8

/** The newest first. */
export function forwardedMails(text: string): ForwardedMail[] {
  const found: ForwardedMail[] = []
  let rest = text
  for (let depth = 0; depth < deepest; depth++) {
    const start = historyStart(rest)
    if (start === null) break
    const history = rest.slice(start)
    const parsed = parsePastedMail(history)
    if (parsed === null || parsed.form === 'source') {
      // Nothing that can be read as a mail: on below this line.
      const end = history.indexOf('\n')
      if (end < 0) break
      rest = history.slice(end + 1)
      continue
    }
    const { from, to, cc, body } = parsed
    if (from !== null) found.push({ from, to, cc, text: newTextOf(body) })
    rest = body
  }
  return found
}

export interface MailSides {
  direction: 'in' | 'out'
  counterparts: MailAddress[]
  /**
   * Where the counterparts stand: in the mail's own headers; in a message within it, because the mail itself goes among colleagues; among the recipients of
   * a colleague; in what a mail server reports.
   */
  via: 'address' | 'forwarded' | 'recipient' | 'reported'
  /** The message within. */
  forwarded: ForwardedMail | null
}

/** Which way the mail goes, and who is at the other end. */
export function sidesOf(mail: ParsedMail, own: OwnPeople): MailSides {
  const reported = reportedRecipients(mail, own)
  if (reported.length > 0) return { direction: 'in', counterparts: reported, via: 'reported', forwarded: null }
  const others = counterpartAddresses(mail, own.house)
  if (others.length > 0) {
    const direction = directionOf(mail, own.house)
    return { direction, counterparts: others, via: direction === directionOf(mail, own.users) ? 'address' : 'recipient', forwarded: null }
  }
  for (const forwarded of [...forwardedMails(mail.text), ...enclosedMails(mail)]) {
    const inner = asMail(mail, forwarded)
    const counterparts = counterpartAddresses(inner, own.house)
    if (counterparts.length > 0) return { direction: directionOf(inner, own.house), counterparts, via: 'forwarded', forwarded }
  }
  return { direction: directionOf(mail, own.users), counterparts: counterpartAddresses(mail, own.users), via: 'address', forwarded: null }
}

function enclosedMails({ attachments }: ParsedMail): ForwardedMail[] {
  return attachments.flatMap(({ message }) => (message?.from ? [{ ...message, from: message.from }] : []))
}

/** A mail server that reports on a mail: nobody. */
const serverAddress = /^(?:mailer-daemon|postmaster|microsoftexchange[0-9a-f]{32})@|^mailer-daemon$/i
export const isServerAddress = (address: string): boolean => serverAddress.test(address)
const addressInText = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}.-]{1,190}\.\p{L}{2,24}/gu
/** Characters of a report in which recipients are looked for where it has no fields for them. */
const reportStart = 20_000

/** Whom a report of a mail server is about (RFC 3464): its fields, else the addresses in its text, else the recipients of the mail that came back. */
function reportedRecipients(mail: ParsedMail, own: OwnPeople): MailAddress[] {
  const reports = mail.attachments.flatMap(({ message, mediaType }) => (message !== undefined && /delivery-status/i.test(mediaType) ? [message] : []))
  const said = [...(mail.reportOn ?? []), ...reports.flatMap(({ to }) => to)]
  if (mail.reportOn === undefined && reports.length === 0 && !(mail.from !== null && isServerAddress(mail.from.address))) return []
  const inText = (mail.text.slice(0, reportStart).match(addressInText) ?? []).map((address) => ({ name: '', address }))
  const returned = mail.attachments.flatMap(({ message }) => (message?.from ? [...message.to, ...message.cc] : []))
  const names = new Map(returned.map(({ name, address }) => [mailKey(address), name]))
  const isOther = (address: string): boolean => !own.house.has(address) && !isServerAddress(address)
  for (const named of [said, inText, returned]) {
    const others = new Map(named.map(({ name, address }) => [mailKey(address), { name: name || (names.get(mailKey(address)) ?? ''), address }]))
    const found = [...others].filter(([key]) => isOther(key)).map(([, one]) => one)
    if (found.length > 0) return found.slice(0, mostReported)
  }
  return []
}
const mostReported = 20

/** The message below, for rules that read mails. */
export const asMail = (mail: ParsedMail, { from, to, cc, text }: ForwardedMail): ParsedMail => ({ ...mail, from, replyTo: [], to, cc, bcc: [], text })

const forwardPrefix = /^\s*(?:rv|rm|fw|fwd|wg|tr|enc|i)\s*:/i

/** Notes of an activity: what the sender wrote and, of a forwarded mail, what was forwarded with its author. */
export function notesOf(mail: ParsedMail, forwarded: ForwardedMail | null): string {
  const notes = notesFromText(mail.text)
  const below = forwarded ?? (forwardPrefix.test(mail.subject) ? (forwardedMails(mail.text)[0] ?? null) : null)
  // A mail that adds nothing has the whole text for its notes.
  if (below === null || below.text === '' || notes.includes(below.text)) return notes
  const { name, address } = below.from
  return `${notes}\n\n${name && address ? `${name} <${address}>` : name || address}:\n${below.text}`.trim()
}
