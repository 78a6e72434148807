// Binds the names of dialogs to the features that show them; each is loaded when the window is idle or when it is first opened.
import { defineAsyncComponent, type Component } from 'vue'
import { bindDialog } from './ui/dialogs/dialogs.ts'

const loads: (() => Promise<{ default: Component }>)[] = []
const lazily = (load: () => Promise<{ default: Component }>): Component => {
  loads.push(load)
  return defineAsyncComponent({ loader: load, delay: 0 })
}

/** Fetches what the dialogs need while the window has nothing else to do, so that each opens at once and takes the next key. */
export function fetchDialogs(): void {
  requestIdleCallback(() => {
    for (const load of loads) load().catch((error: unknown) => console.warn('dialog', error))
  })
}

export function bindDialogs(): void {
  bindDialog('confirm', lazily(() => import('./ui/dialogs/confirm-dialog.vue')))
  bindDialog('activity-form', lazily(() => import('./features/activities/activity-form-dialog.vue')))
  bindDialog('activity-quick', lazily(() => import('./features/activities/activity-quick-dialog.vue')))
  bindDialog('series-scope', lazily(() => import('./features/activities/series-scope-dialog.vue')))
  bindDialog('activity-close', lazily(() => import('./features/activities/close-dialog.vue')))
  bindDialog('activity-cancel', lazily(() => import('./features/activities/cancel-dialog.vue')))
  bindDialog('bulk-dates', lazily(() => import('./features/bulk-dates/bulk-dates-dialog.vue')))
  bindDialog('calendar-import', lazily(() => import('./features/calendar/import-dialog.vue')))
  bindDialog('rescue-overdue', lazily(() => import('./features/bulk-dates/rescue-dialog.vue')))
  bindDialog('contact-form', lazily(() => import('./features/contacts/contact-form-dialog.vue')))
  bindDialog('contact-import', lazily(() => import('./features/contact-import/contact-import-dialog.vue')))
  bindDialog('note-form', lazily(() => import('./features/contacts/note-form-dialog.vue')))
  bindDialog('paste-mail', lazily(() => import('./features/mail/paste-dialog.vue')))
  bindDialog('take-in-mail', lazily(() => import('./features/mail/take-in-dialog.vue')))
  bindDialog('mail-import', lazily(() => import('./features/mail/mail-import-dialog.vue')))
  bindDialog('mail-view', lazily(() => import('./features/mail/mail-view-dialog.vue')))
  bindDialog('mail-part', lazily(() => import('./features/mail/part-dialog.vue')))
  bindDialog('file-mail', lazily(() => import('./features/mail/file-mail-dialog.vue')))
  bindDialog('run-warning', lazily(() => import('./features/mail/run-warning-dialog.vue')))
  bindDialog('mail-link', lazily(() => import('./features/mail/link-dialog.vue')))
  bindDialog('entry-in-use', lazily(() => import('./features/settings/entry-in-use-dialog.vue')))
  bindDialog('tag-rhythms', lazily(() => import('./features/next/tag-rhythms-dialog.vue')))
  bindDialog('record-history', lazily(() => import('./features/history/record-history-dialog.vue')))
}
