// What is decided about each mail that is to be taken into the record, from what the core recognised in it (EML-2 to EML-5). Pure.
import type { CallInput } from '../../../src-shared/contract/index.ts'
import type { MailProposal, MatchReason } from '../../../src-shared/contract/mail.ts'
import type { LocalDate } from '../../../src-shared/domain/local-time.ts'
import { isSure } from '../../../src-shared/domain/mail-match.ts'
import type { MailAnswers } from '../../ui/mail/mail-answers.ts'
import type { NextMoment } from '../../ui/fields/next-moment.ts'
import type { ErrorCode } from '../../../src-shared/errors.ts'

export type AcceptItem = CallInput<'mail.accept'>['items'][number]

/** `clear`: the contact is sure. `odd`: it may be right. `nobody`: no contact was found. */
export type TakeInState = 'reading' | 'clear' | 'odd' | 'nobody' | 'duplicate' | 'unreadable' | 'taken' | 'failed'

export interface NewPerson {
  givenName: string
  familyName: string
  mail: string
  phone: string
  company: string
  companyId: string | null
  jobTitle: string
}
export interface FollowUp {
  isOn: boolean
  subject: string
  moment: NextMoment | null
  typeId: string | null
  /** The date as typed cannot be read. */
  isWrong: boolean
}
export interface ContactChosen {
  id: string
  name: string
  kind?: 'company' | 'person'
  employerId?: string | null
  employerName?: string | null
}
export interface Decision {
  /** A contact that exists, or the person to be created. */
  who: 'contact' | 'new'
  contact: ContactChosen | null
  reason: MatchReason | null
  person: NewPerson
  subject: string
  notes: string
  direction: 'in' | 'out'
  followUp: FollowUp
}
export interface TakeInItem {
  key: number
  name: string
  token: string | null
  /** Bytes of the file; 0 where that is not known. */
  size: number
  state: TakeInState
  proposal: MailProposal | null
  decision: Decision | null
  isTicked: boolean
  /** Where it went. */
  taken: { mailId: string | null; activityId: string | null } | null
  /** Why it was not read or taken. */
  trouble: { code: ErrorCode; details: Record<string, unknown> } | null
}

export interface DecisionGround {
  /** Proposed for a reply that is owed: the next working day. */
  replyOn: LocalDate
  emailTypeId: string | null
  /** "Responder: Oferta". */
  replySubject: (subject: string) => string
  /** Put onto an activity: nobody is created or guessed unless it is chosen. */
  isOnto: boolean
}
/** The activity that mails are put onto. */
export interface Onto {
  id: string
  /** Its contact is the mail's; without one it may be chosen. */
  hasContact: boolean
  /** The revision of the open email activity whose fields are filled; null: the mail is only attached. */
  fillsRevision: number | null
  /** A mail that goes the other way leaves it open. */
  direction: 'in' | 'out' | null
}

export function firstDecision(proposal: MailProposal, ground: DecisionGround): Decision | null {
  const { activity, mail, matches, newPerson } = proposal
  if (activity === null || mail === null) return null
  const best = matches[0] ?? null
  const match = ground.isOnto && best !== null && !isSure(best.reason) ? null : best
  return {
    who: match === null && newPerson !== null && !ground.isOnto ? 'new' : 'contact',
    contact:
      match === null
        ? null
        : {
            id: match.contactId,
            name: match.name,
            kind: match.kind,
            employerId: match.employerId,
            employerName: match.employerName,
          },
    reason: match?.reason ?? null,
    person: {
      givenName: newPerson?.givenName ?? '',
      familyName: newPerson?.familyName ?? '',
      mail: newPerson?.mail ?? '',
      phone: newPerson?.phones[0] ?? '',
      company: newPerson?.company ?? '',
      companyId: newPerson?.companyId ?? null,
      jobTitle: newPerson?.jobTitle ?? '',
    },
    subject: activity.subject,
    notes: activity.notes,
    direction: activity.direction,
    followUp: {
      isOn: false,
      subject: ground.replySubject(activity.subject).slice(0, 300),
      moment: { on: ground.replyOn, time: null, durationMinutes: null, until: null },
      typeId: ground.emailTypeId,
      isWrong: false,
    },
  }
}

