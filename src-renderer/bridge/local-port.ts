// The port of the local host: calls by POST, notices by one WebSocket, a token per window in a header (no cookie: cookies ignore ports).
import type { Notice } from '../../src-shared/contract/index.ts'
import { KnownError, type Reply } from '../../src-shared/errors.ts'
import type { BridgePort, OfferedFile } from './bridge.ts'

const firstPause = 100
const longestPause = 5000

const closed = (): Reply<unknown> => ({ ok: false, error: { code: 'closed', details: {} } })

/** The page came with its window's token; when the host was started anew, the key of the address opens the window again. */
export function localPort(): BridgePort {
  const key = new URLSearchParams(location.search).get('key') ?? ''
  const listeners = new Set<(notice: Notice | null) => void>()
  const given = document.querySelector<HTMLMetaElement>('meta[name="maletin-window"]')
  let opening: Promise<string> | null = given === null ? null : Promise.resolve(given.content)
  given?.remove()

  const token = (): Promise<string> => {
    opening ??= openWindow(key)
    opening.catch(() => (opening = null))
    return opening
  }

  const ask = async (name: string, input: unknown, from: string, isRetry = false): Promise<Reply<unknown>> => {
    try {
      const used = await token()
      const response = await fetch('/api/ask', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-maletin-window': used },
        body: JSON.stringify({ name, input, from }),
      })
      // A host that was started anew does not know this window any more: it is opened again, once.
      if ((response.status === 401 || response.status === 403) && !isRetry) {
        opening = null
        return await ask(name, input, from, true)
      }
      return (await response.json()) as Reply<unknown>
    } catch (error) {
      console.warn('ask', name, error)
      return closed()
    }
  }

  let pause = firstPause
  let wasOpen = false
  const connect = async (): Promise<void> => {
    try {
      const used = await token()
      const socket = new WebSocket(`ws://${location.host}/api/notices`, ['maletin', used])
      socket.onopen = () => {
        pause = firstPause
        if (wasOpen) for (const listener of listeners) listener(null)
        wasOpen = true
      }
      socket.onmessage = (event) => {
        const notice = JSON.parse(String(event.data)) as Notice
        for (const listener of listeners) listener(notice)
      }
      socket.onclose = () => again()
    } catch (error) {
      console.warn('notices', error)
      again()
    }
  }
  const again = (): void => {
    setTimeout(() => void connect(), pause)
    pause = Math.min(longestPause, pause * 2)
    // A token of a host that ended is of no use for the next try.
    if (pause > firstPause * 4) opening = null
  }
  // After the first rows: what is told until then, the host keeps for this window.
  setTimeout(() => void connect(), 600)

  return {
    ask,
    onNotice(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async offerFiles(files) {
      const used = await token()
      const offered: OfferedFile[] = []
      for (const file of files) {
        const response = await fetch(`/api/files?name=${encodeURIComponent(file.name)}`, {
          method: 'POST',
          headers: { 'x-maletin-window': used },
          body: file,
        })
        if (response.status === 507) throw new KnownError('disk_full', {})
        if (!response.ok) throw new KnownError('file_unreadable', { name: file.name })
        const { token: fileToken } = (await response.json()) as { token: string }
        offered.push({ token: fileToken, name: file.name, size: file.size })
      }
      return offered
    },
  }
}

async function openWindow(key: string): Promise<string> {
  const response = await fetch('/api/window', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-maletin-key': key },
    body: '{}',
  })
  if (!response.ok) throw new KnownError('closed', {})
  const opened = (await response.json()) as { token: string }
  return opened.token
}
