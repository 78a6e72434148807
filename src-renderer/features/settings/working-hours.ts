// Working hours as they are edited: what is wrong with them, and a sensible next stretch. Pure.
import { fromMinutes, toMinutes } from '../../../src-shared/domain/local-time.ts'

export interface Stretch {
  from: string
  to: string
}

/** Key of what is wrong, or null: each stretch ends after it starts, and starts after the one before. */
export function hoursTrouble(hours: readonly Stretch[]): 'settings.hours.ends' | 'settings.hours.overlap' | null {
  let end = ''
  for (const { from, to } of hours) {
    if (to <= from) return 'settings.hours.ends'
    if (from < end) return 'settings.hours.overlap'
    end = to
  }
  return null
}

/** An hour after the last stretch ends, three hours long, within the day; null when no room is left. */
export function nextStretch(hours: readonly Stretch[]): Stretch | null {
  const last = hours.at(-1)
  if (!last) return { from: '09:00', to: '14:00' }
  const from = toMinutes(last.to) + 60
  if (from >= 23 * 60) return null
  return { from: fromMinutes(from), to: fromMinutes(Math.min(23 * 60 + 59, from + 180)) }
}
