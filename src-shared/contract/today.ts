// The first page of the day (DSH-1): figures that each open a list, and the first rows of those that matter now.
import type { ActivityRow } from './activities.ts'
import { call, nothing } from './call.ts'
import type { ContactRow } from './contacts.ts'
import type { TodayFigure } from '../domain/today-figures.ts'

/** How many; `isMore`: at least so many, the rest was not counted. */
export interface Figure {
  n: number
  isMore: boolean
}

export interface TodayPage {
  figures: Record<TodayFigure, Figure>
  /** Mine, of every state but cancelled, in order of the day. */
  today: ActivityRow[]
  tomorrow: ActivityRow[]
  urgent: ActivityRow[]
  preparing: ActivityRow[]
  /** Mine, by how long ago the last contact was. */
  urgentContacts: ContactRow[]
}

export const todayCalls = {
  'today.page': call(() => nothing).gives<TodayPage>(),
}
