// Calls of mail: taking files into the record, lists, reading, detaching, links (EML-1 to EML-5, EML-7). Core thread.
import { writeFile } from 'node:fs/promises'
import { sidesOf } from '../../src-shared/domain/forwarded-mail.ts'
import { safeFileName } from '../../src-shared/domain/parsed-mail.ts'
import { parsePastedMail } from '../../src-shared/domain/pasted-mail.ts'
import { linkDecision } from '../../src-shared/domain/link-policy.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { Core, HandlersOf } from './core.ts'
import { acceptMails } from './mail-acceptance.ts'
import { findHandlers, orderOf } from './mail-find.ts'
import { detailOf, keptDetail, keptText, openOutside, partOf, serveFrame, type FrameDocumentOf } from './mail-frames.ts'
import { partHandlers } from './mail-parts.ts'
import { ownPeopleOf, proposeMails, summaryOf } from './mail-proposals.ts'
import type { ReadMails } from './mail-reading.ts'

/** The .eml that stands for a pasted text; null where it is no mail. */
export type EmlOfPasted = (text: string, zone: string) => Promise<Uint8Array | null>

export function mailHandlers(
  core: Core,
  mails: ReadMails,
  frameDocument: FrameDocumentOf,
  emlOfPasted: EmlOfPasted,
): HandlersOf<'mail' | 'part' | 'link'> {
  return {
    ...partHandlers(core, mails, frameDocument),
    'mail.propose': async (input) => ({ proposals: await proposeMails(core, mails, input) }),
    'mail.offerPasted': async ({ text }) => {
      const bytes = await emlOfPasted(text, await core.zone())
      if (bytes === null) throw new KnownError('invalid', { field: 'text', rule: 'not_a_pasted_mail' })
      const path = core.inbox.placeFor()
      await writeFile(path, bytes, { mode: 0o600 })
      const name = safeFileName(`${parsePastedMail(text)?.subject || 'correo pegado'}.eml`)
      const { token } = core.inbox.offer({ path, name, size: bytes.byteLength, isOurs: true })
      return { fileToken: token, name, size: bytes.byteLength }
    },
    'mail.accept': (input) => acceptMails(core, mails, input),

    'mail.get': async ({ id }) => keptDetail(core, mails, await core.read('mail.kept', { id })),
    'mail.list': async ({ from, count, contactId, activityId, text }) => {
      const rows = await orderOf(
        core,
        { filter: { text, ...(contactId === null ? {} : { contactId }) }, order: 'newest', conversations: false },
        activityId,
      )
      return {
        mails: await core.read('mail.summaries', { rows: [...rows.subarray(from, from + count)] }),
        total: rows.length,
      }
    },
    ...findHandlers(core),
    'mail.conversation': (input) => core.read('mail.conversation', input),
    'mail.frame': async ({ id, ...request }, { windowId }) => {
      const kept = await core.read('mail.kept', { id })
      const text = request.html === null ? await keptText(core, mails, kept) : ''
      return serveFrame(core, frameDocument, text, request, windowId)
    },
    'mail.previewBody': async ({ fileToken }) => {
      const file = core.inbox.get(fileToken)
      const mail = await mails.offered(file)
      return detailOf(mails, summaryOf(mail, sidesOf(mail, await ownPeopleOf(core)).direction, core.ports.clock.now()), mail, { path: file.path })
    },
    'mail.previewFrame': async ({ fileToken, ...request }, { windowId }) => {
      const { text } = await mails.offered(core.inbox.get(fileToken))
      return serveFrame(core, frameDocument, text, request, windowId)
    },

    'mail.download': async ({ id, attachment }) => {
      const part = await partOf(core, mails, await core.read('mail.kept', { id }), attachment)
      const { name, size } = part
      return { url: core.ports.served.once({ ...part, asAttachment: true }), name, size }
    },
    'mail.openOutside': async ({ id, attachment }) => ({
      opened: await openOutside(core, await partOf(core, mails, await core.read('mail.kept', { id }), attachment)),
    }),

    'mail.detach': async (input) => ({ changeSetId: (await core.write('mail.detach', input)).changeSetId }),
    'mail.attach': async (input) => ({ changeSetId: (await core.write('mail.attach', input)).changeSetId }),

    'link.open': async ({ url }) => {
      const { target, shown } = linkDecision(url)
      if (target === null) throw new KnownError('refused_link', { url: shown })
      return { opened: await core.ports.shell.openExternal(target), url: target }
    },
  }
}
