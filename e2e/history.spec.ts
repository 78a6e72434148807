// Where each change came from, as the history says it of everything and of one record (HIS-1): list, calendar, forms, undo. And the name on the chip of a
// list that holds nothing of the contact it is filtered by. Both languages.
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, listOf, listReady, rowOf, sayIfSkipped, withProgram } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

describe.skipIf(sayIfSkipped('history'))('the history', () => {
  afterAll(closeBrowser)

  it.each(languages)('says from where each change was made, overall and of one record (%s)', (language) =>
    withProgram(`from where ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const contactId = await createCompany(program, 'Arana Distribución')
      await createActivity(program, who, { subject: 'Visita de marzo', on: '2026-03-10', companyId: contactId })

      // From the list: a new one by the quick form, then the old one cancelled by its menu key, and that undone.
      const page = await program.open('#/activities')
      await listReady(page)
      await page.keyboard.press('Alt+n')
      await dialogOf(page).locator('.quick:not([inert])').waitFor()
      await page.keyboard.type('Llamada nueva')
      await page.keyboard.press('Tab')
      await page.keyboard.type('aran')
      await dialogOf(page).getByRole('option', { name: /Arana/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Control+Enter')
      await rowOf(listOf(page), 'Llamada nueva').waitFor()
      await page.keyboard.press('Control+z')
      await page.getByText(say('shell.undone', { command: say('commands.activity_create') })).waitFor()

      // From the contact's page: a note.
      await page.goto(page.url().replace(/#.*/, `#/contacts/${contactId}`))
      const note = page.getByRole('textbox', { name: say('contacts.note.quick') })
      await note.fill('Prefiere las mañanas')
      await note.press('Control+Enter')
      await page.locator('.timeline').getByText('Prefiere las mañanas').first().waitFor()

      const sources = (key: string): string => say(`history.sources.${key}`)
      await page.goto(page.url().replace(/#.*/, '#/history'))
      const lines = page.locator('.change-set__line')
      await lines.nth(2).waitFor()
      const told = (await page.locator('.change-set__who').allInnerTexts()).slice(0, 3)
      expect(told).toEqual([
        `Lucía Ferrer · ${sources('contact')}`,
        `Lucía Ferrer · ${sources('activities')}`,
        `Lucía Ferrer · ${sources('activities')}, ${sources('quick-form')}`,
      ])

      // Of the one record, over the list.
      await page.goto(page.url().replace(/#.*/, '#/contacts'))
      await listReady(page)
      await rowOf(listOf(page), 'Arana').click()
      await page.keyboard.press('h')
      await dialogOf(page).getByText(`Lucía Ferrer · ${sources('contact')}`).first().waitFor()
    }),
  )

  it('a list without a row of the contact it is filtered by says its name', () =>
    withProgram('chip', {}, async (program) => {
      const { say } = program
      const contactId = await createCompany(program, 'Vinos de la Ribera')
      const chip = (page: Awaited<ReturnType<typeof program.open>>) => page.getByRole('search').getByRole('button', { name: `${say('fields.contact')}: Vinos de la Ribera` })
      const filter = encodeURIComponent(JSON.stringify({ contactId }))
      await chip(await program.open(`#/activities?filter=${filter}`)).waitFor()
      await chip(await program.open(`#/mail?contact=${contactId}`)).waitFor()
    }),
  )
})
