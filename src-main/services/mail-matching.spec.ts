// Whose a mail is, who is made for it, and that none is taken in twice (EML-2, EML-4, EML-5): through the whole core, on real store, vault and parser.
import { inventedBounce, inventedMail, inventedMsg } from '../mail/fixtures/outlook-files.ts'
import { describe, expect, it } from 'vitest'
import { sharedCore } from '../../build/shared-core.ts'
import { agreed, eml, mailDriver } from '../../build/test-mails.ts'

const core = sharedCore()
const { offer, propose, proposeOne, takeIn, person, company, countContacts } = mailDriver(() => core)

const withParts = (from: string, part: string): string =>
  eml({ from }).replace(
    /Content-Type: [^]*$/,
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPara ti.\r\n--b\r\n${part}\r\n--b--\r\n`,
  )

describe('whose mail it is', () => {
  it('the person of the sender’s address comes before a company with the same address', async () => {
    const firm = await company('Talleres Ruiz, S.L.', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const ana = await person('Ana', [{ kind: 'mail', value: 'Ana.Ruiz@Talleres.example' }], firm)
    const proposal = await proposeOne(offer())
    expect(proposal.matches.map(({ contactId, reason }) => [contactId, reason])).toEqual([
      [ana, 'address'],
      [firm, 'address'],
    ])
    expect(proposal.matches[0]).toMatchObject({ kind: 'person', employerId: firm, employerName: 'Talleres Ruiz, S.L.' })
    expect(proposal.newPerson).toBeNull()
  })

  it('dropped on whose it is, nobody is offered to be created', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    expect(await proposeOne(offer(), { contactId: ana })).toMatchObject({ matches: [{ contactId: ana, reason: 'address' }], newPerson: null })
  })

  it('a reply from another address is found by its thread', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    await takeIn(eml({ id: '<first@talleres.example>' }))
    const reply = eml({
      from: 'Ana <ana@gmail.com>',
      headers: ['In-Reply-To: <first@talleres.example>', 'References: <first@talleres.example>'],
      body: 'Vale.',
    })
    expect((await proposeOne(offer(reply))).matches[0]).toMatchObject({ contactId: ana, reason: 'thread' })
  })

  it('the first mail of a thread is found by the reply that was taken in before it', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    await takeIn(eml({ id: '<second@talleres.example>', headers: ['References: <opening@otra.example>'] }))
    const opening = eml({ id: '<opening@otra.example>', from: 'Otra <x@gmail.com>', body: 'Hola' })
    expect((await proposeOne(offer(opening))).matches[0]).toMatchObject({ contactId: ana, reason: 'thread' })
  })

  it('what a colleague forwards is the customer’s who wrote it, known or new', async () => {
    const forwarded = (author: string): string =>
      eml({
        from: 'Marta Prueba <marta@maletin.example>',
        subject: 'RV: Precio',
        body: `Para ti.\r\n\r\n-----Mensaje original-----\r\nDe: ${author}\r\nEnviado el: lunes, 2 de marzo de 2026 9:12\r\nPara: Marta Prueba <marta@maletin.example>\r\nAsunto: Precio\r\n\r\n¿Cuánto cuesta?\r\n\r\nLuis Gil\r\nJefe de compras\r\nNaves Gil, S.L.\r\nTel. 944 555 666\r\n`,
      })
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const proposal = await proposeOne(offer(forwarded('Ana Ruiz <ana.ruiz@talleres.example>')))
    expect(proposal).toMatchObject({ matches: [{ contactId: ana, reason: 'forwarded' }], newPerson: null })
    expect(proposal.activity).toMatchObject({ direction: 'in' })
    expect(proposal.activity?.notes).toMatch(/^Para ti\.\n\nAna Ruiz <ana\.ruiz@talleres\.example>:\n¿Cuánto cuesta\?/)
    expect((await proposeOne(offer(forwarded('Luis Gil <luis@navesgil.example>')))).newPerson).toMatchObject({
      givenName: 'Luis',
      mail: 'luis@navesgil.example',
      phones: ['944 555 666'],
      company: 'Naves Gil, S.L.',
      jobTitle: 'Jefe de compras',
    })
  })

  it('a mail that came back is of whom it did not reach; what a colleague forwards as a file, of who wrote it', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const inner = 'From: Ana Ruiz <ana.ruiz@talleres.example>\r\nTo: marta@maletin.example\r\nSubject: Precio\r\n\r\n¿Cuánto cuesta?'
    const forward = withParts('Rosa <rosa@maletin.example>', `Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="Precio.eml"\r\n\r\n${inner}`)
    expect(await proposeOne(offer(forward))).toMatchObject({
      matches: [{ contactId: ana, reason: 'forwarded' }],
      newPerson: null,
      activity: { direction: 'in', notes: 'Para ti.\n\nAna Ruiz <ana.ruiz@talleres.example>:\n¿Cuánto cuesta?' },
    })
    const failed = withParts('Mail Delivery System <mailer-daemon@maletin.example>', 'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; ana.ruiz@talleres.example\r\nAction: failed\r\n')
    for (const report of [offer(failed), offer(inventedMsg(inventedBounce), 'aviso.msg')])
      expect(await proposeOne(report)).toMatchObject({ matches: [{ contactId: ana, reason: 'reported' }], newPerson: null, activity: { direction: 'in' } })
  })

  it('a colleague’s mail is of the customer in copy; of a stranger’s the customers in copy are offered last', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const copied = (from: string): string => eml({ from, headers: ['Cc: Ana Ruiz <ana.ruiz@talleres.example>'], body: 'Hola' })
    expect(await proposeOne(offer(copied('Rosa <rosa@maletin.example>')))).toMatchObject({
      matches: [{ contactId: ana, reason: 'recipient' }],
      newPerson: null,
      activity: { direction: 'out' },
    })
    expect(await proposeOne(offer(copied('Luis <luis@otra.example>')))).toMatchObject({
      matches: [{ contactId: ana, reason: 'recipient' }],
      newPerson: { mail: 'luis@otra.example' },
      activity: { direction: 'in' },
    })
  })

  it('a stranger by the domain of a company, never by that of a free-mail provider', async () => {
    const cases: [points: { kind: 'mail' | 'web'; value: string }[], sender: string, isFound: boolean][] = [
      [[{ kind: 'mail', value: 'info@uno.example' }], 'luis@uno.example', true],
      [[{ kind: 'web', value: 'https://www.dos.example/contacto' }], 'luis@dos.example', true],
      [[{ kind: 'web', value: 'tres.example' }], 'luis@tres.example', true],
      [[{ kind: 'mail', value: 'info@cuatro.example' }], 'luis@correo.cuatro.example', true],
      [[{ kind: 'mail', value: 'tallereslopez@gmail.com' }], 'otro@gmail.com', false],
      [[{ kind: 'mail', value: 'tallereslopez@yahoo.es' }], 'otro@yahoo.es', false],
      [[{ kind: 'mail', value: 'info@siete.example' }], 'luis@masiete.example', false],
    ]
    for (const [points, sender, isFound] of cases) {
      const firm = await company(`Empresa de ${sender}`, points)
      const proposal = await proposeOne(offer(eml({ from: `Luis Pérez <${sender}>`, body: 'Hola' })))
      expect(
        proposal.matches.map(({ contactId, reason }) => [contactId, reason]),
        sender,
      ).toEqual(isFound ? [[firm, 'domain']] : [])
      expect(proposal.newPerson, sender).toMatchObject({
        givenName: 'Luis',
        familyName: 'Pérez',
        companyId: isFound ? firm : null,
      })
    }
  })

  it('a colleague’s address leads to the employer', async () => {
    const firm = await company('Talleres Ruiz, S.L.')
    await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }], firm)
    const proposal = await proposeOne(offer(eml({ from: 'Luis <luis@talleres.example>', body: 'Hola' })))
    expect(proposal.matches).toMatchObject([{ contactId: firm, reason: 'domain' }])
  })

  it('a domain of many companies says nothing', async () => {
    for (let n = 0; n < 6; n += 1)
      await company(`Empresa ${n}`, [{ kind: 'mail', value: `empresa${n}@alojamiento.example` }])
    expect((await proposeOne(offer(eml({ from: 'x@alojamiento.example', body: 'Hola' })))).matches).toEqual([])
  })

  it('the phone of the signature, last', async () => {
    const ana = await person('Ana', [{ kind: 'phone', value: '+34 600 11 12 22' }])
    expect((await proposeOne(offer())).matches).toMatchObject([{ contactId: ana, reason: 'signature' }])
  })

  it('the contact it was dropped on comes first', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const other = await company('Otra empresa')
    const proposal = await proposeOne(offer(), { contactId: other })
    expect(proposal.matches.map(({ contactId, reason }) => [contactId, reason])).toEqual([
      [other, 'chosen'],
      [ana, 'address'],
    ])
  })

  it('a sent mail belongs to whom it was sent, and takes nothing from our own signature', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const sent = eml({
      from: 'Marta <MARTA@maletin.example>',
      to: 'Nuevo Cliente <nuevo@cliente.example>, Ana <ana.ruiz@talleres.example>',
    })
    const proposal = await proposeOne(offer(sent))
    expect(proposal).toMatchObject({ activity: { direction: 'out' }, matches: [{ contactId: ana, reason: 'address' }] })
    const alone = await proposeOne(
      offer(eml({ from: 'marta@maletin.example', to: 'Nuevo Cliente <nuevo@cliente.example>' })),
    )
    expect(alone.newPerson).toMatchObject({
      givenName: 'Nuevo',
      familyName: 'Cliente',
      phones: [],
      mail: 'nuevo@cliente.example',
    })
  })

  it('contacts in the bin are not found', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    await core.ask('contact.bin', { selection: { base: null, except: [], ids: [ana] } })
    expect((await proposeOne(offer())).matches).toEqual([])
  })
})

describe('a new person', () => {
  it('joins the company of the signature that is already in the record, with or without its legal form', async () => {
    const firm = await company('Talleres Ruiz')
    const { newPerson } = await proposeOne(offer())
    expect(newPerson).toMatchObject({ company: 'Talleres Ruiz, S.L.', companyId: firm })
    await takeIn()
    expect((await core.ask('contact.get', { id: firm })).employments).toMatchObject([
      { personName: 'Ana Ruiz', jobTitle: 'Jefa de compras' },
    ])
  })

  it('is made once for all mails of one decision', async () => {
    const tokens = [offer(eml(), 'a.eml'), offer(eml(), 'b.eml'), offer(eml(), 'c.eml')]
    const { accepted } = await core.ask('mail.accept', {
      items: (await propose(tokens)).map((proposal) => agreed(proposal)),
    })
    const owners = await Promise.all(
      accepted.map(async ({ mailId }) => (await core.ask('mail.get', { id: mailId ?? '' })).contactIds),
    )
    expect(new Set(owners.map((ids) => ids.join())).size).toBe(1)
    expect(await countContacts()).toBe(2)
  })

  it('a firm that writes under its own name becomes a company', async () => {
    const { accepted } = await core.ask('mail.accept', {
      items: [
        agreed(await proposeOne(offer(eml({ from: '"Ferretería Soto, S.L." <info@soto.example>', body: 'Hola' })))),
      ],
    })
    const { contactIds } = await core.ask('mail.get', { id: accepted[0]?.mailId ?? '' })
    expect(contactIds).toHaveLength(1)
    expect(await core.ask('contact.get', { id: contactIds[0] ?? '' })).toMatchObject({
      kind: 'company',
      name: 'Ferretería Soto, S.L.',
      mail: 'info@soto.example',
    })
  })
})

describe('the same mail', () => {
  it('is never taken in twice and says where it is', async () => {
    const bytes = eml()
    const first = await takeIn(bytes)
    const again = await proposeOne(offer(bytes, 'copia.eml'))
    expect(again).toMatchObject({
      status: 'duplicate',
      duplicateOf: { mailId: first.mailId, activityId: first.activityId, contactName: 'Ana Ruiz' },
    })
    const outcome = await core.ask('mail.accept', { items: [agreed(again)] })
    expect(outcome).toMatchObject({
      accepted: [],
      duplicates: [{ mailId: first.mailId, activityId: first.activityId }],
      changeSetId: null,
    })
  })

  it('twice in one batch is named and taken in once', async () => {
    const bytes = eml()
    const tokens = [offer(bytes, 'a.eml'), offer(bytes, 'b.eml')]
    const proposals = await propose(tokens)
    expect(proposals.map(({ status }) => status)).toEqual(['ready', 'duplicate'])
    expect(proposals[1]?.duplicateOf).toMatchObject({ fileToken: tokens[0] })
    const outcome = await core.ask('mail.accept', { items: proposals.map((proposal) => agreed(proposal)) })
    expect(outcome.accepted).toHaveLength(1)
    expect(outcome.duplicates).toMatchObject([{ fileToken: tokens[1], mailId: outcome.accepted[0]?.mailId }])
  })

  it('is not a vote that carries the Message-ID of the mail it answers, in one batch or later', async () => {
    const ana = await person('Ana', [{ kind: 'mail', value: 'ana.ruiz@talleres.example' }])
    const id = '<vote@talleres.example>'
    const vote = (who: string, subject: string, minute: number): string =>
      eml({
        id,
        from: `${who} <${who.toLowerCase()}@talleres.example>`,
        subject,
        date: `Mon, 2 Mar 2026 18:${minute}:00 +0100`,
        body: subject,
      })
    const batch = await propose([offer(vote('Ana', 'Oferta', 30)), offer(vote('Eva', 'Sí: Oferta', 41))])
    expect(batch.map(({ status }) => status)).toEqual(['ready', 'ready'])
    const { accepted, duplicates } = await core.ask('mail.accept', {
      items: batch.map((proposal) => agreed(proposal, { contactId: ana, newPerson: null })),
    })
    expect([accepted.length, duplicates.length]).toEqual([2, 0])
    expect(
      (await propose([offer(vote('Luis', 'No: Oferta', 52)), offer(vote('Eva', 'Sí: Oferta', 41))])).map(
        ({ status }) => status,
      ),
    ).toEqual(['ready', 'duplicate'])
  })

  it('without a Message-ID is known by its content; another attachment makes it another mail', async () => {
    const withFile = (content: string) =>
      eml({ id: null, headers: [], body: '' }).replace(
        /Content-Type: text\/plain[\s\S]*$/,
        `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nVa el pedido\r\n--b\r\nContent-Type: text/csv; name=pedido.csv\r\nContent-Disposition: attachment; filename=pedido.csv\r\n\r\n${content}\r\n--b--\r\n`,
      )
    const first = await takeIn(withFile('a;1'))
    expect((await proposeOne(offer(withFile('a;1')))).duplicateOf).toMatchObject({ mailId: first.mailId })
    expect((await proposeOne(offer(withFile('a;2')))).status).toBe('ready')
  })

  describe('saved by Outlook as .msg and by others as .eml', () => {
    const body = 'Hola, señor Pérez.\nUn saludo'
    const message = eml({
      id: '<uno@cliente.example>',
      from: 'Ana <ana@cliente.example>',
      subject: 'Hola',
      date: 'Mon, 2 Nov 2026 09:30:00 +0000',
      body,
    })
    const { 0x1035001f: messageId, 0x10130102: html, ...props } = inventedMail.props
    const plain = { ...inventedMail, props, attachments: [] }
    const files = {
      eml: message,
      // As it left: other bodies and files than the copy that was saved as text.
      msg: inventedMsg(inventedMail),
      // A copy of the sender has no Message-ID yet: the content tells.
      msgWithoutId: inventedMsg(plain),
    }
    it.each([
      ['eml', 'msg'],
      ['msg', 'eml'],
      ['eml', 'msgWithoutId'],
      ['msgWithoutId', 'eml'],
    ] as const)('there is the .%s: the .%s is the same one', async (there, comes) => {
      expect([messageId, typeof html]).toEqual(['<uno@cliente.example>', 'object'])
      const first = await takeIn(files[there], {
        contactId: await person('Ana', [{ kind: 'mail', value: 'ana@cliente.example' }]),
        newPerson: null,
      })
      const name = comes === 'eml' ? 'hola.eml' : 'hola.msg'
      expect(await proposeOne(offer(files[comes], name))).toMatchObject({
        status: 'duplicate',
        duplicateOf: { mailId: first.mailId, contactName: 'Ana Prueba' },
      })
    })

    it('both in one batch are one', async () => {
      expect((await propose([offer(files.msg, 'hola.msg'), offer(files.eml)])).map(({ status }) => status)).toEqual([
        'ready',
        'duplicate',
      ])
    })
  })

  it('whose information alone was taken is known too', async () => {
    const bytes = eml()
    const taken = await takeIn(bytes, { attach: false })
    expect(taken.mailId).toBeNull()
    expect((await core.ask('activity.get', { id: taken.activityId })).mails).toEqual([])
    const again = await proposeOne(offer(bytes))
    expect(again.duplicateOf).toMatchObject({ activityId: taken.activityId })
    await core.ask('mail.attach', { id: again.duplicateOf?.mailId ?? '', activityId: null, contactId: null })
    expect((await core.ask('activity.get', { id: taken.activityId })).mails).toHaveLength(1)
  })

  it('can be taken in again after its acceptance was undone', async () => {
    const bytes = eml()
    const first = await takeIn(bytes)
    const undone = await core.ask('history.undo', { changeSetId: first.changeSetId })
    expect(undone.left).toEqual([])
    await expect(core.ask('mail.get', { id: first.mailId ?? '' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(core.ask('activity.get', { id: first.activityId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await countContacts()).toBe(0)
    const second = await takeIn(bytes)
    expect(second.mailId).not.toBe(first.mailId)
  })
})
