// Where windows of each kind last stood (UX-3). A small file of the profile, no record: it belongs to this screen, not to the store.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../ports.ts'
import type { Bounds, WindowKind } from '../windows/window-kinds.ts'

export interface WindowBounds {
  get(kind: WindowKind): Bounds | null
  set(kind: WindowKind, bounds: Bounds): void
}

/** Reads what is remembered; a file that cannot be read is logged and counts as none. */
export function createWindowBounds(profile: string, log: Log): WindowBounds {
  const path = join(profile, 'windows.json')
  let all: Partial<Record<WindowKind, Bounds>> = {}
  if (existsSync(path)) {
    try {
      all = JSON.parse(readFileSync(path, 'utf8')) as typeof all
    } catch (error) {
      log.error('remembered window positions could not be read and start afresh', error)
    }
  }
  return {
    get: (kind) => all[kind] ?? null,
    set: (kind, bounds) => {
      all[kind] = bounds
      writeFileSync(path, JSON.stringify(all))
    },
  }
}
