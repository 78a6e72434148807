// Answers `maletin://app/`: the renderer's bundle, file by file, and single-use addresses; and `maletin-mail://`: one mail's frame. Main process.
// Only files inside the bundle's folder are ever read for a path; the CSP comes with every answer.
import { createReadStream } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { appOrigin, mailFrameOf, mailLinkOf, onceTokenOf } from './addresses.ts'
import type { OnceContent, ServedAddresses } from './served.ts'

const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'frame-src maletin-mail:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.bcmap': 'application/octet-stream',
}

const always = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
const refused = (status: number): Response =>
  new Response(null, { status, headers: { ...always, 'Cache-Control': 'no-store' } })

/**
 * The file's path inside the bundle for an address, with `/`; null for everything that is not plainly one: another host, escapes,
 * `..`, hidden files, devices and drives, unknown endings.
 */
export function bundlePathOf(url: string): string | null {
  if (!url.startsWith(`${appOrigin}/`)) return null
  const path = url.slice(appOrigin.length + 1).replace(/[?#].*$/su, '')
  if (path === '') return 'index.html'
  const parts = path.split('/')
  if (!parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part) && !part.endsWith('.'))) return null
  if (parts[0] === 'once') return null
  return extname(path) in mediaTypes ? path : null
}

/** The handler of `maletin://`. `folder`: the renderer's bundle. */
export function appHandler(
  folder: string,
  served: ServedAddresses,
): (request: { method: string; url: string }) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refused(405)
    const token = onceTokenOf(url)
    if (token !== null) return method === 'GET' ? onceReply(served.take(token)) : refused(405)
    const path = bundlePathOf(url)
    if (path === null) return refused(404)
    const bytes = await bundleFile(folder, path)
    if (bytes === null) return refused(404)
    return new Response(method === 'HEAD' ? null : bytes, {
      status: 200,
      headers: {
        ...always,
        'Content-Type': mediaTypes[extname(path)] ?? 'application/octet-stream',
        'Content-Security-Policy': pagePolicy,
        'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=()',
        'Cache-Control': path.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-store',
      },
    })
  }
}

/** The file's bytes; null where it is missing or leads out of the folder by a symbolic link. */
async function bundleFile(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const inside = await realpath(folder)
    const file = await realpath(join(inside, path))
    if (!file.startsWith(inside + sep)) return null
    return new Uint8Array(await readFile(file))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** Shown in place when the core said so and when a picture, a PDF or plain text can do no harm; else saved. */
const shownInPlace = /^(?:image\/(?:png|jpeg|gif|webp|bmp)|application\/pdf|text\/plain)(?:;|$)/

async function onceReply(content: OnceContent | null): Promise<Response> {
  if (content === null) return refused(410)
  const inPlace = !content.asAttachment && shownInPlace.test(content.mediaType)
  const headers: Record<string, string> = {
    ...always,
    'Cache-Control': 'no-store',
    'Content-Type': /^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/.test(content.mediaType)
      ? content.mediaType
      : 'application/octet-stream',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'Content-Disposition': `${inPlace ? 'inline' : 'attachment'}; filename*=UTF-8''${encodedName(content.name)}`,
  }
  if ('bytes' in content) return new Response(new Uint8Array(content.bytes), { status: 200, headers })
  const found = await stat(content.path).catch(() => null)
  if (!found?.isFile()) return refused(404)
  headers['Content-Length'] = String(found.size)
  return new Response(Readable.toWeb(createReadStream(content.path)) as ReadableStream<Uint8Array>, {
    status: 200,
    headers,
  })
}

/** RFC 8187 ext-value: everything but its attr-char escaped. */
const encodedName = (name: string): string =>
  encodeURIComponent((name.split(/[\\/]/).at(-1) ?? '').toWellFormed() || 'file').replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** The handler of `maletin-mail://`: a frame's document once, and 204 for a click on one of its links. */
export function mailHandler(served: ServedAddresses): (request: { method: string; url: string }) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET') return refused(405)
    const link = mailLinkOf(url)
    if (link) return refused(served.clicked(link) ? 204 : 404)
    const place = mailFrameOf(url)
    const frame = place && served.takeFrame(place)
    return frame ? new Response(frame.body, { status: 200, headers: frame.headers }) : refused(404)
  }
}
