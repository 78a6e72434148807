// Another server of this machine, on another loopback port, in the same browser as our window: it is told no secret of ours and gets no answer with one.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { closeBrowser, listReady, sayIfSkipped, withProgram } from './program.ts'

describe.skipIf(sayIfSkipped('loopback'))('another server on this machine', () => {
  afterAll(closeBrowser)

  it('never sees the key or the token of a window, wherever the browser goes', () =>
    withProgram('loopback', {}, async (program) => {
      const seen: string[] = []
      const remember = (request: IncomingMessage): void => void seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`)
      const foreign = createServer((request, response) => {
        remember(request)
        response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
        response.end('<!doctype html><title>foreign</title><p>foreign')
      })
      await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done))
      const there = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`
      try {
        program.expectTrouble(/127\.0\.0\.1|localhost|Content Security Policy/)
        const { key, origin } = program.host()
        const tokens: string[] = []
        program.context.on('request', (request) => {
          const token = request.headers()['x-maletin-window']
          if (token !== undefined) tokens.push(token)
        })
        const page = await program.open('#/activities')
        await listReady(page)
        expect(tokens.length).toBeGreaterThan(0)
        expect(await program.context.cookies()).toEqual([])

        // Our own page can ask nothing of it.
        expect(await page.evaluate((url) => fetch(url).then(() => 'answered', () => 'refused'), there)).toBe('refused')
        expect(seen).toEqual([])

        // A page of it beside ours, in the same browser: its own questions to us, with whatever the browser adds by itself.
        const beside = await program.context.newPage()
        await beside.goto(there)
        const told = await beside.evaluate(
          async ({ ours }) => {
            const ask = (path: string, init: RequestInit): Promise<string> => fetch(ours + path, { credentials: 'include', ...init }).then((reply) => reply.text(), () => 'refused')
            const call = JSON.stringify([{ name: 'settings.get', input: {} }])
            return Promise.all([
              ask('/', {}),
              ask('/api/ask', { method: 'POST', headers: { 'content-type': 'application/json' }, body: call }),
              ask('/api/ask', { method: 'POST', body: call, mode: 'no-cors' }),
              ask('/api/window', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
            ])
          },
          { ours: origin },
        )
        expect(told.filter((text) => text !== 'refused' && text !== '')).toEqual([])
        expect(await beside.evaluate(() => [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)])).toEqual(['', '{}', '{}'])

        // Opened from ours, and our window itself led there.
        const [opened] = await Promise.all([program.context.waitForEvent('page'), page.evaluate((url) => void window.open(url), there)])
        await opened.waitForLoadState()
        await page.goto(there)
        for (const one of [opened, page]) expect(await one.evaluate(() => document.referrer)).toBe('')

        expect(seen.length).toBeGreaterThanOrEqual(3)
        for (const secret of [key, ...tokens]) expect(seen.filter((line) => line.includes(secret))).toEqual([])
        // Nor a cookie, nor whence anybody came.
        expect(seen.filter((line) => line.includes('"cookie"') || line.includes(origin))).toEqual([])
      } finally {
        foreign.closeAllConnections()
        foreign.close()
      }
    }))
})
