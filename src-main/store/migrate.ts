// Brings a store file to the newest version: each step one transaction, its foreign keys checked, `user_version` written with it.
// A store from a newer program is refused before a byte of it is touched. Runs on the writer's thread.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { migrations as all, newestVersion, type Migration } from '../../migrations/index.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { asStoreFault } from './store-faults.ts'

/** SQLite's file format, 1.3: the user version is a big-endian number at offset 60. Reading it so changes nothing on disk. */
export function versionInFile(path: string): number | null {
  if (!existsSync(path) || statSync(path).size < 100) return null
  const file = openSync(path, 'r')
  try {
    const header = Buffer.alloc(100)
    readSync(file, header, 0, 100, 0)
    if (header.toString('latin1', 0, 15) !== 'SQLite format 3') throw new KnownError('store_damaged', { path })
    return header.readUInt32BE(60)
  } finally {
    closeSync(file)
  }
}

/** Refuses a store that a newer program wrote (SEC-5). */
export function refuseFuture(path: string, version: number): void {
  if (version > newestVersion) throw new KnownError('store_from_future', { path, version, newestKnown: newestVersion })
}

function pendingMigrations(version: number, list: readonly Migration[] = all): Migration[] {
  return list.filter((migration) => migration.version > version)
}

/**
 * Runs what is pending. A failing statement rolls its whole step back and is told as `migration_failed`; the store stays at the version before.
 * `beforeStatement` is for tests that stop at each statement in turn.
 */
export function migrate(
  db: Database.Database,
  options: { list?: readonly Migration[]; beforeStatement?: (version: number, index: number) => void } = {},
): void {
  const current = db.pragma('user_version', { simple: true }) as number
  refuseFuture(db.name, current)
  for (const migration of pendingMigrations(current, options.list)) {
    // Foreign keys cannot be switched inside a transaction; they are checked as a whole at its end instead.
    db.pragma('foreign_keys = OFF')
    db.exec('BEGIN IMMEDIATE')
    try {
      migration.statements.forEach((statement, index) => {
        options.beforeStatement?.(migration.version, index)
        db.exec(statement)
      })
      const broken = db.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0) throw new Error(`foreign keys broken: ${JSON.stringify(broken.slice(0, 3))}`)
      db.pragma(`user_version = ${migration.version}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      const fault = asStoreFault(error, db.name)
      if (fault instanceof KnownError) throw fault
      throw new KnownError(
        'migration_failed',
        { version: migration.version, message: error instanceof Error ? error.message : String(error) },
        { cause: error },
      )
    } finally {
      db.pragma('foreign_keys = ON')
    }
  }
}
