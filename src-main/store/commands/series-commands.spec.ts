// Series of activities (ACT-15) on a real store: what is made, the scopes, what is kept, undo of each, daylight saving.
import { afterEach, describe, expect, it } from 'vitest'
import type { ActivityValues } from '../../../src-shared/contract/activities.ts'
import { addDays, instantOf, type When } from '../../../src-shared/domain/local-time.ts'
import type { WorkingWeek } from '../../../src-shared/domain/working-calendar.ts'
import { compareWithLog } from '../rebuild.ts'
import { activityWith, contactWith } from '../../../build/test-records.ts'
import { TestStore } from '../test-store.ts'

const week: WorkingWeek = {
  workingDays: [true, true, true, true, true, false, false],
  hours: [{ from: '09:00', to: '18:00' }],
  holidays: new Map([['2026-04-03', 'good_friday']]),
}
let store: TestStore
/** What the first activity was made of, without its rule. */
let base: ActivityValues
afterEach(() => store.close())

function begin(
  rule: string,
  more: { on?: string; zone?: string; offDays?: 'keep' | 'forward' | 'skip'; time?: string | null } = {},
): string {
  store = new TestStore()
  const typeId = store.raw.getSql<{ id: string }>(`SELECT id FROM activity_type WHERE builtin = 'visit'`)?.id ?? ''
  const company = store.write('contact.create', { values: contactWith({ relation: 'customer', name: 'Talleres Ruiz' }), employerId: null, jobTitle: '' }).value
  const when: When = {
    on: more.on ?? '2026-03-13',
    time: more.time === undefined ? '10:00' : more.time,
    durationMinutes: 30,
    until: null,
    zone: more.zone ?? 'Europe/Madrid',
  }
  base = activityWith({
    typeId,
    subject: 'Visita',
    companyId: company.id,
    when,
    ownerId: store.me,
    direction: 'out',
    actions: [{ id: null, actionId: null, text: 'Llevar muestras', isDone: false }],
    reminders: [{ minutesBefore: 15, daysBefore: null, at: null }],
  })
  return store.write('activity.create', {
    values: { ...base, recurrence: { rule, offDays: more.offDays ?? 'keep' } },
    week,
  }).value.id
}

interface Row {
  id: string
  revision: number
  on: string
  time: string | null
  subject: string
  state: string
  binned: number | null
  slot: string | null
  utc: number | null
}
const rows = (): Row[] =>
  store.raw.allSql<Row>(
    `SELECT a.id, a.revision, a.starts_on AS "on", a.starts_time AS time, a.subject, a.state, a.binned_at AS binned, x.slot, a.starts_utc AS utc
     FROM activity a LEFT JOIN series_slot x ON x.activity_row = a.row_id ORDER BY a.starts_on, a.row_id`,
  )
const living = (): Row[] => rows().filter(({ binned }) => binned === null)
const days = (): string[] => living().map(({ on }) => on)
const at = (index: number): Row => living()[index] as Row
/** Everything the user sees; undoing must bring exactly this back. */
const content = (): string => JSON.stringify(store.content())
function undoLast(changeSetId: string | null): void {
  store.write('history.undo', { changeSetId: changeSetId ?? '' })
}

describe('a series', () => {
  it('makes ordinary activities, each with its actions and reminders, a year ahead for a rule without end', () => {
    begin('FREQ=WEEKLY;BYDAY=FR')
    expect(days().slice(0, 3)).toEqual(['2026-03-13', '2026-03-20', '2026-03-27'])
    expect(days().length).toBe(53)
    expect(store.raw.pluck<number>('SELECT count(*) FROM activity_action', [])).toEqual([53])
    expect(store.raw.pluck<number>('SELECT count(*) FROM reminder', [])).toEqual([53])
    expect(compareWithLog(store.path)).toEqual([])
  })

  it('goes on once a day when its horizon comes near, and changes nothing before', () => {
    begin('FREQ=WEEKLY;BYDAY=FR')
    expect(store.write('series.extend', { week }).changeSetId).toBeNull()
    store.now += 60 * 86_400_000
    expect(store.write('series.extend', { week }).value.made).toBe(8)
    expect(new Set(days()).size).toBe(61)
  })

  it('stops by itself at its number of times', () => {
    begin('FREQ=DAILY;COUNT=5')
    expect(days()).toEqual(['2026-03-13', '2026-03-14', '2026-03-15', '2026-03-16', '2026-03-17'])
    store.now += 800 * 86_400_000
    expect(store.write('series.extend', { week }).changeSetId).toBeNull()
  })

  it('moves off a holiday, and two on the same day are one', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=5', { offDays: 'forward' })
    expect(days()).toEqual(['2026-03-13', '2026-03-20', '2026-03-27', '2026-04-06', '2026-04-10'])
  })

  it.each(['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata'])(
    'keeps ten o’clock at ten across both changes of the clocks in %s',
    (zone) => {
      begin('FREQ=DAILY', { zone })
      for (const row of living()) {
        expect(row.time).toBe('10:00')
        expect(row.utc).toBe(instantOf(row.on, '10:00', zone))
      }
      expect(days()).toEqual(Array.from({ length: 367 }, (_one, index) => addDays('2026-03-13', index)))
    },
  )
})

