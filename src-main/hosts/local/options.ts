// What the local host was started with, and where its parts lie: beside the bundle, or in the sources. Loads nothing else: the start begins with it.
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
const isSource = import.meta.url.endsWith('.ts')

export const root = isSource ? resolve(here, '../../..') : resolve(here, '../..')
const started = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: 'string' },
    port: { type: 'string' },
    lang: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  },
})
export const args = started.values
export const profile = resolve(args.profile ?? defaultProfile())

function defaultProfile(): string {
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? homedir(), 'Maletin')
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Maletin')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'maletin')
}

const part = (name: string, source: string): URL => new URL(isSource ? source : `./${name}.js`, import.meta.url)
export const storeWorker = part('store-worker', '../../store/store-worker.ts')
export const parseWorker = part('parse-worker', '../../mail/parse-worker.ts')
export const contactWorker = part('contact-worker', '../../files/contact-files/import-worker.ts')

/** Mails, mailboxes and folders of them to take in, absolute. */
export const handed: readonly string[] = started.positionals.map((path) => resolve(path))
