// Every page and main dialog, light and dark, in both languages: no serious finding of axe, no words left untranslated.
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filledStore } from '../build/filled-store.ts'
import { allPlaces, goTo, settingsSections, showableIds, untranslated } from './pages.ts'
import { closeBrowser, sayIfSkipped, withProgram } from './program.ts'
import { allKeys } from './words.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
interface AxeFinding {
  id: string
  impact: string | null
  help: string
  nodes: { html: string; target: string[] }[]
}

/** Serious and critical findings, each with where it is. */
async function findingsOf(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy would refuse that.
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: AxeFinding[] }> }
    }
    return (await axe.run({ exclude: ['iframe'] }, { resultTypes: ['violations'], iframes: false })).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id} (${help}): ${nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} ${node.html.slice(0, 160)}`)
          .join(' | ')}`,
    )
}

describe.skipIf(sayIfSkipped('accessible.spec.ts'))('pages and dialogs', () => {
  let profile = ''
  beforeAll(async () => {
    profile = await filledStore({ contacts: 120, activities: 700, mails: 30, seed: 5, now: Date.now() })
  })
  afterAll(async () => {
    rmSync(profile, { recursive: true, force: true })
    await closeBrowser()
  })

  it.each([
    { language: 'es' as const, theme: 'light' as const },
    { language: 'en' as const, theme: 'dark' as const },
  ])(
    'have no serious finding and no word untranslated ($language, $theme)',
    ({ language, theme }) =>
      withProgram(`axe ${language} ${theme}`, { language, theme, profile }, async (program) => {
        await program.api().ask('settings.set', { language, theme })
        const page = await program.open()
        const places = allPlaces(await showableIds(program)).filter((place) => place.name !== 'readme')
        await page.goto(`${program.host().url}#/settings`)
        await page.getByRole('main').getByRole('link').first().waitFor()
        for (const route of await settingsSections(page)) places.push({ name: route, route })
        const found: string[] = []
        for (const place of places) {
          try {
            await goTo(page, program, place)
          } catch (error) {
            throw new Error(`${place.name} could not be shown`, { cause: error })
          }
          for (const finding of await findingsOf(page)) found.push(`${place.name}: ${finding}`)
          for (const key of await untranslated(page)) found.push(`${place.name}: not translated: ${key}`)
        }
        expect(found.join('\n')).toBe('')
      }),
    180_000,
  )

  it('the first start has none either, and both languages have the same words', () =>
    withProgram('axe first start', { setUp: false }, async (program) => {
      const page = await program.open()
      await page.getByRole('heading').first().waitFor()
      expect(await findingsOf(page)).toEqual([])
      expect(new Set(allKeys('en'))).toEqual(new Set(allKeys('es')))
    }))
})
