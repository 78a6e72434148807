// Every look-up of a mail is found by its index however many contacts and mails there are (EML-2, EML-4), and an acceptance taken back is nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ItemToAccept } from '../commands/mail-acceptance.ts'
import type { ReadStore } from '../read-store.ts'
import { TestStore } from '../test-store.ts'
import { mailTextQuery, type FindInput } from './mail-find.ts'
import { mailQueries } from './mail-queries.ts'

let store: TestStore
beforeAll(() => {
  store = new TestStore()
})
afterAll(() => store.close())

/** A whole table read, or all of one kind of it. */
const whole = /^SCAN (?:c|e|p|x|m|mail|contact|contact_point|mail_contact)\b(?!.*INDEX)|\((?:kind=\?)\)/

const clues = {
  chosenId: 'x',
  addresses: ['ana@mail.talleres.example'],
  about: null,
  recipients: ['luis@otra.example'],
  thread: { key: 'k', messageIds: ['<a>', '<b>'], ownId: '<c>' },
  phones: ['+34600111222'],
}
const find = (more: Partial<FindInput>): FindInput => ({
  text: '',
  contactId: null,
  activityId: null,
  direction: null,
  withFiles: false,
  state: null,
  since: null,
  until: null,
  order: 'best',
  conversations: false,
  me: store.me,
  ...more,
})
const lists: [string, Partial<FindInput>][] = [
  ['mails of a contact', { contactId: 'x' }],
  ['mails of an activity', { activityId: 'x' }],
  ['mails with a word', { text: 'pedido' }],
  ['mails with a word, newest first', { text: 'pedido', order: 'newest' }],
  ['all mails, by the order of their time', {}],
  ['conversations', { conversations: true }],
  ['sent ones of a period with attachments', { direction: 'out', withFiles: true, since: 1, until: 2 }],
  ['those that wait, with a word', { state: 'waiting', text: 'pedido' }],
  ['those that were taken off', { state: 'detached' }],
]
describe('nothing reads a whole table', () => {
  it.each<[string, (read: ReadStore) => unknown]>([
    ['matching', (read) => mailQueries['mail.matches'](read, { mails: [clues] })],
    [
      'is it known',
      (read) =>
        mailQueries['mail.known'](read, {
          mails: ['<a>', null].map((messageId) => ({
            messageId,
            contentHash: 'h',
            attachmentHashes: [],
            senderAddress: '',
            sentAt: null,
            subject: '',
          })),
        }),
    ],
    ['a company by its name', (read) => mailQueries['mail.companies'](read, { names: ['Talleres Ruiz, S.L.'] })],
    ...lists.map(([name, input]): [string, (read: ReadStore) => unknown] => [
      name,
      (read) => mailQueries['mail.order'](read, find(input)),
    ]),
    [
      'rows of a list',
      (read) => mailQueries['mail.lines'](read, { rows: [1, 2], text: 'pedido', conversations: true }),
    ],
  ])('%s', (_name, run) => {
    const plans = store.plansOf(run)
    expect(plans.length).toBeGreaterThan(0)
    expect(plans.filter((step) => whole.test(step))).toEqual([])
  })
})

