// Phone numbers: the key by which two spellings are the same, and the prefix of a country. Pure; runs on any thread. What was
// typed is what is stored; nothing here refuses a number.

import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min'

/** Numbers are at most 15 digits (E.164); longer text is notes, not a number, and is not searched for one. */
const longestText = 60

function countryCode(country: string): CountryCode | undefined {
  const code = country.toUpperCase()
  return isSupportedCountry(code) ? code : undefined
}

function read(text: string, country: string): PhoneNumber | undefined {
  if (text.length > longestText) return undefined
  const number = parsePhoneNumberFromString(text, countryCode(country))
  return number?.isValid() ? number : undefined
}

/**
 * E.164 ('+34600111222') where the number is valid in its country, else its digits alone; empty without any. A number
 * without a country prefix is one of `defaultCountry` (ISO 3166-1 alpha-2). An extension does not count.
 */
export function phoneKey(text: string, defaultCountry = 'ES'): string {
  return read(text, defaultCountry)?.number ?? text.normalize('NFKC').replace(/[^0-9]/g, '')
}

/** Digits that lead to a country from abroad ('34'), or null where it has none. `country`: ISO 3166-1 alpha-2. */
export function callingCode(country: string): string | null {
  const code = countryCode(country)
  return code === undefined ? null : getCountryCallingCode(code)
}
