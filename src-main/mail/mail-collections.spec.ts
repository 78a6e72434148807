// What other projects expect of their collections of mails, held against what is read here. Where ours differs on purpose, the table
// at the top names the file, the field and why ours is right.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testData } from '../../build/test-data.ts'
import type { ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import { decodeWith } from './mail-charset.ts'
import { attachmentBytes, parseMail } from './parse-mail.ts'

type Differences = Readonly<Record<string, Readonly<Record<string, string>>>>

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Compares field by field; a field that differs must stand in the table, and one in the table must differ. */
function compare(file: string, fields: Record<string, [ours: unknown, theirs: unknown]>, known: Differences): void {
  for (const [field, [ours, theirs]] of Object.entries(fields)) {
    if (known[file]?.[field] === undefined) expect(ours, `${file} ${field}`).toEqual(theirs)
    else expect(ours, `${file} ${field} agrees now: take it out of the table`).not.toEqual(theirs)
  }
}

// ---- .msg ----

const msgDifferences: Differences = {
  'contactAnsi.msg': { subject: 'The expected value was read without the code page of the file (932); ours is Japanese.' },
}

interface MsgFields {
  dataType: string
  messageClass?: string
  subject?: string
  senderName?: string
  senderEmail?: string
  senderSmtpAddress?: string
  body?: string
  headers?: string
  clientSubmitTime?: string
  messageDeliveryTime?: string
  recipients?: { name?: string; email?: string; smtpAddress?: string; recipType?: string }[]
  attachments?: { fileName?: string; name?: string; innerMsgContent?: boolean; innerMsgContentFields?: MsgFields; contentLength?: number }[]
}

describe('the collection msg-msgreader', () => {
  const folder = testData('msg-msgreader')
  if (!folder) console.log('mail-collections.spec.ts: msg-msgreader not found, skipped')
  const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.msg')) : []
  const at = (name: string) => join(folder ?? '', name)

  const isAddress = (text: string | undefined): boolean => /^[^\s/]+@[^\s]+$/.test(text ?? '')
  const addresses = (fields: MsgFields, kind: string) =>
    (fields.recipients ?? []).filter(({ recipType }) => recipType === kind).map(({ smtpAddress, email }) => [smtpAddress, email].find(isAddress)?.toLowerCase() ?? '')
  const lower = (list: ParsedMail['to']) => list.map(({ address }) => address.toLowerCase())

  function fieldsOf(mail: ParsedMail, theirs: MsgFields): Record<string, [unknown, unknown]> {
    const sender = [theirs.senderSmtpAddress, theirs.senderEmail].find(isAddress)
    const sent = /^Date: (.*)$/m.exec(theirs.headers ?? '')?.[1] ?? theirs.clientSubmitTime ?? theirs.messageDeliveryTime
    return {
      subject: [mail.subject, squeeze(theirs.subject ?? '')],
      ...(sender && { from: [mail.from?.address.toLowerCase(), sender.toLowerCase()] }),
      to: [lower(mail.to), addresses(theirs, 'to')],
      cc: [lower(mail.cc), addresses(theirs, 'cc')],
      bcc: [lower(mail.bcc), addresses(theirs, 'bcc')],
      ...(sent && { date: [Math.floor((mail.date?.instant ?? 0) / 1000), Date.parse(sent) / 1000] }),
      ...(theirs.body?.trim() && { body: [squeeze(mail.text).endsWith(squeeze(theirs.body)), true] }),
      attachments: [
        mail.attachments.map(({ name }) => name),
        (theirs.attachments ?? []).map(({ fileName, name, innerMsgContent, innerMsgContentFields }) =>
          safeFileName(innerMsgContent ? `${(innerMsgContentFields?.subject ?? name ?? '').slice(0, 100)}.msg` : (fileName ?? name ?? '')),
        ),
      ],
      sizes: [
        mail.attachments.filter(({ name }) => !name.endsWith('.msg')).map(({ size }) => size),
        (theirs.attachments ?? []).filter(({ innerMsgContent }) => !innerMsgContent).map(({ contentLength }) => contentLength ?? 0),
      ],
    }
  }

  it.skipIf(files.length === 0)('is read whole, each file twice alike, its messages inside too', async () => {
    for (const file of files) {
      const bytes = readFileSync(at(file))
      const mail = await parseMail(bytes, file)
      expect(await parseMail(bytes, file), file).toEqual(mail)
      expect(structuredClone(JSON.parse(JSON.stringify(mail))), file).toEqual(mail)
      for (const attachment of mail.attachments) {
        const found = await attachmentBytes(bytes, attachment.index)
        expect(found?.bytes.byteLength, file).toBe(attachment.size)
        if (attachment.mediaType === 'application/vnd.ms-outlook') await parseMail(found?.bytes ?? new Uint8Array(), attachment.name)
      }
    }
  }, 60_000)

  const expected = files.filter((file) => existsSync(at(file.replace('.msg', '.json'))))
  it.skipIf(files.length === 0).each(expected)('agrees with ours: %s', async (file) => {
    const mail = await parseMail(readFileSync(at(file)))
    const theirs = JSON.parse(readFileSync(at(file.replace('.msg', '.json')), 'utf8')) as MsgFields
    compare(file, fieldsOf(mail, theirs), msgDifferences)
  })

  const inner = folder ? readdirSync(folder).filter((name) => /-attachments0\.json$/.test(name) && existsSync(at(name.replace(/(?:-attachments0)+\.json$/, '.msg')))) : []
  it.skipIf(files.length === 0).each(inner)('agrees with ours on the message inside: %s', async (file) => {
    let bytes: Uint8Array = readFileSync(at(file.replace(/(?:-attachments0)+\.json$/, '.msg')))
    for (let level = file.split('-attachments0').length - 1; level > 0; level--) bytes = (await attachmentBytes(bytes, 0))?.bytes ?? new Uint8Array()
    const theirs = JSON.parse(readFileSync(at(file), 'utf8')) as MsgFields
    compare(file, fieldsOf(await parseMail(bytes), theirs), msgDifferences)
  })
})

// ---- mime4j ----

const mime4jDifferences: Differences = {
  'malformedHeaderStartsBody-nocrlfcrlf.msg': {
    bodies: 'A line without a colon among the header lines is passed over, as mail programs do; theirs starts the body there and shows the rest of the header as text.',
  },
}
/** Bodies without any header line, which no mail program would call a mail: refused with the reason. */
const notMails = ['malformedHeader-noheader.msg', 'malformedHeaderStartsBody-noheader.msg']

interface Leaf {
  mediaType: string
  charset: string | undefined
  /** The file with its decoded content. */
  file: string
  /** As its header calls it, where it is written plainly. */
  name: string | undefined
  depth: number
}

describe('the collection eml-mime4j', () => {
  const folder = testData('eml-mime4j')
  if (!folder) console.log('mail-collections.spec.ts: eml-mime4j not found, skipped')
  const at = (name: string) => join(folder ?? '', name)
  const files = folder ? readdirSync(folder).filter((name) => name.endsWith('.msg') && existsSync(at(name.replace('.msg', '_decoded.xml')))) : []

  /** The leaves with the depth of messages in messages that they stand at; the fields of the outermost header. */
  function structureOf(xml: string): { leaves: Leaf[]; fields: Map<string, string> } {
    const leaves: Leaf[] = []
    const fields = new Map<string, string>()
    let depth = 0
    let type = ''
    let named: string | undefined
    for (const [, tag, name, field] of xml.matchAll(/<(\/?[a-z-]+)(?: name="([^"]*)")?\/?>|(?<=<field>)([^<]*)/g)) {
      if (tag === 'message') depth++
      if (tag === '/message') depth--
      if (tag === 'header') {
        type = ''
        named = undefined
      }
      if (field !== undefined) {
        const unfolded = unescapeXml(field).replace(/\r?\n(?=[ \t])/g, '').trim()
        const colon = unfolded.indexOf(':')
        const key = unfolded.slice(0, colon).trim().toLowerCase()
        if (key === 'content-type') type = unfolded
        if (key === 'content-type' || key === 'content-disposition') {
          const said = /;\s*(?:file)?name\s*=\s*(?:"([^"\\]*)"|([^\s;"]+))/i.exec(unfolded)
          if (said !== null && (named === undefined || key === 'content-disposition')) named = said[1] ?? said[2]
        }
        if (depth === 1 && leaves.length === 0 && !fields.has(key)) fields.set(key, unfolded.slice(colon + 1).trim())
      }
      if (tag === 'text-body' || tag === 'binary-body') {
        leaves.push({
          mediaType: (/^content-type:\s*([^;\s]*)/i.exec(type)?.[1] ?? 'text/plain').toLowerCase(),
          charset: /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1],
          file: name ?? '',
          name: named !== undefined && /^[\x20-\x7e]+$/.test(named) && !named.includes('=?') ? named : undefined,
          depth,
        })
      }
    }
    return { leaves, fields }
  }
  const unescapeXml = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&')

  it.skipIf(files.length === 0).each(files)('agrees with ours: %s', async (file) => {
    const source = readFileSync(at(file))
    if (notMails.includes(file)) {
      await expect(parseMail(source, file)).rejects.toMatchObject({ details: { reason: 'not_a_mail' } })
      return
    }
    const mail = await parseMail(source, file)
    const { leaves, fields } = structureOf(readFileSync(at(file.replace('.msg', '_decoded.xml')), 'utf8'))
    const contents = await Promise.all(mail.attachments.map(async ({ index }) => Buffer.from((await attachmentBytes(source, index))?.bytes ?? [])))
    const missing = leaves.filter(({ depth, mediaType, charset, file: name }) => {
      const body = readFileSync(at(name))
      const text = squeeze(decodeWith(body, charset ?? 'utf-8'))
      const isShown = /^text\//.test(mediaType) && [mail.text, mail.html ?? ''].some((shown) => squeeze(shown).includes(text))
      const isFile = contents.some((content) => content.equals(body) || squeeze(content.toString('latin1')) === squeeze(body.toString('latin1')))
      return depth === 1 && text !== '' && !isShown && !isFile
    })
    const plain = (key: string) => {
      const value = fields.get(key) ?? ''
      return /^[\x20-\x7e]*$/.test(value) && !value.includes('=?') ? squeeze(value) : null
    }
    const names = leaves.flatMap(({ depth, name, file: body }) => (depth === 1 && name !== undefined && readFileSync(at(body)).length > 0 ? [safeFileName(name)] : []))
    const sent = Date.parse(plain('date') ?? '')
    const address = (key: string) => /[^\s<>",;()]+@[^\s<>",;()]+/.exec(plain(key) ?? '')?.[0]
    compare(
      file,
      {
        bodies: [missing.map((leaf) => leaf.file), []],
        names: [names.filter((name) => !mail.attachments.some((attachment) => attachment.name === name)), []],
        ...(!Number.isNaN(sent) && { date: [mail.date?.instant, sent] }),
        ...(plain('subject') !== null && { subject: [mail.subject, plain('subject')] }),
        ...(address('from') && { from: [mail.from?.address.toLowerCase(), address('from')?.toLowerCase()] }),
        ...(address('to') && { to: [mail.to[0]?.address.toLowerCase(), address('to')?.toLowerCase()] }),
      },
      mime4jDifferences,
    )
  })
})
