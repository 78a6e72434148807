// Remembers what is served once under an address of its own: files, and the frames of mails (port `Served`). Main process, in memory.
// An address answers one GET and is gone; it is gone too after its lifetime, and nothing of it can be guessed.
import { randomBytes } from 'node:crypto'
import type { Clock, Served, ServedContent } from '../../ports.ts'
import { frameAddress, onceAddress } from './addresses.ts'

export type OnceContent = ServedContent
export interface ServedFrame {
  body: string
  headers: Record<string, string>
}
export interface ServedAddresses extends Served {
  /** The content of a single-use address, once; null when it is unknown, taken or too old. */
  take(token: string): OnceContent | null
  /** A frame's document, once. */
  takeFrame(place: { host: string; token: string }): ServedFrame | null
  /** A click on a link of a frame; false for a frame that is not known. */
  clicked(link: { host: string; token: string; index: number }): boolean
}

/** Milliseconds until an address that nobody asked for is forgotten. */
const lifetimeMs = 5 * 60_000
/** Frames whose links still work: the oldest are forgotten first. */
const framesKept = 500

interface KnownFrame {
  host: string
  document: ServedFrame | null
  expiresAt: number
  onLink: (index: number) => void
}

const newToken = (): string => randomBytes(16).toString('hex')

export function servedAddresses(clock: Clock): ServedAddresses {
  const contents = new Map<string, { content: OnceContent; expiresAt: number }>()
  const frames = new Map<string, KnownFrame>()
  const sweep = (): void => {
    const now = clock.now()
    for (const [token, entry] of contents) if (entry.expiresAt <= now) contents.delete(token)
    for (const frame of frames.values()) if (frame.expiresAt <= now) frame.document = null
    for (const token of frames.keys()) {
      if (frames.size <= framesKept) break
      frames.delete(token)
    }
  }
  const frameAt = (place: { host: string; token: string }): KnownFrame | null => {
    const frame = frames.get(place.token)
    return frame && frame.host === place.host ? frame : null
  }
  return {
    once(content) {
      sweep()
      const token = newToken()
      contents.set(token, { content, expiresAt: clock.now() + lifetimeMs })
      return onceAddress(token)
    },
    mailFrame({ body, headers, onLink }) {
      sweep()
      const host = newToken()
      const frameToken = newToken()
      frames.set(frameToken, {
        host,
        document: { body, headers: framedByUs(headers) },
        expiresAt: clock.now() + lifetimeMs,
        onLink,
      })
      return { url: frameAddress(host, frameToken), frameToken }
    },
    take(token) {
      sweep()
      const entry = contents.get(token)
      contents.delete(token)
      return entry?.content ?? null
    },
    takeFrame(place) {
      sweep()
      const frame = frameAt(place)
      const document = frame?.document ?? null
      if (frame) frame.document = null
      return document
    },
    clicked({ index, ...place }) {
      const frame = frameAt(place)
      frame?.onLink(index)
      return frame !== null
    },
  }
}

/** The core's headers, with our windows as the only ones that may show the frame: the core does not know a host's origin. */
function framedByUs(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'content-security-policy'
        ? [
            ...value.split(/; */).filter((part) => part && !/^frame-ancestors\b/i.test(part)),
            'frame-ancestors maletin:',
          ].join('; ')
        : value,
    ]),
  )
}
