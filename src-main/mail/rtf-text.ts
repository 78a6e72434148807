// The HTML or text inside the compressed RTF of an Outlook item ([MS-OXRTFCP], [MS-OXRTFEX]). Runs in the parse worker.
// What is no encapsulated HTML gives its plain words. Never throws: null where there is nothing to read.
import { decompressRTF } from '@kenjiuno/decompressrtf'
import { deEncapsulateSync } from 'rtf-stream-parser'
import { decodeCodePage, labelOfCodePage } from './code-page.ts'
import { decodeWith } from './mail-charset.ts'

/** Bytes of RTF that are read; a body is never larger. */
const rtfLimit = 8_000_000

export interface RtfBody {
  html: string | null
  text: string
}

/** `compressed`: the value of PidTagRtfCompressed. */
export function bodyOfCompressedRtf(compressed: Uint8Array): RtfBody | null {
  if (compressed.byteLength > rtfLimit) return null
  try {
    // The library only indexes into what it is given.
    return bodyOfRtf(Buffer.from(decompressRTF(compressed as unknown as number[])))
  } catch {
    return null // damaged: the plain body or nothing stands for it
  }
}

/** `rtf`: "{\rtf1...". */
function bodyOfRtf(rtf: Buffer): RtfBody | null {
  const start = rtf.toString('latin1', 0, 2000)
  if (!start.startsWith('{\\rtf')) return null
  const isEncapsulated = /\\fromhtml1|\\fromtext/.test(start)
  if (isEncapsulated && rtf.length <= rtfLimit) {
    try {
      const { mode, text } = deEncapsulateSync(withoutBrokenEscapes(rtf), { decode, warn: () => undefined, replaceSymbolFontChars: true })
      return mode === 'html' ? { html: String(text), text: '' } : { html: null, text: String(text) }
    } catch {
      return { html: null, text: plainTextOf(rtf) } // not as encapsulated as it says
    }
  }
  return { html: null, text: plainTextOf(rtf) }
}

/** The library writes a line to the console for each. A doubled backslash is a backslash and no escape. */
function withoutBrokenEscapes(rtf: Buffer): Buffer {
  const source = rtf.toString('latin1')
  const mended = source.replace(/\\\\|\\'(?![0-9a-f]{2})/gi, (found) => (found === '\\\\' ? found : ''))
  return mended === source ? rtf : Buffer.from(mended, 'latin1')
}

/** The library names charsets "cp1252". */
function decode(bytes: Buffer, encoding: string): string {
  const page = /^cp(\d+)$/i.exec(encoding)?.[1]
  return decodeWith(bytes, page ? labelOfCodePage(Number(page)) : encoding)
}

const skipped = /^(?:fonttbl|colortbl|stylesheet|info|pict|object|header|footer|headerl|headerr|footerl|footerr|themedata|datastore|listtable|listoverridetable|generator|xmlnstbl|rsidtbl|mmathPr|filetbl|revtbl)$/
const breaks: Readonly<Record<string, string>> = {
  par: '\n', line: '\n', sect: '\n', page: '\n', row: '\n', cell: '\t', tab: '\t', emdash: '—', endash: '–', bullet: '•', lquote: '‘',
  rquote: '’', ldblquote: '“', rdblquote: '”', emspace: ' ', enspace: ' ',
} // prettier-ignore
const deepestGroup = 1000

interface Group {
  isSkipped: boolean
  /** Characters that stand behind a \\u for readers that do not know it. */
  fallback: number
}

/** The words of any RTF, without its looks. */
function plainTextOf(rtf: Buffer): string {
  const source = rtf.toString('latin1', 0, rtfLimit)
  const codePage = Number(/\\ansicpg(\d{1,5})/.exec(source.slice(0, 2000))?.[1] ?? 1252)
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi
  const groups: Group[] = []
  let group: Group = { isSkipped: false, fallback: 1 }
  let toSkip = 0
  let text = ''
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length > 0) text += decodeCodePage(Uint8Array.from(bytes), codePage)
    bytes = []
  }
  for (const [, word, parameter, hex, symbol, brace, plain] of source.matchAll(token)) {
    if (brace === '{') {
      if (groups.length < deepestGroup) groups.push({ ...group })
    } else if (brace === '}') {
      group = groups.pop() ?? { isSkipped: false, fallback: 1 }
      toSkip = 0
    } else if (word !== undefined) {
      if (skipped.test(word)) group.isSkipped = true
      else if (word === 'uc') group.fallback = Math.min(Math.max(Number(parameter ?? 1), 0), 10)
      else if (word === 'u' && !group.isSkipped) {
        flush()
        text += String.fromCharCode(Number(parameter ?? 0) & 0xffff)
        toSkip = group.fallback
      } else if (!group.isSkipped && breaks[word]) {
        flush()
        text += breaks[word]
      }
    } else if (symbol === '*') group.isSkipped = true
    else if (group.isSkipped) continue
    else if (hex !== undefined) {
      if (toSkip > 0) toSkip--
      else bytes.push(parseInt(hex, 16))
    } else if (plain !== undefined || symbol !== undefined) {
      const written = plain ?? ({ '~': '\u00a0', _: '-', '-': '', '\n': '\n', '\r': '\n' }[symbol as string] ?? symbol ?? '')
      flush()
      text += written.slice(toSkip)
      toSkip = Math.max(0, toSkip - written.length)
    }
  }
  flush()
  return text.toWellFormed().replace(/\0/g, '').trimEnd()
}
