// From the bytes of one mail of any kind to a ParsedMail (EML-1, EML-7, EML-8), and to the bytes of one attachment. Meant for the
// parse worker: it may take seconds on a hostile message, and the worker can be ended. Same bytes and zone, same result, always.
import { KnownError } from '../../src-shared/errors.ts'
import type { MailAttachment, ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { readEml } from './eml-reader.ts'
import { enclosedMessages } from './enclosed-message.ts'
import { mailKindOf } from './mail-kind.ts'
import type { MapiItem } from './mapi-item.ts'
import { withSecurityOpened } from './mail-security.ts'
import { mailOfItem } from './mapi-mail.ts'
import { onlyOfMbox } from './mbox-reader.ts'
import { readMsg } from './msg-reader.ts'
import { readPasted } from './pasted-reader.ts'
import { describeAttachment, finishMail, type ReadMail } from './read-mail.ts'
import { readTnefMail } from './tnef-mail.ts'

/** Bytes; larger files are refused before they are read. Room for attachments of 280 MB; the file lies in memory as a whole, its parts do not. */
export const mailSizeLimit = 400 * 1024 * 1024

const systemZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

async function read(bytes: Uint8Array, name: string, zone: string): Promise<ReadMail> {
  if (bytes.byteLength > mailSizeLimit) throw new KnownError('mail_unreadable', { name, reason: 'too_large' })
  switch (mailKindOf(bytes)) {
    case 'eml':
      return readEml(bytes)
    case 'mbox': {
      const only = onlyOfMbox(bytes)
      if (only === null) throw new KnownError('mail_unreadable', { name, reason: 'mailbox' })
      return readEml(only)
    }
    case 'msg':
      return readOutlook(bytes, name)
    case 'tnef':
      return readTnefMail(bytes)
    case 'pasted':
      return readPasted(bytes, zone)
    case 'unknown':
      throw new KnownError('mail_unreadable', { name, reason: 'not_a_mail' })
  }
}

async function readOutlook(bytes: Uint8Array, name: string): Promise<ReadMail> {
  let item: MapiItem
  try {
    item = readMsg(bytes)
  } catch (error) {
    // The library has no words of its own for a damaged file: it runs over the end of something.
    throw new KnownError('mail_unreadable', { name, reason: 'broken' }, { cause: error })
  }
  // Documents of old Office are compound files too.
  if (item.props.size === 0) throw new KnownError('mail_unreadable', { name, reason: 'not_a_mail' })
  return withSecurityOpened(await mailOfItem(item), (inside) => readEml(inside, 1))
}

/**
 * Reads one message. `name` is only for the error; `zone` is meant where a date that was pasted names none. Throws KnownError('mail_unreadable') with reason 'too_large',
 * 'not_a_mail', or 'mailbox' for an mbox with more than one; a damaged mail is read as far as it goes.
 */
export async function parseMail(bytes: Uint8Array, name = '', zone = systemZone()): Promise<ParsedMail> {
  const mail = await read(bytes, name, zone)
  const parsed = await finishMail(mail)
  const messages = await enclosedMessages(mail.attachments, (inside) => read(inside, name, zone))
  return { ...parsed, attachments: parsed.attachments.map((attachment, index) => ({ ...attachment, ...messages[index] })) }
}

/** One attachment's bytes, decoded; null where the message has no attachment of that index. Errors as parseMail. */
export async function attachmentBytes(
  bytes: Uint8Array,
  index: number,
  name = '',
): Promise<{ bytes: Uint8Array; attachment: MailAttachment } | null> {
  const mail = await read(bytes, name, systemZone())
  const found = mail.attachments[index]
  if (!found) return null
  return { bytes: await found.content(), attachment: await describeAttachment(found, index, mail.html) }
}
