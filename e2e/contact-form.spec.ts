// The form of a contact when something comes between: another window, another company, a draft given up, a disk without room (CON-1, UX-4). Both languages.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { mountSmallDisk } from '../build/small-disk.ts'
import { closeBrowser, dialogOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createCompany } from './records.ts'
import { languages } from './words.ts'

const disk = mountSmallDisk(24)
const formOf = (page: Page) => dialogOf(page).locator('.contact-form:not([inert])')
/** With its draft, if there is one. */
const formRead = (page: Page): Promise<void> => dialogOf(page).locator('button[type=submit]:not([disabled])').waitFor()
const drafts = async (program: Program): Promise<string[]> => (await program.api().ask('draft.list', {})).drafts.map(({ title }) => title).sort()
/** A profile on the small disk, which is emptied of what a try before left in it. */
function roomyProfile(): string {
  disk?.empty()
  return mkdtempSync(join(disk?.folder ?? '', 'perfil-'))
}
async function addPerson(page: Page, program: Program, name: string): Promise<void> {
  await page.locator('.jobs-list').getByRole('button', { name: program.say('contacts.addPerson') }).click()
  await page.keyboard.type(name)
  await page.getByRole('option').filter({ hasText: name }).click()
  await formRead(page)
}
async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await dialogOf(page).waitFor({ state: 'detached' })
}

