// `npm run sample -- --profile DIR --contacts N --activities N --mails N [--seed S] [--lang es|en] [--today YYYY-MM-DD]`: fills a profile that has
// no store yet with plausible invented data; the same for the same seed, size and day.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fillSample } from '../src-main/services/sample-service.ts'
import { lockProfile } from '../src-main/store/profile-lock.ts'
import { openStore } from '../src-main/store/store.ts'
import { instantOf, isLocalDate } from '../src-shared/domain/local-time.ts'
import { mkdirSync } from 'node:fs'

const { values } = parseArgs({
  options: {
    profile: { type: 'string' },
    contacts: { type: 'string', default: '300' },
    activities: { type: 'string', default: '2000' },
    mails: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    lang: { type: 'string', default: 'es' },
    today: { type: 'string' },
  },
})

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
const whole = (text: string, least: number): number => {
  const n = Number(text)
  return Number.isInteger(n) && n >= least ? n : refuse(`Not a whole number of at least ${least}: ${text}`)
}

if (values.profile === undefined) refuse('Say which profile to fill: --profile DIR')
const profile = resolve(values.profile)
mkdirSync(profile, { recursive: true, mode: 0o700 })
if (existsSync(join(profile, 'store.db'))) refuse(`There is a store in ${profile} already: nothing was changed. Name an empty folder.`)
const lock = lockProfile(join(profile, 'lock.db'))
if (lock === null) refuse('The profile is open in the program: close it first.')
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
if (values.today !== undefined && !isLocalDate(values.today)) refuse(`Not a day: ${values.today}`)
const now = values.today === undefined ? Date.now() : instantOf(values.today, '12:00', zone)
const here = import.meta.url
const storeWorker = here.endsWith('.ts') ? new URL('../src-main/store/store-worker.ts', here) : new URL('./store-worker.js', here)
const started = performance.now()
await fillSample(
  { clock: { now: () => now, zone: () => zone }, paths: { profile, storeWorker, parseWorker: storeWorker, contactWorker: storeWorker } },
  openStore,
  profile,
  {
    contacts: whole(values.contacts, 1),
    activities: whole(values.activities, 0),
    mails: whole(values.mails, 0),
    seed: whole(values.seed, 0),
    language: values.lang === 'en' ? 'en' : 'es',
  },
  {
    signal: new AbortController().signal,
    progress: (done, total) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${Math.floor((100 * done) / (total ?? 1))} % `)
    },
  },
)
lock.release()
process.stderr.write(`\nFilled ${profile} in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`)
