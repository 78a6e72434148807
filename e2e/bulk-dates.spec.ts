// The first main job as a person does it: five activities Ctrl-clicked across a scroll, moved by two working days over a holiday, looked at,
// undone, and all of it again after a restart; by mouse and by keyboard alone, in both languages.
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import {
  arrowTo,
  closeBrowser,
  dialogOf,
  listOf,
  listReady,
  rowOf,
  sayIfSkipped,
  tabTo,
  wheelTo,
  withProgram,
  type Program,
} from './program.ts'
import { createActivity, createCompany, datesOf, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

/** Subject, before, after. Sunday the 6th and Tuesday the 8th of December 2026 are holidays in all Spain. */
const moved = [
  ['Oferta de arcones', '2026-12-02', '2026-12-04'],
  ['Revisión del horno', '2026-12-03', '2026-12-07'],
  ['Demostración en tienda', '2026-12-04', '2026-12-09'],
  ['Entrega de muestras', '2026-12-07', '2026-12-10'],
  ['Renovar contrato', '2026-12-18', '2026-12-22'],
] as const
const time = '10:30'

const dmy = (day: string): string => day.split('-').reverse().join('/')
const wanted = (which: 'before' | 'after'): Record<string, string> =>
  Object.fromEntries(
    moved.map(([subject, before, after]) => [subject, `${which === 'before' ? before : after} ${time}`]),
  )

interface Hand {
  choose(page: Page, subjects: readonly string[]): Promise<void>
  ask(page: Page, program: Program): Promise<void>
  fill(page: Page, program: Program): Promise<void>
  apply(page: Page, program: Program): Promise<void>
  undo(page: Page, program: Program): Promise<void>
  undoFromHistory(page: Page, program: Program): Promise<void>
}

const hands: Record<'mouse' | 'keyboard', Hand> = {
  mouse: {
    async choose(page, subjects) {
      const list = listOf(page)
      await page.keyboard.down('Control')
      for (const subject of subjects) await (await wheelTo(page, list, subject)).getByText(subject).click()
      await page.keyboard.up('Control')
    },
    ask: (page, program) =>
      page
        .getByRole('toolbar', { name: program.say('list.selection') })
        .getByRole('button', { name: program.say('activities.changeDates') })
        .click(),
    async fill(page, { say }) {
      const dialog = dialogOf(page)
      await dialog.getByRole('radio', { name: say('bulk.modes.shift') }).check()
      await dialog.getByLabel(say('bulk.amount')).fill('2')
      await dialog.getByLabel(say('bulk.unit')).selectOption('workingDays')
      await dialog.getByLabel(say('bulk.holidays')).check()
    },
    apply: (page, { say }) =>
      dialogOf(page)
        .getByRole('button', { name: say('bulk.change', { n: 5 }) })
        .click(),
    undo: (page, { say }) =>
      page
        .getByRole('button', { name: say('shell.undo') })
        .first()
        .click(),
    async undoFromHistory(page, { say }) {
      await page
        .getByRole('navigation')
        .getByRole('link', { name: say('shell.places.history') })
        .click()
      await page
        .getByRole('main')
        .getByRole('button', { name: say('shell.undo') })
        .first()
        .click()
    },
  },
  keyboard: {
    async choose(page, subjects) {
      const list = listOf(page)
      expect(await list.evaluate((element) => element === document.activeElement)).toBe(true)
      for (const subject of subjects) {
        await arrowTo(page, list, subject)
        await page.keyboard.press('Space')
      }
    },
    ask: (page) => page.keyboard.press('f'),
    async fill(page, { say }) {
      await dialogOf(page).waitFor()
      await tabTo(page, say('bulk.amount'))
      await page.keyboard.press('Control+a')
      await page.keyboard.type('1')
      await page.keyboard.press('ArrowUp')
      await tabTo(page, say('bulk.unit'))
      await page.keyboard.press('End')
    },
    apply: (page) => page.keyboard.press('Control+Enter'),
    undo: (page) => page.keyboard.press('Control+z'),
    async undoFromHistory(page, { say }) {
      const places = await page.getByRole('navigation', { name: say('shell.navigation') }).getByRole('link').allInnerTexts()
      await page.keyboard.press(`Alt+${1 + places.findIndex((place) => place.includes(say('shell.places.history')))}`)
      await page
        .getByRole('main')
        .getByRole('button', { name: say('shell.undo') })
        .first()
        .waitFor()
      await tabTo(page, new RegExp(`^${say('shell.undo')}$`))
      await page.keyboard.press('Enter')
    },
  },
}

describe.skipIf(sayIfSkipped('bulk-dates.spec.ts'))('dates of many at once', () => {
  afterAll(closeBrowser)

  it.each(
    languages.flatMap((language) => [
      { language, hand: 'mouse' as const },
      { language, hand: 'keyboard' as const },
    ]),
  )(
    'five across a scroll, two working days over a holiday, undone, again after a restart ($language, $hand)',
    ({ language, hand }) =>
      withProgram(`bulk ${language} ${hand}`, { language }, async (program) => {
        const { say } = program
        const { choose, ask, fill, apply, undo, undoFromHistory } = hands[hand]
        const who = await whoAndTypes(program)
        const company = await createCompany(program, 'Panadería Alarcón')
        const ids: string[] = []
        for (const [subject, on] of moved)
          ids.push(await createActivity(program, who, { subject, on, time, companyId: company }))
        // What lies between them, so that they never stand on one screen, and must not be touched.
        const others: string[] = []
        for (let n = 0; n < 90; n++) {
          const on = `2026-12-${String(1 + (n % 20)).padStart(2, '0')}`
          others.push(
            await createActivity(program, who, {
              subject: `Seguimiento ${n}`,
              companyId: company,
              on,
              time: n % 3 === 0 ? null : `${String(8 + (n % 10)).padStart(2, '0')}:15`,
            }),
          )
        }
        const othersBefore = await datesOf(program, others)

        const page = await program.open()
        expect(await listReady(page)).toBe(95)
        const list = listOf(page)
        await choose(
          page,
          moved.map(([subject]) => subject),
        )
        await page.getByText(say('activities.selected', { n: 5 }), { exact: true }).waitFor()

        await ask(page, program)
        await fill(page, program)
        const preview = dialogOf(page).getByRole('grid', { name: say('bulk.preview') })
        for (const [subject, before, after] of moved) {
          const line = rowOf(preview, subject)
          await line.locator(`[title*="${dmy(before)} ${time}"]`).waitFor()
          await line.locator(`[title*="${dmy(after)} ${time}"]`).waitFor()
        }
        await dialogOf(page)
          .getByRole('button', { name: say('bulk.change', { n: 5 }) })
          .waitFor()
        await apply(page, program)
        await page.getByText(say('bulk.changed', { n: 5 })).waitFor()
        expect(await datesOf(program, ids)).toEqual(wanted('after'))
        expect(await datesOf(program, others)).toEqual(othersBefore)
        const last = moved[4]
        await (await wheelTo(page, list, last[0])).locator(`[title*="${dmy(last[2])} ${time}"]`).waitFor()

        await undo(page, program)
        await page.getByText(say('shell.undone', { command: say('commands.bulk_apply') })).waitFor()
        expect(await datesOf(program, ids)).toEqual(wanted('before'))
        await (await wheelTo(page, list, last[0])).locator(`[title*="${dmy(last[1])} ${time}"]`).waitFor()

        // The selection is still there: once more, and then a restart.
        await page.getByText(say('activities.selected', { n: 5 }), { exact: true }).waitFor()
        if (hand === 'keyboard')
          await expect.poll(() => list.evaluate((element) => element === document.activeElement)).toBe(true)
        await ask(page, program)
        await fill(page, program)
        await dialogOf(page)
          .getByRole('button', { name: say('bulk.change', { n: 5 }) })
          .waitFor()
        await apply(page, program)
        await page.getByText(say('bulk.changed', { n: 5 })).waitFor()
        await program.stop()
        await program.start()
        expect(await datesOf(program, ids)).toEqual(wanted('after'))
        const again = await program.open()
        await listReady(again)
        await (await wheelTo(again, listOf(again), last[0])).locator(`[title*="${dmy(last[2])} ${time}"]`).waitFor()
        await undoFromHistory(again, program)
        await again.getByText(say('history.putBack', { n: 5 })).waitFor()
        expect(await datesOf(program, ids)).toEqual(wanted('before'))
        expect(await datesOf(program, others)).toEqual(othersBefore)
      }),
  )
})
