// What a CMS file (RFC 5652; smime.p7m) is and, where it is signed and not encrypted, the content inside. No key is needed, nothing is
// verified. Pure; parse worker. BER as it is sent: lengths that are not told before, strings in pieces. Bounded by the bytes given.

export type CmsContent = { kind: 'signed'; content: Buffer | null } | { kind: 'encrypted' }

const signedData = '2a864886f70d010702'
const encryptedKinds = new Set(['2a864886f70d010703', '2a864886f70d010706', '2a864886f70d0109100117'])
const deepest = 30
const mostPieces = 1_000_000

interface Element {
  tag: number
  /** The content lies between; `next` is behind it and what closes it. */
  start: number
  end: number
  next: number
}

/** Null for what is no CMS file or is cut; a cut encrypted one says still what it is. */
export function cmsContent(bytes: Uint8Array): CmsContent | null {
  const ber = binary(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  try {
    const [type, holder] = children(ber, elementAt(ber, 0, ber.length, 0))
    if (type?.tag !== 0x06 || !holder) return null
    const kind = ber.toString('hex', type.start, type.end)
    if (encryptedKinds.has(kind)) return { kind: 'encrypted' }
    if (kind !== signedData) return null
    const [data] = children(ber, holder)
    const inside = data && children(ber, data)[2]
    const wrapped = inside && children(ber, inside)[1]
    const content = wrapped && children(ber, wrapped)[0]
    return { kind: 'signed', content: content ? octets(ber, content) : null }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const start = ber.toString('hex', 0, 40)
    const isEncrypted = [...encryptedKinds].some((kind) => start.includes(`060${(kind.length / 2).toString(16)}${kind}`))
    return isEncrypted ? { kind: 'encrypted' } : null
  }
}

/** A file in base64, in its armour (RFC 7468) or without, as some gateways leave it, decoded. */
function binary(bytes: Buffer): Buffer {
  const isText = /^\s*(?:-----BEGIN (?:CMS|PKCS7)-----|MI[A-Za-z0-9+/]{30})/.test(bytes.toString('latin1', 0, 200))
  return isText ? Buffer.from(bytes.toString('latin1').replace(/^\s*-----[A-Z0-9 ]{1,40}-----/gm, ''), 'base64') : bytes
}

/** The element at `at`; throws a RangeError where it is cut. */
function elementAt(ber: Buffer, at: number, limit: number, depth: number): Element {
  if (depth > deepest || at + 2 > limit) throw new RangeError('cut')
  const tag = ber[at] as number
  const first = ber[at + 1] as number
  if ((tag & 0x1f) === 0x1f) throw new RangeError('long tag')
  if (first === 0x80) {
    const start = at + 2
    let end = start
    while (!(ber[end] === 0 && ber[end + 1] === 0)) end = elementAt(ber, end, limit, depth + 1).next
    return { tag, start, end, next: end + 2 }
  }
  const count = first & 0x80 ? first & 0x7f : 0
  if (count > 6 || at + 2 + count > limit) throw new RangeError('cut')
  const length = count === 0 ? first : ber.readUIntBE(at + 2, count)
  const start = at + 2 + count
  if (start + length > limit) throw new RangeError('cut')
  return { tag, start, end: start + length, next: start + length }
}

/** The first few elements inside: more are never looked at. */
function children(ber: Buffer, parent: Element): Element[] {
  const found: Element[] = []
  for (let at = parent.start; at < parent.end && found.length < 4; ) {
    const element = elementAt(ber, at, parent.end, 1)
    found.push(element)
    at = element.next
  }
  return found
}

function octets(ber: Buffer, element: Element): Buffer {
  if ((element.tag & 0x20) === 0) return ber.subarray(element.start, element.end)
  const pieces: Buffer[] = []
  const open: { at: number; end: number }[] = [{ at: element.start, end: element.end }]
  while (open.length > 0 && pieces.length < mostPieces) {
    const level = open[open.length - 1] as { at: number; end: number }
    if (level.at >= level.end) {
      open.pop()
      continue
    }
    const piece = elementAt(ber, level.at, level.end, open.length)
    level.at = piece.next
    if (piece.tag & 0x20) open.push({ at: piece.start, end: piece.end })
    else pieces.push(ber.subarray(piece.start, piece.end))
  }
  return Buffer.concat(pieces)
}
