// Pictures of every page and main dialog on sample data, to be looked at: `node e2e/look.ts FOLDER [--lang es] [--theme light] [--size 1280x800] [--only name]`.
// Says on standard output what is not translated or does not fit. No test.
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { filledStore } from '../build/filled-store.ts'
import { allPlaces, goTo, settingsSections, showableIds, truncated, untranslated } from './pages.ts'
import { closeBrowser, withProgram } from './program.ts'
import { languages } from './words.ts'

const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: { lang: { type: 'string' }, theme: { type: 'string' }, size: { type: 'string' }, only: { type: 'string' } },
})
const folder = resolve(positionals[0] ?? 'pictures')
mkdirSync(folder, { recursive: true })
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
].filter((size) => args.size === undefined || args.size === `${size.width}x${size.height}`)
const themes = (['light', 'dark'] as const).filter((theme) => args.theme === undefined || args.theme === theme)

for (const language of languages.filter((one) => args.lang === undefined || args.lang === one)) {
  const profile = await filledStore({ contacts: 120, activities: 700, mails: 40, seed: 5, now: Date.now() })
  for (const theme of themes) {
    for (const viewport of sizes) {
      await withProgram('look', { language, theme, viewport, profile, isLogKept: false }, async (program) => {
        await program.api().ask('settings.set', { language, theme })
        const page = await program.open()
        const places = allPlaces(await showableIds(program))
        await page.goto(`${program.host().url}#/settings`)
        await page.waitForLoadState('networkidle')
        for (const route of await settingsSections(page))
          places.push({ name: route.replace(/^#\/|\/$/g, '').replaceAll('/', '-'), route })
        for (const place of places.filter(({ name }) => args.only === undefined || name.startsWith(args.only))) {
          const name = `${place.name}-${language}-${theme}-${viewport.width}`
          try {
            await goTo(page, program, place)
          } catch (error) {
            console.log(`${name}: could not be shown: ${String(error).slice(0, 400)}`)
          }
          await page.screenshot({ path: join(folder, `${name}.png`) })
          for (const key of await untranslated(page)) console.log(`${name}: not translated: ${key}`)
          for (const text of await truncated(page)) console.log(`${name}: does not fit: ${text}`)
        }
      }).catch((error: unknown) => console.log(String(error)))
    }
  }
  rmSync(profile, { recursive: true, force: true })
}
await closeBrowser()
