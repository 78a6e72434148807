// Bulk date change through the whole core: what was ticked changes, nothing else does, and all of it comes back (BLK-1 to BLK-6).
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { filledStore } from '../../build/filled-store.ts'
import { startCore, type TestCore } from '../../build/test-core.ts'
import { activityWith, whenOn } from '../../build/test-records.ts'
import type { BulkLine } from '../../src-shared/contract/bulk.ts'
import { addDays as shiftDay } from '../../src-shared/domain/local-time.ts'
import type { CallInput } from '../../src-shared/contract/index.ts'

let template: string
let folder: string
let core: TestCore

beforeAll(async () => {
  template = await filledStore({ contacts: 120, activities: 3000, seed: 5 })
})
afterAll(() => rmSync(template, { recursive: true, force: true }))
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maletin-bulk-'))
  cpSync(template, folder, { recursive: true })
  core = await startCore(folder)
})
afterEach(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = { filter: { done: 'open' as const }, sort: { by: 'date' as const, descending: false } }
const free = { weekends: false, holidays: false, hours: false }
const plusTwo: CallInput<'bulk.plan'>['change'] = { mode: 'shift', amount: 2, unit: 'days' }

type Stored = Record<string, unknown> & { id: string; starts_on: string; starts_time: string | null; revision: number }
function stored(): Map<string, Stored> {
  const db = new Database(join(folder, 'store.db'), { readonly: true })
  const rows = db.prepare('SELECT * FROM activity').all() as Stored[]
  db.close()
  return new Map(rows.map((row) => [row.id, row]))
}
async function lines(planId: string, only: CallInput<'bulk.lines'>['only'] = 'all'): Promise<BulkLine[]> {
  const { lines: first, total } = await core.ask('bulk.lines', { planId, from: 0, count: 1000, only })
  expect(first).toHaveLength(Math.min(1000, total))
  return first
}
const selectAll = async (): Promise<{ snapshotId: string; total: number }> => {
  const snapshot = await core.ask('activity.snapshot', open)
  await core.ask('list.pin', { snapshotId: snapshot.snapshotId })
  return snapshot
}
const addDays = shiftDay

describe('everything of a filter but three', () => {
  it('changes exactly N - 3, and nothing else of them', async () => {
    const { snapshotId, total } = await selectAll()
    const { rows } = await core.ask('activity.page', { snapshotId, from: 0, count: 20 })
    const except = [rows[2], rows[7], rows[11]].map((row) => row?.id ?? '')
    const before = stored()
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: snapshotId, except, ids: [] },
      change: plusTwo,
      respect: free,
    })
    expect(plan).toMatchObject({ total: total - 3, willChange: total - 3, skipped: 0, entered: 0, left: 0 })
    const outcome = await core.ask('bulk.apply', {
      planId: plan.planId,
      reasonId: null,
      reasonText: 'el cliente lo pide',
    })
    expect(outcome).toMatchObject({ changed: total - 3, stale: [] })
    const after = stored()
    let changed = 0
    for (const [id, was] of before) {
      const is = after.get(id)
      if (JSON.stringify(is) === JSON.stringify(was)) continue
      changed += 1
      expect(except).not.toContain(id)
      expect(is).toEqual({
        ...was,
        starts_on: addDays(was.starts_on, 2),
        ends_on: was['ends_on'] === null ? null : addDays(String(was['ends_on']), 2),
        starts_utc: is?.['starts_utc'],
        sort_key: is?.['sort_key'],
        revision: was.revision + 1,
        moved_count: Number(was['moved_count']) + 1,
      })
      expect(is?.starts_time).toBe(was.starts_time)
    }
    expect(changed).toBe(total - 3)
  })
})

