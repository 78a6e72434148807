// Attachments of a mail as a person looks at them: a picture, a PDF, a list, a mail inside the mail, by mouse and by keyboard; a program that pretends to be
// an invoice is not opened. Nothing in them runs or asks anything of anybody.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailWithParts, testPdf, testPng } from '../build/test-attachments.ts'
import { agreed, emlWithAttachment } from '../build/test-mails.ts'
import { closeBrowser, dialogOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createPerson } from './records.ts'
import { languages } from './words.ts'

let server: Server
let requests: string[] = []
let evil = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await closeBrowser()
})

const signedMail = [
  'Message-ID: <firmado@x.example>',
  'From: Nuria Vela <nuria@velasur.example>',
  'To: =?UTF-8?Q?Luc=C3=ADa_Ferrer?= <lucia@ferrer.example>',
  'Subject: Contrato firmado',
  'Date: Thu, 05 Nov 2026 12:00:00 +0100',
  'MIME-Version: 1.0',
  'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="uno"',
  '',
  '--uno',
  'Content-Type: multipart/mixed; boundary="dos"',
  '',
  '--dos',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Va el contrato.',
  '--dos',
  'Content-Type: text/plain; charset=utf-8; name="contrato.txt"',
  'Content-Disposition: attachment; filename="contrato.txt"',
  '',
  'Primera cláusula',
  '--dos--',
  '--uno',
  'Content-Type: application/pkcs7-signature; name="smime.p7s"',
  'Content-Transfer-Encoding: base64',
  '',
  'MIIBAAAA',
  '--uno--',
  '',
].join('\r\n')
/** Chosen in the window, as files are. */
async function offerTo(page: Page, name: string, text: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+Shift+E')])
  await chooser.setFiles({ name, mimeType: 'message/rfc822', buffer: Buffer.from(text) })
}

const octets = 'application/octet-stream'
async function mailWithEverything(program: Program): Promise<string> {
  const inner = mailWithParts('El reenviado', [{ name: 'nota.txt', mediaType: 'text/plain', bytes: Buffer.from('Lo que iba dentro') }])
  const bytes = mailWithParts('Todo junto', [
    { name: 'plano.png', mediaType: 'image/png', bytes: testPng(320, 200) },
    { name: 'oferta.pdf', mediaType: 'application/pdf', bytes: testPdf('Oferta de prueba', evil) },
    { name: 'tarifa.csv', mediaType: 'text/csv', bytes: Buffer.from('código;precio\nA-1;12,50\n') },
    { name: 'reenviado.eml', mediaType: 'message/rfc822', bytes: Buffer.from(inner) },
    { name: 'factura.pdf.exe', mediaType: octets, bytes: Buffer.from([0x4d, 0x5a, 0, 1, 2, 3]) },
    { name: 'pagina.svg', mediaType: 'image/svg+xml', bytes: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='ran'"><image href="${evil}/svg"/></svg>`) },
    { name: 'roto.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7 y nada más') },
  ])
  const api = program.api()
  const token = await api.offer('todo.eml', bytes)
  const { proposals } = await api.ask('mail.propose', { fileTokens: [token], contactId: null, activityId: null })
  const [proposal] = proposals
  if (proposal === undefined) throw new Error('no proposal')
  const { accepted } = await api.ask('mail.accept', { items: [agreed(proposal)] })
  return accepted[0]?.mailId ?? ''
}
const shown = (page: Page, name: string): Promise<void> => dialogOf(page).getByRole('heading', { name, exact: true }).first().waitFor()
/** The dialog above this one is gone, and the keys are its own again. */
const alone = (page: Page): Promise<void> =>
  expect.poll(async () => (await page.getByRole('dialog').count()) === 1 && (await dialogOf(page).evaluate((dialog) => dialog.contains(document.activeElement)))).toBe(true)
/** Whether a canvas of the page has ink on it. */
const isDrawn = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const [canvas] = document.querySelectorAll<HTMLCanvasElement>('.pdf-view canvas')
    if (!canvas || canvas.width < 100) return false
    const copy = new OffscreenCanvas(canvas.width, canvas.height)
    const context = copy.getContext('2d')
    context?.drawImage(canvas, 0, 0)
    const { data } = context?.getImageData(0, 0, copy.width, copy.height) ?? { data: [] }
    let dark = 0
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128 && (data[at + 3] ?? 0) > 128) dark++
    return dark > 200
  })

