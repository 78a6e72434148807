// Recognises S/MIME and PGP (EML-8) and takes the content of a signed mail out of its wrapping, which needs no key. Runs in the parse
// worker. Nothing is verified or deciphered: the mail says what it is, and an encrypted one keeps its file.
import { encryptedText, type MailSecurity } from '../../src-shared/domain/parsed-mail.ts'
import { cmsContent } from './cms-content.ts'
import type { ReadInside } from './enclosed-message.ts'
import type { ReadAttachment, ReadMail } from './read-mail.ts'

/** `readInside` reads the message that was wrapped. */
export async function withSecurityOpened(mail: ReadMail, readInside: ReadInside): Promise<ReadMail> {
  const wrapped = await unwrapped(mail, readInside)
  if (wrapped) return wrapped
  const security = securityOf(mail.attachments)
  if (security === 'pgp-encrypted') return encrypted(mail, mail.attachments.findIndex(({ mediaType }) => pgpEncrypted.test(mediaType)), security)
  if (security) return { ...mail, security }
  return withInlinePgp(mail)
}

function encrypted(mail: ReadMail, at: number, security: MailSecurity): ReadMail {
  return { ...mail, security, attachments: mail.attachments.map((one, index) => (index === at ? { ...one, isEncrypted: true } : one)) }
}

const isCms = ({ mediaType, name }: ReadAttachment): boolean => /^application\/(?:x-)?pkcs7-mime\b/i.test(mediaType) || /\.p7m$/i.test(name)

/** Outlook keeps a signed message as one file: the CMS, or the whole multipart/signed. */
async function unwrapped(mail: ReadMail, readInside: ReadInside): Promise<ReadMail | null> {
  for (const [index, attachment] of mail.attachments.entries()) {
    const isEntity = /^multipart\/signed\b/i.test(attachment.mediaType)
    if (!isEntity && !isCms(attachment)) continue
    const bytes = await attachment.content()
    const cms = isEntity ? null : cmsContent(bytes)
    // Beside a text of its own, a file of another name is a document that was encrypted or signed by itself.
    const isDocument = !isEntity && hasBody(mail) && !/^smime\.p7m$/i.test(attachment.name)
    if (cms?.kind === 'encrypted' || (cms === null && isEnvelope(attachment))) {
      if (isDocument) continue
      return encrypted(mail, index, 'smime-encrypted')
    }
    if (cms?.content === null) return { ...mail, security: 'smime-signed' }
    const entity = cms?.content ?? bytes
    if (!isEntity && !startsLikeEntity(entity)) continue
    const inside = await readInside(entity)
    const others = mail.attachments.filter((_, other) => other !== index)
    return {
      ...mail,
      text: hasBody(mail) ? mail.text : inside.text,
      html: hasBody(mail) ? mail.html : inside.html,
      attachments: [...inside.attachments, ...others],
      security: inside.security ?? 'smime-signed',
    }
  }
  return null
}

const hasBody = ({ text, html }: ReadMail): boolean => text.trim() !== '' || html !== null

/** What it says of itself counts where the file is damaged. */
const isEnvelope = ({ smimeType }: ReadAttachment): boolean => smimeType !== undefined && /^(?:auth-?)?enveloped-data$/i.test(smimeType)

/** RFC 8551 3.1: what is signed begins with its own headers; a document that is signed by itself does not. */
const startsLikeEntity = (bytes: Uint8Array): boolean =>
  /^\s{0,4}(?:content-[a-z-]{1,40}|mime-version|date|from|to|subject|message-id)[ \t]*:/i.test(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 60)).toString('latin1'))

const pgpEncrypted = /^application\/pgp-encrypted\b/i

function securityOf(attachments: readonly ReadAttachment[]): MailSecurity | null {
  const has = (type: RegExp): boolean => attachments.some(({ mediaType }) => type.test(mediaType))
  if (has(pgpEncrypted)) return 'pgp-encrypted'
  if (has(/^application\/(?:x-)?pkcs7-signature\b/i)) return 'smime-signed'
  return has(/^application\/pgp-signature\b/i) ? 'pgp-signed' : null
}

/** RFC 9580 7: the text stands in its armour within an ordinary mail. */
function withInlinePgp(mail: ReadMail): ReadMail {
  if (encryptedText.test(mail.text)) return { ...mail, security: 'pgp-encrypted' }
  if (!/^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?$/m.test(mail.text)) return mail
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
