import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baseSubject,
  counterpartAddresses,
  directionOf,
  newTextOf,
  notesFromText,
  safeFileName,
  type ParsedMail,
} from './parsed-mail.ts'

const address = (text: string) => ({ name: '', address: text })
const mail = (fields: Partial<ParsedMail>): ParsedMail => ({
  messageId: null,
  inReplyTo: null,
  references: [],
  subject: '',
  from: null,
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  date: null,
  text: '',
  html: null,
  attachments: [],
  security: null,
  contentHash: '',
  threadKey: '',
  ...fields,
})
const own = new Set(['yo@miempresa.example'])

describe('direction and counterpart of a mail', () => {
  it('is sent when one of the own addresses is its sender, in any case', () => {
    expect(directionOf(mail({ from: address('Yo@miempresa.example') }), own)).toBe('out')
    expect(directionOf(mail({ from: address('ana@cliente.example') }), own)).toBe('in')
    expect(directionOf(mail({}), own)).toBe('in')
  })

  it('finds the customer in the sender or in the recipients, never oneself', () => {
    const received = mail({ from: address('ana@cliente.example'), to: [address('yo@miempresa.example')] })
    expect(counterpartAddresses(received, own)).toEqual([address('ana@cliente.example')])
    const sent = mail({
      from: address('yo@miempresa.example'),
      to: [address('ana@cliente.example'), address('ANA@cliente.example')],
      cc: [address('yo@miempresa.example'), address('luis@cliente.example'), address('sin dirección')],
    })
    expect(counterpartAddresses(sent, own)).toEqual([address('ana@cliente.example'), address('luis@cliente.example')])
  })
})

describe('the subject without prefixes', () => {
  it.each([
    ['Re: Oferta', 'Oferta'],
    ['RV: RE[2]: Fwd: Oferta', 'Oferta'],
    ['FW:Re (3): Oferta', 'Oferta'],
    ['AW: WG: Angebot', 'Angebot'],
    ['Referencia: 12', 'Referencia: 12'],
    ['Ref: pedido', 'Ref: pedido'],
    ['Re:', ''],
    ['  ', ''],
  ])('%j is %j', (subject, base) => expect(baseSubject(subject)).toBe(base))
})

describe('notes from the text of a mail', () => {
  it.each([
    ['Vale.\n\nEl lun, 3 mar 2025 a las 10:00, Ana <a@x.example> escribió:\n> Hola', 'Vale.'],
    ['Vale.\n\nEl lunes, 3 de marzo de 2025 a las 10:00,\nAna Ejemplo (<a@x.example>)\nescribió:\n> Hola', 'Vale.'],
    ['Ok\n\nOn Mon, Mar 3, 2025 at 10:00 AM Ana <a@x.example> wrote:\n> Hi', 'Ok'],
    ['Ok\n________________________________\nDe: Ana\nEnviado: lunes\nPara: Yo\nAsunto: X\n\nHola', 'Ok'],
    ['Ok\n-----Mensaje original-----\nDe: Ana', 'Ok'],
    ['Texto\n\n-- \nAna\nTel. 1', 'Texto'],
    ['> pregunta\nrespuesta\n> otra\notra respuesta', 'respuesta\notra respuesta'],
    ['El pedido llega el lunes.\nDe: lo dicho', 'El pedido llega el lunes.\nDe: lo dicho'],
    ['> solo citas', '> solo citas'],
    ['-- \nsolo firma', '--\nsolo firma'],
    ['', ''],
  ])('%j gives %j', (text, notes) => expect(notesFromText(text)).toBe(notes))

  it('are never empty where the text is not', () => {
    const lines = fc.constantFrom('> cita', '--', '', 'Hola', 'El x escribió:', 'De: a', 'Para: b', 'Asunto: c', '___')
    fc.assert(
      fc.property(fc.array(lines), (parts) => {
        const text = parts.join('\n')
        expect(notesFromText(text) === '').toBe(text.trim() === '')
      }),
    )
  })

  it('stay quick on a hostile text', () => {
    const start = performance.now()
    newTextOf('El '.repeat(200_000))
    newTextOf('El a\n'.repeat(100_000))
    newTextOf('From: a\n'.repeat(100_000))
    expect(performance.now() - start).toBeLessThan(3000)
  })
})

describe('file names of attachments', () => {
  it.each([
    ['Oferta 2025.pdf', 'Oferta 2025.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\Windows\\win.ini', 'win.ini'],
    ['C:\\Users\\ana\\plano.dwg', 'plano.dwg'],
    ['/etc/shadow', 'shadow'],
    ['Factura 12/2025.pdf', 'Factura 12_2025.pdf'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['console.log', 'console.log'],
    ['foto\u202egpj.exe', 'fotogpj.exe'],
    ['a\u0000b\r\n.txt', 'ab.txt'],
    ['.htaccess', 'htaccess'],
    ['informe.pdf. . ', 'informe.pdf'],
    ['a<b>:"|?*.txt', 'a_b______.txt'],
    ['Ñandú (1).xlsx', 'Ñandú (1).xlsx'],
    ['', 'adjunto'],
    ['...', 'adjunto'],
    ['/', 'adjunto'],
    ['\u200b', 'adjunto'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('%j becomes %j', (name, safe) => expect(safeFileName(name)).toBe(safe))

  it('are safe on every system whatever they were, and safe names stay as they are', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '.',
        '/',
        '\\',
        ' ',
        'CON',
        'nul',
        ':',
        '\u202e',
        '\0',
        'a',
        '漢',
        '😀',
        '\ud800',
        '.exe',
        '~',
        '|',
      ),
    })
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 400 })), (name) => {
        const safe = safeFileName(name)
        expect(safe.length).toBeGreaterThan(0)
        expect(safe.length).toBeLessThanOrEqual(120)
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(255)
        expect(safe).not.toMatch(/[\u0000-\u001f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]|^[. ]|[. ]$/)
        expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
        expect(safe.isWellFormed()).toBe(true)
        expect(safeFileName(safe)).toBe(safe)
      }),
      { numRuns: 2000 },
    )
  })
})
