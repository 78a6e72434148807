// The calendar as a person uses it: a visit dragged to Thursday, the same by keyboard alone, three moved together, an hour for what had none, and
// every step taken back; a calendar file taken in twice; the sheet of a week as PDF.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, weekday } from '../src-shared/domain/local-time.ts'
import { closeBrowser, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, datesOf, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const isSkipped = sayIfSkipped('calendar')
afterAll(closeBrowser)

/** Monday of next week: nothing of it is past. */
function nextMonday(): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date())
  return addDays(today, 8 - weekday(today))
}
const monday = nextMonday()
const day = (n: number): string => addDays(monday, n)

async function openWeek(program: Program): Promise<Page> {
  const page = await program.open('#/calendar')
  await page.getByRole('application').waitFor()
  await page.keyboard.press('PageDown')
  await page.locator('.cal-hours').waitFor()
  return page
}
const entry = (page: Page, subject: string): Locator => page.locator('.cal-entry', { hasText: subject }).first()
/** Drags by its middle, by whole days and hours, in steps as a hand does. */
async function drag(
  page: Page,
  what: Locator,
  days: number,
  hours: number,
  options: { escape?: boolean } = {},
): Promise<void> {
  const box = await what.boundingBox()
  const column = await page.locator('.cal-hours__day').first().boundingBox()
  if (!box || !column) throw new Error('nothing to drag')
  const from = { x: box.x + box.width / 2, y: box.y + Math.min(12, box.height / 2) }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + days * column.width, from.y + hours * 48, { steps: 8 })
  await page.waitForTimeout(60)
  if (options.escape) await page.keyboard.press('Escape')
  await page.mouse.up()
}
const saved = (program: Program, ids: string[], wanted: Record<string, string>): Promise<void> =>
  expect.poll(() => datesOf(program, ids), { timeout: 10_000 }).toEqual(wanted)

