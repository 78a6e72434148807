// What a page may not do, as tables: go somewhere, open, ask leave, load, save. Denied unless listed.
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { frameAddress, isOwnPage, onceAddress, pageAddress } from './addresses.ts'
import { hostileAddresses, permissions } from './hostile-addresses.ts'
import {
  downloadDecision,
  navigationDecision,
  permissionDecision,
  redirectDecision,
  requestDecision,
  webviewDecision,
  windowOpenDecision,
} from './web-contents-policy.ts'

const token = 'fedcba9876543210fedcba9876543210'
const host = '0123456789abcdef0123456789abcdef'
const own = pageAddress('/contacts/1')
const frame = frameAddress(host, token)
const hostile = hostileAddresses.map((url) => ({ url, named: JSON.stringify(url) }))

it('the table holds at least thirty hostile addresses, each once', () => {
  expect(new Set(hostileAddresses).size).toBe(hostileAddresses.length)
  expect(hostileAddresses.length).toBeGreaterThanOrEqual(100)
})

describe('navigation', () => {
  it.each(hostile)('a window does not go to $named', ({ url }) => {
    expect(navigationDecision({ url, isMainFrame: true })).toEqual({ action: 'deny' })
  })
  it.each(hostile)('a frame does not go to $named', ({ url }) => {
    expect(navigationDecision({ url, isMainFrame: false })).toEqual({ action: 'deny' })
  })
  it('a window goes to our page, on any route', () => {
    for (const url of [
      own,
      pageAddress('/'),
      pageAddress('/activities?text=Peña%20y%20Cía'),
      'maletin://app/',
      'maletin://app/index.html',
    ])
      expect(navigationDecision({ url, isMainFrame: true })).toEqual({ action: 'allow' })
  })
  it('a window never shows a mail, a frame never shows our page', () => {
    expect(navigationDecision({ url: frame, isMainFrame: true })).toEqual({ action: 'deny' })
    expect(navigationDecision({ url: `${frame}link/3`, isMainFrame: true })).toEqual({ action: 'deny' })
    expect(navigationDecision({ url: own, isMainFrame: false })).toEqual({ action: 'deny' })
    expect(navigationDecision({ url: onceAddress(token), isMainFrame: false })).toEqual({ action: 'deny' })
  })
  it('a file is saved, not shown in place of the page', () => {
    expect(navigationDecision({ url: onceAddress(token), isMainFrame: true })).toEqual({ action: 'download' })
  })
  it('a mail is shown, and a click on its link stays a question', () => {
    expect(navigationDecision({ url: frame, isMainFrame: false })).toEqual({ action: 'allow' })
    expect(navigationDecision({ url: `${frame}link/12`, isMainFrame: false })).toEqual({
      action: 'link',
      token,
      index: 12,
    })
  })
  it('no redirect is followed', () => {
    for (const url of [...hostileAddresses, own, frame, onceAddress(token)]) expect(redirectDecision(url)).toBe('deny')
  })
})

describe('new windows and webviews', () => {
  it.each(hostile)('nothing opens $named', ({ url }) => {
    expect(windowOpenDecision(url)).toBe('deny')
    expect(webviewDecision(url)).toBe('deny')
  })
  it('our own page is opened by the contract only', () => {
    expect(windowOpenDecision(own)).toBe('deny')
    expect(webviewDecision(own)).toBe('deny')
  })
})

