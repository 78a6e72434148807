// Recognises a mail in text pasted from a mail program (EML-1): the header lines that Outlook, Gmail, Apple Mail and Thunderbird show or
// quote, in Spanish, English and the languages around; a line of attribution ("El lun, 2 nov 2026 a las 10:30, Ana <a@x> escribió:"); or the
// whole source. Pure; any thread. Time is linear in the text. What is doubtful is left empty: the one who pasted sees it and fills it in.
import type { MailAddress } from './parsed-mail.ts'
import { parsePastedDate, type PastedDate } from './pasted-date.ts'
import { pastedPeople, pastedSender } from './pasted-people.ts'

export interface PastedMail {
  /** 'source' is a complete message (RFC 5322) to be read as such: the other fields are empty then, and `body` is all of it. */
  form: 'fields' | 'quote' | 'source'
  subject: string
  from: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  date: PastedDate | null
  /** Without the header lines and one level of quote marks. Line ends are \n. */
  body: string
}

type Field = 'from' | 'date' | 'to' | 'cc' | 'bcc' | 'subject' | 'other'

const labels: Readonly<Record<string, Field>> = {
  from: 'from', de: 'from', von: 'from', da: 'from', remitente: 'from', expéditeur: 'from', mittente: 'from',
  sent: 'date', date: 'date', enviado: 'date', 'enviado el': 'date', 'enviado em': 'date', enviada: 'date', 'enviada em': 'date', fecha: 'date',
  'fecha de envío': 'date', gesendet: 'date', datum: 'date', envoyé: 'date', 'envoyé le': 'date', data: 'date', inviato: 'date', enviat: 'date',
  'enviat el': 'date', 'date sent': 'date', received: 'date', recibido: 'date',
  to: 'to', para: 'to', an: 'to', à: 'to', a: 'to', 'per a': 'to', per: 'to', destinatario: 'to', destinatarios: 'to',
  cc: 'cc', 'c.c.': 'cc', 'c.c': 'cc', 'con copia': 'cc', copia: 'cc', kopie: 'cc', copie: 'cc',
  bcc: 'bcc', cco: 'bcc', 'c.c.o.': 'bcc', 'c.c.o': 'bcc', cci: 'bcc', 'copia oculta': 'bcc',
  subject: 'subject', asunto: 'subject', betreff: 'subject', objet: 'subject', assumpte: 'subject', assunto: 'subject', oggetto: 'subject', tema: 'subject',
  'reply-to': 'other', 'responder a': 'other', 'responder-a': 'other', importance: 'other', importancia: 'other', priority: 'other',
  prioridad: 'other', attachments: 'other', 'datos adjuntos': 'other', adjuntos: 'other', archivos: 'other', categories: 'other',
  categorías: 'other', sensitivity: 'other', 'message-id': 'other', 'enviado por': 'other', 'mailed-by': 'other', 'signed-by': 'other',
  'firmado por': 'other', seguridad: 'other', security: 'other',
} // prettier-ignore
/** Names that a real header has too: a text with these alone is read as a message. */
const standard = new Set(['from', 'date', 'to', 'cc', 'bcc', 'subject', 'reply-to', 'message-id', 'received', 'importance', 'priority', 'sensitivity'])
const english = new Set(['from', 'sent', 'date', 'to', 'subject'])
const technical = /^(?:received|return-path|delivered-to|message-id|mime-version|content-type|x-[\w-]{2,40}|dkim-signature|arc-seal)[ \t]*:/i
const field = /^[!-9;-~]{1,76}[ \t]*:/

