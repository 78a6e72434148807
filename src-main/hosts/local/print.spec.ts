// PDFs by the machine's own browser: the text is in it, on numbered pages, and hostile documents neither run nor ask anything of anybody.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PrintDocument } from '../../../src-shared/domain/print-page.ts'
import { findBrowser } from './browser.ts'
import { localPrint } from './print.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const browser = findBrowser()
if (browser === null) console.log('print.spec.ts: no Chromium, Chrome or Edge was found; nothing is printed')
const page = (html: string, more: Partial<PrintDocument> = {}): PrintDocument => ({ title: 'Oferta nº 7', html, paper: 'A4', landscape: false, pictures: false, language: 'es', ...more })

async function read(bytes: Uint8Array): Promise<{ title: unknown; pages: { size: number[]; text: string }[] }> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 })
  const pdf = await task.promise
  const pages = []
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const one = await pdf.getPage(n)
    const { items } = await one.getTextContent()
    pages.push({ size: one.view.slice(2).map(Math.round), text: items.map((item) => ('str' in item ? item.str : '')).join(' ') })
  }
  const { info } = await pdf.getMetadata()
  await task.destroy()
  return { title: (info as { Title?: unknown }).Title, pages }
}

let server: Server
const temporary = { old: process.env['TMPDIR'], mine: mkdtempSync(join(tmpdir(), 'maletin-printing-')) }
let requests: string[] = []
let origin = ''
beforeAll(async () => {
  process.env['TMPDIR'] = temporary.mine
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    // One pixel; `/slow` never answers.
    if (request.url !== '/slow') response.writeHead(200, { 'content-type': 'image/gif' }).end(Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  if (temporary.old === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = temporary.old
  rmSync(temporary.mine, { recursive: true })
})

describe.skipIf(browser === null)('with a browser', () => {
  const print = localPrint({ browser: () => browser, log, picturesMs: 1500 })

  it('the text stands in the PDF, its pages are A4 and numbered', async () => {
    const { title, pages } = await read(await print.toPdf(page('<h1>Óptica Álvarez</h1><p>Presupuesto de 1.200 €</p><div style="break-before: page">Condiciones</div>')))
    expect(title).toBe('Oferta nº 7')
    expect(pages.map(({ size }) => size)).toEqual([[595, 842], [595, 842]])
    expect(pages[0]?.text).toMatch(/1 \/ 2.*Óptica Álvarez.*1\.200 €/)
    expect(pages[1]?.text).toMatch(/2 \/ 2.*Condiciones/)
  })

  it('lies on its side where asked; two at once are both made', async () => {
    const [wide, tall] = await Promise.all([print.toPdf(page('a', { landscape: true })), print.toPdf(page('b'))])
    expect((await read(wide)).pages[0]?.size).toEqual([842, 595])
    expect((await read(tall)).pages[0]?.text).toContain('b')
  })

  it('what was never sanitised neither runs nor asks anything of anybody, not even for files of this machine', async () => {
    requests = []
    const secret = join(mkdtempSync(join(tmpdir(), 'maletin-secret-')), 'secret.txt')
    writeFileSync(secret, 'TOP-SECRET')
    const { pages } = await read(
      await print.toPdf(
        page(`<p>Visible</p><script>document.body.append('RAN')</script><img src="${origin}/img" onerror="document.body.append('RAN')"><link rel="stylesheet" href="${origin}/css">
          <style>@import url(${origin}/import); p { background: url(${origin}/bg) }</style><iframe src="${origin}/frame"></iframe><iframe src="file://${secret}"></iframe>
          <meta http-equiv="refresh" content="0; url=${origin}/refresh"><object data="${origin}/object"></object><link rel="dns-prefetch" href="${origin}"><video src="${origin}/video"></video>
          <svg><script>document.body.append('RAN')</script><image href="${origin}/svg"/></svg><body onload="document.body.append('RAN')">`),
      ),
    )
    rmSync(secret)
    const text = pages.map((one) => one.text).join(' ')
    expect(text).toContain('Visible')
    expect(text).not.toMatch(/TOP-SECRET/)
    expect(text.replace(/append\('RAN'\)/g, '')).not.toMatch(/RAN/)
    expect(requests).toEqual([])
  })

  it('pictures are fetched only where they were allowed, and one that never comes holds up nothing', async () => {
    requests = []
    const { pages } = await read(await print.toPdf(page(`<p>Con foto</p><img src="${origin}/photo"><img src="${origin}/slow"><link rel="stylesheet" href="${origin}/css">`, { pictures: true })))
    expect(pages[0]?.text).toContain('Con foto')
    expect(requests.sort()).toEqual(['/photo', '/slow'])
  })

  it('what takes too long is ended and leaves nothing behind', async () => {
    const hasty = localPrint({ browser: () => browser, log, timeLimitMs: 1 })
    await expect(hasty.toPdf(page('x'))).rejects.toMatchObject({ code: 'print_unavailable', details: { why: 'timeout' } })
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('maletin-print-'))).toEqual([])
  })
})

it('without a browser it says so', async () => {
  for (const program of [null, '/nowhere/chromium']) {
    await expect(localPrint({ browser: () => program, log }).toPdf(page('x'))).rejects.toMatchObject({ code: 'print_unavailable', details: { why: 'no_browser' } })
  }
})
