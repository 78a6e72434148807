// Every page and main dialog of the program, each reached as a person would, for what looks at all of them: accessibility, pictures.
import type { Page } from 'playwright-core'
import { dialogOf, listOf, listReady, type Program } from './program.ts'
import { allKeys } from './words.ts'

export interface Place {
  name: string
  route: string
  /** Brings the dialog or state up on the loaded page. */
  show?: (page: Page, program: Program) => Promise<unknown>
}

const firstMail = [
  'Message-ID: <muestra-1@arana.example>',
  'Date: Tue, 03 Nov 2026 09:12:00 +0100',
  'From: Iker Arana Etxeberria <iker@arana.example>',
  'To: lucia@ferrer.example',
  'Subject: Muestras de la nueva gama y tarifa de 2027',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Buenos d&iacute;as:</p><p>Le agradezco la visita. &iquest;Podr&iacute;a enviarme <b>muestras</b> de la nueva gama?</p><p>Iker Arana<br>Compras, Arana Distribuci&oacute;n<br>Tel. 943 000 111</p>',
  '',
].join('\r\n')

/** Waits until nothing on the page says that it is busy. */
async function settled(page: Page): Promise<void> {
  await page
    .waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, undefined, { timeout: 5000 })
    .catch((error: unknown) => console.warn('still busy', error))
  await page.waitForTimeout(120)
}
/** Drops files on the page, as the system's file manager does. */
export async function dropFiles(
  page: Page,
  files: Record<string, string>,
  types = ['drop'],
  onto = '#main',
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer()
    for (const [name, text] of Object.entries(given)) transfer.items.add(new File([text], name))
    return transfer
  }, files)
  for (const type of types) await page.locator(onto).dispatchEvent(type, { dataTransfer })
}
export async function selectSome(page: Page, count: number): Promise<void> {
  await listReady(page)
  await listOf(page).focus()
  for (let n = 0; n < count; n++) {
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
  }
}

const contacts = [
  'Empresa;CIF;Persona de contacto;Cargo;Teléfono;E-mail;Dirección;C.P.;Población;Código interno',
  'Talleres Ruiz S.L.;B58818501;Ana Ruiz;Gerente;93 123 45 67;ana@talleresruiz.example;C/ Mayor 1;08001;Barcelona;17',
  'Óptica Álvarez;;;;91 765 43 21;info@optica.example;Gran Vía 3;28013;Madrid;18',
  ';;;;;sin.nombre@x.example;;;;',
  'Viñas Peña;;Luis Peña de la Fuente;Director comercial;600 11 22 33;no es un correo;;;;19',
  '',
].join('\n')
async function dropContacts(page: Page, { say }: Program): Promise<void> {
  await listReady(page)
  await dropFiles(page, { 'clientes.csv': contacts })
  await dialogOf(page).getByText(say('contactImport.rows', { n: 4 })).waitFor()
}
async function rehearseContacts(page: Page, program: Program): Promise<void> {
  await dropContacts(page, program)
  await page.keyboard.press('Control+Enter')
  await dialogOf(page).getByRole('grid').waitFor()
}

