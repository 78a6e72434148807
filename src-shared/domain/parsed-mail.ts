// What a received or sent message is once it has been read (EML-1, EML-2), and the pure rules over it.
// JSON-safe: it crosses threads and the contract unchanged. Nothing here parses bytes.

export interface MailAddress {
  /** Shown name, decoded; empty when the header gave none. */
  name: string
  /** Lower case domain, otherwise as written; empty for a name alone. */
  address: string
}

export interface MailAttachment {
  /** Position in the message, 0-based; the same bytes give the same index again. */
  index: number
  /** Safe to show and to save: never a path (see safeFileName). */
  name: string
  mediaType: string
  /** Bytes once decoded. */
  size: number
  /** Without angle brackets. */
  contentId: string | null
  /** Shown inside the HTML of the message, not offered as a file of its own. */
  isInline: boolean
  /** Hex, lower case, of the decoded bytes. */
  sha256: string
  /** It holds what the sender wrote, encrypted: without the key nothing of it can be read. */
  isEncrypted?: true
  /** It is a message, or the report of a mail server on one (RFC 3464): of a report `to` are the recipients it is about. */
  message?: EnclosedMessage
}

/** What a message inside another one says of whose it is. */
export interface EnclosedMessage {
  from: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  /** What its author wrote, as it begins. */
  text: string
}

/** A set of addresses, asked in lower case. */
export interface AddressSet {
  has(address: string): boolean
}

/** How a message is protected. Signatures are not checked: it says what the message is, not that it is genuine. */
export type MailSecurity = 'smime-signed' | 'smime-encrypted' | 'pgp-signed' | 'pgp-encrypted'

export interface ParsedMail {
  /** With its angle brackets; null where the message has none. */
  messageId: string | null
  inReplyTo: string | null
  references: string[]
  subject: string
  from: MailAddress | null
  replyTo: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  /** UTC milliseconds and the sender's own offset. Null without a Date header and for impossible dates: never "now". */
  date: { instant: number; offsetMinutes: number } | null
  /** Readable text: the text part, else made from the HTML. Line ends are \n. */
  text: string
  /** The untouched HTML of the message; sanitised only by the window that shows it. */
  html: string | null
  attachments: MailAttachment[]
  /** Null for an ordinary mail. Of a signed one the content is in the fields above, of an encrypted one only what stands outside. */
  security: MailSecurity | null
  /** The text was pasted from a mail program: there is no message behind it. */
  isPasted?: boolean
  /** A mail server's report that is no message with parts (Outlook's): the recipients it is about. */
  reportOn?: MailAddress[]
  /** SHA-256 hex over normalised from, date, subject and text: the identity where there is no Message-ID (EML-4). */
  contentHash: string
  /** First of the references, else inReplyTo, else messageId, else contentHash. */
  threadKey: string
}

/** Encrypted as a whole; `text` may be the start of it. */
export const isEncryptedMail = (attachments: readonly MailAttachment[], text: string): boolean =>
  attachments.some(({ isEncrypted }) => isEncrypted) || encryptedText.test(text)

/** RFC 9580 6.2: the armour within an ordinary mail. */
export const encryptedText = /^-----BEGIN PGP MESSAGE-----[ \t]*\r?$/m

/** 'out' when one of the user's own addresses sent it. */
export function directionOf(mail: Pick<ParsedMail, 'from'>, ownAddresses: AddressSet): 'in' | 'out' {
  return mail.from !== null && ownAddresses.has(mail.from.address.toLowerCase()) ? 'out' : 'in'
}

/**
 * Who the customer may be (EML-2): the sender of a received mail, the recipients of a sent one; never an own address,
 * each address once, in the order of the headers.
 */
