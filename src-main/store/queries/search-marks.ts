// Where in a text stands what was typed: ranges to be highlighted, and the stretch of a long text that is worth showing. Full-text tables keep no
// text, so both come from the stored one. Pure; runs on a reader's thread.
import type { MarkedText } from '../../../src-shared/contract/search.ts'
import { tokenPattern, wordTokens } from '../word-match.ts'
import { typedText } from './contact-text.ts'

export interface Wanted {
  patterns: RegExp[]
  /** Digits of a phone or tax id, however they are spaced. */
  digits: RegExp | null
}

const betweenDigits = '[\\s().\\-/]*'

export function wantedOf(text: string): Wanted {
  const { digits } = typedText(text)
  const tokens = [...new Set(wordTokens(text))].slice(0, 20)
  return {
    patterns: tokens.map((token) => tokenPattern([token])),
    digits: digits === null ? null : new RegExp([...digits].join(betweenDigits), 'g'),
  }
}

/** Ranges of the whole text that were looked for, joined where they meet. */
export function rangesIn(wanted: Wanted, text: string): [number, number][] {
  const found: [number, number][] = []
  for (const pattern of wanted.digits === null ? wanted.patterns : [wanted.digits, ...wanted.patterns]) {
    for (const match of text.matchAll(pattern)) {
      if (match[0] !== '') found.push([match.index, match.index + match[0].length])
      if (found.length > 100) break
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  const joined: [number, number][] = []
  for (const range of found) {
    const last = joined.at(-1)
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1])
    else joined.push(range)
  }
  return joined
}

export const marked = (wanted: Wanted, text: string): MarkedText => ({ text, hits: rangesIn(wanted, text) })

const before = 40
const length = 160

/** About a line around the first place found, blanks drawn together; null where nothing of it stands in the text. */
export function snippetOf(wanted: Wanted, text: string): MarkedText | null {
  let first = -1
  for (const pattern of wanted.digits === null ? wanted.patterns : [wanted.digits, ...wanted.patterns]) {
    pattern.lastIndex = 0
    const found = text.matchAll(pattern).next().value
    if (found !== undefined && (first < 0 || found.index < first)) first = found.index
  }
  if (first < 0) return null
  let from = Math.max(0, first - before)
  // Begins with a whole word.
  if (from > 0) {
    const blank = text.slice(from, first).search(/\s/)
    if (blank >= 0) from += blank + 1
  }
  const part = text.slice(from, from + length * 2).replace(/\s+/g, ' ').trim().slice(0, length)
  return marked(wanted, `${from > 0 ? '… ' : ''}${part}${from + length < text.length ? ' …' : ''}`)
}
