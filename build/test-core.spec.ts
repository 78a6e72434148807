// The test harness itself: a core that starts, remembers and can be opened again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startCore } from './test-core.ts'

it('a core keeps what it was told, in the folder it was given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maletin-again-'))
  const first = await startCore(folder)
  await first.ask('settings.set', { language: 'en' })
  await expect(first.ask('settings.set', { zone: 'Moon/Crater' })).rejects.toMatchObject({ code: 'invalid' })
  await first.close()
  const again = await startCore(folder)
  expect((await again.ask('settings.get', {})).settings.language).toBe('en')
  await again.close()
  rmSync(folder, { recursive: true })
})