describe('the preview', () => {
  it('says of a private entry of somebody else only that it is there (ACT-12)', async () => {
    const { lists, settings } = await core.ask('settings.get', {})
    const { id: colleague } = await core.ask('user.save', { id: null, revision: null, name: 'Pau', mail: '', color: '', hours: null, isActive: true })
    const typeOf = (builtin: string): string => lists.types.find((type) => type.builtin === builtin)?.id ?? ''
    const create = async (type: string, subject: string, ownerId: string, on: string): Promise<string> =>
      (await core.ask('activity.create', activityWith({ typeId: typeOf(type), subject, ownerId, when: whenOn(on, '10:00', 60) }))).id
    const clashOf = async (ownerId: string): Promise<string | null | undefined> => {
      await create('internal', 'Médico', ownerId, '2031-03-12')
      const id = await create('internal', 'Inventario', ownerId, '2031-03-11')
      const plan = await core.ask('bulk.plan', { of: 'activities', selection: { base: null, except: [], ids: [id] }, change: { mode: 'shift', amount: 1, unit: 'days' }, respect: free })
      return (await lines(plan.planId))[0]?.clash
    }
    expect(await clashOf(settings.me ?? '')).toBe('Médico')
    expect(await clashOf(colleague)).toBe('')
  })

  it('says before and after, why some are skipped, clashes and the load of each day', async () => {
    const { rows } = await core.ask('activity.first', { ...open, limit: 6 })
    const closed = (await core.ask('activity.first', { filter: { states: ['done'] }, sort: open.sort, limit: 1 }))
      .rows[0]
    const cancelled = (
      await core.ask('activity.first', { filter: { states: ['cancelled'] }, sort: open.sort, limit: 1 })
    ).rows[0]
    const ids = [...rows.map((row) => row.id), closed?.id ?? '', cancelled?.id ?? '']
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: null, except: [], ids },
      change: { mode: 'datetime', on: '2026-03-17', time: '10:30' },
      respect: free,
    })
    const all = await lines(plan.planId)
    expect(all).toHaveLength(8)
    expect(all.filter(({ skip }) => skip === 'closed')).toHaveLength(1)
    expect(all.filter(({ skip }) => skip === 'cancelled')).toHaveLength(1)
    const moving = all.filter(({ skip }) => skip === null)
    expect(
      moving.every(({ after }) => after?.on === '2026-03-17' && (after.time === '10:30' || after.until !== null)),
    ).toBe(true)
    expect(plan.clashes).toBeGreaterThan(0)
    expect((await lines(plan.planId, 'clashing')).every(({ clash }) => clash !== null)).toBe(true)
    const day = plan.load.find((load) => load.day === '2026-03-17')
    expect((day?.after ?? 0) - (day?.before ?? 0)).toBe(plan.willChange)
    expect(await lines(plan.planId, 'skipped')).toHaveLength(plan.skipped)
  })

  it('lets lines be unticked and corrected by hand, and applies just that', async () => {
    const { rows } = await core.ask('activity.first', { ...open, limit: 5 })
    const ids = rows.map((row) => row.id)
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: null, except: [], ids },
      change: plusTwo,
      respect: free,
    })
    const [first, second, third] = ids
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few')
    const unticked = await core.ask('bulk.tick', { planId: plan.planId, ids: [first], isTicked: false })
    expect(unticked.willChange).toBe(4)
    await core.ask('bulk.correct', {
      planId: plan.planId,
      id: second,
      when: { on: '2026-05-04', time: '12:15', durationMinutes: 20, until: null, zone: 'Europe/Madrid' },
    })
    const before = stored()
    await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })
    const after = stored()
    expect(after.get(first)).toEqual(before.get(first))
    expect(after.get(second)).toMatchObject({ starts_on: '2026-05-04', starts_time: '12:15', duration_minutes: 20 })
    expect(after.get(third)?.starts_on).toBe(addDays(before.get(third)?.starts_on ?? '', 2))
  })

  it('keeps ticks and corrections when the change is typed anew', async () => {
    const { rows } = await core.ask('activity.first', { ...open, limit: 4 })
    const selection = { base: null, except: [], ids: rows.map((row) => row.id) }
    const plan = await core.ask('bulk.plan', { of: 'activities', selection, change: plusTwo, respect: free })
    await core.ask('bulk.tick', { planId: plan.planId, ids: [rows[0]?.id ?? ''], isTicked: false })
    const next = await core.ask('bulk.plan', {
      of: 'activities',
      selection,
      change: { mode: 'shift', amount: 3, unit: 'days' },
      respect: free,
      replaces: plan.planId,
    })
    expect(next.willChange).toBe(3)
    await expect(core.ask('bulk.lines', { planId: plan.planId, from: 0, count: 10 })).rejects.toMatchObject({
      code: 'expired',
    })
  })

  it('jumps over weekends and holidays where told to', async () => {
    const { rows } = await core.ask('activity.first', { ...open, limit: 3 })
    const selection = { base: null, except: [], ids: rows.map((row) => row.id) }
    // Good Friday 2026 is 3 April.
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection,
      change: { mode: 'date', on: '2026-04-03', keepTime: true },
      respect: { weekends: true, holidays: true, hours: false },
    })
    expect((await lines(plan.planId)).every(({ after }) => after?.on === '2026-04-06')).toBe(true)
    expect(plan.load.find(({ day }) => day === '2026-04-06')).toMatchObject({ isWorking: true, holiday: null })
  })
})

