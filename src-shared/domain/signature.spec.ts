import { describe, expect, it } from 'vitest'
import type { ParsedMail } from './parsed-mail.ts'
import { signatureOf } from './signature.ts'

const mail = (text: string, name: string, address: string): ParsedMail => ({
  messageId: null,
  inReplyTo: null,
  references: [],
  subject: '',
  from: { name, address },
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  date: null,
  text,
  html: null,
  attachments: [],
  security: null,
  contentHash: '',
  threadKey: '',
})

describe('what a signature proposes for a new person', () => {
  it('reads a Spanish signature', () => {
    const text =
      'Buenos días:\n\nAdjunto la oferta del 12.03.2025 por 12.500 €.\n\nUn saludo,\n\nAna Ejemplo\nDirectora comercial\nSuministros Inventados, S.L.\nTel.: 912 345 678 | Móvil: +34 600 111 222\nFax: 912 345 679\nC/ Falsa, 123 · 28001 Madrid\nana@inventados.example'
    expect(signatureOf(mail(text, 'Ana Ejemplo', 'ana@inventados.example'))).toEqual({
      name: 'Ana Ejemplo',
      phones: ['912 345 678', '+34 600 111 222'],
      company: 'Suministros Inventados, S.L.',
      title: 'Directora comercial',
    })
  })

  it('reads an English signature behind its separator', () => {
    const text =
      'Thanks for the call.\n-- \nJohn Sample | Sales Manager\nSample Widgets Ltd\nT. +44 20 7946 0000\nM. +44 7700 900123'
    expect(signatureOf(mail(text, 'Sample, John', 'john@widgets.example'))).toEqual({
      name: 'John Sample',
      phones: ['+44 20 7946 0000', '+44 7700 900123'],
      company: 'Sample Widgets Ltd',
      title: 'Sales Manager',
    })
  })

  it('takes the company from the domain, but never from a free mail address', () => {
    expect(signatureOf(mail('Hola', '', 'ana.lopez@talleres-ficticios.es'))).toEqual({
      name: 'Ana Lopez',
      phones: [],
      company: 'Talleres Ficticios',
      title: null,
    })
    expect(signatureOf(mail('Hola', '', 'ana1975@gmail.com'))).toEqual({
      name: '',
      phones: [],
      company: null,
      title: null,
    })
    expect(signatureOf(mail('Hola', '', 'x@hotmail.es')).company).toBeNull()
  })

  it('takes neither dates nor order numbers nor the quoted mail for phones', () => {
    const text =
      'Pedido 4500123456 del 12/03/2025.\nNIF B12345678\nIBAN ES91 2100 0418 4502 0005 1332\nGracias\n\nEl lun, 3 mar 2025 a las 10:00, Otro <o@x.example> escribió:\n> Tel. 911 111 111'
    expect(signatureOf(mail(text, 'Eva', 'eva@gmail.com')).phones).toEqual([])
  })

  it('reads two numbers on one line, and one only once', () => {
    const text = 'Saludos\nEva Prueba\nTeléfono: 912 345 678 / 600 111 222\n600111222'
    expect(signatureOf(mail(text, 'Eva Prueba', 'eva@gmail.com')).phones).toEqual(['912 345 678', '600 111 222'])
  })

  it('keeps words of a sentence out of the title', () => {
    const text = 'Hablé con el director de compras y vamos adelante.\nSaludos\nEva'
    expect(signatureOf(mail(text, 'Eva', 'eva@gmail.com')).title).toBeNull()
  })

  it('stays quick on a hostile text', () => {
    const text = `${'Tel '.repeat(30)}\n`.repeat(20_000) + '1'.repeat(100_000) + '\n' + 'a '.repeat(100_000)
    const start = performance.now()
    signatureOf(mail(text, 'x'.repeat(5000), 'x@y.example'))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
