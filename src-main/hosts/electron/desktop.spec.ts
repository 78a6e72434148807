// What reaches the desktop and what is kept by it: links, files, passwords, the command line, the menu, places of windows.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { desktop, keeper } from './electron-double.ts'
import { hostileAddresses } from './hostile-addresses.ts'
import { contextEntries, menuTemplate } from './menu-template.ts'
import { mayOpenFile } from './open-file-policy.ts'
import { secretsDecision } from './secrets-policy.ts'
import { systemSecrets } from './secrets.ts'
import { electronShell } from './shell.ts'
import { startOptions } from './start-options.ts'
import { placeWindow, windowKey } from './window-placement.ts'
import { Windows } from './windows.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-desktop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe('links and files', () => {
  const windows = new Windows({ preload: '/preload.cjs', log, made: () => undefined, moved: () => undefined })
  const shell = electronShell(windows, log)
  beforeEach(() => {
    desktop.external.length = 0
    desktop.files.length = 0
    desktop.trouble = ''
  })

  it('web, mail and phone links are handed to the system', async () => {
    for (const url of ['https://example.com/a', 'http://example.com/', 'mailto:a@example.com', 'tel:+34600000000'])
      expect(await shell.openExternal(url)).toBe(true)
    expect(desktop.external).toHaveLength(4)
  })

  it('nothing else is, whoever asks', async () => {
    for (const url of hostileAddresses.filter((address) => !/^(?:https?|mailto|tel):/.test(address)))
      expect(await shell.openExternal(url), url).toBe(false)
    expect(desktop.external).toEqual([])
  })

  it('a document is opened; what the system would run is not', async () => {
    expect(await shell.openFile('/p/factura 2026.pdf')).toBe(true)
    expect(await shell.openFile('/p/factura.pdf.exe')).toBe(false)
    // The user was warned and said yes; a name that hides its own end stays shut.
    expect(await shell.openFile('/p/informe.html', { isWarned: true })).toBe(true)
    expect(desktop.files.pop()).toBe('/p/informe.html')
    for (const name of ['/p/a\u202Etxt.exe', '/p/sin-extension', '/p/a.pdf:b.exe', '/p/a.exe ']) expect(await shell.openFile(name, { isWarned: true }), name).toBe(false)
    desktop.trouble = 'no program'
    expect(await shell.openFile('/p/a.xyz')).toBe(false)
    expect(desktop.files).toEqual(['/p/factura 2026.pdf', '/p/a.xyz'])
  })

  const hostileNames = [
    'a.exe',
    'A.EXE',
    'a.exe.',
    'a.exe ',
    'a.exe. . ',
    'a.pdf.exe',
    'a.scr',
    'a.bat',
    'a.cmd',
    'a.com',
    'a.pif',
    'a.lnk',
    'a.url',
    'a.js',
    'a.jse',
    'a.vbs',
    'a.wsf',
    'a.hta',
    'a.ps1',
    'a.msi',
    'a.reg',
    'a.jar',
    'a.iso',
    'a.img',
    'a.vhd',
    'a.desktop',
    'a.sh',
    'a.AppImage',
    'a.command',
    'a.app',
    'a.dmg',
    'a.pkg',
    'a.terminal',
    'a.html',
    'a.svg',
    'a.settingcontent-ms',
    'a.search-ms',
    'a.chm',
    'a',
    'a.',
    '',
    '.bashrc',
    'a.pdf\u202efdp.exe',
    'fdp.\u202eexe',
    'a.txt:evil.exe',
    'a.exe::$DATA',
    'a.p\0df',
    'a.pdf/..',
    'x/a.exe',
    'x\\a.exe',
    'a.ｅｘｅ',
  ]
  it.each(hostileNames.map((name) => [JSON.stringify(name), name] as const))('%s is not opened', (_shown, name) => {
    expect(mayOpenFile(name)).toBe(false)
  })
  it('ordinary papers are', () => {
    for (const name of [
      'a.pdf',
      'a.docx',
      'a.xlsx',
      'a.png',
      'a.JPG',
      'a.eml',
      'a.txt',
      'a.csv',
      'a.zip',
      'Oferta nº 3.odt',
      'C:\\p\\a.pdf'.split('\\').at(-1) ?? '',
    ])
      expect(mayOpenFile(name), name).toBe(true)
  })
})

