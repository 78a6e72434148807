// Finds the outside test material (real mails and the like), which is not part of this repository.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Folder of outside test material, or null where it is absent (the test then skips and says so). */
export function testData(folder: string): string | null {
  const path = join(root, '..', 'shared', 'data', folder)
  return existsSync(path) ? path : null
}
