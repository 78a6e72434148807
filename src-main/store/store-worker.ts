// Entry of a store thread: is told first which store to open, owns one connection to it, as the writer or as a reader, and answers named operations in the
// order they come.
import { parentPort, type MessagePort } from 'node:worker_threads'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { KnownError } from '../../src-shared/errors.ts'
import { openConnection, type Connection } from './database.ts'
import { beginLoad, endLoad } from './bulk-load.ts'
import { migrate, refuseFuture, versionInFile } from './migrate.ts'
import type * as AllOperations from './operations.ts'
import type { Command, ReadOperation } from './operations.ts'
import { activityQueries } from './queries/activity-queries.ts'
import { settingsQueries } from './queries/settings-queries.ts'
import { readStoreOf, type ReadStore } from './read-store.ts'
import { asStoreFault, toThreadError } from './store-faults.ts'
import {
  cancelSlots,
  type BackupProof,
  type ReminderMark,
  type StoreWorkerData,
  type ThreadProgress,
  type ThreadReady,
  type ThreadReply,
  type ThreadRequest,
} from './thread-protocol.ts'
import { uuidv7 } from './uuid.ts'
import { WriteSession, type WriteWatch } from './write-session.ts'

const port = parentPort
if (port === null) throw new Error('the store runs on a thread of its own')

interface Opened {
  connection: Connection
  read: ReadStore
  session: WriteSession | null
  cancelled: Int32Array
  deviceId: string
  createdNow: boolean
}

function open(data: StoreWorkerData): Opened {
  const version = versionInFile(data.path)
  if (version !== null) refuseFuture(data.path, version)
  const connection = openConnection(data.path, data.role, { maxPages: data.maxPages })
  try {
    const createdNow = version === null
    if (data.role === 'writer') migrate(connection.raw)
    const deviceId = data.role === 'writer' ? deviceOf(connection) : ''
    const session = data.role === 'writer' ? new WriteSession(connection, deviceId) : null
    return { connection, read: readStoreOf(connection), session, cancelled: data.cancelled, deviceId, createdNow }
  } catch (error) {
    connection.close()
    throw error
  }
}

function deviceOf(connection: Connection): string {
  const found = connection.prepare(`SELECT value FROM store_info WHERE id = 'device'`).get() as
    { value: string } | undefined
  if (found !== undefined) return found.value
  const device = uuidv7(Date.now())
  connection.prepare(`INSERT INTO store_info (id, value) VALUES ('device', ?)`).run(device)
  return device
}