describe.skipIf(isSkipped).each(languages)('the calendar (%s)', (language) => {
  it('is worked by mouse and by keyboard, and every step is taken back', { timeout: 170_000 }, () =>
    withProgram(`calendar ${language}`, { language }, async (program) => {
      const who = await whoAndTypes(program)
      const companyId = await createCompany(program, 'Talleres Irati')
      const make = (subject: string, on: string, time: string | null): Promise<string> =>
        createActivity(program, who, { subject, on, time, companyId })
      const ids = [
        await make('Presupuesto', day(0), '10:00'),
        await make('Muestras', day(1), '11:30'),
        await make('Firma', day(2), '16:00'),
        await make('Catálogo', day(1), null),
      ]
      const before = {
        Presupuesto: `${day(0)} 10:00`,
        Muestras: `${day(1)} 11:30`,
        Firma: `${day(2)} 16:00`,
        Catálogo: day(1),
      }
      await saved(program, ids, before)
      const page = await openWeek(program)
      /** Takes the last step back, and waits until the page shows it. */
      const undo = async (): Promise<void> => {
        await page.keyboard.press('Control+z')
        await saved(program, ids, before)
        const at = (n: number, subject: string): Promise<void> =>
          page.locator('.cal-hours__day').nth(n).locator('.cal-entry', { hasText: subject }).waitFor()
        await Promise.all([at(0, 'Presupuesto'), at(1, 'Muestras'), at(2, 'Firma')])
      }

      // Esc abandons; then to Thursday by mouse.
      await drag(page, entry(page, 'Presupuesto'), 3, 0, { escape: true })
      await drag(page, entry(page, 'Presupuesto'), 3, 1)
      await saved(program, ids, { ...before, Presupuesto: `${day(3)} 11:00` })
      await undo()

      // The same by keys: to the activity, in hand, three days on and an hour down.
      await page.locator('[data-calendar-view] [tabindex="0"]').first().focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('Control+ArrowUp')
      await page.keyboard.press('m')
      for (const key of [
        'ArrowRight',
        'ArrowRight',
        'ArrowRight',
        'ArrowDown',
        'ArrowDown',
        'ArrowDown',
        'ArrowDown',
        'Enter',
      ])
        await page.keyboard.press(key)
      await saved(program, ids, { ...before, Presupuesto: `${day(3)} 11:00` })
      await undo()

      // Moved, made longer and moved on while it is held: all of it is one step.
      const lengthOf = async (): Promise<number> =>
        (await program.api().ask('activity.rows', { ids: ids.slice(0, 1) })).rows[0]?.when.durationMinutes ?? 0
      const length = await lengthOf()
      await page.keyboard.press('m')
      for (const key of ['ArrowRight', 'ArrowDown', 'Alt+ArrowDown', 'ArrowRight', 'Enter'])
        await page.keyboard.press(key)
      await saved(program, ids, { ...before, Presupuesto: `${day(2)} 10:15` })
      expect(await lengthOf()).toBe(length + 15)
      await undo()
      expect(await lengthOf()).toBe(length)

      await page.keyboard.press('Escape')
      // Three together keep their distances; a page further by the edge is the same drag.
      await entry(page, 'Presupuesto').click({ modifiers: ['Control'] })
      await entry(page, 'Muestras').click({ modifiers: ['Control'] })
      await entry(page, 'Firma').click({ modifiers: ['Control'] })
      await drag(page, entry(page, 'Muestras'), 2, -1)
      await saved(program, ids, {
        ...before,
        Presupuesto: `${day(2)} 09:00`,
        Muestras: `${day(3)} 10:30`,
        Firma: `${day(4)} 15:00`,
      })
      await undo()

      // Held at the edge the page turns: to Monday of the week after.
      await page.keyboard.press('Escape')
      const grabbed = await entry(page, 'Presupuesto').boundingBox()
      const grid = await page.locator('.cal-hours__grid').boundingBox()
      if (!grabbed || !grid) throw new Error('not drawn')
      const height = grabbed.y + 10
      await page.mouse.move(grabbed.x + grabbed.width / 2, height)
      await page.mouse.down()
      await page.mouse.move(grid.x + grid.width - 12, height, { steps: 6 })
      const title = await page.locator('.calendar__title').innerText()
      await page.waitForFunction((before) => document.querySelector('.calendar__title')?.textContent !== before, title)
      await page.mouse.move(grabbed.x + grabbed.width / 2, height, { steps: 4 })
      await page.waitForTimeout(60)
      await page.mouse.up()
      await saved(program, ids, { ...before, Presupuesto: `${day(7)} 10:00` })
      await page.keyboard.press('PageUp')
      await undo()

      // Longer by its lower edge.
      await entry(page, 'Muestras').waitFor()
      const box = await entry(page, 'Muestras').boundingBox()
      if (!box) throw new Error('not drawn')
      await page.mouse.move(box.x + 20, box.y + box.height - 3)
      await page.mouse.down()
      await page.mouse.move(box.x + 20, box.y + box.height + 40, { steps: 5 })
      await page.waitForTimeout(60)
      await page.mouse.up()
      await expect
        .poll(
          async () =>
            (await program.api().ask('activity.rows', { ids: ids.slice(1, 2) })).rows[0]?.when.durationMinutes,
        )
        .toBe(75)
      await undo()

      // What waits without an hour gets one: by mouse from the list beside, then back.
      const waiting = page.locator('.cal-waiting__one', { hasText: 'Catálogo' })
      const from = await waiting.boundingBox()
      const column = await page.locator('.cal-hours__day').nth(4).boundingBox()
      const scroller = await page.locator('.cal-hours__scroll').boundingBox()
      if (!from || !column || !scroller) throw new Error('not drawn')
      await page.mouse.move(from.x + 30, from.y + 10)
      await page.mouse.down()
      await page.mouse.move(column.x + 40, scroller.y + 150, { steps: 8 })
      await page.waitForTimeout(60)
      await page.mouse.up()
      await expect
        .poll(async () => (await datesOf(program, ids))['Catálogo'])
        .toMatch(new RegExp(`^${day(4)} \\d\\d:\\d\\d$`))
      // The keys go on where it was let go.
      await page.keyboard.press('1')
      await page.locator('.cal-month').waitFor()
      await page.keyboard.press('2')
      await page.locator('.cal-hours').waitFor()
      await undo()

      // A click shows the card, a double click on an empty hour creates there.
      await page.keyboard.press('Escape')
      await entry(page, 'Firma').click()
      await page.getByRole('dialog', { name: 'Firma' }).getByText('Talleres Irati').waitFor()
      await page.keyboard.press('Escape')
      await page.mouse.dblclick(column.x + 30, scroller.y + 60)
      await page.getByRole('dialog').last().waitFor()
      await page.keyboard.press('Escape')
    }),
  )

  it('shows a month in a small window: weeks keep their room, and come into sight with the keys', { timeout: 60_000 }, () =>
    withProgram(`calendar small ${language}`, { language }, async (program) => {
      const who = await whoAndTypes(program)
      const companyId = await createCompany(program, 'Talleres Irati')
      const ids = []
      for (const [at, time] of ['09:00', '10:00', '11:00'].entries())
        ids.push(await createActivity(program, who, { subject: `Visita ${at}`, on: day(0), time, companyId }))
      const page = await program.open('#/calendar')
      await page.setViewportSize({ width: 640, height: 480 })
      await page.getByRole('application').waitFor()
      await page.keyboard.press('1')
      await page.locator('.cal-month').waitFor()
      // Whatever day it is: to the day of the visits, and so to the month that has it.
      while ((await page.locator(`[data-cell="${day(0)}"]`).count()) === 0) await page.keyboard.press('PageDown')
      // Two of the three have their place, the third is counted.
      await page.locator('.cal-month.is-narrow').waitFor()
      await expect.poll(() => page.locator('.cal-month .cal-entry').count()).toBe(2)
      expect(await page.locator('.cal-month__more').allInnerTexts()).toEqual(['+1'])
      // Dragged to the next day.
      await entry(page, 'Visita 0').evaluate((one) => one.scrollIntoView({ block: 'center' }))
      const [from, to] = await Promise.all([
        entry(page, 'Visita 0').boundingBox(),
        page.locator(`[data-cell="${day(1)}"]`).boundingBox(),
      ])
      if (!from || !to) throw new Error('not drawn')
      await page.mouse.move(from.x + 20, from.y + 8)
      await page.mouse.down()
      await page.mouse.move(to.x + 20, from.y + 8, { steps: 6 })
      await page.mouse.up()
      await saved(program, ids.slice(0, 1), { 'Visita 0': `${day(1)} 09:00` })
      /** What has the focus stands between the names of the days and the lower edge. */
      const isInSight = (): Promise<boolean> =>
        page.evaluate(() => {
          const focused = document.activeElement?.getBoundingClientRect()
          const top = document.querySelector('.cal-month__heads')?.getBoundingClientRect().bottom ?? 0
          const bottom = document.querySelector('.cal-month')?.getBoundingClientRect().bottom ?? 0
          return focused !== undefined && focused.width < 640 && focused.top >= top - 1 && focused.bottom <= bottom + 1
        })
      for (const key of [...Array<string>(5).fill('ArrowDown'), ...Array<string>(5).fill('ArrowUp')]) {
        await page.keyboard.press(key)
        await expect.poll(isInSight).toBe(true)
      }
    }))

  it(
    'shades by the hours of whose it is, marks what is urgent in every view, and a form opened at night shows its hour',
    {
      timeout: 120_000,
    },
    () =>
      withProgram(`calendar hours ${language}`, { language }, async (program) => {
        const { say } = program
        const who = await whoAndTypes(program)
        const me = (await program.api().ask('settings.get', {})).lists.users.find(({ id }) => id === who.me)
        const late = [{ from: '15:00', to: '20:00' }]
        const hours = [[{ from: '08:00', to: '14:00' }], [], late, late, late, [], []]
        await program.api().ask('user.save', {
          id: who.me,
          revision: me?.revision ?? 0,
          name: me?.name ?? '',
          mail: me?.mail ?? '',
          color: me?.color ?? '',
          isActive: true,
          hours,
        })
        const companyId = await createCompany(program, 'Talleres Irati')
        await createActivity(program, who, { subject: 'Oferta', on: day(2), time: '16:00', companyId, priority: 3 })
        // Half past ten in the evening of that Monday.
        await program.context.clock.setFixedTime(new Date(`${day(0)}T21:30:00Z`))
        const page = await program.open('#/calendar')
        await entry(page, 'Oferta').waitFor()
        const px = (minutes: number): string => `${(minutes * 48) / 60}px`
        const bands = (n: number): Promise<string[]> =>
          page
            .locator('.cal-hours__day')
            .nth(n)
            .locator('.cal-hours__off')
            .evaluateAll((all) =>
              all.map((one) => `${(one as HTMLElement).style.top} ${(one as HTMLElement).style.height}`),
            )
        expect(await bands(0)).toEqual([`0px ${px(480)}`, `${px(840)} ${px(600)}`])
        expect(await bands(1)).toEqual([`0px ${px(1440)}`])
        expect(await bands(2)).toEqual([`0px ${px(900)}`, `${px(1200)} ${px(240)}`])
        // The work week is its owner's, too.
        await page.keyboard.press('3')
        await expect.poll(() => page.locator('.cal-hours__day').count()).toBe(4)

        // Everybody's calendar goes by the general hours.
        await page
          .getByRole('button', { name: say('calendar.views.everybody') })
          .or(page.getByRole('tab', { name: say('calendar.views.everybody') }))
          .first()
          .click()
        await page.keyboard.press('2')
        await expect.poll(async () => (await bands(1)).length).toBeGreaterThan(1)
        await page
          .getByRole('button', { name: say('calendar.views.mine') })
          .or(page.getByRole('tab', { name: say('calendar.views.mine') }))
          .first()
          .click()

        for (const key of ['1', '2', '5']) {
          await page.locator('[data-calendar-view] [tabindex="0"]').first().focus()
          await page.keyboard.press(key)
          const shown = page.locator('[data-calendar-view] [id^="cal-"]', { hasText: 'Oferta' }).first()
          await shown.locator('.cal-mark.is-alert').waitFor()
          expect(await shown.getAttribute('aria-label')).toContain(say('urgency.urgent'))
          expect(await shown.getAttribute('title')).toContain(say('urgency.urgent'))
        }
        await page.locator('.cal-legend').getByText(say('urgency.urgent')).waitFor()
        await page.locator('[data-calendar-view] [id^="cal-"]', { hasText: 'Oferta' }).first().click()
        await page.getByRole('dialog', { name: 'Oferta' }).locator('.urgent-mark').waitFor()
        await page.keyboard.press('Escape')

        await page.keyboard.press('Alt+n')
        const strip = page.getByRole('dialog').getByRole('region', { name: say('activityParts.day.title') })
        const scroller = strip.locator('.day-strip__scroll')
        const isInSight = async (): Promise<boolean> => {
          const [block, box] = [await strip.getByRole('slider').boundingBox(), await scroller.boundingBox()]
          return block !== null && box !== null && block.y >= box.y && block.y + block.height <= box.y + box.height
        }
        await expect.poll(isInSight).toBe(true)
        // A day whose hours leave it in sight opens where work begins.
        await page.getByRole('dialog').getByLabel(say('fields.time'), { exact: true }).fill('12:00')
        await page.keyboard.press('Tab')
        await page.getByRole('dialog').getByRole('button', { name: say('activityParts.day.later') }).click()
        await page.getByRole('dialog').getByRole('button', { name: say('activityParts.day.earlier') }).click()
        await expect.poll(() => scroller.evaluate((box) => box.scrollTop)).toBe(7.5 * 44)
        expect(await isInSight()).toBe(true)
        // Off after two, by these hours.
        const off = await strip
          .locator('.day-strip__off')
          .evaluateAll((all) => all.map((one) => (one as HTMLElement).style.top))
        expect(off).toEqual(['0px', `${14 * 44}px`])
      }),
  )

  it('takes a calendar file in once, and prints the sheet of the week', { timeout: 120_000 }, () =>
    withProgram(`calendar files ${language}`, { language }, async (program) => {
      const who = await whoAndTypes(program)
      const companyId = await createCompany(program, 'Bodega Arlanza')
      await createActivity(program, who, { subject: 'Cata de muestras', on: day(1), time: '12:00', companyId })
      const page = await openWeek(program)
      const compact = day(2).replaceAll('-', '')
      const text = [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'BEGIN:VEVENT',
        'UID:feria-1',
        'SUMMARY:Reunión en la feria',
        `DTSTART;TZID=Romance Standard Time:${compact}T100000`,
        'DURATION:PT1H',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:rota',
        'SUMMARY:Sin fecha',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n')
      const take = async (): Promise<Locator> => {
        await page.getByRole('button', { name: program.say('calendar.file.menu') }).click()
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          page.getByRole('menuitem', { name: program.say('calendar.file.import') }).click(),
        ])
        await chooser.setFiles({ name: 'feria.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) })
        const dialog = page.getByRole('dialog').last()
        await dialog.getByText(program.say('calendar.file.refusals.no_start')).waitFor()
        return dialog
      }
      const first = await take()
      await first.getByRole('button', { name: program.say('calendar.file.apply', { n: 1 }) }).click()
      await entry(page, 'Reunión en la feria').waitFor()
      const second = await take()
      expect(
        await second.getByRole('button', { name: program.say('calendar.file.apply', { n: 0 }) }).isDisabled(),
      ).toBe(true)
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: program.say('calendar.file.menu') }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('menuitem', { name: program.say('calendar.sheet.pdfWeek') }).click(),
      ])
      const bytes = readFileSync(await download.path())
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      if (process.env['MALETIN_KEEP_PDF']) writeFileSync(process.env['MALETIN_KEEP_PDF'], bytes)
    }),
  )
})
