// Mails made up for tests, and the way a window takes them in: offered, proposed, agreed to, accepted. Drives a whole core (see test-core.ts).
import type { CallInput } from '../src-shared/contract/index.ts'
import type { MailProposal } from '../src-shared/contract/mail.ts'
import type { TestCore } from './test-core.ts'
import { newContact } from './test-records.ts'

export interface MailParts {
  from?: string
  to?: string
  subject?: string
  date?: string | null
  id?: string | null
  headers?: string[]
  body?: string
}
export type Point = { kind: 'mail' | 'phone' | 'web'; value: string }
export interface Dropped {
  contactId?: string
  activityId?: string
}
export type AcceptItem = CallInput<'mail.accept'>['items'][number]

let count = 0
/** A Message-ID that no other mail has. */
export const newMessageId = (): string => `<m${(count += 1)}@talleres.example>`

/** A text mail from Ana Ruiz, with her signature; every one has a Message-ID of its own unless told. */
export function eml(parts: MailParts = {}): string {
  const { from = 'Ana Ruiz <ana.ruiz@talleres.example>', to = 'marta@maletin.example', subject = 'Presupuesto', date = 'Mon, 2 Mar 2026 18:30:00 +0100' } = parts
  const id = parts.id === undefined ? newMessageId() : parts.id
  return [
    `From: ${from}`, `To: ${to}`, `Subject: ${subject}`, ...(date === null ? [] : [`Date: ${date}`]), ...(id === null ? [] : [`Message-ID: ${id}`]),
    ...(parts.headers ?? []), 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '',
    parts.body ?? 'Buenos días:\n\nAdjunto lo hablado.\n\n-- \nAna Ruiz\nJefa de compras\nTalleres Ruiz, S.L.\nMóvil: 600 111 222\n',
  ].join('\r\n')
}

/** An HTML mail with a picture inside (index 0) and an attachment (index 1). */
export function emlWithAttachment(name: string, content: string): string {
  return [
    'From: Ana <ana@x.example>', 'To: marta@maletin.example', 'Subject: =?utf-8?q?Pl=C3=A1nos?=', 'Date: Mon, 2 Mar 2026 18:30:00 +0100', `Message-ID: ${newMessageId()}`, 'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary=b', '', '--b', 'Content-Type: text/html; charset=utf-8', '', '<p>Hola <img src="cid:logo"><a href="https://x.example/a">a</a></p>',
    '--b', 'Content-Type: image/png', 'Content-ID: <logo>', 'Content-Transfer-Encoding: base64', '', 'iVBORw0KGgo=',
    '--b', 'Content-Type: application/octet-stream', `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', Buffer.from(content).toString('base64'), '--b--', '',
  ].join('\r\n')
}

/** What the window sends when the user agrees to everything proposed. */
export function agreed(proposal: MailProposal, changes: Partial<AcceptItem> = {}): AcceptItem {
  const { activity, matches, newPerson, fileToken } = proposal
  const contactId = matches[0]?.contactId ?? null
  return {
    fileToken, contactId, newPerson: contactId === null && newPerson !== null ? { ...newPerson, phone: newPerson.phones[0] ?? null } : null,
    subject: activity?.subject ?? '', notes: activity?.notes ?? '', direction: activity?.direction ?? 'in', attach: true, underCustomer: true,
    activityId: null, followUp: null, ...changes,
  }
}

export interface TakenIn {
  fileToken: string
  mailId: string | null
  activityId: string
  changeSetId: string
}
export interface MailDriver {
  offer(bytes?: string | Uint8Array, name?: string): string
  propose(tokens: string[], where?: Dropped): Promise<MailProposal[]>
  proposeOne(token: string, where?: Dropped): Promise<MailProposal>
  takeIn(bytes?: string | Uint8Array, changes?: Partial<AcceptItem>): Promise<TakenIn>
  person(givenName: string, points?: Point[], employerId?: string | null): Promise<string>
  company(name: string, points?: Point[]): Promise<string>
  countContacts(): Promise<number>
}

/** Asks the core of the moment, which a test may exchange. */
export function mailDriver(coreNow: () => TestCore): MailDriver {
  const driver: MailDriver = {
    offer: (bytes = eml(), name = 'correo.eml') => coreNow().offer({ name, bytes }).token,
    propose: async (fileTokens, where = {}) =>
      (await coreNow().ask('mail.propose', { fileTokens, contactId: where.contactId ?? null, activityId: where.activityId ?? null })).proposals,
    proposeOne: async (token, where = {}) => {
      const [proposal] = await driver.propose([token], where)
      if (proposal === undefined) throw new Error('no proposal')
      return proposal
    },
    takeIn: async (bytes = eml(), changes = {}) => {
      const proposal = await driver.proposeOne(driver.offer(bytes))
      const outcome = await coreNow().ask('mail.accept', { items: [agreed(proposal, changes)] })
      const [accepted] = outcome.accepted
      if (accepted === undefined) throw new Error(`not accepted: ${JSON.stringify(outcome)}`)
      return { ...accepted, changeSetId: outcome.changeSetId ?? '' }
    },
    person: async (givenName, points = [], employerId = null) => (await coreNow().ask('contact.create', contactOf('person', givenName, points, employerId))).id,
    company: async (name, points = []) => (await coreNow().ask('contact.create', contactOf('company', name, points, null))).id,
    countContacts: async () => (await coreNow().ask('contact.snapshot', { filter: {}, sort: { by: 'name', descending: false } })).total,
  }
  return driver
}

const contactOf = (kind: 'person' | 'company', name: string, points: Point[], employerId: string | null): CallInput<'contact.create'> =>
  newContact({
    kind, relation: 'customer', points: points.map((point) => ({ id: null, label: '', ...point })), employerId,
    ...(kind === 'person' ? { givenName: name, familyName: 'Prueba' } : { name }),
  })
