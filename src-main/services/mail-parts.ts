// Attachments one by one (EML-3, EML-7): what each can be shown as, its bytes to save, all of them in one archive, and opening it outside. Core thread.
// What a part is shown as is decided by its bytes; its name and type are a stranger's words.
import { rm, writeFile } from 'node:fs/promises'
import { zipSync } from 'fflate'
import type { MailSourceRef, PartPreview } from '../../src-shared/contract/mail-parts.ts'
import { safeFileName, type MailAttachment } from '../../src-shared/domain/parsed-mail.ts'
import { canRun } from '../../src-shared/domain/runnable-file.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { pictureKind } from '../files/picture-kind.ts'
import type { Core, HandlersOf } from './core.ts'
import type { FrameDocumentOf } from './mail-frames.ts'
import type { ReadMails } from './mail-reading.ts'

/** Bytes; larger ones are saved and opened outside only. */
const mostPictureBytes = 30_000_000
const mostPixels = 80_000_000
const mostPdfBytes = 80_000_000
const mostTextBytes = 2_000_000
const mostTextShown = 300_000
/** Mails inside mails that are kept at hand as files. */
const mostNested = 40

const mailNames = /\.(?:eml|msg)$/i
const mailTypes = /^(?:message\/(?:rfc822|global)|application\/(?:vnd\.ms-outlook|x-msg))$/i
const textNames = /\.(?:txt|text|csv|tsv|ics|ifb|vcf|log|md|json|xml|html?|xhtml|css|ya?ml|ini|conf|sql|tex|srt|diff|patch|asc|pem|p7s|svg)$/i

interface Part {
  attachment: MailAttachment
  bytes: Uint8Array
}

export function partHandlers(core: Core, mails: ReadMails, frameDocument: FrameDocumentOf): HandlersOf<'part'> {
  const nested = new NestedMails(core)
  /** The file that a mail is read from; its key is the same as long as the file is. */
  const fileOf = async (source: MailSourceRef): Promise<{ key: string; path: string; name: string }> => {
    if ('fileToken' in source) {
      const { path, name } = core.inbox.get(source.fileToken)
      return { key: source.fileToken, path, name }
    }
    const kept = await core.read('mail.kept', { id: source.id })
    return { key: kept.fileSha, path: core.vault().pathOf(kept.fileSha), name: kept.fileName }
  }
  const partOf = async (source: MailSourceRef, index: number): Promise<Part> => {
    const { path, name } = await fileOf(source)
    return core.parser.attachment({ path }, index, name)
  }

  return {
    'part.preview': async ({ source, attachment }) => {
      const part = await partOf(source, attachment)
      const { key } = await fileOf(source)
      return previewOf(core, frameDocument, part, () => nested.tokenOf(`${key} ${attachment}`, part))
    },
    'part.download': async ({ source, attachment }) => {
      const { attachment: about, bytes } = await partOf(source, attachment)
      const name = safeFileName(about.name)
      return { url: core.ports.served.once({ bytes, name, mediaType: about.mediaType, asAttachment: true }), name, size: bytes.byteLength }
    },
    'part.downloadAll': async ({ source }) => {
      const { path, name } = await fileOf(source)
      const mail = 'id' in source ? await core.read('mail.kept', { id: source.id }).then((kept) => mails.kept(kept.fileSha, name)) : await mails.offered(core.inbox.get(source.fileToken))
      const files: Record<string, Uint8Array> = {}
      for (const { index } of mail.attachments.filter(({ isInline }) => !isInline)) {
        const { attachment, bytes } = await core.parser.attachment({ path }, index, name)
        files[freeName(safeFileName(attachment.name), files)] = bytes
      }
      const bytes = zipSync(files, { level: 0 })
      const zip = safeFileName(`${mail.subject || name.replace(mailNames, '')}.zip`)
      return { url: core.ports.served.once({ bytes, name: zip, mediaType: 'application/zip', asAttachment: true }), name: zip, size: bytes.byteLength, count: Object.keys(files).length }
    },
    'part.open': async ({ source, attachment, isWarned }) => {
      const { attachment: about, bytes } = await partOf(source, attachment)
      const name = safeFileName(about.name)
      if (canRun(name) && !isWarned) throw new KnownError('invalid', { field: 'attachment', rule: 'can_run', value: name })
      const copy = core.inbox.placeForCopy(name)
      await writeFile(copy, bytes, { mode: 0o600 })
      const opened = await core.ports.shell.openFile(copy, { isWarned })
      if (!opened) await rm(copy, { force: true })
      return { opened }
    },
  }
}

