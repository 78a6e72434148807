// Mails onto activities (EML-2, EML-3): dropped on a row, on the timeline, on the calendar, on a form that is being filled; chosen by keyboard alone. What
// was typed is not replaced without being asked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dragFiles } from './drags.ts'
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
import { createActivity, createCompany, createPerson, whoAndTypes, type Who } from './records.ts'
import { languages } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-drops-'))
function mail(name: string, more: { from?: string; subject?: string; body?: string } = {}): string {
  const {
    from = 'Marta Sanz <marta@bodega-sanz.example>',
    subject = 'Pedido de 24 cajas',
    body = 'Le paso el pedido.',
  } = more
  const path = join(folder, `${name}.eml`)
  writeFileSync(
    path,
    [
      `Message-ID: <${name}@bodega-sanz.example>`,
      'Date: Tue, 03 Nov 2026 09:12:00 +0100',
      `From: ${from}`,
      'To: lucia@ferrer.example',
      `Subject: ${subject}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      body,
      '',
    ].join('\r\n'),
  )
  return path
}

interface Ground {
  who: Who
  company: string
  person: string
}
async function customer(program: Program): Promise<Ground> {
  const company = await createCompany(program, 'Bodega Sanz')
  const person = await createPerson(program, {
    givenName: 'Marta',
    familyName: 'Sanz',
    mail: 'marta@bodega-sanz.example',
    employerId: company,
  })
  return { who: await whoAndTypes(program), company, person }
}
const farAway = { on: '2030-01-10', time: '10:00' }
const mailsOf = async (program: Program, id: string): Promise<string[]> =>
  (await program.api().ask('activity.get', { id })).mails.map(({ subject }) => subject)

describe.skipIf(sayIfSkipped('mail-onto-activity.spec.ts'))('mails onto activities', () => {
  let offer = ''
  let pdf = ''
  beforeAll(() => {
    offer = mail('pedido')
    pdf = join(folder, 'plano.pdf')
    writeFileSync(pdf, '%PDF-1.4\n')
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await closeBrowser()
  })

  it.each(languages)(
    'dropped on the row of a list: said while it is over it, attached, other files too (%s)',
    (language) =>
      withProgram(`mail on row ${language}`, { language }, async (program) => {
        const { say } = program
        const { who, person, company } = await customer(program)
        const call = await createActivity(program, who, {
          subject: 'Llamar por la campaña',
          ...farAway,
          personId: person,
          companyId: company,
        })
        await createActivity(program, who, { subject: 'Otra visita', ...farAway, companyId: company })
        const page = await program.open('#/activities')
        await listReady(page)
        const row = rowOf(listOf(page), 'Llamar por la campaña')
        await dragFiles(page, [offer], row, async () => {
          await page.getByText(say('mail.dropOn', { name: 'Llamar por la campaña' })).waitFor()
          const [shown, wanted] = [await page.locator('.shell__drop').boundingBox(), await row.boundingBox()]
          expect(Math.abs((shown?.y ?? 0) - (wanted?.y ?? 0))).toBeLessThan(2)
        })
        const dialog = dialogOf(page)
        await dialog.getByText(say('mail.ontoActivity', { name: 'Llamar por la campaña' })).waitFor()
        // Attached it is in any case; the customer is asked about (EML-3).
        expect(await dialog.getByText(say('mail.attach')).count()).toBe(0)
        await dialog.getByLabel(say('mail.underCustomer', { name: 'Bodega Sanz' }), { exact: true }).uncheck()
        await dialog.getByRole('button', { name: say('mail.takeInOne'), exact: true }).click()
        await dialog.waitFor({ state: 'detached' })
        expect(await mailsOf(program, call)).toEqual(['Pedido de 24 cajas'])
        const filed = async (contactId: string): Promise<number> =>
          (await program.api().ask('mail.list', { contactId, activityId: null, text: '', from: 0, count: 5 })).total
        expect([await filed(person), await filed(company)]).toEqual([1, 0])

        await dragFiles(page, [pdf], rowOf(listOf(page), 'Llamar por la campaña'))
        await page.getByText(say('files.added', { n: 1 })).waitFor()
        expect((await program.api().ask('activity.get', { id: call })).files.map(({ name }) => name)).toEqual([
          'plano.pdf',
        ])
      }),
  )

  it('dropped on the wrong row, it becomes an activity of its own without being dropped again', () =>
    withProgram('mail off the row', {}, async (program) => {
      const { say } = program
      const { who, person, company } = await customer(program)
      const call = await createActivity(program, who, { subject: 'Llamar a otro', ...farAway, companyId: company })
      const page = await program.open('#/activities')
      await listReady(page)
      await dragFiles(page, [offer], rowOf(listOf(page), 'Llamar a otro'))
      await dialogOf(page)
        .getByRole('button', { name: say('mail.ownActivity') })
        .click()
      await dialogOf(page).getByText(say('mail.reasons.address')).waitFor()
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(await mailsOf(program, call)).toEqual([])
      const { mails } = await program
        .api()
        .ask('mail.list', { contactId: person, activityId: null, text: '', from: 0, count: 5 })
      expect(mails.map(({ subject, activityId }) => [subject, activityId !== null])).toEqual([
        ['Pedido de 24 cajas', true],
      ])
    }))

  it.each(languages)('by keyboard alone: from the palette, and from the menu of the row (%s)', (language) =>
    withProgram(`mail on activity keys ${language}`, { language }, async (program) => {
      const { say } = program
      const { who, company } = await customer(program)
      const call = await createActivity(program, who, {
        subject: 'Llamar por la campaña',
        ...farAway,
        companyId: company,
      })
      const page = await program.open('#/activities')
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('Control+k')
      await page.keyboard.type(say('activities.attachMail').slice(0, 15))
      await page.getByRole('option', { name: say('activities.attachMail'), selected: true }).waitFor()
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
      await chooser.setFiles(offer)
      await dialogOf(page)
        .getByText(say('mail.ontoActivity', { name: 'Llamar por la campaña' }))
        .waitFor()
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(await mailsOf(program, call)).toEqual(['Pedido de 24 cajas'])

      await listOf(page).focus()
      await page.keyboard.press('Shift+F10')
      const item = page.getByRole('menuitem', { name: say('activities.attachMail') })
      await item.waitFor()
      for (let step = 0; step < 12 && !(await item.evaluate((one) => one === document.activeElement)); step++)
        await page.keyboard.press('ArrowDown')
      const [again] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
      await again.setFiles(offer)
      await dialogOf(page)
        .getByText(say('mail.alreadyAt', { name: 'Bodega Sanz' }))
        .waitFor()
      await page.keyboard.press('Escape')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(await listOf(page).evaluate((grid) => grid === document.activeElement)).toBe(true)
    }),
  )

  it('dropped on the timeline of a contact and on an entry of the calendar', () =>
    withProgram('mail on timeline', {}, async (program) => {
      const { say } = program
      const { who, company } = await customer(program)
      const past = await createActivity(program, who, {
        subject: 'Visita de otoño',
        on: '2026-10-01',
        companyId: company,
      })
      const { settings } = await program.api().ask('settings.get', {})
      const page = await program.open(`#/contacts/${company}`)
      await dragFiles(page, [offer], page.getByRole('listitem').filter({ hasText: 'Visita de otoño' }).first())
      await dialogOf(page)
        .getByText(say('mail.ontoActivity', { name: 'Visita de otoño' }))
        .waitFor()
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(await mailsOf(program, past)).toEqual(['Pedido de 24 cajas'])

      const today = await page.evaluate(() => new Date().toLocaleDateString('sv-SE'))
      const soon = await createActivity(
        program,
        { ...who, me: settings.me ?? '' },
        { subject: 'Visita de hoy', on: today, time: '12:00', companyId: company },
      )
      await page.goto(`${program.host().url}&calendar#/calendar`)
      const entry = page.locator(`[data-entry="${soon}"]`).first()
      await entry.waitFor()
      await dragFiles(page, [mail('hoy', { subject: 'Confirmo la visita' })], entry, () =>
        page.getByText(say('mail.dropOn', { name: 'Visita de hoy' })).waitFor(),
      )
      await dialogOf(page)
        .getByText(say('mail.ontoActivity', { name: 'Visita de hoy' }))
        .waitFor()
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      expect(await mailsOf(program, soon)).toEqual(['Confirmo la visita'])
    }))

  it.each(languages)(
    'dropped on a new form: an email activity, done when the mail was; saved in one step that can be undone (%s)',
    (language) =>
      withProgram(`mail on new form ${language}`, { language }, async (program) => {
        const { say } = program
        const { person, company } = await customer(program)
        const page = await program.open('#/activities')
        await listReady(page)
        await page.keyboard.press('Alt+n')
        const dialog = dialogOf(page)
        await dragFiles(page, [offer, pdf], dialog, () => page.getByText(say('activities.form.drop')).waitFor())
        await dialog.getByText(say('activities.form.mailFills')).waitFor()
        expect(await dialog.getByLabel(say('fields.subject')).first().inputValue()).toBe('Pedido de 24 cajas')
        await dialog.getByText('plano.pdf').waitFor()
        // Left and gone on with: the draft keeps the mail and the file.
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
        await page.keyboard.press('Alt+n')
        await dialog.getByText('plano.pdf').waitFor()
        await dialog.getByText(say('activities.form.mailFills')).waitFor()
        await page.keyboard.press('Control+Enter')
        await dialog.waitFor({ state: 'detached' })
        const { rows } = await program
          .api()
          .ask('activity.first', { filter: { done: 'all' }, sort: { by: 'date', descending: false }, limit: 5 })
        expect(rows).toMatchObject([
          {
            subject: 'Pedido de 24 cajas',
            state: 'done',
            personId: person,
            companyId: company,
            direction: 'in',
            when: { on: '2026-11-03', time: '09:12' },
            closedAt: '2026-11-03T09:12',
            attachments: 2,
          },
        ])
        expect(await mailsOf(program, rows[0]?.id ?? '')).toEqual(['Pedido de 24 cajas'])
        await page.keyboard.press('Control+z')
        await expect
          .poll(
            async () =>
              (
                await program
                  .api()
                  .ask('mail.list', { contactId: person, activityId: null, text: '', from: 0, count: 5 })
              ).total,
          )
          .toBe(0)
      }),
  )

  const open = async (page: Page, subject: string): Promise<void> => {
    await listReady(page)
    await rowOf(listOf(page), subject).dblclick()
    // Until the form is read its first field takes the keys.
    await expect.poll(() => dialogOf(page).locator(':focus').inputValue(), { timeout: 20_000 }).toBe(subject)
  }
  it.each(
    languages.flatMap((language) => [
      { language, answer: 'keepTyped' as const, subject: 'Contestar a Marta', notes: 'Apuntado antes' },
      { language, answer: 'replace' as const, subject: 'Pedido de 24 cajas', notes: 'Le paso el pedido.' },
    ]),
  )(
    'dropped on an open email activity being edited: asks before it replaces what was typed ($language, $answer)',
    ({ language, answer, subject, notes }) =>
      withProgram(`mail on form ${language} ${answer}`, { language }, async (program) => {
        const { say } = program
        const { who, person } = await customer(program)
        const id = await createActivity(program, who, {
          subject: 'Contestar a Marta',
          ...farAway,
          personId: person,
          typeId: who.types.get('email') ?? '',
          direction: 'in',
        })
        const page = await program.open('#/activities')
        await open(page, 'Contestar a Marta')
        await dialogOf(page).getByLabel(say('fields.notes')).first().fill('Apuntado antes')
        await dragFiles(page, [offer], dialogOf(page))
        const question = page.getByRole('dialog', { name: say('mail.replaceTitle') })
        await question.getByText(new RegExp(`${say('fields.subject')}, ${say('fields.notes')}`)).waitFor()
        // The focus is on keeping: Enter loses nothing.
        expect(
          await question
            .getByRole('button', { name: say('mail.keepTyped') })
            .evaluate((one) => one === document.activeElement),
        ).toBe(true)
        if (answer === 'replace') await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
        await question.waitFor({ state: 'detached' })
        await dialogOf(page).getByText(say('activities.form.mailFills')).waitFor()
        await page.keyboard.press('Control+Enter')
        await dialogOf(page).waitFor({ state: 'detached' })
        expect(await program.api().ask('activity.get', { id })).toMatchObject({
          subject,
          fullNotes: notes,
          state: 'done',
          closedAt: '2026-11-03T09:12',
          when: { on: farAway.on },
          mails: [{ subject: 'Pedido de 24 cajas' }],
        })
      }),
  )

  it('of another type it is attached only; a sender nobody knows is created from the form', () =>
    withProgram('mail on visit form', { language: 'es' }, async (program) => {
      const { say } = program
      await customer(program)
      const stranger = mail('extraño', {
        from: 'Iker Arana <iker@arana.example>',
        subject: 'Muestras',
        body: 'Hola.\n\n-- \nIker Arana\nTel. 943 000 111',
      })
      const page = await program.open('#/activities')
      await listReady(page)
      await page.keyboard.press('Alt+n')
      await dialogOf(page).getByLabel(say('fields.subject')).first().fill('Visita a Arana')
      await dragFiles(page, [stranger], dialogOf(page))
      await dialogOf(page).getByText(say('activities.form.mailAttached')).waitFor()
      await tabTo(page, say('activities.form.createSender', { name: 'Iker Arana' }))
      await page.keyboard.press('Enter')
      // First the company that the signature names, then the person in it.
      for (const title of ['contacts.form.newCompany', 'contacts.form.newPerson']) {
        const form = page.getByRole('dialog', { name: say(title) })
        await form.waitFor()
        await page.keyboard.press('Control+Enter')
        await form.waitFor({ state: 'detached' })
      }
      await page.keyboard.press('Control+Enter')
      await dialogOf(page).waitFor({ state: 'detached' })
      const { rows } = await program
        .api()
        .ask('activity.first', { filter: { done: 'all' }, sort: { by: 'date', descending: false }, limit: 5 })
      expect(rows).toMatchObject([
        { subject: 'Visita a Arana', personName: 'Iker Arana', companyName: 'Arana', state: 'planned' },
      ])
      const found = (await program.api().ask('contact.suggest', { text: 'Iker' })).contacts[0]
      expect(
        (await program.api().ask('contact.get', { id: found?.id ?? '' })).points.map(({ value }) => value).sort(),
      ).toEqual(['943 000 111', 'iker@arana.example'])
    }))
})
