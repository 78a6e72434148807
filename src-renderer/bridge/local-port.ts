// The port of the local host: calls by POST, notices by one WebSocket, a token per window in a header (no cookie: cookies ignore ports).
import type { Notice } from '../../src-shared/contract/index.ts'
import { KnownError, type Reply } from '../../src-shared/errors.ts'
import type { BridgePort, OfferedFile } from './bridge.ts'

const firstPause = 100
const longestPause = 5000

interface Asked {
  call: { name: string; input: unknown; from: string }
  answered: (reply: Reply<unknown>) => void
}

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

  /** Calls of one moment, sent together: a connection for each would take longer than most answers. */
  let together: Asked[] = []
  const ask = (name: string, input: unknown, from: string): Promise<Reply<unknown>> =>
    new Promise((answered) => {
      together.push({ call: { name, input, from }, answered })
      if (together.length > 1) return
      queueMicrotask(() => {
        const asked = together
        together = []
        void send(asked)
      })
    })
  const send = async (asked: Asked[], isRetry = false): Promise<void> => {
    try {
      const used = await token()
      const response = await fetch('/api/ask', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-maletin-window': used },
        body: JSON.stringify(asked.map(({ call }) => call)),
      })
      // A host that was started anew does not know this window any more: it is opened again, once.
      if ((response.status === 401 || response.status === 403) && !isRetry) {
        opening = null
        return await send(asked, true)
      }
      await eachLine(response, (line) => {
        const { at, reply } = JSON.parse(line) as { at: number; reply: Reply<unknown> }
        asked[at]?.answered(reply)
      })
    } catch (error) {
      console.warn('ask', asked.map(({ call }) => call.name).join(', '), error)
    }
    // Those without an answer by now get none any more.
    for (const { answered } of asked) answered(closed())
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
        }).catch(async (): Promise<never> => {
          // A file that was moved or deleted since it was chosen fails as if the line were gone.
          const reply = await ask('app.state', {}, '')
          throw reply.ok ? new KnownError('file_unreadable', { name: file.name }) : new KnownError('closed', {})
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

/** Each line as it comes; rejects where the answer is none of ours or is cut off. */
async function eachLine(response: Response, heard: (line: string) => void): Promise<void> {
  if (!response.ok || response.body === null) throw new Error(`status ${response.status}`)
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const [first = '', ...others] = decoder.decode(part.value, { stream: true }).split('\n')
    rest += first
    for (const next of others) {
      heard(rest)
      rest = next
    }
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
