// A session of ten contacts worked by keyboard alone (NXT-4), with different results and dates typed in words, in both languages; then undone step by step, back to
// the morning. What cannot be a date gets its message and nothing is lost.
import { afterAll, describe, expect, it } from 'vitest'
import { addDays } from '../src-shared/domain/local-time.ts'
import { closeBrowser, sayIfSkipped, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages, type Language } from './words.ts'

const names = ['Aceros Bru', 'Bodegas Cid', 'Cartones Díaz', 'Dulces Edo', 'Envases Faro', 'Forjas Gil', 'Granjas Haro', 'Hilos Ibar', 'Imprenta Jara', 'Joyas Kant']

/** Result by its key, what is typed for the next date; null: none. */
const steps: Record<Language, (readonly [number, string | null])[]> = {
  es: [[4, 'en 2 semanas'], [1, null], [5, 'el primer lunes de marzo'], [4, 'pasado mañana a las 9 y media'], [2, null], [4, '+3d'], [3, 'fin de mes'], [4, 'jue 10:30'], [6, null], [4, 'después de Reyes']],
  en: [[4, 'in 2 weeks'], [1, null], [5, 'first monday of march'], [4, 'the day after tomorrow at half past nine'], [2, null], [4, '+3d'], [3, 'end of month'], [4, 'thu 10:30'], [6, null], [4, 'after epiphany']],
}

async function morning(program: Program): Promise<void> {
  const who = await whoAndTypes(program)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date())
  for (const [index, name] of names.entries()) {
    const companyId = await createCompany(program, name)
    await createActivity(program, who, { subject: `Llamar ${index}`, on: addDays(today, index - 20), companyId, time: null })
  }
}
async function state(program: Program): Promise<unknown> {
  const list = async (done: 'open' | 'done') =>
    (await program.api().ask('activity.first', { filter: { done }, sort: { by: 'contact', descending: false }, limit: 100 })).rows.map(({ subject, companyName, when, state: now, resultId, notes }) => ({ subject, companyName, when, now, resultId, notes }))
  return { open: await list('open'), done: await list('done') }
}

describe.skipIf(sayIfSkipped('session.spec.ts'))('a session', () => {
  afterAll(closeBrowser)

  it.each(languages)('of ten contacts, by keyboard alone (%s)', (language) =>
    withProgram('session', { language }, async (program) => {
      const { say } = program
      await morning(program)
      const before = await state(program)
      const page = await program.open('#/next')
      const list = page.getByRole('main').getByRole('grid').first()
      await expect.poll(() => list.getAttribute('aria-rowcount')).toBe('11')
      await list.focus()
      await page.keyboard.press('R')
      const heading = page.getByRole('main').getByRole('heading', { level: 2 })
      const note = page.getByRole('textbox', { name: say('fields.note') })
      for (const [index, [result, date]] of steps[language].entries()) {
        await expect.poll(() => page.getByText(say('next.session.progress', { at: index + 1, total: 10 }), { exact: true }).count()).toBe(1)
        await expect.poll(() => heading.textContent()).toBe(names[index])
        await expect.poll(() => note.evaluate((element) => document.activeElement === element)).toBe(true)
        await page.keyboard.type(`Hablado ${index}`)
        await page.keyboard.press(`Alt+${result}`)
        // One Tab from the note to the next date, as in the closing dialog.
        await page.keyboard.press('Tab')
        const next = page.getByLabel(say('fields.next'), { exact: true })
        await expect.poll(() => next.evaluate((element) => document.activeElement === element)).toBe(true)
        if (index === 0) {
          await page.keyboard.type('31/2')
          await page.keyboard.press('Enter')
          await expect.poll(() => page.getByText(language === 'es' ? /^Febrero no tiene día 31/ : /^February has no 31/).count()).toBe(1)
          await page.keyboard.press('Control+A')
        }
        if (date !== null) await page.keyboard.type(date)
        await page.keyboard.press('Enter')
      }
      await expect.poll(() => page.getByRole('heading', { name: say('next.session.over') }).count()).toBe(1)
      await expect.poll(() => page.getByText(say('next.session.sum', { done: 10, planned: 7, skipped: 0 })).count()).toBe(1)
      const after = (await state(program)) as { open: { subject: string }[]; done: { notes: string }[] }
      expect([after.open.length, after.done.length]).toEqual([7, 10])
      expect(after.done.map(({ notes }) => notes).sort()).toEqual(names.map((_name, index) => `Hablado ${index}`))
      // Back to the morning, one step at a time: the session itself stays.
      for (let undone = 1; undone <= 10; undone++) {
        await page.keyboard.press('Control+Z')
        await expect.poll(async () => ((await state(program)) as { done: unknown[] }).done.length).toBe(10 - undone)
        await expect.poll(() => heading.textContent()).toBe(names[10 - undone])
      }
      expect(await state(program)).toEqual(before)
      // Leaving keeps it, and what was typed.
      await page.keyboard.type('A medias')
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByRole('button', { name: say('next.session.resume') }).count()).toBe(1)
      await program.stop()
      await program.start()
      const again = await program.open('#/next')
      const resume = again.getByRole('button', { name: say('next.session.resume') })
      await resume.focus()
      await again.keyboard.press('Enter')
      await expect.poll(() => again.getByRole('main').getByRole('heading', { level: 2 }).textContent()).toBe(names[0])
      await expect.poll(() => again.getByRole('textbox', { name: say('fields.note') }).inputValue()).toBe('A medias')
    }),
  )
})
