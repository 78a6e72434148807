// Mails as they are written and sent: invented ones for each oddity, and the collections of other projects where present.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testData } from '../../build/test-data.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { safeFileName, type ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { textFromHtml } from './html-text.ts'
import { attachmentBytes, parseMail } from './parse-mail.ts'

const latin1 = (text: string) => Buffer.from(text.replace(/\n/g, '\r\n'), 'latin1')
const utf8 = (text: string) => Buffer.from(text.replace(/\n/g, '\r\n'))
const parts = (type: string, ...bodies: string[]) =>
  `Content-Type: multipart/${type}; boundary="b1"\n\n${bodies.map((body) => `--b1\n${body}\n`).join('')}--b1--\n`

describe('an ordinary mail', () => {
  const source = utf8(
    `Message-ID: <uno@cliente.example>\nIn-Reply-To: <cero@cliente.example>\nReferences: <menos@cliente.example>\n <cero@cliente.example>\nFrom: "Ejemplo, Ana" <Ana@Cliente.EXAMPLE>\nTo: Ventas: yo@miempresa.example, Luis <luis@miempresa.example>;\nCc: =?utf-8?Q?Jos=C3=A9_P=C3=A9rez?= <jose@cliente.example>\nReply-To: compras@cliente.example\nSubject: =?utf-8?B?T2ZlcnRhIGHDsW8=?= =?utf-8?B?IDIwMjU=?=\nDate: Mon, 3 Mar 2025 10:15:30 +0100\n${parts('mixed', 'Content-Type: text/plain; charset=utf-8\n\nHola, señor.', 'Content-Type: application/pdf; name="x.pdf"\nContent-Disposition: attachment; filename="../../Oferta ñ.pdf"\nContent-Transfer-Encoding: base64\n\nSG9sYQ==')}`,
  )

  it('gives its headers, text and files', async () => {
    const mail = await parseMail(source)
    expect(mail).toMatchObject({
      messageId: '<uno@cliente.example>',
      inReplyTo: '<cero@cliente.example>',
      references: ['<menos@cliente.example>', '<cero@cliente.example>'],
      threadKey: '<menos@cliente.example>',
      subject: 'Oferta año 2025',
      from: { name: 'Ejemplo, Ana', address: 'Ana@cliente.example' },
      to: [
        { name: '', address: 'yo@miempresa.example' },
        { name: 'Luis', address: 'luis@miempresa.example' },
      ],
      cc: [{ name: 'José Pérez', address: 'jose@cliente.example' }],
      replyTo: [{ name: '', address: 'compras@cliente.example' }],
      bcc: [],
      date: { instant: Date.UTC(2025, 2, 3, 9, 15, 30), offsetMinutes: 60 },
      text: 'Hola, señor.',
      html: null,
    })
    expect(mail.attachments).toEqual([
      {
        index: 0,
        name: 'Oferta ñ.pdf',
        mediaType: 'application/pdf',
        size: 4,
        contentId: null,
        isInline: false,
        sha256: 'e633f4fc79badea1dc5db970cf397c8248bac47cc3acf9915ba60b5d76b0e88f',
      },
    ])
    expect(structuredClone(JSON.parse(JSON.stringify(mail)))).toEqual(mail)
  })

  it('hands out one attachment, and none that it does not have', async () => {
    const found = await attachmentBytes(source, 0)
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe('Hola')
    expect(found?.attachment.name).toBe('Oferta ñ.pdf')
    expect(await attachmentBytes(source, 1)).toBeNull()
    expect(await attachmentBytes(source, -1)).toBeNull()
  })

  it('without a Message-ID is known by its content, whatever way it came (EML-4)', async () => {
    const plain = 'From: ana@x.example\nSubject: Hola\nDate: Mon, 3 Mar 2025 10:15:30 +0100\n\nUno dos\n tres\n'
    const one = await parseMail(utf8(plain))
    const other = await parseMail(Buffer.from(`Received: by somewhere\nX-Mailbox: 2\n${plain}\n`))
    const different = await parseMail(utf8(plain.replace('tres', 'cuatro')))
    expect(one.messageId).toBeNull()
    expect(one.threadKey).toBe(one.contentHash)
    expect(other.contentHash).toBe(one.contentHash)
    expect(different.contentHash).not.toBe(one.contentHash)
  })

  it('without a date, or with an impossible one, has none', async () => {
    expect((await parseMail(utf8('From: a@x.example\n\nHola'))).date).toBeNull()
    expect((await parseMail(utf8('From: a@x.example\nDate: Mon, 31 Feb 2025 10:00:00 +0100\n\nHola'))).date).toBeNull()
  })
})

