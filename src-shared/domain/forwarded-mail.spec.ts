import { describe, expect, it } from 'vitest'
import { forwardedMails, notesOf, sidesOf } from './forwarded-mail.ts'
import type { MailAddress, ParsedMail } from './parsed-mail.ts'

const person = (name: string, address: string): MailAddress => ({ name, address })
const me = person('Marta Vidal', 'marta@norte.example')
const colleague = person('Nuria Cuesta', 'nuria@norte.example')
const customer = person('Xabier Sanz', 'xabier@cliente.example')
const own = new Set([me.address, colleague.address])
function mail(text: string, more: Partial<ParsedMail> = {}): ParsedMail {
  return {
    messageId: null, inReplyTo: null, references: [], subject: 'RV: Consulta de precios', from: colleague, replyTo: [], to: [me], cc: [], bcc: [],
    date: null, text, html: null, attachments: [], security: null, contentHash: '', threadKey: '', ...more,
  } // prettier-ignore
}

const outlook = `Marta, esto es tuyo.

Nuria

-----Mensaje original-----
De: Xabier Sanz [mailto:xabier@cliente.example]
Enviado el: viernes, 6 de noviembre de 2026 18:22
Para: Nuria Cuesta <nuria@norte.example>
Asunto: Consulta de precios

¿Me puedes pasar el precio de la referencia 4471?

Xabier Sanz
Tel. 944 555 666
`
const question = '¿Me puedes pasar el precio de la referencia 4471?\n\nXabier Sanz\nTel. 944 555 666'

describe('a mail among colleagues', () => {
  it('belongs to whom the forwarded message is from', () => {
    const sides = sidesOf(mail(outlook), own)
    expect(sides).toMatchObject({ direction: 'in', counterparts: [customer], forwarded: { text: question } })
  })

  it.each([
    ['Gmail', '---------- Forwarded message ---------\nDe: Xabier Sanz <xabier@cliente.example>\nDate: vie, 6 nov 2026 a las 18:22\nSubject: Precio\nTo: Nuria <nuria@norte.example>\n\n\nHola, Nuria.'],
    ['Apple Mail', 'Inicio del mensaje reenviado:\n\n> De: Xabier Sanz <xabier@cliente.example>\n> Asunto: Precio\n> Fecha: 6 de noviembre de 2026, 18:22:00 CET\n> Para: nuria@norte.example\n>\n> Hola, Nuria.'],
    ['a quoted answer', '¿Lo llevas tú?\n\nEl vie, 6 nov 2026 a las 18:22, Xabier Sanz (<xabier@cliente.example>) escribió:\n\n> Hola, Nuria.'],
    ['a forward of a forward', `Para ti.\n\nDe: Marta Vidal <marta@norte.example>\nEnviado: lunes, 9 de noviembre de 2026 8:00\nPara: Nuria Cuesta <nuria@norte.example>\nAsunto: RV: Precio\n\nMira.\n\n${outlook.slice(outlook.indexOf('-----')).replace(/¿Me[^]*/, 'Hola, Nuria.')}`],
  ])('as %s writes it', (_program, text) => {
    const sides = sidesOf(mail(text), own)
    expect([sides.direction, sides.counterparts[0]?.address, sides.forwarded?.text]).toEqual(['in', customer.address, 'Hola, Nuria.'])
  })

  it('goes out where a colleague passes on what was written to the customer', () => {
    const text = 'Te paso lo que le dije.\n\nDe: Nuria Cuesta <nuria@norte.example>\nEnviado: lunes, 9 de noviembre de 2026 8:00\nPara: Xabier Sanz <xabier@cliente.example>\nAsunto: Precio\n\nSon 12 euros.'
    expect(sidesOf(mail(text), own)).toMatchObject({ direction: 'out', counterparts: [customer] })
  })

  it('belongs to nobody where no other is named', () => {
    expect(sidesOf(mail('¿Comemos?'), own)).toEqual({ direction: 'out', counterparts: [], forwarded: null })
  })
})

it('a customer is not exchanged for one that is quoted', () => {
  const sides = sidesOf(mail(outlook, { from: person('Ana', 'ana@otra.example') }), own)
  expect(sides).toMatchObject({ counterparts: [{ address: 'ana@otra.example' }], forwarded: null })
})

describe('the notes', () => {
  it('of what was forwarded hold it with its author; of an answer only what is new', () => {
    const forwarded = `Marta, esto es tuyo.\n\nNuria\n\nXabier Sanz <xabier@cliente.example>:\n${question}`
    expect(notesOf(mail(outlook), null)).toBe(forwarded)
    expect(notesOf(mail(outlook, { subject: 'RE: Consulta' }), sidesOf(mail(outlook), own).forwarded)).toBe(forwarded)
    expect(notesOf(mail(outlook, { subject: 'RE: Consulta' }), null)).toBe('Marta, esto es tuyo.\n\nNuria')
  })

  it('of a mail that only forwards are its whole text, once', () => {
    const text = outlook.slice(outlook.indexOf('-----'))
    expect(notesOf(mail(text), null)).toBe(text.trim())
  })
})

it('a chain without end is read so far and no further, in bounded time', () => {
  const header = 'De: Ana <ana@x.example>\nEnviado: lunes, 9 de noviembre de 2026 8:00\nPara: b@y.example\nAsunto: x\n\nhola\n\n'
  const start = performance.now()
  expect(forwardedMails(header.repeat(20_000))).toHaveLength(8)
  expect(performance.now() - start).toBeLessThan(5000)
})
