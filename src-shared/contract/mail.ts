// Mail into the record (EML): what was recognised in dropped files, the decision, and reading a mail safely.
import { z } from 'zod'
import type { MailAddress, MailAttachment, MailSecurity } from '../domain/parsed-mail.ts'
import type { MatchReason } from '../domain/mail-match.ts'
import { call, id, localDate, localTime, page } from './call.ts'

export interface MailSummary {
  id: string
  subject: string
  from: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  direction: 'in' | 'out'
  /** UTC ms; null for a mail that has no (possible) date. */
  date: number | null
  takenInAt: number
  /** First 200 characters of the text. */
  preview: string
  attachments: MailAttachment[]
  activityId: string | null
  contactIds: string[]
  isDetached: boolean
  /** In the tray: not decided yet. */
  isWaiting: boolean
  /** By S/MIME or PGP: only what stands outside can be read. */
  isEncrypted: boolean
}
export interface MailDetail extends MailSummary {
  text: string
  html: string | null
  /** Inline parts referred to by cid:, as data URLs. */
  inline: { contentId: string; dataUrl: string }[]
  /** Signed or encrypted by S/MIME or PGP; nothing is verified or deciphered. */
  security: MailSecurity | null
  /** Its text was pasted from a mail program: there is no original. */
  isPasted: boolean
}

export type { MatchReason }
export interface MailMatch {
  contactId: string
  name: string
  kind: 'company' | 'person'
  employerId: string | null
  employerName: string | null
  reason: MatchReason
}
/** What a file turned out to be, before anything is kept. */
export interface MailProposal {
  fileToken: string
  fileName: string
  status: 'ready' | 'duplicate' | 'unreadable'
  /** `mailbox`: an mbox with more than one message, which is imported. */
  unreadable: 'timeout' | 'too_large' | 'not_a_mail' | 'broken' | 'mailbox' | null
  /** `fileToken`: an earlier file of the same batch, which is not kept yet; `mailId` is empty then. */
  duplicateOf: {
    mailId: string
    activityId: string | null
    contactName: string | null
    fileToken?: string
    /** Waiting in the tray, or set aside there. */ state?: 'filed' | 'waiting' | 'dismissed'
  } | null
  mail: MailSummary | null
  matches: MailMatch[]
  /** Offered when nobody has the sender's address (EML-5), after the matches for other reasons. */
  newPerson: {
    givenName: string
    familyName: string
    mail: string
    phones: string[]
    company: string | null
    companyId: string | null
    jobTitle: string | null
  } | null
  /**
   * What would be written. Dropped on an open activity of type email, `subject` and `notes` are what was typed there, and `fromMail` holds the
   * mail's own: the window asks before it sends those instead.
   */
  activity: {
    subject: string
    notes: string
    direction: 'in' | 'out'
    on: string
    time: string | null
    /** The mail has no date (EML-8). */
    dateIsToday: boolean
    fromMail: { subject: string; notes: string }
  } | null
}

/** A reply that is owed, as an activity (EML-2). Without a length it has that of its type. */
export const owedReply = z.object({
  subject: z.string().trim().min(1).max(300),
  on: localDate,
  time: localTime.nullable(),
  durationMinutes: z.number().int().min(0).max(144_000).nullable().default(null),
  until: localDate.nullable().default(null),
  typeId: id,
})

export const mailCalls = {
  /** Reads the files in the parser worker and says what was recognised; nothing is kept yet. `contactId`: dropped on this contact. */
  'mail.propose': call(
    () => z.object({ fileTokens: z.array(z.string()).min(1).max(2000), contactId: id.nullable(), activityId: id.nullable() }),
  ).gives<{ proposals: MailProposal[] }>(),
  /** Text pasted from a mail program, as a file to be proposed like any other. `invalid` (`not_a_pasted_mail`) where nothing of a mail is in it. */
  'mail.offerPasted': call(() => z.object({ text: z.string().min(1).max(2_000_000) })).gives<{
    fileToken: string
    name: string
    size: number
  }>(),
  'mail.accept': call(
    () => z.object({
      items: z
        .array(
          z.object({
            fileToken: z.string(),
            contactId: id.nullable(),
            newPerson: z
              .object({
                givenName: z.string().trim().max(100),
                familyName: z.string().trim().max(100),
                mail: z.string().trim().max(254),
                phone: z.string().trim().max(60).nullable(),
                company: z.string().trim().max(200).nullable(),
                companyId: id.nullable(),
                jobTitle: z.string().trim().max(120).nullable(),
              })
              .nullable(),
            subject: z.string().trim().min(1).max(300),
            notes: z.string().max(200_000),
            direction: z.enum(['in', 'out']),
            attach: z.boolean(),
            underCustomer: z.boolean(),
            /** Onto this activity instead of a new one. */
            activityId: id.nullable(),
            /** Into its fields, too: the revision of the open email activity that was shown. `stale` where it is another one by now. Else it is only attached. */
            fillsRevision: z.number().int().nullable().default(null),
            followUp: owedReply.nullable(),
          }),
        )
        .min(1)
        .max(2000),
    }),
  ).gives<{
    accepted: { fileToken: string; mailId: string | null; activityId: string }[]
    duplicates: { fileToken: string; mailId: string; activityId: string | null }[]
    failed: { fileToken: string; fileName: string; code: string }[]
    changeSetId: string | null
  }>(),
  'mail.get': call(() => z.object({ id })).gives<MailDetail>(),
  'mail.list': call(
    () => z.object({ contactId: id.nullable(), activityId: id.nullable(), text: z.string().max(200), ...page }),
  ).gives<{ mails: MailSummary[]; total: number }>(),
  /** A single-use address for the script-less frame. `html` is what the window's sanitiser left. */
  'mail.frame': call(
    () => z.object({
      id,
      html: z.string().max(30_000_000).nullable(),
      links: z.array(z.string().max(8000)).max(20_000),
      allowPictures: z.boolean(),
    }),
  ).gives<{ url: string; frameToken: string }>(),
  /** A proposal's body before it is kept, for the same frame. */
  'mail.previewBody': call(() => z.object({ fileToken: z.string() })).gives<MailDetail>(),
  'mail.previewFrame': call(
    () => z.object({
      fileToken: z.string(),
      html: z.string().max(30_000_000).nullable(),
      links: z.array(z.string().max(8000)).max(20_000),
      allowPictures: z.boolean(),
    }),
  ).gives<{ url: string; frameToken: string }>(),
  /** Single-use address of the original bytes or one attachment, to be saved or opened. */
  'mail.download': call(() => z.object({ id, attachment: z.number().int().min(0).nullable() })).gives<{
    url: string
    name: string
    size: number
  }>(),
  /** Opens the original in the system's mail program, where the host can. */
  'mail.openOutside': call(() => z.object({ id, attachment: z.number().int().min(0).nullable() })).gives<{
    opened: boolean
  }>(),
  'mail.detach': call(() => z.object({ id })).gives<{ changeSetId: string | null }>(),
  'mail.attach': call(() => z.object({ id, activityId: id.nullable(), contactId: id.nullable() })).gives<{
    changeSetId: string | null
  }>(),
  /** The user saw where the link goes and said yes. Refused schemes are refused here again. */
  'link.open': call(() => z.object({ url: z.string().max(8000) })).gives<{ opened: boolean; url: string }>(),
}
