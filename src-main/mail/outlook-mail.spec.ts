// Outlook's own files, invented: .msg and winmail.dat, alone and inside a mail; and what is done to hurt with them (EML-1, EML-7, EML-8).
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src-shared/errors.ts'
import { checkCompoundFile } from './compound-file.ts'
import { inventedBounce, inventedMail, inventedMsg, inventedTnef } from './fixtures/outlook-files.ts'
import { mailKindOf } from './mail-kind.ts'
import { attachmentBytes, parseMail } from './parse-mail.ts'

const msg = Buffer.from(inventedMsg(inventedMail))
const tnef = inventedTnef(inventedMail)

describe('an .msg', () => {
  it('gives people with addresses, the moment, bodies, files and its place in the conversation', async () => {
    expect(mailKindOf(msg)).toBe('msg')
    const mail = await parseMail(msg)
    expect(mail).toMatchObject({
      messageId: '<uno@cliente.example>',
      inReplyTo: '<cero@cliente.example>',
      references: ['<menos@cliente.example>', '<cero@cliente.example>'],
      threadKey: '<menos@cliente.example>',
      subject: 'Hola',
      from: { name: 'Ana García', address: 'ana@cliente.example' },
      to: [{ name: 'Luis Pérez', address: 'luis@miempresa.example' }],
      cc: [{ name: '', address: 'marta@miempresa.example' }],
      bcc: [],
      date: { instant: Date.UTC(2026, 10, 2, 9, 30), offsetMinutes: 0 },
      text: 'Hola, señor Pérez.\nUn saludo',
      security: null,
    })
    expect(mail.html).toContain('<p>Hola, señor Pérez.</p>')
    expect(mail.attachments.map(({ name, mediaType, size, isInline }) => [name, mediaType, size, isInline])).toEqual([
      ['oferta año.pdf', 'application/pdf', 17, false],
      ['logo.png', 'image/png', 5000, true],
      ['Dentro.msg', 'application/vnd.ms-outlook', expect.any(Number) as number, false],
    ])
    const inside = await attachmentBytes(msg, 2)
    expect(await parseMail(inside?.bytes ?? new Uint8Array())).toMatchObject({ subject: 'Dentro', text: 'Texto de dentro', from: { name: 'Luis', address: 'luis@miempresa.example' } })
  })

  it('whose sender has an address of Exchange alone finds the one that can be written to in the header', async () => {
    const mail = await parseMail(
      inventedMsg({
        props: { 0x0037001f: 'x', 0x0042001f: 'Ana García', 0x0065001f: '/O=X/CN=ANA', 0x007d001f: 'From: Ana =?utf-8?Q?Garc=C3=ADa?= <ana@cliente.example>\r\nTo: luis@miempresa.example\r\nDate: Mon, 2 Nov 2026 10:30:00 +0100\r\nMessage-ID: <dos@cliente.example>\r\nReply-To: ventas@cliente.example\r\n' },
      }),
    )
    expect(mail).toMatchObject({
      from: { name: 'Ana García', address: 'ana@cliente.example' },
      to: [{ address: 'luis@miempresa.example' }],
      replyTo: [{ address: 'ventas@cliente.example' }],
      messageId: '<dos@cliente.example>',
      date: { instant: Date.UTC(2026, 10, 2, 9, 30), offsetMinutes: 60 },
    })
  })

  it('that is not Unicode is read in its code page', async () => {
    const western = await parseMail(inventedMsg({ props: { 0x0037001e: 'A\xf1o 5 \x80', 0x1000001e: 'se\xf1or' } }))
    expect(western).toMatchObject({ subject: 'Año 5 €', text: 'señor' })
    const greek = await parseMail(inventedMsg({ props: { 0x0037001e: '\xe1\xe2\xe3', 0x3ffd0003: 1253 } }))
    expect(greek.subject).toBe('αβγ')
    const polish = await parseMail(inventedMsg({ props: { 0x0037001e: '\xb3\xf3\xbf', 0x3ff10003: 0x0415 } }))
    expect(polish.subject).toBe('łóż')
  })

  it('with a body in RTF alone shows its HTML or its words', async () => {
    const packed = (rtf: string) => {
      const bytes = Buffer.from(rtf, 'latin1')
      const head = Buffer.alloc(16)
      head.writeUInt32LE(bytes.length + 12, 0)
      head.writeUInt32LE(bytes.length, 4)
      head.writeUInt32LE(0x414c454d, 8)
      return Buffer.concat([head, bytes])
    }
    const of = (rtf: string) => parseMail(inventedMsg({ props: { 0x0037001f: 'x', 0x10090102: packed(rtf) } }))
    const html = await of(String.raw`{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 se\'f1or{\*\htmltag72 </p>}}`)
    expect(html.html).toContain('<p>señor</p>')
    expect(html.text).toBe('señor')
    const text = await of(String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x}\pard Hola, se\'f1or\par 5 \u8364?\tab fin{\pict 00ff}}`)
    expect(text).toMatchObject({ html: null, text: 'Hola, señor\n5 €\tfin' })
  })

  it('that reports on a mail says of whom, and why it did not reach them', async () => {
    expect(await parseMail(inventedMsg(inventedBounce))).toMatchObject({
      from: { name: 'Administrador del sistema', address: '' },
      reportOn: [{ name: 'Ana Ruiz', address: 'ana.ruiz@talleres.example' }],
      text: 'El buzón está lleno.',
    })
    const asText = { props: { 0x001a001f: 'REPORT.IPM.Note.NDR', 0x0074001f: 'ana.ruiz@talleres.example; Luis', 0x1000001f: 'Rechazado' } }
    expect(await parseMail(inventedMsg(asText))).toMatchObject({ reportOn: [{ address: 'ana.ruiz@talleres.example' }], text: 'Rechazado' })
    // Of what was read it is the reader who reports: a mail like any other.
    expect(await parseMail(inventedMsg({ ...inventedBounce, props: { ...inventedBounce.props, 0x001a001f: 'REPORT.IPM.Note.IPNRN' } }))).not.toHaveProperty('reportOn')
  })

  it('of other kinds says what it is', async () => {
    const contact = await parseMail(inventedMsg({ props: { 0x001a001f: 'IPM.Contact', 0x0037001f: 'Ana', 0x3001001f: 'Ana García', 0x3a16001f: 'Cliente', 0x3a08001f: '912 345 678' } }))
    expect(contact.text).toBe('Nombre: Ana García\nEmpresa: Cliente\nTeléfono: 912 345 678')
  })
})