const read = (bytes: Uint8Array): Promise<ParsedMail> => parseMail(bytes)

describe('encodings that real mails have (EML-8)', () => {
  it('reads raw 8-bit headers without a charset', async () => {
    const mail = await read(
      latin1(
        'From: José Muñoz <jose@x.example>\nSubject: Presupuesto año 2025 – €\n\nHola'.replace('– €', '\x96 \x80'),
      ),
    )
    expect(mail.from).toEqual({ name: 'José Muñoz', address: 'jose@x.example' })
    expect(mail.subject).toBe('Presupuesto año 2025 – €')
  })

  it('reads raw 8-bit headers in UTF-8, and in the charset of the body', async () => {
    expect((await read(utf8('From: José <j@x.example>\nSubject: Año ✔\n\nx'))).subject).toBe('Año ✔')
    const polish = Buffer.concat([
      Buffer.from('Subject: '),
      Buffer.from([0xb3, 0xf3, 0xbf]),
      Buffer.from('\nContent-Type: text/plain; charset=iso-8859-2\n\n'),
      Buffer.from([0xb3]),
    ])
    expect(await read(polish)).toMatchObject({ subject: 'łóż', text: 'ł' })
  })

  it.each([
    [
      'declared windows-1252',
      'Content-Type: text/plain; charset=windows-1252\n\n',
      'Precio: 5 \x80 señor',
      'Precio: 5 € señor',
    ],
    ['no charset', '\n', 'Precio: 5 \x80 se\xf1or', 'Precio: 5 € señor'],
    ['a wrong utf-8', 'Content-Type: text/plain; charset=utf-8\n\n', 'se\xf1or, ma\xf1ana', 'señor, mañana'],
    ['a charset nobody knows', 'Content-Type: text/plain; charset=x-mystery\n\n', 'se\xf1or', 'señor'],
    ['UTF-7', 'Content-Type: text/plain; charset=utf-7\n\n', 'se+APE-or +- 1', 'señor + 1'],
    ['ISO-2022-JP', 'Content-Type: text/plain; charset=iso-2022-jp\n\n', '\x1b$B$"$$\x1b(B!', 'あい!'],
    ['ISO-2022-JP undeclared', '\n', '\x1b$B$"$$\x1b(B!', 'あい!'],
    [
      'broken base64',
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n',
      'SG9s*YSBt\n\ndW5kbw',
      'Hola mundo',
    ],
    [
      'quoted-printable with errors',
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n',
      'a=XXb =C3=B1=\nc',
      'a=XXb ñc',
    ],
    ['a type nobody knows', 'Content-Type: text\n\n', 'hola', 'hola'],
    ['enriched text', 'Content-Type: text/enriched\n\n', 'hola', 'hola'],
  ])('reads a body with %s', async (_what, headers, body, text) => {
    expect((await read(latin1(`From: a@x.example\n${headers}${body}`))).text).toBe(text)
  })

  it('reads encoded words in UTF-7 and over broken joints', async () => {
    expect((await read(latin1('Subject: =?utf-7?Q?se+APE-or?= y =?UTF-7?B?K0lLdy0=?=\n\nx'))).subject).toBe('señor y €')
    expect((await read(latin1('Subject: =?utf-8?B?w?= =?utf-8?B?7E=?=\n\nx'))).subject).not.toBe('')
  })

  it('reads names of files by RFC 2231, in encoded words, in raw 8 bit and not at all', async () => {
    const file = (disposition: string, type = 'application/octet-stream') =>
      `Content-Type: ${type}\nContent-Disposition: ${disposition}\n\nx`
    const mail = await read(
      latin1(
        `From: a@x.example\n${parts(
          'mixed',
          'Content-Type: text/plain\n\nhola',
          file("attachment; filename*0*=utf-8''pre%C3%A7o; filename*1*=%20a%C3%B1o; filename*2=.pdf"),
          file("attachment; filename*=iso-8859-1''a%F1o.pdf"),
          file('attachment; filename="=?utf-8?Q?a=C3=B1o?=\n =?utf-8?Q?_2.pdf?="'),
          file('attachment; filename="a\xf1o 3.pdf"'),
          file('attachment', 'image/png'),
          file('attachment; filename="a%2F..%2Fb.txt"'),
          file("attachment; filename*=utf-8''..%2F..%2Fb.txt"),
        )}`,
      ),
    )
    expect(mail.attachments.map(({ name }) => name)).toEqual([
      'preço año.pdf', 'año.pdf', 'año 2.pdf', 'año 3.pdf', 'adjunto-5.png', 'a%2F..%2Fb.txt', 'b.txt',
    ]) // prettier-ignore
  })

  it('leaves an 8-bit body alone where a line looks like a boundary', async () => {
    const mail = await read(
      latin1(
        `From: a@x.example\n${parts('mixed', 'Content-Type: text/plain; charset=iso-8859-1\n\nse\xf1or\n--b1x\nse\xf1or: s\xed')}`,
      ),
    )
    expect(mail.text).toBe('señor\n--b1x\nseñor: sí')
  })

  it('keeps a forwarded message as a file named after its subject', async () => {
    const mail = await read(
      utf8(
        `From: a@x.example\n${parts('mixed', 'Content-Type: text/plain\n\nmira', 'Content-Type: message/rfc822\n\nFrom: b@x.example\nSubject: =?utf-8?Q?Pedido_5/3_a=C3=B1o?=\n\nhola')}`,
      ),
    )
    expect(mail.text).toBe('mira')
    expect(mail.attachments.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ['Pedido 5-3 año.eml', 'message/rfc822'],
    ])
    const inner = await attachmentBytes(
      utf8(`From: a@x.example\n${parts('mixed', 'Content-Type: message/rfc822\n\nFrom: b@x.example\n\nhola')}`),
      0,
    )
    expect((await read(inner?.bytes ?? new Uint8Array())).from?.address).toBe('b@x.example')
  })

  it('says of a message inside and of a report whom they name', async () => {
    const mail = await read(
      utf8(
        `From: MAILER-DAEMON@x.example\n${parts(
          'report',
          'Content-Type: text/plain\n\nNo entregado.',
          'Content-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\nOriginal-Recipient: rfc822;Ana@y.example\nFinal-Recipient: rfc822; ana@interno.y.example\nAction: failed\n\nFinal-Recipient: rfc822; <luis@y.example>\nAction: failed\n',
          'Content-Type: message/rfc822\n\nFrom: Yo <yo@x.example>\nTo: Ana <ana@y.example>\n\nHola, Ana.',
        )}`,
      ),
    )
    const [report, returned] = mail.attachments
    expect(report?.message?.to.map(({ address }) => address)).toEqual(['Ana@y.example', 'luis@y.example'])
    expect(returned?.message).toEqual({ from: { name: 'Yo', address: 'yo@x.example' }, to: [{ name: 'Ana', address: 'ana@y.example' }], cc: [], text: 'Hola, Ana.' })
  })

  it('never loses a named text that some programs send inline', async () => {
    const mail = await read(
      utf8(
        `From: a@x.example\n${parts('mixed', 'Content-Type: text/plain\n\nmira', 'Content-Type: text/plain; name="notas.txt"\nContent-Disposition: inline; filename="notas.txt"\n\ncontenido')}`,
      ),
    )
    expect(mail).toMatchObject({ text: 'mira', attachments: [{ name: 'notas.txt', size: 9 }] })
  })

  it('hands out a file sent without an encoding byte by byte', async () => {
    const content = Buffer.from([0, 13, 10, 13, 13, 10, 10, 255, 200, 10, 7])
    const source = Buffer.concat([
      Buffer.from(
        'From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n\r\nmira\r\n--b1\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: binary\r\n\r\n',
      ),
      content,
      Buffer.from('\r\n--b1--\r\n'),
    ])
    expect(Buffer.from((await attachmentBytes(source, 0))?.bytes ?? [])).toEqual(content)
  })

  it('tells pictures of the text from pictures that are files', async () => {
    const picture = (id: string) =>
      `Content-Type: image/png; name="${id}.png"\nContent-Disposition: inline\nContent-ID: <${id}@x>\nContent-Transfer-Encoding: base64\n\nSG9sYQ==`
    const mail = await read(
      utf8(
        `From: a@x.example\n${parts('related', 'Content-Type: text/html\n\n<p>Hola<img src="cid:logo@x"></p>', picture('logo'), picture('foto'))}`,
      ),
    )
    expect(mail.attachments.map(({ contentId, isInline }) => [contentId, isInline])).toEqual([['logo@x', true], ['foto@x', false]]) // prettier-ignore
    expect(mail.text).toBe('Hola')
    expect(mail.html).toBe('<p>Hola<img src="cid:logo@x"></p>\n')
  })

  it('finds the boundary that a header forgot, and shows the body where there is none', async () => {
    const forgotten =
      'From: a@x.example\nContent-Type: multipart/mixed\n\n--xyz\nContent-Type: text/plain\n\nhola\n--xyz\nContent-Type: application/pdf; name=a.pdf\n\nx\n--xyz--\n'
    expect(await read(utf8(forgotten))).toMatchObject({ text: 'hola', attachments: [{ name: 'a.pdf' }] })
    const never = 'From: a@x.example\nContent-Type: multipart/mixed; boundary=nunca\n\nhola\nmundo\n'
    expect((await read(utf8(never))).text).toBe('hola\nmundo')
    const open = `From: a@x.example\n${parts('mixed', 'Content-Type: text/plain\n\nhola').replace('--b1--\n', '')}`
    expect((await read(utf8(open))).text.trim()).toBe('hola')
  })

  it('reads files that start with an mbox line, a mark or blank lines, old line ends and UTF-16', async () => {
    const plain = 'From: a@x.example\nSubject: Año\n\nhola'
    for (const bytes of [
      Buffer.from(`From a@x.example Mon Mar  3 10:15:30 2025\n${plain}`),
      Buffer.from(`\ufeff${plain}`),
      Buffer.from(`\r\n\n${plain}`),
      Buffer.from(plain.replaceAll('\n', '\r')),
      Buffer.from(`\ufeff${plain}`, 'utf16le'),
    ]) {
      expect(await read(bytes)).toMatchObject({ subject: 'Año', text: 'hola', from: { address: 'a@x.example' } })
    }
  })

  it('refuses a file with several mails as the mailbox it is', async () => {
    const one = 'From a@x.example Mon Mar  3 10:15:30 2025\nFrom: a@x.example\nSubject: Año\n\nhola\n\n'
    await expect(read(Buffer.from(one + one))).rejects.toMatchObject({ details: { reason: 'mailbox' } })
  })

  it('shows no control or turning characters in names and subjects', async () => {
    const mail = await read(
      utf8('From: =?utf-8?Q?Ana=E2=80=AEgro.kna?= <a@x.example>\nSubject: =?utf-8?Q?a=0D=0AB=00c?=\n\nx'),
    )
    expect(mail.from?.name).toBe('Anagro.kna')
    expect(mail.subject).toBe('a B c')
  })
})