describe('a change of a series', () => {
  it('of this one is only its own, and is kept when all are changed', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=6')
    const third = at(2)
    store.write('activity.save', {
      id: third.id,
      revision: third.revision,
      values: {
        subject: 'Otra cosa',
        when: { on: '2026-03-28', time: '12:00', durationMinutes: 30, until: null, zone: 'Europe/Madrid' },
      },
    })
    const before = content()
    const done = store.write('series.change', {
      id: at(0).id,
      revision: at(0).revision,
      scope: 'all',
      values: {
        subject: 'Revisión',
        when: { on: '2026-03-13', time: '09:00', durationMinutes: 45, until: null, zone: 'Europe/Madrid' },
      },
      week,
    })
    expect(living().map(({ subject }) => subject)).toEqual([
      'Revisión',
      'Revisión',
      'Otra cosa',
      'Revisión',
      'Revisión',
      'Revisión',
    ])
    expect(living().map(({ time }) => time)).toEqual(['09:00', '09:00', '12:00', '09:00', '09:00', '09:00'])
    expect(compareWithLog(store.path)).toEqual([])
    undoLast(done.changeSetId)
    expect(content()).toBe(before)
  })

  it('of this and the following leaves the earlier ones, which end there', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=6')
    const before = content()
    const done = store.write('series.change', {
      id: at(3).id,
      revision: at(3).revision,
      scope: 'following',
      values: {
        place: 'Nave 2',
        when: { on: '2026-04-07', time: '10:00', durationMinutes: 30, until: null, zone: 'Europe/Madrid' },
      },
      week,
    })
    expect(days()).toEqual(['2026-03-13', '2026-03-20', '2026-03-27', '2026-04-07', '2026-04-14', '2026-04-21'])
    expect(store.raw.pluck<string>('SELECT rule FROM series ORDER BY row_id', [])).toEqual([
      'FREQ=WEEKLY;BYDAY=FR;UNTIL=20260402',
      'FREQ=WEEKLY;BYDAY=TU;COUNT=3',
    ])
    expect(store.raw.pluck<number>(`SELECT count(*) FROM activity WHERE place = 'Nave 2'`, [])).toEqual([3])
    expect(compareWithLog(store.path)).toEqual([])
    undoLast(done.changeSetId)
    expect(content()).toBe(before)
  })

  it('of one that had a date of its own leaves it where it is put, and moves the others by as much', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=4')
    const second = at(1)
    store.write('activity.save', {
      id: second.id,
      revision: second.revision,
      values: { when: { on: '2026-03-18', time: '12:00', durationMinutes: 30, until: null, zone: 'Europe/Madrid' } },
    })
    const before = content()
    const done = store.write('series.change', {
      id: second.id,
      revision: at(1).revision,
      scope: 'all',
      values: { when: { on: '2026-03-19', time: '16:00', durationMinutes: 30, until: null, zone: 'Europe/Madrid' } },
      week,
    })
    expect(living().map(({ on, time }) => `${on} ${time ?? ''}`)).toEqual([
      '2026-03-14 16:00',
      '2026-03-19 16:00',
      '2026-03-28 16:00',
      '2026-04-04 16:00',
    ])
    undoLast(done.changeSetId)
    expect(content()).toBe(before)
  })

  it('of the rule lays the coming ones anew and leaves what is closed', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=4')
    const resultId = store.raw.getSql<{ id: string }>('SELECT id FROM result LIMIT 1')?.id ?? ''
    const first =
      store.raw.getSql<{ row_id: number }>('SELECT row_id FROM activity WHERE id = ?', at(0).id)?.row_id ?? 0
    store.write('activity.close', { rows: [first], resultId, closedAt: '2026-03-13T10:30', note: '' })
    const before = content()
    const done = store.write('series.change', {
      id: at(1).id,
      revision: at(1).revision,
      scope: 'all',
      values: {},
      recurrence: { rule: 'FREQ=MONTHLY;BYMONTHDAY=20;COUNT=3', offDays: 'keep' },
      week,
    })
    expect(days()).toEqual(['2026-03-13', '2026-03-20', '2026-04-20', '2026-05-20'])
    undoLast(done.changeSetId)
    expect(content()).toBe(before)
  })

  it('of what happens on holidays alone leaves the rule its number of times, for the following and for all', () => {
    const rule = 'FREQ=WEEKLY;BYDAY=FR;COUNT=4'
    const change = (index: number, scope: 'following' | 'all', offDays: 'forward' | 'skip') =>
      store.write('series.change', { id: at(index).id, revision: at(index).revision, scope, values: {}, recurrence: { rule, offDays }, week }).changeSetId
    begin(rule, { on: '2026-03-20' })
    const before = days()
    expect(before).toEqual(['2026-03-20', '2026-03-27', '2026-04-03', '2026-04-10'])
    undoLast(change(1, 'following', 'forward'))
    expect(days()).toEqual(before)
    change(1, 'following', 'forward')
    expect(days()).toEqual(['2026-03-20', '2026-03-27', '2026-04-06', '2026-04-10'])
    store.close()
    begin(rule, { on: '2026-03-20' })
    store.write('activity.save', { id: at(0).id, revision: 1, values: { state: 'cancelled', cancelReason: 'x', closedAt: '2026-03-20T10:00' } })
    change(1, 'all', 'skip')
    expect(days()).toEqual(['2026-03-20', '2026-03-27', '2026-04-10'])
  })
  it('that has fewer days puts the rest in the bin; one that ends keeps this one', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=6')
    const shorter = store.write('series.change', {
      id: at(0).id,
      revision: at(0).revision,
      scope: 'all',
      values: {},
      recurrence: { rule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=2', offDays: 'keep' },
      week,
    })
    expect(days()).toEqual(['2026-03-13', '2026-03-20'])
    undoLast(shorter.changeSetId)
    expect(days()).toHaveLength(6)
    store.write('series.change', {
      id: at(2).id,
      revision: at(2).revision,
      scope: 'following',
      values: {},
      recurrence: null,
      week,
    })
    expect(days()).toEqual(['2026-03-13', '2026-03-20', '2026-03-27'])
  })

  it('cancels or bins this and the following, or all, and each can be undone', () => {
    begin('FREQ=WEEKLY;BYDAY=FR')
    const before = content()
    const cancelled = store.write('series.cancel', {
      id: at(2).id,
      scope: 'following',
      reason: 'Ya no hace falta',
      closedAt: '2026-03-10T10:00',
    })
    expect(
      living()
        .filter(({ state }) => state === 'planned')
        .map(({ on }) => on),
    ).toEqual(['2026-03-13', '2026-03-20'])
    store.now += 100 * 86_400_000
    expect(store.write('series.extend', { week }).changeSetId).toBeNull()
    undoLast(cancelled.changeSetId)
    expect(content()).toBe(before)
    const binned = store.write('series.bin', { id: at(2).id, scope: 'all' })
    expect(days()).toEqual([])
    undoLast(binned.changeSetId)
    expect(content()).toBe(before)
  })

  it('is refused for an activity that does not repeat, and for one that was read before it changed', () => {
    const id = begin('FREQ=WEEKLY;COUNT=2')
    expect(() =>
      store.write('series.change', { id, revision: 99, scope: 'all', values: { subject: 'x' }, week }),
    ).toThrowError(expect.objectContaining({ code: 'stale' }) as Error)
  })
})

