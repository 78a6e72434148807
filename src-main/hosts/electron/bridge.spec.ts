// The three functions of a window, from the preload to the core and back, and who is not answered.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../ports.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { pageAddress } from './addresses.ts'
import { eventFrom, exposed, ipcHandlers, ipcRenderer } from './electron-double.ts'
import { hostileAddresses } from './hostile-addresses.ts'
import { listenToWindows } from './ipc.ts'

interface Bridge {
  ask(name: unknown, input: unknown, from?: unknown): Promise<unknown>
  onNotice(listener: (notice: unknown) => void): () => void
  offerFiles(files: unknown[]): Promise<{ token: string; name: string; size: number }[]>
}

const page = { url: pageAddress('/contacts'), origin: 'maletin://app' }
const asked: { name: string; input: unknown; caller: Caller }[] = []
const offered: { path: string; name: string; size: number; isOurs: boolean }[] = []
const warnings: string[] = []
let folder = ''
let bridge: Bridge
let sender = eventFrom(7, page)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maletin-bridge-'))
  listenToWindows({
    core: Promise.resolve({
      ask: async (name, input, caller) => {
        asked.push({ name, input, caller })
        return { ok: true, value: { said: name } }
      },
      offerFile: (file) => {
        if (file.name === 'refused.eml') throw new KnownError('file_unreadable', { name: file.name })
        offered.push(file)
        return { token: `t${offered.length}`, ...file }
      },
      placeForUpload: () => join(folder, `upload-${offered.length}`),
    }),
    windowIdOf: (id) => (id === 7 ? 'w7' : null),
    log: {
      info: () => undefined,
      warn: (message) => warnings.push(message),
      error: (message) => warnings.push(message),
    },
  })
  ipcRenderer.answer = async (channel, ...values) => {
    const handler = ipcHandlers.get(channel)
    if (!handler) throw new Error(`nobody hears ${channel}`)
    // What crosses is a copy, as in Electron.
    return structuredClone(await handler(sender, ...structuredClone(values)))
  }
  await import('./preload.ts')
  bridge = exposed['maletin'] as Bridge
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  sender = eventFrom(7, page)
  for (const list of [asked, offered, warnings]) list.length = 0
})

describe('what a window gets', () => {
  it('is three functions and nothing else', () => {
    expect(Object.keys(exposed)).toEqual(['maletin'])
    expect(Object.keys(bridge).sort()).toEqual(['ask', 'offerFiles', 'onNotice'])
  })

  it('a question reaches the core with the window that asks, and where in it', async () => {
    expect(await bridge.ask('app.state', { a: 1 }, 'contacts')).toEqual({ ok: true, value: { said: 'app.state' } })
    expect(asked).toEqual([{ name: 'app.state', input: { a: 1 }, caller: { windowId: 'w7', from: 'contacts' } }])
  })

  it('a name that is no text reaches the core as text', async () => {
    await bridge.ask({ toString: () => 'app.state' }, null)
    expect(asked.map(({ name }) => name)).toEqual(['app.state'])
  })

  it('notices are heard until the listener is taken away', () => {
    const heard: unknown[] = []
    const stop = bridge.onNotice((notice) => heard.push(notice))
    ipcRenderer.emit(
      'maletin:notice',
      { sender: 'the event is kept back' },
      { name: 'settingsChanged', data: { keys: [] } },
    )
    stop()
    ipcRenderer.emit('maletin:notice', {}, { name: 'settingsChanged', data: { keys: [] } })
    expect(heard).toEqual([{ name: 'settingsChanged', data: { keys: [] } }])
  })
})

describe('files', () => {
  it('a dropped file crosses as a token; its path stays in the core', async () => {
    const path = join(folder, 'correo ñ.eml')
    writeFileSync(path, 'Subject: x\r\n\r\n')
    const [file] = await bridge.offerFiles([{ name: 'shown by the page', path }])
    expect(file).toEqual({ token: 't1', name: 'correo ñ.eml', size: 14 })
    expect(offered).toEqual([{ path, name: 'correo ñ.eml', size: 14, isOurs: false }])
  })

  it('a file that never was on disk is kept as an upload, under a name without folders', async () => {
    const [file] = await bridge.offerFiles([
      { name: '../../etc/a.eml', arrayBuffer: async () => new TextEncoder().encode('hola').buffer },
    ])
    expect(file).toEqual({ token: 't1', name: 'a.eml', size: 4 })
    expect(offered[0]?.isOurs).toBe(true)
    expect(readFileSync(offered[0]?.path ?? '', 'utf8')).toBe('hola')
  })

  it('a folder, a missing file and a refused one are said to be unreadable', async () => {
    writeFileSync(join(folder, 'refused.eml'), '')
    for (const path of [folder, join(folder, 'missing.eml'), join(folder, 'refused.eml')])
      await expect(bridge.offerFiles([{ name: 'x', path }])).rejects.toThrow('file_unreadable')
    expect(offered).toEqual([])
  })

  it('a forged handle is refused', async () => {
    const forged: unknown[] = [
      null,
      'x',
      {},
      { path: 'relative.eml' },
      { path: 5 },
      { name: 'a', bytes: 'text' },
      { name: 'a', bytes: { length: 3 } },
    ]
    for (const handle of forged)
      expect(await ipcRenderer.invoke('maletin:offer-file', handle)).toMatchObject({
        ok: false,
        code: 'file_unreadable',
      })
    expect(offered).toEqual([])
  })
})

describe('who is not answered', () => {
  const strangers: [string, unknown][] = [
    ['a web-contents of nobody', eventFrom(8, page)],
    ['a frame that has gone', eventFrom(7, null)],
    ['a frame inside the page', eventFrom(7, { ...page, parent: {} as never })],
    ['a detached frame', eventFrom(7, { ...page, detached: true })],
    ['another origin', eventFrom(7, { ...page, origin: 'null' })],
    ...hostileAddresses.map((url): [string, unknown] => [JSON.stringify(url), eventFrom(7, { ...page, url })]),
  ]
  it.each(strangers)('%s', async (_who, event) => {
    sender = event
    expect(await bridge.ask('app.state', {})).toEqual({ ok: false, error: { code: 'closed', details: {} } })
    await expect(bridge.offerFiles([{ name: 'x', path: join(folder, 'x') }])).rejects.toThrow('closed')
    expect(asked).toEqual([])
    expect(offered).toEqual([])
    expect(warnings).toEqual(['refused a message', 'refused a message'])
  })
})
