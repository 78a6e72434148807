// Headers as the programs people come from write them.
import { expect, test } from 'vitest'
import { looksLikeHeader, recogniseHeaders, recogniseValues } from './fields.ts'

const read = (headers: string): string => recogniseHeaders(headers.split(',')).map((one) => one ?? '-').join(' ')

test('Outlook in English', () => {
  expect(
    read(
      'Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Business Fax,Business Phone,Home Phone,Mobile Phone,Anniversary,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Notes,Web Page',
    ),
  ).toBe(
    '- givenName givenName familyName - company - jobTitle street:work city:work region:work postcode:work country:work street:home city:home phone:fax phone:work phone:home phone:mobile anniversary birthday tags mail - - mail notes web',
  )
})
test('Outlook in Spanish', () => {
  expect(
    read(
      'Tratamiento,Nombre,Segundo nombre,Apellidos,Sufijo,Organización,Departamento,Puesto,Calle del trabajo,Ciudad del trabajo,Código postal del trabajo,País o región del trabajo,Teléfono del trabajo,Particular,Móvil,Cumpleaños,Dirección de correo electrónico,Tipo de correo electrónico,Notas,Página Web',
    ),
  ).toBe(
    '- givenName givenName familyName - company - jobTitle street:work city:work postcode:work country:work phone:work - phone:mobile birthday mail - notes web',
  )
})
test('Google', () => {
  expect(
    read(
      'First Name,Last Name,Phonetic First Name,Organization Name,Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Postal Code,Website 1 - Value',
    ),
  ).toBe('givenName familyName - company jobTitle birthday notes tags - mail - phone - street city - postcode web')
})
test('lists of customers as Spanish programs keep them', () => {
  expect(read('Código,Razón social,N.I.F.,Domicilio,C.P.,Población,Provincia,País,Tfno.,Móvil,Fax,Correo-e,Contacto,Cargo,Observaciones,Tipo de cliente')).toBe(
    '- company taxId street postcode city region country phone phone:mobile phone:fax mail person jobTitle notes relation',
  )
  expect(read('Cliente,Persona de contacto,Teléfono')).toBe('company person phone')
  expect(read('Nombre,Teléfono')).toBe('name phone')
  expect(read('Nombre,Apellidos')).toBe('givenName familyName')
  expect(read('Nombre,Empresa')).toBe('person company')
})
test('who looks after it', () => {
  expect(read('Empresa,Comercial,Correo')).toBe('company owner mail')
  expect(read('Nombre comercial,Razón social,Vendedor')).toBe('company - owner')
  expect(read('Name,Account Owner,Account Name')).toBe('person owner company')
  expect(looksLikeHeader(['Ana Ruiz', 'Comercial'])).toBe(false)
})
test('what says nothing of a contact is left out', () => {
  expect(read('id,uuid,fecha alta,saldo,IBAN')).toBe('- - - - -')
})
test('a first row of values is no header', () => {
  expect(looksLikeHeader(['Nombre', 'Correo'])).toBe(true)
  expect(looksLikeHeader(['Ana Ruiz', 'ana@ruiz.example'])).toBe(false)
  expect(looksLikeHeader(['Nombre', '93 123 45 67'])).toBe(false)
  expect(looksLikeHeader(['Ana Ruiz', 'Barcelona'])).toBe(false)
})
test('columns without a header are known by what stands in them', () => {
  expect(recogniseValues(['a@b.example', '', 'c@d.example'])).toBe('mail')
  expect(recogniseValues(['93 123 45 67', '+34 600 11 22 33'])).toBe('phone')
  expect(recogniseValues(['B58818501', '12345678Z'])).toBe('taxId')
  expect(recogniseValues(['Ana', 'Luis'])).toBeNull()
})
