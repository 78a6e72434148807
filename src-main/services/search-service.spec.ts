// Of one window only the newest search goes on; those it overtook end before they read anything more.
import { expect, it } from 'vitest'
import { KnownError } from '../../src-shared/errors.ts'
import { startCore } from '../../build/test-core.ts'
import { NewestOnly } from './search-service.ts'

it('drops what was overtaken, and runs one at a time for each window', async () => {
  const newest = new NewestOnly()
  const begun: string[] = []
  let running = 0
  const search = (window: string, text: string) =>
    newest
      .run(window, async (stillWanted) => {
        begun.push(text)
        running += 1
        expect(running).toBeLessThanOrEqual(2)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        stillWanted()
        return text
      })
      .catch((error: unknown) => (error instanceof KnownError ? error.code : String(error)))
  const answers = await Promise.all([search('a', 'g'), search('a', 'ga'), search('a', 'gar'), search('b', 'x')])
  expect(answers).toEqual(['cancelled', 'cancelled', 'gar', 'x'])
  expect(begun).not.toContain('ga')
})

it('answers a window that types quickly with what it typed last', async () => {
  const core = await startCore()
  try {
    const asked = ['op', 'opt', 'opti'].map((text) => core.app.ask('search.all', { text, limit: 6 }, { windowId: 'w' }))
    const replies = await Promise.all(asked)
    expect(replies.map(({ ok }) => ok)).toEqual([false, false, true])
  } finally {
    await core.close()
  }
})
