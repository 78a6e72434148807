// Names of countries in Spanish and English as codes. Pure; runs on any thread.
import { foldForSearch } from '../name-keys.ts'

let known: Map<string, string> | null = null

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
/** As people write them beside what the language's own list says. */
const others: readonly (readonly [string, string])[] = [
  ['usa', 'US'],
  ['eeuu', 'US'],
  ['ee.uu.', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['inglaterra', 'GB'],
  ['england', 'GB'],
  ['holanda', 'NL'],
  ['holland', 'NL'],
  ['espana (peninsula)', 'ES'],
]

/** Codes of the past that still have a name, as UK and FX, by the one that counts. */
const current = (code: string): string => Intl.getCanonicalLocales(`und-${code}`)[0]?.slice('und-'.length) ?? code

function namesOfCountries(): Map<string, string> {
  const names = new Map(others)
  for (const language of ['es', 'en']) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const first of letters)
      for (const second of letters) {
        const name = display.of(first + second)
        if (name !== undefined) names.set(foldForSearch(name), current(first + second))
      }
  }
  return names
}

/** ISO 3166-1 alpha-2 of a code or a name, or null where it is neither. */
export function countryOf(text: string): string | null {
  const plain = text.trim()
  known ??= namesOfCountries()
  const byName = known.get(foldForSearch(plain))
  if (byName !== undefined) return byName
  return /^[A-Za-z]{2}$/.test(plain) && [...known.values()].includes(plain.toUpperCase()) ? plain.toUpperCase() : null
}
