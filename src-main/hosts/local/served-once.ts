// Addresses that answer one GET and are gone: downloads, and documents for mail frames on origins of their own. Local host.
import { randomBytes } from 'node:crypto'
import type { Served, ServedContent } from '../../ports.ts'

interface Frame {
  token: string
  body: string | null
  headers: Record<string, string>
  onLink: (index: number) => void
}

const lifetimeMs = 60_000
const keptFrames = 50

export class ServedOnce implements Served {
  private readonly contents = new Map<string, ServedContent>()
  private readonly frames = new Map<string, Frame>()
  private readonly port: () => number

  constructor(port: () => number) {
    this.port = port
  }

  once(content: ServedContent): string {
    const token = randomBytes(24).toString('hex')
    this.contents.set(token, content)
    setTimeout(() => this.contents.delete(token), lifetimeMs).unref()
    return `http://127.0.0.1:${this.port()}/once/${token}`
  }

  mailFrame(frame: { body: string; headers: Record<string, string>; onLink: (index: number) => void }): { url: string; frameToken: string } {
    const label = `mail-${randomBytes(16).toString('hex')}`
    const token = randomBytes(24).toString('hex')
    this.frames.set(label, { token, ...frame })
    for (const old of this.frames.keys()) {
      if (this.frames.size <= keptFrames) break
      this.frames.delete(old)
    }
    return { url: `http://${label}.localhost:${this.port()}/frame/${token}/`, frameToken: token }
  }

  take(token: string): ServedContent | null {
    const content = this.contents.get(token) ?? null
    this.contents.delete(token)
    return content
  }

  /** The document of a frame, once. */
  takeFrame(label: string, token: string): { body: string; headers: Record<string, string> } | null {
    const frame = this.frames.get(label)
    if (frame === undefined || frame.token !== token || frame.body === null) return null
    const { body, headers } = frame
    frame.body = null
    return { body, headers }
  }

  /** A click on link `index` in a frame; true where the frame is known. */
  linkClicked(label: string, token: string, index: number): boolean {
    const frame = this.frames.get(label)
    if (frame === undefined || frame.token !== token) return false
    frame.onLink(index)
    return true
  }
}
