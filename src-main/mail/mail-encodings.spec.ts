// Charsets and encoded words as they are really sent, each as the best mail programs show it (EML-8).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEncodedWords, withPlainWords } from './encoded-words.ts'
import { decodeIso2022 } from './iso-2022.ts'
import { parseMail } from './parse-mail.ts'

const read = (text: string) => parseMail(Buffer.from(`From: a@x.example\n${text}`, 'latin1'))

describe('a subject in encoded words', () => {
  it.each([
    ['cut in a character', '=?utf-8?Q?Jos=C3?= =?utf-8?Q?=A9_P=C3=A9rez?=', 'José Pérez'],
    ['cut in a character, padded', '=?UTF-8?B?Sm9zww==?=\n =?UTF-8?B?qQ==?=', 'José'],
    ['cut in a character, both ways mixed', '=?utf-8?Q?Jos=C3?= =?utf-8?B?qQ==?=', 'José'],
    ['cut in a group of base64', '=?utf-8?B?Sm9z?= =?utf-8?B?w6?= =?utf-8?B?k=?=', 'José'],
    ['of ISO-2022-JP', '=?ISO-2022-JP?B?GyRCJE8k?= =?ISO-2022-JP?B?JBsoQg==?=', 'はい'],
    ['of two charsets', '=?iso-8859-1?Q?a=F1o?= =?utf-8?Q?_=E2=82=AC?=', 'año €'],
    ['with blanks inside', '=?utf-8?Q?Oferta de ventas?=', 'Oferta de ventas'],
    ['without a blank behind', '=?iso-8859-1?Q?a=F1o?=texto', 'añotexto'],
    ['with a language', '=?utf-8*es?Q?a=C3=B1o?=', 'año'],
    ['in Chinese', '=?gb2312?B?xOO6ww==?=', '你好'],
    ['of a charset nobody knows', '=?unknown?Q?a=C3=B1o?=', 'año'],
    ['of another charset nobody knows', '=?x-mystery?Q?a=F1o?=', 'año'],
    ['of a wrong charset', '=?utf-8?Q?a=F1o?=', 'año'],
    ['of an old code page', '=?cp850?Q?a=A4o?=', 'año'],
    ['of UTF-7', '=?utf-7?Q?se+APE-or?= y =?UTF-7?B?K0lLdy0=?=', 'señor y €'],
  ])('%s is read', async (_what, written, subject) => {
    expect((await read(`Subject: ${written}\n\nx`)).subject).toBe(subject)
  })

  it('in names of people and of files too, where a comma decoded is no separator', async () => {
    const mail = await read(
      'To: =?UTF-8?B?UMOpcmV6LCBKb3PD?=\n =?UTF-8?B?qQ==?= <jose@x.example>, luis@x.example\nContent-Type: application/pdf; name="=?utf-8?B?YcM=?= =?utf-8?B?sW8ucGRm?="\nContent-Disposition: attachment\n\nx',
    )
    expect(mail.to).toEqual([{ name: 'Pérez, José', address: 'jose@x.example' }, { name: '', address: 'luis@x.example' }])
    expect(mail.attachments[0]?.name).toBe('año.pdf')
  })
})

