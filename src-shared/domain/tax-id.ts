// Tax ids (CON-1): whether the check digit is right where the country's rule is known, and the key by which two spellings
// are the same. Pure; runs on any thread. A wrong one is said, never refused: papers carry wrong ones too.

export interface TaxIdCheck {
  /** 'unknown': no rule for that country here, or a form of it that carries no check. */
  status: 'valid' | 'invalid' | 'unknown'
  /** Capitals and digits alone, without the country's prefix, a Spanish DNI filled to 8 digits; what is to be stored and shown. */
  normalized: string
}

/** Null where the text is not of a form that the rule speaks of. */
type Rule = (id: string) => boolean | null

const digitsOf = (text: string) => [...text].map(Number)
const weighted = (text: string, weights: readonly number[]) =>
  weights.reduce((sum, weight, index) => sum + weight * (digitsOf(text)[index] ?? 0), 0)

/** ISO/IEC 7812-1 annex B. */
function isLuhn(digits: string): boolean {
  const sum = digitsOf(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = index % 2 === 0 ? digit : digit * 2
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'
const dniLetter = (number: string) => dniLetters[Number(number) % 23]

/**
 * NIF of a person (RD 1065/2007, arts. 19 and 20; NIE: art. 20 and RD 557/2011), also K, L and M; NIF of an entity
 * (Orden EHA/451/2008). Some letters of entities take a digit, some a letter, the others either.
 */
function checkSpanish(id: string): boolean {
  const person = /^(?:([XYZKLM])?(\d{7})|(\d{8}))([A-Z])$/.exec(id)
  if (person) {
    const [, first = '', seven = '', eight = '', letter] = person
    const lead = 'XYZ'.includes(first) && first !== '' ? String('XYZ'.indexOf(first)) : ''
    return dniLetter(eight || lead + seven) === letter
  }
  const entity = /^([ABCDEFGHJNPQRSUVW])(\d{7})([0-9A-J])$/.exec(id)
  if (!entity) return false
  const [, kind = '', number = '', control = ''] = entity
  const sum = digitsOf(number).reduce((total, digit, index) => {
    const value = index % 2 === 0 ? digit * 2 : digit
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  const digit = (10 - (sum % 10)) % 10
  const takesLetter = 'NPQRSW'.includes(kind) || number.startsWith('00')
  const takesDigit = !'NPQRSW'.includes(kind)
  const takesEither = 'CDFGJUV'.includes(kind)
  return (takesDigit && control === String(digit)) || ((takesLetter || takesEither) && control === 'JABCDEFGHI'[digit])
}

/** Partita IVA (DPR 633/1972, art. 35) or codice fiscale (DM 23 December 1976). */
function checkItalian(id: string): boolean {
  if (/^\d{11}$/.test(id)) return isLuhn(id)
  if (!/^[A-Z]{6}[0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]$/.test(id)) return false
  const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
  const sum = [...id.slice(0, 15)].reduce((total, sign, index) => {
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65
    return total + (index % 2 === 0 ? (odd[value] ?? 0) : value)
  }, 0)
  return id.charCodeAt(15) - 65 === sum % 26
}

/** ISO/IEC 7064, MOD 11,10. */
function isMod11And10(digits: string): boolean {
  const product = digitsOf(digits.slice(0, -1)).reduce((carry, digit) => {
    const sum = (carry + digit) % 10 || 10
    return (sum * 2) % 11
  }, 10)
  return (11 - product) % 10 === Number(digits.at(-1))
}

/** Rules as the European Commission publishes them for VIES, and the numbers that a company has at home. */
const rules: Readonly<Record<string, Rule>> = {
  ES: checkSpanish,
  IT: checkItalian,
  PT: (id) => {
    if (!/^[1-9]\d{8}$/.test(id)) return false
    const check = 11 - (weighted(id, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
    return (check > 9 ? 0 : check) === Number(id[8])
  },
  FR: (id) => {
    // SIREN, SIRET or the VAT number, whose key is made of the SIREN; keys with letters carry no rule we know.
    if (/^\d{9}$/.test(id)) return isLuhn(id)
    if (/^\d{14}$/.test(id)) return isLuhn(id) || (id.startsWith('356000000') ? null : false)
    if (!/^\d{11}$/.test(id)) return null
    return isLuhn(id.slice(2)) && (12 + 3 * (Number(id.slice(2)) % 97)) % 97 === Number(id.slice(0, 2))
  },
  // A Steuernummer, which has other lengths, follows a rule of each Land.
  DE: (id) => (/^\d{9}$/.test(id) ? isMod11And10(id) : null),
  BE: (id) => (/^[01]\d{9}$/.test(id) ? 97 - (Number(id.slice(0, 8)) % 97) === Number(id.slice(8)) : false),
  NL: (id) => {
    if (!/^\d{9}B\d{2}$/.test(id)) return null
    const eleven = weighted(id, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(id[8])
    // Since 2020 sole traders have numbers checked by MOD 97 over the whole, letters as 10 to 35.
    return eleven || Number(BigInt(`2321${id.replace('B', '11')}`) % 97n) === 1
  },
  PL: (id) => (/^\d{10}$/.test(id) ? weighted(id, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(id[9]) : null),
  LU: (id) => (/^\d{8}$/.test(id) ? Number(id.slice(0, 6)) % 89 === Number(id.slice(6)) : null),
  AT: (id) => {
    if (!/^U\d{8}$/.test(id)) return null
    const sum = digitsOf(id.slice(1, 8)).reduce((total, digit, index) => {
      const value = index % 2 === 0 ? digit : digit * 2
      return total + (value > 9 ? value - 9 : value)
    }, 0)
    return (96 - sum) % 10 === Number(id[8])
  },
}

/** Capitals and digits alone. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

/** A DNI typed without its leading zeros, filled up. */
function filled(id: string): string {
  return /^\d{3,7}[A-Z]$/.test(id) ? id.padStart(9, '0') : id
}

/** The id without the prefix of `country`, where what follows it can be one. */
function withoutPrefix(id: string, country: string): string {
  if (!id.startsWith(country)) return id
  const rest = id.slice(2)
  // No Spanish NIF begins with two letters, so ES is always the prefix.
  return rest !== '' && (country === 'ES' || rules[country]?.(rest) === true) ? rest : id
}

/** `country`: ISO 3166-1 alpha-2. A VAT number that carries another country's prefix and is right there is valid. */
export function checkTaxId(text: string, country: string): TaxIdCheck {
  const home = country.toUpperCase()
  const typed = bare(text)
  if (typed === '') return { status: 'unknown', normalized: '' }
  const stripped = withoutPrefix(typed, home)
  const normalized = home === 'ES' ? filled(stripped) : stripped
  const right = Object.hasOwn(rules, home) ? rules[home]!(normalized) : null
  if (right) return { status: 'valid', normalized }
  const prefix = typed.slice(0, 2)
  if (prefix !== home && Object.hasOwn(rules, prefix) && rules[prefix]!(typed.slice(2))) {
    return { status: 'valid', normalized: typed }
  }
  return { status: right === null ? 'unknown' : 'invalid', normalized }
}

/** The same for every spelling of one tax id: points, blanks, case, a Spanish prefix and missing zeros do not count. */
export function taxIdKey(text: string): string {
  return filled(withoutPrefix(bare(text), 'ES'))
}
