// The words of this window for the values of the history.
import { useRuleWords } from '../../ui/activities/recurrence-words.ts'
import { dateNames } from '../../ui/format/date-words.ts'
import { useFormat } from '../../ui/format/use-format.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { i18n, say } from '../../ui/words/i18n.ts'
import type { WordSource } from './value-words.ts'

export function useWords(): WordSource {
  const settings = useSettings()
  const format = useFormat()
  const has = i18n.global.te as (key: string) => boolean
  return {
    say: (key) => (has(key) ? say(key) : null),
    format,
    get days() {
      return dateNames(settings.settings.language).longDays
    },
    typeName: settings.typeName,
    resultName: settings.resultName,
    tagName: settings.tagName,
    userName: (id) => settings.userName(id),
    rule: useRuleWords(),
  }
}