describe('a body', () => {
  it.each([
    ['iso-2022-jp', '\x1b$B$"\x1b(I1\x1b(B ok', 'あｱ ok'],
    ['iso-2022-jp', '\x1b$B-!\x1b(B ~{', '① ~{'],
    ['iso-2022-jp-1', '\x1b$(D0"\x1b(B ok', '丄 ok'],
    ['iso-2022-jp-2', '\x1b$B$"\x1b$(CAv\x1b$AVP\x1b(B', 'あ지中'],
    ['iso-2022-jp-3', '\x1b$(O$"\x1b(B ok', 'あ ok'],
    ['iso-2022-jp-2004', '\x1b$(Q$"\x1b(B ok', 'あ ok'],
    ['iso-2022-jp-ms', '\x1b$B$"\x1b(B ok', 'あ ok'],
    ['cp50221', '\x1b$B$"\n$$\x1b(B', 'あ\n$$'],
    ['iso-2022-kr', '\x1b$)C\x0eAv\x0f ok', '지 ok'],
    ['iso-2022-cn', '\x1b$)A\x0eVPND\x0f ok', '中文 ok'],
    ['hz-gb-2312', '~{VPND~} ok', '中文 ok'],
    ['cp932', '\x82\xa0 ok', 'あ ok'],
    ['ks_c_5601-1987', '\xc7\xd1', '한'],
    ['cp850', 'a\xa4o', 'año'],
    ['x-user-defined', 'a\xf1o', 'año'],
    ['"iso-8859-1', 'a\xf1o', 'año'],
    ['utf-7', 'se+APE-or +AGA- a+b 1+1=2', 'señor ` a+b 1+1=2'],
  ])('in %s is read', async (charset, body, text) => {
    expect((await read(`Content-Type: text/plain; charset=${charset}\n\n${body}`)).text).toBe(text)
  })

  it('in UTF-7 may come with a subject in raw UTF-7', async () => {
    expect((await read('Subject: se+APE-or C++ 1+1\nContent-Type: text/plain; charset=utf-7\n\nx')).subject).toBe('señor C++ 1+1')
    expect((await read('Subject: se+APE-or\n\nx')).subject).toBe('se+APE-or')
  })
})

describe('names of files', () => {
  it('in pieces, with charsets, and of calendars and messages, are read', async () => {
    const part = (headers: string, body = 'x') => `--b\n${headers}\n\n${body}\n`
    const mail = await read(
      `Content-Type: multipart/mixed; boundary=b\n\n${[
        part('Content-Type: application/x;\n name*0*=iso-2022-jp\'ja\'%1B%24B%24%22; name*1*=%24%24%1B%28B; name*2=".txt"'),
        part('Content-Type: application/x; name="x"\nContent-Disposition: attachment; filename*0="a"; filename*1="b.pdf"'),
        part("Content-Type: application/x\nContent-Disposition: attachment; filename*0*=utf-8''a%C3; filename*1*=%B1o.pdf"),
        part('Content-Type: application/x\nContent-Disposition: attachment; filename==?iso-8859-1?Q?a=F1o.pdf?='),
        part("Content-Type: application/x\nContent-Disposition: attachment; filename*=UTF-8''%e2%82%ac.pdf; filename=\"euro.pdf\""),
        part('Content-Type: text/calendar; method=REQUEST', 'BEGIN:VCALENDAR\nEND:VCALENDAR'),
        part('Content-Type: message/rfc822\nContent-Transfer-Encoding: base64', Buffer.from('From: b@x.example\nSubject: dentro\n\nhola').toString('base64')),
      ].join('')}--b--`,
    )
    expect(mail.attachments.map(({ name }) => name)).toEqual(['あい.txt', 'ab.pdf', 'año.pdf', 'año.pdf', '€.pdf', 'adjunto-6.ics', 'dentro.eml'])
  })
})

describe('whatever comes', () => {
  it('is decoded without a fault, and plain words read as the words did', () => {
    const piece = fc.oneof(fc.constantFrom('=?', '?=', '?B?', '?Q?', 'utf-8', 'utf-7', ' ', '\r\n ', '=C3', 'w6k=', '=?utf-8?Q?a?='), fc.string({ maxLength: 8 }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        expect(decodeEncodedWords(withPlainWords(text)).length).toBeLessThanOrEqual(text.length * 2 + 2)
      }),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => typeof decodeIso2022(bytes, 'iso-2022-jp') === 'string'))
    for (const evil of ['=?utf-8?Q?'.repeat(100_000), `${'=?utf-8?Q?a?= '.repeat(50_000)}`, `=?utf-8?B?${'A'.repeat(1_000_000)}`, `=?a?b?${' '.repeat(500_000)}`]) {
      withPlainWords(evil)
      decodeEncodedWords(evil)
    }
  })
})
