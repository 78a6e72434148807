// An activity as it is written down in a hurry (ACT-4): typed, dragged in the small day, closed and followed up in one save, taken back by one undo; the
// draft that Esc leaves; one that repeats, changed in each of its scopes (ACT-15); and a reminder shown, put off and opened (ACT-16). Both languages.
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, localDateOf, wallOf } from '../src-shared/domain/local-time.ts'
import {
  closeBrowser,
  dialogOf,
  listOf,
  listReady,
  rowOf,
  sayIfSkipped,
  tabTo,
  withProgram,
  type Program,
} from './program.ts'
import { createActivity, createCompany, datesOf, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const zone = 'Europe/Madrid'
const all = { done: 'all' } as const
const byDate = { by: 'date', descending: false } as const
const activities = async (program: Program) =>
  (await program.api().ask('activity.first', { filter: all, sort: byDate, limit: 100 })).rows

async function newByKey(page: Page): Promise<void> {
  await listReady(page)
  await page.keyboard.press('Alt+n')
  await dialogOf(page).locator('.quick:not([inert])').waitFor()
}
/** Subject, company found by its beginning, an hour and its duration, by keyboard alone. */
async function fillByKeys(page: Page, { say }: Program, subject: string, on: string, time: string): Promise<void> {
  await page.keyboard.type(subject)
  await page.keyboard.press('Tab')
  await page.keyboard.type('aran')
  await dialogOf(page).getByRole('option', { name: /Arana/ }).waitFor()
  await page.keyboard.press('Enter')
  await tabTo(page, say('fields.date'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(on)
  await tabTo(page, say('fields.time'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(time)
}

describe.skipIf(sayIfSkipped('activities'))('the activities of a salesperson', () => {
  afterAll(closeBrowser)

  it.each(languages)(
    'the quick form: dates in words, the small day by drag and keys, one save, one undo, a draft (%s)',
    (language) =>
      withProgram(`quick ${language}`, { language }, async (program) => {
        const { say } = program
        const who = await whoAndTypes(program)
        await createCompany(program, 'Arana Distribución')
        const tomorrow = addDays(localDateOf(Date.now(), zone), 1)
        await createActivity(program, who, {
          subject: 'Otra visita',
          on: tomorrow,
          time: '10:00',
          companyId: null,
          typeId: who.types.get('internal') ?? '',
        })
        const page = await program.open()

        // What is wrong is said at its field, and the focus is there.
        await newByKey(page)
        const dialog = dialogOf(page)
        await dialog.getByLabel(say('fields.duration')).fill('-5')
        await page.keyboard.press('Control+Enter')
        await dialog.getByText(say('activities.form.needSubject')).waitFor()
        await dialog.getByText(say('activities.form.badMinutes')).waitFor()
        await dialog.getByText(say('activities.form.needContact')).waitFor()
        expect(await dialog.getByLabel(say('fields.subject')).evaluate((box) => box === document.activeElement)).toBe(
          true,
        )
        await dialog.getByLabel(say('fields.duration')).fill('30')
        await dialog.getByLabel(say('fields.subject')).focus()

        await fillByKeys(page, program, 'Visita a Arana', language === 'es' ? 'mañana' : 'tomorrow', '10:15')
        // The other entry of that day is there, and they clash.
        await dialog.getByText(say('activityParts.day.clash', { n: 1 })).waitFor()
        const block = dialog.getByRole('slider')
        expect(await block.getAttribute('aria-valuetext')).toBe('10:15–10:45')
        await block.press('ArrowDown')
        expect(await block.getAttribute('aria-valuetext')).toBe('10:30–11:00')
        await block.press('Shift+ArrowDown')
        expect(await block.getAttribute('aria-valuetext')).toBe('10:30–11:15')
        const box = await block.boundingBox()
        if (box === null) throw new Error('no block')
        await page.mouse.move(box.x + 20, box.y + 8)
        await page.mouse.down()
        await page.mouse.move(box.x + 20, box.y + 8 + 88, { steps: 6 })
        await page.keyboard.press('Escape')
        await page.mouse.up()
        expect(await block.getAttribute('aria-valuetext')).toBe('10:30–11:15')
        await page.mouse.move(box.x + 20, box.y + 8)
        await page.mouse.down()
        await page.mouse.move(box.x + 20, box.y + 8 + 88, { steps: 6 })
        await page.mouse.up()
        expect(await block.getAttribute('aria-valuetext')).toBe('12:30–13:15')
        await dialog.getByRole('radio', { name: say('lists.types.visit') }).click()

        // A span of days has a last day in place of an hour, here and in the full form; emptied, the hour is back.
        const untilBox = dialog.getByLabel(say('fields.until'))
        await dialog.getByLabel(say('fields.date')).fill(language === 'es' ? '3-5 dic 2030' : '3-5 dec 2030')
        await page.keyboard.press('Tab')
        expect(await untilBox.inputValue()).toBe('05/12/2030')
        expect(await dialog.getByLabel(say('fields.time'), { exact: true }).count()).toBe(0)
        await untilBox.fill('')
        await page.keyboard.press('Tab')
        expect(await dialog.getByLabel(say('fields.time'), { exact: true }).inputValue()).toBe('12:30')
        // What half a text says on the way ("10 a 12") and the whole does not leaves nothing behind.
        await dialog.getByLabel(say('fields.date')).focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.type(language === 'es' ? '10 a 12 de dic de 2030' : '10 to 12 december 2030')
        await page.keyboard.press('Tab')
        expect(await untilBox.inputValue()).toBe('12/12/2030')
        await untilBox.fill('')
        await page.keyboard.press('Tab')
        expect(await dialog.getByLabel(say('fields.time'), { exact: true }).inputValue()).toBe('12:30')
        expect(await dialog.getByLabel(say('fields.duration')).inputValue()).toBe('45')
        await dialog.getByLabel(say('fields.date')).fill(language === 'es' ? 'mañana' : 'tomorrow')
        await page.keyboard.press('Tab')

        // Esc leaves a draft; it is there again.
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'hidden' })
        await newByKey(page)
        expect(await dialogOf(page).getByLabel(say('fields.subject')).inputValue()).toBe('Visita a Arana')
        // At 200 % zoom of a small screen nothing lies over what is typed.
        await page.setViewportSize({ width: 640, height: 400 })
        const subject = dialogOf(page).getByLabel(say('fields.subject'))
        await subject.scrollIntoViewIfNeeded()
        expect(
          await subject.evaluate((box) => {
            const { x, y, width, height } = box.getBoundingClientRect()
            return document.elementFromPoint(x + width / 2, y + height / 2) === box
          }),
        ).toBe(true)
        await page.setViewportSize({ width: 1280, height: 800 })
        // What was said when it was left stands clear of the dialog's buttons.
        const said = await page.locator('.quiet__bar').boundingBox()
        const buttons = await dialogOf(page).getByRole('button', { name: say('shell.cancel'), exact: true }).boundingBox()
        expect((said?.y ?? Infinity) + (said?.height ?? 0)).toBeLessThan((buttons?.y ?? 0) - 400)
        expect(
          await dialogOf(page)
            .getByRole('radio', { name: say('lists.types.visit') })
            .isChecked(),
        ).toBe(true)

        // Over to the full form with everything, closed with its result and next date.
        await page.keyboard.press('Control+e')
        const full = dialogOf(page).filter({ has: page.locator('.activity-form') })
        await full.waitFor()
        expect(await full.getByLabel(say('fields.subject')).inputValue()).toBe('Visita a Arana')
        const several = full.getByLabel(say('activities.form.span'))
        await full.getByLabel(say('fields.date')).fill(language === 'es' ? '3-5 dic 2030' : '3-5 dec 2030')
        await page.keyboard.press('Tab')
        expect(await several.isChecked()).toBe(true)
        expect(await full.getByLabel(say('fields.until')).inputValue()).toBe('05/12/2030')
        await several.uncheck()
        await full.getByLabel(say('fields.date')).fill(language === 'es' ? '15-16:30 mañana' : '15-16:30 tomorrow')
        await page.keyboard.press('Tab')
        expect(await full.getByLabel(say('fields.time'), { exact: true }).inputValue()).toBe('15:00')
        expect(await full.getByLabel(say('fields.duration')).inputValue()).toBe('90')
        await full.getByLabel(say('fields.time'), { exact: true }).fill('12:30')
        await full.getByLabel(say('fields.duration')).fill('45')
        await full.getByLabel(say('fields.date')).fill(language === 'es' ? 'mañana' : 'tomorrow')
        await page.keyboard.press('Tab')
        await full
          .getByLabel(say('fields.result'), { exact: true })
          .selectOption({ label: say('lists.results.positive') })
        await full
          .getByLabel(say('activities.form.next'), { exact: true })
          .fill(language === 'es' ? 'en 2 semanas' : 'in 2 weeks')
        await full.getByLabel(say('activityParts.actions.title')).fill('Llevar catálogo')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Control+Enter')
        await full.waitFor({ state: 'hidden' })
        const made = (await activities(program)).filter(({ subject }) => subject === 'Visita a Arana')
        expect(made.map(({ state }) => state)).toEqual(['done', 'planned'])
        expect(made[0]?.when).toMatchObject({ on: tomorrow, time: '12:30', durationMinutes: 45 })
        expect(made[0]?.openActions).toBe(1)
        expect((await program.api().ask('draft.list', {})).drafts).toEqual([])
        await listOf(page).focus()
        await page.keyboard.press('Control+z')
        await expect
          .poll(async () => (await activities(program)).map(({ subject }) => subject))
          .toEqual(['Otra visita'])
      }),
  )

  it.each(languages)(
    'one that repeats, changed for this one, for the following, for all, and taken back (%s)',
    (language) =>
      withProgram(`series ${language}`, { language }, async (program) => {
        const { say } = program
        await createCompany(program, 'Arana Distribución')
        const page = await program.open()
        await newByKey(page)
        await fillByKeys(page, program, 'Reposición', '2/3/2027', '10:00')
        const dialog = dialogOf(page)
        await dialog.getByLabel(say('activityParts.recurrence.title')).selectOption('weekly')
        await dialog.getByLabel(say('activityParts.recurrence.end'), { exact: true }).selectOption('count')
        await dialog.getByLabel(say('activityParts.recurrence.ends.count')).fill('5')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Control+Enter')
        await dialog.waitFor({ state: 'hidden' })
        const ids = async (): Promise<string[]> => (await activities(program)).map(({ id }) => id)
        const times = async (): Promise<string[]> =>
          (await activities(program)).map(({ when }) => `${when.on.slice(5)} ${when.time}`)
        await expect.poll(times).toEqual(['03-02 10:00', '03-09 10:00', '03-16 10:00', '03-23 10:00', '03-30 10:00'])

        async function changeTime(index: number, time: string, scope: 'this' | 'following' | 'all'): Promise<void> {
          const id = (await ids())[index] ?? ''
          await page.goto(`${program.host().url}#/activities/${id}`)
          await page.getByRole('button', { name: say('shell.edit') }).click()
          const form = dialogOf(page)
          await form.locator('.activity-form:not([inert])').waitFor()
          await form.getByLabel(say('fields.time'), { exact: true }).first().fill(time)
          await page.keyboard.press('Tab')
          await page.keyboard.press('Control+Enter')
          const asked = dialogOf(page).filter({ hasText: say('activityParts.scope.change') })
          await asked.getByRole('radio', { name: say(`activityParts.scope.${scope}`), exact: true }).check()
          await asked.getByRole('button', { name: say('activityParts.scope.accept') }).click()
          await page.locator('.activity-form').waitFor({ state: 'hidden' })
        }
        await changeTime(1, '11:00', 'this')
        await expect.poll(times).toEqual(['03-02 10:00', '03-09 11:00', '03-16 10:00', '03-23 10:00', '03-30 10:00'])
        await changeTime(3, '12:00', 'following')
        await expect.poll(times).toEqual(['03-02 10:00', '03-09 11:00', '03-16 10:00', '03-23 12:00', '03-30 12:00'])
        await changeTime(0, '09:00', 'all')
        await expect.poll(times).toEqual(['03-02 09:00', '03-09 11:00', '03-16 09:00', '03-23 12:00', '03-30 12:00'])
        for (const step of [
          ['03-02 10:00', '03-09 11:00', '03-16 10:00', '03-23 12:00', '03-30 12:00'],
          ['03-02 10:00', '03-09 11:00', '03-16 10:00', '03-23 10:00', '03-30 10:00'],
        ]) {
          await page.locator('#main').focus()
          await page.keyboard.press('Control+z')
          await expect.poll(times).toEqual(step)
        }
      }),
  )

  it.each(languages)('what is new starts with the reminder chosen in the settings for its type (%s)', (language) =>
    withProgram(`reminder defaults ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const page = await program.open()
      await page.goto(`${program.host().url}#/settings/general`)
      const hour = say('activityParts.reminders.before', { duration: '1 h' })
      const [call, visit] = [say('lists.types.call'), say('lists.types.visit')]
      await page.getByLabel(say('reminders.allTypes'), { exact: true }).selectOption({ label: hour })
      await page.getByLabel(visit, { exact: true }).selectOption({ label: say('activityParts.reminders.none') })
      const defaults = async () => (await program.api().ask('settings.get', {})).settings.reminderDefaults
      await expect
        .poll(defaults)
        .toEqual({ '*': [{ minutesBefore: 60, daysBefore: null, at: null }], [who.types.get('visit') ?? '']: [] })
      await page.reload()
      await expect
        .poll(() => page.getByLabel(say('reminders.allTypes'), { exact: true }).locator('option:checked').textContent())
        .toBe(hour)
      for (const [type, words] of [
        [call, hour],
        [visit, ''],
      ] as const) {
        await page.keyboard.press('Alt+n')
        const form = dialogOf(page)
        await form.locator('.quick:not([inert])').waitFor()
        await form.getByRole('radio', { name: type }).click()
        await expect
          .poll(() => form.locator('.reminders-field__one').allTextContents())
          .toEqual(words === '' ? [] : [expect.stringContaining(words)])
        await page.keyboard.press('Escape')
        await form.waitFor({ state: 'hidden' })
      }
    }),
  )

  it.each(languages)('a reminder that was missed is shown, put off, and opened (%s)', (language) =>
    withProgram(`reminder ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const soon = wallOf(Date.now() + 8 * 60_000, zone)
      const id = await createActivity(program, who, {
        subject: 'Llamar al taller',
        on: soon.on,
        time: soon.time,
        typeId: who.types.get('internal') ?? '',
        reminders: [{ minutesBefore: 15, daysBefore: null, at: null }],
      })
      const page = await program.open()
      const panel = page.getByRole('dialog', { name: say('reminders.title') })
      await panel.getByText('Llamar al taller').waitFor()
      await panel.getByRole('button', { name: say('reminders.in10') }).click()
      await panel.waitFor({ state: 'hidden' })
      expect((await program.api().ask('reminder.due', {})).reminders).toEqual([])
      // Moved nearer it is due again; this time it is opened.
      const sooner = wallOf(Date.now() + 4 * 60_000, zone)
      const { revision, when } = await program.api().ask('activity.get', { id })
      await program
        .api()
        .ask('activity.save', { id, revision, values: { when: { ...when, on: sooner.on, time: sooner.time } } })
      await page.reload()
      await page.getByRole('button', { name: say('reminders.bell', { n: 1 }) }).waitFor()
      await listOf(page).and(page.locator(':focus')).waitFor()
      // Alt+R goes to the first one, which Enter opens.
      await page.keyboard.press('Alt+r')
      const first = panel.getByRole('button', { name: /Llamar al taller/ })
      await expect.poll(() => first.evaluate((button) => button === document.activeElement)).toBe(true)
      await page.keyboard.press('Enter')
      await expect.poll(() => dialogOf(page).getByLabel(say('fields.subject')).inputValue()).toBe('Llamar al taller')
      expect(Object.keys(await datesOf(program, [id]))).toEqual(['Llamar al taller'])
      await page.keyboard.press('Escape')
      await rowOf(listOf(page), 'Llamar al taller').waitFor()
    }),
  )

  it.each(languages)('what is in the bin comes back whole, and does nothing else; an hour of elsewhere says where (%s)', (language) =>
    withProgram(`bin ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const companyId = await createCompany(program, 'Arana Distribución')
      await createActivity(program, who, { subject: 'Visita de prueba', on: '2027-03-29', companyId })
      const page = await program.open()
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('Delete')
      await rowOf(listOf(page), 'Visita de prueba').waitFor({ state: 'detached' })
      await page.goto(`${program.host().url}#/activities?filter=${encodeURIComponent(JSON.stringify({ done: 'all', binned: true }))}`)
      await rowOf(listOf(page), 'Visita de prueba').click()
      const detail = page.getByRole('complementary', { name: say('list.detail') })
      await detail.getByRole('button', { name: say('activities.restore') }).waitFor()
      expect(await detail.getByRole('button', { name: say('activities.close') }).count()).toBe(0)
      await page.keyboard.press('Shift+F10')
      await page.getByRole('menuitem', { name: say('activities.restore') }).waitFor()
      expect(await page.getByRole('menuitem', { name: say('activities.cancel') }).count()).toBe(0)
      await page.keyboard.press('Escape')
      await detail.getByRole('button', { name: say('activities.restore') }).click()
      await page.getByText(say('activities.said.restored', { n: 1 })).waitFor()

      await program.api().ask('settings.set', { zone: 'America/New_York' })
      await page.goto(`${program.host().url}#/activities`)
      await rowOf(listOf(page), 'Visita de prueba').getByText('10:00 (Madrid)').waitFor()
    }),
  )
})
