// The windows' only way to the core: three functions over the port of the host that shows this page.
import type { CallInput, CallName, CallOutput, Notice } from '../../src-shared/contract/index.ts'
import type { Origin } from '../../src-shared/contract/origin.ts'
import { KnownError, type Reply } from '../../src-shared/errors.ts'
import { electronPort } from './electron-port.ts'
import { localPort } from './local-port.ts'

export interface OfferedFile {
  token: string
  name: string
  size: number
}

/** One host's transport. `onNotice` hears `null` after a lost line came back: what was missed is unknown, ask again. */
export interface BridgePort {
  ask(name: string, input: unknown, from: string): Promise<Reply<unknown>>
  onNotice(listener: (notice: Notice | null) => void): () => void
  offerFiles(files: File[]): Promise<OfferedFile[]>
}

const port: BridgePort = electronPort() ?? localPort()
/** Where in this window questions come from; before there is anything on screen, nowhere. */
let origin: () => Origin | '' = () => ''
export function sayOrigin(of: () => Origin): void {
  origin = of
}

/** Asks the core. Rejects with a KnownError, with code `closed` when the line is gone. */
export async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const reply = (await port.ask(name, input, origin())) as Reply<CallOutput<N>>
  if (reply.ok) return reply.value
  throw new KnownError(reply.error.code, reply.error.details)
}

/** Hears every notice of the core; `null` means that some may have been missed. Returns what stops it. */
export function onNotice(listener: (notice: Notice | null) => void): () => void {
  return port.onNotice(listener)
}

/** Hands files over and gets the tokens that stand for them in calls. */
export function offerFiles(files: File[]): Promise<OfferedFile[]> {
  return port.offerFiles(files)
}
