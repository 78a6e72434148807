// `npm run bench [-- --only list,bulk] [-- --verbose]`: measures the program against a reference in the same run, prints the table with its limits
// and writes bench/results.json (with --only, the measured rows alone are replaced in it). A row over its limit is named and does not fail the command.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureBulk } from './measure-bulk.ts'
import { measureCalendar } from './measure-calendar.ts'
import { measureLists } from './measure-lists.ts'
import { measureMail } from './measure-mail.ts'
import { measureMailSearch } from './measure-mail-search.ts'
import { measureMemory } from './measure-memory.ts'
import { measureNext } from './measure-next.ts'
import { measureReminders } from './measure-reminders.ts'
import { measureScroll } from './measure-scroll.ts'
import { measureSearch } from './measure-search.ts'
import { measureSearchAll } from './measure-search-all.ts'
import { measureStart } from './measure-start.ts'
import { printTable, writeResults, type BenchRow } from './results.ts'
import { copyBundles, filledProfile, large, backedUp, medium, root, small } from './stores.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    profile: { type: 'string' },
    dist: { type: 'string' },
  },
})
const { verbose } = values
const wanted = values.only?.split(',') ?? null
const say = (line: string): void => void process.stderr.write(`${line}\n`)

copyBundles(values.dist ?? join(root, 'dist'))
const profile = backedUp(values.profile ?? filledProfile(large, say))
const smallProfile = backedUp(filledProfile(small, say))

/** Each part measures its rows and their references side by side. */
const parts: { name: string; measure: () => Promise<BenchRow[]> }[] = [
  { name: 'list', measure: () => measureLists(profile, smallProfile, verbose) },
  { name: 'bulk', measure: () => measureBulk(profile, verbose) },
  { name: 'mail-search', measure: () => measureMailSearch(smallProfile, verbose) },
  { name: 'search-all', measure: () => measureSearchAll(profile, verbose) },
  { name: 'search', measure: () => measureSearch(profile, verbose) },
  { name: 'reminders', measure: () => measureReminders() },
  { name: 'start', measure: () => measureStart(smallProfile, verbose) },
  { name: 'scroll', measure: () => measureScroll(backedUp(filledProfile(medium, say)), verbose) },
  { name: 'calendar', measure: () => measureCalendar(profile, verbose) },
  { name: 'next', measure: () => measureNext(profile, verbose) },
  { name: 'mail', measure: () => measureMail(smallProfile, verbose) },
  { name: 'memory', measure: () => measureMemory(profile, verbose) },
]

const results: BenchRow[] = []
const failed: string[] = []
for (const { name, measure } of parts) {
  if (wanted !== null && !wanted.includes(name)) continue
  const from = performance.now()
  say(`Measuring ${name}…`)
  try {
    results.push(...(await measure()))
  } catch (error) {
    failed.push(`${name} (${error instanceof Error ? error.message : String(error)})`)
    process.exitCode = 1
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  say(`  ${((performance.now() - from) / 1000).toFixed(0)} s`)
}
printTable(results, failed)
if (results.length > 0) writeResults(join(root, 'bench/results.json'), results, wanted !== null)
