// The bulk date change as one window holds it: the preview that follows the form, ticks and corrections, and applying it. The plan itself lives in
// the core; when it has expired there it is made anew, with the same ticks and corrections.
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { SeriesScope } from '../../../src-shared/contract/activity-parts.ts'
import type { BulkLine, BulkOutcome, BulkPlan } from '../../../src-shared/contract/bulk.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import type { When } from '../../../src-shared/domain/local-time.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { ask, listen } from '../../ui/core.ts'
import { usePagedRows, type PagedRows } from '../../ui/paged-list/paged-rows.ts'
import { changeOf, respectOf, type BulkForm, type BulkGap } from './bulk-form.ts'

export type LinesShown = 'all' | 'changing' | 'skipped' | 'clashing'
export interface BulkSource {
  of: 'activities' | 'contacts'
  selection: Selection
}
/** Lines ticked or unticked (null: all), or one corrected, by hand. */
export type ByHand = { ids: string[] | null; isTicked: boolean } | { id: string; when: When }

export interface BulkDates {
  /** What was ticked and corrected so far, in order. */
  readonly byHand: readonly ByHand[]
  readonly plan: ShallowRef<BulkPlan | null>
  readonly lines: PagedRows<BulkLine>
  readonly only: Ref<LinesShown>
  /** What the form still lacks. */
  readonly gap: Ref<BulkGap | null>
  /** Why there is no plan. */
  readonly trouble: ShallowRef<unknown>
  /** The preview is behind the form. */
  readonly isBehind: Ref<boolean>
  readonly isApplying: Ref<boolean>
  readonly canApply: ComputedRef<boolean>
  /** Ticked lines that were changed elsewhere since the preview. */
  readonly stale: Ref<number>
  /** Plans anew from what is there now, with the same ticks and corrections. */
  again(): void
  tick(ids: string[] | null, isTicked: boolean): Promise<void>
  /** Ticks or unticks the lines from one position to another, wherever they are. */
  tickRange(from: number, to: number, isTicked: boolean): Promise<void>
  correct(id: string, when: When): Promise<void>
  /** `scope`: with the only one that changes, those of its series (ACT-15). Waits for a preview under way; null when there was nothing to change or it failed (see `trouble`). */
  apply(reason: { id: string | null; text: string }, scope?: SeriesScope): Promise<BulkOutcome | null>
  /** Resolves when everything that was asked is there. */
  settled(): Promise<void>
}

const typingPauseMs = 120
const lookPauseMs = 400

