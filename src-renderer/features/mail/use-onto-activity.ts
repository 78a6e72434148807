// The activity onto which mails are dropped (EML-2): what it is now, which mail fills its fields, and whose company the second question is about.
import { computed, shallowRef } from 'vue'
import type { ActivityDetail } from '../../../src-shared/contract/activities.ts'
import { isOpen } from '../../../src-shared/domain/activity-state.ts'
import { ask } from '../../ui/core.ts'
import { companyOf, isUndecided, type Decision, type Onto, type TakeInItem } from './take-in.ts'

export interface OntoNamed extends Onto {
  subject: string
}

/** `activityId` null: each mail becomes an activity of its own, and `ontoOf` is null for all. `load` rejects as `activity.get` does. */
export function useOntoActivity(activityId: string | null, emailTypeId: () => string | null, items: () => readonly TakeInItem[]) {
  const activity = shallowRef<ActivityDetail | null>(null)
  async function load(): Promise<void> {
    if (activityId !== null) activity.value = await ask('activity.get', { id: activityId })
  }
  /** Of several mails on one open email activity the first ticked one fills its fields; the others are attached. */
  const fillingKey = computed(() => {
    if (activity.value === null || !isOpen(activity.value.state) || activity.value.typeId !== emailTypeId()) return null
    const undecided = items().filter(isUndecided)
    return (undecided.find((one) => one.isTicked) ?? undecided[0])?.key ?? null
  })
  function ontoOf(one: TakeInItem): OntoNamed | null {
    if (activity.value === null) return null
    const { id, subject, revision, companyId, personId, direction } = activity.value
    return {
      id,
      subject,
      direction,
      hasContact: companyId !== null || personId !== null,
      fillsRevision: one.key === fillingKey.value ? revision : null,
    }
  }
  /** The customer of the activity: its company, else that of its person. With a company alone there is nothing to ask. */
  function ownCompany(decision: Decision): string | null {
    if (activity.value?.personId == null) return null
    return (
      activity.value.companyName ??
      (decision.contact?.id === activity.value.personId ? (decision.contact.employerName ?? null) : null)
    )
  }
  /** The company under which the mail may be filed too; null where there is none, or nothing to ask. */
  const companyFor = (one: TakeInItem): string | null => {
    if (one.decision === null) return null
    return ontoOf(one)?.hasContact ? ownCompany(one.decision) : companyOf(one.decision)
  }
  return { load, ontoOf, companyFor }
}
