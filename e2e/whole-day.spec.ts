// A whole day as a salesperson lives it, in both languages, with the mouse and by keyboard alone: the morning's figures, a session of ten contacts, a visit moved to
// Thursday, three visits moved together, a heap of overdue work rescued over a week with a holiday in it, the sheet of the day as PDF; then back to the morning,
// step by step: after each one the store is what it was before that step.
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, weekday } from '../src-shared/domain/local-time.ts'
import { closeBrowser, dialogOf, listOf, listReady, sayIfSkipped, tabTo, withProgram, type Program } from './program.ts'
import { createActivity, createCompany, whoAndTypes } from './records.ts'
import { languages, type Language } from './words.ts'

const names = [
  'Aceros Bru',
  'Bodegas Cid',
  'Cartones Díaz',
  'Dulces Edo',
  'Envases Faro',
  'Forjas Gil',
  'Granjas Haro',
  'Hilos Ibar',
  'Imprenta Jara',
  'Joyas Kant',
]
const heap = 12
/** What is typed for the next date after each call; null: none. */
const dates: Record<Language, (string | null)[]> = {
  es: [
    'en 2 semanas',
    null,
    'el primer lunes de marzo',
    'en 10 días hábiles',
    null,
    '+3s',
    'fin de mes',
    'dentro de quince días',
    null,
    'después de Reyes',
  ],
  en: [
    'in 2 weeks',
    null,
    'first monday of march',
    'in 10 working days',
    null,
    '+3w',
    'end of month',
    'in a fortnight',
    null,
    'after epiphany',
  ],
}
/** Which result of the list each call has, from 1. */
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
  const { rows } = await program
    .api()
    .ask('activity.first', { filter: { done: 'all' }, sort: { by: 'created', descending: false }, limit: 200 })
  return rows
    .map(({ subject, when, state, resultId, notes }) => ({
      subject,
      on: when.on,
      time: when.time,
      state,
      resultId,
      notes,
    }))
    .sort((a, b) => (a.subject + a.on < b.subject + b.on ? -1 : 1))
}
const daysOf = async (program: Program, subject: RegExp): Promise<string[]> =>
  (await stand(program))
    .filter((one) => subject.test(one.subject) && one.state === 'planned')
    .map(({ on, time }) => `${on} ${time ?? ''}`.trim())

async function morning(program: Program): Promise<void> {
  const who = await whoAndTypes(program)
  for (const [index, name] of names.entries()) {
    const companyId = await createCompany(program, name)
    await createActivity(program, who, {
      subject: `Llamar ${index}`,
      on: addDays(today, index - 30),
      companyId,
      time: null,
    })
  }
  const typeId = who.types.get('visit') ?? ''
  const companyId = await createCompany(program, 'Talleres Zorita')
  for (const [n, time] of ['10:00', '11:30', '16:00'].entries())
    await createActivity(program, who, { subject: `Visita ${n}`, on: day(n), time, companyId, typeId })
  for (let n = 0; n < heap; n += 1)
    await createActivity(program, who, {
      subject: `Montón ${n}`,
      on: addDays(today, -1 - (n % 3)),
      time: null,
      companyId,
      priority: n % 4,
    })
  await program.api().ask('holiday.save', { id: null, on: holiday, until: null, name: 'Fiesta local' })
}

/** One who works with the mouse (letters and dates are still typed), or with the keyboard alone. */
interface Hands {
  goTo: (place: 'next' | 'calendar' | 'history') => Promise<void>
  openOverdue: () => Promise<void>
  startSession: () => Promise<void>
  chooseResult: (n: number) => Promise<void>
  toNextDate: () => Promise<void>
  stepDone: () => Promise<void>
  leaveSession: () => Promise<void>
  nextPage: () => Promise<void>
  /** Moves these visits together by whole days, to another day of the week that is shown. */
  move: (visits: number[], days: number) => Promise<void>
  openRescue: () => Promise<void>
  acceptRescue: (perDay: string) => Promise<void>
  pdfOfDay: () => Promise<void>
  /** Takes the latest step of these that still stands back. */
  undo: (commands: string[]) => Promise<void>
}

const visit = (page: Page, n: number): Locator => page.locator('.cal-entry', { hasText: `Visita ${n}` }).first()

