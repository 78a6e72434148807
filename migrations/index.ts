// All migrations in order. Add at the end; never edit one that was released.
import { contactsAndActivities } from './0010-contacts-and-activities.ts'
import { mailAndMoves } from './0020-mail-and-moves.ts'
import { actionsSeriesReminders } from './0030-actions-series-reminders.ts'
import { trayAndImports } from './0040-tray-and-imports.ts'
import { rhythmAndSessions } from './0050-rhythm-and-sessions.ts'
import { mailLists } from './0060-mail-lists.ts'
import { holidaysOfSeveralDays } from './0065-holidays-of-several-days.ts'
import { calendar } from './0070-calendar.ts'
import { shippedActions } from './0080-shipped-actions.ts'
import { searchLater } from './0090-search-later.ts'
import type { Migration } from './migration.ts'

export type { Migration } from './migration.ts'
export const migrations: readonly Migration[] = [
  contactsAndActivities,
  mailAndMoves,
  actionsSeriesReminders,
  trayAndImports,
  rhythmAndSessions,
  mailLists,
  holidaysOfSeveralDays,
  calendar,
  shippedActions,
  searchLater,
]
export const newestVersion: number = migrations.at(-1)?.version ?? 0
