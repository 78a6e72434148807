// Names as headers write them, parted as people bear them (EML-5).
import { describe, expect, it } from 'vitest'
import type { ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { companyKeys } from '../store/queries/mail-people.ts'
import { newPersonOf, splitPersonName } from './mail-person.ts'

describe('a name', () => {
  it.each([
    ['Ana', 'Ana', ''],
    ['Ana García', 'Ana', 'García'],
    ['Ana García López', 'Ana', 'García López'],
    ['María José Pérez', 'María José', 'Pérez'],
    ['Juan Carlos Pérez Gómez', 'Juan Carlos', 'Pérez Gómez'],
    ['García López, Ana', 'Ana', 'García López'],
    ['"Ruiz, María del Mar"', 'María del Mar', 'Ruiz'],
    ['Ana de la Cruz Peña', 'Ana', 'de la Cruz Peña'],
    ['María del Carmen Soto Gil', 'María del Carmen', 'Soto Gil'],
    ['MARÍA JOSÉ DE LA CRUZ', 'María José', 'de la Cruz'],
    ['John F. Kennedy', 'John F.', 'Kennedy'],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
    ["Siobhán O'Neill", 'Siobhán', "O'Neill"],
    ['', '', ''],
  ])('%s', (name, givenName, familyName) => {
    expect(splitPersonName(name)).toEqual({ givenName, familyName })
  })
})

describe('the proposal of a new person', () => {
  const mail = (name: string, address: string, text = ''): ParsedMail => ({
    messageId: null, inReplyTo: null, references: [], subject: '', from: { name, address }, replyTo: [], to: [], cc: [], bcc: [], date: null, text, html: null,
    attachments: [], security: null, contentHash: '', threadKey: '',
  })
  const proposed = (name: string, address: string, text?: string) => {
    const given = mail(name, address, text)
    return newPersonOf(given, given.from ?? undefined, 'in')
  }
  it('has no name where a company or an office writes', () => {
    expect(proposed('Ferretería Soto, S.L.', 'info@soto.example')).toMatchObject({ givenName: '', familyName: '', company: 'Ferretería Soto, S.L.' })
    expect(proposed('', 'info@soto.example')).toMatchObject({ givenName: '', familyName: '', company: 'Soto' })
  })
  it('reads the name in the address where the header gives none', () => {
    expect(proposed('', 'ana.ruiz@soto.example')).toMatchObject({ givenName: 'Ana', familyName: 'Ruiz' })
  })
  it('is none for an address that nobody could write to', () => {
    expect(proposed('Ana', 'ana@localhost')).toBeNull()
    expect(newPersonOf(mail('', ''), undefined, 'in')).toBeNull()
    expect(proposed('Mail Delivery System', 'MAILER-DAEMON@mx.soto.example')).toBeNull()
  })
})

it('a company is the same with or without its legal form, and not because its name begins alike', () => {
  const isSame = (a: string, b: string): boolean => companyKeys(a).some((key) => companyKeys(b)[0] === key)
  expect(isSame('Talleres Ruiz', 'TALLERES RUIZ, S.L.')).toBe(true)
  expect(isSame('Talleres Ruiz, S.L.', 'Talleres Ruiz')).toBe(true)
  expect(isSame('Talleres Ruiz, S.L.', 'Talleres Ruiz e Hijos')).toBe(false)
  expect(companyKeys('')).toEqual([])
})
