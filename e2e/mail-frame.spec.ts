// The mail frame in a real browser (EML-7): what hostile HTML can do with the sanitiser and, with it switched off, with the
// frame's policy alone. Skipped, with the reason printed, where there is no Chromium.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testData } from '../build/test-data.ts'
import { localPrint } from '../src-main/hosts/local/print.ts'
import { textFromHtml } from '../src-main/mail/html-text.ts'
import { frameDocument } from '../src-main/mail/mail-frame.ts'
import { printedMail } from '../src-renderer/features/mail/print-mail.ts'
import type { SanitizedMail } from '../src-renderer/features/mail/sanitize-mail.ts'
import { notesFromText } from '../src-shared/domain/parsed-mail.ts'
import { printPage, type PrintDocument } from '../src-shared/domain/print-page.ts'

const executablePath = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== '' && existsSync(path))
if (!executablePath) console.log('mail-frame.spec.ts skipped: no Chromium found (set CHROMIUM_PATH)')

interface Payload {
  title?: string
  payload: string
}
const payloadFolder = testData('xss-dompurify')
if (!payloadFolder) console.log('mail-frame.spec.ts: payloads of xss-dompurify not found, only the own ones are tried')
const payloads: string[] = payloadFolder
  ? (JSON.parse(readFileSync(join(payloadFolder, 'payloads.json'), 'utf8')) as Payload[]).map(({ payload }) => payload)
  : []

