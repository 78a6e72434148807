// The local host as a process, asked by friends and strangers. Every refusal has its test.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openWindow, rawRequest, startLocal, type LocalProcess, type LocalWindow } from '../../../build/local-process.ts'
import { startServer } from './server.ts'
import { ServedOnce } from './served-once.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-local-'))
const renderer = join(folder, 'renderer')
let local: LocalProcess
let window: LocalWindow

beforeAll(async () => {
  mkdirSync(join(renderer, 'assets'), { recursive: true })
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>Maletín</title>')
  writeFileSync(join(renderer, 'assets/a.js'), 'export {}')
  writeFileSync(join(folder, 'secret.json'), '{}')
  local = await startLocal(join(folder, 'one'), { env: { MALETIN_RENDERER: renderer } })
  window = await openWindow(local)
})
afterAll(async () => {
  await local.stop()
  rmSync(folder, { recursive: true, force: true })
})

const json = (): Record<string, string> => ({ 'content-type': 'application/json', origin: local.origin, host: `127.0.0.1:${local.port}` })
const asWindow = (): Record<string, string> => ({ ...json(), 'x-maletin-window': window.token })
const call = (name: string, input: unknown = {}): string => JSON.stringify([{ name, input }])
/** The answers by the place of their calls. */
const answersIn = (body: string): unknown[] => {
  const answers: unknown[] = []
  for (const line of body.trim().split('\n')) {
    const { at, reply } = JSON.parse(line) as { at: number; reply: unknown }
    answers[at] = reply
  }
  return answers
}
const ask = (headers: Record<string, string>, body: string) => rawRequest(local.port, { method: 'POST', path: '/api/ask', headers, body })

