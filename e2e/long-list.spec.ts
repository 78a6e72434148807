// A list far longer than the screen: its end, its beginning and any place between are at once there, whatever it is sorted by, and what is
// selected stays exactly that.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filledStore } from '../build/filled-store.ts'
import { closeBrowser, dialogOf, focusedRow, listOf, listReady, sayIfSkipped, withProgram } from './program.ts'
import { whoAndTypes } from './records.ts'

const length = 40_000
let round = 0

describe.skipIf(sayIfSkipped('long-list.spec.ts'))(`a list of ${length} activities`, () => {
  let profile = ''
  beforeAll(async () => {
    profile = await filledStore({ contacts: 6000, activities: length, mails: 0, seed: 11, now: Date.now() })
  }, 120_000)
  afterAll(async () => {
    rmSync(profile, { recursive: true, force: true })
    await closeBrowser()
  })

  it('can be walked from end to end, jumped in, sorted by every column, and keeps its selection', () =>
    withProgram(
      'long list',
      { profile, isLogKept: false, viewport: { width: 1920, height: 1080 } },
      async (program) => {
        const { say } = program
        const page = await program.open()
        await listReady(page)
        await page
          .getByRole('toolbar', { name: say('list.views') })
          .getByRole('button', { name: say('lists.views.all'), exact: true })
          .click()
        const list = listOf(page)
        await expect.poll(() => list.getAttribute('aria-rowcount'), { timeout: 20_000 }).toMatch(/^\d{5,}$/)
        const total = await listReady(page)
        expect(total).toBeGreaterThan(length * 0.95)
        const focusIndex = async (): Promise<number> =>
          list.evaluate(
            (element) =>
              Number(
                document
                  .getElementById(element.getAttribute('aria-activedescendant') ?? '')
                  ?.getAttribute('aria-rowindex'),
              ) - 2,
          )
        const waiting = () => list.locator('.is-waiting').count()

        await list.focus()
        await page.keyboard.press('End')
        await expect.poll(focusIndex).toBe(total - 1)
        await expect.poll(() => focusedRow(list)).not.toBe('')
        const last = await focusedRow(list)
        await page.keyboard.press('PageUp')
        await page.keyboard.press('Home')
        await expect.poll(focusIndex).toBe(0)
        const first = await focusedRow(list)
        expect(first).not.toBe(last)

        // The scrollbar dragged to the middle: the rows that stand there, soon and without gaps.
        await list.evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
        // Rows get their new content a few a frame.
        const farthest = () =>
          list.evaluate((element, middle) => {
            const rows = [...element.querySelectorAll('[role="rowgroup"] [aria-rowindex]')]
            return Math.max(...rows.map((row) => Math.abs(Number(row.getAttribute('aria-rowindex')) - middle)))
          }, total / 2)
        await expect.poll(farthest).toBeLessThan(total / 50)
        await expect.poll(waiting).toBe(0)
        // And by the wheel to the very end.
        await list.evaluate((element) => (element.scrollTop = element.scrollHeight))
        await list.hover()
        for (let n = 0; n < 6; n++) await page.mouse.wheel(0, 4000)
        await list
          .getByRole('row')
          .and(page.locator(`[aria-rowindex="${total + 1}"]`))
          .waitFor()
        await expect.poll(waiting).toBe(0)

        // Five selected far apart; then every order in turn.
        await list.focus()
        for (const key of ['Home', 'Control+ArrowDown', 'Control+End', 'Control+ArrowUp', 'Control+PageUp']) {
          await page.keyboard.press(key)
          await expect.poll(() => focusedRow(list)).not.toBe('')
          await page.keyboard.press('Space')
        }
        const countWords = page.getByRole('toolbar', { name: say('list.selection') }).locator('strong')
        const counted = Number((await countWords.innerText()).replace(/\D/g, ''))
        expect(counted).toBe(5)
        const heads = list.getByRole('columnheader').getByRole('button')
        const names = (await heads.allInnerTexts()).map((name) => name.trim()).filter((name) => name !== '')
        expect(names.length).toBeGreaterThanOrEqual(5)
        for (const name of names) {
          await list.getByRole('columnheader').getByRole('button', { name, exact: true }).click()
          await list.and(page.locator('[aria-busy="false"]')).waitFor({ timeout: 20_000 })
          await expect
            .poll(async () => Number(await list.getAttribute('aria-rowcount')) - 1, { timeout: 20_000 })
            .toBe(total)
          await expect.poll(waiting).toBe(0)
          expect(Number((await countWords.innerText()).replace(/\D/g, '')), name).toBe(counted)
        }

        // All, then three fewer; the count says so in any order.
        await list.focus()
        await page.keyboard.press('Control+a')
        await expect.poll(async () => Number((await countWords.innerText()).replace(/\D/g, ''))).toBe(total)
        await page.keyboard.press('Home')
        for (let n = 0; n < 3; n++) {
          await page.keyboard.press('Space')
          await page.keyboard.press('Control+ArrowDown')
        }
        await expect.poll(async () => Number((await countWords.innerText()).replace(/\D/g, ''))).toBe(total - 3)
        await list
          .getByRole('columnheader')
          .getByRole('button', { name: say('fields.contact'), exact: true })
          .click()
        await list.and(page.locator('[aria-busy="false"]')).waitFor({ timeout: 20_000 })
        expect(Number((await countWords.innerText()).replace(/\D/g, ''))).toBe(total - 3)
      },
    ))

  it('is changed as a whole: a form saved meanwhile says what it waits for, can be given up by keyboard with nothing lost, and is saved in its turn', () =>
    withProgram('long change', { profile, isLogKept: false }, async (program) => {
      const { say } = program
      const page = await program.open('#/contacts')
      await listReady(page)
      const types = [...(await whoAndTypes(program)).types.values()]
      /** Begins to give the whole list another type and priority. */
      const begin = async () => {
        const { snapshotId } = await program.api().ask('activity.snapshot', { filter: { done: 'all' }, sort: { by: 'date', descending: false } })
        const selection = { base: snapshotId, except: [], ids: [] }
        const change = { typeId: types[++round] ?? '', priority: round % 4 }
        const changing = program.api().ask('activity.change', { selection, change })
        await work.filter({ hasText: say('commands.activity_change') }).waitFor()
        return { changing }
      }
      const work = page.locator('.quiet__work')
      const waiting = work.filter({ hasText: say('shell.waiting', { command: say('commands.contact_create'), ahead: say('commands.activity_change') }) })
      const name = `Espera ${round}`

      await page.getByRole('button', { name: say('shell.create') }).first().click()
      await page.getByRole('menuitem', { name: say('shell.createCompany') }).click()
      const field = dialogOf(page).getByLabel(say('fields.name'))
      await field.fill(name)
      const first = await begin()
      await page.keyboard.press('Control+Enter')
      await waiting.waitFor()
      // Nothing can be typed that would not be saved.
      expect(await dialogOf(page).locator('.app-dialog__body').getAttribute('inert')).not.toBeNull()
      const isReached = () => page.evaluate((words) => document.activeElement?.closest('.quiet__work')?.textContent?.includes(words) === true, say('commands.contact_create'))
      for (let step = 0; step < 20 && !(await isReached()); step++) await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await waiting.waitFor({ state: 'detached' })
      expect(await work.count()).toBe(1)
      expect(await field.inputValue()).toBe(name)
      await first.changing

      // Again, and this time waited for.
      const second = await begin()
      await field.focus()
      await page.keyboard.press('Control+Enter')
      await waiting.waitFor()
      await page.getByRole('heading', { name }).waitFor()
      await second.changing
      const made = await program.api().ask('contact.first', { filter: { text: name }, sort: { by: 'name', descending: false }, limit: 5 })
      expect(made.rows.map((row) => row.name)).toEqual([name])
    }), 90_000)
})
