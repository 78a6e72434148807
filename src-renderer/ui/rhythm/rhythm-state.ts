// How a contact stands to its rhythm today (NXT-5): fresh, cooling (past it by a quarter), cold (past twice of it), or without one. Pure.
import type { ContactRow, RhythmState } from '../../../src-shared/contract/contacts.ts'
import { daysBetween } from '../../../src-shared/domain/local-time.ts'

type Rhythm = Pick<ContactRow, 'lastContact' | 'rhythmDays' | 'rhythmFrom' | 'coolingFrom' | 'coldFrom'>

export function rhythmState({ coolingFrom, coldFrom }: Rhythm, today: string): RhythmState {
  if (coolingFrom === null) return 'none'
  if (coldFrom !== null && coldFrom <= today) return 'cold'
  return coolingFrom <= today ? 'cooling' : 'fresh'
}

/** Whole days since the last contact; null where there was none. */
export const daysSince = ({ lastContact }: Rhythm, today: string): number | null => (lastContact === null ? null : daysBetween(lastContact.slice(0, 10), today))