export function allPlaces(ids: { contactId: string; personId: string; mailId: string; activityId: string }): Place[] {
  return [
    { name: 'today', route: '#/today', show: (page) => page.locator('.today__blocks, .m-empty').first().waitFor() },
    { name: 'activities', route: '#/activities', show: (page) => selectSome(page, 0) },
    { name: 'activities-selected', route: '#/activities', show: (page) => selectSome(page, 5) },
    {
      name: 'bulk-dates',
      route: '#/activities',
      show: async (page, { say }) => {
        await selectSome(page, 8)
        await page.keyboard.press('f')
        await dialogOf(page)
          .getByRole('button', { name: say('bulk.change', { n: 8 }) })
          .or(dialogOf(page).getByRole('grid'))
          .first()
          .waitFor()
      },
    },
    {
      // The picture of the README.
      name: 'readme',
      route: '#/activities',
      show: async (page, { say }) => {
        await selectSome(page, 11)
        await page.keyboard.press('f')
        await dialogOf(page).getByLabel(say('bulk.amount')).fill('2')
        await dialogOf(page)
          .getByRole('button', { name: say('bulk.change', { n: 11 }) })
          .waitFor()
      },
    },
    {
      name: 'bulk-spread',
      route: '#/activities',
      show: async (page, { say }) => {
        await listReady(page)
        await listOf(page).focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.press('f')
        await dialogOf(page)
          .getByRole('radio', { name: say('bulk.modes.spread') })
          .click()
      },
    },
    {
      name: 'activity-new',
      route: '#/activities',
      show: async (page) => (await listReady(page), await page.keyboard.press('n'), await dialogOf(page).waitFor()),
    },
    {
      name: 'activity-edit',
      route: '#/activities',
      show: async (page) => (await listReady(page), await page.keyboard.press('Enter'), await dialogOf(page).waitFor()),
    },
    {
      name: 'activity-close',
      route: '#/activities',
      show: async (page) => (await listReady(page), await page.keyboard.press('c'), await dialogOf(page).waitFor()),
    },
    {
      name: 'quick-form',
      route: '#/activities',
      show: async (page) => (await listReady(page), await page.keyboard.press('Alt+n'), await dialogOf(page).waitFor()),
    },
    {
      name: 'reminders',
      route: '#/history',
      show: async (page) => {
        await page.locator('.bell > button').click()
        await page.locator('.bell__panel').waitFor()
      },
    },
    { name: 'activity', route: `#/activities/${ids.activityId}` },
    { name: 'contacts', route: '#/contacts', show: (page) => listReady(page) },
    { name: 'contacts-selected', route: '#/contacts', show: (page) => selectSome(page, 3) },
    { name: 'contact-company', route: `#/contacts/${ids.contactId}` },
    { name: 'contact-person', route: `#/contacts/${ids.personId}` },
    {
      name: 'contact-edit',
      route: `#/contacts/${ids.contactId}`,
      show: async (page) => (await page.keyboard.press('Control+e'), await dialogOf(page).waitFor()),
    },
    {
      name: 'note-new',
      route: `#/contacts/${ids.contactId}`,
      show: async (page) => (await page.keyboard.press('Alt+m'), await dialogOf(page).waitFor()),
    },
    {
      // The week of the day may be an empty one of the sample: its hours are there all the same.
      name: 'calendar',
      route: '#/calendar',
      show: async (page) => {
        await page.keyboard.press('2')
        await page.locator('.cal-hours').waitFor()
      },
    },
    {
      name: 'calendar-month',
      route: '#/calendar',
      show: async (page) => {
        await page.keyboard.press('1')
        await page.locator('.cal-month .cal-entry').first().waitFor()
      },
    },
    { name: 'next', route: '#/next', show: (page) => listReady(page) },
    {
      name: 'session',
      route: '#/next',
      show: async (page, { say }) => {
        await listReady(page)
        await listOf(page).focus()
        await page.keyboard.press('r')
        await page.getByRole('textbox', { name: say('fields.note') }).waitFor()
      },
    },
    {
      name: 'rescue',
      route: '#/today',
      show: async (page, { say }) => {
        await page.getByRole('button', { name: say('bulk.rescueCommand') }).click()
        await dialogOf(page).getByRole('grid').getByRole('row').nth(1).waitFor()
      },
    },
    {
      name: 'calendar-agenda',
      route: '#/calendar',
      show: async (page) => {
        await page.keyboard.press('5')
        await page.locator('.cal-agenda').waitFor()
      },
    },
    {
      name: 'calendar-card',
      route: '#/calendar',
      show: async (page) => {
        await page.keyboard.press('1')
        await page.locator('.cal-month .cal-entry').first().click()
        await dialogOf(page).waitFor()
      },
    },
    { name: 'mails', route: '#/mail' },
    { name: 'tray', route: '#/mail/tray' },
    { name: 'imports', route: '#/mail/imports' },
    { name: 'mail', route: `#/mail/${ids.mailId}` },
    {
      name: 'take-in-mail',
      route: '#/contacts',
      show: async (page) => {
        await listReady(page)
        await dropFiles(page, { 'muestras.eml': firstMail })
        await dialogOf(page).locator('iframe').waitFor()
      },
    },
    {
      name: 'contact-import',
      route: '#/contacts',
      show: async (page, { say }) => {
        await page.getByRole('button', { name: say('contacts.menu') }).click()
        await page.getByRole('menuitem', { name: say('contactImport.command') }).click()
        await dialogOf(page).getByText(say('contactImport.choose.safe')).waitFor()
      },
    },
    { name: 'contact-import-columns', route: '#/contacts', show: dropContacts },
    { name: 'contact-import-lines', route: '#/contacts', show: rehearseContacts },
    {
      name: 'contact-import-errors',
      route: '#/contacts',
      show: async (page, program) => {
        await rehearseContacts(page, program)
        await dialogOf(page)
          .getByRole('button', { name: new RegExp(`^${program.say('contactImport.kinds.error')}`) })
          .click()
      },
    },
    { name: 'history', route: '#/history' },
    {
      name: 'history-open',
      route: '#/history',
      show: async (page) => {
        await page.getByRole('main').getByRole('listitem').first().getByRole('button').first().click()
      },
    },
    { name: 'settings', route: '#/settings' },
    {
      name: 'palette',
      route: '#/activities',
      show: async (page) => (
        await listReady(page),
        await page.keyboard.press('Control+k'),
        await page.keyboard.type('an'),
        await dialogOf(page).waitFor()
      ),
    },
    {
      name: 'search-results',
      route: '#/activities',
      show: async (page) => {
        await listReady(page)
        await page.keyboard.press('Control+k')
        await page.keyboard.type('visita')
        await dialogOf(page).getByRole('option').locator('mark').first().waitFor()
      },
    },
    {
      name: 'shortcuts',
      route: '#/activities',
      show: async (page) => (await listReady(page), await page.keyboard.press('?'), await dialogOf(page).waitFor()),
    },
  ]
}

