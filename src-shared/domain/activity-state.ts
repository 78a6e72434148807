// The five states of an activity (ACT-5) and which of them still wait to be done. Pure; runs on any thread.

export type ActivityState = 'planned' | 'in_progress' | 'on_hold' | 'done' | 'cancelled'

export const activityStates: readonly ActivityState[] = ['planned', 'in_progress', 'on_hold', 'done', 'cancelled']

/** Still to be done: neither done nor cancelled. */
export function isOpen(state: ActivityState): boolean {
  return state !== 'done' && state !== 'cancelled'
}
