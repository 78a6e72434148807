// The messages that a mail carries in its text below what its sender wrote: forwarded, or quoted as history. Pure; any thread. For mails among
// colleagues, whose customer stands only there, and for the notes of what was forwarded (EML-2).
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
  /** The counterparts are those of this message below, because the mail itself goes among colleagues. */
  forwarded: ForwardedMail | null
}

/** Which way the mail goes, and who is at the other end. `own` are lower case. */
export function sidesOf(mail: ParsedMail, own: ReadonlySet<string>): MailSides {
  const counterparts = counterpartAddresses(mail, own)
  if (counterparts.length === 0) {
    for (const forwarded of forwardedMails(mail.text)) {
      const inner = asMail(mail, forwarded)
      const others = counterpartAddresses(inner, own)
      if (others.length > 0) return { direction: directionOf(inner, own), counterparts: others, forwarded }
    }
  }
  return { direction: directionOf(mail, own), counterparts, forwarded: null }
}

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
  return `${notes}\n\n${name && address ? `${name} <${address}>` : name || address}:\n${below.text}`
}
