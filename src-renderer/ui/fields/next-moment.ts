// What a next date holds, and how it becomes the plan of the contract.
import type { NextPlan } from '../../../src-shared/contract/activities.ts'

export interface NextMoment {
  on: string
  time: string | null
  durationMinutes: number | null
  until: string | null
}

/** `typeId` and `subject` null: as the activity that is closed. */
export function planOf(moment: NextMoment | null, zone: string, more: Partial<Pick<NextPlan, 'typeId' | 'subject'>> = {}): NextPlan | null {
  return moment === null ? null : { ...moment, zone, typeId: null, subject: null, ...more }
}
