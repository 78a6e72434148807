// From what was typed to the change that is planned.
import { describe, expect, it } from 'vitest'
import { changeOf, firstForm, wholeNumber, type BulkForm } from './bulk-form.ts'

const form = (set: Partial<BulkForm>): BulkForm => ({ ...firstForm('2026-11-23'), ...set })

describe('what was typed becomes a change', () => {
  it('a date alone keeps the time of day, unless it is switched off', () => {
    expect(changeOf(form({ mode: 'date', on: '2026-12-01' }))).toEqual({ change: { mode: 'date', on: '2026-12-01', keepTime: true } })
    expect(changeOf(form({ mode: 'date', on: '2026-12-01', keepTime: false }))).toEqual({ change: { mode: 'date', on: '2026-12-01', keepTime: false } })
  })
  it('a date with a time puts everything at that time', () => {
    expect(changeOf(form({ mode: 'date', on: '2026-12-01', time: '10:30' }))).toEqual({ change: { mode: 'datetime', on: '2026-12-01', time: '10:30' } })
  })
  it('moves by whole amounts, forwards and back', () => {
    expect(changeOf(form({ amount: '+2', unit: 'workingDays' }))).toEqual({ change: { mode: 'shift', amount: 2, unit: 'workingDays' } })
    expect(changeOf(form({ amount: '−15', unit: 'minutes' }))).toEqual({ change: { mode: 'shift', amount: -15, unit: 'minutes' } })
  })
  it('says what is missing instead of planning something else', () => {
    expect(changeOf(form({ mode: 'date', on: null }))).toEqual({ gap: 'date' })
    // A date that cannot be read never stands for the one before it.
    expect(changeOf(form({ mode: 'date', on: '2026-12-01', isDateWrong: true }))).toEqual({ gap: 'date' })
    expect(changeOf(form({ mode: 'date', on: '2026-12-01', time: '10:00', isTimeWrong: true }))).toEqual({ gap: 'time' })
    expect(changeOf(form({ mode: 'spread', isDateWrong: true }))).toEqual({ gap: 'date' })
    expect(changeOf(form({ amount: '1,5' }))).toEqual({ gap: 'amount' })
    expect(changeOf(form({ amount: '' }))).toEqual({ gap: 'amount' })
    expect(changeOf(form({ amount: '0' }))).toEqual({ gap: 'zero' })
    expect(changeOf(form({ mode: 'spread', days: '0' }))).toEqual({ gap: 'days' })
    expect(changeOf(form({ mode: 'spread', perDay: 'x' }))).toEqual({ gap: 'perDay' })
  })
  it('rescues by activities a day and, where typed, by minutes', () => {
    const rescue = { mode: 'rescue', from: '2026-11-23', perDay: 8, keepTime: true }
    expect(changeOf(form({ mode: 'rescue' }))).toEqual({ change: { ...rescue, minutesPerDay: null } })
    expect(changeOf(form({ mode: 'rescue', minutesPerDay: ' 240 ' }))).toEqual({ change: { ...rescue, minutesPerDay: 240 } })
    expect(changeOf(form({ mode: 'rescue', minutesPerDay: '4h' }))).toEqual({ gap: 'minutesPerDay' })
    expect(changeOf(form({ mode: 'rescue', perDay: '' }))).toEqual({ gap: 'perDay' })
  })
  it('reads numbers only within what the change may hold', () => {
    expect(wholeNumber(' 366 ', 1, 366)).toBe(366)
    expect(wholeNumber('367', 1, 366)).toBeNull()
    expect(wholeNumber('1e3', 1, 9999)).toBeNull()
  })
})
