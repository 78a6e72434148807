// Takes mails into the record in one transaction (EML-2 to EML-5): new people and companies, activities with their follow-ups, mails and whose they
// are. Runs on the writer's thread. The files the mails name were kept before; what cannot be taken in is named and changes nothing.
import { instantOf } from '../../../src-shared/domain/local-time.ts'
import { mailKey } from '../../../src-shared/domain/mail-address.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import { phoneKey } from '../../../src-shared/domain/phone.ts'
import { KnownError, type ErrorCode } from '../../../src-shared/errors.ts'
import { keptMail, type KnownMail } from '../queries/mail-matching.ts'
import { companyNamed, personAt } from '../queries/mail-people.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { storedWhen } from './activity-rules.ts'
import { insertMail, type MailToKeep } from './mail-record.ts'

export type { MailToKeep } from './mail-record.ts'

export interface PersonToMake {
  givenName: string
  familyName: string
  mail: string
  phone: string | null
  company: string | null
  companyId: string | null
  jobTitle: string | null
}
/** What was decided about a mail. */
export interface MailDecision {
  contactId: string | null
  newPerson: PersonToMake | null
  subject: string
  notes: string
  direction: 'in' | 'out'
  /** False: only the information is taken; the mail stands detached, so that it is known again and can be attached later. */
  attach: boolean
  underCustomer: boolean
  activityId: string | null
  /** The mail fills the fields of that activity, whose revision this is; else it is only attached. */
  fillsRevision: number | null
  followUp: {
    subject: string
    on: string
    time: string | null
    durationMinutes: number | null
    until: string | null
    typeId: string
  } | null
  /** When the mail was: local day and time; the day alone where it has no date. */
  on: string
  time: string | null
  /** `YYYY-MM-DDTHH:MM`. */
  closedAt: string
}
export interface ItemToAccept extends MailDecision {
  fileToken: string
  mail: MailToKeep
}
export interface AcceptGround {
  /** IANA zone of the local times. */
  zone: string
  /** Of phone numbers and tax ids of new contacts, ISO 3166-1 alpha-2. */
  country: string
}
export interface AcceptInput extends AcceptGround {
  items: ItemToAccept[]
}
export interface AcceptOutput {
  accepted: { fileToken: string; mailId: string; activityId: string }[]
  duplicates: { fileToken: string; known: KnownMail }[]
  failed: { fileToken: string; code: ErrorCode }[]
}

interface Parties {
  personId: string | null
  companyId: string | null
}

/** What is in the record already, or names what is gone since, is answered as such and holds up no other. */
export function acceptMails(tx: WriteTx, input: AcceptInput): AcceptOutput {
  const output: AcceptOutput = { accepted: [], duplicates: [], failed: [] }
  const lists = mailLists(tx)
  for (const item of input.items) {
    const { fileToken, mail } = item
    const known = keptMail(tx.read, { ...mail, attachmentHashes: mail.attachments.map(({ sha256 }) => sha256) })
    const code = known === null ? faultOf(tx, item) : null
    if (known !== null) output.duplicates.push({ fileToken, known })
    else if (code !== null) output.failed.push({ fileToken, code })
    else {
      const filed = fileMail(tx, input, item, lists, (activityId) =>
        insertMail(tx, mail, { direction: item.direction, activityId, isDetached: !item.attach, state: 'filed' }),
      )
      output.accepted.push({ fileToken, ...filed })
    }
  }
  const first = input.items.find(({ fileToken }) => fileToken === output.accepted[0]?.fileToken)
  tx.summarize({ mails: output.accepted.length, subject: first?.subject ?? null })
  return output
}