describe('what happened since the preview', () => {
  it('is reported and not overwritten', async () => {
    const { rows } = await core.ask('activity.first', { ...open, limit: 5 })
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: null, except: [], ids: rows.map((row) => row.id) },
      change: plusTwo,
      respect: free,
    })
    const touched = rows[1]
    if (touched === undefined) throw new Error('none')
    await core.ask('activity.save', {
      id: touched.id,
      revision: touched.revision,
      values: { subject: 'Cambiada en otra ventana' },
    })
    const outcome = await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })
    expect(outcome.changed).toBe(4)
    expect(outcome.stale).toEqual([{ id: touched.id, subject: 'Cambiada en otra ventana' }])
    expect(stored().get(touched.id)?.starts_on).toBe(touched.when.on)
  })

  it('tells how many rows came into, or left, the filter of the selection', async () => {
    const { snapshotId, total } = await selectAll()
    const { rows } = await core.ask('activity.page', { snapshotId, from: 0, count: 2 })
    await core.ask('activity.cancel', {
      selection: { base: null, except: [], ids: rows.map((row) => row.id) },
      reason: 'ya no hace falta',
    })
    const done = (await core.ask('activity.first', { filter: { states: ['done'] }, sort: open.sort, limit: 1 })).rows[0]
    await core.ask('activity.reopen', { selection: { base: null, except: [], ids: [done?.id ?? ''] } })
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: snapshotId, except: [], ids: [] },
      change: plusTwo,
      respect: free,
    })
    expect(plan).toMatchObject({ total, entered: 1, left: 2, skipped: 2, willChange: total - 2 })
  })

  it('is told while the preview is open, and a plan made anew takes it in', async () => {
    const { snapshotId, total } = await selectAll()
    const asked = {
      of: 'activities' as const,
      selection: { base: snapshotId, except: [], ids: [] },
      change: plusTwo,
      respect: free,
    }
    const plan = await core.ask('bulk.plan', asked)
    expect(await core.ask('bulk.since', { planId: plan.planId })).toEqual({ entered: 0, left: 0, stale: 0 })
    const [touched, unticked, gone] = (await lines(plan.planId)).filter((line) => line.skip === null)
    await core.ask('bulk.tick', { planId: plan.planId, ids: [unticked?.id ?? ''], isTicked: false })
    for (const line of [touched, unticked]) {
      const { id, revision } = await core.ask('activity.get', { id: line?.id ?? '' })
      await core.ask('activity.save', { id, revision, values: { subject: 'Cambiada en otra ventana' } })
    }
    await core.ask('activity.cancel', {
      selection: { base: null, except: [], ids: [gone?.id ?? ''] },
      reason: 'ya no hace falta',
    })
    const done = (await core.ask('activity.first', { filter: { states: ['done'] }, sort: open.sort, limit: 1 })).rows[0]
    await core.ask('activity.reopen', { selection: { base: null, except: [], ids: [done?.id ?? ''] } })
    expect(await core.ask('bulk.since', { planId: plan.planId })).toEqual({ entered: 1, left: 1, stale: 2 })

    const anew = await core.ask('bulk.plan', { ...asked, replaces: plan.planId })
    expect(anew).toMatchObject({ total, entered: 1, left: 1, willChange: total - 2 })
    expect(await core.ask('bulk.since', { planId: anew.planId })).toMatchObject({ stale: 0 })
    const outcome = await core.ask('bulk.apply', { planId: anew.planId, reasonId: null, reasonText: '' })
    expect(outcome).toMatchObject({ changed: total - 2, stale: [] })
  })

  it('does not lose the selection when the list is sorted, filtered and edited meanwhile', async () => {
    const { snapshotId, total } = await selectAll()
    await core.ask('activity.snapshot', { ...open, sort: { by: 'contact', descending: true } })
    for (let n = 0; n < 40; n += 1)
      await core.ask('activity.snapshot', { filter: { done: 'all' }, sort: { by: 'created', descending: n % 2 === 0 } })
    expect(await core.ask('activity.count', { selection: { base: snapshotId, except: [], ids: [] } })).toMatchObject({
      total,
    })
  })
})