describe('the list walks its covering index in its order', () => {
  it.each<[string, Partial<FindInput>]>([
    ['all', {}],
    ['conversations', { conversations: true }],
    ['sent', { direction: 'out' }],
    ['with attachments', { withFiles: true }],
    ['waiting', { state: 'waiting' }],
    ['taken off', { state: 'detached' }],
    ['a period', { since: 1, until: 9 }],
  ])('%s', (_name, input) => {
    const plans = store.plansOf((read) => mailQueries['mail.order'](read, find(input)))
    expect(plans.some((step) => /^SEARCH m USING (?:COVERING )?INDEX mail_listed/.test(step))).toBe(true)
    expect(plans.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
  })
})

describe('typed text', () => {
  it.each([
    ['pedido', '"pedido"*'],
    ['a"b', '"a"* AND "b"*'],
    ['  ', null],
    ['*()"', null],
    ['OR NOT', '"OR"* AND "NOT"*'],
    ['camión ñ', '"camión"* AND "ñ"*'],
  ])('%s', (text, query) => {
    expect(mailTextQuery(text)).toBe(query)
  })
})

describe('an acceptance', () => {
  const item = (n: number, more: Partial<ItemToAccept> = {}): ItemToAccept => ({
    fileToken: `t${n}`,
    contactId: null,
    activityId: null,
    fillsRevision: null,
    subject: `Asunto ${n}`,
    notes: '',
    direction: 'in',
    attach: true,
    underCustomer: true,
    followUp: null,
    newPerson: {
      givenName: 'Ana',
      familyName: `Ruiz ${n}`,
      mail: `ana${n}@talleres.example`,
      phone: '600 111 222',
      company: 'Talleres Ruiz, S.L.',
      companyId: null,
      jobTitle: 'Compras',
    },
    on: '2026-03-02',
    time: '18:30',
    closedAt: '2026-03-02T18:30',
    mail: {
      messageId: `<m${n}@x>`,
      contentHash: `h${n}`,
      subjectKey: null,
      threadKey: `<m${n}@x>`,
      inReplyTo: null,
      references: [],
      subject: `Asunto ${n}`,
      senderName: 'Ana',
      senderAddress: `ana${n}@talleres.example`,
      recipients: { to: [], cc: [], bcc: [], replyTo: [] },
      sentAt: 1,
      sentOffset: 60,
      bodyText: 'texto',
      hasHtml: false,
      attachments: [],
      fileSha: 'a'.repeat(64),
      fileName: 'a.eml',
      fileSize: 5,
    },
    ...more,
  })
  const call = (): string =>
    store.raw.getSql<{ id: string }>(`SELECT id FROM activity_type WHERE builtin = 'call'`)?.id ?? ''

  it('taken back leaves nothing, whatever it made', () => {
    const before = store.content()
    const followUp = {
      subject: 'Responder',
      on: '2026-03-12',
      time: null,
      durationMinutes: null,
      until: null,
      typeId: call(),
    }
    const done = store.write('mail.accept', {
      zone: 'Europe/Madrid',
      country: 'ES',
      items: [item(1, { followUp }), item(2), item(3, { attach: false })],
    })
    expect(done.value.accepted).toHaveLength(3)
    expect(store.raw.pluck<string>(`SELECT name FROM contact WHERE kind = 'company'`, [])).toEqual([
      'Talleres Ruiz, S.L.',
    ])
    expect(store.write('history.undo', { changeSetId: done.changeSetId ?? '' }).value).toMatchObject({ left: [] })
    expect(store.content()).toEqual(before)
  })

  it('into an activity that is edited at the same time keeps the later words on undo', () => {
    const first = store.write('mail.accept', {
      zone: 'Europe/Madrid',
      country: 'ES',
      items: [
        item(10, {
          followUp: {
            subject: 'Responder',
            on: '2026-03-12',
            time: null,
            durationMinutes: null,
            until: null,
            typeId: call(),
          },
        }),
      ],
    })
    const activityId = first.value.accepted[0]?.activityId ?? ''
    const second = store.write('mail.accept', {
      zone: 'Europe/Madrid',
      country: 'ES',
      items: [item(11, { activityId, newPerson: null })],
    })
    expect(second.value.accepted).toMatchObject([{ activityId }])
    expect(store.raw.getSql('SELECT subject, state FROM activity WHERE id = ?', activityId)).toMatchObject({
      subject: 'Asunto 10',
      state: 'done',
    })
    expect(store.write('history.undo', { changeSetId: second.changeSetId ?? '' }).value).toMatchObject({ left: [] })
    expect(store.raw.getSql('SELECT 1 AS there FROM mail WHERE message_id = ?', '<m11@x>')).toBeUndefined()
  })
})
