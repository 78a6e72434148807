// A time of day alone, as typed into a field of its own: 10, 1030, las 5 y media, 4 pm, noon. Pure; runs on any thread.
import type { LocalTime } from '../local-time.ts'
import { timesOfClock, timesOfPart } from './choose-time.ts'
import { matchAt } from './rules.ts'
import { bareTimes, timeRules } from './time-rules.ts'
import type { Setting } from './types.ts'
import { fold, withDigits } from './words.ts'

/** Likeliest first; null where the text is no time, or more than one. */
export function readTime(text: string, setting: Setting): LocalTime[] | null {
  if (text.length > 60) return null
  const folded = withDigits(fold(text))
  for (const { pattern, read } of [...timeRules, ...bareTimes]) {
    const found = matchAt(pattern, folded, 0)
    if (found?.[0].length !== folded.length || folded === '') continue
    const piece = read(found)
    if (piece === null || 'reason' in piece) continue
    if (piece.kind === 'clock') return timesOfClock(piece.clock, null, setting, null)
    if (piece.kind === 'part') return timesOfPart(piece.part, setting).filter((time) => time !== null)
  }
  return null
}