describe.skipIf(sayIfSkipped('contact-form.spec.ts'))('the form of a contact', () => {
  afterAll(async () => {
    await closeBrowser()
    disk?.unmount()
  })

  it.each(languages)('of a note shows what another window saved, and either stays as the user says (%s)', (language) =>
    withProgram(`stale note ${language}`, { language }, async (program) => {
      const { say } = program
      const contactId = await createCompany(program, 'Nexo Bilbao')
      const happenedAt = '2026-03-09T18:30'
      const { id } = await program.api().ask('note.create', { contactId, activityId: null, text: 'Llamó', happenedAt })
      const page = await program.open(`#/contacts/${contactId}`)
      const text = dialogOf(page).getByLabel(say('contacts.note.what'))
      const begin = async (typed: string): Promise<void> => {
        await page.locator('.entry__title', { hasText: say('fields.note') }).click()
        await text.fill(typed)
      }
      const saveElsewhere = (revision: number, words: string) => program.api().ask('note.save', { id, revision, text: words, happenedAt })
      const stored = dialogOf(page).getByRole('alert')

      await begin('Llamó dos veces')
      await saveElsewhere(1, 'Escribió')
      await page.keyboard.press('Control+Enter')
      await stored.getByText('Escribió').waitFor()
      await stored.getByRole('button', { name: say('contacts.note.saveMine') }).click()
      await dialogOf(page).waitFor({ state: 'detached' })
      expect((await program.api().ask('note.get', { id }))?.text).toBe('Llamó dos veces')

      await begin('Llamó tres veces')
      await saveElsewhere(3, 'No llamó')
      await page.keyboard.press('Control+Enter')
      await stored.getByRole('button', { name: say('contacts.note.takeStored') }).click()
      expect(await text.inputValue()).toBe('No llamó')
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect((await program.api().ask('note.get', { id }))?.text).toBe('No llamó')
    }),
  )

  it.each(languages)('saves nothing while it is open which value stays (%s)', (language) =>
    withProgram(`conflict ${language}`, { language }, async (program) => {
      const { say } = program
      const api = program.api()
      const id = await createCompany(program, 'Nexo Bilbao')
      const page = await program.open(`#/contacts/${id}`)
      await page.getByRole('heading', { name: 'Nexo Bilbao' }).waitFor()
      await page.keyboard.press('Control+e')
      const form = formOf(page)
      await form.getByLabel(say('fields.notes'), { exact: true }).fill('La mía')
      const { revision } = await api.ask('contact.get', { id })
      await api.ask('contact.save', { id, revision, values: { notes: 'La otra' } })
      await page.keyboard.press('Control+Enter')
      const conflicts = form.locator('.conflicts')
      await conflicts.getByText('La otra').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.keyboard.press('Control+Enter')
      await conflicts.getByText('La mía').waitFor()
      expect((await api.ask('contact.get', { id })).notes).toBe('La otra')
      await conflicts.getByRole('button', { name: say('contacts.form.keepMine') }).click()
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect((await api.ask('contact.get', { id })).notes).toBe('La mía')
    }),
  )

  it.each(languages)('a draft is of the company it was begun for: not offered for another, and not written over (%s)', (language) =>
    withProgram(`drafts ${language}`, { language }, async (program) => {
      const { say } = program
      const one = await createCompany(program, 'Ferretería Núñez')
      const other = await createCompany(program, 'Nexo Bilbao')
      const page = await program.open(`#/contacts/${one}`)
      const title = dialogOf(page).getByLabel(say('fields.jobTitle'))
      const employer = dialogOf(page).getByRole('combobox', { name: say('fields.employer'), exact: true })
      const taken = dialogOf(page).getByRole('button', { name: say('contacts.form.discardDraft') })
      await addPerson(page, program, 'Ana Ruiz')
      await title.fill('Gerente')
      await leave(page)

      await page.goto(page.url().replace(one, other))
      await page.getByRole('heading', { name: 'Nexo Bilbao' }).waitFor()
      await addPerson(page, program, 'Ana Ruiz')
      expect(await title.inputValue()).toBe('')
      expect(await employer.inputValue()).toBe('Nexo Bilbao')
      expect(await taken.count()).toBe(0)
      await title.fill('Compras')
      await leave(page)
      await expect.poll(() => drafts(program)).toEqual(['Ana Ruiz', 'Ana Ruiz'])
      // A company that is begun without either leaves both alone.
      await page.goto(page.url().replace(/#.*/, '#/contacts'))
      await page.keyboard.press('Control+k')
      await page.keyboard.type(say('shell.createCompany'))
      await page.keyboard.press('Enter')
      await formRead(page)
      await formOf(page).getByLabel(say('fields.name')).fill('Viñas Peña')
      await leave(page)
      await expect.poll(() => drafts(program)).toEqual(['Ana Ruiz', 'Ana Ruiz', 'Viñas Peña'])

      // Given up, it leaves what it was begun with, and nothing of the draft: neither job title nor employer.
      await page.goto(page.url().replace(/#.*/, `#/contacts/${one}`))
      await page.getByRole('heading', { name: 'Ferretería Núñez' }).waitFor()
      await addPerson(page, program, 'Ana Ruiz')
      expect(await title.inputValue()).toBe('Gerente')
      await employer.fill('nexo')
      await dialogOf(page).getByRole('option', { name: /Nexo Bilbao/ }).click()
      await leave(page)
      await page.getByRole('button', { name: say('drafts.goOn') }).click()
      await formRead(page)
      expect(await employer.inputValue()).toBe('Nexo Bilbao')
      await taken.click()
      await expect.poll(() => employer.inputValue()).toBe('Ferretería Núñez')
      expect(await title.inputValue()).toBe('')
      expect(await dialogOf(page).getByLabel(say('fields.familyName')).inputValue()).toBe('Ruiz')
      await leave(page)
      await expect.poll(() => drafts(program)).toEqual(['Ana Ruiz', 'Viñas Peña'])
    }),
  )

  it.skipIf(disk === null).each(languages)('without room on the disk says so, and loses nothing of what was typed (%s)', (language) =>
    withProgram(`full ${language}`, { language, profile: roomyProfile() }, async (program) => {
      const { say } = program
      program.expectTrouble(/Failed to load resource/)
      const id = await createCompany(program, 'Nexo Bilbao')
      const page = await program.open(`#/contacts/${id}`)
      await page.getByRole('heading', { name: 'Nexo Bilbao' }).waitFor()
      await page.keyboard.press('Control+e')
      await formRead(page)
      const notes = dialogOf(page).getByLabel(say('fields.notes'), { exact: true })
      const text = 'Una nota larga. '.repeat(10_000)
      disk?.fill(0)
      await notes.fill(text)
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).getByRole('alert').getByText(`${say('errors.disk_full')} ${say('drafts.held')}`).waitFor()
      await leave(page)
      await page.getByRole('button', { name: say('drafts.goOn') }).waitFor()
      await page.reload()
      await page.getByRole('heading', { name: 'Nexo Bilbao' }).waitFor()
      await page.keyboard.press('Control+e')
      await formRead(page)
      expect((await notes.inputValue()).length).toBe(text.length)
      disk?.empty()
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect((await program.api().ask('contact.get', { id })).notes.length).toBe(text.length)
    }),
  )
})
