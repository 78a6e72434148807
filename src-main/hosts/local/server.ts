// The local host's HTTP server: the renderer's files, the calls of its windows, uploads and single-use addresses. On 127.0.0.1 alone, behind a key.
// No cookies: they ignore ports, so any page on this machine's loopback would receive them.
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, isAbsolute, join, normalize, sep } from 'node:path'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { WebSocket, WebSocketServer } from 'ws'
import { asDiskFault } from '../../../src-shared/disk-faults.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Notice } from '../../../src-shared/contract/index.ts'
import type { App } from '../../app.ts'
import type { Log } from '../../ports.ts'
import { isJson, isOwnHost, isOwnOrigin, isSecretEqual, mailOriginOf } from './access.ts'
import type { ServedOnce } from './served-once.ts'

/** A window listens soon after it was opened; one that never does keeps no more than these. */
const maxEarlyNotices = 200
/** No further file of the page was asked for in this time: they have all been sent. */
const quietMs = 15
const maxCallBytes = 64 * 1024 * 1024
/** Asked at one moment by one window. */
const mostCalls = 1000
/** A mailbox may be as large as the disk has room. */
const maxUploadBytes = 200 * 1024 * 1024 * 1024
const maxActivationBytes = 1024 * 1024
const entryLifetimeMs = 60_000

export interface LocalServer {
  readonly port: number
  /** Address of the page, with the key. */
  readonly url: string
  /** An address that leads to `url` once, within a minute. For command lines, which every user of the machine may read: the key does not stand in them. */
  entryTo(url: string): string
  notify(notice: Notice, windowId: string | null): void
  close(): Promise<void>
}

export interface ServerOptions {
  /** Must not be empty: without a key the server does not start. */
  key: string
  port: number
  rendererFolder: string
  served: (port: () => number) => ServedOnce
  log: Log
  /** Called by another start of the program on the same profile, which knows `activationSecret`; with the files it was given. */
  onActivate: (paths: string[]) => void
  activationSecret: string
  /** The files a page had asked for are on their way: what holds up this thread holds up no page now. */
  onFilesSent: () => void
  /** Resolves when the store is open; calls wait for it while the page is loading already. */
  app: () => Promise<App>
}

interface Window {
  id: string
  token: string
  socket: WebSocket | null
  /** Notices from before it listened for the first time; null afterwards. */
  early: string[] | null
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.ico': 'image/x-icon',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.bcmap': 'application/octet-stream',
}

