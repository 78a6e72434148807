// postal-mime with a look at each part before it is sorted into text and attachments (EML-8): charsets that are missing,
// wrong or unknown, multiparts without parts, named text parts. Runs in the parse worker.
// The library walks headers and boundaries; bodies are passed over in one step and decoded here when they are needed, which is
// what makes large mails cheap. It overrides methods of postal-mime 4.0.0 that its types do not show: the version is pinned, and
// the specs fail if a hook is no longer called.
import PostalMime, { type Attachment, type Header, type PostalMimeOptions } from 'postal-mime'
import { decodeEncodedWords } from './encoded-words.ts'
import { charsetOf, decodeWith } from './mail-charset.ts'
import { encodingNamed, textBody, type PartBody } from './part-body.ts'

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
interface Line {
  bytes: Uint8Array<ArrayBuffer>
  done: boolean
}
export interface WalkedMail {
  headers: Header[]
  text: string
  html: string
  attachments: Attachment[]
}
interface TreeWalker {
  av: Uint8Array<ArrayBuffer>
  readPos: number
  root: PartNode
  currentNode: PartNode
  attachments: Attachment[]
  textContent: { plain?: string; html?: string }

  readLine(): Line
  processLine(line: Uint8Array<ArrayBuffer>, isFinal: boolean): Promise<void>
  collectNode(node: PartNode, alternative: PartNode | false, related: boolean): Promise<void>
  buildMessage(): WalkedMail
  parse(bytes: Uint8Array | ArrayBuffer): Promise<WalkedMail>
}
const TreeParser = PostalMime as unknown as new (options: PostalMimeOptions) => TreeWalker

/** Takes the place of the library's decoders: the body is found again in the message by where it lies. */
class BodyMark {
  update(): void {
    // The parser notes what was fed.
  }
  finalize(): Promise<ArrayBuffer> {
    return Promise.resolve(new ArrayBuffer(0))
  }
}

/** More parts than this are no mail that a person made. */
const mostParts = 2000
const boundaryMark = Buffer.from('\n--')

export class MendingParser extends TreeParser {
  /** Where the body of each part lies. */
  private readonly bodies = new Map<PartNode, { start: number; end: number }>()
  /** The bodies of attachments by the empty content that stands for them. */
  private readonly marked = new Map<unknown, PartBody>()
  private fed: { node: PartNode; start: number; end: number } | null = null
  private partCount = 0
  private hasText = false

  constructor() {
    super({ forceRfc822Attachments: true, maxNestingDepth: 100 })
  }

  /** The body of an attachment of the mail that was parsed; null for the few whose content the library made itself. */
  bodyOf(attachment: Attachment): PartBody | null {
    return this.marked.get(attachment.content) ?? null
  }

  /** In a body, all up to what may be a boundary is one line. */
  override readLine(): Line {
    const start = this.readPos
    const isBody = this.currentNode.state === 'body' && !(this.av[start] === 0x2d && this.av[start + 1] === 0x2d)
    if (!isBody) return super.readLine()
    const found = Buffer.from(this.av.buffer).indexOf(boundaryMark, start)
    this.readPos = found < 0 ? this.av.length : found + 1
    let end = this.readPos
    if (end > start && this.av[end - 1] === 0x0a) end--
    if (end > start && this.av[end - 1] === 0x0d) end--
    return { bytes: new Uint8Array(this.av.buffer, start, end - start), done: this.readPos >= this.av.length }
  }

  override processLine(line: Uint8Array<ArrayBuffer>, isFinal: boolean): Promise<void> {
    this.noteBody()
    const node = this.currentNode
    const start = line.byteOffset
    if (node.state === 'body' && !(node.contentDecoder instanceof BodyMark)) node.contentDecoder = new BodyMark()
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
    await super.collectNode(node, alternative, related)
  }

  /** The library reads people and subjects again, which mail-headers.ts does better. */
  override buildMessage(): WalkedMail {
    const { plain = '', html = '' } = this.textContent
    return { headers: this.root.headers, text: plain, html, attachments: this.attachments }
  }

  private rawBodyOf(node: PartNode): PartBody {
    const { start, end } = this.bodies.get(node) ?? { start: 0, end: 0 }
    const smimeType = node.contentType.parsed.params['smime-type']
    return {
      raw: Buffer.from(this.av.buffer, start, end - start),
      encoding: encodingNamed(node.contentTransferEncoding.encoding),
      ...(smimeType && { smimeType }),
    }
  }

  private mend(node: PartNode): void {
    const type = node.contentType
    if (!node.content) return
    const body = this.rawBodyOf(node)
    if (type.multipart && node.childNodes.length === 0 && body.raw.length > 0) {
      // A multipart whose boundary never comes: its body is shown as text rather than lost.
      type.multipart = false
      type.parsed.value = 'text/plain'
    }
    if (type.multipart) return
    const isRoot = !node.parentNode
    if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type.parsed.value)) type.parsed.value = 'text/plain'
    const isAttachment = node.contentDisposition.parsed.value === 'attachment'
    if (isRoot && !isAttachment && /^text\/(?!html|calendar|csv|x-?vcard|vcard|directory)/.test(type.parsed.value)) {
      type.parsed.value = 'text/plain'
    }
    if (!isAttachment && /^text\/(?:plain|html)$/.test(type.parsed.value)) this.mendText(node, body)
    else if (/^(?:text\/calendar|application\/ics)$/.test(type.parsed.value)) node.content = exact(textBody(body))
    else this.marked.set(node.content, body)
    for (const { params } of [node.contentDisposition.parsed, type.parsed]) {
      for (const key of ['filename', 'name']) if (params[key]?.includes('=?')) params[key] = decodeEncodedWords(params[key])
    }
  }

  private mendText(node: PartNode, body: PartBody): void {
    const { params } = node.contentType.parsed
    if (this.hasText && (node.contentDisposition.parsed.params.filename || params.name)) {
      // A named text behind the body is a file, whatever its disposition says (Apple Mail sends them "inline").
      node.contentDisposition.parsed.value = 'attachment'
      this.marked.set(node.content, body)
      return
    }
    this.hasText = true
    const bytes = textBody(body)
    const label = charsetOf(bytes, params.charset, metaCharset(node, bytes))
    node.content = exact(/^utf-?8$/i.test(label) ? bytes : Buffer.from(decodeWith(bytes, label)))
    params.charset = 'utf-8'
  }
}

/** Bytes in a buffer of their own. */
function exact(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}

function metaCharset(node: PartNode, bytes: Uint8Array): string | undefined {
  if (node.contentType.parsed.value !== 'text/html') return undefined
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1')
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(start)?.[1]
}
