// Going on from one activity to the next (NXT-1): closed and planned in one save and one undo, for one and for several; and the files that a form holds, offered
// again after the program ended (UX-4). Both languages.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, localDateOf } from '../src-shared/domain/local-time.ts'
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
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

const today = localDateOf(Date.now(), 'Europe/Madrid')
async function stand(program: Program): Promise<string[]> {
  const { rows } = await program
    .api()
    .ask('activity.first', { filter: { done: 'all' }, sort: { by: 'created', descending: false }, limit: 100 })
  return rows.map(({ subject, state, notes, when }) =>
    [subject, state, notes, ...(state === 'planned' ? [when.on] : [])].join(' '),
  )
}

describe.skipIf(sayIfSkipped('going-on'))('going on', () => {
  afterAll(closeBrowser)

  it.each(languages)(
    'without a date opens the form of the next one, whose save closes this one; by keyboard alone (%s)',
    (language) =>
      withProgram(`go on ${language}`, { language }, async (program) => {
        const { say } = program
        const who = await whoAndTypes(program)
        await createActivity(program, who, {
          subject: 'Llamar',
          on: today,
          companyId: await createCompany(program, 'Arana Distribución'),
        })
        const before = await stand(program)
        const page = await program.open('#/activities')
        await listReady(page)
        await listOf(page).focus()
        await page.keyboard.press('C')
        const note = dialogOf(page).getByLabel(say('activities.closeDialog.noteOne'), { exact: true })
        await expect.poll(() => note.evaluate((box) => box === document.activeElement)).toBe(true)
        await page.keyboard.type('Pide otra oferta')
        await page.keyboard.press('Alt+Enter')
        const form = dialogOf(page).filter({ has: page.locator('.quick:not([inert])') })
        await form.getByText(say('activities.form.closes', { result: say('lists.results.follow_up') })).waitFor()
        expect(await form.getByLabel(say('fields.company')).inputValue()).toBe('Arana Distribución')
        // Left: nothing is closed, and the closing dialog still holds what was typed.
        await page.keyboard.press('Escape')
        await form.waitFor({ state: 'hidden' })
        expect(await note.inputValue()).toBe('Pide otra oferta')
        expect(await stand(program)).toEqual(before)
        await note.focus()
        await page.keyboard.press('Alt+Enter')
        await form.waitFor()
        await page.keyboard.press('Control+a')
        await page.keyboard.type('Llevar la oferta')
        await tabTo(page, say('fields.date'))
        await page.keyboard.press('Control+a')
        await page.keyboard.type('+6d')
        await page.keyboard.press('Control+Enter')
        await expect
          .poll(() => stand(program))
          .toEqual(['Llamar done Pide otra oferta', `Llevar la oferta planned  ${addDays(today, 6)}`])
        await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
        await page.keyboard.press('Control+z')
        await expect.poll(() => stand(program)).toEqual(before)
      }),
  )

  it.each(languages)('with several at once, by mouse (%s)', (language) =>
    withProgram(`go on with several ${language}`, { language }, async (program) => {
      const { say } = program
      const who = await whoAndTypes(program)
      const companyId = await createCompany(program, 'Arana Distribución')
      for (const subject of ['Uno', 'Dos', 'Tres'])
        await createActivity(program, who, { subject, on: today, companyId })
      const before = await stand(program)
      const page = await program.open('#/activities')
      await listReady(page)
      await rowOf(listOf(page), 'Uno').click()
      for (const subject of ['Dos', 'Tres']) await rowOf(listOf(page), subject).click({ modifiers: ['Control'] })
      await page.getByRole('button', { name: `${say('activities.close')} (C)` }).click()
      const dialog = dialogOf(page)
      const goOn = dialog.getByRole('button', { name: say('activities.closeDialog.goOn'), exact: true })
      await goOn.click()
      await dialog.getByText(say('activities.closeDialog.needNext')).waitFor()
      expect(await stand(program)).toEqual(before)
      await dialog.getByLabel(say('activities.closeDialog.next'), { exact: true }).fill('+7d')
      await goOn.click()
      await dialog.waitFor({ state: 'hidden' })
      const next = addDays(today, 7)
      await expect
        .poll(() => stand(program))
        .toEqual([
          'Uno done ',
          'Dos done ',
          'Tres done ',
          ...['Uno', 'Dos', 'Tres'].map((subject) => `${subject} planned  ${next}`),
        ])
      await page.getByRole('button', { name: say('shell.undo') }).click()
      await expect.poll(() => stand(program)).toEqual(before)
    }),
  )

  it.each(languages)('a form that was left keeps its files, also after the program ended (%s)', (language) =>
    withProgram(`draft files ${language}`, { language }, async (program) => {
      const { say } = program
      const folder = mkdtempSync(join(tmpdir(), 'maletin-files-'))
      try {
        const path = join(folder, 'plano.txt')
        writeFileSync(path, 'el plano')
        await createCompany(program, 'Arana Distribución')
        const page = await program.open()
        await listReady(page)
        await page.keyboard.press('Alt+n')
        const form = dialogOf(page)
        await form.locator('.quick:not([inert])').waitFor()
        await page.keyboard.type('Llevar el plano')
        const [chooser] = await Promise.all([
          page.waitForEvent('filechooser'),
          form.getByRole('button', { name: say('files.add') }).click(),
        ])
        await chooser.setFiles(path)
        await form.getByText('plano.txt').waitFor()
        await page.keyboard.press('Escape')
        await form.waitFor({ state: 'hidden' })
        await program.stop()
        rmSync(path)
        await program.start()
        const again = await program.open()
        await again.getByRole('button', { name: say('drafts.goOn') }).click()
        const draft = dialogOf(again)
        await draft.getByText('plano.txt').waitFor()
        await draft.getByLabel(say('fields.company')).fill('aran')
        await draft.getByRole('option', { name: /Arana/ }).click()
        await again.keyboard.press('Control+Enter')
        await draft.waitFor({ state: 'hidden' })
        const [made] = (
          await program
            .api()
            .ask('activity.first', { filter: { done: 'all' }, sort: { by: 'created', descending: false }, limit: 5 })
        ).rows
        const { files } = await program.api().ask('activity.get', { id: made?.id ?? '' })
        expect(files.map(({ name, size }) => [name, size])).toEqual([['plano.txt', 8]])
        expect((await program.api().ask('draft.list', {})).drafts).toEqual([])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }),
  )
})
