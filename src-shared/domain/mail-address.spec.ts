import { describe, expect, it } from 'vitest'
import { domainOf, isFreeMailDomain, isPlausibleAddress, mailKey } from './mail-address.ts'

describe('mail addresses', () => {
  it('are one address whatever the case and the blanks around, and no more than that', () => {
    expect(mailKey('  Ana.Ruiz@Example.COM ')).toBe('ana.ruiz@example.com')
    expect(mailKey('ana+crm@example.com')).not.toBe(mailKey('ana@example.com'))
    expect(mailKey('ana.ruiz@example.com')).not.toBe(mailKey('anaruiz@example.com'))
    expect(mailKey('pen\u0303a@example.com')).toBe(mailKey('peña@example.com'))
  })

  it('have the domain after the last @', () => {
    expect(domainOf('Ana@Example.COM.')).toBe('example.com')
    expect(domainOf('"a@b"@example.org')).toBe('example.org')
    expect(domainOf('ana')).toBe('')
  })

  it('can be told from what is none', () => {
    for (const address of [
      'ana@example.com',
      ' ana@example.com ',
      "o'brien+crm@sub.example.co.uk",
      'peña@peña.example',
      'a@xn--pea-8ma.example',
    ]) {
      expect(isPlausibleAddress(address), address).toBe(true)
    }
    const none = [
      '',
      'ana',
      '@example.com',
      'ana@',
      'ana@example',
      'ana@@example.com',
      'a b@example.com',
      'ana@-x.com',
      'ana@x..com',
      '.ana@example.com',
    ]
    const hostile = [
      'ana@example.com, eva@example.com',
      'Ana <ana@example.com>',
      'ana\r\nBcc:@example.com',
      'ana@127.0.0.1',
      `${'a'.repeat(65)}@example.com`,
      `a@${'b'.repeat(64)}.com`,
    ]
    for (const address of [...none, ...hostile]) expect(isPlausibleAddress(address), address).toBe(false)
  })

  it('of free providers say nothing of who somebody works for', () => {
    for (const domain of [
      'gmail.com',
      'GMAIL.com',
      'hotmail.es',
      'yahoo.co.uk',
      'outlook.com.br',
      'icloud.com',
      'telefonica.net',
      'movistar.es',
    ]) {
      expect(isFreeMailDomain(domain), domain).toBe(true)
    }
    for (const domain of [
      'example.com',
      'telefonica.com',
      'live.example.com',
      'gmail.example.org',
      'mygmail.com',
      'gmail',
      '',
    ]) {
      expect(isFreeMailDomain(domain), domain).toBe(false)
    }
  })
})
