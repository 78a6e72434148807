// From the bytes of a TNEF stream (winmail.dat, [MS-OXTNEF]) to an item. A reader of our own: the ones on npm are old, unbounded and copy
// attachments byte by byte. Pure; parse worker. Every length is checked against what is there; a stream that is cut or damaged gives what
// stands before the damage. Throws only where there is no TNEF at all.
import { pid, propertyType, textOf, type MapiAttachment, type MapiItem, type MapiValue, type NamedProperties } from './mapi-item.ts'

const mostProperties = 10_000
const mostRows = 5000
const mostAttachments = 2000

/** Attributes of the message and of attachments that are read: the lower half of their identifiers. */
const attribute = {
  subject: 0x8004, messageClass: 0x8008, body: 0x800c, attachData: 0x800f, attachTitle: 0x8010, attachStart: 0x9002, properties: 0x9003,
  recipients: 0x9004, attachProperties: 0x9005, codePage: 0x9007,
} // prettier-ignore

export const isTnef = (bytes: Uint8Array): boolean =>
  bytes.length > 6 && bytes[0] === 0x78 && bytes[1] === 0x9f && bytes[2] === 0x3e && bytes[3] === 0x22

/** Reads forward and says when there is no more. */
class Cursor {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.bytes.length - this.at
  }
  u8 = (): number => this.take(1)[0] as number
  u16 = (): number => this.take(2).readUInt16LE(0)
  u32 = (): number => this.take(4).readUInt32LE(0)

  take(length: number): Buffer {
    if (length > this.left) throw new RangeError('cut')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** Values lie on multiples of four. */
  padded(length: number): Buffer {
    const value = this.take(length)
    this.at = Math.min(this.bytes.length, this.at + ((4 - (length % 4)) % 4))
    return value
  }
}

interface Properties {
  props: Map<number, MapiValue>
  named: NamedProperties
}

interface OpenAttachment extends Properties {
  data: Uint8Array | null
  title: MapiValue | null
}

export function readTnef(bytes: Uint8Array): MapiItem {
  if (!isTnef(bytes)) throw new Error('no TNEF')
  const cursor = new Cursor(bytes)
  cursor.take(6)
  const message: Properties = { props: new Map(), named: {} }
  const legacy = new Map<number, MapiValue>()
  const recipients: MapiItem[] = []
  const attachments: OpenAttachment[] = []
  untilCut(() => {
    while (cursor.left >= 11) {
      cursor.u8()
      const id = cursor.u32() & 0xffff
      const length = cursor.u32()
      const data = cursor.take(Math.min(length, cursor.left))
      cursor.at = Math.min(bytes.length, cursor.at + 2)
      const open = attachments.at(-1)
      if (id === attribute.properties) readProperties(new Cursor(data), message)
      else if (id === attribute.recipients) readRows(new Cursor(data), recipients)
      else if (id === attribute.subject) legacy.set(pid.subject, { type: propertyType.string8, raw: data })
      else if (id === attribute.body) legacy.set(pid.body, { type: propertyType.string8, raw: data })
      else if (id === attribute.messageClass) legacy.set(pid.messageClass, { type: propertyType.string8, raw: data })
      else if (id === attribute.codePage && data.length >= 4) legacy.set(pid.codePage, { type: propertyType.int32, raw: data })
      else if (id === attribute.attachStart && attachments.length < mostAttachments) {
        attachments.push({ props: new Map(), named: {}, data: null, title: null })
      } else if (id === attribute.attachData && open) open.data = data
      else if (id === attribute.attachTitle && open) open.title = { type: propertyType.string8, raw: data }
      else if (id === attribute.attachProperties && open) readProperties(new Cursor(data), open)
    }
  })
  for (const [id, value] of legacy) if (id === pid.codePage || !message.props.has(id)) message.props.set(id, value)
  return { ...message, recipients, attachments: attachments.map((attachment) => attachmentOf(attachment)) }
}

