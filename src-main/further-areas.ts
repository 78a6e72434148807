// The areas of the contract that the first page asks nothing of: loaded with the first call for one of them, or soon after the start. Core thread.
import { KnownError } from '../src-shared/errors.ts'
import { frameDocument } from './mail/mail-frame.ts'
import type { activityHandlers } from './services/activity-service.ts'
import type { appHandlers } from './services/app-service.ts'
import { attachmentHandlers } from './services/attachment-service.ts'
import { bulkHandlers, type FreshRows } from './services/bulk-service.ts'
import { calendarFileHandlers } from './services/calendar-file-service.ts'
import { calendarHandlers } from './services/calendar-service.ts'
import { contactImportHandlers } from './services/contact-import-service.ts'
import { contactHandlers } from './services/contact-service.ts'
import type { Core, Handlers } from './services/core.ts'
import { draftHandlers } from './services/draft-service.ts'
import { historyHandlers } from './services/history-service.ts'
import { listHandlers } from './services/list-service.ts'
import { mailImportHandlers } from './services/mail-import-service.ts'
import type { ReadMails } from './services/mail-reading.ts'
import { mailHandlers } from './services/mail-service.ts'
import { nextHandlers } from './services/next-service.ts'
import { printHandlers } from './services/print-service.ts'
import { createReminders } from './services/reminder-service.ts'
import { searchHandlers } from './services/search-service.ts'
import { seriesHandlers } from './services/series-service.ts'
import type { settingsHandlers } from './services/settings-service.ts'
import { todayHandlers } from './services/today-service.ts'
import { trayHandlers } from './services/tray-service.ts'

type Activities = ReturnType<typeof activityHandlers>
export type FirstHandlers = ReturnType<typeof appHandlers> & ReturnType<typeof settingsHandlers> & Activities & Pick<Handlers, 'urgency.now'>

export interface FurtherAreas {
  handlers: Omit<Handlers, keyof FirstHandlers>
  /** Looks at what is due begin. */
  startReminders(): void
  /** Imports that were at work when the program ended go on. */
  wakeImports(): Promise<void>
  /** Nothing of the open store is used any more when it resolves. */
  rest(): Promise<void>
  end(): Promise<void>
}

/** `whenOpen` runs work while the store is open and not being exchanged, and passes it over otherwise. */
export function createFurtherAreas(
  core: Core,
  { activities, mails, whenOpen }: { activities: Activities; mails: ReadMails; whenOpen: (work: () => Promise<unknown>) => Promise<unknown> },
): FurtherAreas {
  const contacts = contactHandlers(core)
  const { handlers: importHandlers, imports } = mailImportHandlers(core)
  const contactImports = contactImportHandlers(core)
  const reminders = createReminders(core, whenOpen)
  const caller = { windowId: '' }
  const freshRows: FreshRows = async (source) => {
    if (source.list === 'mails') throw new KnownError('expired', { what: 'selection' })
    const { snapshotId } =
      source.list === 'activities'
        ? await activities['activity.snapshot'](source, caller)
        : await contacts['contact.snapshot'](source, caller)
    const { rows } = core.snapshots.get(snapshotId)
    core.snapshots.release(snapshotId)
    return rows
  }
  const rest = async (): Promise<void> => {
    await imports.rest()
    await contactImports.end()
  }
  return {
    handlers: {
      ...draftHandlers(core),
      ...listHandlers(core),
      ...contacts,
      ...contactImports.handlers,
      ...attachmentHandlers(core),
      ...seriesHandlers(core, mails),
      ...reminders.handlers,
      ...bulkHandlers(core, freshRows),
      ...calendarHandlers(core),
      ...calendarFileHandlers(core),
      ...historyHandlers(core),
      // What reads files of others is large: it comes with the first of them.
      ...mailHandlers(core, mails, frameDocument, async (text, zone) => (await import('./mail/pasted-reader.ts')).emlOfPasted(text, zone)),
      ...nextHandlers(core),
      ...printHandlers(core),
      ...searchHandlers(core),
      ...importHandlers,
      ...trayHandlers(core, imports),
      ...todayHandlers(core),
    },
    startReminders: () => reminders.start(),
    wakeImports: () => imports.wakeUp(),
    rest,
    end: async () => {
      reminders.stop()
      await rest()
    },
  }
}
