import { describe, expect, it } from 'vitest'
import { forwardedMails, notesOf, sidesOf } from './forwarded-mail.ts'
import { ownPeople } from './own-people.ts'
import type { EnclosedMessage, MailAddress, MailAttachment, ParsedMail } from './parsed-mail.ts'

const person = (name: string, address: string): MailAddress => ({ name, address })
const me = person('Marta Vidal', 'marta@norte.example')
const colleague = person('Nuria Cuesta', 'nuria@norte.example')
const customer = person('Xabier Sanz', 'xabier@cliente.example')
const own = ownPeople([me.address, colleague.address])
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
    expect(sidesOf(mail('¿Comemos?'), own)).toEqual({ direction: 'out', counterparts: [], via: 'address', forwarded: null })
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

const inside = (mediaType: string, message: EnclosedMessage): MailAttachment => ({
  index: 0, name: 'x', mediaType, size: 1, contentId: null, isInline: false, sha256: '', message,
}) // prettier-ignore

describe('a colleague who is no user', () => {
  const boss = person('Rosa Gil', 'rosa@norte.example')
  it('is known by the domain: the mail goes out, to the customer, who may be in copy only', () => {
    expect(sidesOf(mail('Hola', { from: boss, to: [me], cc: [customer] }), own)).toEqual({
      direction: 'out', counterparts: [customer], via: 'recipient', forwarded: null,
    }) // prettier-ignore
    expect(sidesOf(mail('Hola', { from: me, to: [boss], cc: [customer] }), own)).toMatchObject({ counterparts: [customer], via: 'address' })
  })
  it('forwards as one who is', () => {
    expect(sidesOf(mail(outlook, { from: boss }), own)).toMatchObject({ direction: 'in', counterparts: [customer], via: 'forwarded' })
  })
  it('is whom the mail is from where no other is named, and so is a contact of the own domain', () => {
    expect(sidesOf(mail('¿Comemos?', { from: boss }), own)).toMatchObject({ direction: 'in', counterparts: [boss], via: 'address' })
    const known = ownPeople([me.address], [boss.address])
    expect(sidesOf(mail('Hola', { from: boss, cc: [customer] }), known)).toMatchObject({ direction: 'in', counterparts: [boss], via: 'address' })
  })
  it('is nobody at a provider that gives addresses to anyone', () => {
    const luis = person('Luis', 'luis@gmail.com')
    expect(sidesOf(mail('Hola', { from: luis, cc: [customer] }), ownPeople(['marta@gmail.com']))).toMatchObject({ direction: 'in', counterparts: [luis], via: 'address' })
  })
})

describe('a message that is a file', () => {
  it('is read as one in the text is', () => {
    const message = { from: customer, to: [colleague], cc: [], text: question }
    const forwarded = mail('', { attachments: [inside('message/rfc822', message)] })
    expect(sidesOf(forwarded, own)).toMatchObject({ direction: 'in', counterparts: [customer], via: 'forwarded' })
    expect(notesOf(forwarded, sidesOf(forwarded, own).forwarded)).toBe(`Xabier Sanz <xabier@cliente.example>:\n${question}`)
  })
})

describe('what a mail server reports', () => {
  const server = person('Mail Delivery System', 'MAILER-DAEMON@correo.norte.example')
  const returned = inside('message/rfc822', { from: me, to: [customer], cc: [colleague], text: 'Hola' })
  const report = inside('message/delivery-status', { from: null, to: [person('', 'Xabier@cliente.example')], cc: [], text: '' })
  it('is about the recipient that its fields name, with the name of the mail that came back', () => {
    expect(sidesOf(mail('No ha podido entregarse.', { from: server, attachments: [report, returned] }), own)).toEqual({
      direction: 'in', counterparts: [person('Xabier Sanz', 'Xabier@cliente.example')], via: 'reported', forwarded: null,
    }) // prettier-ignore
  })
  it('is about who stands in its text where it has no fields, else about whom the mail went to', () => {
    const text = 'Tu mensaje no se ha entregado a xabier@cliente.example. Avisa a postmaster@cliente.example o a marta@norte.example.'
    expect(sidesOf(mail(text, { from: server }), own).counterparts).toEqual([person('', 'xabier@cliente.example')])
    expect(sidesOf(mail('', { from: server, attachments: [returned] }), own).counterparts).toEqual([customer])
  })
  it('is a mail like any other where it names nobody', () => {
    expect(sidesOf(mail('Buzón lleno.', { from: server }), own)).toMatchObject({ via: 'address', counterparts: [server] })
  })
})
