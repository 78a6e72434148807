// The core's side of one store thread: sends requests, resolves replies, and fails everything pending when the thread ends.
import type { Worker } from 'node:worker_threads'
import { KnownError } from '../../src-shared/errors.ts'
import { fromThreadError } from './store-faults.ts'
import {
  cancelSlots,
  type StoreWorkerData,
  type ThreadProgress,
  type ThreadReady,
  type ThreadReply,
  type ThreadRequest,
} from './thread-protocol.ts'
import { takeStoreThread } from './warm-threads.ts'

type Unnumbered<R> = R extends { id: number } ? Omit<R, 'id'> : never
type Waiting = {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
  progress: WriteControl['progress'] | undefined
}

/** Who looks on while something is written: hears how far it is, and may give it up as long as it is not committed. */
export interface WriteControl {
  readonly signal: AbortSignal
  progress(done: number, total: number | null): void
}

export class StoreThread {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private readonly cancelled = new Int32Array(new SharedArrayBuffer(4 * cancelSlots))
  private nextId = 1
  private hasEnded = false
  readonly ready: Promise<{ createdNow: boolean; deviceId: string }>

  constructor(entry: URL, data: Omit<StoreWorkerData, 'cancelled'>) {
    this.worker = takeStoreThread(entry)
    this.worker.postMessage({ ...data, cancelled: this.cancelled } satisfies StoreWorkerData)
    this.ready = new Promise((resolve, reject) => {
      this.worker.once('message', (message: ThreadReady) => {
        if (message.ready) resolve({ createdNow: message.createdNow, deviceId: message.deviceId })
        else reject(fromThreadError(message.error))
        this.worker.on('message', (reply: ThreadReply | ThreadProgress) => {
          if ('done' in reply) this.waiting.get(reply.id)?.progress?.(reply.done, reply.total)
          else this.settle(reply)
        })
      })
      this.worker.once('error', reject)
      this.worker.once('exit', () => reject(new KnownError('closed', {})))
    })
    this.ready.catch(() => undefined)
    this.worker.on('error', (error) => this.fail(error instanceof Error ? error : new Error(String(error))))
    this.worker.on('exit', () => this.fail(new KnownError('closed', {})))
  }

  ask(request: Unnumbered<ThreadRequest>, control?: WriteControl): Promise<unknown> {
    if (this.hasEnded) return Promise.reject(new KnownError('closed', {}))
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, progress: control?.progress })
      control?.signal.addEventListener('abort', () => Atomics.store(this.cancelled, id % cancelSlots, id), { once: true })
      this.worker.postMessage({ ...request, id })
    })
  }

  async close(): Promise<void> {
    if (this.hasEnded) return
    const exited = new Promise((resolve) => this.worker.once('exit', resolve))
    await this.ask({ kind: 'close' }).catch((error: unknown) => {
      if (!(error instanceof KnownError && error.code === 'closed')) throw error
    })
    await exited
  }

  private settle(reply: ThreadReply): void {
    const waiting = this.waiting.get(reply.id)
    this.waiting.delete(reply.id)
    if (reply.ok) waiting?.resolve(reply.value)
    else waiting?.reject(fromThreadError(reply.error))
  }

  private fail(error: Error): void {
    this.hasEnded = true
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
