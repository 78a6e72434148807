// The bulk date change as a window drives it, against the whole core.
import { effectScope, reactive, type EffectScope } from 'vue'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startCore, type TestCore } from '../../../build/test-core.ts'
import { activityWith, whenOn } from '../../../build/test-records.ts'
import { connectCore } from '../../ui/core.ts'
import { firstForm, type BulkForm } from './bulk-form.ts'
import { useBulkDates, type BulkDates } from './use-bulk-dates.ts'

let core: TestCore
let scope: EffectScope
let ids: string[]
let form: BulkForm
let bulk: BulkDates

async function create(subject: string, on: string, time: string | null): Promise<string> {
  const { settings, lists } = await core.ask('settings.get', {})
  const type = lists.types.find((one) => one.builtin === 'internal')
  const { id } = await core.ask('activity.create', activityWith({
    typeId: type?.id ?? '', subject, when: whenOn(on, time, time === null ? null : 30), ownerId: settings.me ?? '',
  }))
  return id
}
const whenOf = async (id: string | undefined) => (await core.ask('activity.get', { id: id ?? '' })).when
const shown = (): (string | null)[] => Array.from({ length: bulk.lines.total.value }, (_line, at) => bulk.lines.rowAt(at)?.after?.on ?? null)

beforeAll(async () => {
  core = await startCore()
  connectCore({ ask: (name, input) => core.ask(name, input), onNotice: () => () => undefined, offerFiles: () => Promise.resolve([]) })
})
afterAll(() => core.close())
beforeEach(async () => {
  ids = [await create('uno', '2026-03-11', '10:00'), await create('dos', '2026-03-12', null), await create('tres', '2026-03-13', '12:30')]
  form = reactive({ ...firstForm('2026-03-11'), amount: '1', unit: 'workingDays' as const })
  scope = effectScope()
  bulk = scope.run(() => useBulkDates({ of: 'activities', selection: { base: null, except: [], ids } }, form)) as BulkDates
  await bulk.settled()
})
afterEach(() => scope.stop())

describe('the preview of a bulk date change', () => {
  it('is there at once and follows what is typed, the latest winning', async () => {
    expect(shown()).toEqual(['2026-03-12', '2026-03-13', '2026-03-16'])
    form.amount = '2'
    form.amount = '20'
    form.amount = '3'
    await bulk.settled()
    expect(shown()).toEqual(['2026-03-16', '2026-03-17', '2026-03-18'])
    expect(bulk.isBehind.value).toBe(false)
  })
  it('keeps the old lines while a number is being typed, and cannot be applied then', async () => {
    form.amount = '-'
    await new Promise((resolve) => setTimeout(resolve, 150))
    await bulk.settled()
    expect(bulk.gap.value).toBe('amount')
    expect(bulk.canApply.value).toBe(false)
    expect(shown()).toEqual(['2026-03-12', '2026-03-13', '2026-03-16'])
    expect(await bulk.apply({ id: null, text: '' })).toBeNull()
  })
  it('keeps ticks and corrections by hand while the form changes', async () => {
    await bulk.tick([ids[0] ?? ''], false)
    await bulk.correct(ids[1] ?? '', { ...(await whenOf(ids[1])), on: '2026-04-01' })
    form.amount = '5'
    await bulk.settled()
    expect(bulk.plan.value?.willChange).toBe(2)
    expect(shown()[1]).toBe('2026-04-01')
  })
  it('is made anew with ticks and corrections when the core has dropped it', async () => {
    await bulk.tick([ids[0] ?? ''], false)
    await bulk.correct(ids[1] ?? '', { ...(await whenOf(ids[1])), on: '2026-04-01' })
    await core.ask('bulk.release', { planId: bulk.plan.value?.planId ?? '' })
    await bulk.tick([ids[2] ?? ''], false)
    await bulk.settled()
    expect(bulk.trouble.value).toBeNull()
    expect(bulk.plan.value?.willChange).toBe(1)
    expect(shown()[1]).toBe('2026-04-01')
  })
  it('goes on elsewhere with what was ticked and corrected here', async () => {
    await bulk.tick([ids[0] ?? ''], false)
    await bulk.correct(ids[1] ?? '', { ...(await whenOf(ids[1])), on: '2026-04-01' })
    const source = { of: 'activities' as const, selection: { base: null, except: [], ids } }
    bulk = scope.run(() => useBulkDates(source, form, [...bulk.byHand])) as BulkDates
    await bulk.settled()
    expect(bulk.plan.value?.willChange).toBe(2)
    expect(shown()[1]).toBe('2026-04-01')
  })
  it('ticks a range of lines by their positions', async () => {
    await bulk.tickRange(2, 1, false)
    expect(bulk.plan.value?.willChange).toBe(1)
    await bulk.tick(null, true)
    expect(bulk.plan.value?.willChange).toBe(3)
  })
  it('says what the core refuses and offers nothing to apply', async () => {
    form.mode = 'date'
    form.on = '0000-00-00'
    await bulk.settled()
    expect(bulk.trouble.value).not.toBeNull()
    expect(bulk.canApply.value).toBe(false)
  })
})

describe('applying', () => {
  it('changes exactly the ticked ones, with the preview that was still under way', async () => {
    await bulk.tick([ids[0] ?? ''], false)
    form.amount = '2'
    const outcome = await bulk.apply({ id: null, text: 'lo pide el cliente' })
    expect(outcome).toMatchObject({ changed: 2, stale: [] })
    expect((await whenOf(ids[0])).on).toBe('2026-03-11')
    expect((await whenOf(ids[1])).on).toBe('2026-03-16')
    expect(await whenOf(ids[2])).toMatchObject({ on: '2026-03-17', time: '12:30', durationMinutes: 30 })
  })
  it('leaves alone and names what was changed elsewhere since the preview', async () => {
    const detail = await core.ask('activity.get', { id: ids[2] ?? '' })
    await core.ask('activity.save', { id: detail.id, revision: detail.revision, values: { subject: 'tres, cambiada' } })
    const outcome = await bulk.apply({ id: null, text: '' })
    expect(outcome?.changed).toBe(2)
    expect(outcome?.stale.map((one) => one.id)).toEqual([ids[2]])
    expect((await whenOf(ids[2])).on).toBe('2026-03-13')
  })
})
