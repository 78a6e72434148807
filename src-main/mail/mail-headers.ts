// Addresses, identifiers and shown texts of a message's headers. Pure; runs in the parse worker.
import { addressParser, decodeWords, type Header } from 'postal-mime'
import type { MailAddress } from '../../src-shared/domain/parsed-mail.ts'

const mostAddresses = 2000
const longestValue = 200_000

/** The first header of that name ('' where there is none): the first one wins, as in the library and in mail programs. */
export function headerValue(headers: readonly Header[], key: string): string {
  return headers.find((header) => header.key === key)?.value.slice(0, longestValue) ?? ''
}

/** One line that can be shown: no control characters, no bidirectional overrides, no lone surrogates. */
export function shownLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

export function subjectOf(headers: readonly Header[]): string {
  return shownLine(decodeWords(headerValue(headers, 'subject')))
}

/** Every address of every header of that name, groups opened. */
export function addressesOf(headers: readonly Header[], key: string): MailAddress[] {
  const found: MailAddress[] = []
  for (const header of headers) {
    if (header.key !== key || found.length >= mostAddresses) continue
    for (const entry of addressParser(header.value.slice(0, longestValue), { flatten: true })) {
      const address = plainAddress(entry.address ?? '')
      const name = shownLine(entry.name).replace(/^'(.*)'$/, '$1')
      if (address || name) found.push({ name: name === address ? '' : name, address })
    }
  }
  return found.slice(0, mostAddresses)
}

/** The domain in lower case, the local part as written (RFC 5321 2.4); no white space or control characters. */
export function plainAddress(address: string): string {
  const clean = shownLine(address).replace(/\s+/g, '').slice(0, 512)
  const at = clean.lastIndexOf('@')
  return at < 0 ? clean : clean.slice(0, at) + clean.slice(at).toLowerCase()
}

/** Message identifiers in the order of the header, with angle brackets; one without brackets is given them. */
export function messageIds(value: string): string[] {
  const bracketed = value.match(/<[^<>]{1,990}>/g)
  const ids = bracketed ? bracketed.map((id) => `<${id.slice(1, -1).replace(/\s+/g, '')}>`) : []
  if (!bracketed) {
    const bare = /[^\s<>,;"']{3,990}/.exec(value)?.[0]
    if (bare && (bare === value.trim() || bare.includes('@'))) ids.push(`<${bare}>`)
  }
  return [...new Set(ids.filter((id) => id.length > 2))].slice(0, 1000)
}
