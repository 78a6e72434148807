// The port of the Electron host: what its preload exposes as `window.maletin`.
import type { Notice } from '../../src-shared/contract/index.ts'
import type { Reply } from '../../src-shared/errors.ts'
import type { BridgePort, OfferedFile } from './bridge.ts'

interface Exposed {
  ask(name: string, input: unknown, from: string): Promise<Reply<unknown>>
  onNotice(listener: (notice: Notice) => void): () => void
  offerFiles(files: File[]): Promise<OfferedFile[]>
}

/** The port, or null where the page does not run in Electron. */
export function electronPort(): BridgePort | null {
  const exposed = (window as { maletin?: Exposed }).maletin
  if (!exposed) return null
  const closed: Reply<unknown> = { ok: false, error: { code: 'closed', details: {} } }
  return {
    ask: (name, input, from) => exposed.ask(name, input, from).catch(() => closed),
    onNotice: (listener) => exposed.onNotice(listener),
    offerFiles: (files) => exposed.offerFiles(files),
  }
}