/** Opens a place and waits until it is still. */
export async function goTo(page: Page, program: Program, place: Place): Promise<void> {
  await page.goto(`${program.host().url}&look=${place.name}${place.route}`)
  await page.locator('#main').waitFor()
  await settled(page)
  await place.show?.(page, program)
  await settled(page)
}

/** The sections that the settings page names itself. */
export async function settingsSections(page: Page): Promise<string[]> {
  const hrefs = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  return [...new Set(hrefs.filter((href) => href.startsWith('#/settings/')))]
}

/** Records of the sample that have something to show. */
export async function showableIds(
  program: Program,
): Promise<{ contactId: string; personId: string; mailId: string; activityId: string }> {
  const api = program.api()
  const { mails } = await api.ask('mail.list', { contactId: null, activityId: null, text: '', from: 0, count: 20 })
  const mail = mails.find((one) => one.attachments.length > 0 && one.activityId !== null) ?? mails[0]
  const { rows } = await api.ask('activity.first', {
    filter: { done: 'open' },
    sort: { by: 'date', descending: true },
    limit: 50,
  })
  const row = rows.find((one) => one.companyId !== null && one.personId !== null) ?? rows[0]
  return {
    contactId: row?.companyId ?? '',
    personId: row?.personId ?? '',
    mailId: mail?.id ?? '',
    activityId: mail?.activityId ?? row?.id ?? '',
  }
}

/** Words that are keys of the locale files, not words: what was never translated. */
export function untranslated(page: Page): Promise<string[]> {
  const known = [...new Set(allKeys('es').map((key) => key.split('.')[0] ?? ''))]
  return page.evaluate((areas) => {
    const looksLikeKey = /^[a-z][a-zA-Z]+(\.[a-zA-Z_0-9-]+)+$/
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node.textContent?.trim() ?? '')
    for (const element of document.querySelectorAll('[aria-label],[title],[placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name)?.trim() ?? '')
    }
    return [...new Set(texts.filter((text) => looksLikeKey.test(text) && areas.includes(text.split('.')[0] ?? '')))]
  }, known)
}

/** Buttons, headings and labels whose words do not fit where they stand (cells of lists may end in an ellipsis). */
export function truncated(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, h1, h2, h3, label, legend, a.rail__place span, [role="columnheader"]',
      ),
    ]
      .filter(
        (element) =>
          element.offsetParent !== null &&
          element.scrollWidth > element.clientWidth + 1 &&
          getComputedStyle(element).overflowX !== 'visible' &&
          !element.closest('[role="gridcell"], .m-hidden'),
      )
      .map((element) => (element.innerText || element.getAttribute('aria-label') || '').trim().slice(0, 80))
      .filter((text) => text !== ''),
  )
}
