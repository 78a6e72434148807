// The list of the next-contact window: its rows, tabs by what is due with their counts, what is selected and what is done to it (NXT-3).
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { ContactFilter, ContactRow, ContactSort, DueState } from '../../../src-shared/contract/contacts.ts'
import type { SessionSummary } from '../../../src-shared/contract/next.ts'
import { contactFilterOf, contactFilterParts, contactListCalls, contactTarget } from '../../ui/contacts/contact-list.ts'
import { ask, listen } from '../../ui/core.ts'
import { createListSource } from '../../ui/data-list/list-source.ts'
import { useSelection } from '../../ui/data-list/use-selection.ts'
import { useViews } from '../../ui/data-list/use-views.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useTagChoices, useUserChoices } from '../../ui/fields/list-fields.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { openInWindow } from '../../ui/shell/open-window.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'
import { nextColumns, notFiltered } from './next-columns.ts'

export interface ShownList {
  focusGrid(): void
  toTop(): void
}
const countPause = 400

export function useNextList(list: () => ShownList | null) {
  const router = useRouter()
  const quiet = useQuiet()
  const settings = useSettings()
  const format = useFormat()
  const users = useUserChoices()
  const tags = useTagChoices()
  const source = createListSource<ContactRow, ContactFilter, ContactSort>(contactListCalls)
  const selection = useSelection()
  const views = useViews('next', nextColumns, { filter: { due: 'overdue' }, sort: { by: 'next', descending: false } })
  const focused = shallowRef<ContactRow | null>(null)
  const counts = shallowRef<Record<DueState, number> | null>(null)
  const sessions = shallowRef<SessionSummary[]>([])
  const parts = contactFilterParts(
    () => users.value,
    () => tags.value,
  ).filter(({ key }) => !notFiltered.has(key))

  const open = (): Promise<void> => source.open(contactFilterOf(views.filter.value), views.sort.value as ContactSort)
  let turn = 0
  async function count(): Promise<void> {
    const mine = ++turn
    try {
      const { due: _due, ...filter } = contactFilterOf(views.filter.value)
      const found = await ask('next.counts', { filter })
      if (mine === turn) counts.value = found
    } catch (error) {
      console.warn('next.counts', error)
    }
  }
  async function loadSessions(): Promise<void> {
    try {
      sessions.value = (await ask('session.list', {})).sessions
    } catch (error) {
      console.warn('session.list', error)
    }
  }
  watch([views.filter, views.sort], ([filter], [before]) => {
    if (filter !== before) selection.clear()
    list()?.toTop()
    void open()
    if (filter !== before) void count()
  })
  // What is overdue changes with the minute, what is today with the day.
  watch(() => settings.now.on, () => void open())
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void count(), countPause)
  }
  watch(() => settings.now.time, later)
  const stop = listen(
    'recordsChanged',
    (changed) => {
      if (contactListCalls.tables.some((table) => table in changed.tables)) later()
      if ('session' in changed.tables || 'session_item' in changed.tables) void loadSessions()
    },
    later,
  )
  onScopeDispose(() => {
    stop()
    clearTimeout(timer)
    source.setBase(null)
    source.close()
  })
  void open()
  void count()
  void loadSessions()
  views.load().catch(quiet.trouble)

  const due = (): DueState | null => (views.filter.value['due'] as DueState | undefined) ?? null
  /** Nothing scheduled has no date to sort by: who was left longest comes first there. */
  function setDue(tab: DueState | null): void {
    const { due: _due, ...rest } = views.filter.value
    views.filter.value = tab === null ? rest : { ...rest, due: tab }
    if (tab === 'none' && views.sort.value.by === 'next') views.sort.value = { by: 'last', descending: false }
    else if (tab !== 'none' && views.sort.value.by === 'last') views.sort.value = { by: 'next', descending: false }
  }
  const target = () => contactTarget(selection, focused.value)
  async function changeDates(): Promise<void> {
    const chosen = target()
    if (chosen) await openDialog('bulk-dates', { of: 'contacts', ...chosen })
  }
  function create(): void {
    const row = focused.value
    if (row) void openDialog('activity-quick', row.kind === 'company' ? { companyId: row.id } : { personId: row.id, companyId: row.employerId })
  }
  /** With the ticked ones, or else with the whole list as it stands. */
  async function startSession(): Promise<void> {
    try {
      const isTicked = selection.count.value > 1
      const base = isTicked ? null : (await ask('contact.snapshot', { filter: contactFilterOf(views.filter.value), sort: views.sort.value as ContactSort })).snapshotId
      const tab = due()
      const name = `${say(tab === null ? 'next.tabs.all' : `next.tabs.${tab}`)} · ${format.exactDay(settings.now.on)}`
      const made = await ask('session.create', { selection: isTicked ? selection.toSelection() : { base, except: [], ids: [] }, name })
      if (made.left > 0) quiet.show(say('next.session.left', { n: format.number(made.left) }, made.left))
      await router.push(`/session/${made.id}`)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  async function endSession(id: string): Promise<void> {
    await ask('session.end', { id }).catch(quiet.trouble)
    await loadSessions()
  }
  async function setRhythm(days: number | null): Promise<void> {
    const chosen = target()
    if (!chosen) return
    try {
      const done = await ask('rhythm.setContacts', { selection: chosen.selection, days })
      quiet.done(say('next.rhythm.done', { n: format.number(done.changed) }, done.changed), done.changeSetId)
    } catch (error) {
      quiet.trouble(error)
    }
  }
  function openRow(row: ContactRow, inWindow: boolean): void {
    if (inWindow) openInWindow('contact', row.id).catch(quiet.trouble)
    else void router.push(`/contacts/${row.id}`)
  }
  return { source, selection, views, parts, focused, counts, sessions, due, setDue, changeDates, create, startSession, endSession, setRhythm, openRow }
}
