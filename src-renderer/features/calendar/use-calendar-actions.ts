// What can be done to activities from the calendar (BLK-1, CAL-3), from the card, the bar of the selection and keys alike. Says afterwards what happened.
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import type { SelectionOutcome } from '../../../src-shared/contract/activities.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import { ask } from '../../ui/core.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { say } from '../../ui/words/i18n.ts'
import type { Hands } from './use-hands.ts'

export function useCalendarActions(hands: Hands) {
  const quiet = useQuiet()
  const format = useFormat()
  const selectionOf = (entries: readonly CalendarEntry[]): Selection => ({ base: null, except: [], ids: entries.map(({ id }) => id) })

  async function run(words: string, doing: Promise<SelectionOutcome>): Promise<void> {
    try {
      const done = await doing
      const left = done.skipped > 0 ? ` ${say('activities.said.skipped', { n: format.number(done.skipped) }, done.skipped)}` : ''
      quiet.done(say(`activities.said.${words}`, { n: format.number(done.changed) }, done.changed) + left, done.changeSetId)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const subjectOf = (entries: readonly CalendarEntry[]): { subject?: string } => (entries.length === 1 && entries[0] ? { subject: entries[0].subject } : {})
  return {
    changeDates: async (entries: readonly CalendarEntry[]) => void (await openDialog('bulk-dates', { of: 'activities', selection: selectionOf(entries), count: entries.length })),
    close: async (entries: readonly CalendarEntry[]) => void (await openDialog('activity-close', { selection: selectionOf(entries), count: entries.length, ...subjectOf(entries) })),
    bin: async (entries: readonly CalendarEntry[]) => {
      await run('binned', ask('activity.bin', { selection: selectionOf(entries) }))
      hands.clear()
    },
    reopen: (entries: readonly CalendarEntry[]) => run('reopened', ask('activity.reopen', { selection: selectionOf(entries) })),
  }
}
export type CalendarActions = ReturnType<typeof useCalendarActions>
