// Thread that reads mails, so that a hostile one costs neither the windows nor the store (EML-7). Entry for worker_threads:
// runs as this source under Node 24 and bundled as parse-worker.js. One request at a time; errors leave as codes.
import { createHash } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { asDiskFault } from '../../src-shared/disk-faults.ts'
import { KnownError, type ErrorDetails } from '../../src-shared/errors.ts'
import type { MailAttachment, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { looked, mailKindOf } from './mail-kind.ts'
import { attachmentBytes, mailSizeLimit, parseMail } from './parse-mail.ts'

/** A file, a stretch of a file (a mail inside an mbox, unescaped) or bytes. */
export type MailSource = { path: string; offset?: number; length?: number } | { bytes: Uint8Array }

export type RequestBody =
  | { kind: 'parse'; source: MailSource; name: string; zone?: string | undefined }
  /** Reads a mail and leaves an exact copy of its bytes, not flushed, at `copyTo`; for many mails, each read once. Of a whole file that is an mbox it only says so. */
  | { kind: 'take'; source: MailSource; name: string; zone?: string | undefined; copyTo: string }
  | { kind: 'attachment'; source: MailSource; name: string; index: number }
export type ParseRequest = RequestBody & { id: number }

export type ParseFailure =
  | { code: 'mail_unreadable'; details: ErrorDetails['mail_unreadable'] }
  | { code: 'file_unreadable'; details: ErrorDetails['file_unreadable'] }
  | { code: 'disk_full'; details: ErrorDetails['disk_full'] }

export type ParseReply =
  | { id: number; kind: 'parsed'; mail: ParsedMail }
  /** The mail without its HTML, of which only that it is there is told: it would cross threads for nothing. */
  | { id: number; kind: 'taken'; mail: ParsedMail; hasHtml: boolean; sha256: string; size: number }
  | { id: number; kind: 'mailbox' }
  | { id: number; kind: 'attachment'; found: { bytes: Uint8Array; attachment: MailAttachment } | null }
  | { id: number; kind: 'failed'; error: ParseFailure; stack: string }

function bytesOf(source: MailSource, name: string): Uint8Array {
  if ('bytes' in source) return source.bytes
  const file = openSync(source.path, 'r')
  try {
    const size = source.length ?? fstatSync(file).size - (source.offset ?? 0)
    if (size > mailSizeLimit) throw new KnownError('mail_unreadable', { name, reason: 'too_large' })
    return stretchOf(file, source.offset ?? 0, size)
  } finally {
    closeSync(file)
  }
}

function stretchOf(file: number, offset: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, size))
  let filled = 0
  while (filled < bytes.length) {
    const read = readSync(file, bytes, filled, bytes.length - filled, offset + filled)
    if (read === 0) break
    filled += read
  }
  return bytes.subarray(0, filled)
}

/** Whether a whole file is an mbox; it may be larger than any mail, so only its start is read. */
function isMailbox(source: MailSource): boolean {
  if ('bytes' in source || source.offset !== undefined) return false
  const file = openSync(source.path, 'r')
  try {
    return mailKindOf(stretchOf(file, 0, Math.min(looked, fstatSync(file).size))) === 'mbox'
  } finally {
    closeSync(file)
  }
}

async function answer(request: ParseRequest): Promise<ParseReply> {
  const { id, source, name } = request
  if (request.kind === 'take' && isMailbox(source)) return { id, kind: 'mailbox' }
  const bytes = bytesOf(source, name)
  if (request.kind === 'parse') return { id, kind: 'parsed', mail: await parseMail(bytes, name, request.zone) }
  if (request.kind === 'take') {
    const mail = await parseMail(bytes, name, request.zone)
    writeFileSync(request.copyTo, bytes, { flag: 'wx', mode: 0o600 })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return {
      id,
      kind: 'taken',
      mail: { ...mail, html: null },
      hasHtml: mail.html !== null,
      sha256,
      size: bytes.byteLength,
    }
  }
  return { id, kind: 'attachment', found: await attachmentBytes(bytes, request.index, name) }
}

function failure(error: unknown, name: string): ParseFailure {
  if (error instanceof KnownError && error.code === 'mail_unreadable') {
    return { code: 'mail_unreadable', details: error.details as ErrorDetails['mail_unreadable'] }
  }
  const fault = asDiskFault(error, '')
  if (fault instanceof KnownError && fault.code === 'disk_full') return { code: 'disk_full', details: {} }
  const isFileError = error instanceof Error && 'syscall' in error
  if (isFileError) return { code: 'file_unreadable', details: { name } }
  return { code: 'mail_unreadable', details: { name, reason: 'broken' } }
}

// What a person waits for goes first. Elsewhere than on Linux this would slow the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

parentPort?.on('message', (request: ParseRequest) => {
  answer(request)
    .catch((error: unknown): ParseReply => {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return { id: request.id, kind: 'failed', error: failure(error, request.name), stack }
    })
    .then((reply) => parentPort?.postMessage(reply))
})
