// Whether a text contains a word, by the rule of the search index (FTS5 `unicode61 remove_diacritics 2`): one row is decided without asking the index,
// which is slow row by row. Pure. Must stay true: it says of a column what the index says; a spec compares both.

const mark = '[\\u0300-\\u036f]*'
const marks = /[\u0300-\u036f]+/g
const token = '\\p{L}\\p{N}\\p{Co}'
const letters = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\u0300-\u036f]*/gu

function plain(letter: string): string {
  return letter.normalize('NFD').replace(/^([a-z])[\u0300-\u036f]+$/, '$1').normalize('NFC')
}

/** Plain letter -> it and all that fold to it. */
const variants = new Map<string, string>()
for (const [from, to] of [[0xc0, 0x24f], [0x1e00, 0x1eff]] as const) {
  for (let code = from; code <= to; code += 1) {
    const letter = String.fromCodePoint(code).toLowerCase()
    const base = plain(letter)
    if (base.length === 1 && base !== letter) variants.set(base, (variants.get(base) ?? base) + letter)
  }
}

/** Tokens of what was typed, folded; empty where there is nothing to look for. */
export function wordTokens(typed: string): string[] {
  return (typed.toLowerCase().match(letters) ?? []).map((word) => [...word.replace(marks, '')].map(plain).join(''))
}

function patternOf(tokens: readonly string[], flags = 'iu'): RegExp {
  const words = tokens.map((word) =>
    [...word].map((letter) => `${variants.has(letter) ? `[${variants.get(letter)}]` : letter}${mark}`).join(''),
  )
  // An accent of its own right behind a letter is that letter's, never what stands between two words; behind a blank it is nothing.
  return new RegExp(`(?<![${token}]${mark})${words.join(`[^${token}\\u0300-\\u036f][^${token}]*`)}`, flags)
}

/** Finds every place where a text has these tokens (of `wordTokens`), the last of which may go on in the text. */
export const tokenPattern = (tokens: readonly string[]): RegExp => patternOf(tokens, 'giu')

const patterns = new Map<string, RegExp>()

/** SQL function `word_in(key, text)`: 1 when the text has the tokens of the key (with spaces between), the last of which may go on in the text. */
export function wordIn(key: unknown, text: unknown): 0 | 1 {
  if (typeof key !== 'string' || typeof text !== 'string' || text === '') return 0
  let pattern = patterns.get(key)
  if (pattern === undefined) {
    if (patterns.size > 200) patterns.clear()
    pattern = patternOf(key.split(' '))
    patterns.set(key, pattern)
  }
  return pattern.test(text) ? 1 : 0
}
