// What crosses between the core's thread and a store thread. Plain values only.
import type { ThreadError } from './store-faults.ts'
import type { WriteMeta } from './write-session.ts'

export interface StoreWorkerData {
  path: string
  role: 'writer' | 'reader'
  /** Bounds the file in pages, for tests of a full disk. */
  maxPages?: number | undefined
  /** Numbers of requests that are to be given up, each in its slot (`cancelSlots`). Shared: a thread at work reads no message. */
  cancelled: Int32Array<SharedArrayBuffer>
}

export const cancelSlots = 64

/** What a store holds, as counted when it was checked. */
export interface BackupProof {
  contacts: number
  activities: number
  version: number
}

/** `key` names the firing, so that a moved activity reminds again. */
export type ReminderMark =
  | { row: number; kind: 'shown'; key: string }
  | { row: number; kind: 'handled'; key: string }
  | { row: number; kind: 'snoozed'; until: number }

export type ThreadRequest =
  | { id: number; kind: 'read'; name: string; input: unknown }
  | { id: number; kind: 'write'; name: string; input: unknown; meta: WriteMeta; now: number }
  /** Outside the log: drafts are no records (UX-4). */
  | { id: number; kind: 'draft'; key: string; title: string; value: string | null; now: number }
  /** Outside the log too: which reminders this laptop showed, put off or is done with (ACT-16). */
  | { id: number; kind: 'remind'; marks: ReminderMark[] }
  | { id: number; kind: 'backup'; target: string }
  /** Checks and counts the store that the thread opened. */
  | { id: number; kind: 'prove' }
  /** Around the filling of a new store that nobody else has open: the indexes it does not need are built at its end. */
  | { id: number; kind: 'load'; phase: 'begin' | 'end' }
  | { id: number; kind: 'close' }

export type ThreadReply = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: ThreadError }

/** How far a request is that is still being answered; `total` null: not known. */
export interface ThreadProgress {
  id: number
  done: number
  total: number | null
}

/** The first message of a thread: it can be used, or why not. */
export type ThreadReady = { ready: true; createdNow: boolean; deviceId: string } | { ready: false; error: ThreadError }
