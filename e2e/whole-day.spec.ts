// A whole day as a salesperson lives it, in both languages: the morning's figures, a session of ten contacts by keyboard alone, a visit dragged to
// Thursday, three visits moved together, a heap of overdue work rescued around a holiday, the sheet of the day as PDF; then back to the morning, step by step.
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, weekday } from '../src-shared/domain/local-time.ts'
import { closeBrowser, dialogOf, listOf, listReady, sayIfSkipped, tabTo, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages, type Language } from './words.ts'

const names = ['Aceros Bru', 'Bodegas Cid', 'Cartones Díaz', 'Dulces Edo', 'Envases Faro', 'Forjas Gil', 'Granjas Haro', 'Hilos Ibar', 'Imprenta Jara', 'Joyas Kant']
const heap = 12
/** What is typed for the next date after each call; null: none. */
const dates: Record<Language, (string | null)[]> = {
  es: ['en 2 semanas', null, 'el primer lunes de marzo', 'en 10 días hábiles', null, '+3s', 'fin de mes', 'dentro de quince días', null, 'después de Reyes'],
  en: ['in 2 weeks', null, 'first monday of march', 'in 10 working days', null, '+3w', 'end of month', 'in a fortnight', null, 'after epiphany'],
}
const results = [4, 1, 5, 4, 2, 4, 3, 4, 6, 4]

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid' }).format(new Date())
/** Monday of the week after next: far enough that nothing rescued lands on it. */
const monday = addDays(today, 15 - weekday(today))
const day = (n: number): string => addDays(monday, n)
/** The second working day after today is a holiday of the town. */
const holiday = [1, 2, 3, 4, 5, 6].map((n) => addDays(today, n)).filter((one) => weekday(one) <= 5)[1] ?? ''

interface Stand {
  subject: string
  on: string
  time: string | null
  state: string
  resultId: string | null
  notes: string
}
async function stand(program: Program): Promise<Stand[]> {
  const { rows } = await program.api().ask('activity.first', { filter: { done: 'all' }, sort: { by: 'created', descending: false }, limit: 200 })
  return rows
    .map(({ subject, when, state, resultId, notes }) => ({ subject, on: when.on, time: when.time, state, resultId, notes }))
    .sort((a, b) => (a.subject + a.on < b.subject + b.on ? -1 : 1))
}
const daysOf = async (program: Program, subject: RegExp): Promise<string[]> =>
  (await stand(program)).filter((one) => subject.test(one.subject) && one.state === 'planned').map(({ on, time }) => `${on} ${time ?? ''}`.trim())

async function morning(program: Program): Promise<void> {
  const who = await whoAndTypes(program)
  for (const [index, name] of names.entries()) {
    const companyId = await createCompany(program, name)
    await createActivity(program, who, { subject: `Llamar ${index}`, on: addDays(today, index - 30), companyId, time: null })
  }
  const typeId = who.types.get('visit') ?? ''
  const companyId = await createCompany(program, 'Talleres Zorita')
  for (const [n, time] of ['10:00', '11:30', '16:00'].entries()) await createActivity(program, who, { subject: `Visita ${n}`, on: day(n), time, companyId, typeId })
  for (let n = 0; n < heap; n += 1) await createActivity(program, who, { subject: `Montón ${n}`, on: addDays(today, -1 - (n % 3)), time: null, companyId, priority: n % 4 })
  await program.api().ask('holiday.save', { id: null, on: holiday, until: null, name: 'Fiesta local' })
}

async function dragTo(page: Page, what: Locator, days: number): Promise<void> {
  const box = await what.boundingBox()
  const column = await page.locator('.cal-hours__day').first().boundingBox()
  if (!box || !column) throw new Error('nothing to drag')
  const from = { x: box.x + box.width / 2, y: box.y + Math.min(12, box.height / 2) }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + days * column.width, from.y, { steps: 8 })
  await page.waitForTimeout(60)
  await page.mouse.up()
}

