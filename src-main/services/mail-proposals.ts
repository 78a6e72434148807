// What dropped files turn out to be, before anything is kept (EML-1, EML-2, EML-4, EML-5, EML-8). Core thread. One bad file never stops the others.
import type { MailMatch, MailProposal, MailSummary } from '../../src-shared/contract/mail.ts'
import { wallOf, type Wall } from '../../src-shared/domain/local-time.ts'
import { isFreeMailDomain, domainOf, mailKey } from '../../src-shared/domain/mail-address.ts'
import { asMail, notesOf, sidesOf, type MailSides } from '../../src-shared/domain/forwarded-mail.ts'
import { ownPeople, type OwnPeople } from '../../src-shared/domain/own-people.ts'
import { isEncryptedMail, type MailAddress, type ParsedMail } from '../../src-shared/domain/parsed-mail.ts'
import { phoneKey } from '../../src-shared/domain/phone.ts'
import { isSameMail, type MailIdentity } from '../../src-shared/domain/same-mail.ts'
import { KnownError, type ErrorDetails } from '../../src-shared/errors.ts'
import type { OfferedFile } from '../files/file-inbox.ts'
import type { KnownMail, MailClues } from '../store/queries/mail-matching.ts'
import type { ActivityForMail } from '../store/queries/mail-queries.ts'
import type { Core } from './core.ts'
import { newPersonOf, type NewPerson } from './mail-person.ts'
import type { ReadMails } from './mail-reading.ts'

/** Files read before the store is asked once about all of them. */
const batchSize = 40
const mostNotes = 20_000
const mostSubject = 300

/** A mail of which something can be proposed. */
export interface ReadFile extends MailSides {
  token: string
  name: string
  mail: ParsedMail
  person: NewPerson | null
  /** Of a mail that is in the store already. */
  conversation?: string
}

/** What is known before a mail is read. `now` in UTC milliseconds, `country` ISO 3166-1 alpha-2, `zone` IANA; */
export interface Ground {
  own: OwnPeople
  country: string
  zone: string
  now: number
  chosenId: string | null
  activity: ActivityForMail | null
}

/** The messages of a batch so far, by what those that may be the same have in common. */
type Seen = Map<string, { token: string; identity: MailIdentity }[]>

/** Reads the files and says of each what it is. `contactId` and `activityId`: where they were dropped. */
export async function proposeMails(
  core: Core,
  mails: ReadMails,
  input: { fileTokens: string[]; contactId: string | null; activityId: string | null },
): Promise<MailProposal[]> {
  const ground = await groundOf(core, input)
  const seen: Seen = new Map()
  const proposals: MailProposal[] = []
  for (let from = 0; from < input.fileTokens.length; from += batchSize) {
    proposals.push(...(await proposeBatch(core, mails, input.fileTokens.slice(from, from + batchSize), ground, seen)))
  }
  return proposals
}

/** What proposals are made on: the user's own addresses, country and zone, and the contact or activity the mails are for. */
export async function groundOf(
  core: Core,
  input: { contactId: string | null; activityId: string | null },
): Promise<Ground> {
  const activity = input.activityId === null ? null : await core.read('mail.activity', { id: input.activityId })
  return {
    own: await ownPeopleOf(core),
    country: (await core.settings()).country,
    zone: await core.zone(),
    now: core.ports.clock.now(),
    chosenId: input.contactId ?? activity?.personId ?? activity?.companyId ?? null,
    activity,
  }
}

export async function ownPeopleOf(core: Core): Promise<OwnPeople> {
  const { users, contacts } = await core.read('mail.own', null)
  return ownPeople(users, contacts)
}

async function proposeBatch(
  core: Core,
  mails: ReadMails,
  tokens: string[],
  ground: Ground,
  seen: Seen,
): Promise<MailProposal[]> {
  const results: (ReadFile | MailProposal)[] = []
  for (const token of tokens) results.push(await readFile(core, mails, token, ground))
  const files = results.filter((result) => 'direction' in result)
  const known = await core.read('mail.known', { mails: files.map(({ mail }) => identityOf(mail)) })
  const { matches, companies } = await lookUp(core, files, ground)
  let at = 0
  return results.map((result) => {
    if (!('direction' in result)) return result
    const index = at++
    const twin = twinOf(result, seen)
    return proposalOf(result, known[index] ?? null, twin, matches[index] ?? [], companies, ground)
  })
}

