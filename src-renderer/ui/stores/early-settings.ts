// The answers of `app.state`, `settings.get` and `urgency.now` asked at the very start; the stores begin with them.
import type { AppState } from '../../../src-shared/contract/app.ts'
import type { Lists, Settings } from '../../../src-shared/contract/settings.ts'
import type { UrgencyNow } from '../../../src-shared/domain/urgency.ts'

export interface EarlySettings {
  state: Promise<AppState>
  settings: Promise<{ settings: Settings; lists: Lists }>
}

let early: EarlySettings | null = null

export function offerEarlySettings(answers: EarlySettings): void {
  answers.state.catch(() => undefined)
  answers.settings.catch(() => undefined)
  early = answers
}

export function takeEarlySettings(): EarlySettings | null {
  const answers = early
  early = null
  return answers
}

let earlyUrgency: Promise<UrgencyNow> | null = null

export function offerEarlyUrgency(answer: Promise<UrgencyNow>): void {
  answer.catch(() => undefined)
  earlyUrgency = answer
}

/** Once: the first rows are drawn with their marks, not drawn anew when these come. */
export function takeEarlyUrgency(): Promise<UrgencyNow> | null {
  const answer = earlyUrgency
  earlyUrgency = null
  return answer
}
