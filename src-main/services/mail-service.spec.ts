// Mails into the record through the whole core: real store, vault and parser (EML-1 to EML-4, EML-8).
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedCore } from '../../build/shared-core.ts'
import { servedBytes, startCore } from '../../build/test-core.ts'
import { activityWith, whenOn } from '../../build/test-records.ts'
import { testData } from '../../build/test-data.ts'
import { agreed, eml, mailDriver } from '../../build/test-mails.ts'
import type { CallInput } from '../../src-shared/contract/index.ts'
import { inventedMail, inventedMsg } from '../mail/fixtures/outlook-files.ts'

const core = sharedCore()
const { offer, propose, proposeOne, takeIn, person, company, countContacts } = mailDriver(() => core)

describe('a mail of somebody unknown', () => {
  it('proposes the person, and taking it in makes person, company, a done activity and the mail', async () => {
    const bytes = eml()
    const proposal = await proposeOne(offer(bytes))
    expect(proposal).toMatchObject({
      status: 'ready',
      matches: [],
      newPerson: {
        givenName: 'Ana',
        familyName: 'Ruiz',
        mail: 'ana.ruiz@talleres.example',
        phones: ['600 111 222'],
        company: 'Talleres Ruiz, S.L.',
        companyId: null,
        jobTitle: 'Jefa de compras',
      },
      activity: {
        subject: 'Presupuesto',
        notes: 'Buenos días:\n\nAdjunto lo hablado.',
        direction: 'in',
        on: '2026-03-02',
        time: '18:30',
        dateIsToday: false,
      },
    })
    const outcome = await core.ask('mail.accept', { items: [agreed(proposal)] })
    const mailId = outcome.accepted[0]?.mailId ?? ''
    const mail = await core.ask('mail.get', { id: mailId })
    expect(mail).toMatchObject({
      subject: 'Presupuesto',
      isDetached: false,
      activityId: outcome.accepted[0]?.activityId,
    })
    expect(mail.contactIds).toHaveLength(2)
    const activity = await core.ask('activity.get', { id: outcome.accepted[0]?.activityId ?? '' })
    expect(activity).toMatchObject({
      subject: 'Presupuesto',
      state: 'done',
      direction: 'in',
      closedAt: '2026-03-02T18:30',
      personName: 'Ana Ruiz',
      companyName: 'Talleres Ruiz, S.L.',
      when: { on: '2026-03-02', time: '18:30', zone: 'Europe/Madrid' },
    })
    const { lists } = await core.ask('settings.get', {})
    expect(lists.types.find(({ id }) => id === activity.typeId)?.builtin).toBe('email')
    expect(lists.results.find(({ id }) => id === activity.resultId)?.builtin).toBe('informative')
    const { url } = await core.ask('mail.download', { id: mailId, attachment: null })
    expect(Buffer.from(servedBytes(core, url)).toString()).toBe(bytes)
  })

  it('comes out again as the kind of file that it is', async () => {
    for (const [name, bytes, saved] of [
      ['Oferta.msg', inventedMsg(inventedMail), 'Oferta.msg'],
      ['Oferta', inventedMsg({ ...inventedMail, props: { ...inventedMail.props, 0x1035001f: '<otra@cliente.example>' } }), 'Oferta.msg'],
      ['Buzón · 3', eml(), 'Buzón · 3.eml'],
    ] as const) {
      const { accepted } = await core.ask('mail.accept', { items: [agreed(await proposeOne(offer(bytes, name)))] })
      expect((await core.ask('mail.download', { id: accepted[0]?.mailId ?? '', attachment: null })).name).toBe(saved)
    }
  })
})

