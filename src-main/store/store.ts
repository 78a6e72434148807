// The store as the core's thread sees it: one writer, one reader for what a window waits for, one for long work. Typed names, no SQL. Core thread.
import type { CommandInput, CommandName, CommandOutput, ReadInput, ReadName, ReadOutput } from './operations.ts'
import { newestVersion } from '../../migrations/index.ts'
import { versionInFile } from './migrate.ts'
import { StoreThread, type WriteControl } from './store-thread.ts'
import type { BackupProof, ReminderMark } from './thread-protocol.ts'
import type { Committed, WriteMeta } from './write-session.ts'

export type { BackupProof, ReminderMark } from './thread-protocol.ts'
export type { WriteControl } from './store-thread.ts'
export type { Committed, WriteMeta } from './write-session.ts'

export interface ReadSide {
  /** `long` work never delays what a window waits for. */
  read<N extends ReadName>(name: N, input: ReadInput<N>, lane?: 'list' | 'long'): Promise<ReadOutput<N>>
}
export interface WriteSide {
  /** Rejects with `cancelled`, nothing changed, where `control` gave it up in time. */
  write<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    meta: WriteMeta,
    control?: WriteControl,
  ): Promise<Committed<CommandOutput<N>>>
}
export interface Store extends ReadSide, WriteSide {
  readonly path: string
  readonly deviceId: string
  readonly createdNow: boolean
  setDraft(key: string, title: string, value: string | null): Promise<void>
  markReminders(marks: ReminderMark[]): Promise<void>
  /** Copies the store and proves the copy; the target appears only when it is proved. */
  backup(target: string): Promise<BackupProof>
  /** Around the filling of a store that is not in use yet; one left in between has no indexes and must be thrown away. */
  load(phase: 'begin' | 'end'): Promise<void>
  close(): Promise<void>
}

export interface StoreOptions {
  path: string
  workerUrl: URL
  now: () => number
  maxPages?: number | undefined
}

/** Opens, and where needed migrates, the store. Rejects with `store_from_future`, `store_damaged`, `migration_failed`, `read_only`, `disk_full`. */
const firstReadsMs = 1500

export async function openStore(options: StoreOptions): Promise<Store> {
  const { path, workerUrl } = options
  const writer = new StoreThread(workerUrl, { path, role: 'writer', maxPages: options.maxPages })
  let list: StoreThread | null = null
  const listReader = (): StoreThread => (list ??= new StoreThread(workerUrl, { path, role: 'reader' }))
  let long: StoreThread | null = null
  const longReader = (): StoreThread => (long ??= new StoreThread(workerUrl, { path, role: 'reader' }))
  const { createdNow, deviceId } = await writer.ready
  // A thread takes long to start, and a window waits for its first rows: until anything is written, and for a moment at most, the writer reads as well.
  const soon = setTimeout(listReader, firstReadsMs)
  soon.unref()
  return {
    path,
    deviceId,
    createdNow,
    read: (name, input, lane = 'list') => (lane === 'long' ? longReader() : (list ?? writer)).ask({ kind: 'read', name, input }) as Promise<never>,
    write: (name, input, meta, control) => {
      listReader()
      return writer.ask({ kind: 'write', name, input, meta, now: options.now() }, control) as Promise<never>
    },
    setDraft: async (key, title, value) => {
      await writer.ask({ kind: 'draft', key, title, value, now: options.now() })
    },
    markReminders: async (marks) => {
      await writer.ask({ kind: 'remind', marks })
    },
    backup: (target) => longReader().ask({ kind: 'backup', target }) as Promise<BackupProof>,
    load: async (phase) => {
      await writer.ask({ kind: 'load', phase })
    },
    close: async () => {
      clearTimeout(soon)
      await Promise.all([list?.close(), long?.close()])
      await writer.close()
    },
  }
}

/** An existing store that this program will upgrade: a way to copy it before. Null when there is nothing to upgrade. */
export function migrationPending(path: string): { withReader: (workerUrl: URL, use: (store: Pick<Store, 'backup'>) => Promise<void>) => Promise<void> } | null {
  const version = versionInFile(path)
  if (version === null || version === 0 || version >= newestVersion) return null
  return {
    withReader: async (workerUrl, use) => {
      const reader = new StoreThread(workerUrl, { path, role: 'reader' })
      await reader.ready
      try {
        await use({ backup: (target) => reader.ask({ kind: 'backup', target }) as Promise<BackupProof> })
      } finally {
        await reader.close()
      }
    },
  }
}

/** Reopens a store file that nobody uses and checks it. Rejects with `store_damaged` or `store_from_future`. */
export async function proveStore(path: string, workerUrl: URL): Promise<BackupProof> {
  const reader = new StoreThread(workerUrl, { path, role: 'reader' })
  try {
    return (await reader.ask({ kind: 'prove' })) as BackupProof
  } finally {
    await reader.close()
  }
}