/** Whom the store knows: for each mail its matches, and the companies that are named. */
export async function lookUp(
  core: Core,
  files: readonly ReadFile[],
  ground: Ground,
  lane: 'list' | 'long' = 'list',
): Promise<{ matches: MailMatch[][]; companies: Record<string, string> }> {
  const matches = await core.read('mail.matches', { mails: files.map((file) => cluesOf(file, ground)) }, lane)
  const names = files.flatMap(({ person }) => (person?.company == null ? [] : [person.company]))
  return { matches, companies: await core.read('mail.companies', { names }, lane) }
}

/** Who is on the other side of the mail, which way it went, and the person that could be created from its signature (EML-5). */
export function readFileOf(token: string, name: string, mail: ParsedMail, own: OwnPeople): ReadFile {
  const sides = sidesOf(mail, own)
  // The signature is that of whom the customer is.
  const written = sides.forwarded === null ? mail : asMail(mail, sides.forwarded)
  // Nobody is made of an address that a server could not reach.
  const person = sides.via === 'reported' ? null : newPersonOf(written, sides.counterparts[0], sides.direction)
  return { token, name, mail, ...sides, person }
}

async function readFile(core: Core, mails: ReadMails, token: string, ground: Ground): Promise<ReadFile | MailProposal> {
  let file: OfferedFile | null = null
  try {
    file = core.inbox.get(token)
    return readFileOf(token, file.name, await mails.offered(file), ground.own)
  } catch (error) {
    if (!(error instanceof KnownError)) throw error
    return unreadable(token, file?.name ?? '', error)
  }
}

function unreadable(fileToken: string, fileName: string, error: KnownError): MailProposal {
  const reason =
    error.code === 'mail_unreadable' ? (error.details as ErrorDetails['mail_unreadable']).reason : 'broken'
  return {
    fileToken,
    fileName,
    status: 'unreadable',
    unreadable: reason,
    duplicateOf: null,
    mail: null,
    matches: [],
    newPerson: null,
    activity: null,
  }
}

/** What makes two files the same message. */
function identityOf(mail: ParsedMail): MailIdentity {
  return {
    messageId: mail.messageId,
    contentHash: mail.contentHash,
    attachmentHashes: mail.attachments.map(({ sha256 }) => sha256),
    senderAddress: mail.from?.address ?? '',
    sentAt: mail.date?.instant ?? null,
    subject: mail.subject,
  }
}

/** An earlier file of this batch with the same message. */
function twinOf({ mail, token }: ReadFile, seen: Seen): string | null {
  const identity = identityOf(mail)
  // Those that may be the same have the Message-ID or the content in common.
  const keys = [identity.contentHash, ...(identity.messageId === null ? [] : [identity.messageId])]
  const twin = keys.flatMap((key) => seen.get(key) ?? []).find((other) => isSameMail(identity, other.identity))
  if (twin !== undefined) return twin.token === token ? null : twin.token
  for (const key of keys) seen.set(key, [...(seen.get(key) ?? []), { token, identity }])
  return null
}

/** Recipients of a mail to more than these say nothing of whose it is. */
const mostRecipients = 10

/** What the store is asked with, to find whose mail it is: addresses, thread and phones, each by its key. */
export function cluesOf({ mail, direction, counterparts, via, person, conversation }: ReadFile, ground: Ground): MailClues {
  const keys = (all: readonly MailAddress[]): string[] =>
    all.map(({ address }) => mailKey(address)).filter((address) => address.includes('@') && !ground.own.house.has(address))
  const isOwn = via === 'address'
  const isReceived = isOwn && direction === 'in'
  const addresses = [...new Set([...counterparts.map(({ address }) => mailKey(address)), ...(isReceived ? keys(mail.replyTo) : [])])].slice(0, 100)
  const recipients = isReceived && mail.to.length + mail.cc.length <= mostRecipients ? keys([...mail.to, ...mail.cc]) : []
  return {
    chosenId: ground.chosenId,
    // A server's own address may be somebody's, too.
    addresses: isOwn ? addresses : via === 'reported' && mail.from !== null ? keys([mail.from]) : [],
    about: isOwn ? null : { via, addresses },
    recipients,
    thread: {
      key: mail.threadKey,
      ownId: mail.messageId,
      messageIds: [...(mail.inReplyTo === null ? [] : [mail.inReplyTo]), ...mail.references].slice(-50),
      ...(conversation === undefined ? {} : { conversation }),
    },
    phones: (person?.phones ?? []).map((phone) => phoneKey(phone, ground.country)).filter((key) => key.length >= 9),
  }
}

