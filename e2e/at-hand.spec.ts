// What is shown where there is little room, and where the keys go after a page was left: columns that say the same in every row, cards at the edge of the
// window, records that are gone.
import { afterAll, describe, expect, it } from 'vitest'
import { newContact } from '../build/test-records.ts'
import { localDateOf } from '../src-shared/domain/local-time.ts'
import { closeBrowser, dialogOf, listOf, listReady, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

async function someActivities(program: Program): Promise<string> {
  const who = await whoAndTypes(program)
  const companyId = await createCompany(program, 'Talleres Ruiz')
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date())
  for (let n = 0; n < 3; n++)
    await createActivity(program, who, { subject: `Llamar ${n}`, on: today, companyId, time: `1${n}:00` })
  return companyId
}

describe.skipIf(sayIfSkipped('at-hand.spec.ts'))('at hand', () => {
  afterAll(closeBrowser)

  it('columns follow the filter until they are chosen', () =>
    withProgram('columns', { language: 'es' }, async (program) => {
      const { say } = program
      await someActivities(program)
      const page = await program.open('#/activities')
      await listReady(page)
      const heads = async (): Promise<string[]> =>
        (await listOf(page).getByRole('columnheader').allInnerTexts()).map((text) => text.trim()).filter(Boolean)
      const narrow = [say('fields.contact'), say('fields.type'), say('fields.subject'), say('fields.date')]
      const whole = [...narrow, say('fields.owner'), say('fields.result')]
      await expect.poll(heads).toEqual(narrow)
      await page.getByRole('button', { name: say('lists.views.all'), exact: true }).click()
      await expect.poll(heads).toEqual(whole)
      await page.getByRole('button', { name: say('lists.views.my_open'), exact: true }).click()
      await expect.poll(heads).toEqual(narrow)
      await page.getByRole('button', { name: say('list.columns') }).click()
      await page.getByRole('menuitemcheckbox', { name: say('fields.place') }).click()
      await page.keyboard.press('Escape')
      await expect.poll(heads).toEqual([...narrow, say('fields.place')])
      await page.getByRole('button', { name: say('lists.views.all'), exact: true }).click()
      await expect.poll(heads).toEqual([...whole, say('fields.place')])
    }))

  it('a page takes the keys over, and Esc gives them back to the list', () =>
    withProgram('focus', { language: 'en' }, async (program) => {
      await someActivities(program)
      const page = await program.open('#/contacts')
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Talleres Ruiz' }).waitFor()
      const active = (): Promise<string> =>
        page.evaluate(() => document.activeElement?.id || (document.activeElement?.getAttribute('role') ?? ''))
      await expect.poll(active).toBe('main')
      await page.keyboard.press('Escape')
      await listReady(page)
      await expect.poll(active).toBe('grid')
    }))

  it('the focus is never lost with what had it: a filter taken off, a selection cleared, a name given up', () =>
    withProgram('focus kept', { language: 'es' }, async (program) => {
      const { say } = program
      await someActivities(program)
      const page = await program.open('#/contacts')
      await listReady(page)
      const role = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('role') ?? null)
      await listOf(page).focus()
      await page.keyboard.press('Space')
      await page.getByRole('button', { name: `${say('list.clear')} Esc` }).press('Enter')
      await expect.poll(role).toBe('grid')
      await page.getByRole('button', { name: say('list.addFilter') }).press('Enter')
      await page.getByRole('menuitem', { name: say('contacts.filter.place') }).press('Enter')
      await page.getByRole('dialog').getByRole('textbox').waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(role).toBe('grid')
      await page.getByRole('button', { name: say('list.addFilter') }).press('Enter')
      await page.getByRole('menuitem', { name: say('contacts.filter.nothingScheduled') }).press('Enter')
      await page
        .getByRole('button', { name: say('list.removeFilter', { name: say('contacts.filter.nothingScheduled') }) })
        .press('Enter')
      await expect.poll(role).toBe('grid')
      const save = page.getByRole('button', { name: say('list.saveView') })
      await save.press('Enter')
      await page.getByRole('textbox', { name: say('list.viewName') }).press('Escape')
      await expect.poll(() => save.evaluate((button) => document.activeElement === button)).toBe(true)
    }))

  it.each(['contacts', 'activities', 'mail'] as const)('a record that is gone leads to its list (%s)', (place) =>
    withProgram('gone', { language: 'es' }, async (program) => {
      const { say } = program
      const page = await program.open(`#/${place}/00000000-0000-4000-8000-000000000000`)
      await page.getByRole('alert').waitFor()
      await page.getByRole('link', { name: say('shell.goTo', { place: say(`shell.places.${place}`) }) }).click()
      await expect.poll(() => page.url()).toMatch(new RegExp(`#/${place}$`))
    }),
  )

  it.each(languages)('in a very small window nothing stands outside: an empty tray says so, the quick form and the preview of dates keep their fields inside (%s)', (language) =>
    withProgram(`very small ${language}`, { language, viewport: { width: 640, height: 480 } }, async (program) => {
      const { say } = program
      await someActivities(program)
      const page = await program.open('#/mail/tray')
      await page.getByRole('button', { name: say('mail.chooseFiles') }).waitFor()
      /** What stands outside what holds it, by its words. */
      const outside = (inner: string, outer: string): Promise<string[]> =>
        page.evaluate(
          ([inner, outer]) => {
            const room = document.querySelector(outer)!.getBoundingClientRect()
            const isOut = (at: DOMRect): boolean => at.right > room.right + 1 || at.left < room.left - 1
            return [...document.querySelectorAll<HTMLElement>(inner)].filter((one) => isOut(one.getBoundingClientRect())).map((one) => one.innerText)
          },
          [inner, outer] as const,
        )
      const [empty, frame] = [await page.locator('.m-empty').boundingBox(), await page.locator('.paged-list__frame').boundingBox()]
      expect(empty!.y + empty!.height).toBeLessThanOrEqual(frame!.y + frame!.height)

      await page.goto(page.url().replace(/#.*/, '#/activities'))
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('f')
      await dialogOf(page).getByRole('grid').waitFor()
      expect(await outside('.bulk__kinds > *', '.bulk__kinds')).toEqual([])
      await page.keyboard.press('Escape')
      await dialogOf(page).waitFor({ state: 'detached' })
      // Three fields in one row, at the least width that has them so.
      await page.setViewportSize({ width: 960, height: 700 })
      await page.keyboard.press('Alt+n')
      await dialogOf(page).locator('.quick:not([inert])').waitFor()
      expect(await outside('.quick__modules select, .quick__modules input', '.quick__main')).toEqual([])
      await page.keyboard.press('Escape')
      await dialogOf(page).waitFor({ state: 'detached' })

      await page.setViewportSize({ width: 1024, height: 700 })
      await page.goto(page.url().replace(/#.*/, '#/calendar'))
      await page.locator('.cal-entry').first().waitFor()
      await page.keyboard.press('2')
      await page.keyboard.press('Control+a')
      await page.locator('.cal-foot').getByText(say('shortcuts.clear')).waitFor()
      expect(await outside('.cal-foot > *', '.cal-foot')).toEqual([])
    }),
  )

  it('in a small window a month shows three of a day and how many more there are; narrow blocks of a week keep words whole', () =>
    withProgram('small calendar', { viewport: { width: 1280, height: 720 } }, async (program) => {
      const who = await whoAndTypes(program)
      const today = localDateOf(Date.now(), 'Europe/Madrid')
      const companyId = await createCompany(program, 'Ultramarinos y Coloniales')
      for (let n = 0; n < 5; n++) await createActivity(program, who, { subject: `Muestras ${n}`, on: today, time: '10:00', companyId })
      const page = await program.open('#/calendar')
      await page.getByRole('application').waitFor()
      const word = page.locator('.cal-hours__day .cal-entry b').first()
      await word.waitFor()
      expect(
        await word.evaluate((bold) => {
          const range = document.createRange()
          range.setStart(bold.firstChild!, 0)
          range.setEnd(bold.firstChild!, 'Ultramarinos'.length)
          return range.getClientRects().length
        }),
      ).toBe(1)
      await page.keyboard.press('1')
      await expect.poll(() => page.locator('.cal-month .cal-entry').count()).toBe(3)
      await page.getByRole('button', { name: program.say('calendar.more', { n: 2 }) }).click()
      await expect.poll(() => dialogOf(page).getByRole('listitem').count()).toBe(5)
    }))

  it('a card at the foot of the calendar stands above its entry, whole', () =>
    withProgram('card', { language: 'es', viewport: { width: 1280, height: 640 } }, async (program) => {
      await someActivities(program)
      const page = await program.open('#/calendar')
      await page.keyboard.press('2')
      const entry = page.locator('.cal-entry').last()
      await entry.waitFor()
      await page.locator('.cal-hours').evaluate((hours) => hours.scrollTo(0, 0))
      await entry.scrollIntoViewIfNeeded()
      await entry.click()
      const card = page.getByRole('dialog').last()
      await card.getByRole('button').first().waitFor()
      await expect
        .poll(async () => {
          const box = await card.boundingBox()
          const fits = await card.evaluate((element) => element.scrollHeight <= element.clientHeight + 1)
          return box !== null && fits && box.y >= 0 && box.y + box.height <= 640
        })
        .toBe(true)
    }))

  it.each(['activities', 'contacts', 'next'] as const)('the pane beside a list that was hidden stays hidden (%s)', (place) =>
    withProgram('pane', { language: 'es' }, async (program) => {
      await someActivities(program)
      const page = await program.open(`#/${place}`)
      await listReady(page)
      const pane = page.getByRole('complementary', { name: program.say('list.detail') })
      const toggle = page.getByRole('button', { name: program.say('list.detail') })
      await pane.waitFor()
      await toggle.click()
      await pane.waitFor({ state: 'hidden' })
      await page.reload()
      await listReady(page)
      expect(await toggle.getAttribute('aria-pressed')).toBe('false')
      expect(await pane.count()).toBe(0)
      await toggle.click()
      await pane.waitFor()
      // A narrow window has no room for it, and nothing that would show it.
      await page.setViewportSize({ width: 800, height: 700 })
      expect([await pane.isVisible(), await toggle.isVisible()]).toEqual([false, false])
    }),
  )

  it('a label that a mail gave is edited in the words of the window', () =>
    withProgram('labels', { language: 'es' }, async (program) => {
      const { say } = program
      const { id } = await program.api().ask(
        'contact.create',
        newContact({ name: 'Talleres Ruiz', points: [{ id: null, kind: 'phone', label: 'switchboard', value: '943 000 111' }] }),
      )
      const page = await program.open(`#/contacts/${id}`)
      await page.getByRole('heading', { name: 'Talleres Ruiz' }).waitFor()
      await page.keyboard.press('Control+e')
      const form = dialogOf(page)
      const label = form.getByLabel(say('contacts.form.labelOf', { what: say('fields.phone') }))
      await expect.poll(() => label.inputValue()).toBe(say('contacts.labels.switchboard'))
      // What is not touched stays as it was kept; what is typed is kept as typed.
      await form.getByLabel(say('fields.name')).first().fill('Talleres Ruiz Hermanos')
      await page.keyboard.press('Control+Enter')
      await form.waitFor({ state: 'hidden' })
      const labels = async (): Promise<string[]> =>
        (await program.api().ask('contact.get', { id })).points.map((point) => point.label)
      expect(await labels()).toEqual(['switchboard'])
      await page.keyboard.press('Control+e')
      await expect.poll(() => label.inputValue()).toBe(say('contacts.labels.switchboard'))
      await label.fill('taller')
      await page.keyboard.press('Control+Enter')
      await form.waitFor({ state: 'hidden' })
      expect(await labels()).toEqual(['taller'])
    }))
})
