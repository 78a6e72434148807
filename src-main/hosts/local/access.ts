// Who may ask the local host: pure decisions over Host, Origin and key. Denied unless listed; a missing value is a refusal.
import { timingSafeEqual } from 'node:crypto'

export interface RequestFacts {
  host: string | undefined
  origin: string | undefined
  port: number
}

/** Equal in constant time; empty or missing is never equal. */
export function isSecretEqual(given: string | undefined | null, expected: string): boolean {
  if (!given || !expected) return false
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The program's own address, by number: a foreign name that resolves to this machine (DNS rebinding) is refused. */
export function isOwnHost({ host, port }: Pick<RequestFacts, 'host' | 'port'>): boolean {
  return host === `127.0.0.1:${port}`
}

/** The label of a mail frame's own origin, or null. Such origins get frames and link clicks, nothing else. */
export function mailOriginOf(host: string | undefined, port: number): string | null {
  const match = /^(mail-[0-9a-f]{32})\.localhost:(\d+)$/.exec(host ?? '')
  return match?.[1] !== undefined && match[2] === String(port) ? match[1] : null
}

/** Calls come from our own page: the Origin must be there and be ours. */
export function isOwnOrigin({ origin, port }: Pick<RequestFacts, 'origin' | 'port'>): boolean {
  return origin === `http://127.0.0.1:${port}`
}

export function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '')
}
