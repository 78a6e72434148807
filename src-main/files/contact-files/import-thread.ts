// The core's side of the thread that holds one file of contacts: asks it, and ends it. Core thread.
import { Worker } from 'node:worker_threads'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ImportAnswers, ImportReply, ImportRequest } from './import-worker.ts'

type Input<K extends keyof ImportAnswers> = Parameters<ImportAnswers[K]>[0]
type Output<K extends keyof ImportAnswers> = Awaited<ReturnType<ImportAnswers[K]>>

/** More than a file of the largest size takes; a hostile one ends its thread, not the program. */
const mostMemoryMb = 2048

export class ImportThread {
  private readonly worker: Worker
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  private readonly name: string
  private nextId = 1
  private ended: Error | null = null

  constructor(entry: URL, name: string) {
    this.name = name
    this.worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb } })
    this.worker.on('message', (reply: ImportReply) => this.settle(reply))
    this.worker.on('error', (error) => this.fail(this.unreadable(error)))
    this.worker.on('exit', () => this.fail(new KnownError('expired', { what: 'file' })))
  }

  ask<K extends keyof ImportAnswers>(kind: K, input: Input<K>): Promise<Output<K>> {
    if (this.ended !== null) return Promise.reject(this.ended)
    const id = this.nextId++
    return new Promise<Output<K>>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ id, kind, input } satisfies ImportRequest)
    })
  }

  /** What is being asked rejects with `why`. */
  async end(why: Error = new KnownError('expired', { what: 'file' })): Promise<void> {
    this.fail(why)
    await this.worker.terminate()
  }

  private settle(reply: ImportReply): void {
    const waiting = this.waiting.get(reply.id)
    this.waiting.delete(reply.id)
    if (reply.ok) waiting?.resolve(reply.value as never)
    else if (reply.error !== null) waiting?.reject(new KnownError(reply.error.code, reply.error.details))
    else waiting?.reject(this.unreadable(new Error(reply.stack)))
  }
  private unreadable(cause: unknown): KnownError {
    return new KnownError('contact_file_unreadable', { name: this.name, reason: 'broken' }, { cause })
  }
  private fail(error: Error): void {
    this.ended ??= error
    for (const { reject } of this.waiting.values()) reject(this.ended)
    this.waiting.clear()
  }
}
