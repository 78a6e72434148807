// Links whose text says another place than they go to.
import { describe, expect, it } from 'vitest'
import { claimedHost, linkAdvice } from './link-words.ts'

describe('a link of a mail before it is opened', () => {
  it('says when its text names another host', () => {
    expect(linkAdvice('https://evil.example/login', ['https://www.bank.example/login']).claims).toBe('www.bank.example')
    expect(linkAdvice('https://evil.example/', ['bank.example']).claims).toBe('bank.example')
    expect(linkAdvice('https://bank.example.evil.example/', ['bank.example']).claims).toBe('bank.example')
  })
  it('is quiet when the text names the host, one above it, or none', () => {
    expect(linkAdvice('https://www.bank.example/a', ['bank.example/a']).claims).toBeNull()
    expect(linkAdvice('https://online.bank.example/a', ['https://bank.example']).claims).toBeNull()
    expect(linkAdvice('https://track.example/x', ['Ver la oferta', 'v1.2']).claims).toBeNull()
  })
  it('reads hosts as browsers do, look-alike letters included', () => {
    expect(claimedHost('http://user@bank.example:80/x')).toBe('bank.example')
    expect(claimedHost('bаnk.example')).toMatch(/^xn--/)
    expect(claimedHost('mañana hablamos')).toBeNull()
  })
  it('refuses what never leaves the program', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', '\\\\server\\share', 'data:text/html,x']) expect(linkAdvice(url, []).decision.allowed).toBe(false)
  })
})
