// Pictures of every page, dialog and menu, to be looked at: `node e2e/look.ts FOLDER [--lang es] [--theme light] [--size 1280x800] [--only name,name] [--profile DIR]`.
// On sample data, or on those of a profile; then with nothing written down yet, and of the first start (`--empty` alone: only those).
// Says on standard output what is not translated or does not fit. No test.
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { filledStore } from '../build/filled-store.ts'
import { emptyPlaces, furtherPlaces } from './further-places.ts'
import { allPlaces, goTo, settingsSections, showableIds, truncated, untranslated, type Place } from './pages.ts'
import { closeBrowser, withProgram, type Program, type ProgramOptions } from './program.ts'
import { languages } from './words.ts'

const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lang: { type: 'string' },
    theme: { type: 'string' },
    size: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
    empty: { type: 'boolean', default: false },
  },
})
const folder = resolve(positionals[0] ?? 'pictures')
mkdirSync(folder, { recursive: true })
const sizes = (args.size === undefined ? ['1280x800', '1920x1080'] : [args.size]).map((size) => {
  const [width = 1280, height = 800] = size.split('x').map(Number)
  return { width, height }
})
const themes = (['light', 'dark'] as const).filter((theme) => args.theme === undefined || args.theme === theme)
const only = args.only?.split(',')
const isWanted = (name: string): boolean => only === undefined || only.some((start) => name.startsWith(start))

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`) })
  for (const key of await untranslated(page)) console.log(`${name}: not translated: ${key}`)
  for (const text of await truncated(page)) console.log(`${name}: does not fit: ${text}`)
}
async function showAll(program: Program, page: Page, places: readonly Place[], suffix: string): Promise<void> {
  for (const place of places.filter(({ name }) => isWanted(name))) {
    const name = `${place.name}-${suffix}`
    try {
      await goTo(page, program, place)
    } catch (error) {
      console.log(`${name}: could not be shown: ${String(error).slice(0, 400)}`)
    }
    await picture(page, name)
  }
}
/** What a scenario may not leave on the console is not this one's matter. */
const run = (options: ProgramOptions, how: (program: Program) => Promise<void>): Promise<void> =>
  withProgram('look', { ...options, isLogKept: false }, how).catch((error: unknown) => console.log(String(error)))

for (const language of languages.filter((one) => args.lang === undefined || args.lang === one)) {
  const profile = args.empty
    ? null
    : (args.profile ?? (await filledStore({ contacts: 120, activities: 700, mails: 40, seed: 5, now: Date.now() })))
  for (const theme of themes) {
    for (const viewport of sizes) {
      const suffix = `${language}-${theme}-${viewport.width}`
      const options = { language, theme, viewport }
      if (profile !== null) {
        await run({ ...options, profile }, async (program) => {
          await program.api().ask('settings.set', { language, theme })
          const page = await program.open()
          const ids = await showableIds(program)
          const places = [...allPlaces(ids), ...furtherPlaces(ids)]
          await page.goto(`${program.host().url}#/settings`)
          await page.waitForLoadState('networkidle')
          for (const route of await settingsSections(page))
            places.push({ name: route.replace(/^#\/|\/$/g, '').replaceAll('/', '-'), route })
          await showAll(program, page, places, suffix)
        })
      }
      if (args.profile !== undefined) continue
      await run(options, async (program) => showAll(program, await program.open(), emptyPlaces(), suffix))
      if (!isWanted('first-start')) continue
      await run({ ...options, setUp: false }, async (program) => {
        const page = await program.open()
        await picture(page, `first-start-${suffix}`)
        await page.getByRole('button', { name: program.say('firstStart.next') }).click()
        await picture(page, `first-start-wrong-${suffix}`)
        await page.getByLabel(program.say('firstStart.name')).fill('Lucía Ferrer')
        await page.getByRole('button', { name: program.say('firstStart.next') }).click()
        await picture(page, `first-start-how-${suffix}`)
        await page.getByRole('button', { name: program.say('firstStart.lookAround') }).click()
        await page.getByText(program.say('firstStart.sample.looking')).waitFor({ timeout: 60_000 })
        await page.waitForTimeout(800)
        await picture(page, `first-start-sample-${suffix}`)
      })
    }
  }
  if (profile !== null && args.profile === undefined) rmSync(profile, { recursive: true, force: true })
}
await closeBrowser()
