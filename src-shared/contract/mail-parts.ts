// Attachments of a mail one by one (EML-3, EML-7): shown without another program, saved, opened. Of kept mails, and of mails inside mails.
import { z } from 'zod'
import { call, id } from './call.ts'

/** A mail of the record, or one that is read from an offered file: not decided yet, or attached to another mail. */
export const mailSource = z.union([z.object({ id }), z.object({ fileToken: z.string().max(100) })])
export type MailSourceRef = z.infer<typeof mailSource>

export type PartPreview =
  /** A frame without scripts, on an origin of its own. */
  | { kind: 'picture'; url: string; width: number; height: number }
  /** Single-use address of the bytes, for the window's own reader. */
  | { kind: 'pdf'; url: string; size: number }
  | { kind: 'text'; text: string; isCut: boolean }
  /** A mail inside the mail, to be read like any other. */
  | { kind: 'mail'; fileToken: string }
  | { kind: 'none'; why: 'kind' | 'too_large' }

const part = { source: mailSource, attachment: z.number().int().min(0).max(1_000_000) }

export const partCalls = {
  'part.preview': call(() => z.object(part)).gives<PartPreview>(),
  /** Single-use address of the decoded bytes; `name` can be created on any system. */
  'part.download': call(() => z.object(part)).gives<{ url: string; name: string; size: number }>(),
  /** All that are no pictures of the text, in one .zip. */
  'part.downloadAll': call(() => z.object({ source: mailSource })).gives<{ url: string; name: string; size: number; count: number }>(),
  /**
   * With the system's program; false where the host cannot. What the system would run is refused (`invalid`, `can_run`) unless the user was
   * warned and said yes.
   */
  'part.open': call(() => z.object({ ...part, isWarned: z.boolean() })).gives<{ opened: boolean }>(),
}