/** `earlier`: what was ticked and corrected where the change was begun. */
export function useBulkDates(source: BulkSource, form: BulkForm, earlier: readonly ByHand[] = []): BulkDates {
  const plan = shallowRef<BulkPlan | null>(null)
  const only = ref<LinesShown>('all')
  const gap = ref<BulkGap | null>(null)
  const trouble = shallowRef<unknown>(null)
  const isBehind = ref(true)
  const isApplying = ref(false)
  const stale = ref(0)
  const byHand: ByHand[] = [...earlier]
  let planId: string | null = null
  let chain: Promise<void> = Promise.resolve()
  let wanted = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  const lines = usePagedRows<BulkLine>(
    async (from, count) => {
      if (planId === null) return { rows: [], total: 0 }
      const got = await ask('bulk.lines', { planId, from, count, only: only.value })
      return { rows: got.lines, total: got.total }
    },
    (error) => void recover(error),
  )

  /** One thing at a time: a plan replaces the one before it. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    chain = chain.then(async () => {
      if (isOver) return
      try {
        await work()
      } catch (error) {
        await recover(error)
      }
    })
    return chain
  }
  async function recover(error: unknown): Promise<void> {
    if (isExpiredPlan(error)) {
      planId = null
      return void make()
    }
    trouble.value = error
    isBehind.value = false
    if (plan.value === null) lines.clear()
  }

  function make(): void {
    const turn = ++wanted
    isBehind.value = true
    void inTurn(async () => {
      if (turn !== wanted) return
      const asked = changeOf(form)
      gap.value = 'gap' in asked ? asked.gap : null
      if ('gap' in asked) {
        isBehind.value = false
        return
      }
      if (isEmpty(source.selection)) {
        isBehind.value = false
        return
      }
      const isAnew = planId === null
      let next: BulkPlan
      try {
        next = await ask('bulk.plan', {
          of: source.of,
          selection: source.selection,
          change: asked.change,
          respect: respectOf(form),
          replaces: planId,
        })
      } catch (error) {
        // A refused change leaves no plan that could be applied by mistake.
        plan.value = null
        lines.clear()
        throw error
      }
      planId = next.planId
      stale.value = 0
      if (isAnew) for (const one of byHand) next = await redo(next.planId, one)
      trouble.value = null
      if (turn !== wanted) return
      await lines.swap()
      plan.value = next
      isBehind.value = false
    })
  }
  const redo = (id: string, one: ByHand): Promise<BulkPlan> =>
    'when' in one ? ask('bulk.correct', { planId: id, ...one }) : ask('bulk.tick', { planId: id, ...one })

  function change(one: ByHand): Promise<void> {
    if ('ids' in one && one.ids === null) byHand.splice(0, byHand.length, ...byHand.filter((old) => 'when' in old), one)
    else byHand.push(one)
    return inTurn(async () => {
      if (planId === null) return
      const next = await redo(planId, one)
      await lines.swap()
      plan.value = next
    })
  }

  watch(
    form,
    () => {
      isBehind.value = true
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        make()
      }, typingPauseMs)
    },
    // At once: what is applied right after a keystroke is what was typed.
    { deep: true, flush: 'sync' },
  )
  /** What others change meanwhile is told at once, and never taken into the plan behind the user's back. */
  async function look(): Promise<void> {
    const looked = planId
    if (looked === null || isApplying.value) return
    try {
      const since = await ask('bulk.since', { planId: looked })
      if (looked !== planId || plan.value === null) return
      stale.value = since.stale
      plan.value = { ...plan.value, entered: since.entered, left: since.left }
    } catch (error) {
      console.warn('bulk.since', error)
    }
  }
  let looking: ReturnType<typeof setTimeout> | undefined
  function lookSoon(): void {
    clearTimeout(looking)
    looking = setTimeout(() => void inTurn(look), lookPauseMs)
  }
  const stopListening = listen('recordsChanged', ({ tables }) => 'activity' in tables && lookSoon(), lookSoon)
  watch(only, () => void inTurn(() => lines.swap()))
  make()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    clearTimeout(looking)
    stopListening()
    if (planId !== null) ask('bulk.release', { planId }).catch((error: unknown) => console.warn('bulk.release', error))
  })

  async function settled(): Promise<void> {
    if (timer !== undefined) {
      clearTimeout(timer)
      timer = undefined
      make()
    }
    let seen: Promise<void>
    do {
      seen = chain
      await seen
    } while (seen !== chain)
  }

  return {
    plan,
    lines,
    only,
    gap,
    trouble,
    isBehind,
    isApplying,
    canApply: computed(
      () => plan.value !== null && plan.value.willChange > 0 && gap.value === null && !isApplying.value,
    ),
    stale,
    byHand,
    again: make,
    tick: (ids, isTicked) => change({ ids, isTicked }),
    async tickRange(from, to, isTicked) {
      const [first, last] = [Math.min(from, to), Math.max(from, to)]
      const ids: string[] = []
      for (let at = first; at <= last; at += 1000) {
        if (planId === null) return
        const got = await ask('bulk.lines', {
          planId,
          from: at,
          count: Math.min(1000, last - at + 1),
          only: only.value,
        })
        ids.push(...got.lines.filter((line) => line.skip === null).map((line) => line.id))
      }
      if (ids.length > 0) await change({ ids, isTicked })
    },
    correct: (id, when) => change({ id, when }),
    async apply(reason, scope = 'this') {
      await settled()
      if (
        planId === null ||
        isApplying.value ||
        plan.value === null ||
        plan.value.willChange === 0 ||
        gap.value !== null
      )
        return null
      isApplying.value = true
      try {
        const outcome = await ask('bulk.apply', { planId, reasonId: reason.id, reasonText: reason.text, scope })
        planId = null
        plan.value = null
        return outcome
      } catch (error) {
        await recover(error)
        return null
      } finally {
        isApplying.value = false
      }
    },
    settled,
  }
}

export function isEmpty(selection: Selection): boolean {
  return selection.base === null && selection.ids.length === 0
}

function isExpiredPlan(error: unknown): boolean {
  return (
    error instanceof KnownError && error.code === 'expired' && (error as KnownError<'expired'>).details.what === 'plan'
  )
}
