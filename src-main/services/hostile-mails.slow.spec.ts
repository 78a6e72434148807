// Mails made to hurt, on the whole way into the record and out again (EML-7, EML-8): in bounded time and memory, with everything else answered meanwhile,
// and nothing written outside of the profile.
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { servedBytes, startCore, type TestCore } from '../../build/test-core.ts'
import { importDriver } from '../../build/test-imports.ts'
import { inventedMail, inventedMsg } from '../mail/fixtures/outlook-files.ts'

const scratch = mkdtempSync(join(tmpdir(), 'maletin-hostile-'))
const folder = join(scratch, 'correos')
let core: TestCore
beforeAll(async () => {
  mkdirSync(folder)
  core = await startCore(join(scratch, 'perfil'), { now: Date.now })
})
afterAll(async () => {
  await core.close()
  rmSync(scratch, { recursive: true, force: true })
})

const head = (n: number): string => `Message-ID: <malo-${n}@x.example>\nFrom: ana@x.example\nSubject: Malo ${n}\n`
const part = (name: string, content: string): string =>
  `--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content, 'latin1').toString('base64')}\n`
const evilNames = ['../../etc/cron.d/x', '..\\\\..\\\\x.exe', 'CON', 'a\u202Etxt.exe', '/dev/shm/maletin-x', 'x'.repeat(5000)]

function circularMsg(): Buffer {
  const msg = Buffer.from(inventedMsg(inventedMail))
  msg.writeInt32LE(msg.readInt32LE(48), (msg.readInt32LE(76) + 1) * 512 + msg.readInt32LE(48) * 4)
  return msg
}

function writeHostile(): number {
  const nested = Array.from({ length: 3000 }, (_part, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`).join('')
  const bomb = deflateRawSync(Buffer.alloc(200_000_000)).toString('latin1')
  const files: (string | Buffer)[] = [
    `${head(0)}${nested}Content-Type: text/plain\n\nfondo`,
    `${head(1)}${'Content-Type: message/rfc822\n\n'.repeat(3000)}Subject: fondo\n\nx`,
    `${Array.from({ length: 100_000 }, (_header, n) => `X-Ruido-${n}: ${'y'.repeat(30)}\n`).join('')}${head(2)}\nhola`,
    `${head(3)}To: ${'g: ana@x.example, b <b@x.example>;, '.repeat(20_000)}\n\nhola`,
    `${head(4)}Content-Type: multipart/mixed; boundary=b\n\n${part('bomba.zip', bomb)}${evilNames.map((name) => part(name, 'x')).join('')}--b--\n`,
    circularMsg(),
  ]
  for (const [n, bytes] of files.entries()) writeFileSync(join(folder, `${n}.${typeof bytes === 'string' ? 'eml' : 'msg'}`), bytes)
  return files.length
}

const megabytes = 200
/** A mail with a file of 200 MB; the SHA-256 of the file. */
function writeLarge(): string {
  const hash = createHash('sha256')
  const file = openSync(join(folder, 'grande.eml'), 'w')
  writeSync(file, `${head(9)}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhola\n--b\nContent-Type: application/pdf; name=planos.pdf\nContent-Transfer-Encoding: base64\n\n`)
  // 57 bytes are a line; this block is 1 MB less what is no whole line.
  const block = Buffer.alloc(57 * 18_396, 'maletín ')
  const lines = block.toString('base64').replace(/.{76}/g, '$&\n')
  for (let written = 0; written < megabytes; written += 1) {
    hash.update(block)
    writeSync(file, lines)
  }
  writeSync(file, '--b--\n')
  closeSync(file)
  return hash.digest('hex')
}

it('are taken in or refused, and hold up, fill and reach nothing else', async () => {
  const count = writeHostile()
  const sha256 = writeLarge()
  const memory = process.memoryUsage.rss()
  let mostMemory = 0
  let longest = 0
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      const start = performance.now()
      await core.ask('contact.suggest', { text: 'ana' })
      longest = Math.max(longest, performance.now() - start)
      mostMemory = Math.max(mostMemory, process.memoryUsage.rss() - memory)
      await new Promise((done) => setTimeout(done, 20))
    }
  })()
  const start = performance.now()
  const info = await importDriver(() => core).run([folder])
  isOver = true
  await asking
  expect(performance.now() - start).toBeLessThan(90_000)
  expect(longest).toBeLessThan(2000)
  expect(mostMemory / 1024 / 1024).toBeLessThan(1000)
  expect(info).toMatchObject({ state: 'done', counts: { waiting: count, refused: 1 } })

  const lines = await importDriver(() => core).lines(info.id, 'waiting')
  const idOf = (name: string): string => lines.find((line) => line.name.endsWith(name))?.mailId ?? ''
  for (const { mailId } of lines) await core.ask('mail.frame', { id: mailId ?? '', html: null, links: [], allowPictures: false })

  const large = await core.ask('mail.get', { id: idOf('grande.eml') })
  expect(large.attachments).toMatchObject([{ name: 'planos.pdf', size: 57 * 18_396 * megabytes, sha256 }])

  const evil = { kind: 'kept' as const, id: idOf('4.eml'), path: [] }
  const { attachments } = await core.ask('mail.get', { id: evil.id })
  expect(attachments.map(({ name }) => name)).toEqual(expect.arrayContaining(['bomba.zip', 'x']))
  const saved = await core.ask('part.downloadAll', { source: evil })
  const names = Object.keys(unzipSync(servedBytes(core, saved.url)))
  expect(names).toHaveLength(evilNames.length + 1)
  for (const name of names) expect(name).not.toMatch(/[/\\:\u202e]|^\.|^con$/i)
  for (const { index } of attachments) await core.ask('part.open', { source: evil, attachment: index, isWarned: true })
  expect(core.host.openedFiles.length).toBeGreaterThan(0)
  for (const path of core.host.openedFiles) expect(resolve(path).startsWith(core.profile + sep), path).toBe(true)
  expect(readdirSync(scratch).sort()).toEqual(['correos', 'perfil'])
  for (const name of ['/etc/cron.d/x', '/dev/shm/maletin-x', join(scratch, '..', 'etc'), join(scratch, 'etc')]) expect(existsSync(name), name).toBe(false)
}, 180_000)
