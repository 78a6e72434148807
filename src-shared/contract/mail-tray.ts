// The tray (EML-9): mails taken in and not yet decided, as conversations, each with its proposal; and the conversation of any mail.
import { z } from 'zod'
import { call, id, page } from './call.ts'
import { owedReply, type MailMatch, type MailProposal, type MailSummary } from './mail.ts'

/** `clear`: the contact is sure (address, thread). `odd`: it may be right. `nobody`: no contact was found. */
export type TrayClarity = 'clear' | 'odd' | 'nobody'

export interface TrayLine {
  mail: MailSummary
  clarity: TrayClarity
  /** First of the contacts that were found. */
  match: MailMatch | null
  /** Shown name of the person that would be created. */
  newPersonName: string | null
  conversation: {
    key: string
    /** Place of this mail among the waiting ones of its conversation, from 0, the newest first. */
    place: number
    waiting: number
    /** Mails of the conversation that stand in the record already. */
    filed: number
  }
}
export interface TrayDetail {
  line: TrayLine
  /** `fileToken` is the mail's id. */
  proposal: MailProposal
  /** An open activity of the same conversation, to which it may be attached instead. */
  activity: { id: string; subject: string } | null
  /** Another mail with the same content and another Message-ID: perhaps the same, sent twice. */
  alike: { mailId: string; activityId: string | null; contactName: string | null; state: MailState } | null
}
export type MailState = 'filed' | 'waiting' | 'dismissed'

const newPersonInput = z.object({
  givenName: z.string().trim().max(100),
  familyName: z.string().trim().max(100),
  mail: z.string().trim().max(254),
  phone: z.string().trim().max(60).nullable(),
  company: z.string().trim().max(200).nullable(),
  companyId: id.nullable(),
  jobTitle: z.string().trim().max(120).nullable(),
})
const which = z.enum(['waiting', 'dismissed'])
const mailIds = z.array(id).min(1).max(2000)

export const trayCalls = {
  /** Conversations with the newest mail first, each with its waiting mails together. `text` narrows to mails with these words. */
  'tray.list': call(() => z.object({ which, text: z.string().max(200), ...page })).gives<{
    lines: TrayLine[]
    total: number
    conversations: number
  }>(),
  'tray.count': call(() => z.object({})).gives<{ waiting: number; dismissed: number }>(),
  /** Where in the whole list a mail stands; null where it is not in it. */
  'tray.place': call(() => z.object({ which, mailId: id })).gives<{ index: number | null }>(),
  /** `not_found` where it waits no more. */
  'tray.get': call(() => z.object({ mailId: id })).gives<TrayDetail>(),
  'tray.accept': call(
    () => z.object({
      items: z
        .array(
          z.object({
            mailId: id,
            contactId: id.nullable(),
            newPerson: newPersonInput.nullable(),
            subject: z.string().trim().min(1).max(300),
            notes: z.string().max(200_000),
            direction: z.enum(['in', 'out']),
            attach: z.boolean(),
            underCustomer: z.boolean(),
            activityId: id.nullable(),
            followUp: owedReply.nullable(),
          }),
        )
        .min(1)
        .max(500),
    }),
  ).gives<{
    accepted: { mailId: string; activityId: string }[]
    failed: { mailId: string; code: string }[]
    changeSetId: string | null
  }>(),
  /** All whose contact is clear, as proposed. A job; its result is `{accepted, changeSetIds}`. */
  'tray.acceptClear': call(() => z.object({ attach: z.boolean(), underCustomer: z.boolean() })).gives<{ jobId: string }>(),
  'tray.dismiss': call(() => z.object({ mailIds })).gives<{ changeSetId: string | null }>(),
  'tray.restore': call(() => z.object({ mailIds })).gives<{ changeSetId: string | null }>(),
  /** Offered files into the tray, to be decided later. */
  'tray.add': call(() => z.object({ fileTokens: z.array(z.string()).min(1).max(500) })).gives<{ importId: string }>(),

  /** The mails of one mail's conversation, the oldest first; set-aside ones are not shown. */
  'mail.conversation': call(() => z.object({ id })).gives<{ key: string; mails: MailSummary[] }>(),
}
