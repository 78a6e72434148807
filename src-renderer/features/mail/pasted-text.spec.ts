// What a corrected pasted mail is read as again.
import { describe, expect, it } from 'vitest'
import { parsePastedMail } from '../../../src-shared/domain/pasted-mail.ts'
import { fieldsOf, isEnough, pastedText } from './pasted-text.ts'

const outlook = 'De: Ana Ruiz <ana@talleres.example>\nEnviado: lunes, 2 de noviembre de 2026 10:30\nPara: marta@maletin.example\nAsunto: Pedido\n\nNecesitamos 40 cajas.'

describe('a pasted mail', () => {
  it('stays as it was pasted while nothing is corrected', () => {
    const mail = parsePastedMail(outlook)
    expect(fieldsOf(mail)).toMatchObject({ from: 'Ana Ruiz <ana@talleres.example>', subject: 'Pedido', on: '2026-11-02', time: '10:30' })
    expect(pastedText(outlook, mail, fieldsOf(mail))).toBe(outlook)
  })
  it('has what was corrected, and its body', () => {
    const mail = parsePastedMail(outlook)
    const text = pastedText(outlook, mail, { ...fieldsOf(mail), subject: 'Pedido de cajas', on: '2026-11-03', time: '09:05' })
    expect(parsePastedMail(text)).toMatchObject({ subject: 'Pedido de cajas', from: { address: 'ana@talleres.example' }, date: { wall: { on: '2026-11-03', time: '09:05' } }, body: 'Necesitamos 40 cajas.' })
  })
  it('can be filled in where nothing was recognised', () => {
    const plain = 'Hola, mándeme la tarifa.'
    expect(parsePastedMail(plain)).toBeNull()
    const fields = { from: 'Luis <luis@otra.example>', to: '', subject: 'Tarifa', on: '2026-11-03', time: null }
    expect(isEnough(plain, fieldsOf(null), null)).toBe(false)
    expect(isEnough(plain, fields, null)).toBe(true)
    expect(parsePastedMail(pastedText(plain, null, fields))).toMatchObject({ subject: 'Tarifa', from: { name: 'Luis', address: 'luis@otra.example' }, body: plain })
  })
})