describe('a winmail.dat', () => {
  it('alone is read like any mail', async () => {
    expect(mailKindOf(tnef)).toBe('tnef')
    expect(await parseMail(tnef)).toMatchObject({ subject: 'Hola', from: { name: 'Ana García', address: 'ana@cliente.example' }, text: 'Hola, señor Pérez.\nUn saludo' })
  })

  it('inside a mail gives its files and its body in its place', async () => {
    const source = Buffer.from(
      `From: ana@cliente.example\nSubject: Oferta\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment; filename="winmail.dat"\nContent-Transfer-Encoding: base64\n\n${tnef.toString('base64').replace(/.{76}/g, '$&\n')}\n`,
    )
    const mail = await parseMail(source)
    expect(mail).toMatchObject({ subject: 'Oferta', text: 'Hola, señor Pérez.\nUn saludo' })
    expect(mail.attachments.map(({ name, mediaType, isInline }) => [name, mediaType, isInline])).toEqual([
      ['oferta año.pdf', 'application/pdf', false],
      ['logo.png', 'image/png', true],
      ['Dentro.eml', 'message/rfc822', false],
    ])
    const inside = await attachmentBytes(source, 2)
    expect(await parseMail(inside?.bytes ?? new Uint8Array())).toMatchObject({ subject: 'Dentro', text: 'Texto de dentro', from: { address: 'luis@miempresa.example' } })
  })

  it('beside a text of the mail is its formatted form; where it says something else, both are shown', async () => {
    const beside = (text: string): Buffer =>
      Buffer.from(
        `From: ana@cliente.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n${text}\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${tnef.toString('base64')}\n--b--\n`,
      )
    expect(await parseMail(beside('Hola,  señor Pérez.'))).toMatchObject({ text: 'Hola,  señor Pérez.', html: expect.stringContaining('señor Pérez') as string })
    expect(await parseMail(beside('Aviso de la lista.'))).toMatchObject({ text: 'Aviso de la lista.\n\nHola, señor Pérez.\nUn saludo', html: null })
    expect(await parseMail(beside('Hola, señor Pérez.\nUn saludo\n\nAviso legal.'))).toMatchObject({ text: 'Hola, señor Pérez.\nUn saludo\n\nAviso legal.', html: null })
  })

  it('that is damaged gives what stands before the damage, or stays a file', async () => {
    for (let length = 7; length < tnef.length; length += 13) await parseMail(tnef.subarray(0, length))
    const source = Buffer.from(`From: a@x.example\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n${Buffer.from('no TNEF').toString('base64')}\n`)
    expect((await parseMail(source)).attachments).toMatchObject([{ name: 'winmail.dat', size: 7 }])
  })
})

