// Translates what SQLite reports into the closed map of errors; the one place that knows its codes. Runs on the store threads.
import { KnownError, type WireError } from '../../src-shared/errors.ts'

function sqliteCode(error: unknown): string | null {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return null
}

/** A KnownError for faults a user can do something about; anything else is returned as it came. */
export function asStoreFault(error: unknown, path: string): unknown {
  if (error instanceof KnownError) return error
  const code = sqliteCode(error)
  if (code === null) return error
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return new KnownError('disk_full', {}, { cause: error })
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new KnownError('store_damaged', { path }, { cause: error })
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'EACCES' || code === 'EROFS') {
    return new KnownError('read_only', { path }, { cause: error })
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new KnownError('store_locked', { path }, { cause: error })
  // A write to a full disk may surface as an input/output fault of the log file.
  if (code === 'SQLITE_IOERR_WRITE' || code === 'SQLITE_IOERR_FSYNC' || code === 'SQLITE_IOERR_SHMSIZE') {
    return new KnownError('disk_full', {}, { cause: error })
  }
  return error
}

/** What crosses the thread: the known error, or its stack for the log. */
export type ThreadError = { known: WireError } | { message: string; stack: string }

export function toThreadError(error: unknown, path: string): ThreadError {
  const fault = asStoreFault(error, path)
  if (fault instanceof KnownError) return { known: { code: fault.code, details: fault.details } as WireError }
  if (fault instanceof Error) return { message: fault.message, stack: fault.stack ?? fault.message }
  return { message: String(fault), stack: String(fault) }
}

export function fromThreadError(error: ThreadError): Error {
  if ('known' in error) return new KnownError(error.known.code, error.known.details)
  const unforeseen = new Error(error.message)
  unforeseen.stack = error.stack
  return unforeseen
}
