// The answers of `app.state` and `settings.get` asked at the very start; the stores begin with them.
import type { AppState } from '../../../src-shared/contract/app.ts'
import type { Lists, Settings } from '../../../src-shared/contract/settings.ts'

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
