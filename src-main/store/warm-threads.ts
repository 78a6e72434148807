// Store threads started ahead of need: a thread takes longer to start than a store to open, so a host begins with them before it loads anything else.
// A waiting thread has opened nothing; what it is to open comes as its first message. Core thread.
import { Worker } from 'node:worker_threads'

const waiting = new Map<string, Worker[]>()

function start(entry: URL): Worker {
  // A small young generation: what a query makes is short-lived, and each thread would keep up to 48 MB for it.
  return new Worker(entry, { name: 'store', resourceLimits: { maxYoungGenerationSizeMb: 8 } })
}

/** Starts threads that the store will take; they keep no program alive. */
export function warmStoreThreads(entry: URL, count: number): void {
  const threads = Array.from({ length: count }, () => start(entry))
  for (const thread of threads) thread.unref()
  waiting.set(entry.href, [...(waiting.get(entry.href) ?? []), ...threads])
}

/** A thread that waits already, else a new one. */
export function takeStoreThread(entry: URL): Worker {
  const thread = waiting.get(entry.href)?.shift()
  thread?.ref()
  return thread ?? start(entry)
}
