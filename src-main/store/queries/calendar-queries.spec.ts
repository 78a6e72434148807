// The calendar's questions under every combination of filters (CAL-4), on a real store, against the same rule written plainly. Each is answered: an index
// is named in them, and SQLite refuses a statement whose named index it cannot use.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { isOpen } from '../../../src-shared/domain/activity-state.ts'
import { addDays } from '../../../src-shared/domain/local-time.ts'
import { activityWith, contactWith } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'
import type { StoredCalendarFilter } from './calendar-rows.ts'

let store: TestStore
const [from, to, today] = ['2026-03-02', '2026-03-29', '2026-03-10']
interface Made {
  id: string
  typeId: string
  ownerId: string
  state: ActivityState
  resultId: string | null
  on: string
  time: string | null
  until: string | null
  isBinned: boolean
}
const made: Made[] = []
let owners: string[]
let types: { id: string; inCalendar: boolean; isPrivate: boolean }[]
let results: string[]

beforeAll(() => {
  store = new TestStore()
  const user = (name: string): string =>
    store.write('user.save', {
      id: null,
      revision: null,
      values: { name, mail: '', color: '', hours: null, isActive: true },
    }).value.id
  owners = [store.me, user('Otra'), user('Nadie')]
  results = store.raw.pluck<string>('SELECT id FROM result ORDER BY row_id LIMIT 3', [])
  const shipped = store.raw.pluck<string>('SELECT id FROM activity_type ORDER BY row_id LIMIT 4', [])
  // Shown, private and shown, not shown, private and not shown.
  types = shipped.map((id, at) => ({ id, inCalendar: at < 2, isPrivate: at % 2 === 1 }))
  for (const { id, inCalendar, isPrivate } of types) {
    const revision =
      store.raw.getSql<{ revision: number }>('SELECT revision FROM activity_type WHERE id = ?', id)?.revision ?? 0
    store.write('entry.save', { list: 'types', id, revision, values: { inCalendar, isPrivate } })
  }
  const company = store.write('contact.create', {
    values: contactWith({ relation: 'customer', name: 'Talleres Ruiz' }),
    employerId: null,
    jobTitle: '',
  }).value.id
  const states: ActivityState[] = ['planned', 'in_progress', 'on_hold', 'done', 'cancelled']
  let n = 0
  for (const ownerId of owners.slice(0, 2)) {
    for (const { id: typeId } of types) {
      for (const state of states) {
        for (let copy = 0; copy < 2; copy += 1) {
          n += 1
          const on = addDays('2026-02-27', (n * 7) % 32)
          const kind = n % 3
          const resultId = state === 'done' ? (results[n % 2] ?? null) : null
          const when = {
            on,
            time: kind === 0 ? '10:00' : null,
            durationMinutes: kind === 0 ? 45 : null,
            until: kind === 1 ? addDays(on, 3) : null,
            zone: 'Europe/Madrid',
          }
          const id = store.write('activity.create', {
            values: activityWith({
              typeId,
              subject: `n${n}`,
              companyId: company,
              when,
              ownerId,
              state,
              resultId,
              closedAt: state === 'done' || state === 'cancelled' ? '2026-03-01T10:00' : null,
              cancelReason: state === 'cancelled' ? 'no' : null,
            }),
          }).value.id
          made.push({
            id,
            typeId,
            ownerId,
            state,
            resultId,
            on,
            time: when.time,
            until: when.until,
            isBinned: n % 11 === 0,
          })
        }
      }
    }
  }
  const binned = made.filter(({ isBinned }) => isBinned).map(({ id }) => id)
  store.write('activity.bin', {
    rows: store.raw.pluck<number>('SELECT row_id FROM activity WHERE id IN (SELECT value FROM json_each(?))', [
      JSON.stringify(binned),
    ]),
  })
})
afterAll(() => store.close())

