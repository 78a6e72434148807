// A mail copied as text from a mail program (EML-1): pasted outside a field or into the box, recognised, corrected without losing the corrections, and
// taken into the record; by mouse and by keyboard alone.
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, sayIfSkipped, tabTo, withProgram, type Program } from './program.ts'
import { createCompany, createPerson } from './records.ts'
import { languages, type Language } from './words.ts'

const texts: Record<Language, string> = {
  es: 'De: Marta Sanz <marta@bodega-sanz.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: lucia@ferrer.example\nCC: Eva <eva@bodega-sanz.example>\nAsunto: Pedido\n\nLe paso el pedido.',
  en: 'From: Marta Sanz <marta@bodega-sanz.example>\nSent: Monday, November 2, 2026 10:30 AM\nTo: lucia@ferrer.example\nCc: Eva <eva@bodega-sanz.example>\nSubject: Order\n\nHere is the order.',
}
/** Puts text into the clipboard and presses Ctrl+V, as a person does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((value) => navigator.clipboard.writeText(value), text)
  await page.keyboard.press('Control+v')
}
const box = (page: Page, { say }: Program): Locator => dialogOf(page).getByLabel(say('mail.paste.text'))
const field = (page: Page, { say }: Program, key: string): Locator =>
  dialogOf(page)
    .getByRole('group', { name: say('mail.paste.recognised') })
    .getByLabel(say(key))
    .first()

async function marta(program: Program): Promise<string> {
  const company = await createCompany(program, 'Bodega Sanz')
  return createPerson(program, {
    givenName: 'Marta',
    familyName: 'Sanz',
    mail: 'marta@bodega-sanz.example',
    employerId: company,
  })
}

describe.skipIf(sayIfSkipped('mail-paste.spec.ts'))('a mail pasted as text', () => {
  afterAll(closeBrowser)

  it.each(
    languages.flatMap((language) => [
      { language, hand: 'mouse' as const },
      { language, hand: 'keyboard' as const },
    ]),
  )('is recognised, corrected and taken in ($language, $hand)', ({ language, hand }) =>
    withProgram(`paste ${language} ${hand}`, { language }, async (program) => {
      const { say } = program
      const person = await marta(program)
      const page = await program.open('#/contacts')
      await page.getByRole('grid').waitFor()
      if (hand === 'keyboard') {
        // Outside a field a text that is a mail opens the box by itself.
        await paste(page, texts[language])
      } else {
        await page
          .getByRole('banner')
          .getByRole('button', { name: say('shell.create') })
          .click()
        await page.getByRole('menuitem', { name: say('shell.pasteMail') }).click()
        await dialogOf(page).getByText(say('mail.paste.empty')).waitFor()
        expect(
          await dialogOf(page)
            .getByRole('button', { name: say('mail.paste.go') })
            .isDisabled(),
        ).toBe(true)
        await box(page, program).click()
        await paste(page, texts[language])
      }
      await dialogOf(page).getByText(say('mail.paste.recognised')).waitFor()
      expect(await field(page, program, 'mail.from').inputValue()).toBe('Marta Sanz <marta@bodega-sanz.example>')
      expect(await field(page, program, 'fields.time').inputValue()).toBe('10:30')

      // A correction on the right stays while the text on the left is edited; what was not corrected follows the text.
      const subject = field(page, program, 'fields.subject')
      if (hand === 'mouse') await subject.click()
      else await tabTo(page, new RegExp(`^${say('fields.subject')}`))
      await page.keyboard.press('Control+a')
      await page.keyboard.type('Corregido a mano')
      await box(page, program).focus()
      await page.keyboard.press('Control+Home')
      await page.keyboard.press('End')
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.type('.org')
      expect(await subject.inputValue()).toBe('Corregido a mano')
      expect(await field(page, program, 'mail.from').inputValue()).toBe('Marta Sanz <marta@bodega-sanz.example.org>')
      for (let n = 0; n < 4; n++) await page.keyboard.press('Backspace')

      // A time that cannot be read is said, and nothing goes on with the one before.
      const time = field(page, program, 'fields.time')
      const typeTime = async (text: string): Promise<void> => {
        await time.focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.type(text)
      }
      await typeTime('99:99')
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).getByText(say('mail.paste.lacks.date')).waitFor()
      expect(
        await dialogOf(page)
          .getByRole('button', { name: say('mail.paste.go') })
          .isDisabled(),
      ).toBe(true)
      await typeTime('11:45')
      await page.keyboard.press('Tab')
      await dialogOf(page).getByText(say('mail.paste.lacks.date')).waitFor({ state: 'detached' })

      if (hand === 'mouse')
        await dialogOf(page)
          .getByRole('button', { name: say('mail.paste.go') })
          .click()
      else await page.keyboard.press('Control+Enter')
      await dialogOf(page)
        .getByRole('radio', { name: /Marta Sanz/ })
        .and(page.locator(':checked'))
        .waitFor()
      if (hand === 'mouse')
        await dialogOf(page)
          .getByRole('button', { name: say('mail.takeInOne'), exact: true })
          .click()
      else await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      const { mails } = await program
        .api()
        .ask('mail.list', { contactId: person, activityId: null, text: '', from: 0, count: 5 })
      expect(mails).toMatchObject([{ subject: 'Corregido a mano', cc: [{ address: 'eva@bodega-sanz.example' }] }])
      expect(await program.api().ask('activity.get', { id: mails[0]?.activityId ?? '' })).toMatchObject({
        when: { on: '2026-11-02', time: '11:45' },
        fullNotes: texts[language].split('\n\n')[1],
      })
    }),
  )

  it.each(languages)('that is no mail is filled in by hand; a text that takes its place begins anew (%s)', (language) =>
    withProgram(`paste prose ${language}`, { language }, async (program) => {
      const { say } = program
      const person = await marta(program)
      const page = await program.open(`#/contacts/${person}`)
      await page.getByRole('heading', { name: 'Marta Sanz' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.keyboard.type(say('shell.pasteMail').slice(0, 10))
      await page.getByRole('option', { name: say('shell.pasteMail'), selected: true }).waitFor()
      await page.keyboard.press('Enter')
      await box(page, program).waitFor()
      await paste(page, 'Mándeme la tarifa, por favor.')
      await dialogOf(page).getByText(say('mail.paste.nothing')).waitFor()
      await dialogOf(page).getByText(say('mail.paste.lacks.sender')).waitFor()
      await field(page, program, 'mail.from').fill('.')
      await dialogOf(page).getByText(say('mail.paste.lacks.sender')).waitFor()
      await field(page, program, 'mail.from').fill('Marta Sanz')
      await dialogOf(page).getByText(say('mail.paste.lacks.subject')).waitFor()
      await field(page, program, 'fields.subject').fill('Tarifa')
      expect(
        await dialogOf(page)
          .getByRole('button', { name: say('mail.paste.go') })
          .isEnabled(),
      ).toBe(true)

      await box(page, program).focus()
      await page.keyboard.press('Control+a')
      await paste(page, texts[language])
      await expect
        .poll(() => field(page, program, 'mail.from').inputValue())
        .toBe('Marta Sanz <marta@bodega-sanz.example>')
      await page.keyboard.press('Escape')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(
        (await program.api().ask('mail.list', { contactId: null, activityId: null, text: '', from: 0, count: 5 }))
          .total,
      ).toBe(0)
    }),
  )
})
