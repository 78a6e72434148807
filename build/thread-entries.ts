// Where tests find the entries of the threads and of the local host: in the bundle made for the run of tests, else in the sources.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Names the folder of the bundle; processes that a test starts inherit it. */
export const bundleVariable = 'MALETIN_TEST_BUNDLE'

const bundle = process.env[bundleVariable]

function entry(name: string, source: string): URL {
  const bundled = bundle === undefined ? null : join(bundle, `${name}.js`)
  return bundled !== null && existsSync(bundled) ? pathToFileURL(bundled) : new URL(source, import.meta.url)
}

export const storeWorker = entry('store-worker', '../src-main/store/store-worker.ts')
export const parseWorker = entry('parse-worker', '../src-main/mail/parse-worker.ts')
export const contactWorker = entry('contact-worker', '../src-main/files/contact-files/import-worker.ts')
export const localHost = entry('local', '../src-main/hosts/local/start.ts')
