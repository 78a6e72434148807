// Takes an mbox apart (EML-1), mail by mail, however large the file: memory is bounded by the largest mail. Any thread; reads
// asynchronously and looks at each byte once. mboxrd and mboxo (">From " is unquoted), mboxcl (a Content-Length that leads to the
// next mail is believed), LF and CRLF, with or without a last line end.
import { open, type FileHandle } from 'node:fs/promises'
import { KnownError } from '../../src-shared/errors.ts'
import { isMboxSeparator } from './mbox-separator.ts'

export interface MboxMessage {
  /** Where the mail's separator line starts in the file; give it as `from` to go on with this mail. */
  offset: number
  /** Bytes in the file up to the next mail: `offset + length` is where to go on behind it. */
  length: number
  /** The mail as it was before it was put into the mbox: an .eml. Empty where it is larger than any mail that is read. */
  bytes: Uint8Array
  isTooLarge: boolean
}

const chunkSize = 1024 * 1024
/** Bytes behind a separator line that are looked at. */
const lookahead = 4096
const largestMail = 256 * 1024 * 1024
const mark = Buffer.from('\nFrom ')

/** The part of the file that is in memory. */
class MboxWindow {
  /** Offset in the file of the first byte held. */
  base: number
  isAtEnd = false
  private buffer = Buffer.allocUnsafe(4 * chunkSize)
  /** What is held lies here in the buffer. */
  private start = 0
  private length = 0
  private readonly file: FileHandle

  constructor(file: FileHandle, from: number) {
    this.file = file
    this.base = from
  }

  get end(): number {
    return this.base + this.length
  }

  async fill(): Promise<void> {
    if (this.start + this.length + chunkSize > this.buffer.length) {
      const isRoomy = this.length + chunkSize <= this.buffer.length / 2
      const target = isRoomy ? this.buffer : Buffer.allocUnsafe(this.buffer.length * 2)
      this.buffer.copy(target, 0, this.start, this.start + this.length)
      this.buffer = target
      this.start = 0
    }
    const { bytesRead } = await this.file.read(this.buffer, this.start + this.length, chunkSize, this.end)
    this.length += bytesRead
    if (bytesRead === 0) this.isAtEnd = true
  }

  async fillTo(offset: number): Promise<void> {
    while (!this.isAtEnd && this.end < offset) await this.fill()
  }

  /** Forgets what lies before `offset`. */
  drop(offset: number): void {
    const gone = Math.min(offset, this.end) - this.base
    this.start += gone
    this.length -= gone
    this.base += gone
  }

  bytes(from: number, to: number): Buffer {
    const shift = this.start - this.base
    return this.buffer.subarray(from + shift, Math.min(to, this.end) + shift)
  }

  find(what: Buffer, from: number): number {
    const at = this.buffer.subarray(this.start, this.start + this.length).indexOf(what, Math.max(0, from - this.base))
    return at < 0 ? -1 : at + this.base
  }
}

/** `from`: 0, or an offset given out before. Throws KnownError 'file_unreadable'. */
export async function* splitMbox(path: string, name: string, from = 0): AsyncGenerator<MboxMessage, void, void> {
  const unreadable = (error: unknown) => new KnownError('file_unreadable', { name }, { cause: error })
  const file = await open(path, 'r').catch((error: unknown) => Promise.reject(unreadable(error)))
  const window = new MboxWindow(file, from)
  try {
    let offset = from
    for (;;) {
      const found = await nextMail(window, offset).catch((error: unknown) => Promise.reject(unreadable(error)))
      if (found.end <= offset) return
      if (found.bytes === null || found.bytes.length > 0) {
        const bytes = found.bytes ?? new Uint8Array(0)
        yield { offset, length: found.end - offset, bytes, isTooLarge: found.bytes === null }
      }
      offset = found.end
    }
  } finally {
    await file.close()
  }
}

async function nextMail(window: MboxWindow, offset: number): Promise<{ end: number; bytes: Uint8Array | null }> {
  window.drop(offset)
  await window.fillTo(offset + chunkSize)
  const counted = await endByLength(window, offset)
  if (counted !== null) return { end: counted, bytes: messageOf(window.bytes(offset, counted)) }
  let scanned = offset
  let isTooLarge = false
  for (;;) {
    const found = window.find(mark, scanned)
    if (found >= 0) {
      await window.fillTo(found + lookahead)
      if (isSeparatorAt(window, found + 1)) {
        return { end: found + 1, bytes: isTooLarge ? null : messageOf(window.bytes(offset, found + 1)) }
      }
      scanned = found + 1
      continue
    }
    if (window.isAtEnd) return { end: window.end, bytes: isTooLarge ? null : messageOf(window.bytes(offset, window.end)) }
    scanned = Math.max(scanned, window.end - mark.length)
    if (window.end - offset > largestMail) {
      isTooLarge = true
      window.drop(scanned - 4)
    }
    await window.fill()
  }
}

