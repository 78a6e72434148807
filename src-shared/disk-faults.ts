// Translates what a file system reports into the closed map of errors. Any thread.
import { KnownError } from './errors.ts'

/** A KnownError for a full or a read-only disk, with `path` as the place; anything else is returned as it came. */
export function asDiskFault(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (error instanceof KnownError) return error
  if (code === 'ENOSPC' || code === 'EDQUOT') return new KnownError('disk_full', {}, { cause: error })
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new KnownError('read_only', { path }, { cause: error })
  return error
}
