// What a file is, by its content and whatever it is called (EML-1): decides which reader takes it. Any thread; looks at the start
// of the bytes only.
import { looksPasted } from '../../src-shared/domain/pasted-mail.ts'
import { isMboxStart } from './mbox-separator.ts'

/** 'pasted': text copied out of a mail program, with the names of its fields in the reader's language. */
export type MailKind = 'eml' | 'msg' | 'tnef' | 'mbox' | 'pasted' | 'unknown'

const oleMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const tnefMagic = Buffer.from('789f3e22', 'hex')
/** Bytes from the start of a file that tell its kind. */
export const looked = 65_536

/** The kind of the file that starts with these bytes (`looked` are enough). */
export function mailKindOf(bytes: Uint8Array): MailKind {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, looked))
  if (start.subarray(0, 8).equals(oleMagic)) return 'msg'
  if (start.subarray(0, 4).equals(tnefMagic)) return 'tnef'
  const text = asText(start)
  if (text === null) return 'unknown'
  if (isMboxStart(text)) return 'mbox'
  if (looksPasted(text)) return 'pasted'
  const lines = text.split(/\r\n|\r|\n/, 60)
  return lines.some((line) => /^[!-9;-~]{1,100}[ \t]*:/.test(line)) ? 'eml' : 'unknown'
}

/** Without byte order mark and leading white space; null for what is no text. */
function asText(start: Buffer): string | null {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le').decode(start).trimStart()
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be').decode(start).trimStart()
  const text = start.toString('latin1').replace(/^(?:\xef\xbb\xbf)?\s*/, '')
  return /^[^\r\n]{0,2000}\0/.test(text) ? null : text
}
