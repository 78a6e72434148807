// Mends the bytes of a message before the library reads them (EML-8): what mail programs forgive and a strict parser does
// not. Runs in the parse worker; gives the same bytes back where nothing is wrong. Time is linear in the message.
import { withPlainWords } from './encoded-words.ts'
import { charsetOf, decodeUtf7, decodeWith, hasHighBytes, isUtf7Label, isUtf8, looksLikeIso2022Jp } from './mail-charset.ts'

/** Beyond this the header is cut down to the fields that are read; a real one has a few KB. */
const headerLimit = 512 * 1024
const readFields =
  /^(?:from|sender|reply-to|to|cc|bcc|subject|date|message-id|in-reply-to|references|mime-version|content-[a-z-]+):/i

export interface MessageBytes {
  /** Mended, starting with the first header line. */
  bytes: Buffer
  /** Where the body starts; equals the length where there is none. */
  bodyStart: number
}

/** Throws nothing; an empty or strange input comes back as it is. */
export function mendMessage(input: Uint8Array): MessageBytes {
  let bytes = asEightBit(Buffer.from(input.buffer, input.byteOffset, input.byteLength))
  bytes = bytes.subarray(startOfHeader(bytes))
  let bodyStart = endOfHeader(bytes, 0)
  const head = mendHead(bytes, bodyStart)
  if (head) {
    bytes = Buffer.concat([head, bytes.subarray(bodyStart)])
    bodyStart = head.length
  }
  return { bytes: mendPartHeads(bytes, bodyStart), bodyStart }
}

/** UTF-16 files (saved from an editor) and files with the line ends of old Macs become ordinary ones. */
function asEightBit(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(new TextDecoder('utf-16be').decode(bytes))
  const start = bytes.subarray(0, 65_536)
  if (start.includes(0x0d) && !start.includes(0x0a)) {
    const copy = Buffer.from(bytes)
    for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1)) copy[at] = 0x0a
    return copy
  }
  return bytes
}

/** Skips a byte order mark, blank lines and the separator lines of mbox and of old mail programs. */
function startOfHeader(bytes: Buffer): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  for (let lines = 0; lines < 1000; lines++) {
    const end = bytes.indexOf(0x0a, at)
    if (end < 0 || end - at > 2000) break
    const line = bytes.toString('latin1', at, end).trimEnd()
    if (line !== '' && !/^>?From [^:]/.test(line)) break
    at = end + 1
  }
  return at
}

/** Offset just behind the blank line that ends a header, or the end of the bytes. */
function endOfHeader(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length) {
    if (bytes[at] === 0x0a) return at + 1
    if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2
    const next = bytes.indexOf(0x0a, at)
    if (next < 0) break
    at = next + 1
  }
  return bytes.length
}

function mendHead(bytes: Buffer, bodyStart: number): Buffer | null {
  let head = bytes.subarray(0, bodyStart)
  let changed = false
  if (head.length > headerLimit) {
    head = onlyReadFields(head)
    changed = true
  }
  const readable = readableHead(head, charsetHint(bytes))
  if (readable) {
    head = readable
    changed = true
  }
  const boundary = missingBoundary(head, bytes.subarray(bodyStart, bodyStart + 1024 * 1024))
  if (boundary) {
    const text = head.toString('utf8')
    head = Buffer.from(text.replace(/^(content-type:[ \t]*multipart\/[\w.-]+)/im, `$1; boundary="${boundary}"`))
    changed = true
  }
  return changed ? head : null
}

function onlyReadFields(head: Buffer): Buffer {
  const kept: string[] = []
  let size = 0
  let keeping = false
  for (const line of head.toString('latin1').split('\n')) {
    if (!/^[ \t]/.test(line)) keeping = readFields.test(line)
    if (!keeping) continue
    size += line.length + 1
    if (size > headerLimit) break
    kept.push(line)
  }
  return Buffer.from(`${kept.join('\n')}\n\n`, 'latin1')
}

/** Header lines as UTF-8 with plain words; null where they are already. RFC 6532 allows raw UTF-8, nothing else is legal but much is sent. */
function readableHead(head: Buffer, hint: string | undefined): Buffer | null {
  const isReadable = isUtf8(head) && !looksLikeIso2022Jp(head)
  const utf8 = isReadable ? head : linesAsUtf8(head, hint)
  const text = utf8.toString('utf8')
  const mended = withPlainWords(hint && isUtf7Label(hint) ? withoutUtf7(text) : text)
  return isReadable && mended === text ? null : Buffer.from(mended)
}