describe.skipIf(sayIfSkipped('mail-parts.spec.ts'))('attachments of a mail', () => {
  it.each(languages)('are seen before the mail is taken in, beside all that its head says (%s)', (language) =>
    withProgram(`mail before it is taken in ${language}`, { language }, async (program) => {
      const { say } = program
      const page = await program.open('#/mail')
      await offerTo(page, 'firmado.eml', signedMail)
      const dialog = page.getByRole('dialog', { name: say('mail.takeIn') })
      await dialog.getByRole('heading', { name: 'Contrato firmado' }).waitFor()
      await dialog.getByText('Lucía Ferrer <lucia@ferrer.example>').waitFor()
      await dialog.getByText(say('mail.marks.smime-signed')).waitFor()
      await dialog.getByRole('button', { name: /^contrato\.txt/ }).click()
      await dialogOf(page).getByText('Primera cláusula').waitFor()
      await page.keyboard.press('Escape')
      await alone(page)
      await dialog.getByRole('button', { name: say('tray.leaveInTray') }).click()
      await dialog.waitFor({ state: 'detached' })

      await page.goto(`${program.host().url}&tray#/mail/tray`)
      await page.getByText(say('mail.marks.smime-signed')).waitFor()
      await page.getByRole('button', { name: /^contrato\.txt/ }).click()
      await dialogOf(page).getByText('Primera cláusula').waitFor()
    }),
  )

  it.each(languages)('a mail without text says so (%s)', (language) =>
    withProgram(`mail without text ${language}`, { language }, async (program) => {
      const page = await program.open('#/mail')
      const { say } = program
      const empty = dialogOf(page).getByText(say('mail.noText'))
      await offerTo(page, 'vacio.eml', 'Message-ID: <vacio@x.example>\r\nFrom: Ana <ana@x.example>\r\n\r\n')
      await empty.waitFor()
      await page.keyboard.press('Escape')
      await dialogOf(page).waitFor({ state: 'detached' })
      // As Outlook writes one in which nothing was written.
      await offerTo(page, 'blanco.eml', 'Message-ID: <blanco@x.example>\r\nFrom: Ana <ana@x.example>\r\nContent-Type: text/html\r\n\r\n<style>p { margin: 0 }</style><p><o:p>&nbsp;</o:p></p>\r\n')
      await empty.waitFor()
    }),
  )

  it.each(languages)('an encrypted mail says why there is no text (%s)', (language) =>
    withProgram(`encrypted mail ${language}`, { language }, async (program) => {
      const page = await program.open('#/mail')
      await offerTo(page, 'cifrado.eml', 'Message-ID: <cifrado@x.example>\r\nFrom: Ana <ana@x.example>\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIC\r\n')
      await dialogOf(page).getByText(program.say('mail.marks.encryptedWhy')).waitFor()
      await dialogOf(page).getByText(program.say('mail.nothingToShow')).waitFor()
      expect(await dialogOf(page).getByText(program.say('mail.noText')).count()).toBe(0)
    }),
  )

  it('many addressees are counted, and named when asked', () =>
    withProgram('many addressees', {}, async (program) => {
      const page = await program.open('#/mail')
      const to = Array.from({ length: 200 }, (_one, n) => `persona${n}@x.example`).join(', ')
      await offerTo(page, 'muchos.eml', `Message-ID: <muchos@x.example>\r\nFrom: Ana <ana@x.example>\r\nTo: ${to}\r\nCc: luis@x.example\r\n\r\nHola\r\n`)
      await dialogOf(page).getByText('persona3@x.example').waitFor()
      await dialogOf(page).getByText('luis@x.example').waitFor()
      expect(await dialogOf(page).getByText('persona4@x.example').count()).toBe(0)
      await dialogOf(page).getByRole('button', { name: program.say('mail.furtherPeople', { n: 196 }) }).press('Enter')
      await dialogOf(page).getByText('persona199@x.example').waitFor()
      await page.frameLocator('.mail-frame iframe').getByText('Hola').waitFor()
    }))

  it('are counted in the contact’s timeline; pictures of the text are none', () =>
    withProgram('attachments in the timeline', {}, async (program) => {
      const api = program.api()
      const ana = await createPerson(program, { givenName: 'Ana', familyName: 'Ruiz', mail: 'ana@x.example', employerId: null })
      const token = await api.offer('planos.eml', Buffer.from(emlWithAttachment('plano.pdf', '%PDF-1.4')))
      const { proposals } = await api.ask('mail.propose', { fileTokens: [token], contactId: null, activityId: null })
      await api.ask('mail.accept', { items: proposals.map((proposal) => agreed(proposal)) })
      const page = await program.open(`#/contacts/${ana}`)
      const clip = page.locator('.entry').filter({ hasText: 'Plános' }).getByRole('img', { name: program.say('fields.attachments') })
      expect((await clip.locator('..').innerText()).trim()).toBe('1')
    }))

  it.each(languages)('each is seen, saved, or left alone (%s)', (language) =>
    withProgram(`mail-parts ${language}`, { language }, async (program) => {
      const { say } = program
      requests = []
      const id = await mailWithEverything(program)
      const page = await program.open(`#/mail/${id}`)
      const files = page.getByRole('group', { name: say('fields.attachments') })
      await files.getByRole('button', { name: /^plano\.png/ }).click()
      await shown(page, 'plano.png')
      await page.frameLocator('.part-dialog iframe').locator('img').waitFor()
      expect(await page.frameLocator('.part-dialog iframe').locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)

      await page.keyboard.press('ArrowRight')
      await shown(page, 'oferta.pdf')
      await dialogOf(page).getByText('Oferta de prueba').first().waitFor({ state: 'attached' })
      expect(await isDrawn(page)).toBe(true)
      await dialogOf(page).getByText(say('pdf.pages', { n: 2 })).waitFor()

      await page.keyboard.press('ArrowRight')
      await shown(page, 'tarifa.csv')
      await dialogOf(page).getByText('A-1;12,50').waitFor()

      await page.keyboard.press('ArrowRight')
      await dialogOf(page).getByRole('heading', { name: 'El reenviado' }).waitFor()
      await page.frameLocator('.part-dialog iframe').getByText('Van los adjuntos.').waitFor()
      await dialogOf(page).getByRole('button', { name: /^nota\.txt/ }).click()
      await dialogOf(page).getByText('Lo que iba dentro').waitFor()
      await page.keyboard.press('Escape')

      await alone(page)
      await page.keyboard.press('ArrowRight')
      await shown(page, 'factura.pdf.exe')
      await dialogOf(page).getByText(say('mail.parts.none.kind')).waitFor()
      await dialogOf(page).getByRole('button', { name: say('mail.openWith') }).click()
      await dialogOf(page).getByText(say('mail.run.pretends', { kind: '.pdf' })).waitFor()
      // Enter leaves it alone.
      await page.keyboard.press('Enter')
      await shown(page, 'factura.pdf.exe')

      await alone(page)
      await page.keyboard.press('ArrowRight')
      await dialogOf(page).getByText('onload=').waitFor()
      await page.keyboard.press('ArrowRight')
      await dialogOf(page).getByText(say('pdf.trouble.broken')).waitFor()
      await page.keyboard.press('Escape')
      await dialogOf(page).waitFor({ state: 'detached' })

      const [zip] = await Promise.all([page.waitForEvent('download'), files.getByRole('button', { name: say('mail.parts.saveAll') }).click()])
      expect(zip.suggestedFilename()).toBe('Todo junto.zip')

      await page.getByRole('article', { name: 'Todo junto' }).getByRole('button', { name: say('shell.more') }).click()
      const [paper] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        page.getByRole('menuitem', { name: say('mail.savePdf') }).click(),
      ])
      expect(paper.suggestedFilename()).toBe('Todo junto.pdf')
      expect(readFileSync(await paper.path()).subarray(0, 5).toString()).toBe('%PDF-')
      // Gone with the work, not some seconds later.
      await page.getByText(say('mail.makingPdf')).waitFor({ state: 'detached', timeout: 2000 })
      await page.waitForTimeout(200)
      expect(requests).toEqual([])
      expect(await page.title()).not.toContain('ran')
    }))
})
