// The timeline of one contact with thousands of entries (CON-4): whose they are, in what order, and that each page is found by its index.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContactValues, TimelineEntry } from '../../../src-shared/contract/contacts.ts'
import { contactWith } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import { activityTimelineSql } from './contact-timeline.ts'

let store: TestStore
let company = ''
let person = ''
const key = (id: string): number => store.raw.pluck<number>('SELECT row_id FROM contact WHERE id = ?', [id])[0] ?? 0
const typeKey = (builtin: string): number =>
  store.raw.pluck<number>('SELECT row_id FROM activity_type WHERE builtin = ?', [builtin])[0] ?? 0

function activity(
  id: string,
  type: string,
  on: string,
  time: string | null,
  companyId: string | null,
  personId: string | null,
  binnedAt: number | null = null,
): void {
  store.connection
    .prepare(
      `INSERT INTO activity (id, type_row, subject, company_row, person_row, starts_on, starts_time, zone, state, owner_row, author_row, created_at, binned_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'Europe/Madrid', 'planned', 1, 1, 0, ?)`,
    )
    .run(id, typeKey(type), id, companyId && key(companyId), personId && key(personId), on, time, binnedAt)
}
function mail(id: string, sentAt: number | null, takenInAt: number, isDetached: 0 | 1): void {
  const { lastInsertRowid } = store.connection
    .prepare(
      `INSERT INTO mail (id, content_hash, thread_key, subject, direction, sent_at, taken_in_at, body_text, has_html, file_sha, file_name, file_size, is_detached)
       VALUES (?, ?, 't', ?, 'in', ?, ?, 'Hola', 0, 'x', 'x.eml', 1, ?)`,
    )
    .run(id, id, id, sentAt, takenInAt, isDetached)
  store.connection
    .prepare('INSERT INTO mail_contact (id, mail_row, contact_row) VALUES (?, ?, ?)')
    .run(`link-${id}`, lastInsertRowid, key(company))
}
function read(id: string, kinds: TimelineEntry['kind'][], limit = 200): TimelineEntry[] {
  const entries: TimelineEntry[] = []
  for (let before: { at: string; id: string } | null = null; ;) {
    const page = store.read('contact.timeline', { id, kinds, before, limit, zone: 'Europe/Madrid' })
    entries.push(...page.entries)
    const last = entries.at(-1)
    if (!page.hasMore || last === undefined) return entries
    before = { at: last.at, id: last.id }
  }
}

beforeAll(() => {
  store = new TestStore()
  const create = (values: Partial<ContactValues>, employerId: string | null = null): string =>
    store.write('contact.create', { values: contactWith(values), employerId, jobTitle: '' }).value.id
  company = create({ name: 'Acme' })
  person = create({ kind: 'person', givenName: 'Ana', familyName: 'Ruiz' }, company)
  activity('visit', 'visit', '2026-03-05', '10:00', company, null)
  activity('with Ana', 'call', '2026-03-06', null, company, person)
  activity('Ana alone', 'call', '2026-03-07', '09:00', null, person)
  activity('internal', 'internal', '2026-03-08', '09:00', company, person)
  activity('binned', 'call', '2026-03-08', '09:00', company, person, 1)
  // 23:30 in Madrid is the day before in UTC.
  mail('late', Date.UTC(2026, 2, 5, 22, 30), 0, 0)
  mail('undated', null, Date.UTC(2026, 2, 4, 8, 0), 0)
  mail('detached', Date.UTC(2026, 2, 5, 8, 0), 0, 1)
})
afterAll(() => store.close())

describe('whose entries they are', () => {
  it('a company has those with its people, a person their own, nobody the private or binned ones', () => {
    expect(read(company, ['activity']).map(({ id }) => id)).toEqual(['with Ana', 'visit'])
    expect(read(person, ['activity']).map(({ id }) => id)).toEqual(['Ana alone', 'with Ana'])
    expect(store.read('contact.detail', { id: company })).toMatchObject({
      counts: { activities: 2, mails: 2 },
      open: [{ id: 'visit' }, { id: 'with Ana' }],
    })
  })
  it('mails stand at the wall time here, without a date when they were taken in, and not once they were taken away', () => {
    expect(read(company, ['mail', 'activity']).map(({ at, id }) => [at, id])).toEqual([
      ['2026-03-06T', 'with Ana'],
      ['2026-03-05T23:30', 'late'],
      ['2026-03-05T10:00', 'visit'],
      ['2026-03-04T09:00', 'undated'],
    ])
  })
})

