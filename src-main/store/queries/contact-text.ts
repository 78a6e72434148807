// What a typed text finds among contacts (CON-3, UX-1): words as prefixes in the full-text index, digits also as phone numbers however they
// are written. Runs on a reader's thread. Any text is safe: nothing typed ever reaches the query language unquoted.
import { callingCode } from '../../../src-shared/domain/phone.ts'
import type { ReadStore } from '../read-store.ts'

/** A SELECT of integer keys of contacts, as text and parameters. It may name one twice. */
export interface KeySource {
  sql: string
  params: unknown[]
}

const hasWordCharacter = /[\p{L}\p{N}]/u
const looksLikeNumber = /^[+(]*[\d][\d().\-/]*$/
/** Shorter runs are house numbers and the like. */
const shortestPhone = 3
const shortestInfix = 4

interface Typed {
  words: string[]
  /** All groups of digits together: `955 51 23 45`. */
  digits: string | null
  groups: number
  /** Typed with its country. */
  isInternational: boolean
}

/** What was typed, as words and as digits that may be a phone. */
export function typedText(text: string): Typed {
  const parts = text
    .normalize('NFC')
    .split(/[\s\x00-\x1f]+/)
    .filter((part) => hasWordCharacter.test(part))
  const words: string[] = []
  const numbers: string[] = []
  for (const part of parts) {
    if (looksLikeNumber.test(part)) numbers.push(part)
    else words.push(part)
  }
  const joined = numbers.join('')
  const bare = joined.replace(/\D/g, '')
  const isInternational = joined.startsWith('+') || bare.startsWith('00')
  const digits = isInternational ? bare.replace(/^00/, '') : bare
  return {
    words: [...words, ...numbers],
    digits: digits.length >= shortestPhone ? digits : null,
    groups: numbers.length,
    isInternational,
  }
}

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"*`

/** One word of the query: as typed, or with its punctuation taken out where it carries digits (`B-41.000.001`). */
function term(word: string): string {
  const bare = word.replace(/[^\p{L}\p{N}]/gu, '')
  return bare !== word && /\d/.test(word) ? `(${quoted(word)} OR ${quoted(bare)})` : quoted(word)
}

/** FTS5 query in which every word of the text must begin a word of the record; null for a text without letters or digits. */
export function wordsQuery(text: string, column: 'places' | null = null): string | null {
  const { words } = typedText(text)
  if (words.length === 0) return null
  const all = words.map(term).join(' AND ')
  return column === null ? all : `{${column}} : (${all})`
}

/** Keys of the contacts that the text finds. `country` (ISO 3166-1 alpha-2): whose phones are typed without a prefix. */
export function contactsByText(store: ReadStore, text: string, country = 'ES'): KeySource {
  const typed = typedText(text)
  if (typed.words.length === 0) {
    const bare = text.trim()
    return { sql: 'SELECT row_id FROM contact WHERE instr(name, ?) > 0', params: [bare] }
  }
  const byWords: KeySource = {
    sql: 'SELECT rowid FROM contact_search WHERE contact_search MATCH ?',
    params: [typed.words.map(term).join(' AND ')],
  }
  const byTax = contactsByTaxId(text)
  const withTax = (source: KeySource): KeySource =>
    byTax === null ? source : { sql: `${source.sql} UNION ${byTax.sql}`, params: [...source.params, ...byTax.params] }
  if (typed.digits === null) return withTax(byWords)
  const { source: byPhone, isBeginning } = contactsByPhone(
    store,
    typed.digits,
    typed.isInternational ? null : (callingCode(country) ?? ''),
  )
  const others = typed.words.filter((word) => !looksLikeNumber.test(word))
  const narrowed =
    others.length === 0
      ? byPhone
      : {
          sql: `${byPhone.sql} INTERSECT SELECT rowid FROM contact_search WHERE contact_search MATCH ?`,
          params: [...byPhone.params, others.map(term).join(' AND ')],
        }
  // Digits in groups that begin a phone are that phone; a single group may as well be a postcode or a tax id.
  if (isBeginning && typed.groups > 1) return narrowed
  return withTax({
    sql: `SELECT * FROM (${narrowed.sql}) UNION ${byWords.sql}`,
    params: [...narrowed.params, ...byWords.params],
  })
}

/** What may stand before the digits of a Spanish tax id. */
const taxLetters = JSON.stringify(['', ...'ABCDEFGHJKLMNPQRSUVWXYZ'])

/** Contacts whose tax id begins so, however it is written, also without its first letter; null for what is no beginning of one. */
function contactsByTaxId(text: string): KeySource | null {
  const bare = text.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '')
  if (!/^[A-Z]{0,3}\d{3,}[A-Z]?\d*$/.test(bare)) return null
  const beginning = bare.replace(/^ES(?=.)/, '')
  return {
    sql: `SELECT c.row_id FROM json_each(?) AS l CROSS JOIN contact c INDEXED BY contact_tax_key ON c.tax_key >= l.value || ? AND c.tax_key < l.value || ?`,
    // What follows a digit or a letter in a tax id is before '['.
    params: [/^\d/.test(beginning) ? taxLetters : '[""]', beginning, `${beginning}[`],
  }
}

/**
 * Keys of the contacts with a phone of these digits: from its beginning, with or without the country's prefix; where none begins so, anywhere
 * inside (the last four digits are what people remember). Stored keys are E.164, or bare digits where the number was not valid. `homePrefix` is
 * null where the country was typed.
 */
function contactsByPhone(
  store: ReadStore,
  digits: string,
  homePrefix: string | null,
): { source: KeySource; isBeginning: boolean } {
  const beginnings = homePrefix === null ? [`+${digits}`] : [`+${homePrefix}${digits}`, `+${digits}`, digits]
  const range = `SELECT contact_row FROM contact_point WHERE kind = 'phone' AND key >= ? AND key < ?`
  const params = beginnings.flatMap((beginning) => [beginning, `${beginning}:`]) // ':' follows '9'
  const ranges: KeySource = { sql: beginnings.map(() => range).join(' UNION ALL '), params }
  const isBeginning = store.getSql(`${ranges.sql} LIMIT 1`, ...params) !== undefined
  if (isBeginning || digits.length < shortestInfix) return { source: ranges, isBeginning }
  // Looks through all phones: once, as the query would be asked again and again.
  const inside = store.pluck<number>(
    `SELECT contact_row FROM contact_point WHERE kind = 'phone' AND instr(key, ?) > 0`,
    [digits],
  )
  return { source: { sql: 'SELECT value FROM json_each(?)', params: [JSON.stringify(inside)] }, isBeginning }
}
