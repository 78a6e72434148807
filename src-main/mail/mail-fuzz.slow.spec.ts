// Random bytes and mails of every kind changed at random (EML-7): each is read or refused with its reason, the threads live on, and the file
// is as it was. A seed makes a run repeatable: MALETIN_SEED. The short form is for every run; MALETIN_SLOW=full goes on for long.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testData } from '../../build/test-data.ts'
import { parseWorker } from '../../build/thread-entries.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { inventedMail, inventedMsg, inventedTnef } from './fixtures/outlook-files.ts'
import { mailKindOf } from './mail-kind.ts'
import { createMailParser, type MailParser } from './mail-parser.ts'

const isFull = process.env['MALETIN_SLOW'] === 'full'
const rounds = isFull ? 40_000 : 3000
const seed = Number(process.env['MALETIN_SEED'] ?? 20_261_125)
const largestSeed = 200_000

/** mulberry32: small, and the same everywhere. */
function randomOf(start: number): (below: number) => number {
  let state = start >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below)
  }
}

const plain = Buffer.from(
  'Message-ID: <1@x.example>\r\nFrom: =?utf-8?Q?Jos=C3=A9?= <jose@x.example>\r\nTo: Ventas: a@x.example, "B, C" <b@x.example>;\r\nSubject: =?utf-8?B?YcOxbw==?=\r\nDate: Mon, 2 Nov 2026 10:30:00 +0100\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>se=F1or</p>=\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: dentro\r\n\r\nhola\r\n--b\r\nContent-Type: application/pdf; name*0*=utf-8\'\'a%C3; name*1=%B1.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nSG9sYSBtdW5kbw==\r\n--b--\r\n',
)

function seeds(): Buffer[] {
  const invented = [
    plain,
    Buffer.from(inventedMsg(inventedMail)),
    inventedTnef(inventedMail),
    Buffer.from(
      `From a@x.example Mon Nov  2 10:30:00 2026\n${plain.toString()}\nFrom b@x.example Mon Nov  2 10:30:00 2026\n${plain.toString()}`,
    ),
    Buffer.from(
      'De: Ana <ana@x.example>\nEnviado el: lunes, 2 de noviembre de 2026 10:30\nPara: luis@x.example\nAsunto: Oferta\n\nHola',
    ),
  ]
  const real = [
    'eml-mailparser',
    'eml-postal-mime',
    'eml-cpython',
    'eml-mime4j',
    'msg-msgreader',
    'imap-mboxes',
  ].flatMap((collection) => {
    const folder = testData(collection)
    if (!folder) console.log(`mail-fuzz.slow.spec.ts: ${collection} not found, its mails are not changed`)
    const names = folder ? readdirSync(folder).filter((name) => /\.(?:eml|msg|mbox|txt)$/.test(name)) : []
    return names.map((name) => readFileSync(join(folder ?? '', name))).filter(({ length }) => length <= largestSeed)
  })
  return [...invented, ...invented, ...real]
}

function changed(source: Buffer, other: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(source)
  for (let left = 1 + random(6); left > 0; left--) {
    const at = random(bytes.length)
    const length = random(Math.min(400, bytes.length - at + 1))
    switch (random(8)) {
      case 0: bytes[at] = random(256); break
      case 1: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]); break
      case 2: bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]); break
      case 3: bytes = bytes.subarray(0, at); break
      case 4: bytes.fill(random(2) * 255, at, at + length); break
      case 5: if (at + 4 <= bytes.length) bytes.writeInt32LE([0, -1, -2, 0x7fffffff, 1][random(5)] as number, at - (at % 4)); break
      case 6: bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length), random(other.length)), bytes.subarray(at)]); break
      default: bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(['\r\n\r\n', '--b\r\n', '=?utf-8?B?', '\nFrom a@x Mon Nov  2 10:30:00 2026\n', '\0', '"', 'Content-Type: '][random(7)] as string), bytes.subarray(at)])
    }
  } // prettier-ignore
  return bytes
}

let folder = ''
let parser: MailParser
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mail-fuzz-'))
  parser = createMailParser({ workerUrl: parseWorker, timeLimitMs: 10_000 })
})
afterAll(async () => {
  await parser.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('mails changed at random', () => {
  it(
    `are read or refused with a reason, ${rounds} of them`,
    async () => {
      const random = randomOf(seed)
      const sources = seeds()
      const slow: string[] = []
      const examine = async (round: number, bytes: Buffer): Promise<void> => {
        const path = join(folder, `${round}.bin`)
        writeFileSync(path, bytes)
        const known = (error: unknown) => {
          if (!(error instanceof KnownError) || error.code !== 'mail_unreadable')
            throw new Error(`seed ${seed}, round ${round}`, { cause: error })
          if ((error.details as { reason: string }).reason === 'timeout') slow.push(`seed ${seed}, round ${round}`)
          return null
        }
        const mail = await parser.parse({ path }, `${round}`).catch(known)
        if (mail) {
          expect(JSON.parse(JSON.stringify(mail))).toEqual(mail)
          const last = mail.attachments.at(-1)
          if (last) expect((await parser.attachment({ path }, last.index)).bytes.byteLength).toBe(last.size)
        }
        if (mailKindOf(bytes) === 'mbox') {
          let end = 0
          for await (const { offset, length } of parser.split(path, `${round}`)) {
            expect(offset).toBeGreaterThanOrEqual(end)
            end = offset + length
          }
          expect(end).toBeLessThanOrEqual(bytes.length)
        }
        expect(readFileSync(path).equals(bytes)).toBe(true)
        rmSync(path)
      }
      for (let round = 0; round < rounds; round += 4) {
        const batch = Array.from({ length: 4 }, (_, index) => {
          const source = sources[random(sources.length)] as Buffer
          const isNoise = random(20) === 0
          const bytes = isNoise
            ? Buffer.from(Array.from({ length: random(5000) }, () => random(256)))
            : changed(source, sources[random(sources.length)] as Buffer, random)
          return examine(round + index, bytes)
        })
        await Promise.all(batch)
      }
      expect(slow).toEqual([])
    },
    isFull ? 7_200_000 : 120_000,
  )
})