describe('undo', () => {
  const apply = async (): Promise<{ changeSetId: string; ids: string[] }> => {
    const { rows } = await core.ask('activity.first', { ...open, limit: 30 })
    const ids = rows.map((row) => row.id)
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: null, except: [], ids },
      change: { mode: 'shift', amount: 3, unit: 'workingDays' },
      respect: { weekends: true, holidays: true, hours: true },
    })
    const { changeSetId } = await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: 'gripe' })
    return { changeSetId: changeSetId ?? '', ids }
  }
  const plain = (rows: Map<string, Stored>): unknown[] => [...rows.values()].map(({ revision: _, ...row }) => row)

  it('brings everything back at once', async () => {
    const before = plain(stored())
    const { changeSetId } = await apply()
    expect(plain(stored())).not.toEqual(before)
    const outcome = await core.ask('history.undo', { changeSetId })
    expect(outcome).toMatchObject({ left: [] })
    expect(plain(stored())).toEqual(before)
  })

  it('brings everything back after a restart, with Ctrl+Z', async () => {
    const before = plain(stored())
    await apply()
    await core.close()
    core = await startCore(folder)
    const outcome = await core.ask('history.undoLast', {})
    expect(outcome.undoneCommand).toBe('bulk.apply')
    expect(plain(stored())).toEqual(before)
  })

  it('leaves alone, and names, what was changed since', async () => {
    const before = stored()
    const { changeSetId, ids } = await apply()
    const moved = ids[4] ?? ''
    const renamed = ids[5] ?? ''
    const now = await core.ask('activity.get', { id: moved })
    await core.ask('activity.save', {
      id: moved,
      revision: now.revision,
      values: { when: { ...now.when, on: '2027-01-11' } },
    })
    const other = await core.ask('activity.get', { id: renamed })
    await core.ask('activity.save', { id: renamed, revision: other.revision, values: { subject: 'Otro asunto' } })
    const outcome = await core.ask('history.undo', { changeSetId })
    expect(outcome.left.map(({ recordId, field }) => [recordId, field])).toEqual([[moved, 'startsOn']])
    expect(stored().get(moved)?.starts_on).toBe('2027-01-11')
    expect(stored().get(renamed)).toMatchObject({ subject: 'Otro asunto', starts_on: before.get(renamed)?.starts_on })
  })

  it('and its reason stand in the history of each activity', async () => {
    const { ids, changeSetId } = await apply()
    const { changeSets } = await core.ask('history.list', { recordId: ids[0] ?? '', before: null, limit: 10 })
    expect(changeSets[0]).toMatchObject({ id: changeSetId, command: 'bulk.apply', summary: { reason: 'gripe' } })
    expect((await core.ask('activity.get', { id: ids[0] ?? '' })).movedCount).toBe(1)
  })
})

