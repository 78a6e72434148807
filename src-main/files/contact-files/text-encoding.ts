// In which encoding a text file is: what it says, what its bytes allow, and for old files which code page makes letters of them. Runs in the import thread.
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { ImportEncoding } from '../../../src-shared/domain/contact-import/text-formats.ts'

const sampleBytes = 400_000
/** What names and addresses of Europe are made of beyond ASCII. */
const usual = /[áéíóúüñçàèòïöäâêîôûãõåøßæœÁÉÍÓÚÜÑÇÀÈÒÏÖÄÂÊÎÔÛÃÕÅØªº€’‘“”–—¿¡·°«»]/u
/** Old Windows, old Macintosh, and DOS as Spanish programs wrote it. */
const oldPages: readonly ImportEncoding[] = ['windows-1252', 'macintosh', 'cp850']

export function encodingOf(bytes: Uint8Array): ImportEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const start = bytes.subarray(0, 2000)
  const zeros = [0, 0]
  start.forEach((byte, at) => void (byte === 0 && zeros[at % 2]!++))
  if (zeros[1]! > start.length / 5) return 'utf-16le'
  if (zeros[0]! > start.length / 5) return 'utf-16be'
  if (isUtf8(bytes)) return 'utf-8'
  return bestPage(bytes)
}

function bestPage(bytes: Uint8Array): ImportEncoding {
  const high = bytes.filter((byte) => byte > 0x7f).subarray(0, sampleBytes)
  // A file of UTF-8 that was cut or damaged in a few places is still UTF-8.
  const loose = new TextDecoder('utf-8').decode(bytes.subarray(0, sampleBytes))
  const broken = loose.split('\ufffd').length - 1
  if (broken * 20 < high.length) return 'utf-8'
  let best: { page: ImportEncoding; score: number } = { page: 'windows-1252', score: -Infinity }
  for (const page of oldPages) {
    const text = decodeText(high, page)
    let score = 0
    for (const letter of text) score += usual.test(letter) ? 1 : -1
    if (score > best.score) best = { page, score }
  }
  return best.page
}

/** Without its byte order mark. What cannot be decoded becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: ImportEncoding): string {
  if (encoding === 'cp850') return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'cp850')
  return new TextDecoder(encoding).decode(bytes)
}