describe('passwords', () => {
  const file = join(folder, 'secrets.json')
  beforeEach(() => {
    rmSync(file, { force: true })
    Object.assign(keeper, { isAvailable: true, backend: 'gnome_libsecret', shouldReEncrypt: false, encryptions: 0 })
  })

  it('are kept encrypted by the system and come back', async () => {
    const secrets = systemSecrets(file)
    await Promise.all([
      secrets.set('smtp', 'contraseña muy larga'),
      secrets.set('imap', 'otra'),
      secrets.set('__proto__', 'tercera'),
    ])
    expect(await systemSecrets(file).get('smtp')).toBe('contraseña muy larga')
    expect(await systemSecrets(file).get('imap')).toBe('otra')
    expect(await secrets.get('toString')).toBeNull()
    expect(readFileSync(file, 'utf8')).not.toMatch(/contrase|otra/)
  })

  it.runIf(process.platform === 'linux')('are refused where the machine would keep them in clear', async () => {
    keeper.backend = 'basic_text'
    await expect(systemSecrets(file).set('smtp', 'x')).rejects.toMatchObject({
      code: 'invalid',
      details: { rule: 'plain_text_keyring' },
    })
    expect(keeper.encryptions).toBe(0)
  })

  it('are encrypted anew when the system changed its key', async () => {
    const secrets = systemSecrets(file)
    await secrets.set('smtp', 'x')
    keeper.shouldReEncrypt = true
    expect(await secrets.get('smtp')).toBe('x')
    expect(keeper.encryptions).toBe(2)
  })

  it('a damaged file is said, not taken for empty', async () => {
    writeFileSync(file, '[1')
    await expect(systemSecrets(file).get('smtp')).rejects.toThrow()
  })

  it.each([
    [{ platform: 'linux', isAvailable: true, backend: 'kwallet6' }, { ok: true }],
    [
      { platform: 'linux', isAvailable: true, backend: 'basic_text' },
      { ok: false, rule: 'plain_text_keyring' },
    ],
    [
      { platform: 'linux', isAvailable: true, backend: 'unknown' },
      { ok: false, rule: 'no_keyring' },
    ],
    [
      { platform: 'linux', isAvailable: true, backend: null },
      { ok: false, rule: 'no_keyring' },
    ],
    [
      { platform: 'linux', isAvailable: false, backend: 'gnome_libsecret' },
      { ok: false, rule: 'no_keyring' },
    ],
    [{ platform: 'win32', isAvailable: true, backend: null }, { ok: true }],
    [
      { platform: 'darwin', isAvailable: false, backend: null },
      { ok: false, rule: 'no_keyring' },
    ],
  ])('%o: %o', (given, expected) => expect(secretsDecision(given)).toEqual(expected))
})

describe('the command line', () => {
  it('names the profile and the files to take in; the rest is Chromium’s', () => {
    const here = resolve('/inicio')
    expect(startOptions(['--profile', 'p', '--no-sandbox', 'a.eml', 'b.txt', '/x/C.EML', '-z.eml', 'clientes.csv', 'ana.vcf'], here)).toEqual({
      profile: resolve(here, 'p'),
      files: [resolve(here, 'a.eml'), '/x/C.EML', resolve(here, 'clientes.csv'), resolve(here, 'ana.vcf')],
    })
    expect(startOptions(['--profile=/q'], here).profile).toBe(resolve('/q'))
    expect(startOptions(['--profile'], here)).toEqual({ profile: null, files: [] })
  })
})

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'])('says the same in both languages on %s', (platform) => {
    const shape = (language: 'es' | 'en'): unknown =>
      menuTemplate(language, platform, true).map(({ entries }) =>
        entries.map((entry) => (entry.type === 'separator' ? '-' : entry.type === 'role' ? entry.role : entry.action)),
      )
    expect(shape('es')).toEqual(shape('en'))
    for (const language of ['es', 'en'] as const)
      for (const { label, entries } of menuTemplate(language, platform, true))
        for (const entry of entries) expect(label && (entry.type === 'separator' || entry.label)).toBeTruthy()
  })
  it('shows the tools of developers to developers only', () => {
    expect(JSON.stringify(menuTemplate('es', 'linux', true))).not.toContain('toggleDevTools')
    expect(JSON.stringify(menuTemplate('es', 'linux', false))).toContain('toggleDevTools')
  })
  it('no key stands twice', () => {
    const keys = menuTemplate('es', 'linux', false).flatMap(({ entries }) =>
      entries.flatMap((entry) => ('accelerator' in entry && entry.accelerator ? [entry.accelerator] : [])),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })
  it('a right click offers what can be done there', () => {
    const offered = (place: Parameters<typeof contextEntries>[1]): string[] =>
      contextEntries('es', place).map((entry) => (entry.type === 'role' ? entry.role : entry.type))
    expect(offered({ isEditable: false, hasSelection: false, suggestions: [] })).toEqual([])
    expect(offered({ isEditable: false, hasSelection: true, suggestions: [] })).toEqual(['copy'])
    expect(offered({ isEditable: true, hasSelection: false, suggestions: ['uno', 'dos'] })).toEqual([
      'suggestion',
      'suggestion',
      'separator',
      'paste',
      'selectAll',
    ])
  })
})

