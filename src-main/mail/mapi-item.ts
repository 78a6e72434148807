// An item of Outlook and Exchange as its properties, whatever file it came in (.msg, winmail.dat), and how to read them
// ([MS-OXPROPS], [MS-OXCDATA]). Pure; runs in the parse worker.
import { decodeCodePage } from './code-page.ts'

/** Property identifiers (the upper half of a tag) that are read. */
export const pid = {
  messageClass: 0x001a, originalDisplayTo: 0x0074, reportText: 0x1001, subject: 0x0037, submitTime: 0x0039, representingName: 0x0042, representingType: 0x0064,
  representingAddress: 0x0065, headers: 0x007d, recipientKind: 0x0c15, senderName: 0x0c1a, senderType: 0x0c1e, senderAddress: 0x0c1f,
  deliveryTime: 0x0e06, displayBcc: 0x0e02, displayCc: 0x0e03, displayTo: 0x0e04, normalizedSubject: 0x0e1d, body: 0x1000,
  rtf: 0x1009, html: 0x1013, messageId: 0x1035, references: 0x1039, inReplyTo: 0x1042, displayName: 0x3001, addressType: 0x3002,
  address: 0x3003, creationTime: 0x3007, lastChange: 0x3008, attachData: 0x3701, attachExtension: 0x3703, attachShortName: 0x3704,
  attachMethod: 0x3705, attachLongName: 0x3707, attachMediaType: 0x370e, attachContentId: 0x3712, attachLocation: 0x3713,
  smtpAddress: 0x39fe, transmittableName: 0x3a20, internetCodePage: 0x3fde, codePage: 0x3ffd, locale: 0x3ff1, senderSmtp: 0x5d01,
  representingSmtp: 0x5d02, recipientName: 0x5ff6, hidden: 0x7ffe, subjectPrefix: 0x003d,
} // prettier-ignore

export const propertyType = { int16: 0x0002, int32: 0x0003, boolean: 0x000b, object: 0x000d, string8: 0x001e, unicode: 0x001f, time: 0x0040, binary: 0x0102 } as const // prettier-ignore

export interface MapiValue {
  type: number
  raw: Uint8Array
}

/** Named properties that are read, by the name they are given here. */
export type NamedProperties = Partial<Record<'start' | 'end' | 'place' | 'email', string>>

export interface MapiItem {
  props: ReadonlyMap<number, MapiValue>
  named: NamedProperties
  recipients: MapiItem[]
  attachments: MapiAttachment[]
}

export interface MapiAttachment {
  props: ReadonlyMap<number, MapiValue>
  /** Decoded when asked: most are only counted and hashed. */
  content: () => Uint8Array | Promise<Uint8Array>
  /** A message inside: what `content` gives is a file of this kind. */
  embedded: { subject: () => string; extension: 'msg' | 'eml' } | null
}

const utf16 = new TextDecoder('utf-16le')

/** The text of a property; '' where there is none. Ends at the first NUL. */
export function textOf(props: ReadonlyMap<number, MapiValue>, id: number, codePage: number): string {
  const value = props.get(id)
  if (!value) return ''
  if (value.type === propertyType.unicode) return cut(utf16.decode(value.raw.subarray(0, value.raw.length & ~1)))
  if (value.type === propertyType.string8) return cut(decodeCodePage(value.raw, codePage))
  return ''
}

function cut(text: string): string {
  const end = text.indexOf('\0')
  return (end < 0 ? text : text.slice(0, end)).toWellFormed()
}

export function numberOf(props: ReadonlyMap<number, MapiValue>, id: number): number | null {
  const value = props.get(id)
  if (!value || value.raw.length < 2) return null
  const view = Buffer.from(value.raw.buffer, value.raw.byteOffset, value.raw.byteLength)
  if (value.type === propertyType.int32 && view.length >= 4) return view.readInt32LE(0)
  return value.type === propertyType.int16 || value.type === propertyType.boolean ? view.readInt16LE(0) : null
}

/** UTC milliseconds of a FILETIME; null where there is none or it cannot be. */
export function timeOf(props: ReadonlyMap<number, MapiValue>, id: number): number | null {
  const value = props.get(id)
  if (value?.type !== propertyType.time || value.raw.length < 8) return null
  const ticks = Buffer.from(value.raw.buffer, value.raw.byteOffset, 8).readBigUInt64LE(0)
  const instant = Number((ticks - 116_444_736_000_000_000n) / 10_000n)
  return instant > Date.UTC(1900, 0) && instant < Date.UTC(4500, 0) ? instant : null
}

/** The code page of the texts that are not Unicode: the message's own, else its locale's, else Western European. */
export function codePageOf(props: ReadonlyMap<number, MapiValue>): number {
  const named = numberOf(props, pid.codePage)
  if (named && named > 0 && named !== 1200) return named
  const locale = numberOf(props, pid.locale)
  return (locale === null ? undefined : localeCodePages[locale & 0x3ff]) ?? 1252
}

/** Primary languages of Windows whose code page is not 1252. */
const localeCodePages: Readonly<Record<number, number>> = {
  0x01: 1256, 0x02: 1251, 0x04: 936, 0x05: 1250, 0x08: 1253, 0x0d: 1255, 0x0e: 1250, 0x11: 932, 0x12: 949, 0x15: 1250,
  0x18: 1250, 0x19: 1251, 0x1a: 1250, 0x1b: 1250, 0x1e: 874, 0x1f: 1254, 0x22: 1251, 0x23: 1251, 0x24: 1250, 0x25: 1257,
  0x26: 1257, 0x27: 1257, 0x29: 1256, 0x2a: 1258, 0x2f: 1251,
} // prettier-ignore
