// Power loss: every commit is flushed to the disk before it is acknowledged. The pragma read back proves nothing; the system calls do.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filledStore } from '../../build/filled-store.ts'
import { programPath } from '../../build/machine.ts'

const root = resolve(import.meta.dirname, '../..')
const strace = programPath('strace')
if (strace === null) console.log('skipped: "every commit is flushed" needs strace')

describe.skipIf(strace === null)('a commit', () => {
  it('is flushed to the disk before it is acknowledged', async () => {
    const profile = await filledStore({ contacts: 50, activities: 200 })
    const trace = join(profile, 'trace')
    const flushes = (commits: number): number => {
      const run = spawnSync(
        strace ?? '',
        ['-f', '-e', 'trace=fsync,fdatasync', '-o', trace, process.execPath, join(root, 'build/writer-process.ts'), join(profile, 'store.db'), String(commits), '5'],
        { encoding: 'utf8' },
      )
      expect(run.stdout).toContain('closed')
      return readFileSync(trace, 'utf8').split('\n').filter((line) => /f(data)?sync\(\d+\)\s+= 0/.test(line)).length
    }
    const few = flushes(5)
    const many = flushes(45)
    expect(many - few).toBeGreaterThanOrEqual(40)
    rmSync(profile, { recursive: true, force: true })
  })
})
