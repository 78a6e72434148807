// The first minutes with the program (UX-7): language, name, a look around in sample data that stays apart, and the way out of it again.
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, listOf, listReady, sayIfSkipped, tabTo, withProgram, type Program } from './program.ts'
import { languages, sayIn } from './words.ts'

const nameOf = { es: 'Español', en: 'English' }

async function byMouse(page: Page, { say, language }: Program): Promise<void> {
  await page.getByRole('radio', { name: nameOf[language] }).check()
  await page.getByLabel(say('firstStart.name')).fill('Lucía Ferrer')
  await page.getByRole('button', { name: say('firstStart.next') }).click()
  await page.getByRole('button', { name: say('firstStart.lookAround') }).click()
}

async function byKeyboard(page: Page, { say, language }: Program): Promise<void> {
  await tabTo(page, /^(Español|English)$/)
  const wanted = page.getByRole('radio', { name: nameOf[language] })
  if (!(await wanted.isChecked())) await page.keyboard.press(language === 'en' ? 'ArrowDown' : 'ArrowUp')
  expect(await wanted.isChecked()).toBe(true)
  await page.getByText(say('firstStart.language')).waitFor()
  await tabTo(page, say('firstStart.name'))
  await page.keyboard.type('Lucía Ferrer')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: say('firstStart.how', { name: 'Lucía' }) }).waitFor()
  await tabTo(page, say('firstStart.lookAround'))
  await page.keyboard.press('Enter')
}

describe.skipIf(sayIfSkipped('first-start.spec.ts'))('the first start', () => {
  afterAll(closeBrowser)

  it.each(
    languages.flatMap((language) => [
      { language, hand: 'mouse' },
      { language, hand: 'keyboard' },
    ]),
  )('leads by a look at sample data to the own, empty profile ($language, $hand)', ({ language, hand }) =>
    withProgram(`first start ${language} ${hand}`, { language, setUp: false }, async (program) => {
      const { say } = program
      const page = await program.open()
      expect(page.url()).toContain('#/first-start')
      await (hand === 'mouse' ? byMouse(page, program) : byKeyboard(page, program))

      await page.getByText(say('firstStart.sample.looking')).waitFor({ timeout: 30_000 })
      await listOf(page).waitFor()
      expect(await listReady(page)).toBeGreaterThan(20)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      const state = await program.api().ask('app.state', {})
      expect(state).toMatchObject({ isSample: true, isFirstStart: false })

      if (hand === 'mouse') await page.getByRole('button', { name: say('firstStart.sample.remove') }).click()
      else {
        await tabTo(page, say('firstStart.sample.remove'))
        await page.keyboard.press('Enter')
      }
      const sure = dialogOf(page).getByRole('button', { name: say('firstStart.sample.removeAction') })
      await sure.waitFor()
      if (hand === 'mouse') await sure.click()
      else {
        await tabTo(page, say('firstStart.sample.removeAction'))
        await page.keyboard.press('Enter')
      }
      await page.getByText(say('firstStart.sample.looking')).waitFor({ state: 'detached' })
      await page.getByText(say('activities.empty')).waitFor()
      expect(await program.api().ask('app.state', {})).toMatchObject({ isSample: false, isFirstStart: false })
      expect((await program.api().ask('settings.get', {})).lists.users.map((user) => user.name)).toEqual([
        'Lucía Ferrer',
      ])
    }),
  )

  it('asks for a name before it goes on, in words', () =>
    withProgram('first start name', { setUp: false }, async (program) => {
      const say = sayIn('es')
      const page = await program.open()
      await page.getByRole('button', { name: say('firstStart.next') }).click()
      await page.getByText(say('firstStart.nameNeeded')).waitFor()
      expect(await program.api().ask('app.state', {})).toMatchObject({ isFirstStart: true })
      await page.getByLabel(say('firstStart.name')).fill('Lucía Ferrer')
      await page.getByRole('button', { name: say('firstStart.next') }).click()
      await page.getByRole('button', { name: say('firstStart.startEmpty') }).click()
      await page.getByText(say('activities.empty')).waitFor()
    }))
})
