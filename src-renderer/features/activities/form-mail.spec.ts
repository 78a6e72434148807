// What a mail brings into the form of an activity, and what it may not replace without being asked.
import { describe, expect, it } from 'vitest'
import type { MailProposal } from '../../../src-shared/contract/mail.ts'
import { emptyFields, type FormFields } from './activity-fields.ts'
import { becomesEmail, filledFrom, takesFields, wouldReplace } from './form-mail.ts'

const before: FormFields = {
  ...emptyFields({ on: '2026-11-20', time: '12:00' }, 'me', 'Europe/Madrid'),
  typeId: 'call',
}
const proposal: MailProposal = {
  fileToken: 't1',
  fileName: 'a.eml',
  status: 'ready',
  unreadable: null,
  duplicateOf: null,
  matches: [],
  newPerson: null,
  mail: null,
  activity: {
    subject: 'Oferta',
    notes: 'Hola',
    direction: 'in',
    on: '2026-11-03',
    time: '09:12',
    dateIsToday: false,
    fromMail: { subject: 'Oferta', notes: 'Hola' },
  },
}
const ground = { before, isNew: true, emailTypeId: 'email', informativeId: 'info', nowTime: '12:00' }
const email = { ...before, typeId: 'email' }

describe('a mail dropped on the form of an activity', () => {
  it('makes an untouched new form an email activity, done when the mail was', () => {
    expect(becomesEmail(before, ground)).toBe(true)
    expect(wouldReplace(before, proposal, ground)).toEqual([])
    expect(filledFrom(before, proposal, ground, [])).toEqual({
      subject: 'Oferta',
      notes: 'Hola',
      on: '2026-11-03',
      time: '09:12',
      until: null,
      direction: 'in',
      resultId: 'info',
      closedOn: '2026-11-03',
      closedTime: '09:12',
    })
  })
  it('is only attached where another type was chosen, something was typed in it, or it is over', () => {
    expect(takesFields({ ...before, typeId: 'visit' }, ground)).toBe(false)
    expect(takesFields({ ...before, subject: 'Llamar' }, ground)).toBe(false)
    expect(takesFields(before, { ...ground, isNew: false })).toBe(false)
    expect(takesFields({ ...email, state: 'done' }, ground)).toBe(false)
    expect(takesFields({ ...email, subject: 'Lo mío' }, ground)).toBe(true)
  })
  it('names what was typed and differs, the date too; what is the same or empty is filled without a question', () => {
    expect(wouldReplace({ ...email, subject: 'Lo mío', notes: ' Hola ' }, proposal, ground)).toEqual(['subject'])
    expect(wouldReplace({ ...email, on: '2026-11-25', notes: 'Apuntado' }, proposal, ground)).toEqual(['date', 'notes'])
  })
  it('leaves what is kept, and fills the rest', () => {
    const typed = { ...email, subject: 'Lo mío', on: '2026-11-25' }
    const filled = filledFrom(typed, proposal, ground, wouldReplace(typed, proposal, ground))
    expect(filled).toMatchObject({ notes: 'Hola', direction: 'in', resultId: 'info' })
    expect(filled).not.toHaveProperty('subject')
    expect(filled).not.toHaveProperty('on')
  })
  it('leaves the planned date of an activity that exists, its result, and one that goes the other way open', () => {
    const there = { ...ground, isNew: false }
    const same = filledFrom({ ...email, direction: 'in' }, proposal, there, [])
    expect(same).toMatchObject({ resultId: 'info', closedOn: '2026-11-03' })
    expect(same).not.toHaveProperty('on')
    expect(filledFrom({ ...email, direction: 'out' }, proposal, there, [])).not.toHaveProperty('resultId')
    expect(filledFrom({ ...email, direction: 'in', resultId: 'sale' }, proposal, there, [])).not.toHaveProperty(
      'resultId',
    )
  })
  it('without a date stays on its day and is closed today', () => {
    const undated = {
      ...proposal,
      activity: { ...proposal.activity!, on: '2026-11-20', time: null, dateIsToday: true },
    }
    expect(filledFrom(email, undated, ground, [])).toMatchObject({ closedOn: '2026-11-20', closedTime: '12:00' })
    expect(filledFrom(email, undated, ground, [])).not.toHaveProperty('on')
  })
})
