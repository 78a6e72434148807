// Thread that reads mails, so that a hostile one costs neither the windows nor the store (EML-7). Entry for worker_threads:
// runs as this source under Node 24 and bundled as parse-worker.js. One request at a time; errors leave as codes.
import { readFileSync, statSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { KnownError, type ErrorDetails } from '../../src-shared/errors.ts'
import type { MailAttachment, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { attachmentBytes, mailSizeLimit, parseMail } from './parse-mail.ts'

export type MailSource = { path: string } | { bytes: Uint8Array }

export type ParseRequest =
  | { id: number; kind: 'parse'; source: MailSource; name: string }
  | { id: number; kind: 'attachment'; source: MailSource; name: string; index: number }

export type ParseFailure =
  | { code: 'mail_unreadable'; details: ErrorDetails['mail_unreadable'] }
  | { code: 'file_unreadable'; details: ErrorDetails['file_unreadable'] }

export type ParseReply =
  | { id: number; kind: 'parsed'; mail: ParsedMail }
  | { id: number; kind: 'attachment'; found: { bytes: Uint8Array; attachment: MailAttachment } | null }
  | { id: number; kind: 'failed'; error: ParseFailure; stack: string }

function bytesOf(source: MailSource, name: string): Uint8Array {
  if ('bytes' in source) return source.bytes
  const { size } = statSync(source.path)
  if (size > mailSizeLimit) throw new KnownError('mail_unreadable', { name, reason: 'too_large' })
  return readFileSync(source.path)
}

async function answer(request: ParseRequest): Promise<ParseReply> {
  const { id, source, name } = request
  const bytes = bytesOf(source, name)
  if (request.kind === 'parse') return { id, kind: 'parsed', mail: await parseMail(bytes, name) }
  return { id, kind: 'attachment', found: await attachmentBytes(bytes, request.index, name) }
}

function failure(error: unknown, name: string): ParseFailure {
  if (error instanceof KnownError && error.code === 'mail_unreadable') {
    return { code: 'mail_unreadable', details: error.details as ErrorDetails['mail_unreadable'] }
  }
  const isFileError = error instanceof Error && 'syscall' in error
  if (isFileError) return { code: 'file_unreadable', details: { name } }
  return { code: 'mail_unreadable', details: { name, reason: 'broken' } }
}

parentPort?.on('message', (request: ParseRequest) => {
  answer(request)
    .catch((error: unknown): ParseReply => {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return { id: request.id, kind: 'failed', error: failure(error, request.name), stack }
    })
    .then((reply) => parentPort?.postMessage(reply))
})
