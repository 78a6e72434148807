// Many mails as a person brings them: a folder with good, double, odd and broken files becomes an import, its report is read, and the tray is worked by
// keyboard alone; in both languages.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eml } from '../build/test-mails.ts'
import { closeBrowser, sayIfSkipped, withProgram } from './program.ts'
import { createCompany } from './records.ts'
import { languages } from './words.ts'

const isSkipped = sayIfSkipped('mail-import.spec.ts')
let folder: string
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'maletin-e2e-import-')), 'Correos de noviembre')
  mkdirSync(folder)
  const twice = eml({ id: '<doble@x.example>', subject: 'Doble' })
  const files: Record<string, string> = {
    'a-bueno.eml': eml({ subject: 'Pedido de prueba' }), 'b-doble.eml': twice, 'c-doble-otra-vez.eml': twice,
    'd-raro.eml': eml({ id: '<raro@n.example>', from: 'Nuria Vela <nuria@velasur.example>', subject: 'Consulta' }),
    'e-anuncio.eml': eml({ from: 'Anuncios <anuncios@promo.example>', subject: 'Rebajas', date: 'Mon, 2 Feb 2026 18:30:00 +0100' }), 'f-roto.eml': '\0\0', 'g-lista.pdf': '%PDF-1.4\0',
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
})
afterAll(async () => {
  rmSync(join(folder, '..'), { recursive: true, force: true })
  await closeBrowser()
})

describe.skipIf(isSkipped)('a folder of mails', () => {
  it.each(languages)('is imported, reported and decided in the tray by keyboard alone (%s)', async (language) => {
    await withProgram(`mail import ${language}`, { language }, async (program) => {
      const { say } = program
      await createCompany(program, 'Talleres Ruiz', 'ana.ruiz@talleres.example')
      const page = await program.open('#/mail/imports')
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: say('imports.chooseFolder') }).first().press('Enter')
      await (await choosing).setFiles(folder)
      const dialog = page.getByRole('dialog', { name: say('imports.title') })
      await dialog.getByText('Correos de noviembre').waitFor()
      await page.keyboard.press('Control+Enter')

      const report = page.getByRole('grid', { name: say('imports.report') })
      await report.getByText(say('imports.reasons.not_a_mail')).first().waitFor()
      await page.getByText(say('imports.states.done')).waitFor()
      const rowOf = (name: string) => report.getByRole('row').filter({ hasText: name })
      await rowOf('a-bueno.eml').getByText('Talleres Ruiz').waitFor()
      expect(await rowOf('c-doble-otra-vez.eml').textContent()).toContain(say('imports.one.already'))
      expect(await rowOf('d-raro.eml').textContent()).toContain(say('imports.one.waiting'))
      expect(await rowOf('g-lista.pdf').textContent()).toContain(say('imports.one.refused'))

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
})
