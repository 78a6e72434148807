// Reminders that are due in this window (ACT-16): the list with its count, and desktop notifications for those nobody has shown yet.
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { DueReminder } from '../../../src-shared/contract/reminders.ts'
import { ask, listen } from '../core.ts'
import { openDialog } from '../dialogs/dialogs.ts'

export const useReminders = defineStore('reminders', () => {
  const due = shallowRef<DueReminder[]>([])
  /** New ones were shown inside the window, since the desktop may not be used: the panel opens by itself. */
  const isPanelOpen = ref(false)

  async function refresh(): Promise<void> {
    due.value = (await ask('reminder.due', {})).reminders
    if (due.value.length === 0) isPanelOpen.value = false
  }

  function notify({ id, key, activity }: DueReminder): boolean {
    if (!('Notification' in window) || Notification.permission !== 'granted') return false
    const body = [activity.when.time ?? activity.when.on, activity.companyName, activity.personName].filter(Boolean).join(' · ')
    // The same tag in two windows is one notification.
    const note = new Notification(activity.subject, { body, tag: `${id}.${key}`, requireInteraction: true })
    note.onclick = () => {
      window.focus()
      note.close()
      isPanelOpen.value = true
    }
    return true
  }
  /** Each firing is given to one window only; that one shows it. */
  async function claim(): Promise<void> {
    const { reminders } = await ask('reminder.claim', {})
    await refresh()
    if (reminders.some((reminder) => !notify(reminder))) isPanelOpen.value = true
  }

  let isStarted = false
  function start(): void {
    if (isStarted) return
    isStarted = true
    const again = (): void => void claim().catch((error: unknown) => console.warn('reminders', error))
    listen('remindersChanged', again, again)
    // What a change of records moved or closed is not due any more.
    listen('recordsChanged', ({ tables }) => {
      if (due.value.length > 0 && ('activity' in tables || 'reminder' in tables)) refresh().catch((error: unknown) => console.warn('reminders', error))
    })
    again()
  }

  const idsOf = (reminder: DueReminder): string[] => due.value.filter(({ activity }) => activity.id === reminder.activity.id).map(({ id }) => id)
  async function snooze(reminders: DueReminder[], until: number | 'before'): Promise<void> {
    await ask('reminder.snooze', { ids: reminders.map(({ id }) => id), until })
    await refresh()
  }
  async function dismiss(reminders: DueReminder[]): Promise<void> {
    await ask('reminder.dismiss', { ids: reminders.flatMap(idsOf) })
    await refresh()
  }
  async function open(reminder: DueReminder): Promise<void> {
    isPanelOpen.value = false
    await dismiss([reminder])
    await openDialog('activity-form', { id: reminder.activity.id })
  }
  async function close(reminder: DueReminder): Promise<void> {
    isPanelOpen.value = false
    const { id, subject } = reminder.activity
    await openDialog('activity-close', { selection: { base: null, except: [], ids: [id] }, count: 1, subject })
    await refresh()
  }
  return { due, isPanelOpen, start, refresh, snooze, dismiss, open, close }
})
