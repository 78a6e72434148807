// Recognises S/MIME and PGP (EML-8) and takes the content of a signed mail out of its wrapping, which needs no key. Runs in the parse
// worker. Nothing is verified or deciphered: the mail says what it is, and an encrypted one keeps its file.
import type { MailSecurity } from '../../src-shared/domain/parsed-mail.ts'
import { cmsContent } from './cms-content.ts'
import type { ReadAttachment, ReadMail } from './read-mail.ts'

export type ReadInside = (bytes: Uint8Array) => Promise<ReadMail>

/** `readInside` reads the message that was wrapped. */
export async function withSecurityOpened(mail: ReadMail, readInside: ReadInside): Promise<ReadMail> {
  const wrapped = await unwrapped(mail, readInside)
  if (wrapped) return wrapped
  const security = securityOf(mail.attachments)
  if (security) return { ...mail, security }
  return withInlinePgp(mail)
}

const isCms = ({ mediaType, name }: ReadAttachment): boolean => /^application\/(?:x-)?pkcs7-mime\b/i.test(mediaType) || /\.p7m$/i.test(name)

/** Outlook keeps a signed message as one file: the CMS, or the whole multipart/signed. */
async function unwrapped(mail: ReadMail, readInside: ReadInside): Promise<ReadMail | null> {
  for (const [index, attachment] of mail.attachments.entries()) {
    const isEntity = /^multipart\/signed\b/i.test(attachment.mediaType)
    if (!isEntity && !isCms(attachment)) continue
    const bytes = await attachment.content()
    const cms = isEntity ? null : cmsContent(bytes)
    if (cms?.kind === 'encrypted') return { ...mail, security: 'smime-encrypted' }
    const entity = cms?.content ?? (isEntity || startsLikeEntity(bytes) ? bytes : null)
    if (!entity) return cms ? { ...mail, security: 'smime-signed' } : null
    const inside = await readInside(entity)
    const others = mail.attachments.filter((_, other) => other !== index)
    const isBodyOutside = mail.text.trim() !== '' || mail.html !== null
    return {
      ...mail,
      text: isBodyOutside ? mail.text : inside.text,
      html: isBodyOutside ? mail.html : inside.html,
      attachments: [...inside.attachments, ...others],
      security: inside.security ?? 'smime-signed',
    }
  }
  return null
}

const startsLikeEntity = (bytes: Uint8Array): boolean => /^content-type:/i.test(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 20)).toString('latin1'))

function securityOf(attachments: readonly ReadAttachment[]): MailSecurity | null {
  const has = (type: RegExp): boolean => attachments.some(({ mediaType }) => type.test(mediaType))
  if (has(/^application\/pgp-encrypted\b/i)) return 'pgp-encrypted'
  if (has(/^application\/(?:x-)?pkcs7-signature\b/i)) return 'smime-signed'
  return has(/^application\/pgp-signature\b/i) ? 'pgp-signed' : null
}

/** RFC 9580 7: the text stands in its armour within an ordinary mail. */
function withInlinePgp(mail: ReadMail): ReadMail {
  const armour = /^-----BEGIN PGP (SIGNED )?MESSAGE-----[ \t]*\r?$/m.exec(mail.text)
  if (!armour) return mail
  if (!armour[1]) return { ...mail, security: 'pgp-encrypted' }
  const lines = mail.text.split(/\r?\n/)
  const begin = lines.findIndex((line) => line.startsWith('-----BEGIN PGP SIGNED MESSAGE-----'))
  const blank = lines.findIndex((line, at) => at > begin && line.trim() === '')
  const end = lines.findIndex((line, at) => at > blank && line.startsWith('-----BEGIN PGP SIGNATURE-----'))
  if (blank < 0 || end < 0) return { ...mail, security: 'pgp-signed' }
  const close = lines.findIndex((line, at) => at > end && line.startsWith('-----END PGP SIGNATURE-----'))
  const signed = lines.slice(blank + 1, end).map((line) => (line.startsWith('- ') ? line.slice(2) : line))
  const text = [...lines.slice(0, begin), ...signed, ...(close < 0 ? [] : lines.slice(close + 1))].join('\n')
  return { ...mail, text, security: 'pgp-signed' }
}
