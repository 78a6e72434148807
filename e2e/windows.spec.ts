// Two windows of one program, and what happens when something goes wrong: each sees the other's changes at once, a selection stays exact
// while another window edits, a stale edit shows both values, nothing typed is lost, and a store that cannot be used says so in words.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { addDays } from '../src-shared/domain/local-time.ts'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, dialogOf, listOf, listReady, rowOf, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages } from './words.ts'

/** Activities of one company, a day apart, oldest first; their ids. */
async function many(program: Program, count: number): Promise<string[]> {
  const who = await whoAndTypes(program)
  const company = await createCompany(program, 'Óptica Álvarez')
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const day = addDays('2027-01-04', n)
    ids.push(
      await createActivity(program, who, {
        subject: `Revisión ${String(n).padStart(3, '0')}`,
        on: day,
        time: '09:00',
        companyId: company,
      }),
    )
  }
  return ids
}

describe.skipIf(sayIfSkipped('windows.spec.ts'))('several windows', () => {
  afterAll(closeBrowser)

  it('what one window changes the other shows at once, and undo there too', () =>
    withProgram('two windows', {}, async (program) => {
      const { say } = program
      await many(program, 3)
      const [one, two] = [await program.open(), await program.open()]
      await listReady(one)
      await listReady(two)
      await rowOf(listOf(one), 'Revisión 001').dblclick()
      const form = dialogOf(one)
      await form.getByLabel(say('fields.subject')).fill('Revisión con Óscar')
      await form.getByRole('button', { name: say('activities.form.save') }).click()
      await rowOf(listOf(two), 'Revisión con Óscar').waitFor()
      await rowOf(listOf(one), 'Revisión con Óscar').waitFor()
      await one.keyboard.press('Control+z')
      await rowOf(listOf(two), 'Revisión 001').waitFor()
      expect(await rowOf(listOf(two), 'Óscar').count()).toBe(0)
    }))

  it.each([{ hand: 'mouse' }, { hand: 'keyboard' }])(
    'Ctrl+A, three unticked, applied while the other window edits: exactly the rest changes ($hand)',
    ({ hand }) =>
      withProgram(`select all ${hand}`, { language: hand === 'mouse' ? 'es' : 'en' }, async (program) => {
        const { say } = program
        const ids = await many(program, 80)
        const unticked = [2, 5, 9]
        const [page, other] = [await program.open(), await program.open()]
        await listReady(page)
        await listReady(other)
        const list = listOf(page)
        await list.focus()
        await page.keyboard.press('Control+a')
        await page.getByText(say('activities.selected', { n: 80 }), { exact: true }).waitFor()
        for (const n of unticked) {
          const row = rowOf(list, `Revisión ${String(n).padStart(3, '0')}`)
          if (hand === 'mouse') await row.click({ modifiers: ['ControlOrMeta'] })
          else {
            await page.keyboard.press('Control+Home')
            for (let step = 0; step < n; step++) await page.keyboard.press('Control+ArrowDown')
            await page.keyboard.press('Space')
          }
        }
        await page.getByText(say('activities.selected', { n: 77 }), { exact: true }).waitFor()

        // The other window edits one of the selected, and makes one that the filter of the selection finds.
        const who = await whoAndTypes(program)
        const company = (await program.api().ask('contact.suggest', { text: 'Óptica' })).contacts[0]?.id ?? ''
        await rowOf(listOf(other), 'Revisión 004').dblclick()
        await dialogOf(other).getByLabel(say('fields.place')).fill('Tienda del centro')
        await dialogOf(other)
          .getByRole('button', { name: say('activities.form.save') })
          .click()
        const late = await createActivity(program, who, {
          subject: 'Llegó después',
          on: '2027-01-05',
          companyId: company,
        })
        await rowOf(list, 'Llegó después').waitFor()
        await page.getByText(say('activities.selected', { n: 77 }), { exact: true }).waitFor()

        await list.focus()
        await page.keyboard.press('f')
        const dialog = dialogOf(page)
        await dialog.getByLabel(say('bulk.amount')).fill('7')
        await dialog.getByLabel(say('bulk.unit')).selectOption('days')
        const go = dialog.getByRole('button', { name: say('bulk.change', { n: 77 }) })
        await go.waitFor()
        await dialog.getByText(say('bulk.entered', { n: 1 })).waitFor()
        if (hand === 'mouse') await go.click()
        else await page.keyboard.press('Control+Enter')
        await page.getByText(say('bulk.changed', { n: 77 })).waitFor()
        const { rows } = await program.api().ask('activity.rows', { ids: [...ids, late] })
        const movedIds = rows.filter((row) => row.movedCount > 0).map((row) => row.id)
        expect(new Set(movedIds)).toEqual(new Set(ids.filter((_id, n) => !unticked.includes(n))))
      }),
  )

  it.each(languages)('what the other window changes while a preview is open is said in it, and taken in when asked (%s)', (language) =>
    withProgram(`preview behind ${language}`, { language }, async (program) => {
      const { say } = program
      const ids = await many(program, 12)
      const page = await program.open()
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('f')
      const dialog = dialogOf(page)
      const apply = (n: number) => dialog.getByRole('button', { name: say('bulk.change', { n }), exact: true })
      await apply(12).waitFor()
      const touched = await program.api().ask('activity.get', { id: ids[3] ?? '' })
      await program.api().ask('activity.save', {
        id: touched.id,
        revision: touched.revision,
        values: { subject: 'Cambiada en la otra ventana' },
      })
      await program.api().ask('activity.cancel', { selection: { base: null, except: [], ids: [ids[4] ?? ''] }, reason: 'sobra' })
      await dialog.getByText(say('bulk.staleNow', { n: 2 })).waitFor()
      await dialog.getByText(say('bulk.left', { n: 1 })).waitFor()
      await dialog.getByRole('button', { name: say('bulk.planNow') }).click()
      await apply(11).waitFor()
      await dialog.getByText(say('bulk.staleNow', { n: 2 })).waitFor({ state: 'hidden' })
      await rowOf(dialog.getByRole('grid'), 'Cambiada en la otra ventana').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByText(say('bulk.changed', { n: 11 })).waitFor()
      expect(await program.api().ask('activity.get', { id: ids[4] ?? '' })).toMatchObject({ movedCount: 0 })
      expect(await program.api().ask('activity.get', { id: touched.id })).toMatchObject({ movedCount: 1 })
    }),
  )

  it.each(languages)('a change of dates goes on in a window of its own with what was typed and ticked (%s)', (language) =>
    withProgram(`bulk window ${language}`, { language }, async (program) => {
      const { say } = program
      const ids = await many(program, 6)
      const page = await program.open()
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('f')
      const dialog = dialogOf(page)
      await dialog.getByLabel(say('bulk.amount')).fill('3')
      await dialog.getByLabel(say('bulk.unit')).selectOption('weeks')
      await dialog.getByRole('button', { name: say('bulk.change', { n: 6 }), exact: true }).waitFor()
      const preview = dialog.getByRole('grid', { name: say('bulk.preview') })
      // Until the dates are planned anew another line names it, in quotation marks, as what it clashes with.
      const third = preview.getByRole('row').filter({ hasText: /Revisión 002(?![»”])/ })
      await third.getByRole('gridcell').first().click()
      await dialog.getByRole('button', { name: say('bulk.change', { n: 5 }), exact: true }).waitFor()
      const opening = page.waitForEvent('popup')
      await dialog.getByRole('button', { name: say('shell.openWindow') }).click()
      const own = await opening
      await own.getByRole('heading', { name: say('bulk.titleOf', { n: 6 }) }).waitFor()
      expect(await own.getByLabel(say('bulk.amount')).inputValue()).toBe('3')
      expect(await own.getByLabel(say('bulk.unit')).inputValue()).toBe('weeks')
      await own.getByRole('button', { name: say('bulk.change', { n: 5 }), exact: true }).waitFor()
      await own.keyboard.press('Control+Enter')
      await own.getByText(say('bulk.changed', { n: 5 })).first().waitFor()
      await rowOf(listOf(page), 'Revisión 000').locator('[title*="25"]').first().waitFor()
      const days = await Promise.all(ids.map(async (id) => (await program.api().ask('activity.get', { id })).when.on))
      expect(days).toEqual(['2027-01-25', '2027-01-26', '2027-01-06', '2027-01-28', '2027-01-29', '2027-02-01'])
    }),
  )

  it.each(languages)('a stale edit shows both values and loses neither (%s)', (language) =>
    withProgram(`stale ${language}`, { language }, async (program) => {
      const { say } = program
      const [id] = await many(program, 1)
      const [one, two] = [await program.open(), await program.open()]
      for (const page of [one, two]) {
        await listReady(page)
        await rowOf(listOf(page), 'Revisión 000').dblclick()
      }
      await dialogOf(one).getByLabel(say('fields.subject')).fill('Lo de la primera')
      await dialogOf(two).getByLabel(say('fields.subject')).fill('Lo de la segunda')
      await dialogOf(one)
        .getByRole('button', { name: say('activities.form.save') })
        .click()
      await dialogOf(one).waitFor({ state: 'detached' })
      await dialogOf(two)
        .getByRole('button', { name: say('activities.form.save') })
        .click()
      await dialogOf(two).getByText('Lo de la primera').waitFor()
      await dialogOf(two).getByText('Lo de la segunda').waitFor()
      expect((await program.api().ask('activity.get', { id: id ?? '' })).subject).toBe('Lo de la primera')
      await dialogOf(two)
        .getByRole('radio', { name: /Lo de la segunda/ })
        .check()
      await dialogOf(two)
        .getByRole('button', { name: say('activities.stale.accept') })
        .click()
      await dialogOf(two).waitFor({ state: 'detached' })
      expect((await program.api().ask('activity.get', { id: id ?? '' })).subject).toBe('Lo de la segunda')
    }),
  )

  it.each(languages)('what another window changed stays, in an open form and in a draft gone on with (%s)', (language) =>
    withProgram(`edited elsewhere ${language}`, { language }, async (program) => {
      const { say } = program
      const api = program.api()
      const [id = ''] = await many(program, 1)
      const elsewhere = async (values: { place?: string; notes?: string; on?: string }): Promise<void> => {
        const { revision, when } = await api.ask('activity.get', { id })
        const { on, ...plain } = values
        await api.ask('activity.save', { id, revision, values: { ...plain, ...(on ? { when: { ...when, on } } : {}) } })
      }
      const page = await program.open()
      await listReady(page)
      const form = dialogOf(page)
      const open = async (): Promise<void> => {
        await rowOf(listOf(page), 'Revisión 000').dblclick()
        await form.locator('.activity-form:not([inert])').waitFor()
      }
      const notes = form.getByLabel(say('fields.notes'), { exact: true })

      await open()
      await notes.fill('Lo hablado')
      await elsewhere({ on: '2027-03-02', place: 'Sevilla' })
      await form.getByRole('button', { name: say('activities.form.save') }).click()
      await form.waitFor({ state: 'detached' })
      expect(await api.ask('activity.get', { id })).toMatchObject({ fullNotes: 'Lo hablado', place: 'Sevilla', when: { on: '2027-03-02' } })

      // A draft is of days ago: meanwhile the day was planned anew.
      await open()
      await notes.fill('Lo hablado y lo acordado')
      await page.keyboard.press('Escape')
      await form.waitFor({ state: 'detached' })
      await elsewhere({ on: '2027-04-06', notes: 'De otra ventana' })
      await rowOf(listOf(page), 'Revisión 000').dblclick()
      await form.getByRole('group', { name: say('fields.notes') }).getByText('De otra ventana').waitFor()
      expect(await form.getByRole('group').count()).toBe(1)
      await form.getByRole('button', { name: say('activities.stale.goOn') }).click()
      expect(await notes.inputValue()).toBe('Lo hablado y lo acordado')
      await form.getByRole('button', { name: say('activities.form.save') }).click()
      await form.waitFor({ state: 'detached' })
      expect(await api.ask('activity.get', { id })).toMatchObject({ fullNotes: 'Lo hablado y lo acordado', when: { on: '2027-04-06' } })

      // A contact's draft, too.
      const { companyId } = await api.ask('activity.get', { id })
      await page.goto(`${program.host().url}#/contacts/${companyId}`)
      await page.getByRole('heading', { name: 'Óptica Álvarez' }).waitFor()
      await page.keyboard.press('Control+e')
      await form.locator('.contact-form:not([inert])').waitFor()
      await form.getByLabel(say('fields.notes'), { exact: true }).fill('Cierra los lunes')
      await page.keyboard.press('Escape')
      await form.waitFor({ state: 'detached' })
      const { revision } = await api.ask('contact.get', { id: companyId ?? '' })
      await api.ask('contact.save', { id: companyId ?? '', revision, values: { relation: 'supplier', taxId: 'B58818501' } })
      await page.keyboard.press('Control+e')
      await form.getByText(say('contacts.form.discardDraft')).waitFor()
      await page.keyboard.press('Control+Enter')
      await form.waitFor({ state: 'detached' })
      expect(await api.ask('contact.get', { id: companyId ?? '' })).toMatchObject({ notes: 'Cierra los lunes', relation: 'supplier', taxId: 'B58818501' })
    }),
  )

  it.each(languages)(
    'the program ends under an open form: said in words, and what was typed is offered again (%s)',
    (language) =>
      withProgram(`ended ${language}`, { language }, async (program) => {
        const { say } = program
        program.expectTrouble(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket/)
        await many(program, 2)
        const page = await program.open()
        await listReady(page)
        await page.keyboard.press('n')
        await dialogOf(page).getByLabel(say('fields.subject')).fill('Propuesta a medias')
        await expect
          .poll(async () => (await program.api().ask('draft.list', {})).drafts.map((draft) => draft.title), {
            timeout: 5000,
          })
          .toContain('Propuesta a medias')
        await program.host().kill()
        await dialogOf(page)
          .getByRole('button', { name: say('activities.form.create') })
          .click()
        await page.getByText(say('errors.closed')).waitFor()
        // Nothing is gone from the form.
        expect(await dialogOf(page).getByLabel(say('fields.subject')).inputValue()).toBe('Propuesta a medias')
        await program.stop()
        await program.start()
        const again = await program.open()
        await listReady(again)
        await again.keyboard.press('n')
        await expect
          .poll(() => dialogOf(again).getByLabel(say('fields.subject')).inputValue(), { timeout: 5000 })
          .toBe('Propuesta a medias')
        await dialogOf(again)
          .getByRole('button', { name: say('activities.form.discardDraft') })
          .waitFor()
        await dialogOf(again)
          .getByRole('button', { name: say('activities.form.create') })
          .click()
        await rowOf(listOf(again), 'Propuesta a medias').waitFor()
        expect((await program.api().ask('draft.list', {})).drafts).toEqual([])
      }),
  )

  it.each(languages)('a store of a newer program is left alone and says so (%s)', (language) =>
    withProgram(`future ${language}`, { language, isLogKept: false }, async (program) => {
      const { say } = program
      await program.stop()
      const store = new Database(program.storePath)
      store.pragma('user_version = 990')
      store.pragma('wal_checkpoint(TRUNCATE)')
      store.close()
      await program.start()
      const page = await program.open()
      expect(page.url()).toContain('#/trouble')
      await page.getByRole('heading', { name: say('firstStart.trouble.store_from_future.title') }).waitFor()
      await page.getByText(say('firstStart.trouble.store_from_future.data')).waitFor()
      await page.goto(`${program.host().url}#/contacts`)
      await page.getByRole('heading', { name: say('firstStart.trouble.store_from_future.title') }).waitFor()
    }),
  )

  it.each(languages)('a store that cannot be upgraded is left as it was, and says so (%s)', async (language) => {
    const profile = mkdtempSync(join(tmpdir(), 'maletin-e2e-upgrade-'))
    const path = join(profile, 'store.db')
    writeFileSync(path, gunzipSync(readFileSync(join(import.meta.dirname, '../migrations/frozen/version-10.db.gz'))))
    // A table in the way of the upgrade, as a foreign tool may leave it.
    const store = new Database(path)
    store.exec('CREATE TABLE mail (row_id INTEGER PRIMARY KEY)')
    store.close()
    await withProgram(`upgrade ${language}`, { language, profile, setUp: false, isLogKept: false }, async (program) => {
      const { say } = program
      const page = await program.open()
      expect(page.url()).toContain('#/trouble')
      await page.getByRole('heading', { name: say('firstStart.trouble.migration_failed.title') }).waitFor()
      await page.getByText(say('firstStart.trouble.migration_failed.data')).waitFor()
      // The proved copy from before is offered.
      await page.getByRole('button', { name: say('backups.restore') }).first().waitFor()
      await program.stop()
      const left = new Database(path, { readonly: true })
      expect(left.pragma('user_version', { simple: true })).toBe(10)
      expect(left.prepare('SELECT count(*) FROM activity').pluck().get()).toBe(10_000)
      left.close()
    })
    rmSync(profile, { recursive: true, force: true })
  })
})