function linesAsUtf8(head: Buffer, hint: string | undefined): Buffer {
  const lines: Buffer[] = []
  for (let at = 0; at < head.length;) {
    const end = head.indexOf(0x0a, at) + 1 || head.length
    const line = head.subarray(at, end)
    const label = charsetOf(line, undefined, hint)
    lines.push(label === 'utf-8' ? line : Buffer.from(decodeWith(line, label)))
    at = end
  }
  return Buffer.concat(lines)
}

/** Raw UTF-7 in the fields that people read, where the body says that its program writes it. */
const withoutUtf7 = (head: string): string =>
  head.replace(/^(?:subject|from|to|cc):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim, (field) =>
    field.replace(/\+[A-Za-z0-9+/]{3,}-/g, (run) => decodeUtf7(run).replace(/[\u0000-\u001f]/g, ' ')),
  )

/** The first charset named anywhere near the start: what the sender's program most likely wrote its header in. */
function charsetHint(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, Math.min(bytes.length, 65_536))
  for (const match of start.matchAll(/charset\s*=\s*"?([\w.:-]{1,40})/gi)) {
    if (!/^(?:us-ascii|utf-?8)$/i.test(match[1] ?? '')) return match[1]
  }
  return undefined
}

/** The boundary a multipart header forgot to name, read from the body; null where it is named or cannot be found. */
function missingBoundary(head: Buffer, body: Buffer): string | null {
  const unfolded = head.toString('latin1').replace(/\r?\n[ \t]+/g, ' ')
  const contentType = /^content-type:[ \t]*multipart\/[^\r\n]*/im.exec(unfolded)?.[0]
  if (!contentType || /;\s*boundary(?:\*\d*\*?)?\s*=\s*"?[^\s";]/i.test(contentType)) return null
  const found = /(?:^|\n)--([^\s"\\](?:[^\r\n"\\]{0,68}[^\s"\\])?)[ \t]*\r?\ncontent-[a-z-]+:/i.exec(
    body.toString('latin1'),
  )
  return found?.[1] ?? null
}

interface Replacement {
  start: number
  end: number
  bytes: Buffer
}

/** File names in 8-bit part headers: the header lines that follow a boundary, and nothing of any body. */
function mendPartHeads(bytes: Buffer, bodyStart: number): Buffer {
  if (!hasHighBytes(bytes.subarray(bodyStart)) || isUtf8(bytes.subarray(bodyStart))) return bytes
  const hint = charsetHint(bytes)
  const replacements: Replacement[] = []
  let budget = 4_000_000
  for (const boundary of namedBoundaries(bytes)) {
    const delimiter = Buffer.from(`\n--${boundary}`, 'latin1')
    let found = bytes.indexOf(delimiter, Math.max(0, bodyStart - 1))
    for (let parts = 0; found >= 0 && parts < 2000 && budget > 0; parts++) {
      const start = bytes.indexOf(0x0a, found + delimiter.length) + 1
      if (start <= 0) break
      const end = start + endOfHeader(bytes.subarray(start, start + 16_384), 0)
      budget -= end - start
      const isDelimiter = bytes.toString('latin1', found + delimiter.length, start).trim() === ''
      const mended = isDelimiter ? readableHead(bytes.subarray(start, end), hint) : null
      if (mended) replacements.push({ start, end, bytes: mended })
      found = bytes.indexOf(delimiter, start - 1)
    }
  }
  return withReplacements(bytes, replacements)
}

function namedBoundaries(bytes: Buffer): Set<string> {
  const boundaries = new Set<string>()
  const most = bytes.length > 20_000_000 ? 8 : 40
  for (const word of ['boundary=', 'Boundary=', 'BOUNDARY=']) {
    for (let at = bytes.indexOf(word); at >= 0 && boundaries.size < most; at = bytes.indexOf(word, at + 9)) {
      const value = /^(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))/.exec(bytes.toString('latin1', at + 9, at + 220))
      const boundary = value?.[1] ?? value?.[2]
      if (boundary) boundaries.add(boundary)
    }
  }
  return boundaries
}

function withReplacements(bytes: Buffer, replacements: Replacement[]): Buffer {
  if (replacements.length === 0) return bytes
  replacements.sort((one, other) => one.start - other.start)
  const parts: Buffer[] = []
  let at = 0
  for (const replacement of replacements) {
    if (replacement.start < at) continue // one boundary is the beginning of another
    parts.push(bytes.subarray(at, replacement.start), replacement.bytes)
    at = replacement.end
  }
  parts.push(bytes.subarray(at))
  return Buffer.concat(parts)
}
