// The file that is kept for a pasted mail, and what it says when it is read back.
import { describe, expect, it } from 'vitest'
import { mailKindOf } from './mail-kind.ts'
import { parseMail } from './parse-mail.ts'
import { emlOfPasted } from './pasted-reader.ts'

const pasted =
  'De: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: Luis Pérez <luis@miempresa.example>; marta@miempresa.example\nAsunto: Oferta año 2026: señal\n\nHola, Luis:\n\nAdjunto lo hablado.'

describe('a pasted mail', () => {
  it('is kept as an .eml with the whole text, and reads as the mail it was', async () => {
    const kept = Buffer.from((await emlOfPasted(pasted, 'Europe/Madrid')) ?? [])
    expect(mailKindOf(kept)).toBe('eml')
    expect(kept.toString()).toMatch(/^X-Maletin-Pasted: 1\r$/m)
    expect(Buffer.from(kept.toString().split('\r\n\r\n')[1] ?? '', 'base64').toString()).toBe(pasted)
    expect(await parseMail(kept)).toMatchObject({
      subject: 'Oferta año 2026: señal',
      from: { name: 'Ana García', address: 'ana@cliente.example' },
      to: [{ name: 'Luis Pérez', address: 'luis@miempresa.example' }, { name: '', address: 'marta@miempresa.example' }],
      date: { instant: Date.UTC(2026, 10, 2, 9, 30), offsetMinutes: 60 },
      text: 'Hola, Luis:\n\nAdjunto lo hablado.',
      html: null,
      attachments: [],
    })
    expect(Buffer.from((await emlOfPasted(pasted, 'Europe/Madrid')) ?? []).equals(kept)).toBe(true)
  })

  it('of whole source is kept as it is, and prose is not kept', async () => {
    const source = 'Received: by x\nFrom: a@x.example\nSubject: Oferta\n\nHola'
    expect(Buffer.from((await emlOfPasted(source, 'Europe/Madrid')) ?? []).toString()).toBe(source)
    expect(await emlOfPasted('Hola, Luis.', 'Europe/Madrid')).toBeNull()
  })

  it('in a text file is read like any mail, in UTF-8, windows-1252 and UTF-16', async () => {
    for (const bytes of [Buffer.from(pasted), Buffer.from(`\ufeff${pasted}`), Buffer.from(pasted, 'latin1'), Buffer.from(`\ufeff${pasted}`, 'utf16le')]) {
      expect(mailKindOf(bytes)).toBe('pasted')
      expect(await parseMail(bytes)).toMatchObject({ subject: 'Oferta año 2026: señal', from: { name: 'Ana García' }, text: 'Hola, Luis:\n\nAdjunto lo hablado.' })
    }
  })
})
