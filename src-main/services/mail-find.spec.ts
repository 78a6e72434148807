// The list of mails on a whole core (EML-9): what filters and words find, in which order, what is marked, and conversations as one row.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailWithParts } from '../../build/test-attachments.ts'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { eml, mailDriver } from '../../build/test-mails.ts'
import type { CallInput } from '../../src-shared/contract/index.ts'
import type { MarkedText } from '../../src-shared/contract/search.ts'

let core: TestCore
const { takeIn } = mailDriver(() => core)
const ids: Record<string, string> = {}
const answers = (id: string): string[] => [`In-Reply-To: ${id}`, `References: ${id}`]

beforeAll(async () => {
  core = await startCore()
  const keep = async (name: string, bytes: string): Promise<void> => void (ids[name] = (await takeIn(bytes)).mailId ?? '')
  await keep('order', eml({ id: '<order@x>', subject: 'Pedido de tornillería', date: 'Mon, 2 Mar 2026 10:00:00 +0100', body: 'Necesitamos tornillos inoxidables.' }))
  await keep('reply', eml({ id: '<reply@x>', from: 'Marta <marta@maletin.example>', to: 'Ana Ruiz <ana.ruiz@talleres.example>', subject: 'RE: Pedido de tornillería', date: 'Tue, 3 Mar 2026 10:00:00 +0100', headers: answers('<order@x>'), body: 'Se lo enviamos mañana.' }))
  await keep('thanks', eml({ id: '<thanks@x>', subject: 'RE: Pedido de tornillería', date: 'Wed, 4 Mar 2026 10:00:00 +0100', headers: answers('<order@x>'), body: 'Gracias. ' + 'Sin más. '.repeat(200) + 'Camión a las nueve.' }))
  await keep('other', eml({ from: 'Luis Soto <luis@otra.example>', subject: 'Visita', date: 'Thu, 5 Feb 2026 10:00:00 +0100', body: 'Hablamos del pedido otro día.' }))
  await keep('files', mailWithParts('Planos', [{ name: 'alzado-cubierta.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-') }]))
  const { mailId } = await takeIn(eml({ subject: 'Publicidad', body: 'Gran oferta', date: 'Fri, 6 Mar 2026 10:00:00 +0100' }))
  ids['off'] = mailId ?? ''
  await core.ask('mail.detach', { id: ids['off'] })
})
afterAll(() => core.close())

type Find = CallInput<'mail.find'>
const find = (filter: Find['filter'], more: Partial<Find> = {}) => core.ask('mail.find', { filter, order: 'best', conversations: false, count: 50, ...more })
const names = async (filter: Find['filter'], more: Partial<Find> = {}): Promise<string[]> =>
  (await find(filter, more)).rows.map(({ id }) => Object.entries(ids).find(([, one]) => one === id)?.[0] ?? id)
const shown = ({ text, hits }: MarkedText): string => hits.map(([from, to]) => text.slice(from, to)).join('|')

describe('filters', () => {
  it('none: all that were not taken off, newest first', async () => {
    expect(await names({})).toEqual(['thanks', 'reply', 'files', 'order', 'other'])
  })
  it.each<[string, Find['filter'], string[]]>([
    ['sent', { direction: 'out' }, ['reply']],
    ['with attachments', { withFiles: true }, ['files']],
    ['taken off', { state: 'detached' }, ['off']],
    ['a period', { happened: { from: '2026-03-03', to: '2026-03-04' } }, ['thanks', 'reply']],
    ['a period in words', { happened: { relative: 'past_7' } }, ['thanks']],
    ['several together', { direction: 'in', happened: { from: '2026-03-01' }, text: 'pedido' }, ['order', 'thanks']],
    ['taken off, with a word', { state: 'detached', text: 'oferta' }, ['off']],
  ])('%s', async (_name, filter, expected) => {
    expect((await names(filter)).sort()).toEqual([...expected].sort())
  })
  it('of a contact', async () => {
    const [contactId = ''] = (await core.ask('mail.get', { id: ids['other'] ?? '' })).contactIds
    expect(await names({ contactId })).toEqual(['other'])
    expect(await names({ contactId, text: 'tornill' })).toEqual([])
  })
})

describe('words', () => {
  it.each<[string, string[]]>([
    ['pedido', ['order', 'reply', 'thanks', 'other']], ['TORNILLERIA', ['order', 'reply', 'thanks']], ['to', ['order', 'reply', 'thanks']], ['camion nueve', ['thanks']],
    ['luis@otra.example', ['other']], ['alzado', ['files']], ['soto pedido', ['other']], ['nada de esto', []], ['***', []], ['"', []],
  ])('%s', async (text, expected) => {
    const found = await names({ text })
    expect(found.sort()).toEqual(expect.arrayContaining(expected.sort()))
    expect(found).toHaveLength(expected.length)
  })
  it('in the subject is better than in the text; the newest first where asked', async () => {
    const best = await names({ text: 'pedido' })
    expect(best.indexOf('order')).toBeLessThan(best.indexOf('other'))
    expect(await names({ text: 'pedido' }, { order: 'newest' })).toEqual(['thanks', 'reply', 'order', 'other'])
  })
  it('are marked where they stand: subject, people, text, attachments', async () => {
    const row = async (text: string) => (await find({ text })).rows[0]
    const order = await row('torni inox')
    expect(shown(order?.found?.subject ?? { text: '', hits: [] })).toBe('torni')
    expect(order?.found?.snippet?.text).toContain('inoxidables')
    expect(shown((await row('camion'))?.found?.snippet ?? { text: '', hits: [] })).toBe('Camión')
    expect((await row('camion'))?.found?.snippet?.text).toMatch(/^… .*Camión a las nueve/)
    expect((await row('alzado'))?.found?.snippet?.text).toBe('alzado-cubierta.pdf')
    expect(shown((await row('soto'))?.found?.who ?? { text: '', hits: [] })).toBe('Soto')
    expect((await row(''))?.found).toBeNull()
  })
})

describe('conversations', () => {
  it('are one row with their newest mail, how many there are and who wrote', async () => {
    const { rows, total } = await find({}, { conversations: true })
    expect(total).toBe(3)
    expect(rows[0]).toMatchObject({ id: ids['thanks'], inConversation: 3, people: ['Ana Ruiz', 'Marta'] })
    expect(await names({ direction: 'out' }, { conversations: true })).toEqual(['reply'])
  })
  it('words find single mails', async () => {
    expect(await names({ text: 'tornillería' }, { conversations: true })).toHaveLength(3)
  })
})

describe('a long list', () => {
  it('is jumped in by its frozen order, whatever happens meanwhile', async () => {
    const { snapshotId, rows, total } = await find({}, { count: 2 })
    expect([rows.length, total]).toEqual([2, 5])
    await core.ask('mail.detach', { id: ids['order'] ?? '' })
    const rest = await core.ask('mail.found', { snapshotId, from: 2, count: 50 })
    expect(rest.rows.map(({ id }) => id)).toEqual([ids['files'], ids['order'], ids['other']])
    expect(await names({})).toHaveLength(4)
    await core.ask('mail.attach', { id: ids['order'] ?? '', activityId: null, contactId: null })
    await expect(core.ask('mail.found', { snapshotId: 'gone', from: 0, count: 1 })).rejects.toMatchObject({ code: 'expired' })
  })
})