/** The proposal for one mail. `known`: where the same message is in the record already; `twin`: the token of the same one earlier in the batch. */
export function proposalOf(
  file: ReadFile,
  known: KnownMail | null,
  twin: string | null,
  matches: MailMatch[],
  companies: Record<string, string>,
  ground: Ground,
): MailProposal {
  const inBatch = twin === null ? null : { mailId: '', activityId: null, contactName: null, fileToken: twin }
  const duplicateOf = known ?? inBatch
  const isKnownPerson = matches.some(({ reason }) => reason === 'address' || (file.via !== 'address' && reason === file.via))
  return {
    fileToken: file.token,
    fileName: file.name,
    status: duplicateOf === null ? 'ready' : 'duplicate',
    unreadable: null,
    duplicateOf,
    mail: summaryOf(file.mail, file.direction, ground.now),
    matches,
    newPerson: isKnownPerson || file.person === null ? null : withCompany(file.person, matches, companies),
    activity: activityOf(file, ground),
  }
}

/** The company of the same domain, else the one of that name. */
function withCompany(person: NewPerson, matches: readonly MailMatch[], companies: Record<string, string>): NewPerson {
  const byDomain = isFreeMailDomain(domainOf(person.mail))
    ? undefined
    : matches.find(({ reason, kind }) => reason === 'domain' && kind === 'company')
  if (byDomain !== undefined) return { ...person, company: byDomain.name, companyId: byDomain.contactId }
  return { ...person, companyId: person.company === null ? null : (companies[person.company] ?? null) }
}

/** A mail that is not in the record, as lists show mails. */
export function summaryOf(mail: ParsedMail, direction: 'in' | 'out', now: number): MailSummary {
  return {
    id: '',
    subject: mail.subject,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    direction,
    date: mail.date?.instant ?? null,
    takenInAt: now,
    preview: mail.text.slice(0, 200),
    attachments: mail.attachments,
    activityId: null,
    contactIds: [],
    isDetached: false,
    isWaiting: false,
    isEncrypted: isEncryptedMail(mail.attachments, mail.text.slice(0, 2000)),
  }
}

/** The email activity that the mail becomes (EML-2), on the wall of the user's zone; words that were typed into an open email activity stay. */
export function activityOf({ mail, name, direction, forwarded }: ReadFile, ground: Ground): NonNullable<MailProposal['activity']> {
  const { wall, isToday } = mailWall(mail, ground.now, ground.zone)
  const sender = mail.from === null ? '' : mail.from.name || mail.from.address
  const fromMail = {
    subject: (mail.subject.replace(/\s+/g, ' ').trim() || sender.trim() || name).slice(0, mostSubject).trim(),
    notes: notesOf(mail, forwarded).slice(0, mostNotes),
  }
  const typed = ground.activity?.takesFields === 1 ? ground.activity : null
  return {
    subject: typed?.subject.trim() || fromMail.subject,
    notes: typed?.notes.trim() ? typed.notes : fromMail.notes,
    direction,
    on: wall.on,
    time: isToday ? null : wall.time,
    dateIsToday: isToday,
    fromMail,
  }
}

/** Day and time of the mail in the user's zone; now where it has no date, or one that no calendar has (EML-8). */
export function mailWall(mail: ParsedMail, now: number, zone: string): { wall: Wall; isToday: boolean } {
  if (mail.date !== null) {
    try {
      return { wall: wallOf(mail.date.instant, zone), isToday: false }
    } catch (error) {
      if (!(error instanceof KnownError)) throw error
    }
  }
  return { wall: wallOf(now, zone), isToday: true }
}