function mouse(page: Page, { say }: Program): Hands {
  const main = page.getByRole('main')
  const button = (name: string | RegExp): Locator => main.getByRole('button', { name })
  const place = (name: string): Locator =>
    page
      .getByRole('navigation', { name: say('shell.navigation') })
      .getByRole('link', { name: say(`shell.places.${name}`) })
  return {
    goTo: (name) => place(name).click(),
    openOverdue: () =>
      main
        .getByRole('link')
        .filter({ hasText: say('today.figures.overdue') })
        .click(),
    startSession: () => button(new RegExp(`^${say('next.session.start')}`)).click(),
    chooseResult: (n) =>
      main
        .getByRole('radio')
        .nth(n - 1)
        .click(),
    toNextDate: () => main.getByLabel(say('fields.next'), { exact: true }).click(),
    stepDone: () => button(say('next.session.step')).click(),
    leaveSession: () => button(new RegExp(`^${say('next.session.leave')}`)).click(),
    nextPage: () => page.getByRole('button', { name: say('calendar.later'), exact: true }).click(),
    async move(visits, days) {
      for (const n of visits.length > 1 ? visits : []) await visit(page, n).click({ modifiers: ['Control'] })
      const box = await visit(page, visits[0] ?? 0).boundingBox()
      const column = await page.locator('.cal-hours__day').first().boundingBox()
      if (!box || !column) throw new Error('nothing to drag')
      const from = { x: box.x + box.width / 2, y: box.y + Math.min(12, box.height / 2) }
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(from.x + days * column.width, from.y, { steps: 8 })
      await page.waitForTimeout(60)
      await page.mouse.up()
    },
    async openRescue() {
      await place('today').click()
      await button(say('bulk.rescueCommand')).click()
    },
    async acceptRescue(perDay) {
      await dialogOf(page).getByLabel(say('bulk.spreadPerDay')).fill(perDay)
      await dialogOf(page)
        .getByRole('button', { name: say('bulk.change', { n: heap }) })
        .click()
    },
    async pdfOfDay() {
      await page.getByRole('button', { name: say('calendar.file.menu') }).click()
      await page.getByRole('menuitem', { name: say('calendar.sheet.pdfDay') }).click()
    },
    undo: (commands) =>
      main
        .locator('.change-set:not(.is-undone)')
        .filter({ hasText: new RegExp(`^\\s*(?:${commands.join('|')})`, 'i') })
        .first()
        .getByRole('button', { name: say('shell.undo') })
        .click(),
  }
}

function keyboard(page: Page, { say }: Program): Hands {
  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const places = { next: 'Alt+5', calendar: 'Alt+3', history: 'Alt+7' }
  /** Back to the first activity of the week, then from one to the next until the cursor stands on this one. */
  async function walkTo(n: number): Promise<void> {
    const standsThere = (): Promise<boolean> =>
      page.evaluate(
        (subject) => document.activeElement?.closest('.cal-entry')?.textContent?.includes(subject) === true,
        `Visita ${n}`,
      )
    await press(...Array<string>(6).fill('Control+ArrowUp'))
    for (let step = 0; step < 6; step += 1) {
      if (await standsThere()) return
      await press('Control+ArrowDown')
    }
    throw new Error(`the cursor never stood on visit ${n}`)
  }
  return {
    goTo: (name) => press(places[name]),
    async openOverdue() {
      await tabTo(page, new RegExp(`${say('today.figures.overdue')}$`))
      await press('Enter')
    },
    async startSession() {
      await listOf(page).and(page.locator(':focus')).waitFor()
      await press('r')
    },
    chooseResult: (n) => press(`Alt+${n}`),
    toNextDate: () => tabTo(page, say('fields.next')),
    stepDone: () => press('Enter'),
    leaveSession: () => press('Escape'),
    nextPage: () => press('PageDown'),
    async move(visits, days) {
      for (const n of visits) {
        await walkTo(n)
        if (visits.length > 1) await press('Space')
      }
      await press('m', ...Array<string>(days).fill('ArrowRight'), 'Enter', 'Escape')
    },
    async openRescue() {
      await press('Alt+2')
      await listReady(page)
      await listOf(page).and(page.locator(':focus')).waitFor()
      await press('r')
    },
    async acceptRescue(perDay) {
      await tabTo(page, say('bulk.spreadPerDay'))
      await press('Control+a')
      await page.keyboard.type(perDay)
      await dialogOf(page)
        .getByRole('button', { name: say('bulk.change', { n: heap }) })
        .waitFor()
      await press('Control+Enter')
    },
    async pdfOfDay() {
      await tabTo(page, say('calendar.file.menu'))
      await press('Enter')
      const item = page.getByRole('menuitem', { name: say('calendar.sheet.pdfDay') })
      for (
        let step = 0;
        step < 12 && !(await item.evaluate((element) => element === document.activeElement));
        step += 1
      )
        await press('ArrowDown')
      await press('Enter')
    },
    undo: () => press('Control+z'),
  }
}

const waysToWork = { 'with the mouse': mouse, 'by keyboard alone': keyboard }
const days = languages.flatMap((language) =>
  (['with the mouse', 'by keyboard alone'] as const).map((how) => [how, language] as const),
)

