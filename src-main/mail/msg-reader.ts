// From the bytes of an Outlook .msg to an item (EML-1). @kenjiuno/msgreader walks the compound file; its strings are read here
// from the raw properties, in the code page of each item. Runs in the parse worker: throws on a damaged file.
import MsgReaderModule, { type FieldsData } from '@kenjiuno/msgreader'
import { checkCompoundFile } from './compound-file.ts'
import { codePageOf, pid, propertyType, textOf, type MapiAttachment, type MapiItem, type MapiValue, type NamedProperties } from './mapi-item.ts'

// The package is CommonJS: its class is the default of the default under Node, and the default once bundled.
type Reader = InstanceType<typeof MsgReaderModule>
const MsgReader = ((MsgReaderModule as unknown as { default?: unknown }).default ?? MsgReaderModule) as new (bytes: DataView) => Reader

/** All that was seen of each property: a text or binary comes twice, as its content and as its length. */
type Seen = Map<FieldsData, Map<number, MapiValue[]>>

/** Throws for what is no compound file with a message in it. */
export function readMsg(bytes: Uint8Array): MapiItem {
  checkCompoundFile(bytes)
  const reader = new MsgReader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const seen: Seen = new Map()
  const restart = boundSteps(reader, bytes.length)
  reader.parserConfig = {
    propertyObserver: (fields, tag, raw) => {
      const id = tag >>> 16
      if (id === pid.attachData || raw === null) return
      let props = seen.get(fields)
      if (!props) seen.set(fields, (props = new Map()))
      const value = { type: tag & 0xffff, raw }
      const others = props.get(id)
      if (others) others.push(value)
      else props.set(id, [value])
    },
  }
  const root = reader.getFileData()
  if (root.dataType !== 'msg') throw new Error('not an Outlook message')
  return itemOf({ reader, seen, restart }, root)
}

/** What walks the chains of sectors within the library. */
interface Walker {
  getNextBlock(sector: number): number
  getNextBlockSmall(sector: number): number
}

/**
 * Ends a walk that takes more steps than the file has room for, several times over: what the check of the file let through must not fill the
 * memory, which would end the whole program and not only this thread. The function given back starts the count anew.
 */
function boundSteps(reader: Reader, length: number): () => void {
  const walker = (reader as unknown as { reader: Walker }).reader
  const most = 10_000 + Math.ceil(length / 64) * 4
  let steps = 0
  for (const name of ['getNextBlock', 'getNextBlockSmall'] as const) {
    const next = walker[name].bind(walker)
    walker[name] = (sector) => {
      if (++steps > most) throw new Error('the chains of sectors do not end')
      return next(sector)
    }
  }
  return () => {
    steps = 0
  }
}

interface Opened {
  reader: Reader
  seen: Seen
  restart: () => void
}

function propsOf(seen: Seen, fields: FieldsData | undefined): Map<number, MapiValue> {
  const props = new Map<number, MapiValue>()
  for (const [id, values] of (fields && seen.get(fields)) ?? []) {
    const value = values.length === 1 && !isVariable(values[0]) ? values[0] : contentAmong(values)
    if (value) props.set(id, value)
  }
  return props
}

const isVariable = (value: MapiValue | undefined): boolean =>
  value !== undefined && [propertyType.string8, propertyType.unicode, propertyType.binary, propertyType.object].some((type) => type === value.type)

/** The entry of the property stream has eight bytes, of which four are the length of the content. */
function contentAmong(values: readonly MapiValue[]): MapiValue | undefined {
  if (!isVariable(values[0])) return values[0]
  const longer = values.find(({ raw }) => raw.length !== 8)
  if (longer || values.length === 1) return longer
  const [first, second] = values as [MapiValue, MapiValue]
  const said = new DataView(first.raw.buffer, first.raw.byteOffset, 8)
  return said.getUint32(0, true) >= 8 && said.getUint32(0, true) <= 10 ? second : first
}

function itemOf(opened: Opened, fields: FieldsData): MapiItem {
  return {
    props: propsOf(opened.seen, fields),
    named: namedOf(fields),
    recipients: (fields.recipients ?? []).map((recipient) => itemOf(opened, recipient)),
    attachments: (fields.attachments ?? []).map((attachment) => attachmentOf(opened, attachment)),
  }
}

function namedOf(fields: FieldsData): NamedProperties {
  const named: NamedProperties = {}
  if (fields.apptStartWhole) named.start = fields.apptStartWhole
  if (fields.apptEndWhole) named.end = fields.apptEndWhole
  if (fields.apptLocation) named.place = fields.apptLocation
  if (fields.email1EmailAddress) named.email = fields.email1EmailAddress
  return named
}

function attachmentOf({ reader, seen, restart }: Opened, fields: FieldsData): MapiAttachment {
  const inner = fields.innerMsgContent ? fields.innerMsgContentFields : undefined
  const innerProps = propsOf(seen, inner)
  return {
    props: propsOf(seen, fields),
    content: () => {
      restart()
      return fields.dataId === undefined && !inner ? new Uint8Array(0) : reader.getAttachment(fields).content
    },
    embedded: inner ? { subject: () => textOf(innerProps, pid.subject, codePageOf(innerProps)), extension: 'msg' } : null,
  }
}
