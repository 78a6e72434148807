// Text pasted from a mail program as a mail (EML-1): the .eml that is kept for it, and reading a text file that holds one. The kept file
// carries the pasted text whole; what it says about itself is read anew each time. Pure; any thread.
import { instantOf } from '../../src-shared/domain/local-time.ts'
import type { PastedDate } from '../../src-shared/domain/pasted-date.ts'
import { parsePastedMail, type PastedMail } from '../../src-shared/domain/pasted-mail.ts'
import { composeEml } from './compose-eml.ts'
import { charsetOf, decodeWith } from './mail-charset.ts'
import type { ReadMail } from './read-mail.ts'

/** Marks the .eml that holds a pasted text; its value is the version of what is written here. */
export const pastedHeader = 'x-maletin-pasted'

/** The .eml to keep for a pasted text: the source itself where whole source was pasted. Null where the text is no mail. */
export async function emlOfPasted(text: string, zone: string): Promise<Uint8Array | null> {
  const pasted = parsePastedMail(text)
  if (!pasted) return null
  if (pasted.form === 'source') return Buffer.from(text)
  return composeEml({ ...fieldsOf(pasted, zone), text, html: null, attachments: [] }, ['X-Maletin-Pasted: 1'])
}

/** A text file with a pasted mail in it; `zone` (IANA) is meant where its date names none. */
export function readPasted(bytes: Uint8Array, zone: string): ReadMail {
  const mark = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : null
  const text = decodeWith(bytes, mark ?? charsetOf(bytes, undefined, undefined)).replace(/^\ufeff/, '')
  const pasted = parsePastedMail(text)
  if (!pasted) throw new Error('no pasted mail')
  return { ...fieldsOf(pasted, zone), text: pasted.body, html: null, attachments: [], security: null, isPasted: true }
}

/** What an .eml made by `emlOfPasted` shows: the body without the pasted header lines. */
export const pastedBody = (text: string): string => parsePastedMail(text)?.body ?? text

function fieldsOf(pasted: PastedMail, zone: string) {
  return {
    messageId: null, inReplyTo: null, references: [], subject: pasted.subject, from: pasted.from, replyTo: [], to: pasted.to, cc: pasted.cc, bcc: [],
    date: pasted.date === null ? null : momentOf(pasted.date, zone),
  } // prettier-ignore
}

function momentOf({ wall, offsetMinutes }: PastedDate, zone: string): ReadMail['date'] {
  const asUtc = Date.parse(`${wall.on}T${wall.time}:00Z`)
  const instant = offsetMinutes === null ? instantOf(wall.on, wall.time, zone) : asUtc - offsetMinutes * 60_000
  return { instant, offsetMinutes: Math.round((asUtc - instant) / 60_000) }
}
