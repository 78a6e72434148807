// Reads mails in threads of their own that are ended when one takes too long or too much (EML-7). Runs on the core's thread,
// which it never blocks. Whatever happens to one mail, the others are read; answers come as they are ready.
//
// The whole of what the import needs:
//   parse(source, name)       one mail of any kind -> ParsedMail; two at a time, so ask for several at once
//   take(source, name, copy)  the same, and keeps a copy of what was read; of a file that is an mbox only that it is one
//   split(path, from?)        the mails of an mbox one by one {offset, length, bytes}, with bounded memory: each is kept and
//                             parsed like an .eml: parse({ bytes }, name)
//   attachment(source, index) the bytes of one attachment, whatever the kind
import { rmSync, statSync } from 'node:fs'
import { KnownError } from '../../src-shared/errors.ts'
import type { MailAttachment, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import type { MboxMessage } from './mbox-reader.ts'
import { ParseLane, type LaneJob } from './parse-lane.ts'
import type { MailSource, ParseReply, RequestBody } from './parse-worker.ts'

export type { MboxMessage } from './mbox-reader.ts'
export type { MailSource } from './parse-worker.ts'

export interface TakenMail {
  mail: ParsedMail
  hasHtml: boolean
  sha256: string
  size: number
}

export interface MailParser {
  /**
   * One mail of any kind. Throws KnownError 'mail_unreadable' (with the reason), 'file_unreadable' or, after close, 'closed'.
   * An mbox with more than one is refused as 'mailbox'. `zone` (IANA) is meant where a date that was pasted as text names none; the system's unless given.
   */
  parse(source: MailSource, name: string, zone?: string): Promise<ParsedMail>
  /**
   * As `parse`, and leaves an exact copy of the bytes that were read at `copyTo`, not flushed; nothing is left there where it fails.
   * The HTML is not given back. 'mailbox' for a whole file that is an mbox: nothing was read of it. Throws 'disk_full' too.
   */
  take(source: MailSource, name: string, copyTo: string, zone?: string): Promise<TakenMail | 'mailbox'>
  /** One attachment, decoded. Errors as parse; 'not_found' where the mail has no attachment of that index. */
  attachment(
    source: MailSource,
    index: number,
    name?: string,
  ): Promise<{ bytes: Uint8Array; attachment: MailAttachment }>
  /** The mails of an mbox in order, from the one that starts at `from` (an offset given out before). Throws 'file_unreadable'. */
  split(path: string, name: string, from?: number): AsyncIterable<MboxMessage>
  /** Ends the threads and refuses what is pending. */
  close(): Promise<void>
}

export interface MailParserOptions {
  /** parse-worker.ts, or the bundled parse-worker.js. */
  workerUrl: URL
  /** Mails read at the same time; 2 unless given. A thread is started when it is first needed. */
  workers?: number
  /** Milliseconds one mail may take, its worker's start included; 20 s unless given, and more for a large file. */
  timeLimitMs?: number
  /** Old generation of a thread's heap in MB; 512 unless given. The bytes of a mail live outside of it. */
  memoryLimitMb?: number
  /** Told what went wrong inside a thread; for the log, never for the window. */
  onFault?: (name: string, fault: string) => void
}

/** Mails beyond this are read one at a time: each lies in memory as a whole. */
const largeMail = 48 * 1024 * 1024

export function createMailParser(options: MailParserOptions): MailParser {
  const queue: LaneJob[] = []
  let nextId = 1
  let isClosed = false
  const lanes = Array.from(
    { length: Math.max(1, options.workers ?? 2) },
    () =>
      new ParseLane({
        workerUrl: options.workerUrl,
        timeLimitMs: options.timeLimitMs ?? 20_000,
        memoryLimitMb: options.memoryLimitMb ?? 512,
        onFault: (name, fault) => options.onFault?.(name, fault),
        onFree: next,
      }),
  )

  function next(): void {
    if (isClosed) return
    for (;;) {
      const free = lanes.filter(({ isFree }) => isFree)
      const lane = free.find(({ isStarted }) => isStarted) ?? free[0]
      if (!lane) return
      const isLoaded = lanes.some(({ load }) => load > largeMail)
      const at = queue.findIndex(({ size }) => !isLoaded || size <= largeMail)
      if (at < 0) break
      lane.take(queue.splice(at, 1)[0] as LaneJob)
    }
    for (const lane of lanes) lane.rest()
  }

  function ask(body: RequestBody): Promise<ParseReply> {
    if (isClosed) return Promise.reject(new KnownError('closed', {}))
    return new Promise((resolve, reject) => {
      queue.push({ request: { ...body, id: nextId++ }, size: sizeOf(body.source), resolve, reject })
      next()
    })
  }

  function failed(reply: ParseReply, name: string): KnownError {
    if (reply.kind !== 'failed') return new KnownError('mail_unreadable', { name, reason: 'broken' })
    if (reply.error.code !== 'disk_full') options.onFault?.(name, reply.stack)
    return new KnownError(reply.error.code, reply.error.details)
  }

  return {
    async parse(source, name, zone) {
      const reply = await ask({ kind: 'parse', source, name, zone })
      if (reply.kind === 'parsed') return reply.mail
      throw failed(reply, name)
    },
    async take(source, name, copyTo, zone) {
      const reply = await ask({ kind: 'take', source, name, zone, copyTo })
      if (reply.kind === 'taken')
        return { mail: reply.mail, hasHtml: reply.hasHtml, sha256: reply.sha256, size: reply.size }
      if (reply.kind === 'mailbox') return 'mailbox'
      rmSync(copyTo, { force: true })
      throw failed(reply, name)
    },
    async attachment(source, index, name = '') {
      const reply = await ask({ kind: 'attachment', source, name, index })
      if (reply.kind === 'attachment' && reply.found) return reply.found
      if (reply.kind === 'attachment') throw new KnownError('not_found', { table: 'attachment', id: String(index) })
      throw failed(reply, name)
    },
    async *split(path, name, from) {
      yield* (await import('./mbox-reader.ts')).splitMbox(path, name, from)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      const pending = queue.splice(0)
      for (const job of pending) job.reject(new KnownError('closed', {}))
      const ended = await Promise.all(lanes.map((lane) => lane.close()))
      for (const job of ended) job?.reject(new KnownError('closed', {}))
    },
  }
}

function sizeOf(source: MailSource): number {
  if ('bytes' in source) return source.bytes.byteLength
  if (source.length !== undefined) return source.length
  return statSync(source.path, { throwIfNoEntry: false })?.size ?? 0
}
