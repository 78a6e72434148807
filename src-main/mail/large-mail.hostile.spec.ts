// A mail with an attachment of 200 MB: taken in, in bounded memory, while the others are read beside it (EML-7).
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseWorker } from '../../build/thread-entries.ts'
import { createMailParser, type MailParser } from './mail-parser.ts'

const megabytes = 200
let folder = ''
let path = ''
let sha256 = ''
let parser: MailParser

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'large-mail-'))
  path = join(folder, 'large.eml')
  const hash = createHash('sha256')
  const file = openSync(path, 'w')
  writeSync(
    file,
    'From: ana@x.example\r\nSubject: Planos\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhola\r\n--b\r\n',
  )
  writeSync(file, 'Content-Type: application/pdf; name=planos.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n')
  // 57 bytes are a line; this block is 1 MB less what is no whole line.
  const block = Buffer.alloc(57 * 18_396, 'maletín ')
  const lines = block.toString('base64').replace(/.{76}/g, '$&\r\n')
  for (let written = 0; written < megabytes; written++) {
    hash.update(block)
    writeSync(file, lines)
  }
  writeSync(file, '--b--\r\n')
  closeSync(file)
  sha256 = hash.digest('hex')
  parser = createMailParser({ workerUrl: parseWorker, memoryLimitMb: 256 })
})
afterAll(async () => {
  await parser.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a mail with an attachment of 200 MB', () => {
  it('is read twice and another beside it, with less memory than both would take', async () => {
    const before = process.memoryUsage.rss()
    const small = { bytes: Buffer.from('From: b@x.example\nSubject: pequeño\n\nhola') }
    const [one, other, third] = await Promise.all([
      parser.parse({ path }, 'large.eml'),
      parser.parse({ path }, 'large.eml'),
      parser.parse(small, 'small.eml'),
    ])
    expect(third.subject).toBe('pequeño')
    expect(one).toMatchObject({ subject: 'Planos', text: 'hola' })
    expect(one.attachments).toMatchObject([{ name: 'planos.pdf', size: 57 * 18_396 * megabytes, sha256 }])
    expect(other).toEqual(one)
    expect((process.memoryUsage.rss() - before) / 1024 / 1024).toBeLessThan(700)
  }, 120_000)
})
