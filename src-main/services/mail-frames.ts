// Showing a mail (EML-3, EML-7): its body for the window's sanitiser, the script-less frame with its links, its bytes to save or open. Core thread.
import { copyFile, open, rm, writeFile } from 'node:fs/promises'
import type { MailDetail, MailSummary } from '../../src-shared/contract/mail.ts'
import { linkDecision } from '../../src-shared/domain/link-policy.ts'
import { safeFileName, type ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { textMailHtml } from '../../src-shared/domain/text-mail.ts'
import { KnownError } from '../../src-shared/errors.ts'
import { canRun } from '../../src-shared/domain/runnable-file.ts'
import type { frameDocument } from '../mail/mail-frame.ts'
import type { MailSource } from '../mail/mail-parser.ts'
import type { KeptMail } from '../store/queries/mail-queries.ts'
import type { Core } from './core.ts'
import type { ReadMails } from './mail-reading.ts'

export type FrameDocumentOf = typeof frameDocument

export interface FrameRequest {
  html: string | null
  links: string[]
  allowPictures: boolean
}

/** Serves the frame once. A click tells the asking window where the link goes; nothing is opened. */
export function serveFrame(core: Core, document: FrameDocumentOf, text: string, request: FrameRequest, windowId: string): { url: string; frameToken: string } {
  const { html, allowPictures } = request
  const links = html === null ? textMailHtml(text).links : request.links
  // The host says which pages may show the frame: the core does not know their address.
  const { body, headers } = document({ html: html ?? '', text, allowPictures, frameAncestors: [] })
  const served = core.ports.served.mailFrame({
    body,
    headers,
    onLink: (index) => {
      const link = links[index]
      if (link === undefined) return
      const { target } = linkDecision(link)
      core.ports.notify({ name: 'mailLinkClicked', data: { frameToken: served.frameToken, url: target ?? link } }, windowId)
    },
  })
  return served
}

export async function detailOf(mails: ReadMails, summary: MailSummary, mail: ParsedMail, source: MailSource): Promise<MailDetail> {
  return { ...summary, text: mail.text, html: mail.html, inline: mail.html === null ? [] : await mails.inlineParts(source, mail), security: mail.security, isPasted: mail.isPasted ?? false }
}

/** A mail of the record, read from its file; null where that is lost or hurt, which is logged. */
async function keptMail(core: Core, mails: ReadMails, kept: KeptMail): Promise<ParsedMail | null> {
  try {
    return await mails.kept(kept.fileSha, kept.fileName)
  } catch (error) {
    if (!(error instanceof KnownError)) throw error
    core.ports.log.error(`the file of the mail ${kept.summary.id} cannot be read`, error)
    return null
  }
}

/** Without its file: what the record itself knows. */
export async function keptDetail(core: Core, mails: ReadMails, kept: KeptMail): Promise<MailDetail> {
  const mail = await keptMail(core, mails, kept)
  if (mail === null) return { ...kept.summary, text: kept.text, html: null, inline: [], security: null, isPasted: false }
  return detailOf(mails, kept.summary, mail, { path: core.vault().pathOf(kept.fileSha) })
}

/** The whole text, for a frame without HTML. */
export async function keptText(core: Core, mails: ReadMails, kept: KeptMail): Promise<string> {
  return (await keptMail(core, mails, kept))?.text ?? kept.text
}

export type MailPart = { name: string; mediaType: string; size: number } & ({ path: string } | { bytes: Uint8Array })

/** The exact original (`attachment` null) or one attachment decoded; the name is safe to create. Rejects with `file_unreadable`, `not_found`. */
export async function partOf(core: Core, mails: ReadMails, kept: KeptMail, attachment: number | null): Promise<MailPart> {
  const path = core.vault().pathOf(kept.fileSha)
  if (attachment === null) {
    await mails.stateOf({ token: '', path, name: kept.fileName, size: kept.fileSize })
    return { path, ...(await originalOf(path, kept)), size: kept.fileSize }
  }
  const found = await core.parser.attachment({ path }, attachment, kept.fileName)
  return { bytes: found.bytes, name: safeFileName(found.attachment.name), mediaType: found.attachment.mediaType, size: found.bytes.byteLength }
}

/** Outlook's and Exchange's own files by how they begin; any other mail is an .eml. */
const ownKinds = [
  { start: 'd0cf11e0a1b11ae1', ending: '.msg', mediaType: 'application/vnd.ms-outlook' },
  { start: '789f3e22', ending: '.dat', mediaType: 'application/ms-tnef' },
]

/** The name under which other programs know what the file is. */
async function originalOf(path: string, { fileName }: KeptMail): Promise<{ name: string; mediaType: string }> {
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    const kind = ownKinds.find(({ start }) => buffer.toString('hex').startsWith(start)) ?? { ending: '.eml', mediaType: 'message/rfc822' }
    const name = safeFileName(fileName)
    return { name: name.toLowerCase().endsWith(kind.ending) ? name : safeFileName(`${name}${kind.ending}`), mediaType: kind.mediaType }
  } finally {
    await file.close()
  }
}

/** Hands a copy to the system's program for it. Kinds that the system would run are refused; false where the host cannot open files. */
export async function openOutside(core: Core, part: MailPart): Promise<boolean> {
  if (canRun(part.name)) throw new KnownError('invalid', { field: 'attachment', rule: 'can_run', value: part.name })
  const copy = core.inbox.placeForCopy(part.name)
  if ('path' in part) await copyFile(part.path, copy)
  else await writeFile(copy, part.bytes, { mode: 0o600 })
  const opened = await core.ports.shell.openFile(copy)
  if (!opened) await rm(copy, { force: true })
  return opened
}