export function stateOf(proposal: MailProposal, activityId: string | null): TakeInState {
  if (proposal.status !== 'ready') return proposal.status
  if (activityId !== null) return 'clear'
  const match = proposal.matches[0]
  if (match === undefined) return 'nobody'
  return isSure(match.reason) ? 'clear' : 'odd'
}

/** A mailbox, which an import takes in. */
export const isMailbox = ({ trouble }: Pick<TakeInItem, 'trouble'>): boolean =>
  trouble?.code === 'mail_unreadable' && trouble.details['reason'] === 'mailbox'

/** Not in the record yet, and it can be. */
export const isUndecided = (one: TakeInItem): boolean => ['clear', 'odd', 'nobody'].includes(one.state)

/** Where a mail that is in the record, or in the tray, already is: a route and the key of the words that lead there. Null where it is nowhere. */
export function placeOf({ taken, proposal }: Pick<TakeInItem, 'taken' | 'proposal'>): { path: string; words: string } | null {
  const known = taken ?? proposal?.duplicateOf ?? null
  if (known === null) return null
  const state = taken === null ? proposal?.duplicateOf?.state : undefined
  if (state === 'waiting') return { path: '/mail/tray', words: 'tray.open' }
  if (state === 'dismissed') return { path: '/mail/tray?which=dismissed', words: 'tray.open' }
  if (known.mailId) return { path: `/mail/${known.mailId}`, words: 'mail.openMail' }
  return known.activityId === null ? null : { path: `/activities/${known.activityId}`, words: 'mail.openActivity' }
}

/** What still keeps a mail from being taken in; a key of words, or null. */
export function lackOf(decision: Decision, onto: Onto | null): 'contact' | 'person' | 'subject' | 'followUp' | null {
  if (decision.subject.trim() === '') return 'subject'
  const { followUp, person } = decision
  if (
    followUp.isOn &&
    (followUp.isWrong || followUp.subject.trim() === '' || followUp.moment === null || followUp.typeId === null)
  )
    return 'followUp'
  if (onto?.hasContact) return null
  if (decision.who === 'contact') return decision.contact === null && onto === null ? 'contact' : null
  return [person.givenName, person.familyName, person.company, person.mail].some((text) => text.trim() !== '')
    ? null
    : 'person'
}

/** Whether it may be asked to file the mail under a company as well: the contact is a person with one. */
export function companyOf(decision: Decision): string | null {
  if (decision.who === 'new') return decision.person.company.trim() || null
  return decision.contact?.kind === 'company' ? null : (decision.contact?.employerName ?? null)
}

/** Put onto an activity that does not take its information. */
export const isOnlyAttached = (onto: Onto | null): boolean => onto !== null && onto.fillsRevision === null

const orNull = (text: string): string | null => text.trim() || null

export function acceptItem(token: string, decision: Decision, answers: MailAnswers, onto: Onto | null): AcceptItem {
  const { person, followUp } = decision
  const isNew = decision.who === 'new' && !onto?.hasContact
  return {
    fileToken: token,
    contactId: isNew ? null : (decision.contact?.id ?? null),
    newPerson: isNew
      ? {
          givenName: person.givenName,
          familyName: person.familyName,
          mail: person.mail,
          phone: orNull(person.phone),
          company: orNull(person.company),
          companyId: person.companyId,
          jobTitle: orNull(person.jobTitle),
        }
      : null,
    subject: decision.subject.trim(),
    notes: decision.notes,
    direction: decision.direction,
    // Of a mail that fills nothing nothing else is taken.
    attach: answers.attach || isOnlyAttached(onto),
    underCustomer: answers.underCustomer,
    activityId: onto?.id ?? null,
    fillsRevision: onto?.fillsRevision ?? null,
    followUp:
      followUp.isOn && followUp.moment !== null && followUp.typeId !== null
        ? { subject: followUp.subject.trim(), ...followUp.moment, typeId: followUp.typeId }
        : null,
  }
}
