// Keys of names: what sorts them (SQLite has no ICU and compares bytes) and what finds them. Pure; runs on any
// thread. A stored key is compared with keys made later, so a change of the rules here needs a migration.

/** Letters of their own that carry no accent to take off; lower case. */
const plainLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ĸ: 'k',
  ς: 'σ',
}
const ownLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g')
const marks = /[\u0300-\u036f]/g
 
const notAscii = /[^\x00-\x7f]/

/** Lower case, accents off, ñ as n: what makes a hit whatever was typed. Punctuation and spaces stay. */
export function foldForSearch(text: string): string {
  const lower = text.toLowerCase()
  if (!notAscii.test(lower)) return lower
  // Composed again at the end: only the accents go, and Hangul stays syllables.
  return lower
    .normalize('NFD')
    .replace(marks, '')
    .replace(ownLetter, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC')
}

/** A run of digits so that binary order is the order of the numbers: how many digits they are, then the digits. */
function numberKey(run: string): string {
  const number = run.replace(/^0+(?=\d)/, '')
  const more = number.length - 1
  return more < 9 ? `${more}${number}` : `9${String(Math.min(more, 9999)).padStart(4, '0')}${number}`
}

const enye = /n\u0303/g

/**
 * Text whose plain binary order is the order of names in Spanish: case and accents do not count, ñ comes after every
 * other n, numbers count as numbers ("Taller 2" before "Taller 10"), word by word ("De la Cruz" before "Delgado"),
 * digits before letters. Apostrophes and points are passed over, all other punctuation parts words; what stands before
 * the first letter or digit is ignored. Names that differ only in those have the same key.
 */
export function sortKey(name: string): string {
  const lower = name.replaceAll('~', ' ').normalize('NFKD').toLowerCase()
  const folded = notAscii.test(lower)
    ? lower
        .normalize('NFD')
        .replace(enye, 'n~') // '~' is above every ASCII letter
        .replace(marks, '')
        .replace(ownLetter, (letter) => plainLetters[letter] ?? letter)
        .normalize('NFC')
    : lower
  const key = folded
    .replace(/['’ʼ`´.·]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}~]+/gu, ' ')
    .trim()
    .replace(/[0-9]+/g, numberKey)
  return key === '' ? folded.trim() : key
}
