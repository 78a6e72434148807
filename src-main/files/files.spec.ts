// Files in the profile: kept by content, exactly, and which of them are never opened (EML-7, SEC-1).
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FileVault } from './file-vault.ts'
import { canRun } from '../../src-shared/domain/runnable-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'maletin-vault-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the vault', () => {
  const vault = new FileVault(folder)
  const source = join(folder, 'source')

  it.each([0, 1, 70_000, 3_000_000])('keeps %d bytes exactly, once', async (size) => {
    const bytes = randomBytes(size)
    writeFileSync(source, bytes)
    const kept = await vault.keep(source)
    expect(kept).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), size })
    expect(readFileSync(vault.pathOf(kept.sha256)).equals(bytes)).toBe(true)
    expect(await vault.keep(source)).toEqual(kept)
    expect(readdirSync(join(folder, 'files/unfinished'))).toEqual([])
  })

  it('mends a copy that lost its end', async () => {
    writeFileSync(source, 'whole')
    const { sha256 } = await vault.keep(source)
    writeFileSync(vault.pathOf(sha256), 'who')
    await vault.keep(source)
    expect(readFileSync(vault.pathOf(sha256), 'utf8')).toBe('whole')
  })

  it('names a source that cannot be read, and leaves nothing behind', async () => {
    await expect(vault.keep(join(folder, 'missing'), 'correo.eml')).rejects.toMatchObject({ code: 'file_unreadable', details: { name: 'correo.eml' } })
    expect(readdirSync(join(folder, 'files/unfinished'))).toEqual([])
  })

  it('gives no path for what is not a hash', () => {
    expect(() => vault.pathOf('../../etc/passwd')).toThrow()
    expect(() => vault.pathOf('A'.repeat(64))).toThrow()
  })
})

describe('a file that would run', () => {
  it.each(['a.docm', 'a.xlsm', 'a.pptm', 
    'a.exe', 'a.EXE', 'a.exe.', 'a.exe . ', 'a.js', 'a.vbs', 'a.bat', 'a.cmd', 'a.ps1', 'a.scr', 'a.lnk', 'a.msi', 'a.com', 'a.jar', 'a.sh', 'a.app', 'a.desktop', 'a.pdf.exe', 'a.html', 'a.svg',
    'a', '.bashrc', 'a.pdf\u202exe', 'a.', 'a.pdf:stream', 'a.é', 'a.url', 'a.hta',
  ])('%s is refused', (name) => {
    expect(canRun(name)).toBe(true)
  })
  it.each(['a.pdf', 'a.docx', 'a.xlsx', 'a.png', 'a.eml', 'presupuesto v1.2.pdf', 'a.csv', 'a.ics', 'a.PDF'])('%s is opened', (name) => {
    expect(canRun(name)).toBe(false)
  })
})
