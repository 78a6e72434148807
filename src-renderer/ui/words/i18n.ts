// The words of the program in the language of the settings. Spanish comes with the interface; English is loaded when wanted.
import { createI18n } from 'vue-i18n'
import { words as es } from '../locales/es.ts'

export type Language = 'es' | 'en'

export const i18n = createI18n({
  legacy: false,
  locale: 'es',
  fallbackLocale: 'es',
  messages: { es },
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})

/** Changes the language of this window. Resolves when the words are there. */
export async function speak(language: Language): Promise<void> {
  const composer = i18n.global
  if (language === 'en' && !(composer.availableLocales as string[]).includes('en')) {
    const { words } = await import('../locales/en.ts')
    ;(composer.setLocaleMessage as (locale: string, messages: unknown) => void)('en', words)
  }
  ;(composer.locale as unknown as { value: Language }).value = language
  document.documentElement.lang = language
}

/** Words outside of components (`t` of the one composer). */
export function say(key: string, values: Record<string, unknown> = {}, count?: number): string {
  const t = i18n.global.t as (key: string, ...rest: unknown[]) => string
  return count === undefined ? t(key, values) : t(key, { n: count, ...values }, count)
}

export function language(): Language {
  return (i18n.global.locale as unknown as { value: Language }).value
}
