// What a mail brings into the form of an activity (EML-2): which fields it fills, and what was typed there that would be replaced. Pure.
import type { MailProposal } from '../../../src-shared/contract/mail.ts'
import type { MailWith } from '../../../src-shared/contract/activity-parts.ts'
import { isOpen } from '../../../src-shared/domain/activity-state.ts'
import type { FormFields } from './activity-fields.ts'

/** A mail that is saved with the activity. */
export interface FormMail {
  token: string
  proposal: MailProposal
}

interface Ground {
  /** What the form held before anything was typed. */
  before: FormFields
  isNew: boolean
  emailTypeId: string | null
  informativeId: string | null
  /** The closing time of a mail without one: now. */
  nowTime: string
}

/** A new form in which nothing was said yet becomes an email activity. */
export const becomesEmail = (fields: FormFields, { before, isNew, emailTypeId }: Ground): boolean =>
  isNew &&
  emailTypeId !== null &&
  fields.typeId === before.typeId &&
  [fields.subject, fields.notes].every((text) => text.trim() === '')
/** Open and of type email; any other activity only has the mail attached. */
export const takesFields = (fields: FormFields, ground: Ground): boolean =>
  isOpen(fields.state) && (fields.typeId === ground.emailTypeId || becomesEmail(fields, ground))

export type Replaced = 'subject' | 'date' | 'notes'

/** What was typed and differs from what the mail says. */
export function wouldReplace(fields: FormFields, { activity }: MailProposal, { before, isNew }: Ground): Replaced[] {
  if (activity === null) return []
  const { fromMail } = activity
  const isOther = (typed: string, mails: string): boolean => typed.trim() !== '' && typed.trim() !== mails.trim()
  const isMoved =
    isNew &&
    (fields.on !== before.on || fields.time !== before.time) &&
    (fields.on !== activity.on || fields.time !== activity.time)
  return [
    ...(isOther(fields.subject, fromMail.subject) ? (['subject'] as const) : []),
    ...(isMoved && !activity.dateIsToday ? (['date'] as const) : []),
    ...(isOther(fields.notes, fromMail.notes) ? (['notes'] as const) : []),
  ]
}

/** The fields as the mail leaves them; those in `keeps` stay as they were typed. A mail that goes the other way leaves the activity open. */
export function filledFrom(
  fields: FormFields,
  { activity }: MailProposal,
  ground: Ground,
  keeps: readonly Replaced[],
): Partial<FormFields> {
  if (activity === null) return {}
  const { fromMail, direction, on, time, dateIsToday } = activity
  const { isNew, informativeId, nowTime } = ground
  const closes =
    (isNew || fields.direction === null || fields.direction === direction) &&
    fields.resultId === null &&
    informativeId !== null
  return {
    ...(keeps.includes('subject') ? {} : { subject: fromMail.subject }),
    ...(keeps.includes('notes') ? {} : { notes: fromMail.notes }),
    ...(isNew && !dateIsToday && !keeps.includes('date') ? { on, time, until: null } : {}),
    direction: isNew ? direction : (fields.direction ?? direction),
    ...(closes ? { resultId: informativeId, closedOn: on, closedTime: time ?? nowTime } : {}),
  }
}

export const mailsOf = (mails: readonly FormMail[], answers: { attach: boolean; underCustomer: boolean }): MailWith[] =>
  mails.map(({ token }) => ({ fileToken: token, ...answers }))
