// One of a series moved by itself (ACT-15): dragged or moved by keys in the calendar, by "change date" in list and detail, or binned from the calendar, it is
// asked which of the series is meant; of several each counts as this one, and the preview says so; every step is taken back.
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, weekday } from '../src-shared/domain/local-time.ts'
import { closeBrowser, dialogOf, listOf, listReady, rowOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const isSkipped = sayIfSkipped('series')
afterAll(closeBrowser)

/** Monday of next week: nothing of it is past. */
const monday = ((): string => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date())
  return addDays(today, 8 - weekday(today))
})()
const week = (n: number, time: string, on = 0): string => `${addDays(monday, n * 7 + on)} ${time}`

interface Series {
  program: Program
  page: Page
  wanted: (dates: string[]) => Promise<void>
  undo: () => Promise<void>
}
/** Four Mondays at ten, and one visit that does not repeat. */
async function begin(program: Program, route: string): Promise<Series> {
  const who = await whoAndTypes(program)
  const companyId = await createCompany(program, 'Cerámicas Ebro')
  await createActivity(program, who, {
    subject: 'Ruta semanal',
    on: monday,
    companyId,
    recurrence: { rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4', offDays: 'keep' },
  })
  await createActivity(program, who, { subject: 'Muestras', on: addDays(monday, 1), time: '12:00', companyId })
  const page = await program.open(route)
  const dates = async (): Promise<string[]> =>
    (
      await program
        .api()
        .ask('activity.first', { filter: { text: 'Ruta semanal' }, sort: { by: 'date', descending: false }, limit: 20 })
    ).rows
      .filter(({ isBinned }) => !isBinned)
      .map(({ when }) => `${when.on} ${when.time ?? ''}`)
  const wanted = (all: string[]): Promise<void> => expect.poll(dates, { timeout: 10_000 }).toEqual(all)
  return {
    program,
    page,
    wanted,
    async undo() {
      // The store knows before the window does.
      await page.locator('[role=dialog]').first().waitFor({ state: 'detached' })
      await page.keyboard.press('Control+z')
      await wanted(original)
    },
  }
}
const original = [0, 1, 2, 3].map((n) => week(n, '10:00'))
const entry = (page: Page, subject: string): Locator => page.locator('.cal-entry', { hasText: subject }).first()

async function answer({ page, program }: Series, scope: 'this' | 'following' | 'all'): Promise<void> {
  const dialog = page
    .getByRole('dialog', { name: program.say('activityParts.scope.change') })
    .or(page.getByRole('dialog', { name: program.say('activityParts.scope.bin') }))
  await dialog.getByRole('radio', { name: program.say(`activityParts.scope.${scope}`) }).check()
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
}
/** A day on, whatever day that is. */
async function byOneDay({ page, program }: Series): Promise<void> {
  await dialogOf(page).getByLabel(program.say('bulk.holidays')).uncheck()
  await dialogOf(page).getByLabel(program.say('bulk.unit')).selectOption('days')
}
/** A day and an hour on. */
async function dragOn(page: Page, what: Locator): Promise<void> {
  const box = await what.boundingBox()
  const column = await page.locator('.cal-hours__day').first().boundingBox()
  if (!box || !column) throw new Error('nothing to drag')
  const from = { x: box.x + box.width / 2, y: box.y + 8 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + column.width, from.y + 48, { steps: 8 })
  await page.waitForTimeout(60)
  await page.mouse.up()
}

describe.skipIf(isSkipped).each(languages)('one of a series (%s)', (language) => {
  it('in the calendar, by mouse and by keys, asks which are meant', { timeout: 170_000 }, () =>
    withProgram(`series in the calendar ${language}`, { language }, async (program) => {
      const series = await begin(program, '#/calendar')
      const { page, wanted, undo } = series
      await page.getByRole('application').waitFor()
      await page.keyboard.press('PageDown')
      await entry(page, 'Ruta semanal').waitFor()
      expect(await entry(page, 'Ruta semanal').getAttribute('aria-label')).toContain(program.say('calendar.repeats'))

      // Thought better of: it goes back to where it was.
      await dragOn(page, entry(page, 'Ruta semanal'))
      await dialogOf(page).waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.cal-hours__day').first().locator('.cal-entry', { hasText: 'Ruta semanal' }).waitFor()
      await wanted(original)

      await dragOn(page, entry(page, 'Ruta semanal'))
      await answer(series, 'this')
      await wanted([week(0, '11:00', 1), ...original.slice(1)])
      await undo()

      await page.locator('.cal-hours__day').first().locator('.cal-entry', { hasText: 'Ruta semanal' }).waitFor()
      await dragOn(page, entry(page, 'Ruta semanal'))
      await answer(series, 'all')
      await wanted([0, 1, 2, 3].map((n) => week(n, '11:00', 1)))
      await undo()

      // By keys alone, a week later: this one and those that follow, half an hour on.
      await page.keyboard.press('Escape')
      await page.keyboard.press('PageDown')
      await page.locator('.cal-hours__day').first().locator('.cal-entry', { hasText: 'Ruta semanal' }).waitFor()
      await page.keyboard.press('Control+ArrowUp')
      await page.keyboard.press('Control+ArrowDown')
      await page.keyboard.press('m')
      for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
      await dialogOf(page).waitFor()
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Shift+Tab')
      await answer(series, 'following')
      await wanted([week(0, '10:00'), ...[1, 2, 3].map((n) => week(n, '10:30'))])
      // The keys stay on what was moved.
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain('Ruta semanal')
      await undo()

      // To the bin from the calendar.
      await page.keyboard.press('Delete')
      await answer(series, 'following')
      await wanted([week(0, '10:00')])
      await undo()

      // Two together: each is this one alone, and that is said.
      await page.keyboard.press('PageUp')
      await page.keyboard.press('Escape')
      await entry(page, 'Ruta semanal').click({ modifiers: ['Control'] })
      await entry(page, 'Muestras').click({ modifiers: ['Control'] })
      await dragOn(page, entry(page, 'Muestras'))
      await page
        .getByText(program.say('calendar.movedAlone', { n: 1 }))
        .first()
        .waitFor()
      await wanted([week(0, '11:00', 1), ...original.slice(1)])
      await undo()
    }),
  )

  it(
    'by "change date" from the list and the detail asks the same; of several the preview says that only these move',
    { timeout: 170_000 },
    () =>
      withProgram(`series in the list ${language}`, { language }, async (program) => {
        const series = await begin(program, '#/activities')
        const { page, wanted, undo } = series
        const list = listOf(page)
        await listReady(page)

        // Several: said in the preview, nothing is asked.
        await rowOf(list, 'Ruta semanal').nth(1).click()
        await rowOf(list, 'Muestras').click({ modifiers: ['Control'] })
        await page.keyboard.press('f')
        await dialogOf(page)
          .getByText(program.say('bulk.repeatedAlone', { n: 1 }))
          .waitFor()
        await byOneDay(series)
        await dialogOf(page)
          .getByRole('button', { name: program.say('bulk.change', { n: 2 }) })
          .click()
        await wanted([week(0, '10:00'), week(1, '10:00', 1), week(2, '10:00'), week(3, '10:00')])
        await undo()

        // One, by the key.
        await page.keyboard.press('Escape')
        await list.focus()
        await rowOf(list, 'Ruta semanal').nth(1).click()
        await page.keyboard.press('f')
        await dialogOf(page).getByText(program.say('bulk.repeatedAsked')).waitFor()
        await byOneDay(series)
        await page.keyboard.press('Control+Enter')
        await answer(series, 'following')
        await wanted([week(0, '10:00'), ...[1, 2, 3].map((n) => week(n, '10:00', 1))])
        await undo()

        // One, by the button of the detail; leaving the question leaves the preview.
        await page
          .getByRole('complementary')
          .getByRole('button', { name: program.say('fields.date') })
          .click()
        await dialogOf(page).getByText(program.say('bulk.repeatedAsked')).waitFor()
        await byOneDay(series)
        await dialogOf(page)
          .getByRole('button', { name: program.say('bulk.change', { n: 1 }) })
          .click()
        await page.getByRole('dialog', { name: program.say('activityParts.scope.change') }).waitFor()
        await page.keyboard.press('Escape')
        await dialogOf(page)
          .getByRole('button', { name: program.say('bulk.change', { n: 1 }) })
          .click()
        await answer(series, 'this')
        await wanted([week(0, '10:00'), week(1, '10:00', 1), week(2, '10:00'), week(3, '10:00')])
        await undo()
      }),
  )
})