describe.skipIf(!executablePath)('the mail frame', () => {
  let server: Server
  let listener: TcpServer
  let browser: Browser
  let page: Page
  let bundle = ''
  let port = 0
  let evil = ''
  let connections: string[] = []
  let clicked: number[] = []
  let served = { html: '', text: '', allowPictures: false }
  let isBare = false
  let scriptRan: string[] = []
  let outside: string[] = []

  const mailOrigin = () => `http://mail-spec.localhost:${port}`
  const windowOrigin = () => `http://127.0.0.1:${port}`

  beforeAll(async () => {
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        minify: false,
        lib: {
          entry: join(import.meta.dirname, '../src-renderer/features/mail/sanitize-mail.ts'),
          formats: ['iife'],
          name: 'mailSanitizer',
        },
      },
    })
    const outputs = (Array.isArray(built) ? built : [built]) as { output: { code?: string }[] }[]
    bundle = outputs[0]?.output[0]?.code ?? ''
    // Whatever connects here is a leak: an accepted connection counts, even if nothing is asked.
    listener = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', (data) => connections.push(data.toString('latin1').split('\r\n')[0] ?? ''))
      connections.push('connection')
      setTimeout(() => socket.destroy(), 50)
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    evil = `127.0.0.1:${(listener.address() as AddressInfo).port}`
    server = createServer((request, response) => {
      const path = request.url ?? ''
      if (path === '/') {
        response.writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Security-Policy': `default-src 'none'; script-src 'unsafe-eval'; frame-src ${mailOrigin()}`,
        })
        response.end(`<!doctype html><title>window</title><iframe id="mail" ${isBare ? '' : 'sandbox'}></iframe>`)
      } else if (path === '/frame/t/') {
        const { body, headers } = frameDocument({ ...served, frameAncestors: [windowOrigin()] })
        response.writeHead(200, isBare ? { 'Content-Type': 'text/html; charset=utf-8' } : headers)
        response.end(body)
      } else {
        const link = /^\/frame\/t\/link\/(\d+)$/.exec(path)
        if (link) clicked.push(Number(link[1]))
        response.writeHead(link ? 204 : 404).end()
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--host-resolver-rules=MAP *.example 127.0.0.1',
      ],
    })
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    server?.close()
    listener?.close()
  })

  beforeEach(async () => {
    page = await browser.newPage()
    connections = []
    clicked = []
    isBare = false
    scriptRan = []
    outside = []
    page.on('dialog', (dialog) => {
      scriptRan.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('console', (message) => {
      if (message.text().startsWith('ran:')) scriptRan.push(message.text())
    })
    page.on('popup', (popup) => outside.push(`popup ${popup.url()}`))
    page.on('response', (response) => {
      const { host } = new URL(response.url() || 'data:')
      if (host && host !== new URL(mailOrigin()).host && host !== new URL(windowOrigin()).host)
        outside.push(response.url())
    })
    page.on('download', (download) => outside.push(`download ${download.url()}`))
    await page.goto(`${windowOrigin()}/`)
    return async () => {
      await page.close()
    }
  })

  const show = async (html: string, text = '', allowPictures = false) => {
    served = { html, text, allowPictures }
    await page.evaluate((address) => {
      const frame = document.querySelector<HTMLIFrameElement>('#mail')
      return new Promise<void>((resolve) => {
        if (!frame) throw new Error('no frame')
        frame.onload = () => resolve()
        frame.src = address
      })
    }, `${mailOrigin()}/frame/t/`)
    const frame = page.frames().find((candidate) => candidate.url().startsWith(mailOrigin()))
    if (!frame) throw new Error('the frame did not load')
    return frame
  }

  const sanitize = (html: string, allowPictures = false, inline: [string, string][] = []): Promise<SanitizedMail> =>
    page.evaluate(
      ([code, source, allowed, pictures]) => {
        const scope = globalThis as unknown as {
          mailSanitizer?: { sanitizeMail(html: string, options: unknown): SanitizedMail }
        }
        if (!scope.mailSanitizer) {
          // The window of the test allows eval for this alone; the product's window does not.
          scope.mailSanitizer = new Function(`${code}; return mailSanitizer`)() as never
        }
        if (!scope.mailSanitizer) throw new Error('no sanitiser')
        return scope.mailSanitizer.sanitizeMail(source, { inline: new Map(pictures), allowPictures: allowed })
      },
      [bundle, html, allowPictures, inline] as const,
    )

  const leaks = () => ({ scriptRan, outside, connections })
  const nothing = { scriptRan: [], outside: [], connections: [] }

  const hostile = (): [string, string][] => [
    ['a script', '<script>console.log("ran:script")</script>'],
    ['an event handler', '<img src=x onerror="console.log(\'ran:onerror\')">'],
    ['an svg script', '<svg onload="console.log(\'ran:svg\')"><script>console.log("ran:svg")</script></svg>'],
    ['a remote picture', `<img src="http://${evil}/picture.png">`],
    ['a srcset', `<img srcset="http://${evil}/s.png 1x, http://${evil}/t.png 2x">`],
    ['a style attribute', `<p style="background:url(http://${evil}/style.png)">x</p>`],
    ['an escaped url()', `<p style="background:\\75\\72\\6c(http://${evil}/escaped.png)">x</p>`],
    ['an imported style sheet', `<style>@import "http://${evil}/import.css"; p { color: red }</style>`],
    ['a style sheet with a url', `<style>p { background: url(http://${evil}/sheet.png) }</style><p>x</p>`],
    [
      'a font',
      `<style>@font-face { font-family: f; src: url(http://${evil}/f.woff) } p { font-family: f }</style><p>x</p>`,
    ],
    ['an image-set', `<style>p { background: image-set("http://${evil}/set.png" 1x) }</style><p>x</p>`],
    ['a custom property', `<style>:root{--u:url(http://${evil}/v.png)} p{background:var(--u)}</style><p>x</p>`],
    ['a background attribute', `<table background="http://${evil}/table.png"><tr><td>x</td></tr></table>`],
    ['a body background', `<body background="http://${evil}/body.png">x</body>`],
    ['a linked style sheet', `<link rel="stylesheet" href="http://${evil}/link.css">`],
    ['a preconnect', `<link rel="preconnect" href="http://${evil}"><link rel="dns-prefetch" href="//${evil}">`],
    ['a prefetch', `<link rel="prefetch" href="http://${evil}/p"><link rel="prerender" href="http://${evil}/p">`],
    [
      'a preload',
      `<link rel="preload" as="image" href="http://${evil}/preload.png"><link rel="icon" href="http://${evil}/i">`,
    ],
    ['a frame', `<iframe src="http://${evil}/frame"></iframe><frameset><frame src="http://${evil}/f"></frameset>`],
    ['an object', `<object data="http://${evil}/o"></object><embed src="http://${evil}/e">`],
    [
      'a video',
      `<video autoplay poster="http://${evil}/p.png" src="http://${evil}/v.mp4"></video><audio autoplay src="http://${evil}/a">`,
    ],
    ['a refresh', `<meta http-equiv="refresh" content="0;url=http://${evil}/refresh">`],
    [
      'a looser policy',
      `<meta http-equiv="Content-Security-Policy" content="img-src *"><img src="http://${evil}/policy.png">`,
    ],
    ['a base', `<base href="http://${evil}/"><img src="relative.png">`],
    [
      'an svg picture',
      `<svg><image href="http://${evil}/svg.png"/><use href="http://${evil}/u#x"/><feImage href="http://${evil}/fe"/></svg>`,
    ],
    [
      'a cursor and a list',
      `<ul style="list-style:url(http://${evil}/l.png);cursor:url(http://${evil}/c.cur),auto"><li>x</ul>`,
    ],
    ['mathml', `<math href="javascript:console.log('ran:math')"><mi xlink:href="http://${evil}/m">x</mi></math>`],
    ['unclosed picture text', `<img src='http://${evil}/dangling?`],
    [
      'speculation rules',
      `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["http://${evil}/spec"]}]}</script>`,
    ],
  ]

  it.each(['sanitised', 'with the sanitiser switched off'])(
    'runs nothing and asks for nothing (%s)',
    async (how) => {
      for (const [what, html] of hostile()) {
        const given = how === 'sanitised' ? (await sanitize(html)).html : html
        await show(given)
        await page.waitForTimeout(60)
        expect(leaks(), what).toEqual(nothing)
      }
      await page.waitForTimeout(400)
      expect(leaks()).toEqual(nothing)
    },
    60_000,
  )

  it.skipIf(payloads.length === 0).each(['sanitised', 'with the sanitiser switched off'])(
    'stands the payloads of DOMPurify (%s)',
    async (how) => {
      for (const payload of payloads) {
        const given = how === 'sanitised' ? (await sanitize(payload)).html : payload
        await show(given)
        await page.waitForTimeout(15)
        expect(leaks(), payload.slice(0, 300)).toEqual(nothing)
      }
      await page.waitForTimeout(400)
      expect(leaks()).toEqual(nothing)
    },
    120_000,
  )

  it.each(['sanitised', 'with the sanitiser switched off'])(
    'prints the payloads, on paper and as PDF, without running or asking for anything (%s)',
    async (how) => {
      const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
      const bodies: string[] = []
      for (const html of [...hostile().map(([, source]) => source), ...payloads]) bodies.push(how === 'sanitised' ? (await sanitize(html)).html : html)
      const printed = (html: string): string => printedMail({ subject: 'Hostil', headers: [['De', 'a@example.com']], html, text: '' })
      const whole = (html: string): PrintDocument => ({ title: 'Hostil', html, paper: 'A4', landscape: false, pictures: false, language: 'es' })
      // On paper: the hidden frame of a window, one mail each.
      for (const html of bodies) {
        await page.evaluate((document_) => {
          document.querySelector('iframe[data-print]')?.remove()
          const frame = document.createElement('iframe')
          frame.dataset['print'] = ''
          frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
          frame.srcdoc = document_
          return new Promise<void>((resolve) => {
            frame.onload = () => resolve()
            document.body.append(frame)
          })
        }, printPage(whole(printed(html))))
        expect(leaks(), html.slice(0, 300)).toEqual(nothing)
      }
      // As PDF: all in one document, each in a tree of its own; what one leaves open the next one stands in.
      const pdf = await localPrint({ browser: () => executablePath ?? null, log }).toPdf(whole(bodies.map(printed).join('<hr>')))
      expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
      await page.waitForTimeout(400)
      expect(leaks()).toEqual(nothing)
    },
    120_000,
  )

  it('leaves only text for the notes of an activity', async () => {
    const notes = [...hostile().map(([, source]) => source), ...payloads].map((html) => notesFromText(textFromHtml(html)))
    await page.evaluate((texts) => {
      for (const text of texts) document.body.append(Object.assign(document.createElement('p'), { textContent: text }))
    }, notes)
    expect(await page.locator('p').count()).toBe(notes.length)
    await page.waitForTimeout(200)
    expect(leaks()).toEqual(nothing)
  })

  it('holds by the sanitiser alone, with the policy and the sandbox switched off', async () => {
    isBare = true
    await page.goto(`${windowOrigin()}/`)
    for (const html of [...hostile().map(([, source]) => source), ...payloads]) {
      await show((await sanitize(html)).html)
      await page.waitForTimeout(15)
      expect(leaks(), html.slice(0, 300)).toEqual(nothing)
    }
    await page.waitForTimeout(400)
    expect(leaks()).toEqual(nothing)
  }, 120_000)

  it('notices a leak when there is one', async () => {
    await show(`<img src="http://${evil}/seen.png">`, '', true)
    await expect.poll(() => connections).toContain('GET /seen.png HTTP/1.1')
  })

  it('tells the window which link was clicked and stays where it is', async () => {
    const { html, links } = await sanitize(
      `<a id="one" href="http://${evil}/one" target="_blank" ping="http://${evil}/ping">One</a> <a id="two" href="mailto:ana@example.com">Two</a>`,
    )
    expect(links).toEqual([`http://${evil}/one`, 'mailto:ana@example.com'])
    const frame = await show(html)
    await frame.getByText('Two').click()
    await expect.poll(() => clicked).toEqual([1])
    await frame.getByText('One').click()
    await frame.getByText('One').click({ button: 'middle' })
    await frame.getByText('One').click({ modifiers: ['ControlOrMeta'] })
    await frame.getByText('One').click({ modifiers: ['Shift'] })
    await page.waitForTimeout(400)
    expect(new Set(clicked)).toEqual(new Set([0, 1]))
    expect(frame.url()).toBe(`${mailOrigin()}/frame/t/`)
    expect(await frame.getByText('Two').isVisible()).toBe(true)
    expect(leaks()).toEqual(nothing)
  })

  it('does not follow an untouched link, even with the sanitiser switched off', async () => {
    const frame = await show(
      `<a href="http://${evil}/plain">Plain</a> <a href="http://${evil}/blank" target="_blank">Blank</a> <a href="http://${evil}/top" target="_top">Top</a> <a href="javascript:console.log('ran:link')">Script</a>`,
    )
    for (const label of ['Blank', 'Top', 'Script', 'Plain']) {
      await frame.getByText(label, { exact: true }).click()
      await page.waitForTimeout(150)
    }
    expect(page.url()).toBe(`${windowOrigin()}/`)
    // Chromium connects ahead while the button is held down; nothing is sent, and no sanitised mail has such a link.
    expect({ ...leaks(), connections: connections.filter((line) => line !== 'connection') }).toEqual(nothing)
  })

  it('shows pictures of the message itself and counts remote ones', async () => {
    const dot =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const source = `<body bgcolor="#ffeedd" style="color:navy"><img id="in" src="cid:logo@x"><img src="https://tracker.example/a.gif"><img src="//tracker.example/b.gif"><p style="color:red;background-image:url('https://tracker.example/c.gif')">x</p></body>`
    const blocked = await sanitize(source, false, [['logo@x', dot]])
    expect(blocked.remotePictures).toBe(3)
    expect(blocked.html).toContain(dot)
    expect(blocked.html).not.toContain('tracker.example')
    expect(blocked.html).toContain('color: red')
    expect(blocked.html).toMatch(/color:\s*navy/)
    const frame = await show(blocked.html)
    expect(
      await frame
        .locator('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBe(1)
    const allowed = await sanitize(source, true)
    expect(allowed.html).toContain('https://tracker.example/a.gif')
    expect(allowed.html).toContain('https://tracker.example/b.gif')
    expect(allowed.html).toContain('https://tracker.example/c.gif')
  })

  it('keeps the look of an ordinary newsletter', async () => {
    const { html } = await sanitize(
      `<html><head><style><!-- .t { color: #112233 } @media (max-width: 600px) { .t { color: #445566 } } --></style></head><body><table width="600" cellpadding="4"><tr><td class="t" align="center" valign="top"><font face="Arial" size="2">Hola</font></td></tr></table><ul><li>uno</li></ul></body></html>`,
    )
    const frame = await show(html)
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(html).toContain('@media (max-width: 600px)')
    expect(html).toMatch(/<td[^>]*valign="top"/)
    expect(await frame.getByText('Hola').isVisible()).toBe(true)
  })

  it('leaves nothing of a page without a word or a picture', async () => {
    const blank = '<html><head><style>p { margin: 0 }</style></head><body><style>p { color: red }</style><div><p>&nbsp;</p></div></body></html>'
    expect((await sanitize(blank)).html).toBe('')
    for (const seen of ['<p>.</p>', '<img src="https://x.example/a.png">', '<hr>', '<table background="https://x.example/b.png"><tr><td></table>'])
      expect((await sanitize(`<style>p { margin: 0 }</style>${seen}`, true)).html).not.toBe('')
  })

  it('is read on white where the theme is dark: colours that a mail has for a dark ground stay away', async () => {
    const { html } = await sanitize(
      '<style>:root { color-scheme: light dark } p { color: rgb(1, 2, 3) } @media (prefers-color-scheme: dark) { p { color: rgb(250, 250, 250) } } @media (prefers-color-scheme: light) { b { color: rgb(4, 5, 6) } }</style><p>Hola <b>Ana</b></p>',
    )
    await page.emulateMedia({ colorScheme: 'dark' })
    const frame = await show(html)
    const colourOf = (selector: string): Promise<string> => frame.locator(selector).evaluate((element) => getComputedStyle(element).color)
    expect([await colourOf('p'), await colourOf('b')]).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)'])
    expect(await frame.locator('html').evaluate((element) => getComputedStyle(element).colorScheme)).toBe('light only')
  })

  it('shows a mail of text alone, its history dimmed and its links numbered', async () => {
    const frame = await show('', 'Hola <b>Ana</b>\n> lo anterior\nhttps://example.com/a?b=1&c=2')
    expect(await frame.locator('.plain').innerText()).toContain('Hola <b>Ana</b>')
    expect(await frame.locator('.quoted').innerText()).toContain('> lo anterior')
    await frame.getByText('https://example.com').click()
    await expect.poll(() => clicked).toEqual([0])
  })
})
