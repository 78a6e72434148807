// Bulk date change (BLK): plans live on the long reader's thread, the writer applies them. Core thread.
import type { BulkOutcome, BulkPlan } from '../../src-shared/contract/bulk.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { PlanTotals } from '../store/bulk-plans.ts'
import type { Core, HandlersOf } from './core.ts'
import { selectedRows } from './list-service.ts'
import { isMember, type SnapshotSource } from './snapshots.ts'

/** The rows of a filter as they are now. */
export type FreshRows = (source: SnapshotSource) => Promise<Int32Array>

interface Why {
  reason: string
  reasonId: string | null
}
interface Drift {
  entered: number
  left: number
}

export function bulkHandlers(core: Core, freshRows: FreshRows): HandlersOf<'bulk'> {
  /** How far the filter of a plan's selection had moved on when it was last looked at, and that selection's snapshot. */
  const drifts = new Map<string, { drift: Drift; base: string | null }>()
  const withDrift = (totals: PlanTotals): BulkPlan => ({
    ...totals,
    ...(drifts.get(totals.planId)?.drift ?? { entered: 0, left: 0 }),
  })
  const driftOf = async (snapshotId: string | null): Promise<Drift> => {
    if (snapshotId === null) return { entered: 0, left: 0 }
    const frozen = core.snapshots.get(snapshotId)
    const now = await freshRows(frozen.source)
    let stayed = 0
    for (const row of now) if (isMember(frozen, row)) stayed += 1
    return { entered: now.length - stayed, left: frozen.rows.length - stayed }
  }
  async function applied(planId: string, why: Why): Promise<BulkOutcome> {
    const moves = await core.read('bulk.moves', { planId }, 'long')
    const { value, changeSetId } = await core.write('bulk.apply', { moves, ...why })
    return { changeSetId, changed: value.changed, stale: value.stale }
  }
  /** The only one that moves takes others of its series along (ACT-15). */
  async function seriesMoved(planId: string, scope: 'following' | 'all', why: Why): Promise<BulkOutcome> {
    const { id, revision, when } = await core.read('bulk.single', { planId }, 'long')
    try {
      const { value, changeSetId } = await core.write('series.change', {
        id,
        revision,
        scope,
        values: { when },
        week: await core.week(),
        why,
      })
      return { changeSetId, changed: value.changed, stale: [] }
    } catch (error) {
      if (!(error instanceof KnownError) || error.code !== 'stale') throw error
      const [line] = await core.read('activity.linesOf', { ids: [id] })
      return { changeSetId: null, changed: 0, stale: [{ id, subject: line?.subject ?? '' }] }
    }
  }
  return {
    'bulk.plan': async ({ of, selection, change: asked, respect, replaces }) => {
      const rows = await selectedRows(core, of, selection)
      const change = asked.mode === 'rescue' ? { ...asked, overdueAt: core.ports.clock.now() } : asked
      const totals = await core.read(
        'bulk.plan',
        { of, rows, change, respect, week: await core.week(), replaces: replaces ?? null },
        'long',
      )
      const earlier = drifts.get(replaces ?? '')
      drifts.delete(replaces ?? '')
      drifts.set(totals.planId, earlier ?? { drift: await driftOf(selection.base), base: selection.base })
      return withDrift(totals)
    },
    'bulk.lines': async ({ planId, from, count, only }) =>
      core.read('bulk.lines', { planId, from, count, only: only ?? 'all', me: await core.me() }, 'long'),
    'bulk.since': async ({ planId }) => {
      const stale = await core.read('bulk.stale', { planId }, 'long')
      const base = drifts.get(planId)?.base ?? null
      const drift = await driftOf(base)
      if (drifts.has(planId)) drifts.set(planId, { drift, base })
      return { ...drift, stale }
    },
    'bulk.tick': async (input) => withDrift(await core.read('bulk.tick', input, 'long')),
    'bulk.correct': async (input) => withDrift(await core.read('bulk.correct', input, 'long')),
    'bulk.apply': async ({ planId, reasonId, reasonText: reason, scope = 'this' }) => {
      const outcome =
        scope === 'this'
          ? await applied(planId, { reason, reasonId })
          : await seriesMoved(planId, scope, { reason, reasonId })
      await core.read('bulk.release', { planId }, 'long')
      drifts.delete(planId)
      return outcome
    },
    'bulk.release': async ({ planId }) => {
      drifts.delete(planId)
      return core.read('bulk.release', { planId }, 'long')
    },
  }
}
