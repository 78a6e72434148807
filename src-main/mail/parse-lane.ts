// One thread that reads mails, one after the other; ended when a mail takes too long or too much, and started afresh for the
// next. Owned by mail-parser.ts, which gives it work; runs on the core's thread.
import { Worker } from 'node:worker_threads'
import { KnownError } from '../../src-shared/errors.ts'
import type { ParseReply, ParseRequest } from './parse-worker.ts'

export interface LaneOptions {
  workerUrl: URL
  timeLimitMs: number
  memoryLimitMb: number
  onFault: (name: string, fault: string) => void
  /** Called when the lane can take the next request. */
  onFree: () => void
}

export interface LaneJob {
  request: ParseRequest
  /** Bytes to be read. */
  size: number
  resolve: (reply: ParseReply) => void
  reject: (error: KnownError) => void
}

/** A large file may take longer: a millisecond more for each so many bytes. */
const bytesPerMillisecond = 10_000

export class ParseLane {
  private readonly options: LaneOptions
  private worker: Worker | null = null
  private current: { job: LaneJob; timer: NodeJS.Timeout } | null = null

  constructor(options: LaneOptions) {
    this.options = options
  }

  get isFree(): boolean {
    return this.current === null
  }
  /** Bytes of what is being read. */
  get load(): number {
    return this.current?.job.size ?? 0
  }
  get isStarted(): boolean {
    return this.worker !== null
  }

  /** Only while free. */
  take(job: LaneJob): void {
    const { name } = job.request
    const limit = this.options.timeLimitMs + Math.ceil(job.size / bytesPerMillisecond)
    const timer = setTimeout(() => {
      this.stop().catch((error: unknown) => this.options.onFault(name, String(error)))
      this.options.onFault(name, `took longer than ${limit} ms`)
      this.finish((late) => late.reject(new KnownError('mail_unreadable', { name, reason: 'timeout' })))
    }, limit)
    this.current = { job, timer }
    const running = this.ensureWorker()
    running.ref()
    running.postMessage(job.request)
  }

  /** Lets the process end while nothing is asked. */
  rest(): void {
    if (this.isFree) this.worker?.unref()
  }

  /** Ends the thread; gives back what was being read. */
  async close(): Promise<LaneJob | null> {
    const job = this.current?.job ?? null
    if (this.current) clearTimeout(this.current.timer)
    this.current = null
    await this.stop()
    return job
  }

  private ensureWorker(): Worker {
    if (this.worker) return this.worker
    const started = new Worker(this.options.workerUrl, {
      resourceLimits: { maxOldGenerationSizeMb: this.options.memoryLimitMb, stackSizeMb: 4 },
    })
    started.on('message', (reply: ParseReply) => {
      if (started === this.worker && this.current?.job.request.id === reply.id) this.finish((job) => job.resolve(reply))
    })
    started.on('error', (error: Error) => this.lose(started, error.stack ?? error.message))
    started.on('exit', (code) => this.lose(started, `the thread ended with ${code}`))
    this.worker = started
    return started
  }

  private lose(lost: Worker, fault: string): void {
    if (lost !== this.worker) return
    this.worker = null
    if (!this.current) return
    const { name } = this.current.job.request
    this.options.onFault(name, fault)
    this.finish((job) => job.reject(new KnownError('mail_unreadable', { name, reason: 'broken' })))
  }

  private finish(settle: (job: LaneJob) => void): void {
    if (!this.current) return
    const { job, timer } = this.current
    clearTimeout(timer)
    this.current = null
    settle(job)
    this.options.onFree()
  }

  private async stop(): Promise<void> {
    const ended = this.worker
    this.worker = null
    await ended?.terminate()
  }
}
