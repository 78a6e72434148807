// From what was recognised in a mail to what is sent to be kept.
import { describe, expect, it } from 'vitest'
import type { MailMatch, MailProposal } from '../../../src-shared/contract/mail.ts'
import {
  acceptItem,
  companyOf,
  firstDecision,
  lackOf,
  placeOf,
  stateOf,
  type Decision,
  type DecisionGround,
  type Onto,
} from './take-in.ts'

const match = (reason: MailMatch['reason']): MailMatch => ({
  contactId: 'c1',
  name: 'Ana Ruiz',
  kind: 'person',
  employerId: 'e1',
  employerName: 'Talleres Ruiz',
  reason,
})
const proposal = (set: Partial<MailProposal> = {}): MailProposal => ({
  fileToken: 't1',
  fileName: 'a.eml',
  status: 'ready',
  unreadable: null,
  duplicateOf: null,
  matches: [],
  newPerson: null,
  mail: {
    id: '',
    subject: 'Oferta',
    from: null,
    to: [],
    cc: [],
    direction: 'in',
    date: null,
    takenInAt: 0,
    preview: '',
    attachments: [],
    activityId: null,
    contactIds: [],
    isDetached: false,
    isWaiting: false,
    isEncrypted: false,
  },
  activity: {
    subject: 'Oferta',
    notes: 'Hola',
    direction: 'in',
    on: '2026-11-20',
    time: '10:00',
    dateIsToday: false,
    fromMail: { subject: 'Oferta', notes: 'Hola' },
  },
  ...set,
})
const ground: DecisionGround = {
  replyOn: '2026-11-23',
  emailTypeId: 'email',
  replySubject: (subject) => `Responder: ${subject}`,
  isOnto: false,
}
const decided = (set: Partial<MailProposal> = {}): Decision => firstDecision(proposal(set), ground) as Decision
const onto: Onto = { id: 'a1', hasContact: true, fillsRevision: null, direction: null }
const person = {
  givenName: 'Eva',
  familyName: 'Soler',
  mail: 'eva@soler.example',
  phones: ['600 000 000'],
  company: 'Soler',
  companyId: null,
  jobTitle: null,
}

