// The whole Electron host on the typed double: real core, real store in a temporary profile. What is left to a machine with the runtime is
// Electron's own behaviour.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  app,
  BrowserWindow,
  eventFrom,
  ipcHandlers,
  menus,
  schemes,
  session,
  type WebContentsDouble,
} from './electron-double.ts'
import { pageAddress } from './addresses.ts'

const profile = mkdtempSync(join(tmpdir(), 'maletin-electron-'))
const mail = join(profile, 'oferta.eml')
const firstWindow = (): InstanceType<typeof BrowserWindow> => {
  const [first] = BrowserWindow.all
  if (!first) throw new Error('no window yet')
  return first
}
const ask = async (contents: WebContentsDouble, name: string, input: unknown): Promise<unknown> =>
  ipcHandlers.get('maletin:ask')?.(
    eventFrom(contents.id, { url: pageAddress('/'), origin: 'maletin://app' }),
    name,
    input,
  )
const log = (): string => readFileSync(join(profile, 'logs', 'maletin.log'), 'utf8')

beforeAll(async () => {
  process.argv = ['maletin', '--profile', profile]
  app.paths['userData'] = join(profile, 'not-used')
  await import('./main.ts')
  await vi.waitFor(() => expect(BrowserWindow.all.length).toBeGreaterThan(0), { timeout: 20_000 })
}, 30_000)
afterAll(async () => {
  app.exits.length = 0
  if (!app.emit('will-quit', { preventDefault: () => undefined })) return
  await vi.waitFor(() => expect(app.exits).toContain(0), { timeout: 10_000 })
  rmSync(profile, { recursive: true, force: true })
})

describe('starting', () => {
  it('puts Chromium’s own data and the lock into the profile, and every renderer into the sandbox', () => {
    expect(app.paths['userData']).toBe(join(profile, 'electron'))
    expect(app.isSandboxed).toBe(true)
  })

  it('registers the two schemes before Electron is ready: ours, and one for mails that may not fetch', () => {
    expect(schemes.registered).toEqual([
      { scheme: 'maletin', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
      { scheme: 'maletin-mail', privileges: { standard: true, secure: true } },
    ])
    expect([...schemes.handlers.keys()]).toEqual(['maletin', 'maletin-mail'])
  })

  it('opens one window: sandboxed, isolated, without Node, on our page', () => {
    expect(BrowserWindow.all).toHaveLength(1)
    expect(firstWindow().loaded).toEqual(['maletin://app/index.html#/'])
    expect(firstWindow().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true,
      preload: expect.stringMatching(/preload\.cjs$/),
    })
  })

  it('speaks the user’s language and lets no dictionary be fetched', () => {
    expect(menus.at(-1)?.map(({ label }) => label)).toEqual(['&Archivo', '&Edición', '&Ver', 'Ve&ntana'])
    expect(session.defaultSession.spelling).toEqual(['es', 'es-ES', 'en-US'])
    expect(session.defaultSession.dictionaries).toMatch(/^maletin:/)
  })
})

describe('a window', () => {
  it('asks the core, and is told what changed', async () => {
    const { webContents } = firstWindow()
    expect(await ask(webContents, 'app.state', {})).toMatchObject({
      ok: true,
      value: { host: 'electron', isFirstStart: true, profilePath: profile },
    })
    expect(
      await ask(webContents, 'app.setUp', { language: 'en', name: 'Marta Ruiz', mail: '', zone: null }),
    ).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(webContents.sent.map(({ channel }) => channel)).toContain('maletin:notice'))
  })

  it('opens another once: a second wish brings it to the front', async () => {
    const { webContents } = firstWindow()
    for (const _ of [1, 2])
      expect(await ask(webContents, 'window.open', { kind: 'contacts', id: null })).toMatchObject({
        ok: true,
        value: { url: null },
      })
    expect(BrowserWindow.all).toHaveLength(2)
    expect(BrowserWindow.all[1]?.loaded).toEqual(['maletin://app/index.html#/contacts'])
    expect(BrowserWindow.all[1]?.webContents.sent).toContainEqual({
      channel: 'maletin:notice',
      value: { name: 'windowActivated', data: {} },
    })
  })

  it('comes back where it was left', async () => {
    const left = BrowserWindow.all[1]
    if (!left) throw new Error('no second window')
    left.bounds = { x: 300, y: 200, width: 900, height: 640 }
    left.emit('move')
    await vi.waitFor(() => expect(readFileSync(join(profile, 'windows.json'), 'utf8')).toContain('"x":300'), {
      timeout: 5000,
    })
    left.close()
    await ask(firstWindow().webContents, 'window.open', { kind: 'contacts', id: null })
    expect(BrowserWindow.all[2]?.options).toMatchObject({ x: 300, y: 200, width: 900, height: 640 })
  })

  it('is loaded again after a crash', () => {
    firstWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    expect(firstWindow().webContents.reloads).toBe(1)
  })
})

