import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseWorker } from '../../build/thread-entries.ts'
import { createMailParser, type MailParser } from './mail-parser.ts'

const stuckWorker = pathToFileURL(join(import.meta.dirname, 'fixtures/stuck-worker.mjs'))
const mail = (subject: string) => Buffer.from(`From: ana@x.example\nSubject: ${subject}\n\nhola`)

let folder = ''
let parser: MailParser
let faults: string[] = []
const start = (workerUrl: URL, timeLimitMs?: number) => {
  parser = createMailParser({
    workerUrl,
    timeLimitMs,
    memoryLimitMb: 64,
    onFault: (name) => faults.push(name),
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mail-parser-'))
  faults = []
})
afterEach(async () => {
  await parser.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('reading mails in a thread', () => {
  it('reads files and bytes, many at once, each with its own answer', async () => {
    start(parseWorker)
    const path = join(folder, 'uno.eml')
    writeFileSync(path, mail('uno'))
    const subjects = await Promise.all([
      parser.parse({ path }, 'uno.eml'),
      ...Array.from({ length: 20 }, (_, index) => parser.parse({ bytes: mail(`n${index}`) }, `n${index}`)),
    ])
    expect(subjects.map(({ subject }) => subject)).toEqual([
      'uno',
      ...Array.from({ length: 20 }, (_, index) => `n${index}`),
    ])
  })

  it('hands out an attachment, and says where there is none', async () => {
    start(parseWorker)
    const bytes = Buffer.from(
      'From: a@x.example\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nSG9sYQ==',
    )
    const found = await parser.attachment({ bytes }, 0)
    expect(Buffer.from(found.bytes).toString()).toBe('Hola')
    expect(found.attachment).toMatchObject({ name: 'a.pdf', size: 4 })
    await expect(parser.attachment({ bytes }, 7)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('names what cannot be read, and reads the next', async () => {
    start(parseWorker)
    const large = join(folder, 'large.eml')
    writeFileSync(large, 'From: a@x.example\n\n')
    truncateSync(large, 400 * 1024 * 1024 + 1)
    await expect(parser.parse({ bytes: Buffer.from('hola') }, 'a.eml')).rejects.toMatchObject({
      code: 'mail_unreadable',
      details: { name: 'a.eml', reason: 'not_a_mail' },
    })
    await expect(parser.parse({ path: large }, 'large.eml')).rejects.toMatchObject({
      code: 'mail_unreadable',
      details: { reason: 'too_large' },
    })
    await expect(parser.parse({ path: join(folder, 'none.eml') }, 'none.eml')).rejects.toMatchObject({
      code: 'file_unreadable',
      details: { name: 'none.eml' },
    })
    await expect(parser.parse({ path: folder }, 'folder')).rejects.toMatchObject({ code: 'file_unreadable' })
    expect((await parser.parse({ bytes: mail('bien') }, 'b.eml')).subject).toBe('bien')
  })

  it('ends a mail that takes too long, and the next is fine', async () => {
    start(stuckWorker, 400)
    const late = parser.parse({ bytes: mail('x') }, 'endless').catch((error: unknown) => error)
    const next = parser.parse({ bytes: mail('y') }, 'fine')
    expect(await late).toMatchObject({ code: 'mail_unreadable', details: { name: 'endless', reason: 'timeout' } })
    expect((await next).subject).toBe('fine')
    expect(faults).toEqual(['endless'])
  })

  it.each(['crash', 'exit', 'memory'])(
    'outlives a %s of the thread',
    async (what) => {
      start(stuckWorker, 15_000)
      const lost = parser.parse({ bytes: mail('x') }, what).catch((error: unknown) => error)
      const next = parser.parse({ bytes: mail('y') }, 'fine')
      expect(await lost).toMatchObject({ code: 'mail_unreadable', details: { name: what, reason: 'broken' } })
      expect((await next).subject).toBe('fine')
      expect(faults).toEqual([what])
    },
    30_000,
  )

  it('refuses what is pending and what comes after it was closed', async () => {
    start(stuckWorker, 60_000)
    const pending = [parser.parse({ bytes: mail('x') }, 'endless'), parser.parse({ bytes: mail('y') }, 'fine')].map(
      (asked) => asked.catch((error: unknown) => error),
    )
    await parser.close()
    for (const refused of pending) expect(await refused).toMatchObject({ code: 'closed' })
    await expect(parser.parse({ bytes: mail('z') }, 'fine')).rejects.toMatchObject({ code: 'closed' })
  })
})