describe('a hostile .msg', () => {
  const outcome = (bytes: Uint8Array) => parseMail(bytes, 'x.msg').catch((error: unknown) => error)

  it('whose sectors or entries run in circles is refused', async () => {
    const directory = msg.readInt32LE(48)
    const fatAt = (msg.readInt32LE(76) + 1) * 512
    const circles: Buffer[] = []
    for (let sector = 0; sector < 12; sector++) {
      const circle = Buffer.from(msg)
      circle.writeInt32LE(sector === 0 ? directory : sector, fatAt + sector * 4)
      circles.push(circle)
    }
    const own = Buffer.from(msg)
    own.writeInt32LE(directory, fatAt + directory * 4)
    const tree = Buffer.from(msg)
    tree.writeInt32LE(1, (directory + 1) * 512 + 128 + 68)
    for (const circle of [own, tree]) expect(() => checkCompoundFile(circle)).toThrow(/circles/)
    for (const circle of [own, tree, ...circles]) {
      const result = await outcome(circle)
      if (result instanceof Error) expect(result).toMatchObject({ code: 'mail_unreadable', details: { name: 'x.msg', reason: 'broken' } })
    }
  })

  it('whose sectors run in circles outside of the file is refused before the memory is full', async () => {
    const directory = msg.readInt32LE(48)
    const fatAt = (msg.readInt32LE(76) + 1) * 512
    const outside = Buffer.from(msg)
    outside.writeInt32LE(120, (directory + 1) * 512 + 116)
    outside.writeInt32LE(120, fatAt + 120 * 4)
    expect(await outcome(outside)).toMatchObject({ details: { reason: 'broken' } })
  })

  it('that says it has a stream of two gigabytes is refused before it is given memory', async () => {
    const directory = msg.readInt32LE(48)
    const large = Buffer.from(msg)
    for (let at = (directory + 1) * 512 + 128; at < (directory + 2) * 512; at += 128) large.writeInt32LE(0x7ffffff0, at + 120)
    expect(await outcome(large)).toMatchObject({ details: { reason: 'broken' } })
  })

  it('cut anywhere or of garbage is refused or read, and nothing else', async () => {
    const inputs = Array.from({ length: 60 }, (_, index) => msg.subarray(0, 8 + Math.floor(((msg.length - 8) * index) / 60)))
    inputs.push(Buffer.concat([msg.subarray(0, 8), Buffer.alloc(100_000, 0xff)]), Buffer.concat([msg.subarray(0, 512), Buffer.alloc(100_000)]))
    for (const input of inputs) {
      const result = await outcome(input)
      if (result instanceof Error) expect(result).toBeInstanceOf(KnownError)
    }
  })

  it('is no document of old Office', async () => {
    const document = inventedMsg({ props: {} })
    expect(await outcome(document)).toMatchObject({ details: { reason: 'not_a_mail' } })
  })
})
