// Who works where (CON-2) and a lead that becomes a customer (CON-7), on the contact's page: done, said, undone; by mouse and by keyboard, in both languages.
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, sayIfSkipped, tabTo, withProgram } from './program.ts'
import { createCompany, createPerson } from './records.ts'
import { languages } from './words.ts'

const press = async (page: Page, name: string, hand: string): Promise<void> => {
  if (hand === 'mouse') return page.getByRole('button', { name, exact: true }).last().click()
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

describe.skipIf(sayIfSkipped('contact-jobs.spec.ts'))('jobs of a contact', () => {
  afterAll(closeBrowser)

  it.each(languages.flatMap((language) => ['mouse', 'keyboard'].map((hand) => ({ language, hand }))))(
    'somebody moves on, leaves, and all of it comes back ($language, $hand)',
    ({ language, hand }) =>
      withProgram(`jobs ${language} ${hand}`, { language }, async (program) => {
        const { say } = program
        const before = await createCompany(program, 'Ferretería Núñez')
        await createCompany(program, 'Nexo Bilbao')
        const id = await createPerson(program, { givenName: 'Ana', familyName: 'Ruiz', employerId: before })
        const page = await program.open(`#/contacts/${id}`)
        const jobs = page.locator('.jobs-list')
        await jobs.getByRole('link', { name: 'Ferretería Núñez' }).waitFor()
        const undo = async (): Promise<void> => {
          if (hand === 'mouse') return page.locator('.quiet').getByRole('button', { name: say('shell.undo') }).click()
          await page.locator('#main').focus()
          await page.keyboard.press('Control+z')
        }

        await press(page, say('contacts.addJob'), hand)
        await page.keyboard.type('nexo')
        const found = page.getByRole('option', { name: /Nexo Bilbao/ })
        await found.waitFor()
        if (hand === 'mouse') await found.click()
        else await page.keyboard.press('Enter')
        await press(page, say('shell.add'), hand)
        await page.getByText(say('contacts.job.started', { person: 'Ana Ruiz', company: 'Nexo Bilbao' })).waitFor()
        await jobs.getByRole('link', { name: 'Nexo Bilbao' }).waitFor()
        await press(page, say('contacts.job.past', { n: 1 }), hand)
        await jobs.getByRole('listitem').filter({ hasText: 'Ferretería Núñez' }).waitFor()
        await undo()
        await jobs.getByRole('link', { name: 'Nexo Bilbao' }).waitFor({ state: 'detached' })

        const leave = `${say('contacts.job.leave')}: Ferretería Núñez`
        await press(page, leave, hand)
        await dialogOf(page).getByText(say('contacts.job.leaveTitle', { person: 'Ana Ruiz', company: 'Ferretería Núñez' })).waitFor()
        await press(page, say('contacts.job.leave'), hand)
        await page.getByText(say('contacts.job.left', { person: 'Ana Ruiz', company: 'Ferretería Núñez' })).waitFor()
        await jobs.getByText(say('contacts.noJobs')).waitFor()
        await undo()
        await jobs.getByRole('button', { name: leave }).waitFor()
      }),
  )

  it.each(languages)('the key that creates an activity is for the contact on the page; a private one says that it will not be seen there (%s)', (language) =>
    withProgram(`created here ${language}`, { language }, async (program) => {
      const { say } = program
      const id = await createCompany(program, 'Nexo Bilbao')
      const page = await program.open(`#/contacts/${id}`)
      await page.getByRole('heading', { name: 'Nexo Bilbao' }).waitFor()
      const form = dialogOf(page)
      const byKey = (): Promise<void> => page.keyboard.press('Alt+n')
      const byMenu = async (): Promise<void> => {
        await page.getByRole('button', { name: say('shell.create') }).first().click()
        await page.getByRole('menuitem', { name: say('shell.createActivity') }).click()
      }
      const begin = async (subject: string, open: () => Promise<void>): Promise<void> => {
        await open()
        await form.locator('.quick:not([inert])').waitFor()
        expect(await form.getByLabel(say('fields.company')).inputValue()).toBe('Nexo Bilbao')
        await page.keyboard.type(subject)
      }
      const save = async (): Promise<void> => {
        await page.keyboard.press('Control+Enter')
        await form.waitFor({ state: 'detached' })
      }
      await begin('Llamar por la oferta', byKey)
      await save()
      await page.locator('.open-list').getByText('Llamar por la oferta').waitFor()

      await begin('Preparar la negociación', byMenu)
      await form.getByText(say('activities.form.private')).waitFor({ state: 'detached' })
      await form.getByRole('radio', { name: say('lists.types.internal') }).click()
      await form.getByText(say('activities.form.private')).waitFor()
      await save()
      await page.getByText(say('activities.said.created', { subject: 'Preparar la negociación' })).waitFor()
      expect((await program.api().ask('contact.get', { id })).open.map(({ subject }) => subject)).toEqual(['Llamar por la oferta'])
    }),
  )

  it.each(languages)('a lead becomes a customer in place, with its history (%s)', (language) =>
    withProgram(`customer ${language}`, { language }, async (program) => {
      const { say } = program
      const id = await createCompany(program, 'Ferretería Núñez')
      const { revision } = await program.api().ask('contact.get', { id })
      await program.api().ask('contact.save', { id, revision, values: { relation: 'lead' } })
      const page = await program.open(`#/contacts/${id}`)
      await page.getByRole('button', { name: say('contacts.makeCustomer') }).click()
      await page.getByText(say('contacts.done.relationOf', { name: 'Ferretería Núñez', relation: say('lists.relations.customer') })).waitFor()
      await page.getByRole('button', { name: say('contacts.makeCustomer') }).waitFor({ state: 'detached' })
      await page.locator('.quiet').getByRole('button', { name: say('shell.undo') }).click()
      await page.getByRole('button', { name: say('contacts.makeCustomer') }).waitFor()
      expect((await program.api().ask('contact.get', { id })).relation).toBe('lead')
    }),
  )
})
