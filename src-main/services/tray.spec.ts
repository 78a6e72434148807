// The tray through the whole core (EML-9): what waits, as conversations, with proposals; deciding, setting aside, asking again; after a restart.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sharedCore, startAgain } from '../../build/shared-core.ts'
import { importDriver } from '../../build/test-imports.ts'
import { eml, mailDriver } from '../../build/test-mails.ts'
import { inventedBounce, inventedMsg } from '../mail/fixtures/outlook-files.ts'

const scratch = mkdtempSync(join(tmpdir(), 'maletin-tray-'))
const core = sharedCore()
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const { person } = mailDriver(() => core)
let folders = 0
async function bring(...mails: (string | Uint8Array)[]) {
  const folder = join(scratch, String((folders += 1)))
  mkdirSync(folder)
  mails.forEach((mail, n) => writeFileSync(join(folder, `${n}.eml`), mail))
  return importDriver(() => core).run([folder])
}
const list = (which: 'waiting' | 'dismissed' = 'waiting') =>
  core.ask('tray.list', { which, text: '', from: 0, count: 50 })
const decision = (mailId: string, contactId: string | null) => ({
  mailId,
  contactId,
  newPerson: null,
  subject: 'Presupuesto',
  notes: '',
  direction: 'in' as const,
  attach: true,
  underCustomer: true,
  activityId: null,
  followUp: null,
})

it('shows conversations with what is proposed; a reply to a filed mail proposes the same contact by thread', async () => {
  const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
  await bring(
    eml({ id: '<a@x.example>' }),
    eml({
      id: '<b@x.example>',
      from: 'Luis <luis@y.example>',
      headers: ['In-Reply-To: <a@x.example>'],
      date: 'Tue, 3 Mar 2026 10:00:00 +0100',
    }),
    eml({ id: '<c@x.example>', from: 'Eva <eva@z.example>', subject: 'Otra cosa' }),
  )
  const { lines, total, conversations } = await list()
  expect({ total, conversations }).toEqual({ total: 3, conversations: 2 })
  expect(lines.slice(0, 2).map(({ conversation }) => conversation)).toEqual([
    { key: '<a@x.example>', place: 0, waiting: 2, filed: 0 },
    { key: '<a@x.example>', place: 1, waiting: 2, filed: 0 },
  ])
  expect(lines.map(({ clarity }) => clarity)).toEqual(['nobody', 'clear', 'nobody'])
  await core.ask('tray.accept', { items: [decision(lines[1]?.mail.id ?? '', ana)] })
  const after = await list()
  expect(after.lines[0]).toMatchObject({
    clarity: 'clear',
    match: { contactId: ana, reason: 'thread' },
    conversation: { filed: 1 },
  })
  expect((await core.ask('mail.conversation', { id: after.lines[0]?.mail.id ?? '' })).mails).toHaveLength(2)
})

it('what waits says so wherever mails are listed and read', async () => {
  const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
  await bring(eml({ id: '<w@x.example>', subject: 'Esperando' }))
  const listed = () =>
    core.ask('mail.list', { contactId: null, activityId: null, text: 'Esperando', from: 0, count: 5 })
  const [mail] = (await listed()).mails
  expect(mail?.isWaiting).toBe(true)
  expect((await core.ask('mail.get', { id: mail?.id ?? '' })).isWaiting).toBe(true)
  expect((await list()).lines[0]?.mail.isWaiting).toBe(true)
  await core.ask('tray.accept', { items: [decision(mail?.id ?? '', ana)] })
  expect((await listed()).mails[0]?.isWaiting).toBe(false)
})

it('the same subject among the same people is one conversation only where one of them answers', async () => {
  const head = { from: 'Eva <eva@z.example>', subject: 'Boletín de marzo' }
  await bring(
    eml({ ...head, id: '<n1@z.example>' }),
    eml({ ...head, id: '<n2@z.example>' }),
    eml({ ...head, id: '<n3@z.example>', subject: 'RE: Boletín de marzo' }),
  )
  expect((await list()).conversations).toBe(2)
})