describe('what is no mail', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['prose', Buffer.from('Hola mundo.\nEsto no es un correo.\n')],
    ['zeros', Buffer.alloc(10_000)],
  ])('%s is refused with the reason', async (_what, bytes) => {
    const error = await parseMail(bytes, 'x.eml').catch((failure: unknown) => failure)
    expect(error).toBeInstanceOf(KnownError)
    expect(error).toMatchObject({ code: 'mail_unreadable', details: { name: 'x.eml', reason: 'not_a_mail' } })
  })
})

const collections = ['eml-mailparser', 'eml-postal-mime', 'eml-rfc-golden', 'eml-cpython', 'eml-mime4j']
/** Collection tests of parsers: bodies without any header, which no mail program would call a mail. */
const notMails = ['malformedHeader-noheader.msg', 'malformedHeaderStartsBody-noheader.msg']

describe.each(collections)('the collection %s', (collection) => {
  const folder = testData(collection)
  if (!folder) console.log(`parse-mail.spec.ts: ${collection} not found, skipped`)
  const files = folder ? readdirSync(folder).filter((name) => /\.(?:eml|msg)$|^msg_\d+a?\.txt$/.test(name)) : []

  it.skipIf(files.length === 0)(
    'is read without a crash, quickly, with safe names and findable attachments',
    async () => {
      expect(files.length).toBeGreaterThan(3)
      for (const file of files) {
        const bytes = readFileSync(join(folder ?? '', file))
        const start = performance.now()
        if (notMails.includes(file)) {
          await expect(parseMail(bytes, file), file).rejects.toMatchObject({ details: { reason: 'not_a_mail' } })
          continue
        }
        const mail = await parseMail(bytes, file)
        expect(performance.now() - start, file).toBeLessThan(3000)
        expect(await parseMail(bytes, file), `${file} twice`).toEqual(mail)
        for (const attachment of mail.attachments) {
          expect(safeFileName(attachment.name), file).toBe(attachment.name)
          expect((await attachmentBytes(bytes, attachment.index))?.bytes.byteLength, file).toBe(attachment.size)
        }
      }
    },
    60_000,
  )
})