async function previewOf(core: Core, frameDocument: FrameDocumentOf, part: Part, asMail: () => Promise<string>): Promise<PartPreview> {
  const { attachment, bytes } = part
  const { name, mediaType } = attachment
  if (mailTypes.test(mediaType) || mailNames.test(name)) return { kind: 'mail', fileToken: await asMail() }
  const picture = pictureKind(bytes)
  if (picture !== null) return bytes.byteLength > mostPictureBytes || picture.width * picture.height > mostPixels ? tooLarge : framed(core, frameDocument, picture, bytes)
  if (Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-')) {
    if (bytes.byteLength > mostPdfBytes) return tooLarge
    return { kind: 'pdf', size: bytes.byteLength, url: core.ports.served.once({ bytes, name: 'adjunto.pdf', mediaType: 'application/pdf', asAttachment: false }) }
  }
  if (/^text\//i.test(mediaType) || textNames.test(name)) return bytes.byteLength > mostTextBytes * 20 ? tooLarge : textOf(bytes)
  return { kind: 'none', why: 'kind' }
}

const tooLarge: PartPreview = { kind: 'none', why: 'too_large' }

function framed(core: Core, frameDocument: FrameDocumentOf, picture: { mediaType: string; width: number; height: number }, bytes: Uint8Array): PartPreview {
  const data = `data:${picture.mediaType};base64,${Buffer.from(bytes).toString('base64')}`
  const { body, headers } = frameDocument({ html: `<div style="text-align: center"><img alt="" src="${data}"></div>`, text: '', allowPictures: false, frameAncestors: [] })
  const { url } = core.ports.served.mailFrame({ body, headers, onLink: () => undefined })
  return { kind: 'picture', url, width: picture.width, height: picture.height }
}

/** As UTF-16 by its mark, else UTF-8, else the Western code page; bytes that are no text at all are not shown. */
function textOf(bytes: Uint8Array): PartPreview {
  const start = bytes.subarray(0, mostTextBytes)
  const isWide = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  if (!isWide && start.subarray(0, 100_000).includes(0)) return { kind: 'none', why: 'kind' }
  const whole = isWide ? new TextDecoder(start[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(start) : decoded(start, bytes.byteLength > start.byteLength)
  const text = whole.slice(0, mostTextShown).toWellFormed()
  return { kind: 'text', text, isCut: bytes.byteLength > start.byteLength || whole.length > text.length }
}

function decoded(bytes: Uint8Array, isCut: boolean): string {
  // A cut in the middle of a letter is no reason to take it for another encoding.
  const utf8 = new TextDecoder('utf-8').decode(bytes)
  return (isCut ? utf8.slice(0, -3) : utf8).includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : utf8
}

/** The name, or with a number where the archive has it already; systems that ignore capitals find each once. */
function freeName(name: string, taken: Record<string, unknown>): string {
  const used = new Set(Object.keys(taken).map((one) => one.toLowerCase()))
  const [, stem = name, extension = ''] = /^(.*?)(\.[^.]*)?$/s.exec(name) ?? []
  let free = name
  for (let n = 2; used.has(free.toLowerCase()); n += 1) free = `${stem} (${n})${extension}`
  return free
}

/** Mails inside mails as offered files, so that they are read like any other; the oldest are forgotten. */
class NestedMails {
  private readonly core: Core
  private readonly tokens = new Map<string, string>()

  constructor(core: Core) {
    this.core = core
  }

  async tokenOf(key: string, { attachment, bytes }: Part): Promise<string> {
    const known = this.tokens.get(key)
    if (known !== undefined) return known
    const path = this.core.inbox.placeFor()
    await writeFile(path, bytes, { mode: 0o600 })
    const name = safeFileName(attachment.name)
    const { token } = this.core.inbox.offer({ path, name: mailNames.test(name) ? name : safeFileName(`${name}.eml`), size: bytes.byteLength, isOurs: true })
    this.tokens.set(key, token)
    for (const [old, oldToken] of this.tokens) {
      if (this.tokens.size <= mostNested) break
      this.tokens.delete(old)
      this.core.inbox.forget(oldToken)
    }
    return token
  }
}
