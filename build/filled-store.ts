// A small filled store for tests: the sample through the real pipeline, in a folder of its own.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillSample } from '../src-main/services/sample-service.ts'
import { openStore } from '../src-main/store/store.ts'
import { testNow } from './test-core.ts'
import { storeWorker } from './thread-entries.ts'

/** Folder with a `store.db` of the sample; the same for the same size and seed. The caller removes it. */
export async function filledStore(size: {
  contacts: number
  activities: number
  mails?: number
  seed?: number
  now?: number
}): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'maletin-filled-'))
  await fillSample(
    {
      clock: { now: () => size.now ?? testNow, zone: () => 'Europe/Madrid' },
      paths: { profile, storeWorker, parseWorker: storeWorker, contactWorker: storeWorker },
    },
    openStore,
    profile,
    {
      contacts: size.contacts,
      activities: size.activities,
      mails: size.mails ?? 0,
      seed: size.seed ?? 1,
      language: 'es',
    },
    { signal: new AbortController().signal, progress: () => undefined },
  )
  return profile
}
