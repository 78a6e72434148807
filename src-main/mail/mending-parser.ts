// postal-mime with a look at each part before it is sorted into text and attachments (EML-8): charsets that are missing,
// wrong or unknown, multiparts without parts, named text parts. Runs in the parse worker.
// It overrides `collectNode` of postal-mime 4.0.0, which its types do not show: the version is pinned, and the specs fail
// if the hook is no longer called.
import PostalMime, { type Email, type Header, type PostalMimeOptions } from 'postal-mime'
import { charsetOf, decodeWith, isUtf7Label } from './mail-charset.ts'

interface Structured {
  value: string
  params: Record<string, string>
}
interface PartNode {
  parentNode?: PartNode
  childNodes: PartNode[]
  headers: Header[]
  contentType: { parsed: Structured; multipart: string | false }
  contentDisposition: { parsed: Structured }
  contentTransferEncoding: { encoding: string }
  contentDecoder: unknown
  content: ArrayBuffer | null
  state: 'header' | 'body' | 'finished'
}
interface TreeWalker {
  av: Uint8Array<ArrayBuffer>
  currentNode: PartNode
  processLine(line: Uint8Array<ArrayBuffer>, isFinal: boolean): Promise<void>

  collectNode(node: PartNode, alternative: PartNode | false, related: boolean): Promise<void>
  parse(bytes: Uint8Array): Promise<Email>
}
const TreeParser = PostalMime as unknown as new (options: PostalMimeOptions) => TreeWalker

/**
 * Takes the place of the library's decoder for bodies without an encoding, which keeps one object for each line: a mail of a
 * million lines would take a minute.
 */
class LineDecoder {
  private bytes = new Uint8Array(4096)
  private length = 0

  update(line: Uint8Array): void {
    const needed = this.length + line.byteLength + 1
    if (needed > this.bytes.byteLength) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.byteLength * 2))
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes.set(line, this.length)
    this.bytes[needed - 1] = 0x0a
    this.length = needed
  }

  finalize(): Promise<ArrayBuffer> {
    return Promise.resolve(this.bytes.buffer.slice(0, this.length))
  }
}

const isEncoded = (node: PartNode): boolean => /base64|quoted-printable/.test(node.contentTransferEncoding.encoding)

/** More parts than this are no mail that a person made. */
const mostParts = 2000

export class MendingParser extends TreeParser {
  /** Where the body of each part lies, to hand out files untouched. */
  private readonly bodies = new Map<PartNode, { start: number; end: number }>()
  private fed: { node: PartNode; start: number; end: number } | null = null
  private partCount = 0
  private hasText = false

  constructor() {
    super({ forceRfc822Attachments: true, maxNestingDepth: 100 })
  }

  override processLine(line: Uint8Array<ArrayBuffer>, isFinal: boolean): Promise<void> {
    this.noteBody()
    const node = this.currentNode
    const start = line.byteOffset
    if (node.state === 'body' && !isEncoded(node) && !(node.contentDecoder instanceof LineDecoder)) {
      node.contentDecoder = new LineDecoder()
    }
    this.fed = node.state === 'body' ? { node, start, end: start + line.byteLength } : null
    return super.processLine(line, isFinal)
  }

  /** The line before went into the body of its part unless it turned out to be a boundary, which changes the part. */
  private noteBody(): void {
    const { fed } = this
    if (!fed || fed.node !== this.currentNode) return
    const body = this.bodies.get(fed.node)
    if (body) body.end = fed.end
    else this.bodies.set(fed.node, { start: fed.start, end: fed.end })
    this.fed = null
  }

  override async collectNode(node: PartNode, alternative: PartNode | false, related: boolean): Promise<void> {
    if (++this.partCount > mostParts) return
    this.noteBody()
    this.mend(node)
    this.keepBytes(node)
    await super.collectNode(node, alternative, related)
  }

  /** The library makes every line end \n: right for text, damage for a file that was sent without an encoding. */
  private keepBytes(node: PartNode): void {
    const body = this.bodies.get(node)
    const isShown =
      /^text\/(?:plain|html)$/.test(node.contentType.parsed.value) &&
      node.contentDisposition.parsed.value !== 'attachment'
    if (!body || isEncoded(node) || isShown || !node.content) return
    node.content = this.av.buffer.slice(body.start, body.end)
  }

  private mend(node: PartNode): void {
    const type = node.contentType
    if (type.multipart && node.childNodes.length === 0 && node.content && node.content.byteLength > 0) {
      // A multipart whose boundary never comes: its body is shown as text rather than lost.
      type.multipart = false
      type.parsed.value = 'text/plain'
    }
    if (type.multipart || !node.content) return
    const isRoot = !node.parentNode
    if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type.parsed.value)) type.parsed.value = 'text/plain'
    const isAttachment = node.contentDisposition.parsed.value === 'attachment'
    if (isRoot && !isAttachment && /^text\/(?!html|calendar|csv|x-?vcard|vcard|directory)/.test(type.parsed.value)) {
      type.parsed.value = 'text/plain'
    }
    if (!isAttachment && /^text\/(?:plain|html)$/.test(type.parsed.value)) this.mendText(node)
  }

  private mendText(node: PartNode): void {
    const { params } = node.contentType.parsed
    if (this.hasText && (node.contentDisposition.parsed.params.filename || params.name)) {
      // A named text behind the body is a file, whatever its disposition says (Apple Mail sends them "inline").
      node.contentDisposition.parsed.value = 'attachment'
      return
    }
    this.hasText = true
    const bytes = new Uint8Array(node.content as ArrayBuffer)
    const label = charsetOf(bytes, params.charset, metaCharset(node, bytes))
    if (isUtf7Label(label)) {
      const utf8 = Buffer.from(decodeWith(bytes, label))
      node.content = utf8.buffer.slice(utf8.byteOffset, utf8.byteOffset + utf8.byteLength) as ArrayBuffer
      params.charset = 'utf-8'
    } else {
      params.charset = label
    }
  }
}

function metaCharset(node: PartNode, bytes: Uint8Array): string | undefined {
  if (node.contentType.parsed.value !== 'text/html') return undefined
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(start)?.[1]
}
