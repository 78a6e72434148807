// What can be done to a selection of activities, from the list, the detail, the calendar and keys alike. Each says afterwards what happened, with Undo.
import type { SeriesScope } from '../../../src-shared/contract/activity-parts.ts'
import type { SelectionOutcome } from '../../../src-shared/contract/activities.ts'
import type { CallInput } from '../../../src-shared/contract/index.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import { ask } from '../core.ts'
import { openDialog } from '../dialogs/dialogs.ts'
import { useQuiet } from '../feedback/quiet.store.ts'
import { useFormat } from '../format/use-format.ts'
import { say } from '../words/i18n.ts'

/** What an action is for: rows, how many, and the subject when it is one. */
export interface Target {
  selection: Selection
  count: number
  subject?: string
}

export function targetOf(row: { id: string; subject: string }): Target {
  return { selection: { base: null, except: [], ids: [row.id] }, count: 1, subject: row.subject }
}

export type ActivityChange = CallInput<'activity.change'>['change']

export interface ActivityActions {
  changeDates(target: Target): Promise<void>
  close(target: Target): Promise<void>
  cancel(target: Target): Promise<void>
  reopen(target: Target): Promise<void>
  change(target: Target, change: ActivityChange): Promise<void>
  /** False where it was not done. */
  bin(target: Target): Promise<boolean>
  restore(target: Target): Promise<void>
  duplicate(id: string): Promise<string | null>
}

/** For one of a series that still goes on: which of them (ACT-15); 'this' for any other. Null where the user thought better of it. */
export async function askScope(id: string, how: 'change' | 'cancel' | 'bin'): Promise<SeriesScope | null> {
  const { series } = await ask('activity.get', { id })
  if (series === null || series.isEnded) return 'this'
  return (await openDialog('series-scope', { how }))?.scope ?? null
}

export function useActivityActions(): ActivityActions {
  const quiet = useQuiet()
  const format = useFormat()

  /** Runs a change of many and tells it: "12 actividades cerradas · 2 se quedan como estaban". */
  async function run(words: string, doing: Promise<SelectionOutcome>): Promise<boolean> {
    try {
      const done = await doing
      const left =
        done.skipped > 0 ? ` ${say('activities.said.skipped', { n: format.number(done.skipped) }, done.skipped)}` : ''
      quiet.done(
        say(`activities.said.${words}`, { n: format.number(done.changed) }, done.changed) + left,
        done.changeSetId,
      )
      return true
    } catch (error) {
      quiet.trouble(error)
      return false
    }
  }

  /** Of several, each counts as this one. */
  async function scopeOf(target: Target, how: 'cancel' | 'bin'): Promise<{ id: string; scope: SeriesScope } | null> {
    const [id, second] = target.selection.ids
    if (id === undefined || second !== undefined || target.selection.base !== null || target.count !== 1)
      return { id: '', scope: 'this' }
    try {
      const scope = await askScope(id, how)
      return scope === null ? null : { id, scope }
    } catch (error) {
      quiet.trouble(error)
      return null
    }
  }

  return {
    changeDates: async (target) =>
      void (await openDialog('bulk-dates', { of: 'activities', selection: target.selection, count: target.count })),
    close: async (target) => void (await openDialog('activity-close', target)),
    cancel: async (target) => {
      const series = await scopeOf(target, 'cancel')
      if (series)
        await openDialog(
          'activity-cancel',
          series.scope === 'this' ? target : { ...target, series: { id: series.id, scope: series.scope } },
        )
    },
    reopen: async (target) => void (await run('reopened', ask('activity.reopen', { selection: target.selection }))),
    change: async (target, change) =>
      void (await run('changed', ask('activity.change', { selection: target.selection, change }))),
    bin: async (target) => {
      const series = await scopeOf(target, 'bin')
      if (!series) return false
      if (series.scope === 'this') return run('binned', ask('activity.bin', { selection: target.selection }))
      const { id, scope } = series
      return run(
        'binned',
        ask('series.bin', { id, scope }).then((done) => ({ ...done, skipped: 0 })),
      )
    },
    restore: async (target) => void (await run('restored', ask('activity.restore', { selection: target.selection }))),
    async duplicate(id) {
      try {
        const made = await ask('activity.duplicate', { id })
        quiet.done(say('activities.said.duplicated'), made.changeSetId)
        return made.id
      } catch (error) {
        quiet.trouble(error)
        return null
      }
    },
  }
}
