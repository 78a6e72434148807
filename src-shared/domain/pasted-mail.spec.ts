// Mails as they arrive on the clipboard from the programs people use, invented, in Spanish, English and the languages around.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksPasted, parsePastedMail } from './pasted-mail.ts'

interface Expected {
  subject?: string
  /** "Name <address>", one part may be missing. */
  from?: string
  to?: string[]
  cc?: string[]
  /** "2026-11-02 10:30", with "+60" behind it where the text names its zone; null where there is none. */
  date?: string | null
  body?: string
  form?: 'fields' | 'quote' | 'source'
}

const ana = 'Ana García <ana@cliente.example>'
const luis = 'Luis Pérez <luis@miempresa.example>'
const monday = '2026-11-02 10:30'

const pastes: [what: string, text: string, expected: Expected][] = [
  [
    'Outlook, Spanish',
    'De: Ana García <ana@cliente.example> \nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: Luis Pérez <luis@miempresa.example>\nCC: Marta Ruiz <marta@cliente.example>; Pau Soler <pau@cliente.example>\nAsunto: Oferta 2026\n\nHola, Luis:\n\nAdjunto lo hablado.\n',
    { subject: 'Oferta 2026', from: ana, to: [luis], cc: ['Marta Ruiz <marta@cliente.example>', 'Pau Soler <pau@cliente.example>'], date: monday, body: 'Hola, Luis:\n\nAdjunto lo hablado.' },
  ],
  [
    'Outlook, English (United States)',
    'From: Ana García <ana@cliente.example>\nSent: Monday, November 2, 2026 10:30 AM\nTo: Luis Pérez <luis@miempresa.example>\nSubject: Offer\n\nHi',
    { subject: 'Offer', from: ana, to: [luis], date: monday, body: 'Hi' },
  ],
  ['Outlook, English (United Kingdom)', 'From: Ana García <ana@cliente.example>\nSent: 02 November 2026 15:45\nTo: Luis Pérez\nSubject: Offer\n\nHi', { from: ana, to: ['Luis Pérez'], date: '2026-11-02 15:45' }],
  ['Outlook with figures, American', 'From: Ana García <ana@cliente.example>\nSent: 11/2/2026 3:45 PM\nTo: luis@miempresa.example\nSubject: Offer\n\nHi', { date: '2026-11-02 15:45', to: ['<luis@miempresa.example>'] }],
  ['Outlook with figures, British', 'From: Ana García <ana@cliente.example>\nSent: 02/11/2026 15:45\nTo: luis@miempresa.example\nSubject: Offer\n\nHi', { date: '2026-11-02 15:45' }],
  ['Outlook with figures, Spanish', 'De: Ana García <ana@cliente.example>\nEnviado: 02/11/2026 10:30\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { date: monday }],
  ['Outlook, names alone', 'De: García, Ana\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: Pérez, Luis; Ruiz, Marta\nAsunto: RE: Oferta\n\nHola', { subject: 'RE: Oferta', from: 'García, Ana', to: ['Pérez, Luis', 'Ruiz, Marta'], date: monday }],
  ['Outlook, "a. m."', 'De: Ana García <ana@cliente.example>\nEnviado: lunes, 2 de noviembre de 2026 10:30 a. m.\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { date: monday }],
  ['Outlook, "p. m."', 'De: Ana García <ana@cliente.example>\nEnviado: lunes, 2 de noviembre de 2026 5:05 p. m.\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { date: '2026-11-02 17:05' }],
  ['Outlook, midnight', 'From: ana@cliente.example\nSent: Monday, November 2, 2026 12:05 AM\nTo: luis@miempresa.example\nSubject: x\n\nHi', { date: '2026-11-02 00:05' }],
  ['Outlook with its old mark', '-----Mensaje original-----\nDe: Ana García [mailto:ana@cliente.example] \nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: Luis Pérez\nAsunto: Oferta\n\nHola', { from: ana, subject: 'Oferta', date: monday }],
  ['Outlook with importance and attachments', 'De: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@miempresa.example\nAsunto: Oferta\nDatos adjuntos: oferta.pdf; condiciones.docx\nImportancia: Alta\n\nHola', { subject: 'Oferta', body: 'Hola' }],
  ['Outlook on behalf', 'De: Secretaría <sec@cliente.example> En nombre de Ana García\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { from: 'Ana García' }],
  ['Outlook on the web', '________________________________________\nDe: Ana García <ana@cliente.example>\nEnviado: lunes, 2 de noviembre de 2026 10:30\nPara: Luis Pérez <luis@miempresa.example>\nAsunto: Oferta\n \nHola', { from: ana, to: [luis], date: monday, subject: 'Oferta', body: 'Hola' }],
  ['Outlook with tabs', 'De:\tAna García <ana@cliente.example>\nEnviado el:\tlunes, 2 de noviembre de 2026 10:30\nPara:\tLuis Pérez <luis@miempresa.example>\nAsunto:\tOferta\n\nHola', { from: ana, to: [luis], date: monday }],
  ['Outlook as a table', 'De:\nAna García <ana@cliente.example>\nEnviado el:\nlunes, 2 de noviembre de 2026 10:30\nPara:\nLuis Pérez <luis@miempresa.example>\nAsunto:\nOferta\n\nHola', { from: ana, to: [luis], date: monday, subject: 'Oferta', body: 'Hola' }],
  ['Outlook for Mac, Spanish', 'De: Ana García <ana@cliente.example>\nFecha: lunes, 2 de noviembre de 2026, 10:30\nPara: Luis Pérez <luis@miempresa.example>\nAsunto: Oferta\n\nHola', { from: ana, date: monday }],
  ['Outlook in bold, as Gmail shows it', '*De:* Ana García <ana@cliente.example>\n*Enviado el:* lunes, 2 de noviembre de 2026 10:30\n*Para:* Luis Pérez <luis@miempresa.example>\n*Asunto:* Oferta\n\nHola', { from: ana, to: [luis], date: monday, subject: 'Oferta' }],
  ['Outlook quoted', '> De: Ana García <ana@cliente.example>\n> Enviado el: lunes, 2 de noviembre de 2026 10:30\n> Para: luis@miempresa.example\n> Asunto: Oferta\n>\n> Hola\n> Adiós', { from: ana, subject: 'Oferta', body: 'Hola\nAdiós' }],
  ['Outlook, blank lines between', 'De: Ana García <ana@cliente.example>\n\nEnviado el: lunes, 2 de noviembre de 2026 10:30\n\nPara: luis@miempresa.example\n\nAsunto: Oferta\n\nHola', { from: ana, date: monday, subject: 'Oferta', body: 'Hola' }],
  ['Outlook, recipients over lines', 'De: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: Luis Pérez <luis@miempresa.example>;\n Marta Ruiz <marta@cliente.example>\nAsunto: Oferta\n\nHola', { to: [luis, 'Marta Ruiz <marta@cliente.example>'], subject: 'Oferta' }],
  ['Outlook with doubled links', 'De: Ana García <ana@cliente.example<mailto:ana@cliente.example>>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@miempresa.example<mailto:luis@miempresa.example>\nAsunto: Oferta\n\nHola', { from: ana, to: ['<luis@miempresa.example>'] }],
  [
    'Gmail forwarded, Spanish',
    '---------- Forwarded message ---------\nDe: Ana García <ana@cliente.example>\nDate: lun, 2 nov 2026 a las 10:30\nSubject: Oferta\nTo: Luis Pérez <luis@miempresa.example>\n\n\nHola',
    { from: ana, to: [luis], date: monday, subject: 'Oferta', body: 'Hola' },
  ],
  ['Gmail forwarded, English', '---------- Forwarded message ---------\nFrom: Ana García <ana@cliente.example>\nDate: Mon, Nov 2, 2026 at 10:30 AM\nSubject: Offer\nTo: Luis Pérez <luis@miempresa.example>, Marta <marta@cliente.example>\n\nHi', { from: ana, to: [luis, 'Marta <marta@cliente.example>'], date: monday }],
  ['Gmail forwarded with dots', '---------- Mensaje reenviado ---------\nDe: Ana García <ana@cliente.example>\nFecha: lun., 2 nov. 2026 10:30\nAsunto: Oferta\nPara: luis@miempresa.example\n\nHola', { date: monday, from: ana }],
  ['Gmail details', 'de:\tAna García <ana@cliente.example>\npara:\tLuis Pérez <luis@miempresa.example>\nfecha:\t2 nov 2026, 10:30\nasunto:\tOferta\nenviado por:\tcliente.example\nfirmado por:\tcliente.example\nseguridad:\tCifrado estándar (TLS)\n\nHola', { from: ana, to: [luis], date: monday, subject: 'Oferta', body: 'Hola' }],
  ['Gmail answered, Spanish', 'El lun, 2 nov 2026 a las 10:30, Ana García (<ana@cliente.example>) escribió:\n\n> Hola, Luis:\n>\n> Gracias.\n', { form: 'quote', from: ana, date: monday, body: 'Hola, Luis:\n\nGracias.' }],
  ['Gmail answered, Latin American', 'El lun, 2 de nov de 2026 a la(s) 10:30 a.m., Ana García (ana@cliente.example) escribió:\n\nHola', { form: 'quote', from: ana, date: monday }],
  ['Gmail answered, English', 'On Mon, Nov 2, 2026 at 10:30 AM Ana García <ana@cliente.example> wrote:\n> Hi\n', { form: 'quote', from: ana, date: monday, body: 'Hi' }],
  ['Gmail answered over two lines', 'El lun, 2 nov 2026 a las 10:30, Ana García (<\nana@cliente.example>) escribió:\n\n> Hola', { form: 'quote', from: ana, date: monday, body: 'Hola' }],
  ['Thunderbird answered, Spanish', 'El 2/11/26 a las 10:30, Ana García escribió:\n> Hola\n', { form: 'quote', from: 'Ana García', date: monday, body: 'Hola' }],
  ['Thunderbird answered, American', 'On 11/2/2026 3:30 PM, Ana García wrote:\n> Hi\n', { form: 'quote', from: 'Ana García', date: '2026-11-02 15:30' }],
  ['Thunderbird forwarded, Spanish', '-------- Mensaje reenviado --------\nAsunto: \tOferta\nFecha: \tMon, 2 Nov 2026 10:30:00 +0100\nDe: \tAna García <ana@cliente.example>\nPara: \tLuis Pérez <luis@miempresa.example>\n\nHola', { from: ana, to: [luis], date: `${monday}+60`, subject: 'Oferta', body: 'Hola' }],
  ['Thunderbird forwarded, English', '-------- Forwarded Message --------\nSubject: \tOffer\nDate: \tMon, 2 Nov 2026 10:30:00 -0500\nFrom: \tAna García <ana@cliente.example>\nTo: \tLuis Pérez <luis@miempresa.example>\n\nHi', { from: ana, date: `${monday}-300` }],
  ['Apple Mail forwarded, Spanish', 'Inicio del mensaje reenviado:\n\nDe: Ana García <ana@cliente.example>\nAsunto: Oferta\nFecha: 2 de noviembre de 2026, 10:30:00 CET\nPara: Luis Pérez <luis@miempresa.example>\n\nHola', { from: ana, to: [luis], date: `${monday}+60`, subject: 'Oferta' }],
  ['Apple Mail forwarded, English', 'Begin forwarded message:\n\nFrom: Ana García <ana@cliente.example>\nSubject: Offer\nDate: 2 November 2026 at 10:30:00 GMT+1\nTo: Luis Pérez <luis@miempresa.example>\n\nHi', { from: ana, date: `${monday}+60` }],
  ['Apple Mail, American', 'From: Ana García <ana@cliente.example>\nSubject: Offer\nDate: November 2, 2026 at 10:30:00 AM EST\nTo: Luis Pérez <luis@miempresa.example>\n\nHi', { date: `${monday}-300`, subject: 'Offer' }],
  ['Apple Mail answered, Spanish', '> El 2 nov 2026, a las 10:30, Ana García <ana@cliente.example> escribió:\n>\n> Hola', { form: 'quote', from: ana, date: monday, body: 'Hola' }],
  ['Apple Mail answered, English', 'On 2 Nov 2026, at 10:30, Ana García <ana@cliente.example> wrote:\n\nHi', { form: 'quote', from: ana, date: monday, body: 'Hi' }],
  ['Catalan', 'De: Ana García <ana@cliente.example>\nEnviat el: dilluns, 2 de novembre de 2026 10:30\nPer a: Luis Pérez <luis@miempresa.example>\nAssumpte: Oferta\n\nHola', { from: ana, to: [luis], date: monday, subject: 'Oferta' }],
  ['French', 'De : Ana García <ana@cliente.example>\nEnvoyé : lundi 2 novembre 2026 10:30\nÀ : Luis Pérez <luis@miempresa.example>\nObjet : Offre\n\nBonjour', { from: ana, to: [luis], date: monday, subject: 'Offre' }],
  ['German', 'Von: Ana García <ana@cliente.example>\nGesendet: Montag, 2. November 2026 10:30\nAn: Luis Pérez <luis@miempresa.example>\nBetreff: Angebot\n\nHallo', { from: ana, to: [luis], date: monday, subject: 'Angebot' }],
  ['German with dots', 'Von: Ana García <ana@cliente.example>\nDatum: 02.11.2026 10:30\nAn: luis@miempresa.example\nBetreff: Angebot\n\nHallo', { date: monday }],
  ['Italian', 'Da: Ana García <ana@cliente.example>\nInviato: lunedì 2 novembre 2026 10:30\nA: Luis Pérez <luis@miempresa.example>\nOggetto: Offerta\n\nCiao', { from: ana, to: [luis], date: monday, subject: 'Offerta' }],
  ['Portuguese', 'De: Ana García <ana@cliente.example>\nEnviado: segunda-feira, 2 de novembro de 2026 10:30\nPara: Luis Pérez <luis@miempresa.example>\nAssunto: Oferta\n\nOlá', { from: ana, date: monday, subject: 'Oferta' }],
  ['a telephone', 'De: Ana García <ana@cliente.example>\nFecha: 2 nov. 2026 10:30\nAsunto: Oferta\nPara: luis@miempresa.example\n\nHola\n\nEnviado desde mi iPhone', { date: monday, body: 'Hola\n\nEnviado desde mi iPhone' }],
  ['Windows line ends and a mark', '\ufeffDe: Ana García <ana@cliente.example>\r\nEnviado el: lunes, 2 de noviembre de 2026 10:30\r\nPara: luis@miempresa.example\r\nAsunto: Oferta\r\n\r\nHola\r\nAdiós\r\n', { from: ana, date: monday, body: 'Hola\nAdiós' }],
  ['no date', 'De: Ana García <ana@cliente.example>\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { from: ana, date: null, subject: 'Oferta' }],
  ['an impossible date', 'De: Ana García <ana@cliente.example>\nEnviado el: lunes, 31 de febrero de 2026 10:30\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { date: null }],
  ['an address alone', 'De: ana@cliente.example\nPara: luis@miempresa.example\nAsunto: Oferta\n\nHola', { from: '<ana@cliente.example>', to: ['<luis@miempresa.example>'] }],
  ['quoted names with commas', 'From: "García, Ana" <ana@cliente.example>\nSent: Monday, November 2, 2026 10:30 AM\nTo: "Pérez, Luis" <luis@miempresa.example>, "Ruiz, Marta" <marta@cliente.example>\nSubject: Offer\n\nHi', { from: 'García, Ana <ana@cliente.example>', to: ['Pérez, Luis <luis@miempresa.example>', 'Ruiz, Marta <marta@cliente.example>'] }],
  ['a body that has labels too', 'De: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@miempresa.example\nAsunto: Oferta\n\nPara: el almacén\nFecha: mañana', { subject: 'Oferta', body: 'Para: el almacén\nFecha: mañana' }],
  ['a mail that quotes another', 'De: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@miempresa.example\nAsunto: RE: Oferta\n\nDe acuerdo.\n\nDe: Luis Pérez <luis@miempresa.example>\nEnviado el: viernes, 30 de octubre de 2026 9:00\nPara: Ana\nAsunto: Oferta\n\nHola', { from: ana, subject: 'RE: Oferta', date: monday, body: 'De acuerdo.\n\nDe: Luis Pérez <luis@miempresa.example>\nEnviado el: viernes, 30 de octubre de 2026 9:00\nPara: Ana\nAsunto: Oferta\n\nHola' }],
  ['a title before it', 'Oferta 2026\n\nDe: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@miempresa.example\n\nHola', { from: ana, date: monday }],
  ['the whole source', 'Return-Path: <ana@cliente.example>\nReceived: from a by b;\n Mon, 2 Nov 2026 10:30:00 +0100\nFrom: Ana <ana@cliente.example>\nSubject: Oferta\nMessage-ID: <1@cliente.example>\n\nHola', { form: 'source' }],
  ['the source with few fields', 'From: Ana <ana@cliente.example>\nTo: luis@miempresa.example\nSubject: Oferta\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nHola', { form: 'source' }],
] // prettier-ignore

const shown = (person: { name: string; address: string } | null) =>
  person === null ? undefined : [person.name, person.address && `<${person.address}>`].filter(Boolean).join(' ')

describe('a pasted mail', () => {
  it.each(pastes)('from %s is recognised', (_what, text, expected) => {
    const mail = parsePastedMail(text)
    expect(mail).not.toBeNull()
    expect(mail?.form).toBe(expected.form ?? 'fields')
    if (expected.subject !== undefined) expect(mail?.subject).toBe(expected.subject)
    if (expected.from !== undefined) expect(shown(mail?.from ?? null)).toBe(expected.from)
    if (expected.to !== undefined) expect(mail?.to.map(shown)).toEqual(expected.to)
    if (expected.cc !== undefined) expect(mail?.cc.map(shown)).toEqual(expected.cc)
    if (expected.body !== undefined) expect(mail?.body).toBe(expected.body)
    if (expected.date !== undefined) {
      const date = mail?.date
      const offset = date?.offsetMinutes ?? null
      const written = date ? `${date.wall.on} ${date.wall.time}${offset === null ? '' : `${offset < 0 ? '' : '+'}${offset}`}` : null
      expect(written).toBe(expected.date)
    }
  })

  it.each([
    ['prose', 'Hola, Luis:\n\nAdjunto lo hablado.\n\nUn saludo'],
    ['nothing', ''],
    ['a list', 'Para: el almacén\nhoy'],
    ['an answer above an older mail', 'De acuerdo, gracias. Lo vemos el lunes.\n\nDe: Ana García <ana@cliente.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: Luis\nAsunto: Oferta\n\nHola'],
    ['a line that only looks like one', 'El lunes a las 10:30 Ana escribió:'],
    ['labels without values', 'De:\n\nPara:\n\nAsunto:\n'],
  ])('is not seen in %s', (_what, text) => {
    expect(parsePastedMail(text)).toBeNull()
  })

  it('in a file is told from a message', () => {
    expect(looksPasted('De: Ana <ana@x.example>\nEnviado: 02/11/2026 10:30\nPara: luis@x.example\nAsunto: Oferta\n\nHola')).toBe(true)
    expect(looksPasted('From: Ana <ana@x.example>\nSent: Monday, November 2, 2026 10:30 AM\nTo: luis@x.example\nSubject: x\n\nHi')).toBe(true)
    expect(looksPasted('From: Ana <ana@x.example>\nTo: luis@x.example\nSubject: Oferta\nDate: Mon, 2 Nov 2026 10:30:00 +0100\n\nHola')).toBe(false)
    expect(looksPasted('Received: x\nDe: a\nPara: b\n\nHola')).toBe(false)
  })

  it('of any text is read in bounded time, and the body is part of the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('De: ', 'Enviado el: ', 'Para: ', 'Asunto: ', '\n', '\n\n', '> ', 'Ana <ana@x.example>', '; ', ', ', '2 nov 2026', ' 10:30', 'El ', ' escribió:', '<mailto:', '"', '*', 'On ', ' wrote:'),
      fc.string({ maxLength: 20 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const mail = parsePastedMail(pieces.join(''))
        expect(mail === null || mail.body.length <= pieces.join('').length).toBe(true)
      }),
      { numRuns: 1000 },
    )
    for (const evil of ['De: '.repeat(200_000), `De: a\nAsunto: ${'b '.repeat(500_000)}\n\nx`, '>'.repeat(500_000), `El ${'1 '.repeat(300_000)}`, `De: ${'<mailto:'.repeat(100_000)}\nAsunto: x\n\n`, `De: a@b\nPara: ${'",'.repeat(200_000)}\n\n`, '-'.repeat(500_000), `De: a\n${'\n'.repeat(500_000)}Para: b`, `On ${'2 '.repeat(200)} wrote`, ' \t'.repeat(500_000)]) {
      parsePastedMail(evil)
      looksPasted(evil)
    }
  })
})
