// Read mails, kept in memory while windows work with them: of offered files and of the record. Core thread; reading happens in the parser's.
// The memory is bounded: what was dropped is read again, and the same bytes give the same mail.
import { stat } from 'node:fs/promises'
import type { MailAttachment, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { OfferedFile } from '../files/file-inbox.ts'
import type { MailSource } from '../mail/mail-parser.ts'
import type { Core } from './core.ts'

const keptMails = 400
/** Characters of text and HTML. */
const keptCharacters = 48_000_000
const mostInlineParts = 60
/** Bytes of pictures shown inside one mail. */
const mostInlineBytes = 30_000_000
const shownInline = /^image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon)$/i

export type InlinePart = { contentId: string; dataUrl: string }

export class ReadMails {
  private readonly core: Core
  private readonly mails = new Map<string, ParsedMail>()
  private characters = 0

  constructor(core: Core) {
    this.core = core
  }

  /** What stands in an offered file now. Rejects with `file_unreadable` or `mail_unreadable`. */
  async offered(file: OfferedFile): Promise<ParsedMail> {
    return this.readOnce(await this.stateOf(file), { path: file.path }, file.name)
  }

  /** A mail of the record, from its kept bytes. Errors as `offered`. */
  kept(sha256: string, name: string): Promise<ParsedMail> {
    return this.readOnce(sha256, { path: this.core.vault().pathOf(sha256) }, name)
  }

  /** The mail of an offered file whose bytes were kept as `sha256`: what was read before only when the file is still the same. */
  async taken(file: OfferedFile, stateBefore: string, sha256: string): Promise<ParsedMail> {
    if ((await this.stateOf(file)) === stateBefore)
      return this.readOnce(stateBefore, { path: this.core.vault().pathOf(sha256) }, file.name)
    return this.kept(sha256, file.name)
  }

  /** Changes when the file does. */
  async stateOf({ path, name }: OfferedFile): Promise<string> {
    try {
      const { size, mtimeMs } = await stat(path)
      return `${path} ${size} ${mtimeMs}`
    } catch (error) {
      throw new KnownError('file_unreadable', { name }, { cause: error })
    }
  }

  /** Pictures that the HTML shows by their Content-ID, as data addresses. */
  async inlineParts(source: MailSource, mail: ParsedMail): Promise<InlinePart[]> {
    const wanted = mail.attachments.filter(
      ({ isInline, contentId, mediaType }) => isInline && contentId !== null && shownInline.test(mediaType),
    )
    const parts: InlinePart[] = []
    let size = 0
    for (const attachment of wanted.slice(0, mostInlineParts)) {
      size += attachment.size
      if (size > mostInlineBytes) break
      const { bytes } = await this.core.parser.attachment(source, attachment.index)
      parts.push({ contentId: attachment.contentId ?? '', dataUrl: dataUrl(attachment, bytes) })
    }
    return parts
  }

  private async readOnce(state: string, source: MailSource, name: string): Promise<ParsedMail> {
    const zone = await this.core.zone()
    const key = `${state} ${zone}`
    const known = this.mails.get(key)
    if (known !== undefined) {
      this.mails.delete(key)
      this.mails.set(key, known)
      return known
    }
    const mail = await this.core.parser.parse(source, name, zone)
    if (!this.mails.has(key)) {
      this.mails.set(key, mail)
      this.characters += weight(mail)
    }
    for (const [oldest, old] of this.mails) {
      if (this.mails.size <= keptMails && this.characters <= keptCharacters) break
      this.mails.delete(oldest)
      this.characters -= weight(old)
    }
    return mail
  }
}

const weight = (mail: ParsedMail): number => mail.text.length + (mail.html?.length ?? 0) + 2000

function dataUrl({ mediaType }: MailAttachment, bytes: Uint8Array): string {
  return `data:${mediaType.toLowerCase()};base64,${Buffer.from(bytes).toString('base64')}`
}
