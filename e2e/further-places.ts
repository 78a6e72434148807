// Places beyond the pages and main dialogs: menus, smaller dialogs, views of the calendar, the session, an import and its report, what is read again after an
// error. For pictures; each is reached as a person would.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { dropFiles, selectSome, type Place } from './pages.ts'
import { dialogOf, listOf, listReady, type Program } from './program.ts'

const calendarViews = { workweek: '3', day: '4' }

async function openMenu(page: Page, name: string | RegExp): Promise<void> {
  await page.locator('[aria-haspopup="menu"]').and(page.getByRole('button', { name })).first().click()
  await page.getByRole('menu').waitFor()
}
const pressIn = (key: string) => async (page: Page) => {
  await listReady(page)
  await listOf(page).focus()
  await page.keyboard.press(key)
  await dialogOf(page).waitFor()
}
/** Mails of every outcome: taken in, waiting, already there, refused. */
function folderOfMails(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-look-'))
  const mail = (n: number, from: string): string =>
    `Message-ID: <look-${n}@example>\r\nDate: Tue, 03 Nov 2026 09:1${n % 10}:00 +0100\r\nFrom: ${from}\r\nTo: lucia@ferrer.example\r\nSubject: Consulta ${n}: plazo de entrega de la gama nueva\r\n\r\nBuenos d=C3=ADas.\r\n`
  const files: Record<string, string> = { 'roto.eml': '\u0000\u0001nada', 'notas.eml': '' }
  for (let n = 0; n < 24; n++)
    files[`correo ${n}.eml`] = mail(n % 22, `Persona ${n % 7} <p${n % 7}@desconocida-${n % 3}.example>`)
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}

const invitation = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//look//ES',
  ...[1, 2, 3].flatMap((n) => [
    'BEGIN:VEVENT',
    `UID:look-${n}@example`,
    `DTSTART;TZID=Europe/Madrid:2026121${n}T100000`,
    'DURATION:PT1H',
    `SUMMARY:Reunión de planificación ${n}`,
    'END:VEVENT',
  ]),
  'BEGIN:VEVENT',
  'UID:look-broken@example',
  'SUMMARY:Sin fecha',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n')

