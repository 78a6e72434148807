// Opens a page or record in a window of its own, on either host; and hands large values from one window to the next.
import { ask } from '../core.ts'
import type { CallInput } from '../../../src-shared/contract/index.ts'

export type WindowKind = CallInput<'window.open'>['kind']

/** On the local host the asking window opens the address itself: the user's click allows it. */
export async function openInWindow(kind: WindowKind, id: string | null = null, query: Record<string, string> = {}): Promise<void> {
  const { url, name, bounds } = await ask('window.open', { kind, id, query: { ...query, alone: '1' } })
  if (url === null) return
  const place = bounds ? `,left=${bounds.x},top=${bounds.y},width=${bounds.width},height=${bounds.height}` : ',width=1280,height=800'
  window.open(url, name, `popup${place}`)?.focus()
}

/** Whether this window shows one page alone, without the rail and the top bar. */
export const isAlone = new URLSearchParams(location.hash.split('?')[1] ?? '').has('alone')

const channel = new BroadcastChannel('maletin-handover')
const kept = new Map<string, unknown>()
channel.addEventListener('message', (event: MessageEvent<{ want?: string; key?: string; value?: unknown }>) => {
  if (event.data.want !== undefined && kept.has(event.data.want)) {
    channel.postMessage({ key: event.data.want, value: kept.get(event.data.want) })
  }
})

/** Leaves a value for a window that is about to be opened; the key goes into its query. Kept while this window lives. */
export function leaveForWindow(value: unknown): string {
  const key = crypto.randomUUID()
  kept.set(key, value)
  return key
}

/** Fetches what another window left; null when that window is gone (2 s). */
export function fetchFromWindow(key: string): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = (value: unknown): void => {
      clearTimeout(timer)
      channel.removeEventListener('message', hear)
      resolve(value)
    }
    const hear = (event: MessageEvent<{ key?: string; value?: unknown }>): void => {
      if (event.data.key === key) stop(event.data.value)
    }
    const timer = setTimeout(() => stop(null), 2000)
    channel.addEventListener('message', hear)
    channel.postMessage({ want: key })
  })
}

/** Remembers where this window stands. A window on the local host cannot be told of moves: it looks from time to time. */
export function rememberBounds(kind: WindowKind): void {
  let last = ''
  const look = (): void => {
    const bounds = { x: window.screenX, y: window.screenY, width: window.outerWidth, height: window.outerHeight }
    const text = JSON.stringify(bounds)
    if (text === last || document.hidden || bounds.width < 100) return
    last = text
    ask('window.moved', { kind, bounds }).catch((error: unknown) => console.warn('window.moved', error))
  }
  setInterval(look, 3000)
  addEventListener('pagehide', look)
}
