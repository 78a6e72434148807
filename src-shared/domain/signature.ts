// What a sender's signature says about them (EML-5): proposals for a new person, never facts. Pure; any thread.
// Conservative: a doubtful line gives nothing, because a wrong phone is worse than none.
import { newTextOf, type ParsedMail } from './parsed-mail.ts'

export interface Signature {
  /** "First Last", from the header where it can be; empty when nothing is known. */
  name: string
  /** As written, white space made single; no fax. */
  phones: string[]
  company: string | null
  title: string | null
}

const freeMail =
  /^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|proton|protonmail|pm|mail|zoho|yandex|telefonica|movistar|terra|ono|orange|vodafone|jazztel|wanadoo|tutanota|tuta|fastmail|hey)\.(?:[a-z]{2,4})(?:\.[a-z]{2})?$/
const phoneLabel =
  /(?:^|[\s,;/(-])(?:tel[eé]fonos?|telephone|telefon|tel[eé]m[oó]vel|tel[eé]f|telfs?|tels?|t[eé]l|tlfno?s?|tlfn|tfno?s?|tlf|tf|m[oóò][vb]il|mvl|mobile|phone|cell?|port|direct[oa]?|centralita|oficina|office|whatsapp|mob|ph|[tmp])(?!\p{L})\.?(?:\s?\/?\s?(?:direct[oa]?|m[oó]vil|fijo|fax)\b)?\s*[:.\-–]?\s*(\(?\+?\d[\d ().\-–/]{6,24}\d)/giu
/** A number that says of itself that it is one: international, or nine digits as Spain writes them. */
const barePhone = /^(?:\(?\+\d[\d ().-]{7,20}\d|[6-9]\d{2}[ .-]?(?:\d{3}[ .-]?\d{3}|\d{2}[ .-]?\d{2}[ .-]?\d{2}))$/
const faxLabel = /^\(?(?:fax|f)(?!\p{L})/iu
/** What stands between two things on one line. */
const between = /[|·•;\u{1f4de}\u{1f4f1}\u260e\u2706\u{1f4e0}\ufe0f]|\s[-–/]\s(?=[\p{L}+(]|\d{2,3}[ .\d])|(?<=\d{3})\/(?=[+\d]{3})/u
const legalForm =
  /(?:^|[\s,])(?:gmbh\s?(?:&|und|y)\s?co\.?\s?kg|s\.?\s?a\.?\s(?:de|b\.? de)\sc\.?\s?v\.?|sociedad (?:limitada|an[oó]nima|cooperativa)(?: profesional| unipersonal)?|pty\.?\s?ltd\.?|s\.\s?a\.\s?r\.\s?l\.?|sarl|c\.\s?b\.?|s\.\s?l\.\s?u\.?|s\.\s?a\.\s?u\.?|s\.\s?l\.\s?l\.?|s\.\s?l\.\s?p\.?|s\.\s?l\.?|s\.\s?a\.\s?s\.?|s\.\s?a\.?|s\.\s?c\.?|s\.\s?coop\.?(?:\s?(?:and|mad|gal|v)\.?)?|slu|slp|sl|sau|sa|coop\.?\s?v\.?|gmbh|ltd\.?|limited|inc\.?|llc|llp|plc|corp\.?|b\.?v\.?|n\.?v\.?|s\.?r\.?l\.?|s\.?a\.?s\.?|s\.?p\.?a\.?|lda\.?|ag|kg|oy|ab)(?=\s*(?:$|[|,;·•()–-]))/iu
const titleWord =
  /(?<!\p{L})(?:director[a]?|directrice|diretor[a]?|dirección|departamento|dpto|depto|gesch[aä]ftsf[uü]hrer(?:in)?|responsabile|inkoop\p{L}*|cap d[e']|vp|vice|co-founder|gerente|gerencia|jef[ea]|responsable|comercial|ventas|compras|administraci[oó]n|administrativ[oa]|administrador[a]?|consultor[a]?|ingenier[oa]|t[eé]cnic[oa]|arquitect[oa]|abogad[oa]|asesor[a]?|coordinador[a]?|secretari[oa]|president[ea]|soci[oa]|delegad[oa]|encargad[oa]|export|manager|director|head of|chief|officer|c[etfmio]o|sales|purchasing|account|engineer|consultant|assistant|owner|founder|partner|president|specialist|representative|buyer)(?!\p{L})/iu
/** Abbreviations that a title may have. */
const shortened = /(?<!\p{L})(?:d(?:e?p(?:ar)?to|ir)|resp|adm|rr|hh|ss|tt|ing|sr|dr)[ao]?\./giu
const mostLines = 14

/** Reads the last lines of what the sender wrote; the name comes from the From header first. */
export function signatureOf(mail: ParsedMail): Signature {
  const lines = signatureLines(newTextOf(mail.text))
  const name = nameOf(mail)
  return { name, phones: phonesOf(lines), company: companyOf(lines, mail), title: titleOf(lines, name) }
}

function signatureLines(text: string): string[] {
  const all = text.split('\n').map((line) => line.replace(/[*_]+/g, '').replace(/\s+/g, ' ').trim())
  const separator = all.findIndex((line) => /^--$/.test(line))
  const candidates = separator >= 0 ? all.slice(separator + 1) : all.slice(-40)
  const short = candidates.filter((line) => line !== '' && line.length <= 120)
  return separator >= 0 ? short.slice(0, mostLines) : short.slice(-mostLines)
}

function nameOf({ from }: ParsedMail): string {
  if (!from) return ''
  const written = from.name
    .replace(/["“”]/g, '')
    .replace(/\s*[([|].*$/, '')
    .trim()
  if (written && !written.includes('@')) {
    const turned = /^([^,]{2,60}),\s*([^,]{2,60})$/.exec(written)
    return turned && !legalForm.test(written) ? `${turned[2]} ${turned[1]}` : written
  }
  const local = from.address.split('@')[0] ?? ''
  const parts = /^(\p{L}{2,20})[._](\p{L}{2,25})$/u.exec(local)
  return parts ? `${capitalised(parts[1] ?? '')} ${capitalised(parts[2] ?? '')}` : ''
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

function phonesOf(lines: readonly string[]): string[] {
  const found: string[] = []
  const add = (written: string) => {
    const phone = written.replace(/\s+/g, ' ').trim()
    const digits = phone.replace(/\D/g, '')
    const isKnown = found.some((other) => other.replace(/\D/g, '').endsWith(digits.slice(-9)))
    if (digits.length >= 9 && digits.length <= 15 && !isKnown && found.length < 5) found.push(phone)
  }
  for (const part of lines.flatMap((line) => line.split(between))) {
    const piece = part.trim()
    if (faxLabel.test(piece)) continue
    for (const match of piece.matchAll(phoneLabel)) add(match[1] ?? '')
    if (barePhone.test(piece)) add(piece)
  }
  return found
}

function companyOf(lines: readonly string[], mail: ParsedMail): string | null {
  for (const line of lines) {
    if (line.length > 80 || line.includes('@') || /\bhttps?:/i.test(line)) continue
    const form = legalForm.exec(line)
    if (!form) continue
    const start = Math.max(...['|', '·', '•', ' – ', ' - '].map((mark) => line.lastIndexOf(mark, form.index)))
    const company = line
      .slice(start < 0 ? 0 : start + 1, form.index + form[0].length)
      .replace(/^[\s–-]+/, '')
      .trim()
    if (company.split(' ').length >= 2 && company.split(' ').length <= 9 && /\p{Lu}/u.test(company)) return company
  }
  const domain = mail.from?.address.split('@')[1] ?? ''
  const label = /([a-z0-9-]+)\.(?:(?:com?|org|net|gob|edu)\.)?[a-z]{2,}$/.exec(domain)?.[1] ?? ''
  if (!label || freeMail.test(domain) || label.length < 3 || label.startsWith('xn--') || /^\d+$/.test(label))
    return null
  return label.split('-').filter(Boolean).map(capitalised).join(' ')
}

function titleOf(lines: readonly string[], name: string): string | null {
  const nameAt = lines.findIndex((line) => name !== '' && line.toLowerCase().startsWith(name.toLowerCase()))
  // Only near the name: "director" in the middle of a sentence is no title.
  const near = nameAt < 0 ? [] : lines.slice(nameAt, nameAt + 4)
  for (const [index, line] of near.entries()) {
    const rest = index === 0 ? line.slice(name.length).replace(/^[\s,|·•–-]+/, '') : line
    const part = rest
      .split(/\s*[|·•]\s*/)
      .map((piece) => piece.replace(/^\((.*)\)$/, '$1'))
      .find((piece) => titleWord.test(piece))
    if (part && part.length <= 60 && !/[\d@.?!:]/.test(part.replace(shortened, '')) && !legalForm.test(part)) return part.trim()
  }
  return null
}