describe('everything in one save', () => {
  it('writes down, closes and follows up as one step, and one undo takes it all back', () => {
    begin('FREQ=DAILY;COUNT=1')
    const before = content()
    const resultId = store.raw.getSql<{ id: string }>(`SELECT id FROM result WHERE builtin = 'positive'`)?.id ?? ''
    const done = store.write('activity.create', {
      values: {
        ...base,
        subject: 'Llamada hecha',
        state: 'done',
        resultId,
        closedAt: '2026-03-10T09:30',
        next: { on: '2026-03-20', time: '12:00' },
      },
      files: [{ name: 'plano.pdf', size: 3, sha: 'a'.repeat(64) }],
    })
    const made = rows().filter(({ subject }) => subject === 'Llamada hecha')
    expect(made.map(({ on, state }) => [on, state])).toEqual([
      ['2026-03-13', 'done'],
      ['2026-03-20', 'planned'],
    ])
    expect(store.raw.pluck<number>('SELECT count(*) FROM attachment', [])).toEqual([1])
    undoLast(done.changeSetId)
    expect(content()).toBe(before)
  })

  it('refuses a next contact for what is not closed', () => {
    begin('FREQ=DAILY;COUNT=1')
    expect(() =>
      store.write('activity.create', { values: { ...base, next: { on: '2026-03-20', time: null } } }),
    ).toThrowError(expect.objectContaining({ code: 'invalid' }) as Error)
  })
})

describe('one of a series that is closed while the others are changed', () => {
  it('gets its result and its next contact alone', () => {
    begin('FREQ=WEEKLY;BYDAY=FR;COUNT=3')
    const resultId = store.raw.getSql<{ id: string }>(`SELECT id FROM result WHERE builtin = 'positive'`)?.id ?? ''
    const before = content()
    const done = store.write('series.change', {
      id: at(0).id,
      revision: at(0).revision,
      scope: 'all',
      week,
      values: {
        subject: 'Ronda',
        state: 'done',
        resultId,
        closedAt: '2026-03-13T10:30',
        next: { on: '2026-03-16', time: '09:00' },
      },
    })
    expect(living().map(({ on, state, subject }) => [on, state, subject])).toEqual([
      ['2026-03-13', 'done', 'Ronda'],
      ['2026-03-16', 'planned', 'Ronda'],
      ['2026-03-20', 'planned', 'Ronda'],
      ['2026-03-27', 'planned', 'Ronda'],
    ])
    undoLast(done.changeSetId)
    expect(content()).toBe(before)
  })
})