interface GoldenPart {
  headers: { name: string; value: Record<string, unknown> }[]
  body: Record<string, unknown>
}
interface Golden {
  parts: GoldenPart[]
  text_body: number[]
  html_body: number[]
  attachments: number[]
}
interface GoldenDate {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  tz_before_gmt: boolean
  tz_hour: number
  tz_minute: number
}

describe('the expected values of eml-rfc-golden', () => {
  const folder = testData('eml-rfc-golden')
  const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : []

  const header = (part: GoldenPart, name: string): Record<string, unknown> | undefined =>
    part.headers.find((candidate) => candidate.name === name)?.value
  const attribute = (part: GoldenPart, headerName: string, key: string): string | undefined => {
    const value = header(part, headerName)?.ContentType as
      { attributes: { name: string; value: string }[] | null } | undefined
    return value?.attributes?.find(({ name }) => name === key)?.value
  }
  const addresses = (value: Record<string, unknown> | undefined) => {
    const list =
      (value?.Address as { List?: { name: string | null; address: string | null }[] } | undefined)?.List ?? []
    return list.map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }))
  }
  const dateOf = (value: Record<string, unknown> | undefined) => {
    const date = value?.DateTime as GoldenDate | undefined
    if (!date || date.month === 0) return null
    const offsetMinutes = (date.tz_before_gmt ? -1 : 1) * (date.tz_hour * 60 + date.tz_minute) || 0
    const local = Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute, date.second)
    return { instant: local - offsetMinutes * 60_000, offsetMinutes }
  }
  const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim()

  it.skipIf(files.length === 0).each(files)('agree with ours: %s', async (file) => {
    const golden = JSON.parse(readFileSync(join(folder ?? '', file.replace('.eml', '.json')), 'utf8')) as Golden
    const root = golden.parts[0] as GoldenPart
    const mail = await parseMail(readFileSync(join(folder ?? '', file)))
    const texts = golden.text_body.map((index) => golden.parts[index]?.body ?? {})
    const names = golden.attachments.map((index) => {
      const part = golden.parts[index] as GoldenPart
      return attribute(part, 'content_disposition', 'filename') ?? attribute(part, 'content_type', 'name')
    })
    const fields: Record<string, [ours: unknown, theirs: unknown]> = {
      subject: [mail.subject, (header(root, 'subject')?.Text as string | undefined) ?? ''],
      from: [mail.from ? [mail.from] : [], addresses(header(root, 'from'))],
      to: [mail.to, addresses(header(root, 'to'))],
      date: [mail.date, dateOf(header(root, 'date'))],
      text: [
        squeeze(mail.text),
        squeeze(
          texts
            .map((body) => (body.Text as string | undefined) ?? textFromHtml((body.Html as string | undefined) ?? ''))
            .join('\n'),
        ),
      ],
      html: [
        golden.html_body
          .map((index) => golden.parts[index]?.body.Html as string | undefined)
          .filter((html) => html !== undefined)
          .every((html) => mail.html?.includes(html.trim())),
        true,
      ],
      attachments: [mail.attachments.length, golden.attachments.length],
      names: [
        mail.attachments.map(({ name }, index) => (names[index] === undefined ? undefined : name)),
        names.map((name) => (name === undefined ? undefined : safeFileName(name))),
      ],
    }
    for (const [field, [ours, theirs]] of Object.entries(fields)) {
      expect(ours, `${file} ${field}`).toEqual(theirs)
    }
  })
})