describe('from contacts', () => {
  it('moves the next open activity of each, and lists those without one', async () => {
    const contacts = await core.ask('contact.first', { filter: {}, sort: { by: 'name', descending: false }, limit: 60 })
    const ids = contacts.rows.map((row) => row.id)
    const without = contacts.rows.filter((row) => row.nextContact === null)
    const plan = await core.ask('bulk.plan', {
      of: 'contacts',
      selection: { base: null, except: [], ids },
      change: plusTwo,
      respect: free,
    })
    const all = await lines(plan.planId)
    expect(
      all
        .filter(({ skip }) => skip === 'no_open_activity')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(without.map(({ id }) => id).sort())
    const moving = all.filter(({ skip }) => skip === null)
    const next = new Set(contacts.rows.map((row) => row.nextContact))
    for (const { before } of moving) expect(next).toContain(`${before?.on ?? ''}T${before?.time ?? ''}`)
    // A company and its person may have the same next activity: it moves once.
    expect(moving.length).toBeGreaterThan(5)
    expect(moving.length).toBeLessThanOrEqual(contacts.rows.length - without.length)
    const before = stored()
    await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })
    const changed = [...stored().values()].filter((row) => row.starts_on !== before.get(row.id)?.starts_on)
    expect(changed).toHaveLength(plan.willChange)
  })
})

