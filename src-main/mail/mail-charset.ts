// Choosing and applying the charset of bytes whose label is missing, wrong or unknown to the runtime (EML-8).
// Runs in the parse worker. Nothing here throws: the worst case is windows-1252, which reads every byte.
import { isAscii, isUtf8 as validUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { decodeIso2022, isIso2022Label } from './iso-2022.ts'

const utf8Loose = new TextDecoder('utf-8', { ignoreBOM: true })

export const isUtf8 = (bytes: Uint8Array): boolean => validUtf8(bytes)
export const hasHighBytes = (bytes: Uint8Array): boolean => !isAscii(bytes)

/** ESC $ @ or ESC $ B: text of ISO-2022-JP sent without saying so. */
export function looksLikeIso2022Jp(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1b); at >= 0 && at < bytes.length - 2; at = bytes.indexOf(0x1b, at + 1)) {
    const [second, third] = [bytes[at + 1], bytes[at + 2]]
    if (second === 0x24 && (third === 0x40 || third === 0x42)) return true
  }
  return false
}

export const isUtf7Label = (label: string): boolean => /^\s*(?:unicode-1-1-|x-unicode-)?utf-?7\s*$/i.test(label)

/** True for labels that promise nothing beyond ASCII or UTF-8, and therefore may be wrong for 8-bit bytes. */
const isWeakLabel = (label: string | undefined): boolean =>
  !label || /^\s*(?:us-ascii|ascii|ansi_x3.*|utf-?8|unknown.*|x-unknown|x-user-defined|default|binary|_?autodetect.*)\s*$/i.test(label)

/**
 * The label to decode a text with: the declared one where it can be trusted, else what the bytes look like. A few broken
 * sequences do not make a UTF-8 text another charset; more broken than whole ones do.
 */
export function charsetOf(bytes: Uint8Array, declared: string | undefined, hint: string | undefined): string {
  if (declared && !isWeakLabel(declared) && isKnownLabel(declared)) return declared.trim()
  if (looksLikeIso2022Jp(bytes)) return 'iso-2022-jp'
  if (isUtf8(bytes)) return 'utf-8'
  const text = utf8Loose.decode(bytes)
  let broken = 0
  let whole = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd) broken++
    else if (code > 0x7f) whole++
  }
  if (broken <= whole) return 'utf-8'
  return hint && !isWeakLabel(hint) && isKnownLabel(hint) ? hint : 'windows-1252'
}

type Decoder = InstanceType<typeof TextDecoder>

/** Decoders by label, null for what the runtime does not know; few labels are kept, since a message can make up any. */
const decoders = new Map<string, Decoder | null>()

function decoderOf(label: string): Decoder | null {
  const key = label.trim().toLowerCase()
  const known = decoders.get(key)
  if (known !== undefined) return known
  let decoder: Decoder | null = null
  try {
    decoder = new TextDecoder(key)
  } catch {
    decoder = null // an unknown label is an ordinary answer here
  }
  if (decoders.size < 100) decoders.set(key, decoder)
  return decoder
}

const isKnownLabel = (label: string): boolean => isUtf7Label(label) || isIso2022Label(label) || decoderOf(label) !== null || isOldLabel(label)
/** Known to every reader of the web's encodings. */
export const isCommonLabel = (label: string): boolean => decoderOf(label) !== null
/** Code pages of DOS and the like, which the runtime does not know. */
const isOldLabel = (label: string): boolean => label.length < 40 && iconv.encodingExists(label)
const lastResort = new TextDecoder('windows-1252')

export function decodeWith(bytes: Uint8Array, label: string): string {
  if (isUtf7Label(label)) return decodeUtf7(Buffer.from(bytes).toString('latin1'))
  if (isIso2022Label(label)) return decodeIso2022(bytes, label)
  const decoder = decoderOf(label)
  if (!decoder && isOldLabel(label)) return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), label)
  return (decoder ?? lastResort).decode(bytes)
}

/** UTF-7 (RFC 2152), which no runtime decodes. Ill-formed runs stay as they are. */
export function decodeUtf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)(-?)/g, (run: string, encoded: string) => {
    if (!encoded) return '+'
    // Less than a character: somebody's "a+b".
    if (encoded.length < 3) return run
    const bytes = Buffer.from(encoded, 'base64')
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2))
    return new TextDecoder('utf-16be').decode(even)
  })
}
