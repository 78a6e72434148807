// One store is opened by one program (SEC-4): an exclusive lock the operating system takes back by itself when the program ends, however it ends.
import Database from 'better-sqlite3'

export interface ProfileLock {
  release(): void
}

/** The lock on a profile, or null when another program holds it. */
export function lockProfile(path: string): ProfileLock | null {
  const db = new Database(path, { timeout: 0 })
  try {
    // No file beside it: the lock needs no room on a full disk.
    db.pragma('journal_mode = MEMORY')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return { release: () => db.close() }
}