describe('a mail that is to be taken in', () => {
  it('is clear by address, thread or where it was dropped; by domain or signature it waits for a decision', () => {
    for (const reason of ['address', 'thread', 'chosen'] as const)
      expect(stateOf(proposal({ matches: [match(reason)] }), null)).toBe('clear')
    for (const reason of ['domain', 'signature'] as const)
      expect(stateOf(proposal({ matches: [match(reason)] }), null)).toBe('odd')
    expect(stateOf(proposal(), null)).toBe('nobody')
    expect(stateOf(proposal(), 'activity')).toBe('clear')
    expect(stateOf(proposal({ status: 'duplicate' }), null)).toBe('duplicate')
  })
  it('offers to create the sender when nobody was found, with phone and company', () => {
    const decision = decided({ newPerson: person })
    expect(decision.who).toBe('new')
    expect(acceptItem('t1', decision, { attach: true, underCustomer: true }, null)).toMatchObject({
      contactId: null,
      newPerson: {
        givenName: 'Eva',
        familyName: 'Soler',
        mail: 'eva@soler.example',
        phone: '600 000 000',
        company: 'Soler',
        companyId: null,
        jobTitle: null,
      },
    })
  })
  it('keeps a found contact and creates nobody beside it', () => {
    const item = acceptItem(
      't1',
      decided({ matches: [match('domain')], newPerson: person }),
      { attach: false, underCustomer: false },
      null,
    )
    expect(item).toMatchObject({ contactId: 'c1', newPerson: null, attach: false, underCustomer: false })
  })
  it('says what is missing before it can be taken in', () => {
    expect(lackOf(decided(), null)).toBe('contact')
    expect(lackOf(decided(), onto)).toBeNull()
    expect(lackOf({ ...decided({ matches: [match('address')] }), subject: ' ' }, null)).toBe('subject')
    expect(
      lackOf(
        { ...decided({ newPerson: { ...person, givenName: '', familyName: '', mail: '', company: null } }) },
        null,
      ),
    ).toBe('person')
  })
  it('asks about the customer only where the contact is a person of a company', () => {
    expect(companyOf(decided({ matches: [match('address')] }))).toBe('Talleres Ruiz')
    expect(companyOf(decided({ matches: [{ ...match('address'), kind: 'company', employerName: null }] }))).toBeNull()
    expect(companyOf(decided({ newPerson: person }))).toBe('Soler')
  })
  it('put onto an activity without a contact, nobody is created or guessed unless it is chosen', () => {
    const ontoNobody = { ...onto, hasContact: false }
    const guessed = firstDecision(proposal({ matches: [match('domain')], newPerson: person }), {
      ...ground,
      isOnto: true,
    }) as Decision
    expect(guessed).toMatchObject({ who: 'contact', contact: null })
    expect(lackOf(guessed, ontoNobody)).toBeNull()
    expect(acceptItem('t1', guessed, { attach: true, underCustomer: true }, ontoNobody)).toMatchObject({
      contactId: null,
      newPerson: null,
      activityId: 'a1',
      fillsRevision: null,
    })
    expect(
      acceptItem('t1', { ...guessed, who: 'new' }, { attach: true, underCustomer: true }, ontoNobody).newPerson,
    ).toMatchObject({ givenName: 'Eva' })
    expect(firstDecision(proposal({ matches: [match('address')] }), { ...ground, isOnto: true })).toMatchObject({
      contact: { id: 'c1' },
    })
  })
  it('is attached where nothing else is taken of it, whatever was remembered', () => {
    const no = { attach: false, underCustomer: true }
    const decision = decided({ matches: [match('address')] })
    const filled: Onto = { id: 'a1', hasContact: true, fillsRevision: 3, direction: 'in' }
    expect(acceptItem('t1', decision, no, { ...filled, fillsRevision: null }).attach).toBe(true)
    expect(acceptItem('t1', decision, no, filled).attach).toBe(false)
    expect(acceptItem('t1', decision, no, null).attach).toBe(false)
  })
  it('plans an owed reply on the next working day, only when wanted', () => {
    const decision = decided({ matches: [match('address')] })
    expect(decision.followUp.moment?.on).toBe('2026-11-23')
    expect(acceptItem('t1', decision, { attach: true, underCustomer: true }, null).followUp).toBeNull()
    decision.followUp.isOn = true
    expect(acceptItem('t1', decision, { attach: true, underCustomer: true }, null).followUp).toEqual({
      subject: 'Responder: Oferta',
      on: '2026-11-23',
      time: null,
      durationMinutes: null,
      until: null,
      typeId: 'email',
    })
  })
})

describe('where a mail already is', () => {
  const duplicate = (set: Partial<NonNullable<MailProposal['duplicateOf']>>) =>
    proposal({ duplicateOf: { mailId: 'm1', activityId: 'a1', contactName: 'Ana Ruiz', ...set } })

  it.each([
    ['taken in just now', { mailId: 'm2', activityId: 'a2' }, proposal(), '/mail/m2'],
    ['taken in just now, its information alone', { mailId: null, activityId: 'a2' }, proposal(), '/activities/a2'],
    ['in the record before', null, duplicate({}), '/mail/m1'],
    ['waiting in the tray', null, duplicate({ state: 'waiting' }), '/mail/tray'],
    ['set aside there', null, duplicate({ state: 'dismissed' }), '/mail/tray?which=dismissed'],
    ['earlier in the same heap, not kept yet', null, duplicate({ mailId: '', activityId: null, fileToken: 't0' }), null],
    ['nowhere', null, proposal(), null],
  ])('%s', (_name, taken, known, path) => {
    expect(placeOf({ taken, proposal: known })?.path ?? null).toBe(path)
  })
})
