// Search everything as windows ask for it (UX-1): of each window only the newest search goes on. Core thread.
import { KnownError } from '../../src-shared/errors.ts'
import type { Core, HandlersOf } from './core.ts'

export function searchHandlers(core: Core): HandlersOf<'search'> {
  const newestOnly = new NewestOnly()
  return {
    'search.all': ({ text, limit }, { windowId }) =>
      newestOnly.run(windowId, async () => core.read('search.all', { text, limit, me: await core.me(), country: (await core.settings()).country })),
    'search.recent': async (input) => ({ hits: await core.read('search.recent', { ...input, me: await core.me() }) }),
  }
}

/** One piece of work at a time for each key. What was overtaken rejects with `cancelled`: before it begins, or where it next looks. */
export class NewestOnly {
  private readonly lines = new Map<string, { turn: number; last: Promise<unknown> }>()

  run<T>(key: string, work: (stillWanted: () => void) => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { turn: 0, last: Promise.resolve() }
    this.lines.set(key, line)
    const turn = (line.turn += 1)
    const stillWanted = (): void => {
      if (turn !== line.turn) throw new KnownError('cancelled', {})
    }
    const mine = line.last.then(() => {
      stillWanted()
      return work(stillWanted)
    })
    line.last = mine.then(
      () => undefined,
      () => undefined,
    ).then(() => {
      if (turn === line.turn) this.lines.delete(key)
    })
    return mine
  }
}
