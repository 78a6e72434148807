// What the quick and the full form of an activity do alike as dialogs: save and answer, leave a draft, make a contact on the way, say a duration.
import { computed, nextTick, useTemplateRef, type ComputedRef, type WritableComputedRef } from 'vue'
import { openDialog, type Dialogs } from '../../ui/dialogs/dialogs.ts'
import { useQuiet } from '../../ui/feedback/quiet.store.ts'
import { useUserChoices } from '../../ui/fields/list-fields.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { say } from '../../ui/words/i18n.ts'
import { minutesOf } from './activity-fields.ts'
import { focusTrouble } from './focus-trouble.ts'
import type { ActivityForm } from './use-activity-form.ts'

type Answer = { id: string } | null

export interface FormDialog {
  users: ReturnType<typeof useUserChoices>
  /** Null where none, or none that can be read, is given. */
  minutes: WritableComputedRef<number | null>
  /** What stands behind the duration: its unit, and hours where it has some. */
  minutesWords: ComputedRef<string>
  save(): Promise<void>
  /** Closes the dialog; what was typed stays as a draft, and `again` opens it. */
  leave(): Promise<void>
  createContact(kind: 'company' | 'person', name: string): Promise<void>
}

export function useFormDialog(form: ActivityForm, emit: (event: 'answer', value: Answer) => void, again: () => void): FormDialog {
  const { fields } = form
  const format = useFormat()
  const quiet = useQuiet()
  /** `root` of the template: where the first wrong field is looked for. */
  const root = useTemplateRef<HTMLElement>('root')
  const minutes = computed({
    get: () => minutesOf(fields.minutes) ?? null,
    set: (length) => (fields.minutes = length === null ? '' : String(length)),
  })
  return {
    users: useUserChoices(() => fields.ownerId),
    minutes,
    minutesWords: computed(() =>
      minutes.value !== null && minutes.value >= 60 ? `min · ${format.duration(minutes.value)}` : 'min',
    ),
    async save() {
      const id = await form.save()
      if (id !== null) emit('answer', { id })
      else await nextTick(() => focusTrouble(root.value))
    },
    async leave() {
      const subject = fields.subject || say('activities.form.new')
      const stays = await form.leave()
      if (stays)
        quiet.show(say('drafts.kept', { title: subject }), {
          action: { label: say('drafts.goOn'), run: again },
        })
      emit('answer', null)
    },
    async createContact(kind, name) {
      const employer = { employerId: fields.company?.id ?? null, employerName: fields.company?.name ?? null }
      const given: Dialogs['contact-form']['props'] = { kind, name, ...(kind === 'person' ? employer : {}) }
      const made = await openDialog('contact-form', given)
      if (!made) return
      if (kind === 'company') fields.company = { id: made.id, name: made.name, kind }
      else form.setPerson({ id: made.id, name: made.name, kind })
    },
  }
}