describe('a mail and its activity', () => {
  const entries = (kinds: TimelineEntry['kind'][], id = company): string[] =>
    read(id, kinds).flatMap((entry) => (entry.kind === 'activity' ? [`${entry.id}: ${entry.mails.map((one) => one.id).join(' ')} of ${entry.mailCount}`] : [entry.id]))
  const onto = (mailId: string, activityId: string | null): void => {
    store.connection.prepare('UPDATE mail SET activity_row = (SELECT row_id FROM activity WHERE id = ?) WHERE id = ?').run(activityId, mailId)
  }
  it('are one entry while both kinds are shown, and each by itself where the other is not', () => {
    onto('late', 'visit')
    onto('undated', 'binned')
    onto('detached', 'visit')
    expect(entries(['activity', 'mail'])).toEqual(['with Ana:  of 0', 'visit: late of 1', 'undated'])
    expect(entries(['mail'])).toEqual(['late', 'undated'])
    expect(entries(['activity'])).toEqual(['with Ana:  of 0', 'visit:  of 0'])
    expect(store.read('contact.detail', { id: company }).counts).toMatchObject({ activities: 2, mails: 2 })
  })
  it('are two where the activity is not in this record, or is not what is looked for', () => {
    onto('late', 'Ana alone')
    expect(entries(['activity', 'mail'])).toEqual(['with Ana:  of 0', 'late', 'visit:  of 0', 'undated'])
    onto('late', 'visit')
    const found = (text: string) => store.read('contact.timeline', { id: company, kinds: ['activity', 'mail'], before: null, limit: 9, zone: 'Europe/Madrid', text }).entries
    expect(found('hola').map(({ id }) => id)).toEqual(['late', 'undated'])
    expect(found('visit')).toMatchObject([{ id: 'visit', mails: [{ id: 'late' }] }])
    for (const id of ['late', 'undated', 'detached']) onto(id, null)
  })
  it('are neither where the activity is private', () => {
    onto('late', 'internal')
    expect(entries(['mail'])).toEqual(['undated'])
    expect(store.read('contact.detail', { id: company }).counts.mails).toBe(1)
    onto('late', null)
  })
})

describe('a thousand changes in two minutes', () => {
  it('are all read, page by page, each once', () => {
    for (let index = 0; index < 1000; index += 1) {
      store.now -= 900
      const { revision } = store.read('contact.detail', { id: person })
      store.write('contact.save', { id: person, revision, values: { notes: `v${index}` } })
    }
    const whole = read(person, ['change'], 200)
    expect(whole).toHaveLength(1001)
    expect(new Set(whole.map(({ id }) => id)).size).toBe(1001)
    expect(read(person, ['change'], 13).map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
  })
})

describe('the page of activities', () => {
  it.each(['company', 'person'] as const)('of a %s walks its index backwards', (kind) => {
    const plan = store.connection.raw
      .prepare(`EXPLAIN QUERY PLAN ${activityTimelineSql(kind, 'a.sort_key <= ? AND (a.sort_key < ? OR a.id < ?)')}`)
      .all(1, 'x', 'x', 'x', 100) as { detail: string }[]
    const steps = plan.map(({ detail }) => detail).join(' | ')
    expect(steps).toMatch(/SEARCH a USING INDEX activity_(contact|person) /)
    expect(steps).not.toContain('TEMP B-TREE FOR ORDER BY')
  })
})

describe('what is looked for in it', () => {
  const look = (text: string, limit = 200) => store.read('contact.timeline', { id: company, kinds: ['activity', 'note', 'mail', 'change'], before: null, limit, zone: 'Europe/Madrid', text }).entries
  const ids = (text: string): string[] => look(text).map(({ id }) => id).sort()
  beforeAll(() => {
    activity('quote', 'call', '2026-04-01', null, company, person)
    store.connection.prepare(`UPDATE activity SET subject = 'Presupuesto de tornillería', notes = 'Pide precio para el camión.' WHERE id = 'quote'`).run()
    mail('quote mail', Date.UTC(2026, 3, 2, 8, 0), 0, 0)
    store.connection.prepare(`UPDATE mail SET attachments = ?, sender_name = 'Óscar Peña', body_text = 'Le envío la tornillería.' WHERE id = 'quote mail'`).run(JSON.stringify([{ index: 0, name: 'Catálogo.pdf', mediaType: 'application/pdf', size: 1, contentId: null, isInline: false, sha256: '' }]))
    // The index follows subject and text.
    store.connection.prepare(`UPDATE mail SET subject = 'Oferta' WHERE id = 'quote mail'`).run()
    activity('of another', 'call', '2026-04-01', null, null, person)
    store.connection.prepare(`UPDATE activity SET subject = 'Tornillería de Ana' WHERE id = 'of another'`).run()
  })
  it('finds subject, text, people and files, without accents, as beginnings of words, every word', () => {
    expect(ids('tornilleria')).toEqual(['quote', 'quote mail'])
    expect(ids('TORN presup')).toEqual(['quote'])
    expect(ids('camion')).toEqual(['quote'])
    expect(ids('ana ruiz torn')).toEqual(['quote'])
    expect(ids('pena')).toEqual(['quote mail'])
    expect(ids('catalogo')).toEqual(['quote mail'])
    expect(ids('ornilleria')).toEqual([])
    expect(ids('"*) OR')).toEqual([])
    expect(ids('!!')).toEqual([])
  })
  it('marks the places found, and goes on page by page', () => {
    const [sent, call] = look('torn')
    expect(sent?.kind === 'mail' && sent.found?.snippet?.hits.length).toBe(1)
    expect(call?.kind === 'activity' && call.found?.title.hits).toEqual([[15, 19]])
    expect(look('torn', 1).map(({ id }) => id)).toEqual(['quote mail'])
  })
})