export function counterpartAddresses(mail: Pick<ParsedMail, 'from' | 'to' | 'cc' | 'replyTo'>, ownAddresses: AddressSet): MailAddress[] {
  const candidates =
    directionOf(mail, ownAddresses) === 'out' ? [...mail.to, ...mail.cc] : mail.from ? [mail.from] : mail.replyTo
  const seen = new Set<string>()
  return candidates.filter(({ address }) => {
    const key = address.toLowerCase()
    if (!key.includes('@') || ownAddresses.has(key) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const replyPrefix = /^\s*(?:re|rv|fw|fwd|aw|wg|tr|sv|res|enc|antw)(?:\s*[[(^]\s*\d{1,3}\s*[\])]?)?\s*[:：]\s*/i

/** The subject without the prefixes of replies and forwards ("RV: RE[2]: Oferta" -> "Oferta"). */
export function baseSubject(subject: string): string {
  let rest = subject.trim()
  for (let turn = 0; turn < 50; turn++) {
    const shorter = rest.replace(replyPrefix, '')
    if (shorter === rest) break
    rest = shorter
  }
  return rest.trim()
}

const quoteMarkers: readonly RegExp[] = [
  /^-{2,}\s*(?:original message|mensaje original|mensaje reenviado|forwarded message|ursprüngliche nachricht|message d'origine|messaggio originale|missatge original)\s*-{2,}/i,
  /^(?:begin forwarded message|inicio del mensaje reenviado):?$/i,
]
const attribution =
  /^(?:on\b.{5,300}\bwrote|el\b.{5,300}\bescribi[oó]|le\b.{5,300}\ba écrit|am\b.{5,300}\bschrieb.{0,120}|il\b.{5,300}\bha scritto|a\b.{5,300}\bva escriure)\s*:\s*$/i
const outlookFirst = /^\*?(?:from|de|von)\s*:\*?\s*\S/i
const outlookNext =
  /^\*?(?:sent|date|to|subject|enviado(?: el)?|fecha|para|asunto|gesendet|an|betreff|envoyé|objet)\s*:/i

function startsHistory(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim().slice(0, 400)
  if (quoteMarkers.some((marker) => marker.test(line))) return true
  if (outlookFirst.test(line)) {
    let found = 0
    for (let next = at + 1; next < Math.min(at + 6, lines.length); next++) {
      if (outlookNext.test((lines[next] ?? '').trim().slice(0, 400))) found++
    }
    if (found >= 2) return true
  }
  // "El lun, 3 mar 2025 a las 10:00, Ana <ana@x> escribió:" is often folded over up to three lines.
  if (!/^(?:on|el|le|am|il|a)\b/i.test(line)) return false
  let joined = ''
  for (let next = at; next < Math.min(at + 3, lines.length); next++) {
    joined = `${joined} ${(lines[next] ?? '').trim().slice(0, 200)}`.trim()
    if (attribution.test(joined)) return true
  }
  return false
}

/** Where the history below the new text begins, counted in characters; null where there is none. `text` has line ends of \n. */
export function historyStart(text: string): number | null {
  const lines = text.split('\n')
  let start = 0
  for (let at = 0; at < lines.length; at++) {
    if (startsHistory(lines, at)) return start
    start += (lines[at] ?? '').length + 1
  }
  return null
}

/** What the sender wrote this time, the signature included: quoted lines and the history below are left out. */
export function newTextOf(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (startsHistory(lines, at)) break
    if (/^\s{0,3}>/.test(line)) continue
    kept.push(line.trimEnd())
  }
  while (kept.length > 0 && /^[\s_*-]*$/.test(kept[kept.length - 1] ?? '')) kept.pop()
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * Notes for an activity (EML-2): the new text without quoted history and without what follows the signature separator
 * ("-- " on a line of its own, RFC 3676 4.3). Where nothing is left, the whole text: never empty if the text is not.
 */
export function notesFromText(text: string): string {
  const fresh = newTextOf(text)
  const lines = fresh.split('\n')
  const separator = lines.findIndex((line) => /^(?:--|__)\s*$/.test(line))
  const notes = (separator >= 0 ? lines.slice(0, separator) : lines).join('\n').trim()
  return notes || fresh || text.trim()
}

// Control characters, bidirectional overrides and marks, zero-width characters and line separators.
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
const reservedOnWindows = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i
const maxNameLength = 120
/** File systems count bytes (255 in most); room is left for a " (2)". */
const maxNameBytes = 240

function utf8Length(value: string): number {
  let bytes = 0
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

/**
 * A file name that may be shown and created on any system, whatever a mail calls its attachment (EML-7): never a path,
 * no control or bidirectional characters, no name Windows reserves, no leading dots, no trailing dots or spaces, at most 120
 * characters with the extension kept. Nothing usable gives "adjunto". Idempotent.
 */
export function safeFileName(name: string): string {
  let clean = name.slice(0, 4000).toWellFormed().replace(unseen, '').normalize('NFC')
  const looksLikePath = /^\s*(?:[/\\~]|[a-z]:[/\\])|(?:^|[/\\])\.\.?[/\\]/i.test(clean)
  if (looksLikePath) clean = clean.slice(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1)
  clean = clean.replace(/[<>:"/\\|?*]/g, '_').replace(/\s+/g, ' ')
  const extension = /\.[\p{L}\p{N}_-]{1,16}[. ]*$/u.exec(clean)?.[0].replace(/[. ]+$/, '') ?? ''
  clean = trimEnds(clean)
  if (extension && clean.length > extension.length) {
    clean = shorten(clean.slice(0, clean.length - extension.length), extension) + extension
  } else {
    clean = shorten(clean, '')
  }
  if (!clean || /^[._ ]*$/.test(clean)) return 'adjunto'
  return reservedOnWindows.test(clean) ? trimEnds(shorten(`_${clean}`, '')) : clean
}

const trimEnds = (value: string): string => value.replace(/^[. ]+/, '').replace(/[. ]+$/, '')

function shorten(stem: string, extension: string): string {
  let length = 0
  let bytes = utf8Length(extension)
  for (const character of stem) {
    bytes += utf8Length(character)
    if (length + character.length + extension.length > maxNameLength || bytes > maxNameBytes) break
    length += character.length
  }
  return stem.slice(0, length).replace(/[. ]+$/, '')
}
