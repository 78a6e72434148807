// What picture some bytes are, by their first bytes and never by their name, and how large it would be on screen. Pure.

export interface PictureKind {
  mediaType: string
  width: number
  height: number
}

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to)

/** Null for what a browser shows no picture of, and where the size cannot be read. */
export function pictureKind(data: Uint8Array): PictureKind | null {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (bytes.length < 30) return null
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return sized('image/png', bytes.readUInt32BE(16), bytes.readUInt32BE(20))
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return sized('image/gif', bytes.readUInt16LE(6), bytes.readUInt16LE(8))
  if (ascii(bytes, 0, 2) === 'BM') return sized('image/bmp', Math.abs(bytes.readInt32LE(18)), Math.abs(bytes.readInt32LE(22)))
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(bytes)
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return webp(bytes)
  if (ascii(bytes, 4, 8) === 'ftyp' && /avif|avis/.test(ascii(bytes, 8, 32))) return avif(bytes)
  return null
}

const sized = (mediaType: string, width: number, height: number): PictureKind | null => (width > 0 && height > 0 ? { mediaType, width, height } : null)

function jpeg(bytes: Buffer): PictureKind | null {
  let at = 2
  for (let turn = 0; turn < 1000 && at + 9 < bytes.length; turn += 1) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return sized('image/jpeg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

function webp(bytes: Buffer): PictureKind | null {
  const form = ascii(bytes, 12, 16)
  if (form === 'VP8X') return sized('image/webp', 1 + bytes.readUIntLE(24, 3), 1 + bytes.readUIntLE(27, 3))
  if (form === 'VP8 ') return sized('image/webp', bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff)
  if (form !== 'VP8L') return null
  const bits = bytes.readUInt32LE(21)
  return sized('image/webp', 1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff))
}

/** The first `ispe` box says the size. */
function avif(bytes: Buffer): PictureKind | null {
  const at = bytes.subarray(0, 4096).indexOf('ispe')
  return at < 0 || at + 16 > bytes.length ? null : sized('image/avif', bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12))
}