describe('any selection and any change', () => {
  it('moves exactly the ticked ones, and undo after it is nothing', async () => {
    const { rows } = await core.ask('activity.first', { filter: { done: 'all' }, sort: open.sort, limit: 200 })
    const change = fc.oneof(
      fc.record({
        mode: fc.constant('shift' as const),
        amount: fc.integer({ min: -40, max: 40 }),
        unit: fc.constantFrom(
          'days' as const,
          'weeks' as const,
          'workingDays' as const,
          'hours' as const,
          'minutes' as const,
        ),
      }),
      fc.constant({ mode: 'nextWorkingDay' as const }),
      fc.record({
        mode: fc.constant('spread' as const),
        from: fc.constant('2026-03-10'),
        days: fc.integer({ min: 1, max: 8 }),
        perDay: fc.integer({ min: 1, max: 12 }),
        countExisting: fc.boolean(),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(
          rows.map((row) => row.id),
          { minLength: 1, maxLength: 60 },
        ),
        change,
        fc.boolean(),
        async (ids, wanted, respected) => {
          const before = stored()
          const plan = await core.ask('bulk.plan', {
            of: 'activities',
            selection: { base: null, except: [], ids },
            change: wanted,
            respect: { weekends: respected, holidays: respected, hours: false },
          })
          const planned = await lines(plan.planId)
          const unticked = new Set(planned.filter((_, n) => n % 3 === 0).map(({ id }) => id))
          await core.ask('bulk.tick', { planId: plan.planId, ids: [...unticked], isTicked: false })
          const { changeSetId } = await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })
          const after = stored()
          const expected = new Map(
            planned
              .filter((line) => line.after !== null && line.skip === null && !unticked.has(line.id))
              .map((line) => [line.id, line.after]),
          )
          for (const [id, was] of before) {
            const is = after.get(id)
            const target = expected.get(id)
            if (target === undefined) expect(is).toEqual(was)
            else
              expect([is?.starts_on, is?.starts_time, is?.['ends_on'], is?.['duration_minutes']]).toEqual([
                target?.on,
                target?.time,
                target?.until,
                target?.durationMinutes,
              ])
          }
          if (changeSetId !== null) await core.ask('history.undo', { changeSetId })
          const undone = stored()
          for (const [id, was] of before) {
            const { revision: _a, ...then } = was
            const { revision: _b, ...now } = undone.get(id) ?? was
            if (expected.has(id)) expect(now).toEqual(then)
          }
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('a full disk in the middle', () => {
  it('says so, loses nothing, and goes on when there is room', async () => {
    await core.close()
    const db = new Database(join(folder, 'store.db'))
    // Pages of the file that stand empty would be room.
    db.exec('VACUUM')
    const pages = db.pragma('page_count', { simple: true }) as number
    db.close()
    core = await startCore(folder, { maxPages: pages + 4 })
    const { rows } = await core.ask('activity.first', { filter: { done: 'open' }, sort: open.sort, limit: 500 })
    const selection = { base: null, except: [], ids: rows.map((row) => row.id) }
    const before = stored()
    const plan = await core.ask('bulk.plan', { of: 'activities', selection, change: plusTwo, respect: free })
    await expect(core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })).rejects.toMatchObject(
      { code: 'disk_full' },
    )
    expect(stored()).toEqual(before)
    expect((await core.ask('activity.first', { ...open, limit: 5 })).rows).toHaveLength(5)
    await core.close()
    core = await startCore(folder)
    const again = await core.ask('bulk.plan', { of: 'activities', selection, change: plusTwo, respect: free })
    expect((await core.ask('bulk.apply', { planId: again.planId, reasonId: null, reasonText: '' })).changed).toBe(
      again.willChange,
    )
  })
})

describe('a rescue of what is overdue', () => {
  it('moves everything overdue of one owner to working days within capacity, and one undo brings all back', async () => {
    const { settings } = await core.ask('settings.get', {})
    const me = settings.me ?? ''
    const late = { filter: { done: 'open' as const, overdue: true, owners: [me] }, sort: open.sort }
    const { snapshotId, total } = await core.ask('activity.snapshot', late)
    expect(total).toBeGreaterThan(0)
    const before = stored()
    const ownerRow = before.get(
      (await core.ask('activity.page', { snapshotId, from: 0, count: 1 })).rows[0]?.id ?? '',
    )?.['owner_row']
    const change: CallInput<'bulk.plan'>['change'] = {
      mode: 'rescue',
      from: '2027-06-01',
      perDay: 3,
      minutesPerDay: null,
      keepTime: true,
    }
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: snapshotId, except: [], ids: [] },
      change,
      respect: free,
    })
    expect(plan).toMatchObject({ total, willChange: total, skipped: 0 })
    const outcome = await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })
    expect(outcome.changed).toBe(total)
    expect((await core.ask('activity.snapshot', late)).total).toBe(0)
    const perDay = new Map<string, number>()
    for (const row of stored().values()) {
      if (row['owner_row'] === ownerRow && row['is_open'] === 1 && row.starts_on >= change.from)
        perDay.set(row.starts_on, (perDay.get(row.starts_on) ?? 0) + 1)
    }
    expect(Math.max(...perDay.values())).toBeLessThanOrEqual(3)
    await core.ask('history.undo', { changeSetId: outcome.changeSetId ?? '' })
    const back = stored()
    for (const [id, was] of before) expect(back.get(id)?.starts_on).toBe(was.starts_on)
  })

  it('leaves what is not overdue, and says so', async () => {
    const { snapshotId, total } = await selectAll()
    const change: CallInput<'bulk.plan'>['change'] = {
      mode: 'rescue',
      from: '2027-06-01',
      perDay: 10_000,
      minutesPerDay: null,
      keepTime: false,
    }
    const plan = await core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: snapshotId, except: [], ids: [] },
      change,
      respect: free,
    })
    const { total: late } = await core.ask('activity.snapshot', {
      filter: { done: 'open', overdue: true },
      sort: open.sort,
    })
    expect(plan).toMatchObject({ total, willChange: late, skipped: total - late })
    expect(new Set((await lines(plan.planId, 'skipped')).map(({ skip }) => skip))).toEqual(new Set(['not_overdue']))
  })
})

