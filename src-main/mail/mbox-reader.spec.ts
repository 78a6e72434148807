// Mboxes as programs write them, and bodies that look like one.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testData } from '../../build/test-data.ts'
import { mailKindOf } from './mail-kind.ts'
import { splitMbox } from './mbox-reader.ts'
import { parseMail } from './parse-mail.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mbox-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function split(content: string | Uint8Array, from = 0) {
  const path = join(folder, 'x.mbox')
  writeFileSync(path, content)
  const mails: { offset: number; length: number; text: string }[] = []
  for await (const { offset, length, bytes } of splitMbox(path, 'x.mbox', from)) {
    mails.push({ offset, length, text: Buffer.from(bytes).toString() })
  }
  return mails
}

const separator = 'From ana@x.example Mon Nov  2 10:30:00 2026\n'
const mail = (subject: string, body = 'hola') => `From: ana@x.example\nSubject: ${subject}\n\n${body}\n`

describe('an mbox', () => {
  it('gives its mails as they were, each where it stands', async () => {
    const content = `${separator}${mail('uno')}\n${separator}${mail('dos')}\n`
    const mails = await split(content)
    expect(mails.map(({ text }) => text)).toEqual([mail('uno'), mail('dos')])
    expect(mails.map(({ offset, length }) => content.slice(offset, offset + length).startsWith('From ana'))).toEqual([true, true])
    expect(mails.at(-1)?.offset).toBe((mails[0]?.length ?? 0) + (mails[0]?.offset ?? 0))
    expect((await split(content, mails[1]?.offset)).map(({ text }) => text)).toEqual([mail('dos')])
  })

  it('may have CRLF, no last line end, and no blank line between', async () => {
    const content = `${separator}${mail('uno')}\n${separator}${mail('dos').trimEnd()}`
    expect((await split(content)).map(({ text }) => text)).toEqual([mail('uno'), mail('dos').trimEnd()])
    const crlf = content.replaceAll('\n', '\r\n')
    expect((await split(crlf)).map(({ text }) => text)).toEqual([mail('uno').replaceAll('\n', '\r\n'), mail('dos').trimEnd().replaceAll('\n', '\r\n')])
    expect(await split(`${separator}${mail('uno')}${separator}${mail('dos')}`)).toHaveLength(2)
  })

  it.each([
    ['asctime', 'From ana@x.example Mon Nov  2 10:30:00 2026'],
    ['with a zone', 'From ana@x.example Mon Nov 02 10:30:00 +0000 2026'],
    ['of Thunderbird', 'From - Mon Nov 02 10:30:00 2026'],
    ['of Gmail', 'From 1712345678901234567@xxx Mon Nov 02 10:30:00 +0000 2026'],
    ['in the order of mail', 'From ana@x.example Mon, 2 Nov 2026 10:30:00 +0100'],
    ['in ISO', 'From ana@x.example 2026-11-02T10:30:00Z'],
    ['of Outlook for Mac', 'From ???@??? Mon Nov 02 10:30:00 2026'],
    ['with a name', 'From "Ana María" <ana@x.example> Mon Nov  2 10:30:00 2026'],
    ['without a date', 'From MAILER-DAEMON'],
  ])('is parted by a line %s', async (_what, line) => {
    expect((await split(`${line}\n${mail('uno')}\n${line}\n${mail('dos')}`)).map(({ text }) => text)).toEqual([mail('uno'), mail('dos')])
  })

  it.each([
    ['From Madrid to Barcelona.'],
    ['From now on: more'],
    ['From: is what this says'],
    ['From Monday on we close at 10:30'],
    ['From Ana\nTo: Luis\nSubject: hola'],
    ['From the office, 2 Nov 2026 10:30'],
  ])('is not parted by %j in a body', async (line) => {
    const body = `hola\n\n${line}\n\nadiós`
    expect((await split(`${separator}${mail('uno', body)}\n${separator}${mail('dos')}`)).map(({ text }) => text)).toEqual([mail('uno', body), mail('dos')])
  })

  it('is unquoted (mboxo and mboxrd), and nothing else of a body is touched', async () => {
    const quoted = '>From here\n>>From there\n> From a reply\nx >From y'
    const plain = 'From here\n>From there\n> From a reply\nx >From y'
    expect((await split(`${separator}${mail('uno', quoted)}\n${separator}${mail('dos')}`))[0]?.text).toBe(mail('uno', plain))
  })

  it('believes a Content-Length that leads to the next mail, and no other', async () => {
    const body = `hola\n\n${separator}From: in@x.example\n\nunquoted\n`
    const counted = `${separator}From: ana@x.example\nContent-Length: ${body.length}\n\n${body}\n${separator}${mail('dos')}`
    expect(await split(counted)).toHaveLength(2)
    expect(await split(counted.replace(String(body.length), '17'))).toHaveLength(3)
    expect(await split(counted.replace(String(body.length), '99999999999'))).toHaveLength(3)
  })

  it('of many mails over many chunks loses and repeats none, wherever it is gone on with', async () => {
    const subjects = Array.from({ length: 3000 }, (_, index) => `n${index}`)
    const content = subjects.map((subject, index) => `${separator}${mail(subject, 'x\n'.repeat(1 + ((index * 37) % 900)))}\n`).join('')
    const mails = await split(content)
    expect(mails.map(({ text }) => /Subject: (\S+)/.exec(text)?.[1])).toEqual(subjects)
    expect(mails.reduce((sum, { length }) => sum + length, 0)).toBe(content.length)
    expect((await split(content, mails[2990]?.offset))).toHaveLength(10)
  })

  it('may hold mails without any header: each is one, and is read by the line before it', async () => {
    const mails = await split(`${separator}\nuno\n\n${separator}${mail('dos')}\n${separator}\ntres\n`)
    expect(mails).toHaveLength(3)
    const read = await Promise.all(mails.map(({ text }) => parseMail(Buffer.from(text))))
    expect(read.map(({ subject, text }) => [subject, text])).toEqual([['', 'uno'], ['dos', 'hola'], ['', 'tres']])
  })

  it('of nothing has no mails, and one that is none is one file', async () => {
    expect(await split('')).toEqual([])
    expect(await split('\n\n')).toEqual([])
    expect(mailKindOf(Buffer.from(`${separator}${mail('uno')}`))).toBe('mbox')
    expect(mailKindOf(Buffer.from(mail('uno')))).toBe('eml')
    expect(mailKindOf(Buffer.from('From Madrid with love\n\nhola'))).toBe('unknown')
    await expect(splitMbox(join(folder, 'none'), 'none').next()).rejects.toMatchObject({ code: 'file_unreadable', details: { name: 'none' } })
  })
})

describe('the collection imap-mboxes', () => {
  const collection = testData('imap-mboxes')
  if (!collection) console.log('mbox-reader.spec.ts: imap-mboxes not found, skipped')
  const files = collection ? readdirSync(collection).filter((name) => name.endsWith('.mbox')) : []

  it.skipIf(files.length === 0)('is parted at every separator, and each mail is read', async () => {
    for (const file of files) {
      const path = join(collection ?? '', file)
      const expected = readFileSync(path, 'latin1').match(/^From .+\d{4}\r?$/gm)?.length ?? 0
      let count = 0
      for await (const { bytes } of splitMbox(path, file)) {
        count++
        if (mailKindOf(bytes) !== 'unknown') await parseMail(bytes, file)
      }
      expect([file, count]).toEqual([file, expected])
    }
  })
})