describe('the guards are on', () => {
  it('navigation, redirects, windows and webviews are stopped, and said in the log', () => {
    const { webContents } = firstWindow()
    expect(webContents.tries('will-frame-navigate', { url: 'https://example.com/', isMainFrame: true })).toBe(true)
    expect(webContents.tries('will-frame-navigate', { url: pageAddress('/contacts'), isMainFrame: true })).toBe(false)
    expect(webContents.tries('will-redirect', { url: pageAddress('/') })).toBe(true)
    expect(webContents.tries('will-attach-webview', {}, {}, { src: pageAddress('/') })).toBe(true)
    expect(webContents.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' })
    for (const what of ['navigation', 'redirect', 'webview', 'window']) expect(log()).toContain(`refused a ${what}`)
  })

  it('a single-use address is saved instead of shown', () => {
    const url = `maletin://app/once/${'ab'.repeat(16)}`
    expect(firstWindow().webContents.tries('will-frame-navigate', { url, isMainFrame: true })).toBe(true)
    expect(firstWindow().webContents.downloaded).toEqual([url])
  })

  it('permissions, devices, requests and downloads are denied', () => {
    const { defaultSession: guarded } = session
    const answers: boolean[] = []
    const details = { isMainFrame: true, requestingUrl: pageAddress('/') }
    guarded.permissionRequest?.(null as never, 'geolocation', (granted) => answers.push(granted), details)
    guarded.permissionRequest?.(null as never, 'clipboard-sanitized-write', (granted) => answers.push(granted), details)
    expect(answers).toEqual([false, true])
    expect(guarded.permissionCheck?.(null, 'media', 'maletin://app/', details)).toBe(false)
    expect(guarded.device?.()).toBe(false)
    const cancelled: boolean[] = []
    for (const url of ['https://example.com/a.png', 'maletin://app/assets/a.js'])
      guarded.beforeRequest?.({ url, resourceType: 'image', frame: { url: pageAddress('/') } }, ({ cancel }) =>
        cancelled.push(cancel),
      )
    expect(cancelled).toEqual([true, false])
    let isStopped = false
    guarded.emit(
      'will-download',
      { preventDefault: () => (isStopped = true) },
      { getURL: () => 'https://example.com/a.exe' },
    )
    expect(isStopped).toBe(true)
  })
})

describe('a second start', () => {
  it('brings the first to the front and opens nothing', async () => {
    const before = BrowserWindow.all.length
    firstWindow().isSmall = true
    BrowserWindow.focused = firstWindow()
    app.emit('second-instance', {}, ['maletin'], profile)
    await vi.waitFor(() => expect(firstWindow().isSmall).toBe(false))
    expect(BrowserWindow.all).toHaveLength(before)
  })

  it('with a mail hands it over to be taken in', async () => {
    writeFileSync(mail, 'From: a@example.com\r\nSubject: Oferta\r\n\r\nHola\r\n')
    app.emit('second-instance', {}, ['maletin', 'oferta.eml', '--flag'], profile)
    const { webContents } = firstWindow()
    await vi.waitFor(() => expect(webContents.sent).toContainEqual({ channel: 'maletin:notice', value: { name: 'filesHandedOver', data: {} } }))
    expect(await ask(webContents, 'mailImport.handed', {})).toMatchObject({ ok: true, value: { files: [{ name: 'oferta.eml', isFolder: false }] } })
    expect(await ask(webContents, 'mailImport.handed', {})).toMatchObject({ ok: true, value: { files: [] } })
  })
})
