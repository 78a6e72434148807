// The box that finds everything, urgency rules seen in red, lists of one's own with an entry in use, a region's holiday in the preview of a bulk change,
// and today's page whose figures open their lists; by keyboard where a hand would use it, in both languages.
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, listOf, listReady, sayIfSkipped, withProgram } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const isSkipped = sayIfSkipped('today and search')
afterAll(closeBrowser)

describe.skipIf(isSkipped).each(languages)('in %s', (language) => {
  it('finds by accents and digits, opens by keyboard, and leads to the whole list', () =>
    withProgram(`search ${language}`, { language }, async (program) => {
      const who = await whoAndTypes(program)
      const company = await createCompany(program, 'Óptica Álvarez')
      await program.api().ask('contact.save', {
        id: company, revision: (await program.api().ask('contact.get', { id: company })).revision,
        values: { points: [{ id: null, kind: 'phone', label: '', value: '955 51 23 45' }] },
      })
      for (let n = 0; n < 9; n += 1) await createActivity(program, who, { subject: `Lentes número ${n}`, on: '2026-12-02', companyId: company })
      const page = await program.open('#/contacts')
      const box = page.getByRole('dialog', { name: program.say('shell.search') })
      for (const typed of ['alvarez', 'ÓPT', '95551', '+34 955 51', '51 23 45']) {
        await page.keyboard.press('Control+k')
        await page.keyboard.type(typed)
        const option = box.getByRole('option').filter({ hasText: 'Óptica Álvarez' }).first()
        await option.waitFor()
        expect(await option.locator('mark').count()).toBeGreaterThan(0)
        await page.keyboard.press('Escape')
        await box.waitFor({ state: 'detached' })
      }
      await page.keyboard.press('Control+k')
      await page.keyboard.type('optica')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Óptica Álvarez' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('lentes')
      await box.getByRole('option', { name: program.say('search.all', { n: 9, place: program.say('shell.places.activities') }) }).click()
      expect(await listReady(page)).toBe(9)
    }))

  it('a rule that is made is seen red in the list and today, whose figure opens its list', () =>
    withProgram(`urgency ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      await createActivity(program, who, { subject: 'Renovar contrato', on: '2099-12-02', companyId: await createCompany(program, 'Bodegas Sanz'), priority: 2 })
      const page = await program.open('#/settings/urgency')
      await page.getByLabel(say('urgency.add')).selectOption('priority')
      await page.getByRole('button', { name: say('urgency.add') }).click()
      await page.locator('.rules__one').nth(4).waitFor()
      await page.getByRole('link', { name: say('shell.places.activities') }).click()
      await listReady(page)
      await listOf(page).locator('.urgent-mark').first().waitFor()
      expect(await listOf(page).locator('.urgent-mark').first().evaluate((mark) => getComputedStyle(mark).color)).toBe('rgb(179, 38, 30)')
      await page.getByRole('link', { name: say('shell.places.today') }).click()
      const urgent = page.getByRole('region', { name: say('today.blocks.urgent') })
      await urgent.getByText('Renovar contrato').waitFor()
      expect(await urgent.locator('.urgent-mark').innerText()).toContain(say('urgency.urgent'))
      await page.getByRole('navigation', { name: say('today.figuresLabel') }).getByRole('link').filter({ hasText: say('today.figures.urgent') }).first().press('Enter')
      expect(await listReady(page)).toBe(1)
      await listOf(page).getByText('Renovar contrato').waitFor()
    }))

  it('an entry in use says how often, and is merged; the state has the words of the house', () =>
    withProgram(`lists ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      await createActivity(program, who, { subject: 'Enviar muestra', on: '2026-12-02', companyId: await createCompany(program, 'Bodegas Sanz'), typeId: who.types.get('fax') ?? '' })
      const page = await program.open('#/settings/lists')
      await page.getByRole('button', { name: `${say('shell.remove')}: ${say('lists.types.fax')}` }).click()
      const dialog = dialogOf(page)
      await dialog.getByText(say('settings.lists.mergeTitle', { name: say('lists.types.fax'), n: 1 })).waitFor()
      await dialog.getByLabel(say('settings.lists.mergeInto')).selectOption({ label: say('lists.types.letter') })
      await dialog.getByRole('button', { name: say('settings.lists.mergeDo') }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: say('settings.lists.states'), exact: true }).click()
      await page.getByRole('textbox', { name: say('settings.lists.shippedWord', { name: say('lists.states.planned') }) }).fill('Agendada {hoy} @casa')
      await page.keyboard.press('Tab')
      await page.goto(`${program.host().url}#/activities`)
      await listReady(page)
      await page.getByRole('complementary').getByText(say('lists.types.letter')).first().waitFor()
      await page.getByRole('complementary').getByText('Agendada {hoy} @casa').waitFor()
    }))

  it('a region that is chosen counts in the preview of a bulk change', () =>
    withProgram(`regions ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      await createActivity(program, who, { subject: 'Visita de mayo', on: '2026-04-22', companyId: await createCompany(program, 'Talleres Ruiz') })
      const page = await program.open('#/settings/calendar')
      await page.getByRole('button', { name: say('holidays.regions.AR'), exact: true }).click()
      await page.getByRole('cell', { name: 'San Jorge, Día de Aragón' }).waitFor()
      await page.goto(`${program.host().url}#/activities`)
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('f')
      const dialog = dialogOf(page)
      await dialog.getByLabel(say('bulk.amount')).fill('1')
      // Thursday the 23rd is a holiday in Aragón: the day after is Friday the 24th.
      await dialog.getByRole('row').filter({ hasText: 'Visita de mayo' }).or(dialog.getByRole('row').filter({ hasText: 'Talleres Ruiz' })).getByText(/24 (abr|Apr)/).first().waitFor()
    }))
})