export interface MailLists {
  emailTypeId: string
  informativeId: string | null
}
/** The type and the result of activities that mails become. Throws 'invalid' where there is no type for them. */
export function mailLists(tx: WriteTx): MailLists {
  const type = tx.read.getSql<{ id: string }>(`SELECT id FROM activity_type WHERE builtin = 'email'`)
  if (type === undefined) throw new KnownError('invalid', { field: 'type', rule: 'no_email_type' })
  const result = tx.read.getSql<{ id: string }>(
    `SELECT id FROM result ORDER BY builtin IS 'informative' DESC, meaning = 'neutral' DESC, is_archived, position LIMIT 1`,
  )
  return { emailTypeId: type.id, informativeId: result?.id ?? null }
}

/** Why an item cannot be taken in, before anything of it is written. */
export function faultOf(tx: WriteTx, item: MailDecision): ErrorCode | null {
  const { contactId, newPerson, activityId, followUp } = item
  const isGone = (id: string | null): boolean => {
    const contact = id === null ? null : tx.fields('contact', id, ['binnedAt'])
    return id !== null && (contact === null || contact.values['binnedAt'] !== null)
  }
  if (isGone(contactId) || isGone(newPerson?.companyId ?? null)) return 'not_found'
  if (activityId !== null) {
    const activity = tx.fields('activity', activityId, ['binnedAt'])
    if (activity === null || activity.values['binnedAt'] !== null) return 'not_found'
    // What is there now was not shown: it is neither replaced nor is what was decided about it passed over.
    if (item.fillsRevision !== null && (item.fillsRevision !== activity.revision || !takesFields(tx, activityId)))
      return 'stale'
  }
  if (followUp !== null && tx.fields('activity_type', followUp.typeId, []) === null) return 'not_found'
  if (contactId === null && activityId === null && !canBeMade(newPerson)) return 'invalid'
  return null
}

function canBeMade(person: PersonToMake | null): person is PersonToMake {
  return (
    person !== null &&
    [person.givenName, person.familyName, person.mail, person.company ?? ''].some((text) => text !== '')
  )
}

/** Writes what was decided: contact, activity, the mail (by `place`), whose it is, the follow-up. */
export function fileMail(
  tx: WriteTx,
  ground: AcceptGround,
  item: MailDecision,
  lists: MailLists,
  place: (activityId: string) => string,
): { mailId: string; activityId: string } {
  const parties = partiesOf(tx, ground, item)
  const activityId = item.activityId ?? makeActivity(tx, ground, item, parties, lists)
  if (item.fillsRevision !== null) fillActivity(tx, activityId, item, parties, lists)
  const filed = filedUnder(tx, item, parties)
  const mailId = place(activityId)
  for (const contactId of filed) tx.insert('mail_contact', { mailId, contactId })
  if (item.followUp !== null) planFollowUp(tx, ground, item.followUp, activityId)
  return { mailId, activityId }
}

/** Person and company of the item: chosen, or made now. A person's company is their present employer. */
function partiesOf(tx: WriteTx, input: AcceptGround, item: MailDecision): Parties {
  if (item.contactId !== null) return partiesOfContact(tx, item.contactId)
  if (!canBeMade(item.newPerson)) return { personId: null, companyId: null }
  return makePerson(tx, input, item.newPerson)
}

function partiesOfContact(tx: WriteTx, contactId: string): Parties {
  const contact = tx.read.getSql<{ kind: string; employer: string | null }>(
    'SELECT c.kind, e.id AS employer FROM contact c LEFT JOIN contact e ON e.row_id = c.employer_row AND e.binned_at IS NULL WHERE c.id = ?',
    contactId,
  )
  return contact?.kind === 'company'
    ? { personId: null, companyId: contactId }
    : { personId: contactId, companyId: contact?.employer ?? null }
}

