// The whole contract: every call and every notice, once. A missing handler is a compile error.
import type { z } from 'zod'
import { activityCalls } from './activities.ts'
import { attachmentCalls } from './attachments.ts'
import { appCalls, type JobState } from './app.ts'
import { bulkCalls } from './bulk.ts'
import { calendarFileCalls } from './calendar-files.ts'
import { calendarCalls } from './calendar.ts'
import { contactImportCalls } from './contact-import.ts'
import { contactCalls } from './contacts.ts'
import { historyCalls } from './history.ts'
import { listCalls } from './lists.ts'
import { nextCalls } from './next.ts'
import { mailCalls } from './mail.ts'
import { mailFindCalls } from './mail-find.ts'
import { partCalls } from './mail-parts.ts'
import { printCalls } from './print.ts'
import { searchCalls } from './search.ts'
import { mailImportCalls } from './mail-import.ts'
import { trayCalls } from './mail-tray.ts'
import { reminderCalls } from './reminders.ts'
import { seriesCalls } from './series.ts'
import { settingsCalls } from './settings.ts'
import { todayCalls } from './today.ts'
import { urgencyCalls } from './urgency.ts'
import type { Call } from './call.ts'

export const calls = {
  ...appCalls,
  ...settingsCalls,
  ...listCalls,
  ...activityCalls,
  ...attachmentCalls,
  ...seriesCalls,
  ...reminderCalls,
  ...bulkCalls,
  ...calendarCalls,
  ...calendarFileCalls,
  ...contactCalls,
  ...contactImportCalls,
  ...historyCalls,
  ...nextCalls,
  ...mailCalls,
  ...mailFindCalls,
  ...partCalls,
  ...printCalls,
  ...searchCalls,
  ...mailImportCalls,
  ...trayCalls,
  ...todayCalls,
  ...urgencyCalls,
}
export type Calls = typeof calls
export type CallName = keyof Calls
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>
export type ParsedInput<N extends CallName> = z.output<Calls[N]['input']>
export type CallOutput<N extends CallName> = Calls[N] extends Call<z.ZodType, infer Output> ? Output : never

/** What windows are told. Events are in the past tense and carry ids only; `null` ids mean: many, ask again. */
export interface Notices {
  recordsChanged: { changeSetId: string; tables: Record<string, string[] | null> }
  settingsChanged: { keys: string[] }
  jobChanged: JobState
  /** This window should come to the front. */
  windowActivated: Record<string, never>
  /** Reminders became due, or are not any more: ask `reminder.claim` and `reminder.due`. */
  remindersChanged: Record<string, never>
  /** The store was exchanged (sample entered or left, backup restored): reload everything. */
  storeReplaced: Record<string, never>
  /** The system handed files over (a double click, a second start): a main window asks for them with `mailImport.handed`. */
  filesHandedOver: Record<string, never>
  /** A link in a mail frame was clicked: show where it goes and ask. */
  mailLinkClicked: { frameToken: string; url: string }
}
export type NoticeName = keyof Notices
export type Notice = { [N in NoticeName]: { name: N; data: Notices[N] } }[NoticeName]