/** The rule of the filter, written plainly. */
function passes(
  one: Made,
  { owners: byOwner, types: byType, states: byState, results: byResult, me }: StoredCalendarFilter,
): boolean {
  const type = types.find(({ id }) => id === one.typeId)
  return (
    !one.isBinned &&
    (byOwner.length === 0 || byOwner.includes(one.ownerId)) &&
    (byType.length > 0 ? byType.includes(one.typeId) : type?.inCalendar === true) &&
    (type?.isPrivate !== true || one.ownerId === me) &&
    (byState.length === 0 || byState.includes(one.state)) &&
    (byResult.length === 0 || byResult.includes(one.resultId ?? ''))
  )
}
const stands = (one: Made): boolean => one.on <= to && (one.until ?? one.on) >= from

const gone = 'gone'
const choices = () => ({
  owners: [[], owners.slice(0, 1), owners.slice(1, 2), owners.slice(0, 2), owners, [gone], [owners[1] ?? '', gone]],
  types: [[], ...types.map(({ id }) => [id]), types.map(({ id }) => id), [gone], [types[1]?.id ?? '', gone]],
  states: [
    [],
    ['done'],
    ['planned'],
    ['planned', 'on_hold', 'done'],
    ['planned', 'in_progress', 'on_hold', 'done', 'cancelled'],
  ] as ActivityState[][],
  results: [[], results.slice(0, 1), results.slice(0, 2), results.slice(2, 3), [gone], [results[0] ?? '', gone]],
})
/** All of them, by who looks: me, somebody else, nobody. */
function filters(): StoredCalendarFilter[] {
  const all = choices()
  return [store.me, owners[1] ?? '', gone].flatMap((me) =>
    all.owners.flatMap((byOwner) =>
      all.types.flatMap((byType) =>
        all.states.flatMap((byState) =>
          all.results.map((byResult) => ({ owners: byOwner, types: byType, states: byState, results: byResult, me })),
        ),
      ),
    ),
  )
}
const told = (filter: StoredCalendarFilter): string => JSON.stringify(filter)

describe('under every combination of owners, types, states and results, whoever looks', () => {
  it('a range holds what stands on its days', () => {
    for (const filter of filters()) {
      const found = store
        .read('calendar.range', { from, to, filter, perDay: null })
        .entries.map(({ id }) => id)
        .sort()
      expect(found, told(filter)).toEqual(
        made
          .filter((one) => stands(one) && passes(one, filter))
          .map(({ id }) => id)
          .sort(),
      )
    }
  })
  it('what waits for a slot is what is open and has no hour, or is overdue', () => {
    for (const filter of filters()) {
      const open = made.filter((one) => isOpen(one.state) && passes(one, filter))
      const found = store.read('calendar.waiting', { from, to, filter, today, limit: 500 })
      const untimed = open.filter(({ on, time, until }) => time === null && until === null && on >= today && on <= to)
      const overdue = open.filter(({ on, until }) => on < today && (until ?? on) < today)
      expect(
        [found.untimed.map(({ id }) => id).sort(), found.overdue.map(({ id }) => id).sort()],
        told(filter),
      ).toEqual([untimed.map(({ id }) => id).sort(), overdue.map(({ id }) => id).sort()])
      expect([found.untimedTotal, found.overdueTotal], told(filter)).toEqual([untimed.length, overdue.length])
    }
  })
  it('the marked days are those on which something open begins', () => {
    for (const filter of filters()) {
      const wanted = new Set(
        made
          .filter((one) => isOpen(one.state) && passes(one, filter) && one.on >= from && one.on <= to)
          .map(({ on }) => on),
      )
      expect(store.read('calendar.pending', { from, to, filter }).days, told(filter)).toEqual([...wanted].sort())
    }
  })
  it('a sheet has the same entries as the range', () => {
    for (const filter of filters().filter((_filter, at) => at % 7 === 0)) {
      expect(
        store
          .read('calendar.sheet', { from, to, filter })
          .map(({ entry }) => entry.id)
          .sort(),
        told(filter),
      ).toEqual(
        made
          .filter((one) => stands(one) && passes(one, filter))
          .map(({ id }) => id)
          .sort(),
      )
    }
  })
})
