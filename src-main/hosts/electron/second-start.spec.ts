// A second start on the same profile: the lock is taken, so the core is never created and the store never opened (SEC-4).
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { app, BrowserWindow, ipcHandlers, schemes } from './electron-double.ts'

const profile = mkdtempSync(join(tmpdir(), 'maletin-second-'))
afterAll(() => rmSync(profile, { recursive: true, force: true }))

it('ends at once and touches nothing of the profile', async () => {
  process.argv = ['maletin', `--profile=${profile}`]
  app.hasLock = false
  await import('./main.ts')
  await new Promise((done) => setImmediate(done))
  expect(app.exits).toEqual(['quit'])
  expect(readdirSync(profile)).toEqual([])
  expect(BrowserWindow.all).toEqual([])
  expect([...ipcHandlers.keys(), ...schemes.handlers.keys()]).toEqual([])
})
