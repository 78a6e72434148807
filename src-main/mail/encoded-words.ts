// Encoded words in headers (RFC 2047, RFC 2231 5) as they are really sent (EML-8): cut in the middle of a character or of a group of base64,
// in charsets that are wrong, unknown or UTF-7. Pure; parse worker. Time is linear in the text.
import { charsetOf, decodeWith, isCommonLabel } from './mail-charset.ts'

const word = String.raw`=\?[^?\s]{1,60}\?[bq]\?[^?\r\n]{0,10000}\?=`
const runs = new RegExp(`${word}(?:[ \\t\\r\\n]{1,200}${word}){0,2000}`, 'gi')
const words = /=\?([^?\s]{1,60})\?([bq])\?([^?\r\n]{0,10000})\?=/gi

interface Word {
  label: string
  isBase64: boolean
  encoded: string
}

/** Text with its encoded words read. */
export const decodeEncodedWords = (text: string): string => text.replace(runs, (run) => decodeRun(wordsOf(run)))

/** The words that a strict reader would misread, written anew as one word of UTF-8; the rest as it is. */
export function withPlainWords(head: string): string {
  if (!head.includes('=?')) return head
  return head.replace(runs, (run) => {
    const found = wordsOf(run)
    const only = found.length === 1 ? found[0] : undefined
    if (only && isCommonLabel(only.label) && !/^(?:utf-?8|us-ascii)$/i.test(only.label)) return run
    return `=?utf-8?B?${Buffer.from(decodeRun(found)).toString('base64')}?=`
  })
}

function wordsOf(run: string): Word[] {
  return [...run.matchAll(words)].map(([, label = '', kind = '', encoded = '']) => ({
    label: label.split('*', 1)[0] ?? '',
    isBase64: kind.toLowerCase() === 'b',
    encoded,
  }))
}

/** Neighbours of one charset are one text: their bytes belong together. */
function decodeRun(run: readonly Word[]): string {
  let text = ''
  let bytes: Buffer[] = []
  let open = ''
  for (const [index, { label, isBase64, encoded }] of run.entries()) {
    open += encoded
    const next = run[index + 1]
    const isSame = next?.label.toLowerCase() === label.toLowerCase()
    // A group of four letters may be cut too.
    if (isBase64 && isSame && next?.isBase64 && !encoded.includes('=') && open.length % 4 !== 0) continue
    bytes.push(isBase64 ? Buffer.from(open, 'base64') : bytesOfQ(open))
    open = ''
    if (isSame) continue
    const all = Buffer.concat(bytes)
    text += decodeWith(all, charsetOf(all, label, 'windows-1252'))
    bytes = []
  }
  return text
}

const bytesOfQ = (encoded: string): Buffer =>
  Buffer.from(
    encoded.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_hex, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    // A word may hold raw 8-bit text; beyond one byte only where the head was mended to UTF-8.
    /[^\x00-\xff]/.test(encoded) ? 'utf8' : 'latin1',
  )
