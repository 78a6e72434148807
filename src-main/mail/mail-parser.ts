// Reads mails in a thread of its own that is ended when one takes too long or too much (EML-7). Runs on the core's thread,
// which it never blocks. One mail at a time, in the order asked; whatever happens to one, the next is read afresh.
import { Worker } from 'node:worker_threads'
import { KnownError } from '../../src-shared/errors.ts'
import type { MailAttachment, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import type { MailSource, ParseReply, ParseRequest } from './parse-worker.ts'

export type { MailSource } from './parse-worker.ts'

export interface MailParser {
  /** Throws KnownError 'mail_unreadable' (with the reason), 'file_unreadable' or, after close, 'closed'. */
  parse(source: MailSource, name: string): Promise<ParsedMail>
  /** One attachment, decoded. Errors as parse; 'not_found' where the mail has no attachment of that index. */
  attachment(
    source: MailSource,
    index: number,
    name?: string,
  ): Promise<{ bytes: Uint8Array; attachment: MailAttachment }>
  /** Ends the thread and refuses what is pending. */
  close(): Promise<void>
}

export interface MailParserOptions {
  /** parse-worker.ts, or the bundled parse-worker.js. */
  workerUrl: URL
  /** Milliseconds one mail may take, its worker's start included; 20 s unless given. */
  timeLimitMs?: number
  /** Old generation of the thread's heap in MB; 512 unless given. The bytes of a mail live outside of it. */
  memoryLimitMb?: number
  /** Told what went wrong inside the thread; for the log, never for the window. */
  onFault?: (name: string, fault: string) => void
}

interface Job {
  request: ParseRequest
  resolve: (reply: ParseReply) => void
  reject: (error: KnownError) => void
}

export function createMailParser(options: MailParserOptions): MailParser {
  const timeLimit = options.timeLimitMs ?? 20_000
  const queue: Job[] = []
  let worker: Worker | null = null
  let current: { job: Job; timer: NodeJS.Timeout } | null = null
  let nextId = 1
  let isClosed = false

  function ensureWorker(): Worker {
    if (worker) return worker
    const started = new Worker(options.workerUrl, {
      resourceLimits: { maxOldGenerationSizeMb: options.memoryLimitMb ?? 512, stackSizeMb: 4 },
    })
    started.on('message', (reply: ParseReply) => {
      if (started === worker && current?.job.request.id === reply.id) finish((job) => job.resolve(reply))
    })
    started.on('error', (error: Error) => lose(started, error.stack ?? error.message))
    started.on('exit', (code) => lose(started, `the thread ended with ${code}`))
    worker = started
    return started
  }

  function lose(lost: Worker, fault: string): void {
    if (lost !== worker) return
    worker = null
    if (current) {
      const { name } = current.job.request
      options.onFault?.(name, fault)
      finish((job) => job.reject(new KnownError('mail_unreadable', { name, reason: 'broken' })))
    }
  }

  function finish(settle: (job: Job) => void): void {
    if (!current) return
    const { job, timer } = current
    clearTimeout(timer)
    current = null
    settle(job)
    next()
  }

  function stopWorker(): void {
    const ended = worker
    worker = null
    ended?.terminate().catch((error: unknown) => options.onFault?.('', String(error)))
  }

  function next(): void {
    if (current || isClosed) return
    const job = queue.shift()
    if (!job) {
      worker?.unref()
      return
    }
    const { name } = job.request
    const timer = setTimeout(() => {
      stopWorker()
      options.onFault?.(name, `took longer than ${timeLimit} ms`)
      finish((late) => late.reject(new KnownError('mail_unreadable', { name, reason: 'timeout' })))
    }, timeLimit)
    current = { job, timer }
    const running = ensureWorker()
    running.ref()
    running.postMessage(job.request)
  }

  function ask(request: ParseRequest): Promise<ParseReply> {
    if (isClosed) return Promise.reject(new KnownError('closed', {}))
    return new Promise((resolve, reject) => {
      queue.push({ request, resolve, reject })
      next()
    })
  }

  function failed(reply: ParseReply, name: string): KnownError {
    if (reply.kind !== 'failed') return new KnownError('mail_unreadable', { name, reason: 'broken' })
    options.onFault?.(name, reply.stack)
    return new KnownError(reply.error.code, reply.error.details)
  }

  return {
    async parse(source, name) {
      const reply = await ask({ id: nextId++, kind: 'parse', source, name })
      if (reply.kind === 'parsed') return reply.mail
      throw failed(reply, name)
    },
    async attachment(source, index, name = '') {
      const reply = await ask({ id: nextId++, kind: 'attachment', source, name, index })
      if (reply.kind === 'attachment' && reply.found) return reply.found
      if (reply.kind === 'attachment') throw new KnownError('not_found', { table: 'attachment', id: String(index) })
      throw failed(reply, name)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      const pending = [...(current ? [current.job] : []), ...queue.splice(0)]
      if (current) clearTimeout(current.timer)
      current = null
      const ended = worker
      worker = null
      for (const job of pending) job.reject(new KnownError('closed', {}))
      await ended?.terminate()
    },
  }
}