export function furtherPlaces(ids: { contactId: string; mailId: string }): Place[] {
  return [
    ...Object.entries(calendarViews).map(([view, key]) => ({
      name: `calendar-${view}`,
      route: '#/calendar',
      show: (page: Page) => page.keyboard.press(key),
    })),
    {
      name: 'calendar-selected',
      route: '#/calendar',
      show: async (page) => (await page.keyboard.press('2'), await page.keyboard.press('Control+a')),
    },
    { name: 'calendar-menu', route: '#/calendar', show: (page, { say }) => openMenu(page, say('calendar.file.menu')) },
    {
      name: 'calendar-import',
      route: '#/calendar',
      show: async (page) => {
        await dropFiles(page, { 'planes.ics': invitation }, ['drop'], '.calendar')
        await dialogOf(page).waitFor()
      },
    },
    {
      name: 'activity-cancel',
      route: '#/activities',
      show: async (page) => (await pressIn('c')(page), await page.keyboard.press('Alt+0')),
    },
    {
      name: 'activities-close-many',
      route: '#/activities',
      show: async (page) => (await selectSome(page, 4), await page.keyboard.press('c'), await dialogOf(page).waitFor()),
    },
    {
      name: 'activities-filter-menu',
      route: '#/activities',
      show: async (page, { say }) => (await listReady(page), await openMenu(page, say('list.addFilter'))),
    },
    {
      name: 'activities-filter-editor',
      route: '#/activities',
      show: async (page, { say }) => {
        await listReady(page)
        await openMenu(page, say('list.addFilter'))
        await page.getByRole('menuitem', { name: say('activities.filters.planned') }).click()
      },
    },
    {
      name: 'activities-columns',
      route: '#/activities',
      show: async (page, { say }) => (await listReady(page), await openMenu(page, say('list.columns'))),
    },
    {
      name: 'activities-none-found',
      route: '#/activities',
      show: async (page) => (
        await listReady(page),
        await page.keyboard.press('/'),
        await page.keyboard.type('qqqqzz'),
        await page.waitForTimeout(400)
      ),
    },
    {
      name: 'activities-more',
      route: '#/activities',
      show: async (page, { say }) => (await listReady(page), await openMenu(page, say('shell.more'))),
    },
    {
      name: 'activity-full-parts',
      route: '#/activities',
      show: async (page) => {
        await pressIn('Enter')(page)
        await dialogOf(page)
          .locator('.app-dialog__body')
          .evaluate((body) => body.scrollTo(0, body.scrollHeight))
      },
    },
    {
      name: 'activity-new-wrong',
      route: '#/activities',
      show: async (page) => (await pressIn('n')(page), await page.keyboard.press('Control+Enter')),
    },
    { name: 'bulk-window', route: '#/bulk-dates' },
    { name: 'create-menu', route: '#/history', show: (page, { say }) => openMenu(page, say('shell.create')) },
    {
      name: 'contacts-none-found',
      route: '#/contacts',
      show: async (page) => (
        await listReady(page),
        await page.keyboard.press('/'),
        await page.keyboard.type('qqqqzz'),
        await page.waitForTimeout(400)
      ),
    },
    { name: 'contacts-history', route: '#/contacts', show: pressIn('h') },
    {
      name: 'contact-new-company',
      route: '#/history',
      show: async (page, { say }) => (
        await openMenu(page, say('shell.create')),
        await page.getByRole('menuitem', { name: say('shell.createCompany') }).click(),
        await dialogOf(page).waitFor()
      ),
    },
    {
      name: 'contact-new-person',
      route: '#/history',
      show: async (page, { say }) => (
        await openMenu(page, say('shell.create')),
        await page.getByRole('menuitem', { name: say('shell.createPerson') }).click(),
        await dialogOf(page).waitFor()
      ),
    },
    {
      name: 'contact-create-menu',
      route: `#/contacts/${ids.contactId}`,
      show: (page, { say }) => openMenu(page, say('contacts.createFor')),
    },
    { name: 'contact-missing', route: '#/contacts/00000000-0000-4000-8000-000000000000' },
    { name: 'activity-missing', route: '#/activities/00000000-0000-4000-8000-000000000000' },
    { name: 'mail-missing', route: '#/mail/00000000-0000-4000-8000-000000000000' },
    {
      name: 'contact-add-person',
      route: `#/contacts/${ids.contactId}`,
      show: (page, { say }) =>
        page
          .getByRole('button', { name: say('contacts.addPerson'), exact: true })
          .first()
          .click(),
    },
    ...(['today', 'none', 'all'] as const).map((tab) => ({
      name: `next-${tab}`,
      route: '#/next',
      show: async (page: Page, { say }: Program) => (
        await listReady(page),
        await page
          .getByRole('main')
          .getByRole('button', { name: say(`next.tabs.${tab}`) })
          .or(page.getByRole('tab', { name: say(`next.tabs.${tab}`) }))
          .first()
          .click(),
        await listReady(page)
      ),
    })),
    { name: 'next-selected', route: '#/next', show: (page) => selectSome(page, 3) },
    { name: 'next-resume', route: '#/next', show: (page) => listReady(page) },
    {
      name: 'paste-mail',
      route: '#/contacts',
      show: async (page, { say }) => (
        await openMenu(page, say('shell.create')),
        await page.getByRole('menuitem', { name: say('shell.pasteMail') }).click(),
        await dialogOf(page).waitFor()
      ),
    },
    {
      name: 'take-in-several',
      route: '#/contacts',
      show: async (page) => {
        await dropFiles(page, {
          'uno.eml':
            'Message-ID: <u1@x>\r\nDate: Tue, 03 Nov 2026 09:12:00 +0100\r\nFrom: Ana Gil <ana@gil.example>\r\nTo: lucia@ferrer.example\r\nSubject: Pedido\r\n\r\nHola',
          'dos.eml':
            'Message-ID: <u2@x>\r\nFrom: Ana Gil <ana@gil.example>\r\nTo: lucia@ferrer.example\r\nSubject: Sin fecha\r\n\r\nHola',
          'tres.eml': '\u0000\u0001',
        })
        await dialogOf(page).waitFor()
        await page.waitForTimeout(800)
      },
    },
    {
      name: 'import-dialog',
      route: '#/mail/imports',
      show: async (page) => (await chooseMails(page), await dialogOf(page).waitFor()),
    },
    {
      name: 'import-report',
      route: '#/mail/imports',
      show: async (page, { say }) => {
        await chooseMails(page)
        await dialogOf(page)
          .getByRole('button', { name: say('imports.start') })
          .click()
        await page.waitForTimeout(2500)
        await page.goto(page.url().replace(/#.*/, '#/mail/imports'))
        await page.locator('.imports-page__one').first().click()
        await page.waitForTimeout(800)
      },
    },
    { name: 'imports-some', route: '#/mail/imports' },
    { name: 'tray-some', route: '#/mail/tray' },
    {
      name: 'mail-menu',
      route: `#/mail/${ids.mailId}`,
      show: async (page) => page.getByRole('main').locator('[aria-haspopup="menu"]').last().click(),
    },
    { name: 'palette-empty', route: '#/history', show: (page) => page.keyboard.press('Control+k') },
    {
      name: 'palette-none',
      route: '#/history',
      show: async (page) => (await page.keyboard.press('Control+k'), await page.keyboard.type('qqqqzz')),
    },
    {
      name: 'quiet-bar',
      route: '#/contacts',
      show: async (page, { say }) => (
        await selectSome(page, 1),
        await page
          .getByRole('button', { name: say('contacts.bin') })
          .first()
          .click(),
        await page.locator('.quiet').waitFor()
      ),
    },
    {
      name: 'dropping',
      route: '#/contacts',
      show: async (page) => (
        await listReady(page),
        await dropFiles(page, { 'uno.eml': 'x' }, ['dragenter', 'dragover'])
      ),
    },
  ]
}

async function chooseMails(page: Page): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.keyboard.press('Control+Shift+E')
  await (await choosing).setFiles(folderOfMails())
}

/** The places of a program in which nothing has been written down yet. */
export function emptyPlaces(): Place[] {
  const at = (name: string, route: string, show?: Place['show']): Place => ({
    name: `empty-${name}`,
    route,
    ...(show ? { show } : {}),
  })
  const open = (key: string) => async (page: Page) => (await page.keyboard.press(key), await dialogOf(page).waitFor())
  return [
    ...[
      'today',
      'activities',
      'contacts',
      'calendar',
      'next',
      'mail',
      'mail/tray',
      'mail/imports',
      'history',
      'settings',
    ].map((path) => at(path.replace('/', '-'), `#/${path}`)),
    at('calendar-month', '#/calendar', (page) => page.keyboard.press('1')),
    at('calendar-agenda', '#/calendar', (page) => page.keyboard.press('5')),
    at('quick-form', '#/activities', open('Alt+n')),
    at('palette', '#/activities', open('Control+k')),
    at('rescue', '#/activities', open('r')),
    at('bulk-window', '#/bulk-dates'),
    at('reminders', '#/history', (page) => page.locator('.bell > button').click()),
  ]
}