function isSeparatorAt(window: MboxWindow, at: number): boolean {
  const before = window.bytes(Math.max(window.base, at - 4), at).toString('latin1')
  const text = window.bytes(at, at + lookahead).toString('latin1')
  const [line = '', ...following] = text.split(/\r?\n/, 4)
  const isLast = window.isAtEnd && at + text.length >= window.end && following.every((other) => other === '')
  return isMboxSeparator(line, following, /\n\r?\n$/.test(before), isLast)
}

/** The end that a Content-Length names, where it is the end of the file or the start of a mail. */
async function endByLength(window: MboxWindow, offset: number): Promise<number | null> {
  const head = window.bytes(offset, offset + 65_536).toString('latin1')
  const blank = /\r?\n\r?\n/.exec(head)
  if (!blank) return null
  const size = Number(/\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r?\n/i.exec(head.slice(0, blank.index + 2))?.[1] ?? NaN)
  if (!(size >= 0 && size < largestMail)) return null
  const end = offset + blank.index + blank[0].length + size
  await window.fillTo(end + lookahead)
  for (const extra of [0, 1, 2, 3, 4]) {
    const at = end + extra
    if (at > window.end || /[^\r\n]/.test(window.bytes(end, at).toString('latin1'))) return null
    if (at === window.end && window.isAtEnd) return at
    const isLineStart = window.bytes(at - 1, at)[0] === 0x0a
    if (isLineStart && window.bytes(at, at + 5).toString('latin1') === 'From ' && isSeparatorAt(window, at)) return at
  }
  return null
}

/** A mail without any header keeps the line before it, by which alone it is known to be one. */
function messageOf(stretch: Buffer): Uint8Array {
  const mail = mailOf(stretch)
  return mail.length > 0 && !hasHeader(mail) && startOf(stretch).startsWith('From ') ? new Uint8Array(stretch) : mail
}

const startOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 300)).toString('latin1').trimStart()
const hasHeader = (mail: Uint8Array): boolean => /^(?:\xef\xbb\xbf)?[!-9;-~]{1,100}[ \t]*:/.test(startOf(mail))

/** Without the separator line, the blank line that closes a mail, and the quoting. A copy: the window goes on. */
function mailOf(stretch: Buffer): Uint8Array {
  let start = 0
  while (start < stretch.length && (stretch[start] === 0x0a || stretch[start] === 0x0d)) start++
  if (stretch.toString('latin1', start, start + 5) === 'From ') {
    const end = stretch.indexOf(0x0a, start)
    start = end < 0 ? stretch.length : end + 1
  }
  let mail = stretch.subarray(start)
  const tail = mail.toString('latin1', Math.max(0, mail.length - 4))
  if (/\n\r?\n$/.test(tail)) mail = mail.subarray(0, mail.length - (tail.endsWith('\r\n') ? 2 : 1))
  return unquoted(mail)
}

function unquoted(mail: Buffer): Uint8Array {
  const quoted = Buffer.from('>From ')
  let found = mail.indexOf(quoted)
  if (found < 0) return new Uint8Array(mail)
  const result = Buffer.allocUnsafeSlow(mail.length)
  let length = 0
  let copied = 0
  for (; found >= 0; found = mail.indexOf(quoted, found + 1)) {
    let lineStart = found
    while (lineStart > 0 && mail[lineStart - 1] === 0x3e && lineStart > copied) lineStart--
    if (lineStart > 0 && mail[lineStart - 1] !== 0x0a) continue
    length += mail.copy(result, length, copied, lineStart)
    copied = lineStart + 1
  }
  length += mail.copy(result, length, copied)
  return result.subarray(0, length)
}

/** The mail of a file that is one mail with a separator line before it; null where more follow. */
export function onlyOfMbox(bytes: Uint8Array): Uint8Array | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = all.indexOf(mark); at >= 0; at = all.indexOf(mark, at + 1)) {
    const [line = '', ...following] = all.toString('latin1', at + 1, at + 1 + lookahead).split(/\r?\n/, 4)
    const isAfterBlank = /\n\r?$/.test(all.toString('latin1', Math.max(0, at - 2), at))
    if (isMboxSeparator(line, following, isAfterBlank, false)) return null
  }
  const mail = mailOf(all)
  // All of it is body then: its first lines are no header.
  const isBlankFirst = mail[0] === 0x0a || mail[0] === 0x0d
  return hasHeader(mail) ? mail : Buffer.concat([Buffer.from(`MIME-Version: 1.0\n${isBlankFirst ? '' : '\n'}`), mail])
}
