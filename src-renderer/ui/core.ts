// How shared components reach the core: the three functions of the bridge, given once at the start (ui never imports a host's transport).
import type { CallInput, CallName, CallOutput, Notice, NoticeName, Notices } from '../../src-shared/contract/index.ts'

export interface Core {
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  onNotice(listener: (notice: Notice | null) => void): () => void
  offerFiles(files: File[]): Promise<{ token: string; name: string; size: number }[]>
}

let core: Core | null = null

export function connectCore(given: Core): void {
  core = given
}

function connected(): Core {
  if (!core) throw new Error('connectCore was not called')
  return core
}

/** As `ask` of the bridge: rejects with a KnownError. */
export function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return connected().ask(name, input)
}

/** Hears one notice. `missed` runs when the line was lost for a while: ask again for whatever is shown. */
export function listen<N extends NoticeName>(name: N, listener: (data: Notices[N]) => void, missed?: () => void): () => void {
  return connected().onNotice((notice) => {
    if (notice === null) missed?.()
    else if (notice.name === name) listener(notice.data as Notices[N])
  })
}

export function offerFiles(files: File[]): Promise<{ token: string; name: string; size: number }[]> {
  return connected().offerFiles(files)
}