describe.skipIf(sayIfSkipped('whole-day.spec.ts'))('a whole day', () => {
  afterAll(closeBrowser)

  it.each(languages)('from the morning to the evening, and back (%s)', { timeout: 175_000 }, (language) =>
    withProgram(`whole day ${language}`, { language }, async (program) => {
      const { say } = program
      await morning(program)
      const before = await stand(program)

      // The morning: what is overdue stands on the first page and opens its list.
      const page = await program.open('#/today')
      const main = page.getByRole('main')
      await main.getByRole('link').filter({ hasText: say('today.figures.overdue') }).click()
      await expect.poll(() => listReady(page)).toBe(names.length + heap)

      // Ten calls, by keyboard alone; the heap of Talleres Zorita waits.
      await page.goto(`${program.host().url}#/next`)
      await expect.poll(() => listReady(page)).toBe(names.length + 1)
      await listOf(page).focus()
      await page.keyboard.press('R')
      const heading = main.getByRole('heading', { level: 2 })
      const note = page.getByRole('textbox', { name: say('fields.note') })
      for (const [index, name] of names.entries()) {
        await expect.poll(() => heading.textContent()).toBe(name)
        await expect.poll(() => note.evaluate((element) => document.activeElement === element)).toBe(true)
        await page.keyboard.type(`Hablado ${index}`)
        await page.keyboard.press(`Alt+${results[index]}`)
        await tabTo(page, say('fields.next'))
        const date = dates[language][index] ?? null
        if (date !== null) await page.keyboard.type(date)
        await page.keyboard.press('Enter')
      }
      await expect.poll(() => heading.textContent()).toBe('Talleres Zorita')
      await page.keyboard.press('Escape')
      const evening = await stand(program)
      expect(evening.filter(({ state }) => state === 'done').map(({ notes }) => notes).sort()).toEqual(names.map((_name, index) => `Hablado ${index}`))
      expect(evening).toHaveLength(before.length + 7)

      // A visit to Thursday by mouse, then the three of them a day further.
      await page.goto(`${program.host().url}#/calendar`)
      await page.getByRole('application').waitFor()
      const later = page.getByRole('button', { name: say('calendar.later'), exact: true })
      await later.click()
      await later.click()
      const entry = (n: number): Locator => page.locator('.cal-entry', { hasText: `Visita ${n}` }).first()
      await entry(0).waitFor()
      await dragTo(page, entry(0), 3)
      await expect.poll(() => daysOf(program, /^Visita/)).toEqual([`${day(3)} 10:00`, `${day(1)} 11:30`, `${day(2)} 16:00`])
      await page.locator('.cal-hours__day').nth(3).locator('.cal-entry', { hasText: 'Visita 0' }).waitFor()
      await page.keyboard.press('Escape')
      for (const n of [0, 1, 2]) await entry(n).click({ modifiers: ['Control'] })
      await dragTo(page, entry(1), 1)
      await expect.poll(() => daysOf(program, /^Visita/)).toEqual([`${day(4)} 10:00`, `${day(2)} 11:30`, `${day(3)} 16:00`])

      // The heap: four a day, never on the holiday nor at the weekend, urgent ones first.
      await page.goto(`${program.host().url}#/activities`)
      await listReady(page)
      await listOf(page).focus()
      await page.keyboard.press('R')
      const rescue = dialogOf(page)
      await rescue.getByText(say('bulk.rescueCount', { n: heap })).waitFor()
      const perDay = rescue.getByLabel(say('bulk.spreadPerDay'))
      await perDay.fill('4')
      await rescue.getByRole('button', { name: say('bulk.change', { n: heap }) }).click()
      await expect.poll(async () => (await daysOf(program, /^Montón/)).every((one) => one >= today)).toBe(true)
      const rescued = (await stand(program)).filter(({ subject }) => subject.startsWith('Montón'))
      const load = new Map<string, number>()
      for (const { on } of rescued) load.set(on, (load.get(on) ?? 0) + 1)
      expect([...load.keys()].filter((on) => weekday(on) > 5 || on === holiday)).toEqual([])
      expect(Math.max(...load.values())).toBeLessThanOrEqual(4)
      const first = rescued.map(({ on }) => on).sort()[0]
      const urgent = rescued.filter(({ subject }) => Number(subject.slice(7)) % 4 === 3)
      expect(urgent.filter(({ on }) => on !== first)).toEqual([])

      // The sheet of the day.
      await page.goto(`${program.host().url}#/calendar`)
      await page.getByRole('application').waitFor()
      await page.getByRole('button', { name: say('calendar.file.menu') }).click()
      const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.getByRole('menuitem', { name: say('calendar.sheet.pdfDay') }).click()])
      expect(readFileSync(await download.path()).subarray(0, 5).toString()).toBe('%PDF-')

      // Back to the morning: ten calls, a drag, a move of three, a rescue.
      for (let undone = 1; undone <= 13; undone += 1) {
        const now = JSON.stringify(await stand(program))
        await page.keyboard.press('Control+z')
        await expect.poll(async () => JSON.stringify(await stand(program)) !== now, { timeout: 10_000 }).toBe(true)
      }
      expect(await stand(program)).toEqual(before)
    }),
  )
})
