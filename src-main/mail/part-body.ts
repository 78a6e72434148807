// The body of a part as it lies in the message, and its transfer encodings undone (RFC 2045 6). Runs in the parse worker. Bodies are
// decoded when they are needed: an attachment only to be hashed, in pieces, so that a large one costs no second copy of itself.

export type TransferEncoding = 'base64' | 'quoted-printable' | 'none'

export interface PartBody {
  /** As it lies in the message, without the line end that belongs to the boundary. */
  raw: Buffer
  encoding: TransferEncoding
  smimeType?: string
}

export function encodingNamed(name: string): TransferEncoding {
  return /base64/i.test(name) ? 'base64' : /quoted-printable/i.test(name) ? 'quoted-printable' : 'none'
}

/** Every byte as sent, decoded. */
export function decodedBody(body: PartBody): Uint8Array {
  if (body.encoding === 'none') return body.raw
  if (body.encoding === 'quoted-printable') return decodeQuotedPrintable(body.raw)
  const pieces = [...base64Pieces(body.raw)]
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
}

/** The same in pieces of bounded size. */
export function* decodedPieces(body: PartBody): Generator<Uint8Array> {
  if (body.encoding === 'base64') yield* base64Pieces(body.raw)
  else yield decodedBody(body)
}

/** For bodies that are text: line ends are \n, as the readers of text expect, with one at the end. */
export function textBody(body: PartBody): Buffer {
  if (body.encoding === 'base64') return Buffer.from(decodedBody(body))
  const bytes = body.encoding === 'none' ? body.raw : decodeQuotedPrintable(body.raw)
  const isOpen = body.encoding === 'quoted-printable' && /=[ \t]*\r*$/.test(body.raw.toString('latin1', Math.max(0, body.raw.length - 80)))
  const text = bytes.includes(0x0d) ? Buffer.from(bytes.toString('latin1').replace(/\r+\n/g, '\n').replace(/\r+$/, ''), 'latin1') : bytes
  return isOpen ? text : Buffer.concat([text, lineEnd])
}

const lineEnd = Buffer.from('\n')
const pieceSize = 3 * 1024 * 1024

/**
 * What is no base64 is passed over. A '=' ends a unit: some programs pad every line, and behind one the counting of four
 * letters starts anew.
 */
function* base64Pieces(raw: Buffer): Generator<Buffer> {
  let rest = ''
  for (let at = 0; at === 0 || at < raw.length; at += pieceSize) {
    const isLast = at + pieceSize >= raw.length
    const piece = raw.toString('latin1', at, at + pieceSize)
    if (isLast && rest === '' && isPlain(piece)) {
      yield Buffer.from(piece, 'base64')
      return
    }
    const units = (rest + piece.replace(/[^A-Za-z0-9+/=]+/g, '')).split(/=+/)
    rest = isLast ? '' : (units.pop() ?? '')
    const decoded = units.map((unit) => Buffer.from(unit, 'base64'))
    const whole = rest.length - (rest.length % 4)
    if (whole > 0) decoded.push(Buffer.from(rest.slice(0, whole), 'base64'))
    rest = rest.slice(whole)
    yield decoded.length === 1 ? (decoded[0] as Buffer) : Buffer.concat(decoded)
  }
}

/** No padding but at the very end. */
function isPlain(base64: string): boolean {
  const padding = base64.indexOf('=')
  return padding < 0 || /^=[=\s]*$/.test(base64.slice(padding))
}

/** A soft line break may have blanks behind it; what is no escape stays as it is. */
function decodeQuotedPrintable(raw: Buffer): Buffer {
  const result = Buffer.allocUnsafe(raw.length)
  let length = 0
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] as number
    if (byte !== 0x3d) {
      result[length++] = byte
      continue
    }
    const [high, low] = [hexValue(raw[at + 1]), hexValue(raw[at + 2])]
    if (high >= 0 && low >= 0) {
      result[length++] = (high << 4) | low
      at += 2
      continue
    }
    let end = at + 1
    while (end < raw.length && end < at + 200 && (raw[end] === 0x20 || raw[end] === 0x09 || raw[end] === 0x0d)) end++
    if (end >= raw.length || raw[end] === 0x0a) at = end
    else result[length++] = byte
  }
  return result.subarray(0, length)
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
