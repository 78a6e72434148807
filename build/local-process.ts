// Starts the local host as its own process and talks to it as a window does. For tests and benchmarks.
import { spawn, type ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CallInput, CallName, CallOutput } from '../src-shared/contract/index.ts'
import { KnownError, type Reply } from '../src-shared/errors.ts'
import { localHost } from './thread-entries.ts'

const root = resolve(import.meta.dirname, '..')

export interface LocalProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly origin: string
  readonly port: number
  readonly key: string
  /** All of standard output so far. */
  output(): string
  /** All of standard error so far. */
  errors(): string
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

export interface RawReply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Rejects when it ends before it says that it can be used. `entry`: a bundle; else the one of the run of tests, or the sources. */
export function startLocal(
  profile: string,
  options: { args?: string[]; entry?: string; env?: Record<string, string> } = {},
): Promise<LocalProcess> {
  const entry = options.entry ?? fileURLToPath(localHost)
  const child = spawn(process.execPath, [entry, '--profile', profile, '--no-open', ...(options.args ?? [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  let out = ''
  let err = ''
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return new Promise((done, fail) => {
    let isReady = false
    child.once(
      'exit',
      (code) => isReady || fail(new Error(`ended with ${String(code)} before it was ready\n${out}\n${err}`)),
    )
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const line = out.split('\n').find((text) => text.startsWith('{'))
      if (line === undefined || !out.includes('\n')) return
      const ready = JSON.parse(line) as { ready: boolean; url?: string }
      if (!ready.ready || ready.url === undefined) return
      const url = new URL(ready.url)
      isReady = true
      done({
        child,
        url: ready.url,
        origin: url.origin,
        port: Number(url.port),
        key: url.searchParams.get('key') ?? '',
        output: () => out,
        errors: () => err,
        stop: () => {
          child.kill('SIGTERM')
          return exited
        },
        kill: async () => {
          child.kill('SIGKILL')
          await exited
        },
      })
    })
  })
}

/** One HTTP request with exactly these headers. */
export function rawRequest(
  port: number,
  options: {
    method?: string
    path: string
    headers?: Record<string, string>
    body?: string | Buffer
    address?: string
  },
): Promise<RawReply> {
  return new Promise((done, fail) => {
    const call = request(
      {
        host: options.address ?? '127.0.0.1',
        port,
        method: options.method ?? 'GET',
        path: options.path,
        headers: options.headers ?? {},
        timeout: 10_000,
      },
      (reply) => {
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('end', () =>
          done({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks).toString() }),
        )
        reply.on('error', fail)
      },
    )
    call.on('error', fail)
    call.end(options.body)
  })
}

export interface LocalWindow {
  token: string
  windowId: string
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  offer(name: string, bytes: Uint8Array | string): Promise<string>
}

/** A window of its own: the key is exchanged for a token. */
export async function openWindow(local: Pick<LocalProcess, 'origin' | 'key'>): Promise<LocalWindow> {
  const headers = { 'content-type': 'application/json', origin: local.origin }
  const opened = await fetch(`${local.origin}/api/window`, {
    method: 'POST',
    headers: { ...headers, 'x-maletin-key': local.key },
    body: '{}',
  })
  if (!opened.ok) throw new Error(`no window: ${opened.status}`)
  const { token, windowId } = (await opened.json()) as { token: string; windowId: string }
  return {
    token,
    windowId,
    ask: async (name, input) => {
      const reply = await fetch(`${local.origin}/api/ask`, {
        method: 'POST',
        headers: { ...headers, 'x-maletin-window': token },
        body: JSON.stringify([{ name, input }]),
      })
      const { reply: answer } = (await reply.json()) as { reply: Reply<never> }
      if (answer.ok) return answer.value
      throw Object.assign(new KnownError(answer.error.code, answer.error.details), {
        message: `${name}: ${answer.error.code} ${JSON.stringify(answer.error.details)}`,
      })
    },
    offer: async (name, bytes) => {
      const reply = await fetch(`${local.origin}/api/files?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { origin: local.origin, 'x-maletin-window': token },
        body: typeof bytes === 'string' ? bytes : Buffer.from(bytes),
      })
      return ((await reply.json()) as { token: string }).token
    },
  }
}