describe('what repeats', () => {
  const when = { on: '2026-05-04', time: '10:00', durationMinutes: 30, until: null, zone: 'Europe/Madrid' }
  /** Four Mondays; their ids in order. */
  async function mondays(subject: string): Promise<string[]> {
    const { settings, lists } = await core.ask('settings.get', {})
    await core.ask('activity.create', activityWith({
      typeId: lists.types.find(({ builtin }) => builtin === 'internal')?.id ?? '',
      subject,
      when,
      ownerId: settings.me ?? '',
      recurrence: { rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4', offDays: 'keep' },
    }))
    return [...stored().values()]
      .filter((row) => row['subject'] === subject)
      .sort((a, b) => (a.starts_on < b.starts_on ? -1 : 1))
      .map(({ id }) => id)
  }
  const planFor = (ids: string[]) =>
    core.ask('bulk.plan', {
      of: 'activities',
      selection: { base: null, except: [], ids },
      change: { mode: 'shift', amount: 1, unit: 'days' },
      respect: free,
    })
  const dates = (ids: string[]): string[] => ids.map((id) => stored().get(id)?.starts_on.slice(5) ?? '')

  it('moves alone where several are chosen, and the preview counts it', async () => {
    const ids = await mondays('Seguimiento')
    const other =
      [...stored().values()].find(
        (row) => row['state'] === 'planned' && row['binned_at'] === null && !ids.includes(row.id),
      )?.id ?? ''
    const plan = await planFor([ids[1] ?? '', other])
    expect(plan).toMatchObject({ willChange: 2, repeated: 1 })
    expect((await lines(plan.planId)).filter(({ isRepeated }) => isRepeated).map(({ id }) => id)).toEqual([ids[1]])
    await core.ask('bulk.tick', { planId: plan.planId, ids: [other], isTicked: false })
    expect((await core.ask('bulk.apply', { planId: plan.planId, reasonId: null, reasonText: '' })).changed).toBe(1)
    expect(dates(ids)).toEqual(['05-04', '05-12', '05-18', '05-25'])
  })

  it('takes those that follow along where it is the only one, with the reason, as one step', async () => {
    const ids = await mondays('Ruta')
    const before = stored()
    const plan = await planFor([ids[1] ?? ''])
    const done = await core.ask('bulk.apply', {
      planId: plan.planId,
      reasonId: null,
      reasonText: 'Cambia la ruta',
      scope: 'following',
    })
    expect(done).toMatchObject({ changed: 3, stale: [] })
    expect(dates(ids)).toEqual(['05-04', '05-12', '05-19', '05-26'])
    expect((await core.ask('history.last', {})).undo).toMatchObject({
      id: done.changeSetId,
      summary: { reason: 'Cambia la ruta' },
    })
    await core.ask('history.undo', { changeSetId: done.changeSetId ?? '' })
    expect(ids.map((id) => stored().get(id)?.starts_on)).toEqual(ids.map((id) => before.get(id)?.starts_on))
  })

  it('takes no others along where more than one changes, and names one that was changed meanwhile', async () => {
    const ids = await mondays('Reunión')
    const two = await planFor(ids.slice(0, 2))
    await expect(
      core.ask('bulk.apply', { planId: two.planId, reasonId: null, reasonText: '', scope: 'all' }),
    ).rejects.toMatchObject({ code: 'invalid' })
    const one = await planFor(ids.slice(0, 1))
    await core.ask('activity.save', { id: ids[0] ?? '', revision: 1, values: { place: 'Nave 3' } })
    expect(await core.ask('bulk.apply', { planId: one.planId, reasonId: null, reasonText: '', scope: 'all' })).toEqual({
      changeSetId: null,
      changed: 0,
      stale: [{ id: ids[0], subject: 'Reunión' }],
    })
    expect(dates(ids)).toEqual(['05-04', '05-11', '05-18', '05-25'])
  })
})
