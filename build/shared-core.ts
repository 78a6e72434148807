// One core for all tests of a spec, as new after each of them: what a test made is undone, and its host must have recorded no fault.
import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { startCore, undoAll, type TestCore } from './test-core.ts'

/** Called where a spec begins. What it gives can be used as soon as the first test or a later `beforeAll` runs. */
export function sharedCore(): TestCore {
  const core = {} as TestCore
  beforeAll(async () => void Object.assign(core, await startCore()))
  afterEach(async () => {
    expect(core.host.errors).toEqual([])
    await undoAll(core)
  })
  afterAll(async () => {
    await core.close()
    rmSync(core.profile, { recursive: true, force: true })
  })
  return core
}

/** Starts the program anew on the same profile; the core of before must be closed. */
export async function startAgain(core: TestCore): Promise<void> {
  Object.assign(core, await startCore(core.profile))
}