/** Checks a store as a whole and counts what is in it; `store_damaged` where it does not pass. */
function prove({ raw, prepare, path }: Connection): BackupProof {
  const check = raw.pragma('quick_check', { simple: true })
  if (check !== 'ok') throw new KnownError('store_damaged', { path }, { cause: new Error(String(check)) })
  const version = raw.pragma('user_version', { simple: true }) as number
  const count = (table: string): number =>
    (prepare(`SELECT count(*) AS n FROM sqlite_schema WHERE name = ?`).get(table) as { n: number }).n === 0
      ? 0
      : (prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
  return { contacts: count('contact'), activities: count('activity'), version }
}

/** Copies the store with the engine's backup call and proves the copy by reopening and counting it (SEC-2). */
async function backup(connection: Connection, target: string): Promise<BackupProof> {
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  await connection.raw.backup(unfinished)
  const copy = openConnection(unfinished, 'reader')
  let proof: BackupProof
  try {
    proof = prove(copy)
  } finally {
    copy.close()
  }
  for (const end of ['-wal', '-shm']) rmSync(unfinished + end, { force: true })
  const file = openSync(unfinished, 'r+')
  fsyncSync(file)
  closeSync(file)
  renameSync(unfinished, target)
  return proof
}

function draft(connection: Connection, request: Extract<ThreadRequest, { kind: 'draft' }>): void {
  if (request.value === null) connection.prepare('DELETE FROM draft WHERE id = ?').run(request.key)
  else {
    connection
      .prepare(
        `INSERT INTO draft (id, title, value, saved_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, value = excluded.value, saved_at = excluded.saved_at`,
      )
      .run(request.key, request.title, request.value, request.now)
  }
}

function remind(connection: Connection, marks: readonly ReminderMark[]): void {
  const shown = connection.prepare('UPDATE reminder_watch SET shown_key = ? WHERE reminder_row = ?')
  const handled = connection.prepare(
    'UPDATE reminder_watch SET handled_key = ?, snoozed_utc = NULL WHERE reminder_row = ?',
  )
  const snoozed = connection.prepare(
    'UPDATE reminder_watch SET snoozed_utc = ?, shown_key = NULL WHERE reminder_row = ?',
  )
  connection.raw.transaction(() => {
    for (const mark of marks) {
      if (mark.kind === 'shown') shown.run(mark.key, mark.row)
      else if (mark.kind === 'handled') handled.run(mark.key, mark.row)
      else snoozed.run(mark.until, mark.row)
    }
  })()
}

/** Before the store is closed. Where the disk is full the log file stays, and is read when the store is opened again. */
function tidy({ raw, path }: Connection): void {
  try {
    raw.pragma('optimize')
    raw.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    const fault = asStoreFault(error, path)
    if (!(fault instanceof KnownError && fault.code === 'disk_full')) throw error
  }
}

const toldEveryMs = 100

/** Tells the core's thread how far a write is, and looks whether it is to be given up. */
function watchOf({ cancelled }: Opened, id: number): WriteWatch {
  let told = performance.now()
  return {
    isCancelled: () => Atomics.load(cancelled, id % cancelSlots) === id,
    progress: (done, total) => {
      if (performance.now() - told < toldEveryMs) return
      told = performance.now()
      port?.postMessage({ id, done, total } satisfies ThreadProgress)
    },
  }
}

/** What the first page asks. All else takes longer to load than that takes to answer, and comes with the first request for any of it. */
const firstReads: Record<string, ReadOperation> = { ...settingsQueries, ...activityQueries }
let all: typeof AllOperations | null = null
let loading: Promise<void> | null = null

const isAtHand = (request: ThreadRequest): boolean =>
  all !== null || !(request.kind === 'write' || (request.kind === 'read' && !Object.hasOwn(firstReads, request.name)))

/** Requests that come while the rest is loaded keep their order: they wait for it too. */
function take(opened: Opened, request: ThreadRequest): void {
  if (loading === null && isAtHand(request)) return void reply(opened, request)
  loading ??= import('./operations.ts').then((operations) => {
    all = operations
    loading = null
  })
  void loading.then(
    () => reply(opened, request),
    (error: unknown) => (request.kind === 'close' ? reply(opened, request) : fail(opened, request, error)),
  )
}

function answer(opened: Opened, request: ThreadRequest): unknown {
  switch (request.kind) {
    case 'read': {
      const reads: Record<string, ReadOperation> = all?.reads ?? firstReads
      const operation = Object.hasOwn(reads, request.name) ? reads[request.name] : undefined
      if (operation === undefined) throw new Error(`no read operation ${request.name}`)
      return operation(opened.read, request.input as never)
    }
    case 'write': {
      const commands: Record<string, Command> = all?.commands ?? {}
      const command = Object.hasOwn(commands, request.name) ? commands[request.name] : undefined
      if (command === undefined || opened.session === null) throw new Error(`no command ${request.name} here`)
      return opened.session.run(request.meta, request.now, command, request.input as never, watchOf(opened, request.id))
    }
    case 'draft':
      return draft(opened.connection, request)
    case 'remind':
      return remind(opened.connection, request.marks)
    case 'backup':
      copying = backup(opened.connection, request.target)
      return copying
    case 'prove':
      return prove(opened.connection)
    case 'load':
      return request.phase === 'begin' ? beginLoad(opened.connection.raw) : endLoad(opened.connection.raw)
    case 'close':
      try {
        if (opened.session !== null) tidy(opened.connection)
      } finally {
        opened.connection.close()
      }
      return null
  }
}

/** The last copy that was begun: the one thing here that goes on between two requests. */
let copying: Promise<unknown> = Promise.resolve()

async function reply(opened: Opened, request: ThreadRequest): Promise<void> {
  try {
    if (request.kind === 'close') await Promise.allSettled([copying])
    const value = await answer(opened, request)
    const transfer = value instanceof Int32Array ? [value.buffer as ArrayBuffer] : []
    port?.postMessage({ id: request.id, ok: true, value: value ?? null } satisfies ThreadReply, transfer)
  } catch (error) {
    fail(opened, request, error)
  }
  if (request.kind === 'close') port?.close()
}

function fail(opened: Opened, request: ThreadRequest, error: unknown): void {
  port?.postMessage({ id: request.id, ok: false, error: toThreadError(error, opened.connection.path) } satisfies ThreadReply)
}

function beginWriter(port: MessagePort, data: StoreWorkerData): void {
  try {
    const opened = open(data)
    port.on('message', (request: ThreadRequest) => take(opened, request))
    port.postMessage({ ready: true, createdNow: opened.createdNow, deviceId: opened.deviceId } satisfies ThreadReady)
  } catch (error) {
    port.postMessage({ ready: false, error: toThreadError(error, data.path) } satisfies ThreadReady)
    port.close()
  }
}

/** It opens with its first question: the writer opens, and upgrades, the store before. */
function beginReader(port: MessagePort, data: StoreWorkerData): void {
  let opened: Opened | null = null
  port.on('message', (request: ThreadRequest) => {
    if (opened === null && request.kind === 'close') {
      port.postMessage({ id: request.id, ok: true, value: null } satisfies ThreadReply)
      port.close()
      return
    }
    try {
      opened ??= open(data)
    } catch (error) {
      port.postMessage({ id: request.id, ok: false, error: toThreadError(error, data.path) } satisfies ThreadReply)
      return
    }
    take(opened, request)
  })
  port.postMessage({ ready: true, createdNow: false, deviceId: '' } satisfies ThreadReady)
}

port.once('message', (data: StoreWorkerData) =>
  data.role === 'writer' ? beginWriter(port, data) : beginReader(port, data),
)
