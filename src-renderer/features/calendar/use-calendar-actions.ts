// What can be done to activities from the calendar (BLK-1, CAL-3), from the card, the bar of the selection and keys alike: as from the list.
import type { CalendarEntry } from '../../../src-shared/contract/calendar.ts'
import { useActivityActions, type Target } from '../../ui/activities/activity-actions.ts'
import type { Hands } from './use-hands.ts'

export function useCalendarActions(hands: Hands) {
  const actions = useActivityActions()
  const targetOf = (entries: readonly CalendarEntry[]): Target => ({
    selection: { base: null, except: [], ids: entries.map(({ id }) => id) },
    count: entries.length,
    ...(entries.length === 1 && entries[0] ? { subject: entries[0].subject } : {}),
  })
  return {
    changeDates: (entries: readonly CalendarEntry[]) => actions.changeDates(targetOf(entries)),
    close: (entries: readonly CalendarEntry[]) => actions.close(targetOf(entries)),
    reopen: (entries: readonly CalendarEntry[]) => actions.reopen(targetOf(entries)),
    bin: async (entries: readonly CalendarEntry[]) => {
      if (await actions.bin(targetOf(entries))) hands.clear()
    },
  }
}
export type CalendarActions = ReturnType<typeof useCalendarActions>