describe('an activity that takes a mail', () => {
  async function activity(typeName: string, values: Partial<CallInput<'activity.create'>> = {}): Promise<string> {
    const { lists, settings } = await core.ask('settings.get', {})
    const contactId = await company('Talleres Ruiz, S.L.')
    const created = await core.ask('activity.create', activityWith({
      typeId: lists.types.find(({ builtin }) => builtin === typeName)?.id ?? '',
      subject: 'Contestar a Ana',
      companyId: contactId,
      when: whenOn('2026-03-05'),
      ownerId: settings.me ?? '',
      direction: 'in',
      ...values,
    }))
    return created.id
  }

  const revisionOf = async (id: string): Promise<number> => (await core.ask('activity.get', { id })).revision
  const kept = async (contactId: string): Promise<string[]> =>
    (await core.ask('mail.list', { contactId, activityId: null, text: '', from: 0, count: 10 })).mails.map(
      (mail) => mail.subject,
    )

  it('of type email keeps what was typed, fills what was empty, and is done', async () => {
    const activityId = await activity('email')
    const proposal = await proposeOne(offer(), { activityId })
    expect(proposal.activity).toMatchObject({
      subject: 'Contestar a Ana',
      notes: 'Buenos días:\n\nAdjunto lo hablado.',
      fromMail: { subject: 'Presupuesto' },
    })
    await core.ask('mail.accept', {
      items: [
        agreed(proposal, { activityId, fillsRevision: await revisionOf(activityId), contactId: null, newPerson: null }),
      ],
    })
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      subject: 'Contestar a Ana',
      fullNotes: 'Buenos días:\n\nAdjunto lo hablado.',
      state: 'done',
      closedAt: '2026-03-02T18:30',
      mails: [{ subject: 'Presupuesto' }],
    })
  })

  it('takes the mail’s own words when the user said so', async () => {
    const activityId = await activity('email', { notes: 'Lo apuntado' })
    const proposal = await proposeOne(offer(), { activityId })
    expect(proposal.activity?.notes).toBe('Lo apuntado')
    await core.ask('mail.accept', {
      items: [
        agreed(proposal, {
          activityId,
          fillsRevision: await revisionOf(activityId),
          contactId: null,
          newPerson: null,
          ...proposal.activity?.fromMail,
        }),
      ],
    })
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      subject: 'Presupuesto',
      fullNotes: 'Buenos días:\n\nAdjunto lo hablado.',
    })
  })

  it('a mail that goes the other way leaves it open', async () => {
    const activityId = await activity('email', { direction: 'out' })
    await core.ask('mail.accept', {
      items: [
        agreed(await proposeOne(offer(), { activityId }), {
          activityId,
          fillsRevision: await revisionOf(activityId),
          contactId: null,
          newPerson: null,
        }),
      ],
    })
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      state: 'planned',
      fullNotes: 'Buenos días:\n\nAdjunto lo hablado.',
    })
  })

  it('that was changed or closed since it was shown loses nothing: neither its words nor what was decided', async () => {
    const activityId = await activity('email')
    const seen = await revisionOf(activityId)
    const proposal = await proposeOne(offer(), { activityId })
    await core.ask('activity.save', { id: activityId, revision: seen, values: { notes: 'Escrito en otra ventana' } })
    const items = [agreed(proposal, { activityId, fillsRevision: seen, notes: 'Corregido a mano' })]
    expect((await core.ask('mail.accept', { items })).failed).toMatchObject([{ code: 'stale' }])
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      fullNotes: 'Escrito en otra ventana',
      mails: [],
    })
  })

  it('is filled by the first of two mails; the second is attached', async () => {
    const activityId = await activity('email')
    const [first, second] = await propose([offer(), offer(eml({ subject: 'Otra cosa' }))], { activityId })
    if (first === undefined || second === undefined) throw new Error('two mails')
    const done = await core.ask('mail.accept', {
      items: [
        agreed(first, { activityId, fillsRevision: await revisionOf(activityId) }),
        agreed(second, { activityId }),
      ],
    })
    expect(done.accepted).toHaveLength(2)
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      subject: 'Contestar a Ana',
      state: 'done',
      mails: { length: 2 },
    })
  })

  it('puts the mail into the record of its own contacts; under the customer too where that was answered', async () => {
    const ana = await person(
      'Ana',
      [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }],
      await company('Talleres Ruiz Norte'),
    )
    const other = await person('Eva')
    const customer = await company('Clínica Sol')
    const first = await activity('call', { personId: other, companyId: customer })
    await core.ask('mail.accept', {
      items: [agreed(await proposeOne(offer(), { activityId: first }), { activityId: first, underCustomer: false })],
    })
    expect([await kept(other), await kept(customer), await kept(ana)]).toEqual([['Presupuesto'], [], []])
    const bytes = eml({ subject: 'Segundo' })
    await core.ask('mail.accept', {
      items: [agreed(await proposeOne(offer(bytes), { activityId: first }), { activityId: first })],
    })
    expect(await kept(customer)).toEqual(['Segundo'])
  })

  it('being written in a form takes its mails along when it is saved, in one step that can be undone', async () => {
    const token = offer()
    await proposeOne(token)
    const contactId = await company('Clínica Sol')
    const activityId = await activity('email', {
      companyId: contactId,
      mails: [{ fileToken: token, attach: true, underCustomer: true }],
    })
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      mails: [{ subject: 'Presupuesto', isDetached: false }],
      attachments: 1,
    })
    expect(await kept(contactId)).toEqual(['Presupuesto'])
    await core.ask('history.undoLast', {})
    expect(await kept(contactId)).toEqual([])
  })

  it('being edited in a form takes its mails along, detached where only their information was wanted; never one that is there already', async () => {
    const activityId = await activity('call')
    const revision = await revisionOf(activityId)
    const bytes = eml()
    const token = offer(bytes)
    const saved = await core.ask('activity.save', {
      id: activityId,
      revision,
      values: { notes: 'Con su correo', mails: [{ fileToken: token, attach: false, underCustomer: true }] },
    })
    expect(saved.revision).toBeGreaterThan(revision)
    expect((await proposeOne(offer(bytes))).duplicateOf?.activityId).toBe(activityId)
    const again = [{ fileToken: offer(bytes), attach: true, underCustomer: true }]
    await expect(
      core.ask('activity.save', {
        id: activityId,
        revision: saved.revision,
        values: { notes: 'Otra vez', mails: again },
      }),
    ).rejects.toMatchObject({ code: 'mail_duplicate' })
    expect((await core.ask('activity.get', { id: activityId })).fullNotes).toBe('Con su correo')
  })

  it('of another type only gets the mail attached', async () => {
    const activityId = await activity('call')
    const proposal = await proposeOne(offer(), { activityId })
    await core.ask('mail.accept', { items: [agreed(proposal, { activityId })] })
    const after = await core.ask('activity.get', { id: activityId })
    expect(after).toMatchObject({
      subject: 'Contestar a Ana',
      fullNotes: '',
      state: 'planned',
      mails: [{ subject: 'Presupuesto' }],
    })
    expect(proposal.matches[0]?.reason).toBe('chosen')
  })

  it('plans the reply that is owed', async () => {
    const { lists } = await core.ask('settings.get', {})
    const typeId = lists.types.find(({ builtin }) => builtin === 'call')?.id ?? ''
    const { activityId } = await takeIn(eml(), {
      followUp: { subject: 'Llamar por el presupuesto', on: '2026-03-12', time: '11:00', typeId },
    })
    const { followedBy } = await core.ask('activity.get', { id: activityId })
    expect(followedBy).toMatchObject([
      {
        subject: 'Llamar por el presupuesto',
        state: 'planned',
        personName: 'Ana Ruiz',
        when: { on: '2026-03-12', time: '11:00', durationMinutes: 15 },
      },
    ])
  })
})

