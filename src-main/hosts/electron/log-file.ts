// The program's log: one line of JSON an entry, in the profile (port `Log`). Main process. Kept small; never holds what users wrote on purpose.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../../ports.ts'

/** Bytes after which the log starts anew; the one before it is kept. */
const largest = 2 * 1024 * 1024

export function logFile(folder: string, now: () => number = Date.now): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'maletin.log')
  const write = (level: string, message: string, details: unknown): void => {
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), level, message, details })}\n`
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.1`)
      appendFileSync(file, line, { mode: 0o600 })
    } catch (error) {
      // A full disk must not end the program for the sake of its log.
      console.error(line, error)
    }
  }
  return {
    info: (message, details) => write('info', message, details),
    warn: (message, details) => write('warn', message, details),
    error: (message, error) =>
      write('error', message, error instanceof Error ? (error.stack ?? error.message) : String(error)),
  }
}
