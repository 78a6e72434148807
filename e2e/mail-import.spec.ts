// Many mails as a person brings them: a folder with good, double, odd and broken files becomes an import, its report is read, and the tray is worked by
// keyboard alone; in both languages.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eml } from '../build/test-mails.ts'
import type { Locator } from 'playwright-core'
import { dragFiles } from './drags.ts'
import { closeBrowser, listOf, listReady, rowOf, sayIfSkipped, withProgram } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const isSkipped = sayIfSkipped('mail-import.spec.ts')
let folder: string
let nested: string
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'maletin-e2e-import-')), 'Correos de noviembre')
  mkdirSync(folder)
  const twice = eml({ id: '<doble@x.example>', subject: 'Doble' })
  const files: Record<string, string> = {
    'a-bueno.eml': eml({ subject: 'Pedido de prueba' }),
    'b-doble.eml': twice,
    'c-doble-otra-vez.eml': twice,
    'd-raro.eml': eml({ id: '<raro@n.example>', from: 'Nuria Vela <nuria@velasur.example>', subject: 'Consulta' }),
    'e-anuncio.eml': eml({
      from: 'Anuncios <anuncios@promo.example>',
      subject: 'Rebajas',
      date: 'Mon, 2 Feb 2026 18:30:00 +0100',
    }),
    'f-roto.eml': '\0\0',
    'g-lista.pdf': '%PDF-1.4\0',
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  nested = join(folder, '..', 'Cliente')
  for (const year of ['2025', '2026']) mkdirSync(join(nested, year), { recursive: true })
  const subjects = { '2025/diciembre.eml': 'Diciembre', '2026/marzo.eml': 'Marzo', '2026/falla.eml': 'Tarde' }
  for (const [name, subject] of Object.entries(subjects)) writeFileSync(join(nested, name), eml({ subject }))
  writeFileSync(join(nested, '.oculto'), 'x')
})
afterAll(async () => {
  rmSync(join(folder, '..'), { recursive: true, force: true })
  await closeBrowser()
})