describe('a text file with a pasted mail', () => {
  it('is at the hour that stands in it, by the zone of the settings', async () => {
    const text =
      'De: Ana Ruiz <ana.ruiz@talleres.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: marta@maletin.example\nAsunto: Oferta\n\nHola'
    const { settings } = await core.ask('settings.get', {})
    for (const [zone, instant] of [
      ['America/Mexico_City', Date.UTC(2026, 10, 2, 16, 30)],
      ['Asia/Tokyo', Date.UTC(2026, 10, 2, 1, 30)],
    ] as const) {
      await core.ask('settings.set', { zone })
      const proposal = await proposeOne(offer(text, 'oferta.txt'))
      expect(proposal.activity).toMatchObject({ subject: 'Oferta', on: '2026-11-02', time: '10:30' })
      expect(proposal.mail?.date).toBe(instant)
    }
    await core.ask('settings.set', { zone: settings.zone })
  })
})

describe('where it stands', () => {
  it('under the person alone, unless it is filed under the customer too', async () => {
    const firm = await company('Talleres Ruiz, S.L.')
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }], firm)
    const alone = await takeIn(eml(), { underCustomer: false })
    const both = await takeIn(eml())
    const listed = async (contactId: string) =>
      (await core.ask('mail.list', { contactId, activityId: null, text: '', from: 0, count: 50 })).mails.map(
        ({ id }) => id,
      )
    expect((await listed(ana)).sort()).toEqual([alone.mailId, both.mailId].sort())
    expect(await listed(firm)).toEqual([both.mailId])
    expect((await core.ask('activity.get', { id: alone.activityId })).companyId).toBeNull()
    expect((await core.ask('activity.get', { id: both.activityId })).companyId).toBe(firm)
  })

  it('a mail without a date stands on today and has none', async () => {
    const bytes = eml({ date: null })
    expect((await proposeOne(offer(bytes))).activity).toMatchObject({ on: '2026-03-10', time: null, dateIsToday: true })
    const { mailId, activityId } = await takeIn(bytes)
    expect((await core.ask('mail.get', { id: mailId ?? '' })).date).toBeNull()
    expect(await core.ask('activity.get', { id: activityId })).toMatchObject({
      when: { on: '2026-03-10', time: null },
      closedAt: '2026-03-10T10:00',
    })
  })

  it('a mail without a subject is called after its sender; late on a day abroad is the next day here', async () => {
    expect((await proposeOne(offer(eml({ subject: '' })))).activity?.subject).toBe('Ana Ruiz')
    const { activity } = await proposeOne(offer(eml({ date: 'Mon, 2 Mar 2026 18:30:00 -0800' })))
    expect(activity).toMatchObject({ on: '2026-03-03', time: '03:30' })
  })

  it('is found by words of its text, people and attachments, whatever is typed', async () => {
    const { mailId } = await takeIn(eml({ body: 'Confirmamos el pedido de tornillería inoxidable.' }))
    await takeIn(eml({ body: 'Otra cosa.', from: 'Luis <luis@otra.example>' }))
    const found = async (text: string) =>
      (await core.ask('mail.list', { contactId: null, activityId: null, text, from: 0, count: 50 })).mails.map(
        ({ id }) => id,
      )
    for (const text of ['tornilleria', 'inox pedido', 'ANA talleres', 'ana.ruiz@talleres.example', '"tornill'])
      expect(await found(text), text).toEqual([mailId])
    for (const text of ['address', 'sha256', 'NOT AND "', '*', "' OR 1=1 --", '((', 'a"b"c*'])
      expect(await found(text), text).toEqual([])
    expect(
      await core.ask('mail.list', { contactId: null, activityId: null, text: '', from: 0, count: 1 }),
    ).toMatchObject({ total: 2, mails: [{}] })
  })

  it('detached it leaves activity, contact and lists; undo brings it back', async () => {
    const { mailId, activityId } = await takeIn()
    const { contactIds } = await core.ask('mail.get', { id: mailId ?? '' })
    const { changeSetId } = await core.ask('mail.detach', { id: mailId ?? '' })
    expect((await core.ask('activity.get', { id: activityId })).mails).toEqual([])
    expect(
      await core.ask('mail.list', { contactId: contactIds[0] ?? '', activityId: null, text: '', from: 0, count: 5 }),
    ).toEqual({ mails: [], total: 0 })
    await core.ask('history.undo', { changeSetId: changeSetId ?? '' })
    expect((await core.ask('activity.get', { id: activityId })).mails).toHaveLength(1)
  })

  it('moves to another contact, and into another activity', async () => {
    const { mailId } = await takeIn()
    const other = await takeIn(eml({ from: 'Luis Soto <luis@otra.example>', body: 'Hola' }))
    const id = mailId ?? ''
    const soto = (await core.ask('mail.get', { id: other.mailId ?? '' })).contactIds
    await core.ask('mail.attach', { id, activityId: other.activityId, contactId: null })
    expect(await core.ask('mail.get', { id })).toMatchObject({ activityId: other.activityId, contactIds: soto })
    const third = await person('Eva')
    await core.ask('mail.attach', { id, activityId: null, contactId: third })
    expect(await core.ask('mail.get', { id })).toMatchObject({ activityId: null, contactIds: [third] })
    await expect(core.ask('mail.attach', { id, activityId: null, contactId: 'nobody' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('files that are no mails', () => {
  it('one bad file never stops the others', async () => {
    const tokens = [
      offer(Buffer.from([0, 1, 2, 3, 255]), 'foto.eml'),
      offer(),
      offer(Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'viejo.msg'),
    ]
    const proposals = await propose([...tokens, 'a token nobody gave'])
    expect(proposals.map(({ status, unreadable, fileName }) => [status, unreadable, fileName])).toEqual([
      ['unreadable', 'not_a_mail', 'foto.eml'],
      ['ready', null, 'correo.eml'],
      ['unreadable', 'broken', 'viejo.msg'],
      ['unreadable', 'broken', ''],
    ])
    const ready = proposals[1]
    if (ready === undefined) throw new Error('no proposal')
    const items = proposals.map((proposal) => ({ ...agreed(ready), fileToken: proposal.fileToken }))
    const outcome = await core.ask('mail.accept', { items })
    expect(outcome.accepted).toHaveLength(1)
    expect(outcome.failed.map(({ code, fileName }) => [code, fileName])).toEqual([
      ['mail_unreadable', 'foto.eml'],
      ['mail_unreadable', 'viejo.msg'],
      ['expired', ''],
    ])
  })

  it('a mail for a contact that is gone, or for nobody, is named and nothing of it is written', async () => {
    const gone = await proposeOne(offer())
    const nobody = await proposeOne(offer())
    const outcome = await core.ask('mail.accept', {
      items: [agreed(gone, { contactId: 'gone' }), agreed(nobody, { newPerson: null })],
    })
    expect(outcome).toMatchObject({ accepted: [], changeSetId: null })
    expect(outcome.failed.map(({ code }) => code)).toEqual(['not_found', 'invalid'])
    expect(await countContacts()).toBe(0)
  })

  it('a file exchanged between proposal and decision is taken in as it is now', async () => {
    const path = join(core.profile, 'suelto.eml')
    writeFileSync(path, eml({ subject: 'Antes' }))
    const proposal = await proposeOne(core.offer(path).token)
    const bytes = eml({ subject: 'Después' })
    writeFileSync(path, bytes)
    utimesSync(path, 1, 1)
    const { accepted } = await core.ask('mail.accept', { items: [agreed(proposal)] })
    const id = accepted[0]?.mailId ?? ''
    expect((await core.ask('mail.get', { id })).subject).toBe('Después')
    expect(
      Buffer.from(servedBytes(core, (await core.ask('mail.download', { id, attachment: null })).url)).toString(),
    ).toBe(bytes)
    expect(existsSync(path)).toBe(true)
  })
})

describe('real mails', () => {
  for (const folder of ['eml-mailparser', 'eml-postal-mime', 'eml-rfc-golden']) {
    const data = testData(folder)
    if (data === null) console.log(`mail-service.spec.ts: ${folder} not found, its mails are not taken in`)
    const files =
      data === null
        ? []
        : readdirSync(data, { recursive: true, encoding: 'utf8' })
            .filter((name) => name.toLowerCase().endsWith('.eml'))
            .sort()
    it.skipIf(data === null)(
      `${folder}: all are taken in, saved out again byte for byte, and known the second time`,
      { timeout: 120_000 },
      async () => {
        expect(files.length).toBeGreaterThan(0)
        const contactId = await company('Archivo')
        const tokens = files.map((name) => core.offer(join(data ?? '', name)).token)
        const proposals = await propose(tokens, { contactId })
        expect(proposals.filter(({ status }) => status === 'unreadable').map(({ fileName }) => fileName)).toEqual([])
        const { accepted, duplicates, failed } = await core.ask('mail.accept', {
          items: proposals.map((proposal) => agreed(proposal)),
        })
        expect(failed).toEqual([])
        expect(accepted.length + duplicates.length).toBe(files.length)
        // A duplicate is the same message as another file of the folder, which was taken in.
        expect(duplicates.map(({ fileToken }) => fileToken)).toEqual(
          proposals.filter(({ status }) => status === 'duplicate').map(({ fileToken }) => fileToken),
        )
        for (const { fileToken, mailId } of accepted) {
          const original = readFileSync(join(data ?? '', files[tokens.indexOf(fileToken)] ?? ''))
          const { url, size } = await core.ask('mail.download', { id: mailId ?? '', attachment: null })
          expect(size).toBe(original.length)
          expect(sha256(servedBytes(core, url))).toBe(sha256(original))
          const mail = await core.ask('mail.get', { id: mailId ?? '' })
          for (const { index, name, size: bytes } of mail.attachments) {
            expect(basename(name)).toBe(name)
            expect(await core.ask('mail.download', { id: mail.id, attachment: index })).toMatchObject({ size: bytes })
          }
        }
        const again = await propose(
          files.map((name) => core.offer(join(data ?? '', name)).token),
          { contactId },
        )
        expect(again.map(({ status }) => status)).toEqual(files.map(() => 'duplicate'))
        const ids = new Set(accepted.map(({ mailId }) => mailId))
        expect(again.every(({ duplicateOf }) => ids.has(duplicateOf?.mailId ?? ''))).toBe(true)
      },
    )
  }
})

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('a full disk', () => {
  it('is said, nothing of the lot is taken in, and it works once there is room', async () => {
    const full = await startCore(null, { maxPages: 600 })
    const driver = mailDriver(() => full)
    const texts = Array.from({ length: 60 }, (_text, n) =>
      eml({ subject: `Pedido ${n}`, body: `${n} `.repeat(20_000) }),
    )
    const proposals = await driver.propose(texts.map((text) => driver.offer(text)))
    const items = proposals.map((proposal) => agreed(proposal))
    await expect(full.ask('mail.accept', { items })).rejects.toMatchObject({ code: 'disk_full' })
    expect(
      (await full.ask('mail.list', { contactId: null, activityId: null, text: '', from: 0, count: 10 })).total,
    ).toBe(0)
    expect(await driver.countContacts()).toBe(0)
    await full.app.close()
    const roomy = await startCore(full.profile)
    const again = mailDriver(() => roomy)
    const retried = await again.propose(texts.map((text) => again.offer(text)))
    expect(
      (await roomy.ask('mail.accept', { items: retried.map((proposal) => agreed(proposal)) })).accepted,
    ).toHaveLength(60)
    await roomy.close()
    rmSync(full.profile, { recursive: true })
  })
})