/** The same sender in several mails is made once; a sender without any name but a company's is that company. */
function makePerson(tx: WriteTx, input: AcceptGround, person: PersonToMake): Parties {
  const key = mailKey(person.mail)
  const existing = key === '' ? null : personAt(tx.read, key)
  if (existing !== null) return partiesOfContact(tx, existing)
  const hasName = person.givenName !== '' || person.familyName !== ''
  const companyName = person.company ?? ''
  const knownCompany = person.companyId ?? (companyName === '' ? null : companyNamed(tx.read, companyName))
  const companyId = knownCompany ?? (companyName === '' ? null : makeContact(tx, input, 'company', companyName, '', ''))
  if (!hasName && companyId !== null) {
    addPoints(tx, input, companyId, person, key)
    return { personId: null, companyId }
  }
  const name = `${person.givenName} ${person.familyName}`.trim() || person.mail
  const personId = makeContact(tx, input, 'person', name, person.givenName, person.familyName)
  addPoints(tx, input, personId, person, key)
  if (companyId !== null)
    tx.insert('employment', { personId, companyId, jobTitle: person.jobTitle ?? '', fromOn: null, untilOn: null })
  return { personId, companyId }
}

function makeContact(
  tx: WriteTx,
  input: AcceptGround,
  kind: 'person' | 'company',
  name: string,
  givenName: string,
  familyName: string,
): string {
  return tx.insert('contact', {
    kind,
    relation: 'lead',
    name,
    givenName,
    familyName,
    sortKey: sortKey(name),
    taxId: null,
    taxCountry: input.country,
    taxKey: null,
    ownerId: tx.meta.userId,
    notes: '',
    birthday: null,
    anniversary: null,
    createdAt: tx.now,
    binnedAt: null,
  })
}

function addPoints(tx: WriteTx, input: AcceptGround, contactId: string, person: PersonToMake, key: string): void {
  const known = new Set(
    tx.read.pluck<string>(
      'SELECT p.key FROM contact_point p JOIN contact c ON c.row_id = p.contact_row WHERE c.id = ?',
      [contactId],
    ),
  )
  const add = (kind: 'mail' | 'phone', value: string, pointKey: string): void => {
    if (pointKey === '' || known.has(pointKey)) return
    tx.insert('contact_point', { contactId, kind, label: '', value, key: pointKey, position: known.size })
    known.add(pointKey)
  }
  if (person.phone !== null) add('phone', person.phone, phoneKey(person.phone, input.country))
  add('mail', person.mail, key)
}

/** An activity of type email, done when the mail was (EML-2). */
function makeActivity(
  tx: WriteTx,
  input: AcceptGround,
  item: MailDecision,
  parties: Parties,
  lists: MailLists,
): string {
  const { on, time } = item
  return tx.insert('activity', {
    ...blank(tx),
    typeId: lists.emailTypeId,
    subject: item.subject,
    ...shownParties(item, parties),
    startsOn: on,
    startsTime: time,
    durationMinutes: null,
    zone: input.zone,
    startsUtc: time === null ? null : instantOf(on, time, input.zone),
    state: 'done',
    direction: item.direction,
    notes: item.notes,
    resultId: lists.informativeId,
    closedAt: item.closedAt,
  })
}

/** What every activity made here has in common. */
function blank(
  tx: WriteTx,
): Pick<
  Values<'activity'>,
  | 'endsOn'
  | 'priority'
  | 'ownerId'
  | 'authorId'
  | 'place'
  | 'cancelReason'
  | 'followsId'
  | 'createdAt'
  | 'binnedAt'
  | 'movedCount'
> {
  const me = tx.meta.userId
  if (me === null) throw new KnownError('invalid', { field: 'me', rule: 'not_set_up' })
  return {
    endsOn: null,
    priority: 1,
    ownerId: me,
    authorId: me,
    place: '',
    cancelReason: null,
    followsId: null,
    createdAt: tx.now,
    binnedAt: null,
    movedCount: 0,
  }
}

/** Under the person alone, unless it is filed under the customer too. */
function shownParties(
  { underCustomer }: Pick<MailDecision, 'underCustomer'>,
  { personId, companyId }: Parties,
): Parties {
  return { personId, companyId: underCustomer || personId === null ? companyId : null }
}

