// The bulk change of dates from wherever it is offered (BLK-1, BLK-7): the calendar's selection, contacts and the next-contact window by the key F, and the
// rescue of what is overdue from today's page and the calendar; each changes what it says, and one step takes it back.
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, weekday } from '../src-shared/domain/local-time.ts'
import { closeBrowser, dialogOf, listOf, listReady, rowOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, datesOf, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const isSkipped = sayIfSkipped('dates from anywhere')
afterAll(closeBrowser)

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date())
const monday = addDays(today, 8 - weekday(today))
const ahead = (n: number): string => addDays(monday, n)

interface Prepared {
  ids: string[]
  before: Record<string, string>
  saved: (wanted: Record<string, string>) => Promise<void>
}
/** Three companies: one with two open activities, one with one, one with none. */
async function prepare(program: Program, ofFirst: [string, string][]): Promise<Prepared> {
  const who = await whoAndTypes(program)
  const [first, second] = [await createCompany(program, 'Aceros Bru'), await createCompany(program, 'Bodegas Cid')]
  await createCompany(program, 'Cartones Díaz')
  const all: [string, string, string][] = [
    ...ofFirst.map(([subject, on]): [string, string, string] => [subject, on, first]),
    ['Muestras', ofFirst[0]?.[1] ?? today, second],
  ]
  const ids: string[] = []
  for (const [subject, on, companyId] of all) ids.push(await createActivity(program, who, { subject, on, companyId }))
  return {
    ids,
    before: Object.fromEntries(all.map(([subject, on]) => [subject, `${on} 10:00`])),
    saved: (wanted) => expect.poll(() => datesOf(program, ids), { timeout: 10_000 }).toEqual(wanted),
  }
}
/** Two days on, whatever days those are, and what the button says. */
async function twoDaysOn(program: Program, changes: number): Promise<void> {
  const { say } = program
  const dialog = dialogOf(program.context.pages().at(-1)!)
  await dialog.getByLabel(say('bulk.holidays')).uncheck()
  await dialog.getByLabel(say('bulk.unit')).selectOption('days')
  await dialog.getByLabel(say('bulk.amount')).fill('2')
  await dialog.getByRole('button', { name: say('bulk.change', { n: changes }), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

describe.skipIf(isSkipped).each(languages)('dates are changed (%s)', (language) => {
  it('from what is selected in the calendar, by F and by the bar', { timeout: 120_000 }, () =>
    withProgram(`dates from the calendar ${language}`, { language }, async (program) => {
      const { say } = program
      const { before, saved } = await prepare(program, [
        ['Oferta', ahead(0)],
        ['Entrega', ahead(1)],
      ])
      const page = await program.open('#/calendar')
      await page.getByRole('application').waitFor()
      await page.keyboard.press('PageDown')
      for (const subject of ['Oferta', 'Entrega'])
        await page
          .locator('.cal-entry', { hasText: subject })
          .first()
          .click({ modifiers: ['Control'] })
      await page.keyboard.press('f')
      await twoDaysOn(program, 2)
      const moved = { ...before, Oferta: `${ahead(2)} 10:00`, Entrega: `${ahead(3)} 10:00` }
      await saved(moved)
      // The keys stay in the calendar, on what was selected.
      expect(await page.evaluate(() => document.activeElement?.closest('[data-calendar-view]') !== null)).toBe(true)
      await page.keyboard.press('Control+z')
      await saved(before)
      await page
        .getByRole('toolbar', { name: say('shortcuts.groups.selection') })
        .getByRole('button', { name: say('activities.changeDates') })
        .click()
      await twoDaysOn(program, 2)
      await saved(moved)
      await page.keyboard.press('Control+z')
      await saved(before)
      // One, from its card.
      await page.keyboard.press('Escape')
      await page.locator('.cal-entry', { hasText: 'Muestras' }).first().click()
      await page
        .getByRole('dialog', { name: 'Muestras' })
        .getByRole('button', { name: say('activities.changeDates') })
        .click()
      await twoDaysOn(program, 1)
      await saved({ ...before, Muestras: `${ahead(2)} 10:00` })
    }),
  )

  it.each(['#/contacts', '#/next'])(
    'from contacts selected in %s: the next activity of each, those without one listed',
    { timeout: 120_000 },
    (route) =>
      withProgram(`dates from ${route} ${language}`, { language }, async (program) => {
        const { say } = program
        const { before, saved } = await prepare(program, [
          ['Oferta', ahead(0)],
          ['Entrega', ahead(1)],
        ])
        const page = await program.open(route)
        if (route === '#/next') {
          // Everybody, whatever is due.
          await page
            .getByRole('group', { name: say('next.tabs.label') })
            .getByRole('button', { name: say('next.tabs.all') })
            .click()
        }
        await expect.poll(() => listReady(page)).toBe(3)
        const list = listOf(page)
        await rowOf(list, 'Aceros Bru').click()
        for (const name of ['Bodegas Cid', 'Cartones Díaz']) await rowOf(list, name).click({ modifiers: ['Control'] })
        await page.keyboard.press('f')
        await dialogOf(page).getByText(say('bulk.skips.no_open_activity')).waitFor()
        await dialogOf(page).getByRole('row').filter({ hasText: 'Cartones Díaz' }).waitFor()
        await twoDaysOn(program, 2)
        // The later one of Aceros Bru stays.
        await saved({ ...before, Oferta: `${ahead(2)} 10:00`, Muestras: `${ahead(2)} 10:00` })
        await page.keyboard.press('Control+z')
        await saved(before)
        // By the button, with the same selection.
        await page
          .getByRole('toolbar', { name: say('list.selection') })
          .getByRole('button', { name: say('contacts.changeNext') })
          .click()
        await twoDaysOn(program, 2)
        await saved({ ...before, Oferta: `${ahead(2)} 10:00`, Muestras: `${ahead(2)} 10:00` })
      }),
  )

  it.each(['#/today', '#/calendar'])(
    'by rescuing what is overdue, from the button in %s',
    { timeout: 120_000 },
    (route) =>
      withProgram(`rescue from ${route} ${language}`, { language }, async (program) => {
        const { say } = program
        const { before, ids, saved } = await prepare(program, [
          ['Oferta', addDays(today, -9)],
          ['Entrega', addDays(today, -4)],
        ])
        const page = await program.open(route)
        await page
          .getByRole('main')
          .getByRole('button', { name: say('bulk.rescueCommand') })
          .click()
        const dialog = dialogOf(page)
        await dialog.getByText(say('bulk.rescueCount', { n: 3 })).waitFor()
        // Proposed from the next day that is worked, which a Saturday is not.
        const [day = '', month = '', year = ''] = (
          await dialog.getByLabel(say('bulk.spreadFrom'), { exact: true }).inputValue()
        ).split('/')
        expect(weekday(`${year}-${month}-${day}`)).toBeLessThanOrEqual(5)
        // One a day: three working days, none of them past.
        await dialog.getByLabel(say('bulk.spreadPerDay')).fill('1')
        await dialog.getByRole('button', { name: say('bulk.change', { n: 3 }), exact: true }).click()
        await dialog.waitFor({ state: 'detached' })
        await expect
          .poll(async () => Object.values(await datesOf(program, ids)).every((when) => when.slice(0, 10) >= today))
          .toBe(true)
        const days = Object.values(await datesOf(program, ids)).map((when) => when.slice(0, 10))
        expect(new Set(days).size).toBe(3)
        expect(days.every((day) => weekday(day) <= 5)).toBe(true)
        // Nothing is overdue any more, and the button says so by going away.
        await page
          .getByRole('main')
          .getByRole('button', { name: say('bulk.rescueCommand') })
          .waitFor({ state: 'detached' })
        await page.keyboard.press('Control+z')
        await saved(before)
        await page
          .getByRole('main')
          .getByRole('button', { name: say('bulk.rescueCommand') })
          .waitFor()
      }),
  )
})