describe.skipIf(isSkipped)('what the system hands over', () => {
  it.each(languages)('a mailbox without its ending is imported, contacts go to theirs (%s)', (language) =>
    withProgram(`handed over ${language}`, { language }, async (program) => {
      const { say } = program
      const mailbox = join(folder, '..', 'Correo enviado')
      const one = (subject: string): string => `From a@x.example Mon Mar  3 10:15:30 2025\n${eml({ subject }).replaceAll('\r\n', '\n')}\n\n`
      writeFileSync(mailbox, one('Primero') + one('Segundo'))
      await program.stop()
      await program.start({ args: [mailbox] })
      let page = await program.open('#/contacts')
      const dialog = page.getByRole('dialog', { name: say('imports.title') })
      await dialog.getByText('Correo enviado').first().waitFor()
      await dialog.getByRole('button', { name: say('imports.start') }).click()
      const report = page.getByRole('grid', { name: say('imports.report') })
      for (const subject of ['Primero', 'Segundo']) await report.getByRole('row').filter({ hasText: subject }).waitFor()

      const customers = join(folder, '..', 'clientes.csv')
      writeFileSync(customers, 'Empresa;Teléfono\nTalleres Ruiz;931234567\n')
      await program.stop()
      await program.start({ args: [customers] })
      page = await program.open('#/contacts')
      await page.getByRole('dialog', { name: say('contactImport.titleOf', { name: 'clientes.csv' }) }).waitFor()

      // Cards of a phone, one file each, are one import.
      const cards = ['Ana', 'Luis', 'Marta'].map((name) => join(folder, '..', `${name}.vcf`))
      for (const card of cards) writeFileSync(card, ['BEGIN:VCARD', 'VERSION:3.0', `FN:${basename(card, '.vcf')} Ruiz`, 'END:VCARD'].join('\r\n'))
      await program.stop()
      await program.start({ args: cards })
      page = await program.open('#/contacts')
      await page.getByRole('dialog', { name: say('contactImport.titleOf', { name: 'Ana.vcf +2' }) }).getByText(say('contactImport.cards', { n: 3 })).waitFor()
      for (let step = 0; step < 2; step++) {
        await page.keyboard.press('Control+Enter')
        await page.getByText(step === 0 ? say('contactImport.apply', { n: 3 }) : say('contactImport.undoHint')).first().waitFor()
      }
      await page.keyboard.press('Control+Enter')
      await rowOf(listOf(page), 'Marta Ruiz').waitFor()
      expect(await listReady(page)).toBe(3)
    }),
  )

  it('a mailbox among several files is imported, and the others stay to be decided', () =>
    withProgram('mailbox among several', {}, async (program) => {
      const { say } = program
      const mailbox = join(folder, '..', 'Recibido')
      const single = join(folder, '..', 'suelto.eml')
      const one = (subject: string): string => `From a@x.example Mon Mar  3 10:15:30 2025\n${eml({ subject }).replaceAll('\r\n', '\n')}\n\n`
      writeFileSync(mailbox, one('Primero') + one('Segundo'))
      writeFileSync(single, eml({ subject: 'Suelto' }))
      const page = await program.open('#/contacts')
      await dragFiles(page, [mailbox, single], page.locator('#main'))
      const several = page.getByRole('dialog', { name: say('mail.takeInSeveral', { n: 2 }) })
      await several.getByRole('option').filter({ hasText: 'Recibido' }).click()
      await several.getByRole('button', { name: say('mail.importMailbox') }).click()
      await page
        .getByRole('dialog', { name: say('imports.title') })
        .getByRole('button', { name: say('imports.start') })
        .click()
      const left = page.getByRole('dialog', { name: say('mail.takeIn') })
      expect(await left.getByLabel(say('fields.subject')).first().inputValue()).toBe('Suelto')
      await page.keyboard.press('Control+Enter')
      await page.getByText(say('mail.taken', { n: 1 })).waitFor()
      // Below the dialog, the report: taken in or waiting, by whether the one that was decided had made the contact by then.
      for (const subject of ['Primero', 'Segundo']) await page.getByText(subject).waitFor()
    }))

  it('one large mail is decided in its dialog', () =>
    withProgram('large mail', {}, async (program) => {
      const { say } = program
      const large = join(folder, '..', 'planos.eml')
      const line = `${'A'.repeat(76)}\r\n`
      writeFileSync(
        large,
        eml({ subject: 'Planos' }).replace(/Content-Type: [^]*$/, `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nVan los planos.\r\n--b\r\nContent-Type: application/pdf; name=planos.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${line.repeat(850_000)}--b--\r\n`),
      )
      const page = await program.open('#/contacts')
      await dragFiles(page, [large], page.locator('#main'))
      const dialog = page.getByRole('dialog', { name: say('mail.takeIn') })
      await dialog.getByText('planos.pdf').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByText(say('mail.taken', { n: 1 })).waitFor()
    }))
})

