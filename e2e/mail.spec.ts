// The second main job as a person does it: mails with attachments dropped on a contact or chosen, what was recognised, into the timeline, out
// again byte for byte, never twice, undone; by mouse and by keyboard alone, in both languages. And a real mail where there is one.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Download, Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { testData } from '../build/test-data.ts'
import { dragFiles } from './drags.ts'
import { closeBrowser, dialogOf, sayIfSkipped, tabTo, withProgram, type Program } from './program.ts'
import { createCompany, createPerson } from './records.ts'
import { languages } from './words.ts'

/** Bytes that no text decoder leaves as they were. */
const attached = Buffer.from(Array.from({ length: 5000 }, (_byte, n) => (n * 37 + (n >> 3)) & 255))
const attachedName = 'Pedido añadido nº 7.pdf'
const subject = 'Pedido de 24 cajas para diciembre'
const invented = Buffer.from(
  [
    'Message-ID: <pedido-7@bodega-sanz.example>',
    'Date: Tue, 03 Nov 2026 09:12:00 +0100',
    'From: =?UTF-8?Q?Marta_Sanz?= <marta@bodega-sanz.example>',
    'To: =?UTF-8?Q?Luc=C3=ADa_Ferrer?= <lucia@ferrer.example>',
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_corte"',
    '',
    '--=_corte',
    'Content-Type: multipart/alternative; boundary="=_dos"',
    '',
    '--=_dos',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Buenos días, Lucía: le paso el pedido de la campaña.',
    '',
    '--=_dos',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Buenos d&iacute;as, <b>Luc&iacute;a</b>: le paso el pedido de la campa&ntilde;a.</p><img src="https://tracker.example/pixel.gif"><script>document.title="no"</script>',
    '',
    '--=_dos--',
    '--=_corte',
    `Content-Type: application/pdf; name="=?UTF-8?B?${Buffer.from(attachedName).toString('base64')}?="`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="=?UTF-8?B?${Buffer.from(attachedName).toString('base64')}?="`,
    '',
    ...(attached.toString('base64').match(/.{1,76}/g) ?? []),
    '--=_corte--',
    '',
  ].join('\r\n'),
)
const realFolder = testData('eml-mailparser')
if (realFolder === null) console.log('mail.spec.ts: no real mails found, only the invented one is taken in')

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path())

/** Drops a file on whatever is there, as the system's file manager does. */
async function dropOn(page: Page, selector: string, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const transfer = new DataTransfer()
      transfer.items.add(
        new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], fileName, { type: 'message/rfc822' }),
      )
      return transfer
    },
    [name, bytes.toString('base64')] as const,
  )
  const target = page.locator(selector)
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer })
}

/** The mail that is shown, in a page or a dialog. */
const mailOf = (page: Page): Locator => page.getByRole('article', { name: subject })

/** The mail in the entry of its activity. */
const mailIn = ({ say }: Program): string => say('contacts.timeline.mailFrom', { who: 'Marta Sanz' })

/** Undone: said, and out of the timeline. */
async function gone(page: Page, { say }: Program): Promise<void> {
  await page.getByText(say('shell.undone', { command: say('commands.mail_accept') })).waitFor()
  await page.getByRole('listitem').filter({ hasText: subject }).first().waitFor({ state: 'detached' })
}

interface Hand {
  openContact(page: Page, program: Program): Promise<void>
  offer(page: Page, program: Program, name: string, bytes: Buffer): Promise<void>
  accept(page: Page, program: Program): Promise<void>
  openMail(page: Page, program: Program): Promise<void>
  saveAttachment(page: Page, program: Program): Promise<void>
  saveOriginal(page: Page, program: Program): Promise<void>
  leave(page: Page, program: Program): Promise<void>
  back(page: Page): Promise<unknown>
  undo(page: Page, program: Program): Promise<void>
}

async function chooseFile(page: Page, name: string, bytes: Buffer, ask: () => Promise<void>): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), ask()])
  await chooser.setFiles({ name, mimeType: 'message/rfc822', buffer: bytes })
}

const hands: Record<'mouse' | 'keyboard', Hand> = {
  mouse: {
    async openContact(page, { say }) {
      await page
        .getByRole('navigation')
        .getByRole('link', { name: say('shell.places.contacts') })
        .click()
      await page.getByRole('grid').getByRole('row').filter({ hasText: 'Marta Sanz' }).first().dblclick()
    },
    offer: (page, _program, name, bytes) => dropOn(page, '.contact__main', name, bytes),
    accept: (page, { say }) =>
      dialogOf(page)
        .getByRole('button', { name: say('mail.takeInOne'), exact: true })
        .click(),
    openMail: (page, program) => page.getByRole('button', { name: mailIn(program) }).first().click(),
    async saveAttachment(page, { say }) {
      await mailOf(page)
        .getByRole('button', { name: say('mail.parts.more', { name: attachedName }) })
        .click()
      await page.getByRole('menuitem', { name: say('shell.save') }).click()
    },
    async saveOriginal(page, { say }) {
      await mailOf(page)
        .getByRole('button', { name: say('shell.more') })
        .click()
      await page.getByRole('menuitem', { name: say('mail.saveOriginal') }).click()
    },
    leave: (page, { say }) =>
      dialogOf(page)
        .getByRole('button', { name: say('shell.close') })
        .first()
        .click(),
    back: (page) => page.goBack(),
    undo: (page, { say }) =>
      page
        .getByRole('button', { name: say('shell.undo') })
        .first()
        .click(),
  },
  keyboard: {
    async openContact(page) {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('marta')
      await page.getByRole('option', { name: 'Marta Sanz' }).first().waitFor()
      await page.keyboard.press('Enter')
    },
    async offer(page, { say }, name, bytes) {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(say('shell.takeMail').slice(0, 12))
      await page.getByRole('option', { name: say('shell.takeMail'), selected: true }).waitFor()
      await chooseFile(page, name, bytes, () => page.keyboard.press('Enter'))
    },
    accept: (page) => page.keyboard.press('Control+Enter'),
    async openMail(page, program) {
      await tabTo(page, mailIn(program))
      await page.keyboard.press('Enter')
    },
    async saveAttachment(page, { say }) {
      await tabTo(page, say('mail.parts.more', { name: attachedName }))
      await page.keyboard.press('Enter')
      await page.getByRole('menuitem', { name: say('shell.save') }).waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    },
    async saveOriginal(page, { say }) {
      await tabTo(page, say('shell.more'), 'Shift+Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('menuitem', { name: say('mail.saveOriginal') }).waitFor()
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
    },
    leave: (page) => page.keyboard.press('Escape'),
    async back(page) {
      await tabTo(page, 'Marta Sanz')
      await page.keyboard.press('Enter')
    },
    undo: (page) => page.keyboard.press('Control+z'),
  },
}

describe.skipIf(sayIfSkipped('mail.spec.ts'))('mails into the record', () => {
  afterAll(closeBrowser)

  it.each(
    languages.flatMap((language) => [
      { language, hand: 'mouse' as const },
      { language, hand: 'keyboard' as const },
    ]),
  )(
    'a mail with an attachment: recognised, kept, read, saved byte for byte, not taken twice, undone ($language, $hand)',
    ({ language, hand }) =>
      withProgram(`mail ${language} ${hand}`, { language }, async (program) => {
        const { say } = program
        const act = hands[hand]
        const company = await createCompany(program, 'Bodega Sanz')
        const person = await createPerson(program, {
          givenName: 'Marta',
          familyName: 'Sanz',
          mail: 'marta@bodega-sanz.example',
          employerId: company,
        })
        const page = await program.open()
        await act.openContact(page, program)
        await page.getByRole('heading', { name: 'Marta Sanz' }).waitFor()

        await act.offer(page, program, 'pedido.eml', invented)
        const dialog = dialogOf(page)
        await dialog
          .getByRole('radio', { name: /Marta Sanz/ })
          .and(page.locator(':checked'))
          .waitFor()
        expect(await dialog.getByLabel(say('fields.subject')).first().inputValue()).toBe(subject)
        expect(await dialog.getByLabel(say('fields.direction')).inputValue()).toBe('in')
        expect(await dialog.getByText(attachedName).isVisible()).toBe(true)
        await dialog
          .getByText(say('mail.asKept'))
          .or(dialog.getByLabel(say('mail.asKept')))
          .first()
          .waitFor()
        await page.frameLocator('iframe').getByText('le paso el pedido').first().waitFor()
        await act.accept(page, program)
        await page.getByText(say('mail.taken', { n: 1 })).waitFor()
        await dialog.waitFor({ state: 'detached' })

        const kept = await program
          .api()
          .ask('mail.list', { contactId: person, activityId: null, text: '', from: 0, count: 10 })
        expect(kept.mails.map((mail) => mail.subject)).toEqual([subject])
        await page.getByRole('listitem').filter({ hasText: subject }).first().waitFor()
        // One entry, that is both.
        expect(await page.locator('.timeline .entry').count()).toBe(1)

        await act.undo(page, program)
        await gone(page, program)
        expect(
          (await program.api().ask('mail.list', { contactId: person, activityId: null, text: '', from: 0, count: 10 }))
            .mails,
        ).toEqual([])
        await act.offer(page, program, 'pedido.eml', invented)
        await dialogOf(page)
          .getByRole('radio', { name: /Marta Sanz/ })
          .and(page.locator(':checked'))
          .waitFor()
        await act.accept(page, program)
        await page.getByRole('listitem').filter({ hasText: subject }).first().waitFor()
        await act.openMail(page, program)
        await mailOf(page).waitFor()
        await page.frameLocator('iframe').getByText('le paso el pedido').first().waitFor()
        const [file] = await Promise.all([page.waitForEvent('download'), act.saveAttachment(page, program)])
        expect(file.suggestedFilename()).toBe(attachedName)
        expect(digest(await bytesOf(file))).toBe(digest(attached))
        const [original] = await Promise.all([page.waitForEvent('download'), act.saveOriginal(page, program)])
        expect(original.suggestedFilename()).toMatch(/\.eml$/)
        expect(digest(await bytesOf(original))).toBe(digest(invented))
        await act.back(page)
        await page.getByRole('heading', { name: 'Marta Sanz' }).waitFor()

        await act.offer(page, program, 'otra-vez.eml', invented)
        await dialogOf(page)
          .getByText(say('mail.alreadyAt', { name: 'Marta Sanz' }))
          .waitFor()
        await act.leave(page, program)
        await dialogOf(page).waitFor({ state: 'detached' })

        await page.keyboard.press('Control+z')
        await gone(page, program)
        expect(
          (await program.api().ask('mail.list', { contactId: person, activityId: null, text: '', from: 0, count: 10 }))
            .mails,
        ).toEqual([])
      }),
  )

  it('a file that is gone by the time it is read says so in its place, and nothing else is in trouble', () =>
    withProgram('mail that is gone', {}, async (program) => {
      const { say } = program
      const page = await program.open('#/contacts')
      program.expectTrouble(/Failed to load resource/)
      await dragFiles(page, [join(tmpdir(), 'no-existe', 'pedido.eml')], page.locator('#main'))
      await dialogOf(page).getByText(say('errors.file_unreadable', { name: 'pedido.eml' })).waitFor()
      await dialogOf(page).getByText(say('mail.nothingToShow')).waitFor()
      expect(await page.getByText(say('errors.internal').split('{')[0] ?? '').count()).toBe(0)
    }))

  it('several chosen at once: the clear ones with one decision, a new sender offered as a person', () =>
    withProgram('several mails', {}, async (program) => {
      const { say } = program
      await createPerson(program, {
        givenName: 'Marta',
        familyName: 'Sanz',
        mail: 'marta@bodega-sanz.example',
        employerId: null,
      })
      const unknown = Buffer.from(
        invented
          .toString('latin1')
          .replace('pedido-7@', 'pedido-8@')
          .replace('=?UTF-8?Q?Marta_Sanz?= <marta@bodega-sanz.example>', 'Iker Arana <iker@arana.example>'),
        'latin1',
      )
      const page = await program.open('#/contacts')
      const folder = mkdtempSync(join(tmpdir(), 'maletin-mails-'))
      try {
        const paths = ['uno.eml', 'dos.eml', 'roto.eml'].map((name) => join(folder, name))
        writeFileSync(paths[0] ?? '', invented)
        writeFileSync(paths[1] ?? '', unknown)
        writeFileSync(paths[2] ?? '', Buffer.alloc(0))
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          page
            .getByRole('banner')
            .getByRole('button', { name: say('shell.create') })
            .click()
            .then(() => page.getByRole('menuitem', { name: say('shell.takeMail') }).click()),
        ])
        await chooser.setFiles(paths)
        const dialog = dialogOf(page)
        await dialog
          .getByRole('option')
          .filter({ hasText: say('mail.states.clear') })
          .waitFor()
        await dialog
          .getByRole('option')
          .filter({ hasText: say('mail.states.nobody') })
          .waitFor()
        await dialog.getByRole('button', { name: say('mail.takeInCount', { n: 1 }) }).click()
        await page.getByText(say('mail.taken', { n: 1 })).waitFor()
        await dialog.getByRole('option').filter({ hasText: 'Iker' }).click()
        await dialog.getByRole('listbox', { name: say('mail.several') }).press(' ')
        await dialog.getByRole('button', { name: say('mail.takeInCount', { n: 1 }) }).click()
        await expect
          .poll(async () =>
            (await program.api().ask('contact.suggest', { text: 'Iker' })).contacts.map((one) => one.name),
          )
          .toEqual(['Iker Arana'])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }))

  it.skipIf(realFolder === null)('a real mail with attachments goes in and comes out the same', () =>
    withProgram('real mail', { language: 'en' }, async (program) => {
      const { say } = program
      const bytes = readFileSync(join(realFolder ?? '', 'nodemailer.eml'))
      const page = await program.open('#/mail')
      await dropOn(page, '#main', 'nodemailer.eml', bytes)
      const dialog = dialogOf(page)
      await dialog.getByRole('radiogroup', { name: say('fields.contact') }).waitFor()
      await dialog.getByRole('button', { name: say('mail.takeInOne'), exact: true }).click()
      await page.getByText(say('mail.taken', { n: 1 })).waitFor()
      const { mails } = await program
        .api()
        .ask('mail.list', { contactId: null, activityId: null, text: '', from: 0, count: 10 })
      expect(mails).toHaveLength(1)
      await page.goto(`${program.host().url}#/mail/${mails[0]?.id ?? ''}`)
      await page.getByRole('button', { name: say('shell.more') }).click()
      const [original] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: say('mail.saveOriginal') }).click(),
      ])
      expect(digest(await bytesOf(original))).toBe(digest(bytes))
    }),
  )
})