describe('permissions', () => {
  const copying = {
    permission: 'clipboard-sanitized-write',
    isMainFrame: true,
    requestingUrl: own,
    requestingOrigin: undefined,
  }
  it('our page may copy', () => {
    expect(permissionDecision(copying)).toBe(true)
    expect(permissionDecision({ ...copying, requestingOrigin: 'maletin://app/' })).toBe(true)
    expect(permissionDecision({ ...copying, requestingOrigin: 'maletin://app' })).toBe(true)
  })
  it.each(permissions)('our page may not have: %s', (permission) => {
    expect(permissionDecision({ ...copying, permission })).toBe(false)
  })
  it.each(hostile)('$named may not even copy', ({ url }) => {
    expect(permissionDecision({ ...copying, requestingUrl: url })).toBe(false)
    if (url !== 'maletin://app') expect(permissionDecision({ ...copying, requestingOrigin: url })).toBe(false)
  })
  it('frames, service workers and mails may not copy', () => {
    expect(permissionDecision({ ...copying, isMainFrame: false })).toBe(false)
    expect(permissionDecision({ ...copying, requestingUrl: undefined })).toBe(false)
    expect(permissionDecision({ ...copying, requestingUrl: frame })).toBe(false)
    expect(permissionDecision({ ...copying, requestingOrigin: 'null' })).toBe(false)
  })
})

describe('what leaves the machine', () => {
  const types = [
    'mainFrame',
    'subFrame',
    'stylesheet',
    'script',
    'font',
    'object',
    'xhr',
    'ping',
    'cspReport',
    'media',
    'webSocket',
    'other',
  ]
  it('a window asks the network for nothing', () => {
    for (const resourceType of [...types, 'image'])
      for (const url of [
        'https://example.com/a.png',
        'http://example.com/',
        'wss://example.com/',
        'ws://127.0.0.1/',
        'file:///etc/passwd',
        'ftp://example.com/',
        'HTTPS://example.com/',
        '',
      ])
        expect(requestDecision({ url, resourceType, frameUrl: own }), `${resourceType} ${url}`).toBe(false)
  })
  it('a mail asks for pictures only', () => {
    expect(requestDecision({ url: 'https://example.com/a.png', resourceType: 'image', frameUrl: frame })).toBe(true)
    for (const resourceType of types)
      expect(requestDecision({ url: 'https://example.com/a', resourceType, frameUrl: frame }), resourceType).toBe(false)
    expect(requestDecision({ url: 'file:///etc/passwd', resourceType: 'image', frameUrl: frame })).toBe(false)
  })
  it.each(hostile)('$named asks for no picture', ({ url }) => {
    expect(requestDecision({ url: 'https://example.com/a.png', resourceType: 'image', frameUrl: url })).toBe(false)
  })
})

describe('saving', () => {
  it.each(hostile)('$named is not saved', ({ url }) => {
    expect(downloadDecision(url)).toBe(false)
  })
  it('our single-use addresses and what our page made are saved', () => {
    expect(downloadDecision(onceAddress(token))).toBe(true)
    expect(downloadDecision('blob:maletin://app/7d3b')).toBe(true)
    expect(downloadDecision('blob:maletin://app.example.com/7d3b')).toBe(false)
  })
})

it('no address that a parser sees at another host is ever taken for our page', () => {
  const part = fc.constantFrom(
    'maletin',
    'app',
    ':',
    '/',
    '//',
    '@',
    '\\',
    '.',
    '%2f',
    '#',
    '?',
    'index.html',
    ' ',
    '\t',
    'example.com',
    '-mail',
    '\u200b',
  )
  const start = fc.constantFrom(
    'maletin://app',
    'maletin://app/',
    'maletin://app/index.html',
    'maletin://',
    'maletin:',
    '',
  )
  let taken = 0
  fc.assert(
    fc.property(start, fc.array(part, { maxLength: 8 }), (first, parts) => {
      const url = first + parts.join('')
      if (!isOwnPage(url)) return
      taken += 1
      const parsed = new URL(url)
      expect([parsed.protocol, parsed.hostname, parsed.port, parsed.username, parsed.password]).toEqual([
        'maletin:',
        'app',
        '',
        '',
        '',
      ])
      expect(['/', '/index.html']).toContain(parsed.pathname)
    }),
    { numRuns: 5000 },
  )
  expect(taken).toBeGreaterThan(50)
})
