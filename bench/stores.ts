// The stores that the benchmark works on: made once by the program's own sample filler, kept in bench/work, and copied before anything is changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { migrations } from '../migrations/index.ts'

export const root = resolve(import.meta.dirname, '..')
export const workFolder = join(root, 'bench/work')
/** The bundles under test: a copy, so that a build made meanwhile does not change what is measured. */
const bundles = join(workFolder, 'dist')
export const localEntry = join(bundles, 'main/local.js')

export interface StoreSize {
  contacts: number
  activities: number
  mails: number
}
export const large: StoreSize = { contacts: 200_000, activities: 1_000_000, mails: 1000 }
export const medium: StoreSize = { contacts: 20_000, activities: 102_000, mails: 100 }
export const small: StoreSize = { contacts: 2000, activities: 10_000, mails: 100 }

export function copyBundles(from: string): void {
  rmSync(bundles, { recursive: true, force: true })
  mkdirSync(workFolder, { recursive: true })
  cpSync(from, bundles, { recursive: true })
  copyFileSync(join(root, 'package.json'), join(workFolder, 'package.json'))
}

/** Changes with the schema and with what fills it. */
function fingerprint(): string {
  const hash = createHash('sha256').update(
    JSON.stringify(migrations.map(({ version, statements }) => [version, statements])),
  )
  const folder = join(root, 'src-main/sample')
  for (const name of readdirSync(folder).sort())
    if (!name.endsWith('.spec.ts')) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 12)
}

/** A filled profile of this size; reused when the schema and the sample's words are the same. */
export function filledProfile(size: StoreSize, say: (line: string) => void): string {
  const profile = join(workFolder, `sample-${fingerprint()}-${size.activities}`)
  if (existsSync(join(profile, 'store.db'))) return profile
  // One of an older schema serves no more.
  for (const name of readdirSync(workFolder)) {
    if (name.startsWith('sample-') && name.endsWith(`-${size.activities}`))
      rmSync(join(workFolder, name), { recursive: true, force: true })
  }
  say(
    `Filling a store with ${size.activities} activities and ${size.contacts} contacts (once; a few minutes for a million)…`,
  )
  const unfinished = `${profile}.filling`
  rmSync(unfinished, { recursive: true, force: true })
  const done = spawnSync(
    process.execPath,
    [
      join(bundles, 'main/sample.js'),
      '--profile',
      unfinished,
      '--contacts',
      String(size.contacts),
      '--activities',
      String(size.activities),
      '--mails',
      String(size.mails),
      '--seed',
      '3',
    ],
    { stdio: ['ignore', 2, 2] },
  )
  if (done.status !== 0) throw new Error('the sample store could not be filled')
  renameSync(unfinished, profile)
  return profile
}

/** A profile with a copy of that store, to be changed at will. */
export function copyOf(profile: string, name: string): string {
  const target = join(workFolder, name)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  copyFileSync(join(profile, 'store.db'), join(target, 'store.db'), constants.COPYFILE_FICLONE)
  return backedUp(target)
}

/** The daily backup would start seconds after the program and be measured with everything else: today's stands there already. */
export function backedUp(profile: string): string {
  const folder = join(profile, 'backups')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench-daily.db'), '')
  return profile
}