describe.skipIf(isSkipped)('a folder of mails', () => {
  it.each(languages)('is imported, reported and decided in the tray by keyboard alone (%s)', async (language) => {
    await withProgram(`mail import ${language}`, { language }, async (program) => {
      const { say } = program
      await createCompany(program, 'Talleres Ruiz', 'ana.ruiz@talleres.example')
      const page = await program.open('#/mail/imports')
      const choosing = page.waitForEvent('filechooser')
      await page
        .getByRole('button', { name: say('imports.chooseFolder') })
        .first()
        .press('Enter')
      await (await choosing).setFiles(folder)
      const dialog = page.getByRole('dialog', { name: say('imports.title') })
      await dialog.getByText('Correos de noviembre').waitFor()
      await page.keyboard.press('Control+Enter')

      const report = page.getByRole('grid', { name: say('imports.report') })
      await report.getByText(say('imports.reasons.not_a_mail')).first().waitFor()
      await page.getByText(say('imports.states.done')).waitFor()
      const lineOf = (name: string) => report.getByRole('row').filter({ hasText: name })
      await lineOf('a-bueno.eml').getByText('Talleres Ruiz').waitFor()
      expect(await lineOf('c-doble-otra-vez.eml').textContent()).toContain(say('imports.one.already'))
      expect(await lineOf('d-raro.eml').textContent()).toContain(say('imports.one.waiting'))
      expect(await lineOf('g-lista.pdf').textContent()).toContain(say('imports.one.refused'))

      // A waiting mail is shown where it waits, however many wait before it.
      await lineOf('e-anuncio.eml').getByRole('button', { name: say('mail.openMail') }).click()
      await page.getByRole('heading', { name: 'Rebajas' }).waitFor()
      await page.getByRole('grid', { name: say('tray.tabs.tray') }).and(page.locator(':focus')).waitFor()
      // Read it is in a small window too, as with letters twice as large.
      for (const viewport of [{ width: 900, height: 640 }, { width: 640, height: 900 }]) {
        await page.setViewportSize(viewport)
        await page.frameLocator('.tray-page__mail iframe').getByText('Adjunto lo hablado.').waitFor()
        await page.locator('.tray-page__side').getByRole('button', { name: say('tray.accept') }).scrollIntoViewIfNeeded()
      }

      const tray = await program.open('#/mail/tray')
      const list = tray.getByRole('grid', { name: say('tray.tabs.tray') })
      await list.getByText('Nuria Vela').first().waitFor()
      await tray.getByRole('textbox', { name: say('fields.givenName') }).waitFor()
      await tray.keyboard.press('Enter')
      await tray.getByText(say('mail.taken', { n: 1 })).waitFor()
      await list.getByText('Consulta').waitFor({ state: 'detached' })
      await tray.keyboard.press('Delete')
      await tray.getByText(say('tray.dismissed')).waitFor()
      await tray.getByText(say('tray.empty')).waitFor()
      await tray.keyboard.press('Control+z')
      await list.getByText('Anuncios').first().waitFor()
      expect(await program.api().ask('tray.count', {})).toEqual({ waiting: 1, dismissed: 0 })
      expect(program.findings()).toEqual([])
    })
  })

  it.each(languages)(
    'dropped with the folders in it: all their mails, and one that did not arrive is named and tried again (%s)',
    (language) =>
      withProgram(`folder dropped ${language}`, { language }, async (program) => {
        const { say } = program
        const company = await createCompany(program, 'Talleres Ruiz', 'ana.ruiz@talleres.example')
        const page = await program.open(`#/contacts/${company}`)
        await page.getByRole('heading', { name: 'Talleres Ruiz' }).waitFor()
        // The way of one of the files into the program fails once.
        program.expectTrouble(/ERR_FAILED|could not be handed over/)
        let isBroken = true
        await page.route(/\/api\/files\?name=falla\.eml/, (route) => (isBroken ? route.abort() : route.continue()))
        await dragFiles(page, [nested], page.locator('#main'), () =>
          page.getByText(say('mail.dropOn', { name: 'Talleres Ruiz' })).waitFor(),
        )
        const dialog = page.getByRole('dialog', { name: say('imports.title') })
        await dialog.getByText('Cliente').first().waitFor()
        await dialog.getByText(say('imports.files', { n: 3 })).waitFor()
        await dialog.getByRole('button', { name: say('imports.start') }).click()

        const report = page.getByRole('grid', { name: say('imports.report') })
        const row = (name: string): Locator => report.getByRole('row').filter({ hasText: name })
        await page.getByText(say('imports.states.done')).waitFor()
        await row('Cliente/2026/marzo.eml').getByText(say('imports.one.taken')).waitFor()
        await row('Cliente/2025/diciembre.eml').getByText(say('imports.one.taken')).waitFor()
        await row('Cliente/2026/falla.eml').getByText(say('imports.reasons.not_arrived')).waitFor()
        expect(await report.getByRole('row').filter({ hasText: '.oculto' }).count()).toBe(0)

        isBroken = false
        await row('Cliente/2026/falla.eml').click()
        await page.keyboard.press('r')
        await row('Cliente/2026/falla.eml').getByText(say('imports.one.taken')).waitFor()
        await expect
          .poll(
            async () =>
              (
                await program
                  .api()
                  .ask('mail.list', { contactId: company, activityId: null, text: '', from: 0, count: 9 })
              ).total,
          )
          .toBe(3)
      }),
  )

  it('dropped on an activity is attached to it, all of it', () =>
    withProgram('folder on activity', {}, async (program) => {
      const { say } = program
      const company = await createCompany(program, 'Talleres Ruiz')
      const id = await createActivity(program, await whoAndTypes(program), {
        subject: 'Licitación',
        on: '2030-01-10',
        companyId: company,
      })
      const page = await program.open('#/activities')
      await listReady(page)
      await dragFiles(page, [nested], rowOf(listOf(page), 'Licitación'))
      const dialog = page.getByRole('dialog', { name: say('imports.title') })
      await dialog
        .getByRole('radio', { name: say('imports.ontoActivity', { name: 'Licitación' }) })
        .and(page.locator(':checked'))
        .waitFor()
      await dialog.getByText(say('imports.files', { n: 3 })).waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByText(say('imports.states.done')).waitFor()
      expect((await program.api().ask('activity.get', { id })).mails).toHaveLength(3)
    }))
})
