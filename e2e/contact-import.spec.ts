// The first start with one's own contacts (UX-7, IO-1, CON-6): a file chosen, its columns corrected, each row seen before it happens, taken in, taken back, and
// what failed saved, by mouse and by keyboard alone, in both languages; and files that are no contacts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dropFiles } from './pages.ts'
import { closeBrowser, dialogOf, listOf, listReady, rowOf, sayIfSkipped, tabTo, withProgram, type Program } from './program.ts'
import { languages } from './words.ts'

const customers = `Empresa;CIF;Persona de contacto;Teléfono;E-mail;Población;Observaciones internas
Talleres Ruiz S.L.;B58818501;Ana Ruiz;93 123 45 67;ana@talleresruiz.example;Barcelona;buen cliente
Óptica Álvarez;;;91 765 43 21;info@optica.example;Madrid;
;;;;sin.nombre@x.example;;
Viñas Peña;;Luis Peña;600 11 22 33;no es un correo;;
Óptica Alvarez;;;;;;
`
let folder = ''
const file = (): string => join(folder, 'clientes.csv')

/** Goes on to the choice of how to begin, as in the language of the program. */
async function introduce(page: Page, { say, language }: Program): Promise<void> {
  await page.getByRole('radio', { name: { es: 'Español', en: 'English' }[language] }).check()
  await page.getByLabel(say('firstStart.name')).fill('Lucía Ferrer')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: say('firstStart.how', { name: 'Lucía' }) }).waitFor()
}
const press = async (page: Page, name: string, hand: string): Promise<void> => {
  const button = dialogOf(page).getByRole('button', { name })
  await button.waitFor()
  if (hand === 'mouse') return button.click()
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

describe.skipIf(sayIfSkipped('contact-import.spec.ts'))('importing contacts', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maletin-contacts-'))
    writeFileSync(file(), Buffer.from(customers, 'latin1'))
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await closeBrowser()
  })

  it.each(languages.flatMap((language) => [{ language, hand: 'mouse' }, { language, hand: 'keyboard' }]))(
    'is one of the ways to begin: seen before, done, undone, and what failed saved ($language, $hand)',
    ({ language, hand }) =>
      withProgram(`contact import ${language} ${hand}`, { language, setUp: false }, async (program) => {
        const { say } = program
        const page = await program.open()
        await introduce(page, program)
        if (hand === 'mouse') await page.getByRole('button', { name: say('firstStart.takeContacts') }).click()
        else {
          await tabTo(page, say('firstStart.takeContacts'))
          await page.keyboard.press('Enter')
        }
        const dialog = dialogOf(page)
        await dialog.getByText(say('contactImport.choose.safe')).waitFor()
        const chooser = page.waitForEvent('filechooser')
        await press(page, say('contactImport.choose.button'), hand)
        await (await chooser).setFiles(file())

        // What was recognised; a column that means nothing here is told to be notes.
        await dialog.getByText(say('contactImport.rows', { n: 5 })).waitFor()
        expect(await dialog.getByLabel(say('contactImport.encoding')).inputValue()).toBe('windows-1252')
        expect(await dialog.getByLabel(say('contactImport.separator')).inputValue()).toBe(';')
        const columnName = say('contactImport.take', { name: 'Población' })
        if (hand === 'mouse') await dialog.getByRole('checkbox', { name: columnName }).uncheck()
        else {
          await tabTo(page, columnName)
          await page.keyboard.press('Space')
        }
        if (hand === 'mouse') await dialog.getByRole('button', { name: say('contactImport.next') }).click()
        else await page.keyboard.press('Control+Enter')

        // Each row by what it would do.
        const tab = (kind: string) => dialog.getByRole('button', { name: new RegExp(`^${say(`contactImport.kinds.${kind}`)}`) })
        await dialog.getByRole('grid').waitFor()
        expect(await tab('new').innerText()).toContain('2')
        expect(await tab('duplicate').innerText()).toContain('1')
        expect(await tab('error').innerText()).toContain('2')
        const show = async (kind: string): Promise<void> => {
          if (hand === 'mouse') return tab(kind).click()
          await tabTo(page, say(`contactImport.kinds.${kind}`), 'Shift+Tab')
          await page.keyboard.press('Enter')
        }
        await show('error')
        const rows = dialog.getByRole('grid')
        await rows.getByText(say('contactImport.refusals.no_name')).waitFor()
        await rows.getByText('no es un correo').waitFor()
        await show('new')
        const optics = dialog.getByRole('row').filter({ hasText: 'info@optica.example' })
        await optics.waitFor()
        // Unticked and ticked again.
        const flip = async (): Promise<void> => {
          if (hand === 'mouse') return optics.getByRole('gridcell').first().click()
          await dialog.getByRole('grid').focus()
          await page.keyboard.press('End')
          await page.keyboard.press('Space')
        }
        await flip()
        await dialog.getByRole('button', { name: say('contactImport.apply', { n: 1 }) }).waitFor()
        await flip()
        const all = say('contactImport.apply', { n: 2 })
        if (hand === 'mouse') await dialog.getByRole('button', { name: all }).click()
        else {
          await dialog.getByRole('button', { name: all }).waitFor()
          await page.keyboard.press('Control+Enter')
        }

        // The report, and the rows that failed.
        await dialog.getByText(say('contactImport.result', { n: 5 })).waitFor()
        const saving = page.waitForEvent('download')
        await press(page, say('contactImport.saveFailed'), hand)
        const saved = readFileSync(await (await saving).path(), 'utf8')
        expect(saved.split('\r\n')[0]).toMatch(new RegExp(`^\ufeffEmpresa;.*;${say('contactImport.reason')}$`))
        expect(saved).toContain(`;sin.nombre@x.example;;;${say('contactImport.refusals.no_name')}`)
        expect(saved.trim().split('\r\n')).toHaveLength(3)
        await press(page, say('contactImport.finish'), hand)

        const list = listOf(page)
        await rowOf(list, 'Ana Ruiz').waitFor()
        expect(await listReady(page)).toBe(3)
        await rowOf(list, 'Óptica Álvarez').getByText('Madrid').waitFor({ state: 'detached' })
        await list.focus()
        await page.keyboard.press('Control+z')
        await page.getByText(say('contacts.empty.none')).waitFor()
        await page.keyboard.press('Control+Shift+z')
        await rowOf(list, 'Talleres Ruiz S.L.').first().waitFor()
        expect(await listReady(page)).toBe(3)
      }),
  )

  it('takes a file that is dropped on the contacts, remembers its columns, and says what is no file of contacts', () =>
    withProgram('contact import drop', {}, async (program) => {
      const { say } = program
      const page = await program.open('#/contacts')
      await page.getByText(say('contacts.empty.none')).waitFor()
      const card = ['BEGIN:VCARD', 'VERSION:3.0', 'N:Ruiz;Ana;;;', 'FN:Ana Ruiz', 'TEL;TYPE=CELL:600112233', 'END:VCARD', '']
      await dropFiles(page, { 'ana.vcf': card.join('\r\n'), 'luis.vcf': card.join('\r\n').replaceAll('Ana', 'Luis').replace('2233', '2244') })
      const dialog = dialogOf(page)
      await dialog.getByText(say('contactImport.cards', { n: 2 })).waitFor()
      await page.keyboard.press('Control+Enter')
      await dialog.getByRole('button', { name: say('contactImport.apply', { n: 2 }) }).waitFor()
      await page.keyboard.press('Control+Enter')
      await dialog.getByText(say('contactImport.undoHint')).waitFor()
      await page.keyboard.press('Control+Enter')
      await rowOf(listOf(page), 'Luis Ruiz').waitFor()

      // The same column names again, otherwise than they were recognised.
      const odd = 'Nombre;Código\nUno;77\n'
      for (const round of [1, 2]) {
        await page.getByRole('button', { name: say('contacts.menu') }).click()
        const chooser = page.waitForEvent('filechooser')
        await page.getByRole('menuitem', { name: say('contactImport.command') }).click()
        await dialog.getByRole('button', { name: say('contactImport.choose.button') }).click()
        await (await chooser).setFiles({ name: 'raro.csv', mimeType: 'text/csv', buffer: Buffer.from(odd.replace('Uno', `Uno ${round}`)) })
        await dialog.getByRole('row', { name: /Código/ }).waitFor()
        const target = dialog.getByLabel(`${say('contactImport.becomes')}: Código`)
        if (round === 1) await target.selectOption('notes')
        else {
          await dialog.getByText(say('contactImport.remembered')).waitFor()
          expect(await target.inputValue()).toBe('notes')
        }
        await page.keyboard.press('Control+Enter')
        await dialog.getByRole('button', { name: say('contactImport.apply', { n: 1 }) }).click()
        await dialog.getByRole('button', { name: say('contactImport.finish') }).click()
        await rowOf(listOf(page), `Uno ${round}`).waitFor()
      }

      // From the palette; what cannot be read is said, and another file can be chosen at once.
      await page.keyboard.press('Control+k')
      await page.keyboard.type(say('contactImport.command').slice(0, 12))
      await page.getByRole('option', { name: say('contactImport.command') }).first().waitFor()
      await page.keyboard.press('Enter')
      await dialog.getByText(say('contactImport.choose.safe')).waitFor()
      const bad: [string, string, string][] = [
        ['foto.csv', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0', 'not_contacts'],
        ['vacio.csv', '', 'empty'],
        ['antiguo.xls', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'old_excel'],
      ]
      for (const [name, text, reason] of bad) {
        const chooser = page.waitForEvent('filechooser')
        await dialog.getByRole('button', { name: say('contactImport.choose.button') }).click()
        await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })
        await dialog.getByRole('alert').getByText(say(`errors.contact_file_unreadable_${reason}`, { name })).waitFor()
      }
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }))
})
