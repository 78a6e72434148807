// What the form of an activity accepts, and what it makes of it.
import { describe, expect, it } from 'vitest'
import { emptyFields, mergeFields, takePart, troublesOf, valuesOf, type FormFields } from './activity-fields.ts'

const now = { on: '2026-11-22', time: '10:30' }
const filled = (changes: Partial<FormFields> = {}): FormFields => ({
  ...emptyFields(now, 'me', 'Europe/Madrid'), typeId: 'call', subject: 'Llamar', company: { id: 'c', name: 'Talleres Ruiz' }, ...changes,
})

describe('what is required', () => {
  it('a new form proposes now and me, and misses subject and contact', () => {
    expect(troublesOf(emptyFields(now, 'me', 'Europe/Madrid'), false)).toEqual({ subject: 'needSubject', contact: 'needContact' })
  })
  it('a private or internal entry needs no contact', () => {
    expect(troublesOf(filled({ company: null }), true)).toEqual({})
  })
  it('a result without a closing date, or the other way round, is not enough to close', () => {
    expect(troublesOf(filled({ resultId: 'r' }), false)).toEqual({ result: 'needBoth' })
    expect(troublesOf(filled({ closedOn: '2026-11-22' }), false)).toEqual({ result: 'needBoth' })
  })
  it('a span cannot end before it starts', () => {
    expect(troublesOf(filled({ until: '2026-11-20' }), false)).toEqual({ until: 'untilBefore' })
  })
})

describe('what is saved', () => {
  it('a result with its date makes it done; without them it is open again', () => {
    expect(valuesOf(filled({ resultId: 'r', closedOn: '2026-11-22', closedTime: '11:00' }))).toMatchObject({ state: 'done', closedAt: '2026-11-22T11:00' })
    expect(valuesOf(filled({ state: 'done' })).state).toBe('planned')
  })
  it('a day alone has no duration, a span has no time', () => {
    expect(valuesOf(filled({ time: null, minutes: '45' })).when).toMatchObject({ time: null, durationMinutes: null })
    expect(valuesOf(filled({ until: '2026-11-25', minutes: '45' })).when).toMatchObject({ time: null, until: '2026-11-25', durationMinutes: null })
  })
})

describe('what two windows changed', () => {
  const base = filled({ minutes: '60', more: { actions: [], reminders: ['r'] } })
  const changed = (changes: Partial<FormFields>): FormFields => ({ ...base, ...changes })
  it('stands together where it is not the same', () => {
    const mine = changed({ notes: 'mías', minutes: '1h', more: { actions: ['mía'], reminders: ['r'] } })
    const theirs = changed({ on: '2026-12-01', place: 'Vic', more: { actions: [], reminders: [] } })
    const { merged, conflicts } = mergeFields(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect(merged).toMatchObject({ notes: 'mías', on: '2026-12-01', place: 'Vic', minutes: '60', more: { actions: ['mía'], reminders: [] } })
  })
  it('is asked about where both changed it, as what goes together', () => {
    const mine = changed({ time: '12:00', notes: 'lo mismo', resultId: 'sale', closedOn: '2026-11-22' })
    const theirs = changed({ on: '2026-12-01', notes: 'lo mismo', state: 'cancelled', cancelReason: 'Cerrado' })
    const { merged, conflicts } = mergeFields(base, mine, theirs)
    expect(conflicts).toEqual(['when', 'state'])
    expect(merged).toMatchObject({ on: '2026-11-22', time: '12:00', resultId: 'sale' })
    takePart('state', merged, theirs)
    expect(merged).toMatchObject({ state: 'cancelled', resultId: null, closedOn: null, cancelReason: 'Cerrado', time: '12:00' })
  })
})
