// Messages made to hurt (EML-7, EML-8): each must be read, or refused with its reason, in bounded time and memory.
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src-shared/errors.ts'
import { baseSubject, newTextOf, notesFromText, safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import { looksPasted, parsePastedMail } from '../../src-shared/domain/pasted-mail.ts'
import { textFromHtml } from './html-text.ts'
import { attachmentBytes, parseMail } from './parse-mail.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

async function timed<T>(limitMs: number, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  expect(performance.now() - start).toBeLessThan(limitMs)
  return result
}

const head = 'From: ana@x.example\nSubject: Hola\nDate: Mon, 3 Mar 2025 10:15:30 +0100\n'

describe('a hostile message', () => {
  it('nested 3,000 multiparts deep still gives its headers and a text', async () => {
    let body = ''
    for (let level = 0; level < 3000; level++)
      body += `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`
    const mail = await timed(5000, () => parseMail(bytes(`${head}${body}Content-Type: text/plain\n\nfondo`)))
    expect(mail).toMatchObject({ subject: 'Hola', from: { address: 'ana@x.example' }, attachments: [] })
    expect(mail.text).not.toBe('')
  })

  it('nested 3,000 messages deep gives the outermost as a file', async () => {
    const nested = `${'Content-Type: message/rfc822\n\n'.repeat(3000)}Subject: fondo\n\nx`
    const mail = await timed(5000, () => parseMail(bytes(head + nested)))
    expect(mail.attachments).toHaveLength(1)
  })

  it('with 100,000 headers gives those that matter', async () => {
    const noise = Array.from({ length: 100_000 }, (_, index) => `X-Noise-${index}: ${'y'.repeat(30)}`).join('\n')
    const mail = await timed(5000, () => parseMail(bytes(`${noise}\n${head}Content-Type: text/plain\n\nhola`)))
    expect(mail).toMatchObject({ subject: 'Hola', text: 'hola', from: { address: 'ana@x.example' } })
  })

  it('with 100,000 parts is cut, not endured', async () => {
    const parts = '--b\nContent-Type: application/octet-stream\n\nx\n'.repeat(100_000)
    const mail = await timed(15_000, () =>
      parseMail(bytes(`${head}Content-Type: multipart/mixed; boundary=b\n\n${parts}--b--`)),
    )
    expect(mail.subject).toBe('Hola')
    expect(mail.attachments.length).toBeLessThanOrEqual(2000)
  }, 30_000)

  it.each([
    ['a subject of 5 MB', `${head.replace('Hola', 'x '.repeat(2_500_000))}\nhola`],
    ['5 MB of folded spaces', `Subject: a\n${' \n'.repeat(2_000_000)}\nhola`],
    ['300,000 recipients', `To: ${'ana@x.example, '.repeat(30_000)}\n${head}\nhola`],
    ['20,000 groups in an address', `To: ${'g: ana@x.example, b <b@x.example>;, '.repeat(20_000)}\n${head}\nhola`],
    ['groups in groups', `To: ${'g:'.repeat(50_000)}\n${head}\nhola`],
    ['comments in comments in an address', `From: ana${'('.repeat(100_000)}${')'.repeat(100_000)}@x.example\n${head}\nhola`],
    ['comments in a date', `Date: ${'(a'.repeat(50_000)}\n${head}\nhola`],
    ['comments in a type', `${head}Content-Type: text/plain${'('.repeat(100_000)}; charset=utf-8\n\nhola`],
    ['a name in 20,000 pieces of charsets', `${head}Content-Type: application/x; ${Array.from({ length: 20_000 }, (_, n) => `name*${n}*=utf-8''%C3`).join('; ')}\n\nhola`],
    ['words cut without end', `${head.replace('Hola', '=?utf-8?B?w?= '.repeat(50_000))}\nhola`],
    ['winmail.dat in itself', `${head}Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${Buffer.alloc(2_000_000, Buffer.from('789f3e22010001039006', 'hex')).toString('base64')}`],
    ['a signed file of nothing but beginnings', `${head}Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${Buffer.alloc(3_000_000, Buffer.from('3080', 'hex')).toString('base64')}`],
    ['armour without end', `${head}\n${'-----BEGIN PGP SIGNED MESSAGE-----\n'.repeat(100_000)}`],
    ['dashes without end', `${head}Content-Type: multipart/mixed; boundary=b\n\n${'--\n'.repeat(1_000_000)}`],
    ['unclosed quotes and comments', `To: ${'("<'.repeat(50_000)}\n${head}\nhola`],
    [
      'encoded words without end',
      `${head}Comments: ${'=?utf-8?Q?'.repeat(50_000)}\nTo: ${'=?utf-8?B?'.repeat(20_000)}\n\nhola`,
    ],
    ['a hundred thousand references', `References: ${'<a@x>\n '.repeat(60_000)}\n${head}\nhola`],
    ['parameters without end', `${head}Content-Type: text/plain; ${'a=b; '.repeat(80_000)}\n\nhola`],
    [
      'continued parameters',
      `${head}Content-Disposition: attachment; ${Array.from({ length: 20_000 }, (_, n) => `filename*${n}*=%41`).join('; ')}\n\nhola`,
    ],
    ['one line of 20 MB', `${head}\n${'x'.repeat(20_000_000)}`],
    ['ten million empty lines', `${head}\n${'\n'.repeat(3_000_000)}`],
    [
      'flowed text without end',
      `${head}Content-Type: text/plain; format=flowed; delsp=yes\n\n${'a \n'.repeat(700_000)}`,
    ],
    ['boundaries of one letter', `${head}Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\n\xe1'.repeat(50_000)}`],
    [
      'uncounted boundaries in 8 bit',
      `${head}Content-Type: multipart/mixed; boundary=a\n\n${'boundary=x\n--x\n\xe1\n'.repeat(50_000)}`,
    ],
    ['UTF-7 of 3 MB', `${head}Content-Type: text/plain; charset=utf-7\n\n${'+AP'.repeat(1_000_000)}`],
  ])(
    'with %s is read in bounded time',
    async (_what, text) => {
      const outcome = await timed(12_000, () => parseMail(bytes(text)).catch((error: unknown) => error))
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(KnownError)
    },
    30_000,
  )

  it.each([
    ['nested', '<div>'.repeat(1_000_000)],
    ['flat', '<p>a</p>'.repeat(600_000)],
    ['tables in tables', '<table><tr><td>'.repeat(300_000)],
    ['lists in lists', '<ul><li>'.repeat(600_000)],
    ['quotes in quotes', '<blockquote>'.repeat(400_000)],
    ['one attribute', `<p title="${'a'.repeat(5_000_000)}">x`],
    ['entities', '&amp;&#x41;&nosuch;'.repeat(300_000)],
    ['an open comment', `<!--${'-'.repeat(5_000_000)}`],
    ['open tags', '<a '.repeat(1_600_000)],
    ['white space', `<pre>${' \n'.repeat(2_500_000)}</pre>`],
  ])(
    'with 5 MB of HTML (%s) gives its text in bounded time',
    async (_what, html) => {
      await timed(8000, () => textFromHtml(html))
    },
    30_000,
  )

  it('with a zip that would fill the disk keeps it closed', async () => {
    // 10 MB of nothing in 10 kB: what is kept is the file as it came.
    const bomb = deflateRawSync(Buffer.alloc(10_000_000))
    const mail = await parseMail(bytes(`${head}Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n${bomb.toString('base64')}`))
    expect(mail.attachments).toMatchObject([{ name: 'a.zip', size: bomb.length }])
  })

  it.each([
    ['white space', ' \t'.repeat(1_000_000)],
    ['quote marks', '>'.repeat(1_000_000)],
    ['dashes', '-'.repeat(1_000_000)],
    ['attributions', 'El lunes a las 10:30 '.repeat(50_000)],
    ['lines of attributions', 'El lunes a las 10:30\n'.repeat(50_000)],
    ['prefixes', 'RE: '.repeat(200_000)],
    ['header lines', 'De: a\nEnviado: b\n'.repeat(50_000)],
    ['empty lines', '\n'.repeat(1_000_000)],
    ['underlines', '_ * - \n'.repeat(200_000)],
  ])('whose text is %s gives its notes in bounded time', async (_what, text) => {
    await timed(4000, () => {
      newTextOf(text)
      notesFromText(text)
      baseSubject(text)
      looksPasted(text)
      parsePastedMail(text)
    })
  })

  it('with evil names gives harmless ones', async () => {
    const names = [
      '../../../etc/cron.d/x',
      '..\\\\..\\\\x.exe',
      'C:\\\\x.bat',
      'CON',
      'a\0b',
      '\u202egpj.exe',
      '~/.ssh/id',
      '/dev/null',
      'x'.repeat(5000),
      ' . ',
      'aux.txt',
    ]
    const parts = names.map(
      (name) =>
        `--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="${name}"\n\nx\n`,
    )
    const mail = await parseMail(
      Buffer.from(`${head}Content-Type: multipart/mixed; boundary=b\n\n${parts.join('')}--b--`),
    )
    expect(mail.attachments).toHaveLength(names.length)
    for (const { name } of mail.attachments) {
      expect(name).not.toMatch(/[/\\:\u202e]|^\.|^con$|^aux\./i)
      expect(safeFileName(name)).toBe(name)
    }
  })

  it('of any bytes is read twice alike or refused with its reason', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'From: a@x.example\n',
        'Content-Type: multipart/mixed; boundary=b\n',
        'Content-Type: text/html\n',
        'Content-Type: message/rfc822\n',
        '\n',
        '\r\n',
        '--b\n',
        '--b--\n',
        'Content-Transfer-Encoding: base64\n',
        '=?utf-8?B?',
        'Date: ',
        ' ',
        ';',
        '"',
        '\xff\xfe',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const input = bytes(pieces.join(''))
        const copy = Buffer.from(input)
        const outcome = await parseMail(input).catch((error: unknown) => error)
        expect(input.equals(copy)).toBe(true)
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(KnownError)
          return
        }
        expect(await parseMail(input)).toEqual(outcome)
        await attachmentBytes(input, 0)
      }),
      { numRuns: 500 },
    )
  }, 30_000)
})
