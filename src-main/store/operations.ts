// All named operations of the store: what a reader may be asked and what the writer may be told. Whole operations cross the thread, never SQL.
import { activityQueries } from './queries/activity-queries.ts'
import { calendarFileQueries } from './queries/calendar-file-queries.ts'
import { calendarQueries } from './queries/calendar-queries.ts'
import { contactImportQueries } from './queries/contact-import-queries.ts'
import { contactQueries } from './queries/contact-queries.ts'
import { historyQueries } from './queries/history-queries.ts'
import { listQueries } from './queries/list-queries.ts'
import { mailConversationQueries } from './queries/mail-conversations.ts'
import { mailImportQueries } from './queries/mail-import-queries.ts'
import { mailQueries } from './queries/mail-queries.ts'
import { trayQueries } from './queries/tray-queries.ts'
import { bulkQueries } from './queries/bulk-queries.ts'
import { searchQueries } from './queries/search-everything.ts'
import { nextQueries } from './queries/next-queries.ts'
import { todayQueries } from './queries/today-queries.ts'
import { settingsQueries } from './queries/settings-queries.ts'
import { activityCommands } from './commands/activity-commands.ts'
import { bulkCommands } from './commands/bulk-commands.ts'
import { calendarCommands } from './commands/calendar-commands.ts'
import { contactCommands } from './commands/contact-commands.ts'
import { contactImportCommands } from './commands/contact-import.ts'
import { historyCommands } from './commands/history-commands.ts'
import { mailCommands } from './commands/mail-commands.ts'
import { mailImportCommands } from './commands/mail-import.ts'
import { trayCommands } from './commands/tray-commands.ts'
import { nextCommands } from './commands/next-commands.ts'
import { sampleCommands } from './commands/sample-commands.ts'
import { settingsCommands } from './commands/settings-commands.ts'
import type { ReadStore } from './read-store.ts'
import type { WriteTx } from './write-session.ts'

/** Asked of a reader; gets a ReadStore and cannot write. */
export type ReadOperation = (read: ReadStore, input: never) => unknown
/** Told to the writer; one transaction, one change set. */
export type Command = (tx: WriteTx, input: never) => unknown

export const reads = {
  ...activityQueries,
  ...bulkQueries,
  ...calendarFileQueries,
  ...calendarQueries,
  ...contactImportQueries,
  ...contactQueries,
  ...historyQueries,
  ...listQueries,
  ...mailConversationQueries,
  ...mailImportQueries,
  ...mailQueries,
  ...nextQueries,
  ...searchQueries,
  ...todayQueries,
  ...settingsQueries,
  ...trayQueries,
} satisfies Record<string, ReadOperation>

export const commands = {
  ...activityCommands,
  ...bulkCommands,
  ...calendarCommands,
  ...contactCommands,
  ...contactImportCommands,
  ...historyCommands,
  ...mailCommands,
  ...nextCommands,
  ...mailImportCommands,
  ...sampleCommands,
  ...settingsCommands,
  ...trayCommands,
} satisfies Record<string, Command>

export type Reads = typeof reads
export type Commands = typeof commands
export type ReadName = keyof Reads
export type CommandName = keyof Commands
export type ReadInput<N extends ReadName> = Parameters<Reads[N]>[1]
export type ReadOutput<N extends ReadName> = ReturnType<Reads[N]>
export type CommandInput<N extends CommandName> = Parameters<Commands[N]>[1]
export type CommandOutput<N extends CommandName> = ReturnType<Commands[N]>
