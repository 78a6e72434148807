// How the Electron host prints, on the typed double: which window, which session, what is served to it, and that nothing of it stays.
import { beforeEach, describe, expect, it } from 'vitest'
import type { PrintDocument } from '../../../src-shared/domain/print-page.ts'
import { BrowserWindow, otherSessions, printer } from './electron-double.ts'
import { electronPrint } from './print.ts'
import { servedAddresses } from './served.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const served = servedAddresses({ now: () => 0, zone: () => 'UTC' })
const print = electronPrint(served, log)
const page: PrintDocument = { title: 'Oferta <1>', html: '<p>Hola</p><script>1</script>', paper: 'A4', landscape: true, pictures: false, language: 'es' }
const last = (): InstanceType<typeof BrowserWindow> => {
  const window = BrowserWindow.all.at(-1)
  if (!window) throw new Error('no window')
  return window
}
const fetched = async (url: string): Promise<Response> => {
  const handler = otherSessions.get('print')?.handlers.get('maletin-mail')
  if (!handler) throw new Error('no handler')
  return handler({ method: 'GET', url })
}
beforeEach(() => {
  printer.trouble = ''
})

describe('printing', () => {
  it('happens in a hidden window without scripts, in a session of its own that lives in memory', async () => {
    await print.toPdf(page)
    const { options } = last()
    expect(options).toMatchObject({ show: false, webPreferences: { partition: 'print', javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false } })
    expect(options.webPreferences).not.toHaveProperty('preload')
    expect([...otherSessions.keys()]).toEqual(['print'])
  })

  it('that session is guarded like any other: no permission, no request but a mail’s allowed pictures', async () => {
    await print.toPdf(page)
    const own = otherSessions.get('print')
    const cancelled: boolean[] = []
    for (const url of ['https://example.com/a.css', 'http://127.0.0.1/x', 'file:///etc/passwd'])
      own?.beforeRequest?.({ url, resourceType: 'stylesheet', frame: { url: 'maletin://app/' } }, ({ cancel }) => cancelled.push(cancel))
    expect(cancelled).toEqual([true, true, true])
    expect(own?.device?.()).toBe(false)
  })

  it('makes a PDF of the page, paper and direction as asked, and the window goes', async () => {
    expect(Buffer.from(await print.toPdf(page)).toString()).toBe('%PDF-')
    expect(last().webContents.printed).toEqual([
      { to: 'pdf', options: expect.objectContaining({ pageSize: 'A4', landscape: true, preferCSSPageSize: true, displayHeaderFooter: false }) },
    ])
    expect(last().isDestroyed()).toBe(true)
  })

  it('serves the document once, under a policy that lets nothing run', async () => {
    await print.toPdf(page)
    const [url = ''] = last().loaded
    expect(url).toMatch(/^maletin-mail:\/\/[0-9a-f]{32}\/frame\/[0-9a-f]{32}\/$/)
    const reply = await fetched(url)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'none'.*img-src data:;.*sandbox/)
    const body = await reply.text()
    expect(body).toContain('<title>Oferta &lt;1&gt;</title>')
    expect(body).toContain('&lt;script>')
    expect((await fetched(url)).status).toBe(404)
  })

  it('remote pictures only where the user allowed them', async () => {
    await print.toPdf({ ...page, pictures: true })
    const reply = await fetched(last().loaded[0] ?? '')
    expect(reply.headers.get('content-security-policy')).toContain('img-src data: https: http:')
  })

  it('opens the system’s dialog; a cancelled one is no failure', async () => {
    printer.trouble = 'Print job canceled'
    expect(await print.toPrinter(page)).toBe(true)
    expect(last().webContents.printed).toEqual([{ to: 'printer', options: expect.objectContaining({ silent: false, pageSize: 'A4' }) }])
    expect(last().isDestroyed()).toBe(true)
  })

  it('says it plainly when it fails, and leaves no window', async () => {
    printer.trouble = 'no printer'
    await expect(print.toPdf(page)).rejects.toMatchObject({ code: 'print_unavailable', details: { why: 'failed' } })
    expect(last().isDestroyed()).toBe(true)
  })
})