/** Open and of type email. */
function takesFields(tx: WriteTx, activityId: string): boolean {
  return (
    tx.read.getSql(
      `SELECT 1 FROM activity a JOIN activity_type t ON t.row_id = a.type_row WHERE a.id = ? AND a.is_open = 1 AND t.builtin = 'email'`,
      activityId,
    ) !== undefined
  )
}

/**
 * An open activity of type email takes the mail into its own fields: subject and notes as the window sent them (it asked before it replaced any),
 * contact and direction where it has none, and it is done, unless the mail goes the other way.
 */
function fillActivity(tx: WriteTx, activityId: string, item: MailDecision, parties: Parties, lists: MailLists): void {
  const activity = tx.get('activity', activityId)
  if (activity === null) throw new KnownError('not_found', { table: 'activity', id: activityId })
  const isFree = activity.personId === null && activity.companyId === null
  const isSameWay = activity.direction === null || activity.direction === item.direction
  tx.update('activity', activityId, {
    subject: item.subject,
    notes: item.notes,
    direction: activity.direction ?? item.direction,
    ...(isFree ? shownParties(item, parties) : {}),
    ...(isSameWay ? { state: 'done', resultId: lists.informativeId, closedAt: item.closedAt } : {}),
  })
}

/** Contacts in whose record the mail stands: those of the activity that it is put onto, where it has any. */
function filedUnder(tx: WriteTx, item: Pick<MailDecision, 'activityId' | 'underCustomer'>, parties: Parties): string[] {
  const own = item.activityId === null ? null : tx.get('activity', item.activityId)
  const isOwn = own !== null && (own.personId !== null || own.companyId !== null)
  const shown = shownParties(item, isOwn ? withEmployer(tx, own) : parties)
  return [shown.personId, shown.companyId].filter((id) => id !== null)
}

/** A person alone has the company it works for. */
function withEmployer(tx: WriteTx, { personId, companyId }: Parties): Parties {
  return personId !== null && companyId === null ? partiesOfContact(tx, personId) : { personId, companyId }
}

/** A mail that is saved with the activity it belongs to. */
export interface MailOfActivity {
  mail: MailToKeep
  direction: 'in' | 'out'
  attach: boolean
  underCustomer: boolean
}
/** Puts mails onto an activity, in the record of its contacts. Throws `mail_duplicate` for one that is in the record already. */
export function putMailsOnto(tx: WriteTx, activityId: string, mails: readonly MailOfActivity[]): void {
  for (const { mail, direction, attach, underCustomer } of mails) {
    const known = keptMail(tx.read, { ...mail, attachmentHashes: mail.attachments.map(({ sha256 }) => sha256) })
    if (known !== null) throw new KnownError('mail_duplicate', { mailId: known.mailId, activityId: known.activityId })
    const mailId = insertMail(tx, mail, { direction, activityId, isDetached: !attach, state: 'filed' })
    for (const contactId of filedUnder(tx, { activityId, underCustomer }, { personId: null, companyId: null }))
      tx.insert('mail_contact', { mailId, contactId })
  }
}

function planFollowUp(
  tx: WriteTx,
  input: AcceptGround,
  followUp: NonNullable<MailDecision['followUp']>,
  followsId: string,
): void {
  const { typeId, subject } = followUp
  const isSpan = followUp.until !== null && followUp.until > followUp.on
  const activity = tx.get('activity', followsId)
  const type = tx.get('activity_type', typeId)
  const time = isSpan ? null : followUp.time
  const when = storedWhen({
    on: followUp.on,
    time,
    durationMinutes: time === null ? null : (followUp.durationMinutes ?? type?.defaultMinutes ?? null),
    until: isSpan ? followUp.until : null,
    zone: input.zone,
  })
  tx.insert('activity', {
    ...blank(tx),
    typeId,
    subject,
    personId: activity?.personId ?? null,
    companyId: activity?.companyId ?? null,
    ...when,
    state: 'planned',
    direction: type?.builtin === 'email' ? 'out' : null,
    notes: '',
    resultId: null,
    closedAt: null,
    followsId,
  })
}
