// The contacts list of one window: its rows, views, filters, what is selected and what is done to it (CON-3, BLK-1).
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { SelectionOutcome } from '../../../src-shared/contract/activities.ts'
import type { ContactFilter, ContactRow, ContactSort } from '../../../src-shared/contract/contacts.ts'
import type { Selection } from '../../../src-shared/contract/lists.ts'
import { contactFilterOf, contactFilterParts, contactListCalls, contactTarget } from '../../ui/contacts/contact-list.ts'
import { ask } from '../../ui/core.ts'
import { createListSource } from '../../ui/data-list/list-source.ts'
import { leftList, useLeftList } from '../../ui/data-list/left-list.ts'
import { useViews } from '../../ui/data-list/use-views.ts'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useTagChoices, useUserChoices } from '../../ui/fields/list-fields.ts'
import { useListAddress } from '../../ui/shell/open-list.ts'
import { openInWindow } from '../../ui/shell/open-window.ts'
import { say } from '../../ui/words/i18n.ts'
import { contactColumns } from './contact-columns.ts'

export interface ShownList {
  focusGrid(): void
  toTop(): void
  focusTo(index: number): void
  focusIndex: number
}

export function useContactsList(list: () => ShownList | null) {
  const router = useRouter()
  const quiet = useQuiet()
  const users = useUserChoices()
  const tags = useTagChoices()
  const source = createListSource<ContactRow, ContactFilter, ContactSort>(contactListCalls)
  const left = leftList('contacts')
  const views = useViews('contacts', contactColumns, left ?? { filter: {}, sort: { by: 'name', descending: false } })
  const selection = useLeftList('contacts', views, () => list()?.focusIndex ?? 0)
  const comeBackTo = useListAddress('contacts', views) ? 0 : (left?.index ?? 0)
  const focused = shallowRef<ContactRow | null>(null)
  const parts = contactFilterParts(
    () => users.value,
    () => tags.value,
  )
  const isBin = computed(() => views.filter.value['binned'] === true)

  const open = (): Promise<void> => source.open(contactFilterOf(views.filter.value), views.sort.value as ContactSort)
  watch([views.filter, views.sort], () => {
    list()?.toTop()
    void open()
  })
  void open().then(() => {
    if (comeBackTo > 0) list()?.focusTo(comeBackTo)
  })
  views.load().catch(quiet.trouble)
  onScopeDispose(source.close)

  const target = () => contactTarget(selection, focused.value)
  async function change(ask: (chosen: Selection) => Promise<SelectionOutcome>, words: string): Promise<void> {
    const chosen = target()
    if (!chosen) return
    try {
      const outcome = await ask(chosen.selection)
      quiet.done(say(words, {}, outcome.changed), outcome.changeSetId)
      list()?.focusGrid()
    } catch (error) {
      quiet.trouble(error)
    }
  }
  const setOwner = (ownerId: string): Promise<void> => change((chosen) => ask('contact.change', { selection: chosen, change: { ownerId } }), 'contacts.done.owner')
  const setRelation = (relation: ContactRow['relation']): Promise<void> => change((chosen) => ask('contact.change', { selection: chosen, change: { relation } }), 'contacts.done.relation')
  const addTag = (id: string): Promise<void> => change((chosen) => ask('contact.change', { selection: chosen, change: { addTagIds: [id] } }), 'contacts.done.tagged')
  const removeTag = (id: string): Promise<void> => change((chosen) => ask('contact.change', { selection: chosen, change: { removeTagIds: [id] } }), 'contacts.done.untagged')
  async function bin(): Promise<void> {
    if (isBin.value) return
    await change((chosen) => ask('contact.bin', { selection: chosen }), 'contacts.done.binned')
    selection.clear()
  }
  async function restore(): Promise<void> {
    await change((chosen) => ask('contact.restore', { selection: chosen }), 'contacts.done.restored')
    selection.clear()
  }
  async function changeDates(): Promise<void> {
    const chosen = target()
    if (chosen && !isBin.value) await openDialog('bulk-dates', { of: 'contacts', ...chosen })
  }
  function openRow(row: ContactRow, inWindow: boolean): void {
    if (inWindow) openInWindow('contact', row.id).catch(quiet.trouble)
    else void router.push(`/contacts/${row.id}`)
  }
  async function createContact(kind: 'company' | 'person'): Promise<void> {
    const made = await openDialog('contact-form', { kind })
    if (made) await router.push(`/contacts/${made.id}`)
  }
  return {
    source, selection, views, parts, focused, isBin, users, tags,
    openRow, createContact, setOwner, setRelation, addTag, removeTag, bin, restore, changeDates,
    showHistory: (row: ContactRow | null) => row && openDialog('record-history', { recordId: row.id, title: row.name }),
  }
}
