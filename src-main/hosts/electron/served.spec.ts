// What the two schemes answer: the bundle and nothing beside it, single-use addresses once, mails in frames of their own.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mailFrameOf, onceTokenOf } from './addresses.ts'
import { hostileAddresses } from './hostile-addresses.ts'
import { appHandler, bundlePathOf, mailHandler } from './scheme-handler.ts'
import { servedAddresses, type ServedAddresses } from './served.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-served-'))
const bundle = join(folder, 'renderer')
let now = 0
let served: ServedAddresses
const get = (url: string, method = 'GET'): Promise<Response> => appHandler(bundle, served)({ method, url })
const getMail = (url: string): Promise<Response> => mailHandler(served)({ method: 'GET', url })

beforeAll(() => {
  mkdirSync(join(bundle, 'assets'), { recursive: true })
  writeFileSync(join(bundle, 'index.html'), '<!doctype html>')
  writeFileSync(join(bundle, 'assets/index-a1_B.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  writeFileSync(join(bundle, '.hidden.js'), 'secret')
  writeFileSync(join(bundle, 'notes.txt'), 'secret')
  symlinkSync(join(folder, 'secret.js'), join(bundle, 'link.js'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  now = 1_000_000
  served = servedAddresses({ now: () => now, zone: () => 'Europe/Madrid' })
})

describe('the bundle', () => {
  it('is answered with its type and a strict policy', async () => {
    for (const url of ['maletin://app/', 'maletin://app/index.html', 'maletin://app/index.html?x=1#/contacts']) {
      const reply = await get(url)
      expect([reply.status, reply.headers.get('content-type'), await reply.text()]).toEqual([
        200,
        'text/html; charset=utf-8',
        '<!doctype html>',
      ])
      expect(reply.headers.get('content-security-policy')).toBe(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src maletin-mail:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect((await get('maletin://app/assets/index-a1_B.js')).headers.get('content-type')).toMatch(/^text\/javascript/)
  })

  const outside = [
    '../secret.js',
    '..%2fsecret.js',
    '%2e%2e/secret.js',
    '%2e%2e%2fsecret.js',
    '..\\secret.js',
    '..%5csecret.js',
    'assets/../../secret.js',
    'assets/..%2f..%2fsecret.js',
    './index.html',
    '/index.html',
    '//secret.js',
    '.hidden.js',
    'assets/.x.js',
    'link.js',
    'notes.txt',
    'assets',
    'assets/',
    'index.html/',
    'index.html%00.js',
    'index.html.',
    'missing.js',
    'C:/secret.js',
    'C%3a/secret.js',
    'con.js/..',
    '%c0%ae%c0%ae/secret.js',
    '．．/secret.js',
    '~/secret.js',
    '$HOME/secret.js',
    'index.html::$DATA',
    'assets//index-a1_B.js',
    'etc/passwd',
    'once/x.js',
    '?',
    'é.js',
  ]
  it.each(outside.filter((path) => path !== '?'))('nothing is answered for %s', async (path) => {
    expect((await get(`maletin://app/${path}`)).status).toBe(404)
  })
  it.each(
    hostileAddresses
      .filter((url) => !/^maletin:\/\/app\/once\/[0-9a-f]{32}$|^maletin:\/\/app\/assets\/index.js$/.test(url))
      .map((url) => [JSON.stringify(url), url] as const),
  )('nothing is answered for %s', async (_shown, url) => expect((await get(url)).status).toBe(404))
  it('only reading is answered', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get'])
      expect((await get('maletin://app/index.html', method)).status).toBe(405)
    expect(await (await get('maletin://app/index.html', 'HEAD')).text()).toBe('')
  })
  it('whatever the path, it stays below the folder', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      'a',
      'assets',
      '.js',
      '.html',
      '\0',
      ':',
      ' ',
      '~',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        const path = bundlePathOf(`maletin://app/${parts.join('')}`)
        if (path !== null)
          expect(join(bundle, path).startsWith(`${bundle}/`) && !path.split('/').includes('..')).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('single-use addresses', () => {
  const bytes = new TextEncoder().encode('hola')
  it('answer once, as a file under its own name', async () => {
    const url = served.once({ bytes, name: 'Oferta "ñ" 1.pdf', mediaType: 'application/pdf', asAttachment: true })
    expect(onceTokenOf(url)).not.toBeNull()
    const reply = await get(url)
    expect(await reply.text()).toBe('hola')
    expect(reply.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Oferta%20%22%C3%B1%22%201.pdf")
    expect(reply.headers.get('content-security-policy')).toContain('sandbox')
    expect((await get(url)).status).toBe(410)
  })
  it('a large file comes from the disk, whole', async () => {
    const path = join(folder, 'large.bin')
    writeFileSync(path, Buffer.alloc(3_000_000, 7))
    const reply = await get(
      served.once({ path, name: 'large.bin', mediaType: 'application/octet-stream', asAttachment: true }),
    )
    expect([reply.headers.get('content-length'), (await reply.arrayBuffer()).byteLength]).toEqual([
      '3000000',
      3_000_000,
    ])
  })
  it('a page or a drawing from outside is never shown under our origin', async () => {
    for (const mediaType of [
      'text/html',
      'image/svg+xml',
      'application/xhtml+xml',
      'text/xml',
      'text/html\r\nX: y',
      'text/plain, text/html',
      '',
    ]) {
      const reply = await get(served.once({ bytes, name: 'a', mediaType, asAttachment: false }))
      expect(reply.headers.get('content-disposition'), mediaType).toMatch(/^attachment/)
    }
    expect(
      (await get(served.once({ bytes, name: 'a.png', mediaType: 'image/png', asAttachment: false }))).headers.get(
        'content-disposition',
      ),
    ).toMatch(/^inline/)
  })
  it('a name cannot break out of its header', async () => {
    for (const name of ['a\r\nSet-Cookie: x', '../../a', 'C:\\x\\a', "a'b(c)*", '\ud800', '']) {
      const reply = await get(served.once({ bytes, name, mediaType: 'text/plain', asAttachment: true }))
      expect(reply.headers.get('content-disposition'), name).toMatch(
        /^attachment; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/,
      )
      expect(reply.headers.get('set-cookie')).toBeNull()
    }
  })
  it('are gone after five minutes, or when the file is gone', async () => {
    const url = served.once({ bytes, name: 'a', mediaType: 'text/plain', asAttachment: true })
    now += 5 * 60_000
    expect((await get(url)).status).toBe(410)
    expect(
      (
        await get(
          served.once({ path: join(folder, 'nothing'), name: 'a', mediaType: 'text/plain', asAttachment: true }),
        )
      ).status,
    ).toBe(404)
  })
})

describe('mails', () => {
  const frame = (onLink: (index: number) => void = () => undefined): { url: string; frameToken: string } =>
    served.mailFrame({
      body: '<p>Hola',
      headers: {
        'Content-Type': 'text/html',
        'Content-Security-Policy': "default-src 'none'; frame-ancestors http://127.0.0.1:1; sandbox",
      },
      onLink,
    })

  it('each has an origin of its own, is shown once, and only by our windows', async () => {
    const [first, second] = [frame(), frame()]
    expect(mailFrameOf(first.url)?.host).not.toBe(mailFrameOf(second.url)?.host)
    const reply = await getMail(first.url)
    expect(await reply.text()).toBe('<p>Hola')
    expect(reply.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox; frame-ancestors maletin:")
    expect((await getMail(first.url)).status).toBe(404)
    expect((await getMail(second.url)).status).toBe(200)
  })
  it('a click on a link is answered with nothing to show, and told', async () => {
    const clicked: number[] = []
    const { url } = frame((index) => clicked.push(index))
    expect((await getMail(`${url}link/3`)).status).toBe(204)
    expect(clicked).toEqual([3])
  })
  it('one mail cannot speak for another, nor for one that is not there', async () => {
    const clicked: number[] = []
    const [first, second] = [frame((index) => clicked.push(index)), frame()]
    const swapped = first.url.replace(mailFrameOf(first.url)?.host ?? '', mailFrameOf(second.url)?.host ?? '')
    expect((await getMail(`${swapped}link/1`)).status).toBe(404)
    expect((await getMail(swapped)).status).toBe(404)
    for (const url of hostileAddresses) expect((await getMail(url)).status, url).toBe(404)
    expect(clicked).toEqual([])
  })
})