const characterLimit = 2_000_000
const lineLimit = 2000
/** Lines that may stand before the header: marks of forwarding, a title. */
const mostBefore = 6
const mostHeaderLines = 80
const forwardMark =
  /^(?:[-_*=\s]{3,}.{0,60}|[-_*=\s]*(?:mensaje original|original message|mensaje reenviado|forwarded message|missatge original|message d'origine|ursprüngliche nachricht).{0,40}|(?:begin forwarded message|inicio del mensaje reenviado|comienzo del mensaje reenviado|anfang der weitergeleiteten nachricht|début du message réexpédié)\s*:?)$/i

/** Null where nothing of a mail was recognised. */
export function parsePastedMail(pasted: string): PastedMail | null {
  const text = pasted.slice(0, characterLimit).replace(/\r\n?/g, '\n').replace(/^\ufeff/, '')
  const lines = text.split('\n')
  if (isSource(lines)) return { form: 'source', subject: '', from: null, to: [], cc: [], bcc: [], date: null, body: text }
  return ofFields(lines)?.mail ?? ofQuote(lines)
}

/** Whether a file of text holds a mail as a program shows it, and is no message itself. `start`: its first lines. */
export function looksPasted(start: string): boolean {
  const lines = start.slice(0, 20_000).replace(/\r\n?/g, '\n').split('\n')
  return !isSource(lines) && ofFields(lines)?.isShown === true
}

function isSource(lines: readonly string[]): boolean {
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first < 0) return false
  let technicals = 0
  let fields = 0
  for (let at = first; at < Math.min(lines.length, first + 200); at++) {
    const line = (lines[at] ?? '').slice(0, lineLimit)
    if (line.trim() === '') break
    if (at === first && line.startsWith('From ')) continue
    if (/^[ \t]/.test(line)) continue
    if (!field.test(line)) return false
    fields++
    if (technical.test(line)) technicals++
  }
  return fields >= 2 && technicals >= 1
}

interface HeaderLine {
  field: Field
  label: string
  value: string
}

/** "*De:* Ana" and "> De: Ana" too. */
function headerLine(raw: string | undefined): HeaderLine | null {
  const line = plain(raw)
  const match = /^\*{0,2}([\p{L}.' -]{1,20}?)\s?\*{0,2}:\*{0,2}(?:\s+(.*))?$/u.exec(line) ?? /^\*{0,2}([\p{L}.' -]{1,20}?)\*{0,2}:\*{0,2}(\S.*)$/u.exec(line)
  const label = (match?.[1] ?? '').toLowerCase().replace(/\s+/g, ' ').trim()
  const known = Object.hasOwn(labels, label) ? labels[label] : undefined
  return known === undefined ? null : { field: known, label, value: (match?.[2] ?? '').trim() }
}

const plain = (line: string | undefined): string =>
  (line ?? '').slice(0, lineLimit).replace(/^(?:\s?>)+/, '').replace(/[\u00a0\u202f\t]/g, ' ').replace(/[\u200b\u200e\u200f\u2068\u2069\ufeff]/g, '').trim()

function ofFields(lines: readonly string[]): { mail: PastedMail; isShown: boolean } | null {
  const start = startOfFields(lines)
  if (start < 0) return null
  const found = new Map<Field, string>()
  const used: string[] = []
  let at = start
  let open: Field | null = null
  for (; at < Math.min(lines.length, start + mostHeaderLines); at++) {
    const header = headerLine(lines[at])
    const line = plain(lines[at])
    if (header && !(found.has(header.field) && header.field !== 'other')) {
      found.set(header.field, header.value)
      used.push(header.label)
      open = header.field
    } else if (line === '') {
      // A blank line between the fields of a table, and not the end, where another field follows.
      if (!headerLine(lines[at + 1]) && !(open && found.get(open) === '')) break
    } else if (open && found.get(open) === '') found.set(open, line)
    else if (open && (open === 'to' || open === 'cc' || open === 'subject') && isContinued(found.get(open) ?? '', lines[at] ?? '')) {
      found.set(open, `${found.get(open) ?? ''} ${line}`)
    } else break
  }
  const count = [...found].filter(([key, value]) => key !== 'other' && value !== '').length
  if (count < 2 || !(found.get('from') || (found.get('subject') && (found.get('date') || found.get('to'))))) return null
  const isEnglish = used.some((label) => label === 'sent' || label === 'subject' || label === 'from') && used.every((label) => english.has(label) || label === 'cc' || labels[label] === 'other')
  return { mail: assemble(found, bodyFrom(lines, at), isEnglish), isShown: used.some((label) => !standard.has(label)) }
}

function isContinued(value: string, raw: string): boolean {
  return /[;,]\s*$/.test(value) || /^[ \t]{1,40}\S/.test(raw)
}

/** Index of the first header line; -1 where the text starts otherwise. */
function startOfFields(lines: readonly string[]): number {
  let before = 0
  for (let at = 0; at < Math.min(lines.length, 60); at++) {
    const line = plain(lines[at])
    if (line === '') continue
    const header = headerLine(line)
    if (header && header.field !== 'other') return at
    if (forwardMark.test(line)) continue
    // Prose before it means that the header is of an older mail below.
    if (++before > mostBefore || line.length > 120 || /[.!?,;:]$/.test(line)) return -1
  }
  return -1
}

function assemble(found: ReadonlyMap<Field, string>, body: string, isEnglish: boolean): PastedMail {
  const date = found.get('date') ?? ''
  return {
    form: 'fields',
    subject: (found.get('subject') ?? '').replace(/\s+/g, ' ').trim().slice(0, 1000),
    from: pastedSender(found.get('from') ?? ''),
    to: pastedPeople(found.get('to') ?? ''),
    cc: pastedPeople(found.get('cc') ?? ''),
    bcc: pastedPeople(found.get('bcc') ?? ''),
    // "11/2/2026 10:30 AM" is American; "02/11/2026 10:30" is not.
    date: parsePastedDate(date, !(isEnglish && /\d\s?[ap]\.?m/i.test(date))),
    body,
  }
}

const attributions: readonly { pattern: RegExp; isDayFirst: boolean }[] = [
  { pattern: /^(?:el|a|le|il|em|am|op|on)\s(.{5,300}?)[\s:]*(?:escribi[oó]|va escriure|a écrit|ha scritto|escreveu|schrieb(?:\s.{0,120})?|wrote)\s?:$/i, isDayFirst: true },
  { pattern: /^(\d{4}-\d{2}-\d{2}\s.{5,200}):$/, isDayFirst: true },
]

function ofQuote(lines: readonly string[]): PastedMail | null {
  const first = lines.findIndex((line) => plain(line) !== '' && !forwardMark.test(plain(line)))
  if (first < 0 || first > 20) return null
  let joined = ''
  for (let at = first; at < Math.min(first + 4, lines.length); at++) {
    joined = `${joined} ${plain(lines[at])}`.trim().slice(0, 600)
    for (const { pattern, isDayFirst } of attributions) {
      const said = pattern.exec(joined)?.[1]
      if (said === undefined) continue
      const isAmerican = /^on\s/i.test(joined) && /\d\s?[ap]\.?m/i.test(said)
      const date = parsePastedDate(said, isDayFirst && !isAmerican)
      const from = pastedSender(authorIn(said))
      if (!date && !from?.address) return null
      return { form: 'quote', subject: '', from, to: [], cc: [], bcc: [], date, body: bodyFrom(lines, at + 1) }
    }
  }
  return null
}

/** What stands behind the date and the time. */
function authorIn(said: string): string {
  const time = /\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?h(?:oras)?\b\.?)?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s?\(?(?:gmt|utc)?[+-]\d{1,2}:?\d{0,2}\)?|\s(?:gmt|utc|cest|cet)\b)?/i.exec(said)
  const behind = time ? said.slice(time.index + time[0].length) : (/(\d{4}),?\s(.*)$/.exec(said)?.[2] ?? said)
  return behind.replace(/^[\s,;]+(?:uhr\s)?/i, '').replace(/\(\s*(<[^<>]{1,400}>)\s*\)/, '$1').replace(/[\s,]+$/, '')
}

function bodyFrom(lines: readonly string[], at: number): string {
  const rest = lines.slice(at)
  const written = rest.filter((line) => line.trim() !== '')
  const isQuoted = written.length > 0 && written.every((line) => /^\s?>/.test(line))
  const body = isQuoted ? rest.map((line) => line.replace(/^\s?> ?/, '')) : rest
  return body.join('\n').replace(/^(?:[ \t]*\n)+/, '').trimEnd()
}
