// What makes two spellings of a phone, mail or site the same. Pure; runs on any thread. A stored key is compared with keys made later, so a change of the
// rules here needs a migration.
import { mailKey } from './mail-address.ts'
import { phoneKey } from './phone.ts'

/** `country` (ISO 3166-1 alpha-2): that of phones without a prefix. */
export function pointKey(kind: 'phone' | 'mail' | 'web', value: string, country: string): string {
  if (kind === 'phone') return phoneKey(value, country || 'ES')
  if (kind === 'mail') return mailKey(value)
  return value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
}
