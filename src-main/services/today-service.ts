// The first page of the day (DSH-1), put together from the lists behind its figures: what it counts is what they show. Core thread.
import type { ActivityFilter, ActivityRow } from '../../src-shared/contract/activities.ts'
import type { TodayPage } from '../../src-shared/contract/today.ts'
import { oftenMoved } from '../../src-shared/domain/today-figures.ts'
import { wallOf } from '../../src-shared/domain/local-time.ts'
import type { KeyedActivityRow } from '../store/queries/activity-rows.ts'
import { storedFilter, type Now } from './activity-ranges.ts'
import type { Core, HandlersOf } from './core.ts'

const shown = 7
const byDate = { by: 'date', descending: false } as const

export function todayHandlers(core: Core): HandlersOf<'today'> {
  const mine: ActivityFilter = { owners: ['me'] }
  const open: ActivityFilter = { ...mine, done: 'open' }
  const standing: ActivityFilter = { ...mine, done: 'all', states: ['planned', 'in_progress', 'on_hold', 'done'] }
  return {
    'today.page': async (): Promise<TodayPage> => {
      const now: Now = {
        today: await core.today(), zone: await core.zone(), weekStart: (await core.settings()).weekStart, me: await core.me(), instant: core.ports.clock.now(), urgency: await core.urgency(),
      }
      // On the reader for long work: a list that is opened meanwhile does not wait.
      const count = (filter: ActivityFilter) => core.read('today.count', { filter: storedFilter(filter, now) }, 'long')
      const rows = async (filter: ActivityFilter, limit: number): Promise<ActivityRow[]> =>
        (await core.read('activity.first', { filter: storedFilter(filter, now), sort: byDate, limit }, 'long')).rows.map(({ row: _row, ...line }: KeyedActivityRow) => line)
      const preparing: ActivityFilter = { ...open, states: ['in_progress', 'on_hold'] }
      const [today, tomorrow] = [await rows({ ...standing, planned: { relative: 'today' } }, 40), await rows({ ...standing, planned: { relative: 'tomorrow' } }, 20)]
      const contacts = await core.read('today.contacts', { ownerId: now.me, urgency: now.urgency }, 'long')
      const { rows: urgentContacts } = await core.read(
        'contact.first',
        { filter: { owners: [now.me], urgent: true }, sort: { by: 'last', descending: false }, limit: shown, now: wallOf(now.instant, now.zone), urgency: now.urgency },
        'long',
      )
      return {
        figures: {
          open: await count(open), urgent: await count({ ...mine, done: 'all', urgent: true }), overdue: await count({ ...open, overdue: true }), preparing: await count(preparing),
          oftenMoved: await count({ ...open, movedTimes: oftenMoved }), ...contacts,
        },
        today, tomorrow, urgent: await rows({ ...open, urgent: true }, shown), preparing: await rows(preparing, shown), urgentContacts,
      }
    },
  }
}
