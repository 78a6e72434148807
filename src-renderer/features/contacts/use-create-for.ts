// What can be created for one contact, already linked to it (CON-4): an activity of each type, a note; and its history.
import { computed, type ComputedRef } from 'vue'
import { openDialog } from '../../ui/dialogs/dialogs.ts'
import { useTypeChoices } from '../../ui/fields/list-fields.ts'
import type { MenuItem } from '../../ui/shell/menu-button.vue'
import { say } from '../../ui/words/i18n.ts'

export interface CreateTarget {
  id: string
  kind: 'company' | 'person'
  name: string
  employerId: string | null
}

/** Company and person of an activity made for a contact: a person's present company comes along. */
function linksOf(contact: CreateTarget): { companyId: string | null; personId: string | null } {
  return contact.kind === 'company' ? { companyId: contact.id, personId: null } : { companyId: contact.employerId, personId: contact.id }
}

export function useCreateFor(contact: () => CreateTarget | null): { items: ComputedRef<MenuItem[]>; createActivity: (typeId?: string) => void; createNote: () => void } {
  const types = useTypeChoices()
  function createActivity(typeId?: string): void {
    const target = contact()
    if (target) void openDialog('activity-quick', { ...linksOf(target), ...(typeId === undefined ? {} : { typeId }) })
  }
  function createNote(): void {
    const target = contact()
    if (target) void openDialog('note-form', { contactId: target.id, contactName: target.name })
  }
  const items = computed<MenuItem[]>(() => [
    ...types.value.map((type) => ({ id: type.value, text: type.text, icon: type.icon, color: type.color, run: () => createActivity(type.value) })),
    { id: 'note', text: say('fields.note'), icon: 'note-text-outline', starts: true, run: createNote },
  ])
  return { items, createActivity, createNote }
}