describe('the place of a window', () => {
  const shape = { width: 1280, height: 800, minWidth: 640, minHeight: 480 }
  const laptop = { x: 0, y: 25, width: 1366, height: 700 }
  const second = { x: 1366, y: 0, width: 1920, height: 1040 }

  it('is where it was left while its display is there', () => {
    const left = { x: 1500, y: 100, width: 1000, height: 700 }
    expect(placeWindow(left, shape, [laptop, second])).toEqual(left)
  })
  it('is the system’s choice, same size, when its display is gone', () => {
    expect(placeWindow({ x: 1500, y: 100, width: 1000, height: 600 }, shape, [laptop])).toEqual({
      width: 1000,
      height: 600,
    })
  })
  it('fits a smaller display', () => {
    expect(placeWindow(null, shape, [laptop])).toEqual({ width: 1280, height: 700 })
    expect(placeWindow({ x: -900, y: -300, width: 1300, height: 1900 }, shape, [laptop])).toEqual({
      x: 0,
      y: 25,
      width: 1300,
      height: 700,
    })
  })
  it('stands a little beside the window it was asked from', () => {
    expect(
      placeWindow(null, { ...shape, width: 800, height: 600 }, [laptop, second], {
        x: 1400,
        y: 50,
        width: 900,
        height: 700,
      }),
    ).toEqual({ x: 1432, y: 82, width: 800, height: 600 })
  })
  it('is always within reach, whatever was remembered', () => {
    const number = fc.oneof(fc.integer({ min: -20_000, max: 20_000 }), fc.constantFrom(Number.NaN, Infinity, -Infinity))
    const bounds = fc.record({ x: number, y: number, width: number, height: number })
    fc.assert(
      fc.property(bounds, fc.option(bounds), fc.boolean(), (remembered, beside, isDocked) => {
        const areas = isDocked ? [laptop, second] : [laptop]
        const placed = placeWindow(remembered, shape, areas, beside)
        expect(areas.some((area) => placed.width <= area.width && placed.height <= area.height)).toBe(true)
        if (placed.x === undefined || placed.y === undefined) return
        const { x, y } = { x: placed.x, y: placed.y }
        expect(
          areas.some(
            (area) =>
              x >= area.x &&
              y >= area.y &&
              x + placed.width <= area.x + area.width &&
              y + placed.height <= area.y + area.height,
          ),
        ).toBe(true)
      }),
    )
  })
  it('one window a record; without a record, one a purpose', () => {
    const key = (kind: string, id: string | null, query: Record<string, string> = {}): string =>
      windowKey({ kind, id, query })
    expect(key('contact', 'a', { tab: 'mail' })).toBe(key('contact', 'a'))
    expect(key('contact', 'a')).not.toBe(key('contact', 'b'))
    expect(key('contact', 'a')).not.toBe(key('activity', 'a'))
    expect(key('bulk', null, { selection: '1', from: 'x' })).toBe(key('bulk', null, { from: 'x', selection: '1' }))
    expect(key('bulk', null, { selection: '1' })).not.toBe(key('bulk', null, { selection: '2' }))
  })
})
