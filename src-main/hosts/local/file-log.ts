// The log of the local host: lines of JSON in the profile, one older file kept. Never on standard output, which carries one line alone.
import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../../ports.ts'

const maxBytes = 5 * 1024 * 1024

export function createFileLog(profile: string): Log {
  const path = join(profile, 'maletin.log')
  const write = (level: string, message: string, details: Record<string, unknown>): void => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, message, ...details })}\n`
    try {
      if (existsSync(path) && statSync(path).size > maxBytes) renameSync(path, `${path}.1`)
      appendFileSync(path, line, { mode: 0o600 })
    } catch (error) {
      // A full disk must not end the program because it cannot be written down.
      process.stderr.write(`${line}${String(error)}\n`)
    }
  }
  return {
    info: (message, details = {}) => write('info', message, details),
    warn: (message, details = {}) => write('warn', message, details),
    error: (message, error) =>
      write('error', message, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  }
}
