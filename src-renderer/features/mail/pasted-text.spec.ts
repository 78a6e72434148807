// What a corrected pasted mail is read as again.
import { describe, expect, it } from 'vitest'
import { parsePastedMail } from '../../../src-shared/domain/pasted-mail.ts'
import { fieldsOf, lackOfPasted, pastedText, withCorrections } from './pasted-text.ts'

const outlook =
  'De: Ana Ruiz <ana@talleres.example>\nEnviado: lunes, 2 de noviembre de 2026 10:30\nPara: marta@maletin.example\nAsunto: Pedido\n\nNecesitamos 40 cajas.'

describe('a pasted mail', () => {
  it('stays as it was pasted while nothing is corrected', () => {
    const mail = parsePastedMail(outlook)
    expect(fieldsOf(mail)).toMatchObject({
      from: 'Ana Ruiz <ana@talleres.example>',
      subject: 'Pedido',
      on: '2026-11-02',
      time: '10:30',
    })
    expect(pastedText(outlook, mail, {})).toBe(outlook)
  })
  it('has what was corrected, and its body', () => {
    const mail = parsePastedMail(outlook)
    const text = pastedText(outlook, mail, { subject: 'Pedido de cajas', on: '2026-11-03', time: '09:05' })
    expect(parsePastedMail(text)).toMatchObject({
      subject: 'Pedido de cajas',
      from: { address: 'ana@talleres.example' },
      date: { wall: { on: '2026-11-03', time: '09:05' } },
      body: 'Necesitamos 40 cajas.',
    })
  })
  it('can be filled in where nothing was recognised', () => {
    const plain = 'Hola, mándeme la tarifa.'
    expect(parsePastedMail(plain)).toBeNull()
    const fields = { from: 'Luis <luis@otra.example>', subject: 'Tarifa', on: '2026-11-03', time: '09:00' }
    expect(lackOfPasted(plain, null, {})).toBe('sender')
    expect(lackOfPasted(plain, null, fields)).toBeNull()
    expect(parsePastedMail(pastedText(plain, null, fields))).toMatchObject({
      subject: 'Tarifa',
      from: { name: 'Luis', address: 'luis@otra.example' },
      body: plain,
    })
  })
  it('keeps what was corrected while its text is edited', () => {
    const corrected = { subject: 'Pedido de cajas' }
    const edited = parsePastedMail(outlook.replace('Ana Ruiz', 'Ana R.').replace('Asunto: Pedido', 'Asunto: Otro'))
    expect(withCorrections(edited, corrected)).toMatchObject({
      from: 'Ana R. <ana@talleres.example>',
      subject: 'Pedido de cajas',
    })
  })
  it('keeps copies, and the zone of a date that was not touched', () => {
    const gmail =
      'From: Ana <ana@x.example>\nDate: Mon, 2 Nov 2026 10:30:00 +0300\nTo: m@y.example\nCc: Eva <eva@x.example>\nSubject: Offer\n\nHello'
    const mail = parsePastedMail(gmail)
    expect(parsePastedMail(pastedText(gmail, mail, { subject: 'Other' }))).toMatchObject({
      cc: [{ address: 'eva@x.example' }],
      date: { wall: { on: '2026-11-02', time: '10:30' }, offsetMinutes: 180 },
    })
    expect(parsePastedMail(pastedText(gmail, mail, { time: '11:00' }))?.date).toEqual({
      wall: { on: '2026-11-02', time: '11:00' },
      offsetMinutes: null,
    })
  })
  it.each([
    ['Ana', null],
    ['Ana Ruiz <ana@talleres.example>', null],
    ['ana@localhost', null],
    ['.', 'sender'],
    ['-', 'sender'],
    ['7', 'sender'],
    ['ana@', 'sender'],
    ['@talleres.example', 'sender'],
    ['Ana <ana@@talleres.example>', 'sender'],
    ['ana@talleres..example', 'sender'],
  ])('from %s', (from, lack) => {
    expect(lackOfPasted('Hola', null, { from, subject: 'Tarifa' })).toBe(lack)
  })
  it('needs day and time together, or neither', () => {
    const who = { from: 'Ana Ruiz', subject: 'Tarifa' }
    expect(lackOfPasted('Hola', null, who)).toBeNull()
    expect(lackOfPasted('Hola', null, { ...who, on: '2026-11-03' })).toBe('time')
    expect(lackOfPasted('Hola', null, { ...who, time: '10:00' })).toBe('day')
    expect(lackOfPasted('Hola', null, { from: 'Ana Ruiz', subject: ' ' })).toBe('subject')
  })
})
