// The words of the program in the language of the settings. Spanish comes with the interface; English is loaded when wanted.
import { createI18n } from 'vue-i18n'
import type { ActivityState } from '../../../src-shared/domain/activity-state.ts'
import { words as es } from '../locales/es.ts'

export type Language = 'es' | 'en'

type Words = { [key: string]: string | Words }
type Ready = { [key: string]: string | (() => string) | Ready }

/** Four words in five are plain text: as functions they need not be compiled when they are first said. */
function ready(words: Words): Ready {
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value !== 'string' ? ready(value) : /[{}@|]/.test(value) ? value : () => value]))
}

export const i18n = createI18n({
  legacy: false,
  locale: 'es',
  fallbackLocale: 'es',
  messages: { es: ready(es as Words) as unknown as typeof es },
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})

/** Changes the language of this window. Resolves when the words are there. */
export async function speak(language: Language): Promise<void> {
  const composer = i18n.global
  if (language === 'en' && !(composer.availableLocales as string[]).includes('en')) {
    const { words } = await import('../locales/en.ts')
    ;(composer.setLocaleMessage as (locale: string, messages: unknown) => void)('en', ready(words as Words))
    shipped.set('en', statesOf(words))
    if (ownStates !== '{}') nameStates(JSON.parse(ownStates) as Partial<Record<ActivityState, string>>)
  }
  ;(composer.locale as unknown as { value: Language }).value = language
  document.documentElement.lang = language
}

const statesOf = (words: Record<string, Record<string, unknown>>): Record<string, string> => ({ ...(words['lists']?.['states'] as Record<string, string>) })
const shipped = new Map([['es', statesOf(es)]])
let ownStates = '{}'

/** The user's own words for the states of activities take the place of the shipped ones, wherever they are said and in every language (SET-2). */
export function nameStates(names: Partial<Record<ActivityState, string>>): void {
  ownStates = JSON.stringify(names)
  const own = Object.fromEntries(Object.entries(names).map(([state, name]) => [state, literally(name)]))
  const merge = i18n.global.mergeLocaleMessage as (locale: string, messages: unknown) => void
  for (const [locale, states] of shipped) merge(locale, { lists: { states: { ...states, ...own } } })
}

/** What came with the program, for the field in which it can be replaced. */
export const shippedState = (state: ActivityState): string => shipped.get(language())?.[state] ?? state

/** A text as a message says it: signs that mean something in messages mean themselves. */
const literally = (text: string): string => text.replace(/[{}@|$]/g, (sign) => `{'${sign}'}`)

/** Words outside of components (`t` of the one composer). */
export function say(key: string, values: Record<string, unknown> = {}, count?: number): string {
  const t = i18n.global.t as (key: string, ...rest: unknown[]) => string
  return count === undefined ? t(key, values) : t(key, { n: count, ...values }, count)
}

export function language(): Language {
  return (i18n.global.locale as unknown as { value: Language }).value
}
