// The vault on a disk without room (SEC-1): what cannot be kept is said, nothing of it stays behind, and it goes on when there is room.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { mountSmallDisk } from '../../build/small-disk.ts'
import { FileVault } from './file-vault.ts'

const mostFiles = 100
const disk = mountSmallDisk(8, mostFiles)
const sources = mkdtempSync(join(tmpdir(), 'maletin-sources-'))
afterAll(() => {
  disk?.unmount()
  rmSync(sources, { recursive: true })
})

const source = (bytes: number): { path: string; content: Buffer; sha256: string } => {
  const content = randomBytes(bytes)
  const path = join(sources, String(bytes))
  writeFileSync(path, content)
  return { path, content, sha256: createHash('sha256').update(content).digest('hex') }
}

describe.skipIf(disk === null)('the vault on a full disk', () => {
  const { folder, fill, empty, free } = disk as NonNullable<typeof disk>
  const vault = new FileVault(folder)
  const unfinished = (): string[] => readdirSync(join(folder, 'files/unfinished'))

  it('says that a file has no room, leaves nothing of it, and keeps it whole when there is room', async () => {
    const small = source(20_000)
    const large = source(3_000_000)
    await vault.keep(source(10).path)
    fill(1_000_000)
    const before = free()
    await expect(vault.keep(large.path)).rejects.toMatchObject({ code: 'disk_full' })
    expect(unfinished()).toEqual([])
    expect(free()).toBe(before)
    expect(await vault.keep(small.path)).toEqual({ sha256: small.sha256, size: 20_000 })
    empty()
    expect(await vault.keep(large.path)).toEqual({ sha256: large.sha256, size: 3_000_000 })
    expect(readFileSync(vault.pathOf(large.sha256)).equals(large.content)).toBe(true)
  })

  it('says so of copies that lie there already but cannot be named', async () => {
    const place = await vault.placesForCopies()
    const copies = Array.from({ length: 40 }, () => {
      const content = randomBytes(200)
      const path = place()
      writeFileSync(path, content)
      return { path, size: 200, sha256: createHash('sha256').update(content).digest('hex') }
    })
    const left = mostFiles - readdirSync(folder, { recursive: true }).length - 1
    const others = Array.from({ length: left }, (_, n) => join(folder, `other-${n}`))
    for (const other of others) writeFileSync(other, '')
    await expect(vault.adopt(copies)).rejects.toMatchObject({ code: 'disk_full' })
    for (const other of others) rmSync(other)
    await vault.adopt(copies)
    expect(unfinished()).toEqual([])
    for (const { sha256 } of copies)
      expect(
        createHash('sha256')
          .update(readFileSync(vault.pathOf(sha256)))
          .digest('hex'),
      ).toBe(sha256)
  })
})