const pagePolicy = (port: number): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ws://127.0.0.1:${port}`,
    `frame-src http://*.localhost:${port}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** A worker has the policy of its own script's answer. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'"

class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export async function startServer(options: ServerOptions): Promise<LocalServer & { served: ServedOnce }> {
  if (!options.key) throw new Error('the local host does not start without a key')
  const windows = new Map<string, Window>()
  /** Where an entry leads, by its token. */
  const entries = new Map<string, string>()
  const server: Server = createServer()
  const address = (): AddressInfo => server.address() as AddressInfo
  let port = options.port
  const served = options.served(() => port)
  const indexPage = readFileSync(join(options.rendererFolder, 'index.html'), 'utf8')

  const openWindow = (): Window => {
    const window: Window = {
      id: randomBytes(8).toString('hex'),
      token: randomBytes(24).toString('hex'),
      socket: null,
      early: [],
    }
    windows.set(window.token, window)
    return window
  }

  const windowOf = (request: IncomingMessage): Window => {
    const token = request.headers['x-maletin-window']
    const window = typeof token === 'string' ? windows.get(token) : undefined
    if (window === undefined) throw new Refusal(401, 'no window')
    return window
  }
  const requireOwn = (request: IncomingMessage): void => {
    if (!isOwnOrigin({ origin: request.headers.origin, port })) throw new Refusal(403, 'foreign origin')
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = addressOf(request.url ?? '/')
    const mailOrigin = mailOriginOf(request.headers.host, port)
    if (mailOrigin !== null) return answerFrame(mailOrigin, url, request, response)
    if (!isOwnHost({ host: request.headers.host, port })) throw new Refusal(403, 'foreign host')
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (url.pathname === '/') {
        if (!isSecretEqual(url.searchParams.get('key'), options.key)) throw new Refusal(403, 'no key')
        // The page comes with its window's token, and need not ask for one before its first question.
        const page = indexPage.replace(
          '</head>',
          `<meta name="maletin-window" content="${openWindow().token}" /></head>`,
        )
        return send(response, 200, page, {
          'content-type': types['.html'] ?? '',
          'content-security-policy': pagePolicy(port),
        })
      }
      if (url.pathname.startsWith('/enter/')) return answerEntry(url.pathname.slice(7), response)
      if (url.pathname.startsWith('/once/')) return answerOnce(url.pathname.slice(6), response)
      return answerAsset(url.pathname, response)
    }
    if (request.method !== 'POST') throw new Refusal(405, 'method')
    if (url.pathname === '/api/activate') {
      if (!isSecretEqual(String(request.headers['x-maletin-activate'] ?? ''), options.activationSecret))
        throw new Refusal(403, 'no secret')
      options.onActivate(pathsIn(await readBody(request, maxActivationBytes)))
      return send(response, 204, '')
    }
    requireOwn(request)
    if (url.pathname === '/api/window') {
      if (!isSecretEqual(String(request.headers['x-maletin-key'] ?? ''), options.key)) throw new Refusal(403, 'no key')
      if (!isJson(request.headers['content-type'])) throw new Refusal(415, 'not json')
      const { id, token } = openWindow()
      return sendJson(response, { windowId: id, token })
    }
    const window = windowOf(request)
    if (url.pathname === '/api/ask') {
      if (!isJson(request.headers['content-type'])) throw new Refusal(415, 'not json')
      return answerCalls(parseCalls(await readBody(request, maxCallBytes)), window.id, response)
    }
    if (url.pathname === '/api/files') {
      const file = await receive(request, url.searchParams.get('name') ?? 'file')
      return sendJson(response, { token: file.token, name: file.name, size: file.size })
    }
    throw new Refusal(404, 'unknown')
  }

  /** A line for each answer as soon as it is there, in any order: none waits for another. */
  const answerCalls = async (asked: Call[], windowId: string, response: ServerResponse): Promise<void> => {
    const app = await options.app()
    response.writeHead(200, { ...baseHeaders, 'content-type': 'application/x-ndjson; charset=utf-8' })
    await Promise.all(
      asked.map(async ({ name, input, from }, at) => {
        const reply = await app.ask(name, input, { windowId, from })
        response.write(`${JSON.stringify({ at, reply })}\n`)
      }),
    )
    response.end()
  }

  const receive = async (request: IncomingMessage, name: string) => {
    const app = await options.app()
    const path = app.placeForUpload()
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxUploadBytes) request.destroy()
    })
    try {
      await pipeline(request, createWriteStream(path, { mode: 0o600 }))
    } catch (error) {
      rmSync(path, { force: true })
      const fault = asDiskFault(error, path)
      throw fault instanceof KnownError && fault.code === 'disk_full' ? new Refusal(507, 'no room') : error
    }
    return app.offerFile({ path, name, size, isOurs: true })
  }

  /** `/frame/<token>/` is the document; its links are relative to it: `/frame/<token>/link/<n>`. */
  const answerFrame = (label: string, url: URL, request: IncomingMessage, response: ServerResponse): void => {
    const [, kind, token, rest, index] = url.pathname.split('/')
    if (request.method !== 'GET' || kind !== 'frame' || token === undefined) throw new Refusal(404, 'unknown')
    if (rest === '') {
      const frame = served.takeFrame(label, token)
      if (frame === null) throw new Refusal(404, 'gone')
      return send(response, 200, frame.body, {
        ...shownBy(frame.headers, `http://127.0.0.1:${port}`),
        'content-type': 'text/html; charset=utf-8',
      })
    }
    if (rest === 'link' && /^\d{1,6}$/.test(index ?? '')) {
      if (!served.linkClicked(label, token, Number(index))) throw new Refusal(404, 'gone')
      return send(response, 204, '')
    }
    throw new Refusal(404, 'unknown')
  }

  const answerEntry = (token: string, response: ServerResponse): void => {
    const location = entries.get(token)
    entries.delete(token)
    if (location === undefined) throw new Refusal(403, 'entered already')
    send(response, 303, '', { location })
  }

  const answerOnce = (token: string, response: ServerResponse): void => {
    const content = served.take(token)
    if (content === null) throw new Refusal(404, 'gone')
    const name = encodeURIComponent(content.name).replaceAll("'", '%27')
    const headers = {
      'content-type': content.asAttachment ? 'application/octet-stream' : content.mediaType,
      'content-disposition': `${content.asAttachment ? 'attachment' : 'inline'}; filename*=UTF-8''${name}`,
      'content-security-policy': "default-src 'none'; sandbox",
    }
    if ('bytes' in content) return send(response, 200, Buffer.from(content.bytes), headers)
    response.writeHead(200, { ...baseHeaders, ...headers, 'content-length': statSync(content.path).size })
    createReadStream(content.path)
      .on('error', () => response.destroy())
      .pipe(response)
  }

  const answerAsset = (path: string, response: ServerResponse): void => {
    const file = normalize(join(options.rendererFolder, path))
    const type = types[extname(file)]
    if (!file.startsWith(options.rendererFolder + sep) || type === undefined || extname(file) === '.html')
      throw new Refusal(404, 'unknown')
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new Refusal(404, 'unknown')
    // Whole, not as a stream: they are small, and each of a stream's parts would wait for its turn on this thread.
    send(response, 200, readFileSync(file), {
      'content-type': type,
      'content-security-policy': workerPolicy,
      'cache-control': 'max-age=31536000, immutable',
    })
    clearTimeout(quiet)
    quiet = setTimeout(options.onFilesSent, quietMs)
  }
  let quiet: ReturnType<typeof setTimeout> | undefined

  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const status = error instanceof Refusal ? error.status : 500
      if (status === 500) options.log.error('a request failed', error)
      // What is left of a refused body is not read: the connection ends with the answer.
      if (!request.complete) response.shouldKeepAlive = false
      if (response.headersSent) response.destroy()
      else
        send(
          response,
          status,
          status === 403 && request.method === 'GET'
            ? 'Maletín: esta página necesita su clave. / This page needs its key.'
            : '',
        )
      if (!request.complete) response.once('finish', () => setTimeout(() => request.destroy(), 100).unref())
      request.resume()
    })
  })

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const protocols = String(request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/)
    const window = windows.get(protocols[1] ?? '')
    const isAllowed =
      request.url === '/api/notices' &&
      isOwnHost({ host: request.headers.host, port }) &&
      isOwnOrigin({ origin: request.headers.origin, port })
    if (!isAllowed || protocols[0] !== 'maletin' || window === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    // Loaded when the first window listens: not before the first rows are shown.
    const { WebSocketServer } = await import('ws')
    sockets ??= new WebSocketServer({ noServer: true, maxPayload: 1024 })
    sockets.handleUpgrade(request, socket, head, (connection) => {
      window.socket = connection
      connection.on('error', (error) => options.log.warn('a window connection failed', { message: error.message }))
      for (const text of window.early ?? []) connection.send(text)
      window.early = null
    })
  }
  let sockets: WebSocketServer | null = null
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error: unknown) => {
      options.log.error('a window could not listen', error)
      socket.destroy()
    })
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  port = address().port

  return {
    port,
    served,
    url: `http://127.0.0.1:${port}/?key=${options.key}`,
    entryTo: (url) => {
      const token = randomBytes(24).toString('hex')
      entries.set(token, url)
      setTimeout(() => entries.delete(token), entryLifetimeMs).unref()
      return `http://127.0.0.1:${port}/enter/${token}`
    },
    notify: (notice, windowId) => {
      let text: string | null = null
      for (const window of windows.values()) {
        if (windowId !== null && window.id !== windowId) continue
        if (window.socket?.readyState === 1) window.socket.send((text ??= JSON.stringify(notice)))
        else if (window.early !== null && window.early.length < maxEarlyNotices)
          window.early.push((text ??= JSON.stringify(notice)))
      }
    },
    close: async () => {
      for (const client of sockets?.clients ?? []) client.close(1001)
      sockets?.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const baseHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** What is no address, or hides a zero byte in one, names nothing here. */
function addressOf(target: string): URL {
  const url = target.startsWith('/') ? URL.parse(`http://127.0.0.1${target}`) : null
  if (url === null || /%(?![0-9a-f]{2})|%00/i.test(url.pathname)) throw new Refusal(404, 'unknown')
  return url
}

/** The headers of a frame, in lower case, with the one page that may show it: the core does not know its address. */
function shownBy(headers: Record<string, string>, ancestor: string): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    value.replace(/frame-ancestors [^;]*/, `frame-ancestors ${ancestor}`),
  ])
  return Object.fromEntries(named) as Record<string, string>
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...baseHeaders,
    ...headers,
    ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
  })
  response.end(status === 204 ? undefined : body)
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8' })
}

function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return reject(new Refusal(413, 'too large'))
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) return reject(new Refusal(413, 'too large'))
      chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

/** Absolute paths of a second start; what is none is passed over. */
function pathsIn(body: Buffer): string[] {
  if (body.length === 0) return []
  const { paths } = JSON.parse(body.toString('utf8')) as { paths?: unknown }
  return Array.isArray(paths)
    ? paths.filter((path): path is string => typeof path === 'string' && isAbsolute(path)).slice(0, 1000)
    : []
}

interface Call {
  name: string
  input: unknown
  from: unknown
}

/** A list of calls. */
function parseCalls(body: Buffer): Call[] {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw new Refusal(400, `not json: ${String(error)}`)
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > mostCalls) throw new Refusal(400, 'not a list of calls')
  return value.map((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('name' in one) || typeof one.name !== 'string')
      throw new Refusal(400, 'not a call')
    return { name: one.name, input: 'input' in one ? one.input : {}, from: 'from' in one ? one.from : undefined }
  })
}
