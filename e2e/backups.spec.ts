// Backups from the window (SEC-2): one made and proved, gone back to and forward again; and from the page that says that the store is damaged. Both languages.
import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, listOf, listReady, rowOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createCompany } from './records.ts'
import { languages } from './words.ts'

const names = async (program: Program): Promise<string[]> =>
  (await program.api().ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 9 })).rows.map(({ name }) => name)

describe.skipIf(sayIfSkipped('backups'))('backups', () => {
  afterAll(closeBrowser)

  it.each(languages)('are made, proved and gone back to from the window; what was replaced too; also where the store is damaged (%s)', (language) =>
    withProgram(`backups ${language}`, { language }, async (program) => {
      const { say } = program
      const lineOf = (page: Page, kind: 'by-hand' | 'before-restore') => page.getByRole('row').filter({ hasText: say(`backups.kinds.${kind}`) })
      const restore = async (page: Page, kind: 'by-hand' | 'before-restore'): Promise<void> => {
        await lineOf(page, kind).first().getByRole('button', { name: say('backups.restore') }).click()
        const reloaded = page.waitForEvent('load')
        await dialogOf(page).getByRole('button').last().click()
        await reloaded
        await page.locator('#main').waitFor()
      }
      await createCompany(program, 'Antes')
      const page = await program.open('#/settings/backups')
      await page.getByRole('button', { name: say('settings.backups.make') }).click()
      await lineOf(page, 'by-hand').waitFor()
      await page.locator('.settings__proved.m-green').waitFor()
      await createCompany(program, 'Después')

      await restore(page, 'by-hand')
      expect(await names(program)).toEqual(['Antes'])
      await page.goto(page.url().replace(/#.*/, '#/settings/backups'))
      await lineOf(page, 'before-restore').locator('.m-green').waitFor()
      await restore(page, 'before-restore')
      expect(await names(program)).toEqual(['Antes', 'Después'])

      // Damaged: the page that says so restores by keyboard, and the list is there.
      await program.stop()
      writeFileSync(program.storePath, 'hurt beyond repair '.repeat(50))
      await program.start()
      const hurt = await program.open()
      const button = lineOf(hurt, 'by-hand').first().getByRole('button', { name: say('backups.restore') })
      await button.focus()
      await hurt.keyboard.press('Enter')
      const reloaded = hurt.waitForEvent('load')
      await dialogOf(hurt).getByRole('button').last().focus()
      await hurt.keyboard.press('Enter')
      await reloaded
      await hurt.goto(hurt.url().replace(/#.*/, '#/contacts'))
      await listReady(hurt)
      await rowOf(listOf(hurt), 'Antes').waitFor()
      expect(await names(program)).toEqual(['Antes'])
    }),
  )
})
