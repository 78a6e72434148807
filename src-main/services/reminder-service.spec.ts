// Reminders on the real core with a clock of the test's own (ACT-16): none lost, none doubled, whatever happens to clock, zone, program and windows.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startCore, type TestCore, type TestCoreOptions } from '../../build/test-core.ts'
import { activityWith } from '../../build/test-records.ts'
import type { ActivityValues } from '../../src-shared/contract/activities.ts'
import type { ReminderRule } from '../../src-shared/contract/activity-parts.ts'
import { instantOf } from '../../src-shared/domain/local-time.ts'

const before = (minutesBefore: number): ReminderRule => ({ minutesBefore, daysBefore: null, at: null })
const minute = 60_000
let core: TestCore
let now = 0
let options: TestCoreOptions
let folder = ''

async function start(zone: string, on: string, time: string): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'maletin-reminders-'))
  now = instantOf(on, time, zone)
  options = { now: () => now, zone }
  core = await startCore(folder, options)
}
afterEach(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

async function add(when: Partial<ActivityValues['when']> & { on: string }, reminders: ReminderRule[], zone = options.zone ?? ''): Promise<string> {
  const { lists, settings } = await core.ask('settings.get', {})
  const typeId = lists.types.find(({ builtin }) => builtin === 'internal')?.id ?? ''
  const values = activityWith({
    typeId, subject: 'Cita', when: { time: null, durationMinutes: null, until: null, zone, ...when }, ownerId: settings.me ?? '', reminders,
  })
  return (await core.ask('activity.create', values)).id
}
const claimed = async (): Promise<number> => (await core.ask('reminder.claim', {})).reminders.length
const due = async (): Promise<string[]> => (await core.ask('reminder.due', {})).reminders.map(({ id }) => id)
/** Passes time in steps as the program would look at it, and counts what was shown. */
async function pass(minutes: number, step = 30): Promise<number> {
  let shown = 0
  for (let gone = 0; gone < minutes; gone += step) {
    now += Math.min(step, minutes - gone) * minute
    shown += await claimed()
  }
  return shown
}

const zones = ['Europe/Madrid', 'Atlantic/Canary', 'America/Sao_Paulo', 'Pacific/Auckland', 'Asia/Kolkata']

describe('a reminder', () => {
  it('is shown once, to one of two windows, and stays until it is done with', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    await add({ on: '2026-03-10', time: '10:00' }, [before(15)])
    expect(await pass(44, 44)).toBe(0)
    now += minute
    const [one, other] = await Promise.all([claimed(), claimed()])
    expect(one + other).toBe(1)
    const [id] = await due()
    expect(await pass(120)).toBe(0)
    expect(await due()).toEqual([id])
    await core.ask('reminder.dismiss', { ids: [id ?? ''] })
    expect(await due()).toEqual([])
    expect(await pass(60 * 24)).toBe(0)
  })

  it('any number of them fire, and put off they come back once', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    await add({ on: '2026-03-10', time: '12:00' }, [before(60), before(15), before(0)])
    expect(await pass(180)).toBe(3)
    const ids = await due()
    await core.ask('reminder.snooze', { ids, until: now + 10 * minute })
    expect(await due()).toEqual([])
    expect(await pass(9, 9)).toBe(0)
    expect(await pass(1, 1)).toBe(3)
    expect(await pass(300)).toBe(0)
  })

  it('put off until before it begins comes five minutes before', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    await add({ on: '2026-03-10', time: '12:00' }, [before(120)])
    expect(await pass(60)).toBe(1)
    await core.ask('reminder.snooze', { ids: await due(), until: 'before' })
    expect(await pass(114, 114)).toBe(0)
    expect(await pass(1, 1)).toBe(1)
  })

  it('follows its activity when that is moved, and goes with it when it is closed or binned', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    const id = await add({ on: '2026-03-10', time: '10:00' }, [before(15)])
    expect(await pass(60)).toBe(1)
    const { revision, when } = await core.ask('activity.get', { id })
    await core.ask('activity.save', { id, revision, values: { when: { ...when, on: '2026-03-11' } } })
    expect(await due()).toHaveLength(1)
    await core.ask('reminder.dismiss', { ids: await due() })
    const selection = { base: null, except: [], ids: [id] }
    const moved = await core.ask('activity.get', { id })
    await core.ask('activity.save', { id, revision: moved.revision, values: { when: { ...moved.when, on: '2026-03-12' } } })
    expect(await pass(60 * 24 * 2)).toBe(1)
    await core.ask('activity.bin', { selection })
    expect(await due()).toEqual([])
    await core.ask('activity.restore', { selection })
    expect(await due()).toHaveLength(1)
    expect(await claimed()).toBe(0)
  })

  it('missed while the laptop slept or the program was closed is shown on waking and at the start, once', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    await add({ on: '2026-03-10', time: '10:00' }, [before(15)])
    await add({ on: '2026-03-12' }, [{ minutesBefore: null, daysBefore: 1, at: '18:00' }])
    await core.close()
    now += 3 * 24 * 60 * minute
    core = await startCore(folder, options)
    expect(await claimed()).toBe(2)
    await core.close()
    core = await startCore(folder, options)
    expect(await claimed()).toBe(0)
    expect(await due()).toHaveLength(2)
  })

  it('is neither lost nor doubled when the clock is put forward and back', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    await add({ on: '2026-03-10', time: '10:00' }, [before(15)])
    await add({ on: '2026-03-10' }, [{ minutesBefore: null, daysBefore: 0, at: '09:30' }])
    now += 90 * minute
    expect(await claimed()).toBe(2)
    now -= 85 * minute
    expect(await claimed()).toBe(0)
    expect(await due()).toHaveLength(2)
    expect(await pass(120)).toBe(0)
    await core.ask('reminder.dismiss', { ids: await due() })
    now -= 200 * minute
    expect(await pass(600)).toBe(0)
  })

  it('is neither lost nor doubled when the laptop travels while the program runs, and no activity moves', async () => {
    await start('Europe/Madrid', '2026-03-10', '09:00')
    const timed = await add({ on: '2026-03-10', time: '16:00' }, [before(30)])
    await add({ on: '2026-03-10' }, [{ minutesBefore: null, daysBefore: 0, at: '11:00' }])
    const was = await core.ask('activity.get', { id: timed })
    expect(await pass(130)).toBe(1)
    for (const zone of zones) {
      options.zone = zone
      expect(await claimed()).toBe(0)
    }
    options.zone = 'Atlantic/Canary'
    expect(await pass(4 * 60 + 19, 7)).toBe(0)
    expect(await pass(2, 1)).toBe(1)
    expect((await core.ask('activity.get', { id: timed })).when).toEqual(was.when)
  })
})

describe.each(zones)('across both changes of the clocks in %s', (zone) => {
  it('each reminder of three days fires once, and no activity moves', async () => {
    for (const [from, days] of [['2026-03-27', ['2026-03-28', '2026-03-29', '2026-03-30']], ['2026-10-23', ['2026-10-24', '2026-10-25', '2026-10-26']]] as const) {
      await start(zone, from, '12:00')
      const ids: string[] = []
      for (const on of days) {
        for (const time of ['00:30', '02:30', '10:00']) ids.push(await add({ on, time }, [before(30)]))
        ids.push(await add({ on }, [{ minutesBefore: null, daysBefore: 0, at: '02:30' }]))
      }
      const was = await core.ask('activity.rows', { ids })
      expect(await pass(60 * 24 * 4, 45)).toBe(12)
      expect(await due()).toHaveLength(12)
      expect((await core.ask('activity.rows', { ids })).rows.map(({ when }) => when)).toEqual(was.rows.map(({ when }) => when))
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    }
    // For `afterEach`.
    await start(zone, '2026-03-10', '09:00')
  })
})