it('what is set aside is known again and comes back when asked; each step can be undone', async () => {
  const mail = eml({ id: '<spam@x.example>', from: 'Promo <promo@p.example>' })
  await bring(mail)
  const id = (await list()).lines[0]?.mail.id ?? ''
  await core.ask('tray.dismiss', { mailIds: [id] })
  expect(await core.ask('tray.count', {})).toEqual({ waiting: 0, dismissed: 1 })
  const again = await bring(mail)
  expect((await importDriver(() => core).lines(again.id))[0]).toMatchObject({
    outcome: 'already',
    reason: 'dismissed',
    mailId: id,
  })
  await core.ask('history.undoLast', {})
  expect(await core.ask('tray.count', {})).toEqual({ waiting: 1, dismissed: 0 })
  await core.ask('tray.dismiss', { mailIds: [id] })
  await core.ask('tray.restore', { mailIds: [id] })
  expect((await list()).total).toBe(1)
})

it('says where in the list a mail stands', async () => {
  await bring(...Array.from({ length: 7 }, (_mail, n) => eml({ from: `p${n % 3}@x.example`, subject: `Asunto ${n % 3}`, date: `Mon, ${n + 1} Mar 2026 18:30:00 +0100` })))
  const { lines } = await list()
  expect(lines).toHaveLength(7)
  for (const [index, { mail }] of lines.entries()) expect(await core.ask('tray.place', { which: 'waiting', mailId: mail.id })).toEqual({ index })
  expect(await core.ask('tray.place', { which: 'dismissed', mailId: lines[0]?.mail.id ?? '' })).toEqual({ index: null })
})

it('waits through a restart; all clear ones go in one step and come back in one', async () => {
  await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
  await bring(...Array.from({ length: 5 }, () => eml()), eml({ from: 'Nadie <nadie@n.example>' }))
  await core.app.close()
  await startAgain(core)
  expect((await list()).total).toBe(6)
  const { jobId } = await core.ask('tray.acceptClear', { attach: true, underCustomer: true })
  expect((await importDriver(() => core).whenOver(jobId)).result).toMatchObject({ accepted: 5 })
  expect((await list()).total).toBe(1)
  await core.ask('history.undoLast', {})
  expect((await list()).total).toBe(6)
})

it('what a colleague forwarded is not filed by itself: it waits, with the customer who wrote it proposed', async () => {
  const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
  await bring(
    eml({
      from: 'Marta Prueba <marta@maletin.example>',
      subject: 'RV: Precio',
      body: 'Para ti.\r\n\r\nDe: Ana Ruiz <ana.ruiz@talleres.example>\r\nEnviado el: lunes, 2 de marzo de 2026 9:12\r\nPara: Marta Prueba <marta@maletin.example>\r\nAsunto: Precio\r\n\r\n¿Cuánto cuesta?\r\n',
    }),
  )
  const { lines } = await list()
  expect(lines).toMatchObject([{ clarity: 'odd', match: { contactId: ana, reason: 'forwarded' } }])
})

it('what came back, what was forwarded as a file and an encrypted mail are in the tray what they are in the dialog', async () => {
  const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
  const mixed = (from: string, part: string): string =>
    `From: ${from}\r\nTo: marta@maletin.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhola\r\n--b\r\n${part}\r\n--b--\r\n`
  await bring(
    mixed('rosa@maletin.example', 'Content-Type: message/rfc822\r\n\r\nFrom: Ana <ana.ruiz@talleres.example>\r\n\r\nHola'),
    mixed('mailer-daemon@z.example', 'Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ana.ruiz@talleres.example\r\nAction: failed\r\n'),
    inventedMsg(inventedBounce),
    'From: x@y.example\r\nSubject: s\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIC',
  )
  const { lines } = await list()
  expect(lines.flatMap(({ match }) => (match === null ? [] : [`${match.reason} ${match.contactId === ana}`])).sort()).toEqual(['forwarded true', 'reported true', 'reported true'])
  expect(lines.map(({ mail }) => mail.isEncrypted).filter(Boolean)).toHaveLength(1)
})
