// What cannot be taken gets its message where it was given, and nothing that stood there is lost: a calendar file with everything wrong, a list entry that is in
// use, names and durations that are none. In the forms of activities: `activities.spec.ts`. Both languages.
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, localDateOf } from '../src-shared/domain/local-time.ts'
import { closeBrowser, dialogOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const today = localDateOf(Date.now(), 'Europe/Madrid')
const compact = (days: number): string => addDays(today, days).replaceAll('-', '')
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
const calendar = (...entries: string[][]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...entries.flat(), 'END:VCALENDAR', ''].join('\r\n')
const wrong = calendar(
  event('UID:zone', 'SUMMARY:Con zona rota', `DTSTART;TZID=Mars/Olympus:${compact(3)}T100000`, 'DURATION:PT1H'),
  event('UID:endless', 'SUMMARY:Sin final', `DTSTART:${compact(1)}T090000`, 'RRULE:FREQ=MONTHLY'),
  event('UID:zero', 'SUMMARY:Del año cero', 'DTSTART:00000101T090000'),
  event('UID:nameless', 'SUMMARY:', `DTSTART:${compact(4)}T090000`),
  event('UID:backwards', 'SUMMARY:Al revés', `DTSTART:${compact(5)}T090000`, 'DURATION:-PT5M'),
  event('UID:rule', 'SUMMARY:Con regla rota', `DTSTART:${compact(6)}T090000`, 'RRULE:FREQ=WEEKLY;BYDAY=XX'),
)

async function takeCalendar(page: Page, { say }: Program, text: string): Promise<void> {
  await page.getByRole('button', { name: say('calendar.file.menu') }).click()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: say('calendar.file.import') }).click()])
  await chooser.setFiles({ name: 'agenda.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) })
}

describe.skipIf(sayIfSkipped('bad-input'))('bad input', () => {
  afterAll(closeBrowser)

  it.each(languages)('a calendar file with everything wrong: each is named, the rest is taken, one undo takes it back (%s)', (language) =>
    withProgram(`bad calendar ${language}`, { language }, async (program) => {
      const { say } = program
      const subjects = async (): Promise<string[]> => (await program.api().ask('activity.first', { filter: {}, sort: { by: 'date', descending: false }, limit: 200 })).rows.map(({ subject }) => subject)
      const page = await program.open('#/calendar')
      await page.getByRole('application').waitFor()
      await takeCalendar(page, program, 'no calendar at all')
      await dialogOf(page).getByText(say('calendar.file.unreadable', { names: 'agenda.ics' })).waitFor()
      await page.keyboard.press('Escape')
      await takeCalendar(page, program, wrong)
      const dialog = dialogOf(page)
      await dialog.getByText(say('calendar.file.zones', { names: 'Mars/Olympus' })).waitFor()
      const line = (subject: string) => dialog.getByRole('listitem').filter({ hasText: subject })
      for (const [subject, refusal] of [['Del año cero', 'out_of_range'], ['Al revés', 'ends_before'], ['Con regla rota', 'bad_rule']] as const)
        await line(subject).getByText(say(`calendar.file.refusals.${refusal}`)).waitFor()
      // A rule without end goes on as a series of ours.
      await dialog.getByText(say('calendar.file.series', { n: 1 })).waitFor()
      // It is one line with its rule; its dates show when they are asked for, and each can be left out.
      await expect.poll(() => line('Sin final').count()).toBe(1)
      const lines = await dialog.getByRole('listitem').count()
      await line('Sin final').getByText(say('activityParts.recurrence.every.MONTHLY', { n: 1 })).click()
      await expect.poll(() => dialog.getByRole('listitem').count()).toBeGreaterThan(lines + 20)
      const boxes = dialog.getByRole('checkbox', { name: 'Sin final' })
      await boxes.nth(2).uncheck()
      expect(await boxes.first().evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
      await boxes.first().check()
      expect(await boxes.nth(2).isChecked()).toBe(true)
      for (const [subject, notice] of [['Con zona rota', 'zone_unknown'], [say('calendar.file.untitled'), 'no_subject']] as const)
        await line(subject).first().getByText(`· ${say(`calendar.file.notices.${notice}`)}`).waitFor()
      await page.keyboard.press('Control+Enter')
      await dialog.waitFor({ state: 'hidden' })
      const taken = await subjects()
      expect(taken).toContain('Con zona rota')
      expect(taken.filter((subject) => subject === 'Sin final').length).toBeGreaterThan(1)
      expect(taken.filter((subject) => /cero|revés|regla/.test(subject))).toEqual([])
      await page.keyboard.press('Control+z')
      await expect.poll(subjects).toEqual([])
    }),
  )

  it.each(languages)('a user of a name that is taken, an address that is none, an hour that is emptied: said, and what stood there stays (%s)', (language) =>
    withProgram(`bad users ${language}`, { language }, async (program) => {
      const { say } = program
      const page = await program.open('#/settings/users')
      const add = page.getByPlaceholder(say('settings.users.new'))
      for (const name of ['Marta Gil', ' marta  gíl']) {
        await add.fill(name)
        await page.keyboard.press('Enter')
        if (name === 'Marta Gil') await page.getByRole('listitem').nth(1).waitFor()
      }
      await page.getByText(say('settings.users.taken', { name: 'Marta Gil' })).waitFor()
      expect(await page.getByRole('listitem').count()).toBe(2)
      const marta = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: say('settings.users.deactivate'), disabled: false }) })
      const mail = marta.getByPlaceholder(say('fields.mail'))
      await mail.fill('marta arroba gil')
      await page.keyboard.press('Tab')
      await page.getByText(say('settings.users.badMail', { mail: 'marta arroba gil' })).waitFor()
      expect(await mail.inputValue()).toBe('')
      await marta.getByText(say('settings.users.ownHours')).click()
      const from = marta.getByLabel(say('dates.from')).first()
      await from.fill('')
      await page.keyboard.press('Tab')
      expect(await from.inputValue()).toBe('09:00')
    }),
  )

  it.each(languages)('an objective that was removed is put back where it was, and the keys go on beside it (%s)', (language) =>
    withProgram(`objective ${language}`, { language }, async (program) => {
      const { say } = program
      const page = await program.open('#/settings/urgency')
      const rules = page.locator('.rules__one')
      await rules.nth(3).waitFor()
      const before = await rules.allInnerTexts()
      await rules.nth(1).getByRole('button', { name: say('urgency.remove') }).press('Enter')
      await expect.poll(() => rules.count()).toBe(3)
      expect(await rules.nth(1).getByRole('button').last().evaluate((button) => button === document.activeElement)).toBe(true)
      await page.locator('.quiet__bar').getByRole('button', { name: say('shell.undo') }).click()
      await expect.poll(() => rules.allInnerTexts()).toEqual(before)
      // Ctrl+Z means what was said last, and nothing that was done before it.
      await createCompany(program, 'Óptica Álvarez')
      await rules.nth(1).getByRole('button', { name: say('urgency.remove') }).click()
      await expect.poll(() => rules.count()).toBe(3)
      await page.keyboard.press('Control+z')
      await expect.poll(() => rules.allInnerTexts()).toEqual(before)
      expect((await program.api().ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 5 })).rows).toHaveLength(1)
    }),
  )

  it.each(languages)('a list entry in use is archived or merged, never lost; names and durations that are none are said (%s)', (language) =>
    withProgram(`bad lists ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const companyId = await createCompany(program, 'Arana Distribución')
      const id = await createActivity(program, who, { subject: 'Por fax', on: today, companyId, typeId: who.types.get('fax') ?? '' })
      const page = await program.open('#/settings/lists')
      const type = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `${say('shell.remove')}: ${name}` }) })
      const [visit, call, fax] = ['visit', 'call', 'fax'].map((builtin) => say(`lists.types.${builtin}`)) as [string, string, string]

      const minutes = type(visit).getByLabel(`${say('settings.lists.minutes')}: ${visit}`)
      const before = await minutes.inputValue()
      await minutes.fill('-5')
      await minutes.press('Tab')
      await page.getByText(say('settings.lists.badMinutes')).waitFor()
      expect(await minutes.inputValue()).toBe(before)
      await minutes.fill('1h30')
      await minutes.press('Tab')
      await expect.poll(() => minutes.inputValue()).toBe('90')

      // The list is read again while a name is being typed: what was typed stays.
      const name = type(visit).getByLabel(say('fields.name'))
      await name.fill('Visita a medio escribir')
      const { lists } = await program.api().ask('settings.get', {})
      const faxType = lists.types.find(({ builtin }) => builtin === 'fax')
      await program.api().ask('entry.save', { list: 'types', id: faxType?.id ?? '', revision: faxType?.revision ?? 0, values: { defaultMinutes: 7 } })
      await expect.poll(() => type(fax).getByLabel(`${say('settings.lists.minutes')}: ${fax}`).inputValue()).toBe('7')
      expect(await name.inputValue()).toBe('Visita a medio escribir')
      await name.fill(call.toUpperCase())
      await name.press('Enter')
      await page.getByText(say('settings.lists.taken', { name: call })).waitFor()
      await expect.poll(() => name.inputValue()).toBe(visit)

      await type(fax).getByRole('button', { name: `${say('shell.remove')}: ${fax}` }).click()
      const dialog = dialogOf(page)
      await dialog.getByText(say('settings.lists.mergeTitle', { name: fax, n: 1 })).waitFor()
      expect((await program.api().ask('activity.get', { id })).typeId).toBe(who.types.get('fax'))
      await dialog.getByRole('button', { name: say('settings.lists.archive'), exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
      await page.getByText(say('settings.lists.archived', { name: fax })).waitFor()
      await page.getByRole('button', { name: say('shell.undo') }).click()
      await type(fax).getByRole('button', { name: say('settings.lists.archive'), exact: true }).waitFor()
      expect((await program.api().ask('activity.get', { id })).typeId).toBe(who.types.get('fax'))
      // One that nothing carries goes, and comes back.
      const sms = say('lists.types.sms')
      await type(sms).getByRole('button', { name: `${say('shell.remove')}: ${sms}` }).click()
      await page.getByText(say('settings.lists.removed', { name: sms })).waitFor()
      await expect.poll(() => type(sms).count()).toBe(0)
      await page.getByRole('button', { name: say('shell.undo') }).click()
      await expect.poll(() => type(sms).count()).toBe(1)
    }),
  )
})
