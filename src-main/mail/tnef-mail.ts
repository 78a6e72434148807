// A winmail.dat on its own as a mail, and what one inside a mail adds to it (EML-8). Runs in the parse worker.
import { composeEml } from './compose-eml.ts'
import { mailOfItem } from './mapi-mail.ts'
import type { ReadAttachment, ReadMail } from './read-mail.ts'
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
  const hasBody = mail.text.trim() !== '' || mail.html !== null
  return {
    ...mail,
    text: hasBody ? mail.text : inner.text,
    html: mail.html ?? (hasBody && inner.html === null ? null : inner.html),
    attachments: [...mail.attachments.slice(0, at), ...inner.attachments, ...mail.attachments.slice(at + 1)],
  }
}

/** A message inside is a TNEF that no other program opens: it is given out as an .eml. */
function embeddedAsEml(attachment: ReadAttachment): ReadAttachment {
  if (attachment.mediaType !== 'message/rfc822') return attachment
  return { ...attachment, content: async () => composeEml(await readTnefMail(await attachment.content())) }
}
