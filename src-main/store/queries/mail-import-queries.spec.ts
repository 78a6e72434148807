// The tray, the conversations and the reports of imports are found by index however many mails and lines there are (EML-1, EML-9).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportBatch } from '../commands/mail-import.ts'
import type { ReadStore } from '../read-store.ts'
import { TestStore } from '../test-store.ts'
import { mailConversationQueries } from './mail-conversations.ts'
import { mailImportQueries } from './mail-import-queries.ts'
import { trayQueries } from './tray-queries.ts'

let store: TestStore
let importId: string
const mailIds: string[] = []
beforeAll(() => {
  store = new TestStore()
  importId = store.write('mailImport.begin', {
    title: 'Carpeta',
    options: { filesClear: false, attach: true, underCustomer: true, contactId: null },
  }).value
  const count = 40
  store.write('mailImport.sources', {
    importId,
    sources: Array.from({ length: count }, (_, n) => ({
      path: `/c/${n}.eml`,
      name: `c/${n}.eml`,
      size: 10,
      isOurs: false,
    })),
  })
  const line = (n: number) => ({ sourceRow: n + 1, part: 0, offset: null, length: null, name: `c/${n}.eml` })
  const items = Array.from({ length: count }, (_, n): ImportBatch['items'][number] => ({
    line: line(n),
    direction: 'in',
    filing: null,
    mail: {
      messageId: `<m${n}@x>`,
      contentHash: `h${n}`,
      subjectKey: null,
      threadKey: `<m${n % 30}@x>`,
      inReplyTo: n < 30 ? null : `<m${n % 30}@x>`,
      references: [],
      subject: `Pedido ${n}`,
      senderName: 'Ana',
      senderAddress: `ana${n % 7}@talleres.example`,
      recipients: { to: [], cc: [], bcc: [], replyTo: [] },
      sentAt: n,
      sentOffset: 60,
      bodyText: 'texto del pedido',
      hasHtml: false,
      attachments: [],
      fileSha: 'a'.repeat(64),
      fileName: `${n}.eml`,
      fileSize: 5,
    },
  }))
  const refused = items.splice(36).map(({ line: place }) => ({ line: place, reason: 'broken' }))
  store.write(
    'mail.import',
    { importId, country: 'ES', zone: 'Europe/Madrid', items, refused, progress: [] },
    'mail.import',
  )
  mailIds.push(...store.raw.pluck<string>('SELECT id FROM mail ORDER BY row_id', []))
})
afterAll(() => store.close())

/** A whole table read, or one put in order that an index could give. */
const whole =
  /^SCAN (?:m|l|s|o|x|c|a|mail|mail_import_line|mail_import_source|change_set|activity|contact)\b(?!.*INDEX)/
const tray = (text: string) => ({ which: 'waiting' as const, text, from: 0, count: 20 })
const report = (more: { outcome?: 'refused'; text?: string; from?: number }) => ({
  importId,
  outcome: null,
  text: '',
  from: 0,
  count: 10,
  ...more,
})

describe('nothing reads a whole table', () => {
  it.each<[string, (read: ReadStore) => unknown]>([
    ['the tray', (read) => trayQueries['tray.page'](read, tray(''))],
    ['the tray, with a word', (read) => trayQueries['tray.page'](read, tray('pedido'))],
    ['how many wait', (read) => trayQueries['tray.count'](read, null)],
    ['mails of the tray by their ids', (read) => trayQueries['tray.mails'](read, { ids: mailIds })],
    ['all that wait, in pieces', (read) => trayQueries['tray.walk'](read, { after: 0, count: 10 })],
    ['what stands around a mail', (read) => trayQueries['tray.around'](read, { mailId: mailIds[0] ?? '' })],
    ['a conversation', (read) => mailConversationQueries['mail.conversation'](read, { id: mailIds[0] ?? '' })],
    ['how an import stands', (read) => mailImportQueries['mailImport.get'](read, { importId })],
    ['its report', (read) => mailImportQueries['mailImport.lines'](read, report({}))],
    ['what was refused', (read) => mailImportQueries['mailImport.lines'](read, report({ outcome: 'refused' }))],
    ['its report, with a word', (read) => mailImportQueries['mailImport.lines'](read, report({ text: 'pedido' }))],
    [
      'files still to be read',
      (read) => mailImportQueries['mailImport.sources'](read, { importId, after: 0, count: 10 }),
    ],
    [
      'lines to be tried again',
      (read) => mailImportQueries['mailImport.toTryAgain'](read, { importId, after: 0, count: 10 }),
    ],
    [
      'files of which something was refused',
      (read) => mailImportQueries['mailImport.refusedPaths'](read, { importId }),
    ],
    ['what was made together', (read) => mailImportQueries['history.together'](read, { together: importId })],
  ])('%s', (_name, run) => {
    const plans = store.plansOf(run)
    expect(plans.length).toBeGreaterThan(0)
    expect(plans.filter((step) => whole.test(step))).toEqual([])
  })
})

describe('a page of the report', () => {
  it('looks up mails and contacts for its own lines alone', () => {
    const plans = store.plansOf((read) => mailImportQueries['mailImport.lines'](read, report({ from: 30 })))
    expect(plans).toContain('SEARCH l USING COVERING INDEX mail_import_line_outcome (import_row=?)')
    expect(plans.indexOf('SCAN page')).toBeGreaterThan(0)
  })
  it('goes on where the one before ended', () => {
    const page = (from: number) => store.read('mailImport.lines', report({ from }))
    const all = [0, 10, 20, 30, 40].flatMap((from) => page(from).lines)
    expect(page(0).total).toBe(40)
    expect(all.map(({ name }) => name)).toEqual(
      Array.from({ length: 40 }, (_, n) => all.find(({ line }) => line === n + 1)?.name),
    )
    expect(new Set(all.map(({ line }) => line)).size).toBe(40)
    expect(store.read('mailImport.lines', report({ outcome: 'refused' })).lines).toMatchObject([
      { outcome: 'refused', reason: 'broken', mailId: null },
      {},
      {},
      {},
    ])
    expect(store.read('mailImport.lines', report({ text: 'ped 12' })).lines).toMatchObject([
      { subject: 'Pedido 12', mailState: 'waiting' },
    ])
  })
})
