// Calls of calendar: what stands on the shown days, what waits for a slot, and moves of several at once (CAL-1 to CAL-5). Core thread.
import type { CalendarFilter } from '../../src-shared/contract/calendar.ts'
import { daysBetween, type LocalDate } from '../../src-shared/domain/local-time.ts'
import { KnownError } from '../../src-shared/errors.ts'
import type { StoredCalendarFilter } from '../store/queries/calendar-rows.ts'
import type { Core, HandlersOf } from './core.ts'

const mostDays = 400

/** The filter as the store reads it, 'me' by its id; an empty list lets everything through. */
export async function storedCalendarFilter(core: Core, filter: CalendarFilter): Promise<StoredCalendarFilter> {
  const me = await core.me()
  return {
    owners: (filter.owners ?? []).map((owner) => (owner === 'me' ? me : owner)),
    types: filter.types ?? [], states: filter.states ?? [], results: filter.results ?? [], me,
  }
}

/** Refuses what ends before it begins, and more days than any view shows. */
function checkDays(from: LocalDate, to: LocalDate): void {
  if (to < from) throw new KnownError('invalid', { field: 'when', rule: 'span_order', value: to })
  if (daysBetween(from, to) > mostDays) throw new KnownError('invalid', { field: 'when', rule: 'out_of_range', value: to })
}

export function calendarHandlers(core: Core): HandlersOf<'calendar'> {
  return {
    'calendar.range': async ({ from, to, filter, perDay }) => {
      checkDays(from, to)
      return core.read('calendar.range', { from, to, filter: await storedCalendarFilter(core, filter), perDay })
    },
    'calendar.pending': async ({ from, to, filter }) => {
      checkDays(from, to)
      return core.read('calendar.pending', { from, to, filter: await storedCalendarFilter(core, filter) })
    },
    'calendar.waiting': async ({ from, to, filter, limit }) => {
      checkDays(from, to)
      return core.read('calendar.waiting', { from, to, filter: await storedCalendarFilter(core, filter), limit, today: await core.today() })
    },
    'calendar.card': async ({ id }) => {
      const card = await core.read('calendar.card', { id, me: await core.me() })
      if (card === null) throw new KnownError('not_found', { table: 'activity', id })
      return card
    },
    'calendar.move': async ({ moves: wanted }) => {
      const { moves, skipped } = await core.read('calendar.moves', { moves: wanted })
      if (moves === '[]') return { changeSetId: null, changed: 0, skipped, stale: [] }
      const { value, changeSetId } = await core.write('bulk.apply', { moves, reason: '', reasonId: null }, 'calendar.move')
      return { changeSetId, changed: value.changed, skipped, stale: value.stale }
    },
    'calendar.sheet': async ({ from, to, filter }) => {
      checkDays(from, to)
      return { entries: await core.read('calendar.sheet', { from, to, filter: await storedCalendarFilter(core, filter) }) }
    },
  }
}
