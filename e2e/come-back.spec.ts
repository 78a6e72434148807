// Leaving a list and coming back: the user lives in the lists, and finds them as they were left. And what is selected among contacts stays selected
// whatever they are sorted by.
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, focusedRow, listOf, listReady, rowOf, sayIfSkipped, withProgram } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

describe.skipIf(sayIfSkipped('come-back.spec.ts'))('a list', () => {
  afterAll(closeBrowser)

  it.each(languages)('that was left for a contact is found again as it was (%s)', (language) =>
    withProgram(`come back ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const company = await createCompany(program, 'Bodegas Nájera')
      for (let n = 0; n < 60; n++)
        await createActivity(program, who, {
          subject: n % 2 === 0 ? `Pedido ${n}` : `Visita ${n}`,
          companyId: company,
          on: '2026-12-01',
          time: n === 50 ? '07:00' : '10:00',
        })
      const page = await program.open()
      const list = listOf(page)
      const selected = (n: number) => page.getByText(say('activities.selected', { n }), { exact: true })
      expect(await listReady(page)).toBe(60)
      await page.keyboard.press('/')
      await page.keyboard.insertText('pedido')
      await expect.poll(() => listReady(page)).toBe(30)
      await list
        .getByRole('columnheader')
        .getByRole('button', { name: say('fields.date'), exact: true })
        .click()
      await list.and(page.locator('[aria-busy="false"]')).waitFor()
      await list.focus()
      // All but the first two, and the focus far down.
      await page.keyboard.press('Control+a')
      await selected(30).waitFor()
      await page.keyboard.press('Home')
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Space')
      await selected(28).waitFor()
      await page.keyboard.press('End')
      await expect.poll(() => focusedRow(list)).toContain('Pedido 50')

      await page.getByRole('complementary').getByRole('link', { name: 'Bodegas Nájera' }).click()
      await page.getByRole('heading', { name: 'Bodegas Nájera' }).waitFor()
      await page.goBack()
      await expect.poll(() => listReady(page)).toBe(30)
      await expect.poll(() => page.getByRole('search').getByLabel(say('list.filter'), { exact: true }).inputValue()).toBe('pedido')
      await expect.poll(() => focusedRow(list)).toContain('Pedido 50')
      await selected(28).waitFor()
      await expect.poll(() => rowOf(list, 'Pedido 50').getAttribute('aria-selected')).toBe('true')

      // What is still selected is exactly what is acted on.
      await list.focus()
      await page.keyboard.press('Delete')
      await page.getByText(say('activities.said.binned', { n: 28 })).waitFor()
      await expect.poll(() => listReady(page)).toBe(2)
    }),
  )

  it.each(languages)('of contacts keeps what is selected while it is sorted and filtered (%s)', (language) =>
    withProgram(`contacts sorted ${language}`, { language }, async (program) => {
      const { say } = program
      for (const name of ['Aceros Gil', 'Bodegas Nájera', 'Cristales Roa', 'Dulces Peña']) await createCompany(program, name)
      const page = await program.open('#/contacts')
      expect(await listReady(page)).toBe(4)
      const list = listOf(page)
      const counted = page.getByRole('toolbar', { name: say('list.selection') }).locator('strong')
      await rowOf(list, 'Aceros Gil').click()
      await rowOf(list, 'Cristales Roa').click({ modifiers: ['ControlOrMeta'] })
      await expect.poll(() => counted.innerText()).toMatch(/^2\b/)
      await list
        .getByRole('columnheader')
        .getByRole('button', { name: say('fields.name'), exact: true })
        .click()
      await expect.poll(() => focusedRow(list)).toContain('Dulces Peña')
      expect(await counted.innerText()).toMatch(/^2\b/)
      expect(await rowOf(list, 'Cristales Roa').getAttribute('aria-selected')).toBe('true')
      expect(await rowOf(list, 'Bodegas Nájera').getAttribute('aria-selected')).toBe('false')
      await page.keyboard.press('/')
      await page.keyboard.type('bodegas')
      await expect.poll(() => listReady(page)).toBe(1)
      expect(await counted.innerText()).toMatch(/^2\b/)
    }),
  )

  it.each(languages)('as it is seen is saved as a view, renamed, changed, found after a restart, and removed (%s)', (language) =>
    withProgram(`saved view ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      for (const subject of ['Pedido uno', 'Pedido dos', 'Visita']) {
        await createActivity(program, who, { subject, on: '2026-12-01', typeId: who.types.get('internal') ?? '' })
      }
      let page = await program.open()
      expect(await listReady(page)).toBe(3)
      await page.keyboard.press('/')
      await page.keyboard.insertText('pedido')
      await expect.poll(() => listReady(page)).toBe(2)
      const views = () => page.getByRole('toolbar', { name: say('list.views') })
      const tab = (name: string) => views().getByRole('button', { name, exact: true })
      await tab(say('list.saveView')).click()
      await page.keyboard.type('Pedidos')
      await page.keyboard.press('Enter')
      await tab('Pedidos').and(page.locator('[aria-pressed="true"]')).waitFor()
      await tab(say('list.renameView')).click()
      await page.keyboard.type('Los pedidos')
      await page.keyboard.press('Enter')
      await tab('Los pedidos').waitFor()
      // A changed view says so; its changes are saved into it.
      await listOf(page).getByRole('columnheader').getByRole('button', { name: say('fields.contact'), exact: true }).click()
      await tab(say('list.update')).click()
      await tab(say('list.update')).waitFor({ state: 'hidden' })

      await program.stop()
      await program.start()
      page = await program.open()
      expect(await listReady(page)).toBe(3)
      await tab('Los pedidos').click()
      await expect.poll(() => listReady(page)).toBe(2)
      await listOf(page).getByRole('columnheader').and(page.locator('[aria-sort="ascending"]')).filter({ hasText: say('fields.contact') }).waitFor()
      await tab(say('list.removeView')).click()
      await tab('Los pedidos').waitFor({ state: 'hidden' })
    }),
  )
})
