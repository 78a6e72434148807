// A winmail.dat on its own as a mail, and what one inside a mail adds to it (EML-8). Runs in the parse worker.
import { composeEml } from './compose-eml.ts'
import { mailOfItem } from './mapi-mail.ts'
import { readableText, type ReadAttachment, type ReadMail } from './read-mail.ts'
import { isTnef, readTnef } from './tnef-reader.ts'

/** Throws where there is no TNEF. */
export async function readTnefMail(bytes: Uint8Array): Promise<ReadMail> {
  const mail = await mailOfItem(readTnef(bytes))
  return { ...mail, attachments: mail.attachments.map(embeddedAsEml) }
}

/** The mail with what its winmail.dat carries in its place: the files, and the body where the mail has none of its own. */
export async function withTnefOpened(mail: ReadMail): Promise<ReadMail> {
  const at = mail.attachments.findIndex(({ name, mediaType }) => /^application\/(?:vnd\.)?ms-tnef$/i.test(mediaType) || /^winmail\.dat$/i.test(name))
  const bytes = await mail.attachments[at]?.content()
  if (!bytes || !isTnef(bytes)) return mail
  const inner = await readTnefMail(bytes).catch(() => null)
  // A damaged one stays the file it is.
  if (!inner || (inner.attachments.length === 0 && !inner.text && !inner.html)) return mail
  return {
    ...mail,
    ...bodyOf(mail, inner),
    attachments: [...mail.attachments.slice(0, at), ...inner.attachments, ...mail.attachments.slice(at + 1)],
  }
}

type Body = Pick<ReadMail, 'text' | 'html'>

/** The mail's own body, in the formatted form of the TNEF where the two say the same; where they do not, nothing of either is lost. */
function bodyOf(mail: Body, inner: Body): Body {
  if (mail.html !== null) return { text: mail.text, html: mail.html }
  const readable = readableText(inner.text, inner.html)
  const signs = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '')
  const own = signs(mail.text)
  if (own === '') return { text: inner.text, html: inner.html }
  const others = signs(readable)
  if (others.includes(own)) return { text: mail.text, html: inner.html }
  return { text: own.includes(others) ? mail.text : `${mail.text.trimEnd()}\n\n${readable}`, html: null }
}

/** A message inside is a TNEF that no other program opens: it is given out as an .eml. */
function embeddedAsEml(attachment: ReadAttachment): ReadAttachment {
  if (attachment.mediaType !== 'message/rfc822') return attachment
  return { ...attachment, content: async () => composeEml(await readTnefMail(await attachment.content())) }
}