describe('the page', () => {
  it('is given with the key', async () => {
    const reply = await rawRequest(local.port, { path: `/?key=${local.key}` })
    expect(reply.status).toBe(200)
    expect(reply.body).toContain('Maletín')
    expect(String(reply.headers['content-security-policy'])).toContain("default-src 'self'")
    expect(reply.headers['set-cookie']).toBeUndefined()
  })
  it.each([['no key', '/'], ['an empty key', '/?key='], ['a wrong key', `/?key=${'0'.repeat(48)}`], ['a shorter key', '/?key=abc']])('is refused with %s', async (_, path) => {
    const reply = await rawRequest(local.port, { path })
    expect(reply.status).toBe(403)
    expect(reply.body).not.toContain('<!doctype')
  })
  it('gives its files and nothing outside its folder', async () => {
    expect((await rawRequest(local.port, { path: '/assets/a.js' })).status).toBe(200)
    for (const path of ['/../secret.json', '/assets/../../secret.json', '/%2e%2e/secret.json', '/assets/%2e%2e%2f%2e%2e%2fsecret.json', '/index.html', '/assets', '//etc/passwd']) {
      expect((await rawRequest(local.port, { path })).status, path).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('a call', () => {
  it('is answered for a window of ours', async () => {
    const reply = await ask(asWindow(), call('app.state'))
    expect(reply.status).toBe(200)
    expect(answersIn(reply.body)).toMatchObject([{ ok: true, value: { host: 'local' } }])
  })
  it.each<[string, () => Record<string, string>, number]>([
    ['without a window token', json, 401],
    ['with a wrong token', () => ({ ...json(), 'x-maletin-window': 'f'.repeat(48) }), 401],
    ['with the key in place of a token', () => ({ ...json(), 'x-maletin-window': local.key }), 401],
    ['without an Origin', () => ({ 'content-type': 'application/json', 'x-maletin-window': window.token }), 403],
    ['from a foreign Origin', () => ({ ...asWindow(), origin: 'http://evil.example' }), 403],
    ['from the Origin null', () => ({ ...asWindow(), origin: 'null' }), 403],
    ['from localhost by name', () => ({ ...asWindow(), origin: `http://localhost:${local.port}` }), 403],
    ['from another port of this machine', () => ({ ...asWindow(), origin: `http://127.0.0.1:${local.port + 1}` }), 403],
    ['from a mail frame', () => ({ ...asWindow(), origin: `http://mail-${'a'.repeat(32)}.localhost:${local.port}` }), 403],
    ['with a foreign Host', () => ({ ...asWindow(), host: 'evil.example' }), 403],
    ['with a Host that only resolves here', () => ({ ...asWindow(), host: `rebind.example:${local.port}` }), 403],
    ['with localhost as Host', () => ({ ...asWindow(), host: `localhost:${local.port}` }), 403],
    ['that is a form', () => ({ ...asWindow(), 'content-type': 'application/x-www-form-urlencoded' }), 415],
    ['that is plain text', () => ({ ...asWindow(), 'content-type': 'text/plain' }), 415],
    ['without a type', () => ({ origin: local.origin, 'x-maletin-window': window.token }), 415],
  ])('%s is refused', async (_, headers, status) => {
    const reply = await ask(headers(), call('app.state'))
    expect(reply.status).toBe(status)
    expect(reply.body).not.toContain('"ok":true')
  })
  it.each(['', '{', 'null', '{}', '[]', '[[]]', '"app.state"', '{"name":"app.state"}', '[{"input":{}}]', '{"name":7}'])('that is no call (%j) is refused', async (body) => {
    expect((await ask(asWindow(), body)).status).toBe(400)
  })
  it.each(['app.nothing', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'app', '', 'app.state '])('of the unknown name %j is refused', async (name) => {
    expect(answersIn((await ask(asWindow(), call(name))).body)).toEqual([{ ok: false, error: { code: 'unknown_call', details: { name } } }])
  })
  it('with input of another shape says what is wrong', async () => {
    const [reply] = answersIn((await ask(asWindow(), call('settings.set', { theme: 'pink' }))).body) as [{ error: { code: string; details: unknown } }]
    expect(reply.error.code).toBe('bad_input')
    expect(JSON.stringify(reply.error.details)).toContain('theme')
  })
  it('is answered beside others of the same moment, each by itself', async () => {
    const asked = ['settings.get', 'app.nothing', 'app.state', 'job.list'].map((name) => ({ name, input: {} }))
    const answers = answersIn((await ask(asWindow(), JSON.stringify(asked))).body)
    expect(answers).toMatchObject([{ ok: true, value: { settings: {} } }, { ok: false, error: { code: 'unknown_call' } }, { ok: true, value: { host: 'local' } }, { ok: true, value: { jobs: [] } }])
  })
  it('larger than the limit is refused, announced or not', async () => {
    const announced = await rawRequest(local.port, { method: 'POST', path: '/api/ask', headers: { ...asWindow(), 'content-length': String(65 * 1024 * 1024) } }).catch((error: unknown) => error)
    expect(announced instanceof Error || (announced as { status: number }).status === 413).toBe(true)
    const sent = await ask(asWindow(), `"${'x'.repeat(65 * 1024 * 1024)}"`).catch((error: unknown) => error)
    expect(sent instanceof Error || (sent as { status: number }).status === 413).toBe(true)
    expect((await ask(asWindow(), call('app.state'))).status).toBe(200)
  })
  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('by %s is refused', async (method) => {
    expect((await rawRequest(local.port, { method, path: '/api/ask', headers: asWindow() })).status).toBeGreaterThanOrEqual(400)
  })
})

describe('an address', () => {
  it.each(['/%', '/%E0%A4%A', '/a%00.js', '//', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/assets/', '/nothing.js', '*'])('that is none (%s) is refused', async (path) => {
    const { status } = await rawRequest(local.port, { path })
    expect([403, 404]).toContain(status)
  })
})

describe('a window', () => {
  it.each<[string, Record<string, string>]>([['no key', {}], ['a wrong key', { 'x-maletin-key': 'nope' }]])('is not opened with %s', async (_, headers) => {
    expect((await rawRequest(local.port, { method: 'POST', path: '/api/window', headers: { ...json(), ...headers }, body: '{}' })).status).toBe(403)
  })
  const connect = (protocols: string[], origin: string): Promise<string> =>
    new Promise((done) => {
      const socket = new WebSocket(`ws://127.0.0.1:${local.port}/api/notices`, protocols, { origin })
      socket.on('open', () => {
        socket.close()
        done('open')
      })
      socket.on('error', () => done('refused'))
    })
  it('is told notices only with its token, from our page', async () => {
    expect(await connect(['maletin', window.token], local.origin)).toBe('open')
    expect(await connect(['maletin', 'x'.repeat(48)], local.origin)).toBe('refused')
    expect(await connect(['maletin'], local.origin)).toBe('refused')
    expect(await connect(['maletin', window.token], 'http://evil.example')).toBe('refused')
  })
  it('hears what another window changed', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${local.port}/api/notices`, ['maletin', window.token], { origin: local.origin })
    const heard: string[] = []
    socket.on('message', (data) => heard.push((JSON.parse(String(data)) as { name: string }).name))
    await new Promise((done) => socket.once('open', done))
    const other = await openWindow(local)
    await other.ask('app.setUp', { language: 'es', name: 'Marta', mail: '', zone: null })
    await expect.poll(() => heard).toContain('recordsChanged')
    socket.close()
  })
})

describe('the machine', () => {
  it('is listened to on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter(({ family, address }) => family === 'IPv4' && address !== '127.0.0.1')
    for (const { address } of others) await expect(rawRequest(local.port, { path: '/', address })).rejects.toThrow()
    await expect(rawRequest(local.port, { path: '/', address: '127.0.0.2' })).rejects.toThrow()
  })
  it('says one line on standard output and ends cleanly on SIGTERM', async () => {
    const second = await startLocal(join(folder, 'two'), { env: { MALETIN_RENDERER: renderer } })
    expect(second.output().trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(second.output())).toEqual({ ready: true, url: `http://127.0.0.1:${second.port}/?key=${second.key}` })
    expect(await second.stop()).toBe(0)
    expect(second.output().trim().split('\n')).toHaveLength(1)
  })
  it('runs two profiles side by side, and no secret of one opens the other', async () => {
    const second = await startLocal(join(folder, 'three'), { env: { MALETIN_RENDERER: renderer } })
    expect((await rawRequest(second.port, { path: `/?key=${local.key}` })).status).toBe(403)
    const crossed = await rawRequest(second.port, { method: 'POST', path: '/api/ask', headers: { 'content-type': 'application/json', origin: second.origin, 'x-maletin-window': window.token }, body: call('app.state') })
    expect(crossed.status).toBe(401)
    await second.stop()
  })
  it('a second start on the same profile brings the first to the front and never opens the store', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${local.port}/api/notices`, ['maletin', window.token], { origin: local.origin })
    const heard: string[] = []
    socket.on('message', (data) => heard.push((JSON.parse(String(data)) as { name: string }).name))
    await new Promise((done) => socket.once('open', done))
    const store = join(folder, 'one/store.db')
    const before = { size: statSync(store).size, at: statSync(store).mtimeMs, bytes: readFileSync(store).length }
    await expect(startLocal(join(folder, 'one'), { env: { MALETIN_RENDERER: renderer } })).rejects.toThrow(/already-open.*"activated":true/s)
    await expect.poll(() => heard).toContain('windowActivated')
    expect({ size: statSync(store).size, at: statSync(store).mtimeMs, bytes: readFileSync(store).length }).toEqual(before)
    socket.close()
  })
  it('is not brought to the front by one that does not know the secret', async () => {
    expect((await rawRequest(local.port, { method: 'POST', path: '/api/activate', headers: { 'x-maletin-activate': 'no' } })).status).toBe(403)
    expect((await rawRequest(local.port, { method: 'POST', path: '/api/activate' })).status).toBe(403)
  })
  it('does not start a server without a key', async () => {
    await expect(
      startServer({
        key: '', port: 0, rendererFolder: renderer, served: (port) => new ServedOnce(port), onActivate: () => undefined, activationSecret: 'x', onFilesSent: () => undefined,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        app: () => Promise.reject(new Error('not asked')),
      }),
    ).rejects.toThrow(/without a key/)
  })
})

describe('an entry, which stands in a command line', () => {
  it('holds no key, leads to the page a single time, and nowhere under another name', async () => {
    const server = await startServer({
      key: 'k'.repeat(48), port: 0, rendererFolder: renderer, served: (port) => new ServedOnce(port), onActivate: () => undefined, activationSecret: 'x', onFilesSent: () => undefined,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      app: () => Promise.reject(new Error('not asked')),
    })
    try {
      const entry = server.entryTo(`${server.url}&lang=es#/today`)
      expect(entry).not.toContain('k'.repeat(48))
      const path = new URL(entry).pathname
      expect((await rawRequest(server.port, { path, headers: { host: `rebind.example:${server.port}` } })).status).toBe(403)
      expect(await rawRequest(server.port, { path })).toMatchObject({ status: 303, headers: { location: `${server.url}&lang=es#/today` } })
      expect((await rawRequest(server.port, { path })).status).toBe(403)
      expect((await rawRequest(server.port, { path: '/enter/' })).status).toBe(403)
    } finally {
      await server.close()
    }
  })
})

describe('served once', () => {
  it('answers an address a single time', () => {
    const served = new ServedOnce(() => 1)
    const token = served.once({ bytes: new Uint8Array([1]), name: 'a', mediaType: 'text/plain', asAttachment: true }).split('/').at(-1) ?? ''
    expect(served.take(token)).not.toBeNull()
    expect(served.take(token)).toBeNull()
  })
})