/** What was read before the end of a damaged stream counts. */
function untilCut(read: () => void): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
}

function readRows(cursor: Cursor, rows: MapiItem[]): void {
  untilCut(() => {
    for (let left = Math.min(cursor.u32(), mostRows); left > 0; left--) {
      const row: Properties = { props: new Map(), named: {} }
      rows.push({ ...row, recipients: [], attachments: [] })
      readProperties(cursor, row, true)
    }
  })
}

const namedById: Readonly<Record<number, keyof NamedProperties>> = { 0x820d: 'start', 0x820e: 'end', 0x8208: 'place', 0x8083: 'email' }

/** `isStrict`: more follows behind the block, so damage is the caller's. */
function readProperties(cursor: Cursor, into: Properties, isStrict = false): void {
  const read = () => {
    for (let left = Math.min(cursor.u32(), mostProperties); left > 0; left--) readProperty(cursor, into)
  }
  if (isStrict) read()
  else untilCut(read)
}

function readProperty(cursor: Cursor, into: Properties): void {
  const type = cursor.u16()
  const id = cursor.u16()
  const name = id >= 0x8000 ? readName(cursor) : null
  const isMultiple = (type & 0x1000) !== 0
  const single = type & 0x0fff
  const isVariable = single === 0x1e || single === 0x1f || single === 0x102 || single === 0x0d
  const count = isMultiple || isVariable ? cursor.u32() : 1
  let first: Buffer | null = null
  for (let left = count; left > 0; left--) {
    const value = isVariable ? cursor.padded(cursor.u32()) : cursor.take(widthOf(single))
    first ??= value
  }
  if (!first) return
  if (name !== null) {
    const known = namedById[name]
    const shown = single === propertyType.time ? timeText(first) : textOf(new Map([[0, { type: single, raw: first }]]), 0, 1252)
    if (known && shown) into.named[known] = shown
  } else if (!into.props.has(id)) {
    into.props.set(id, { type: single, raw: first })
  }
}

/** The number of a named property; null for one that is named by words. */
function readName(cursor: Cursor): number | null {
  cursor.take(16)
  if (cursor.u32() === 0) return cursor.u32()
  cursor.padded(cursor.u32())
  return -1
}

function timeText(raw: Buffer): string {
  const instant = Number((raw.readBigUInt64LE(0) - 116_444_736_000_000_000n) / 10_000n)
  return Math.abs(instant) < 8e15 ? new Date(instant).toUTCString() : ''
}

function widthOf(type: number): number {
  if (type === 0x48) return 16
  if ([0x05, 0x06, 0x07, 0x14, 0x40].includes(type)) return 8
  if ([0x00, 0x01, 0x02, 0x03, 0x04, 0x0a, 0x0b].includes(type)) return 4
  throw new RangeError(`unknown property type ${type}`)
}

/** {00020307-0000-0000-C000-000000000046}: a message, as a TNEF of its own behind these bytes. */
const messageInterface = Buffer.from('0703020000000000c000000000000046', 'hex')

function attachmentOf({ props, data, title }: OpenAttachment): MapiAttachment {
  if (title && !props.has(pid.attachLongName)) props.set(pid.attachShortName, title)
  const object = props.get(pid.attachData)
  props.delete(pid.attachData)
  const inner = object?.type === propertyType.object ? Buffer.from(object.raw).subarray(16) : null
  if (inner && isTnef(inner) && Buffer.from((object as MapiValue).raw).subarray(0, 16).equals(messageInterface)) {
    return { props, content: () => inner, embedded: { subject: () => subjectInside(inner), extension: 'eml' } }
  }
  const content = data ?? object?.raw ?? new Uint8Array(0)
  return { props, content: () => content, embedded: null }
}

function subjectInside(tnef: Uint8Array): string {
  const { props } = readTnef(tnef.subarray(0, 262_144))
  return textOf(props, pid.subject, 1252)
}