describe.skipIf(sayIfSkipped('whole-day.spec.ts'))('a whole day', () => {
  afterAll(closeBrowser)

  it.each(days)('from the morning to the evening, and back, %s (%s)', { timeout: 175_000 }, (how, language) =>
    withProgram(`whole day ${language}`, { language }, async (program) => {
      const { say } = program
      await morning(program)
      /** The store before each step, the morning first. */
      const stands = [await stand(program)]
      const keep = async (): Promise<Stand[]> => {
        const now = await stand(program)
        stands.push(now)
        return now
      }

      // The morning: what is overdue stands on the first page and opens its list.
      const page = await program.open('#/today')
      const hands = waysToWork[how](page, program)
      await page
        .getByRole('main')
        .getByRole('link')
        .filter({ hasText: say('today.figures.overdue') })
        .waitFor()
      await hands.openOverdue()
      await expect.poll(() => listReady(page)).toBe(names.length + heap)

      // Ten calls; the heap of Talleres Zorita waits.
      await hands.goTo('next')
      await page
        .getByRole('main')
        .getByRole('grid', { name: say('shell.places.next') })
        .waitFor()
      await expect.poll(() => listReady(page)).toBe(names.length + 1)
      await hands.startSession()
      const heading = page.getByRole('main').getByRole('heading', { level: 2 })
      const note = page.getByRole('textbox', { name: say('fields.note') })
      for (const [index, name] of names.entries()) {
        await expect.poll(() => heading.textContent()).toBe(name)
        await expect.poll(() => note.evaluate((element) => document.activeElement === element)).toBe(true)
        await page.keyboard.type(`Hablado ${index}`)
        await hands.chooseResult(results[index] ?? 1)
        await hands.toNextDate()
        const date = dates[language][index] ?? null
        if (date !== null) await page.keyboard.type(date)
        await hands.stepDone()
        await expect
          .poll(async () => (await stand(program)).filter(({ state }) => state === 'done').length)
          .toBe(index + 1)
        await keep()
      }
      await expect.poll(() => heading.textContent()).toBe('Talleres Zorita')
      await hands.leaveSession()
      const evening = stands.at(-1) ?? []
      expect(
        evening
          .filter(({ state }) => state === 'done')
          .map(({ notes }) => notes)
          .sort(),
      ).toEqual(names.map((_name, index) => `Hablado ${index}`))
      expect(evening).toHaveLength((stands[0]?.length ?? 0) + 7)

      // A visit to Thursday, then the three of them a day further.
      await hands.goTo('calendar')
      await page.getByRole('application').waitFor()
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('[data-calendar-view]') !== null))
        .toBe(true)
      await hands.nextPage()
      await hands.nextPage()
      await visit(page, 0).waitFor()
      await hands.move([0], 3)
      await expect
        .poll(() => daysOf(program, /^Visita/))
        .toEqual([`${day(3)} 10:00`, `${day(1)} 11:30`, `${day(2)} 16:00`])
      await page.locator('.cal-hours__day').nth(3).locator('.cal-entry', { hasText: 'Visita 0' }).waitFor()
      await keep()
      await page.keyboard.press('Escape')
      await hands.move([0, 1, 2], 1)
      await expect
        .poll(() => daysOf(program, /^Visita/))
        .toEqual([`${day(4)} 10:00`, `${day(2)} 11:30`, `${day(3)} 16:00`])
      await keep()

      // The heap: four a day, never on the holiday nor at the weekend, urgent ones first.
      await hands.openRescue()
      await dialogOf(page)
        .getByText(say('bulk.rescueCount', { n: heap }))
        .waitFor()
      await hands.acceptRescue('4')
      await expect.poll(async () => (await daysOf(program, /^Montón/)).every((one) => one >= today)).toBe(true)
      const rescued = (await keep()).filter(({ subject }) => subject.startsWith('Montón'))
      const load = new Map<string, number>()
      for (const { on } of rescued) load.set(on, (load.get(on) ?? 0) + 1)
      expect([...load.keys()].filter((on) => weekday(on) > 5 || on === holiday)).toEqual([])
      expect(Math.max(...load.values())).toBeLessThanOrEqual(4)
      const [first = '', ...later] = rescued.map(({ on }) => on).sort()
      expect(first < holiday && holiday < (later.at(-1) ?? '')).toBe(true)
      const urgent = rescued.filter(({ subject }) => Number(subject.slice(7)) % 4 === 3)
      expect(urgent.filter(({ on }) => on !== first)).toEqual([])

      // The sheet of the day.
      await dialogOf(page).waitFor({ state: 'hidden' })
      await hands.goTo('calendar')
      await page.getByRole('application').waitFor()
      const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), hands.pdfOfDay()])
      expect(
        readFileSync(await download.path())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')

      // Back to the morning: ten calls, a move, a move of three, a rescue. After each the store is what it was.
      await hands.goTo('history')
      await page.getByRole('main').locator('.change-set').first().waitFor()
      const commands = ['bulk_apply', 'calendar_move', 'session_step'].map((command) => say(`commands.${command}`))
      for (const before of stands.slice(0, -1).reverse()) {
        await hands.undo(commands)
        await expect.poll(() => stand(program), { timeout: 10_000 }).toEqual(before)
      }
    }),
  )
})
