// The words of the grammar in both languages, folded (lower case, no accents), as pieces of regular expressions with
// what they mean. Pure; runs on any thread.

/** Folded: lower case, accents and ordinal signs gone, one space between words, plain dashes and quotes. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/½/g, ' y media')
    .replace(/(\d)\.?[ºª]/g, '$1o')
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[‐-―−]/g, '-')
    .replace(/[’´`]/g, "'")
    .replace(/[¡!¿?"«»()]/g, ' ')
    .replace(/\btonight\b/g, 'this night')
    .replace(/\bx la\b/g, 'por la')
    .replace(/(\d|noon)ish\b/g, '$1')
    .replace(/(\d)t(\d)/g, '$1 $2')
    .replace(/\s+/g, ' ')
    .trim()
}

/** One capture, as in every pattern below; the first three letters tell which it is. */
export const weekdayPattern =
  '(lun(?:es)?|mon(?:day)?|mar(?:tes)?|tue(?:s(?:day)?)?|mie(?:r(?:coles)?)?|wed(?:s|nesday)?|jue(?:ves)?|thu(?:r(?:s(?:day)?)?)?|vie(?:r(?:nes)?)?|fri(?:day)?|sab(?:ado)?|sat(?:urday)?|dom(?:ingo)?|sun(?:day)?)\\.?'
const weekdayStems = ['lun mon', 'mar tue', 'mie wed', 'jue thu', 'vie fri', 'sab sat', 'dom sun']
/** ISO weekday of a word that `weekdayPattern` found. */
export const weekdayOf = (word: string): number => weekdayStems.findIndex((stems) => stems.split(' ').includes(word.slice(0, 3))) + 1

export const monthPattern =
  '(ene(?:ro)?|jan(?:uary)?|feb(?:r(?:ero|uary)?)?|mar(?:zo|ch)?|abr(?:il)?|apr(?:il)?|may(?:o)?|jun(?:io|e)?|jul(?:io|y)?|ago(?:sto)?|aug(?:ust)?|sep(?:t(?:iembre|ember)?|tiembre)?|set(?:iembre)?|oct(?:ubre|ober)?|nov(?:iembre|ember)?|dic(?:iembre)?|dec(?:ember)?)\\.?'
const monthStems = ['ene jan', 'feb', 'mar', 'abr apr', 'may', 'jun', 'jul', 'ago aug', 'sep set', 'oct', 'nov', 'dic dec']
export const monthOf = (word: string): number => monthStems.findIndex((stems) => stems.split(' ').includes(word.slice(0, 3))) + 1

const small: Record<string, number> = {
  'un par de': 2, 'a couple of': 2, 'a couple': 2, dos: 2, two: 2, tres: 3, three: 3, cuatro: 4, four: 4, cinco: 5, five: 5, seis: 6, six: 6, siete: 7, seven: 7,
  ocho: 8, eight: 8, nueve: 9, nine: 9, diez: 10, ten: 10, once: 11, eleven: 11, doce: 12, twelve: 12, trece: 13, thirteen: 13, catorce: 14, fourteen: 14,
  quince: 15, fifteen: 15, dieciseis: 16, sixteen: 16, diecisiete: 17, seventeen: 17, dieciocho: 18, eighteen: 18, diecinueve: 19, nineteen: 19, veinte: 20, twenty: 20,
  veintiun: 21, veintiuno: 21, veintiuna: 21, veintidos: 22, veintitres: 23, veinticuatro: 24, veinticinco: 25, veintiseis: 26, veintisiete: 27, veintiocho: 28,
  veintinueve: 29, treinta: 30, thirty: 30, cuarenta: 40, forty: 40, cincuenta: 50, fifty: 50, sesenta: 60, sixty: 60, setenta: 70, seventy: 70, ochenta: 80,
  eighty: 80, noventa: 90, ninety: 90, 'a hundred': 100, cien: 100,
}
const spanishOnes = 'uno|una|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve'
const englishOnes = 'one|two|three|four|five|six|seven|eight|nine'
const one: Record<string, number> = { uno: 1, una: 1, un: 1, one: 1, a: 1, an: 1 }
const valueOf = (word: string): number => small[word] ?? one[word] ?? Number(word)
const composed = new RegExp(`\\b(?:(treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa) y (${spanishOnes})|(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -](${englishOnes}))\\b`, 'g')
// "Quince días" stays a word: it is said for two weeks as well.
const simple = new RegExp(`\\b(?!quince (?:dias|$)(?! (?:habil|laborab|natural)))(?:${Object.keys(small).join('|')})\\b`, 'g')

/** Number words as digits; one alone stays a word, which is an article too. "Nine-thirty" is an hour, not a date. */
export const withDigits = (text: string): string =>
  text
    .replace(/\b([a-z]{3,6})-(?=(?:ten|fifteen|twenty|thirty|forty|fifty)\b)/g, '$1 ')
    .replace(composed, (_all, ...parts: (string | undefined)[]) => String(valueOf(parts[0] ?? parts[2] ?? '') + valueOf(parts[1] ?? parts[3] ?? '')))
    .replace(simple, (word) => String(small[word]))

/** A number in digits or the words that stay; one capture. */
export const number = '(\\d{1,4}|quince|un[oa]?|an?|one)'
export const numberOf = valueOf

export type Unit = 'minute' | 'hour' | 'day' | 'working' | 'week' | 'fortnight' | 'month' | 'quarter' | 'half-year' | 'year'
const units: readonly (readonly [Unit, string])[] = [
  ['working', 'dias? (?:habil(?:es)?|laborables?|de trabajo)|(?:working|business) days?|weekdays|dl|dh|wd|bd'],
  ['minute', "minutos?|minutes?|mins?|'"],
  ['hour', 'horas?|hours?|hrs?|h'],
  ['fortnight', 'quincenas?|fortnights?'],
  ['quarter', 'trimestres?|quarters?'],
  ['half-year', 'semestres?'],
  ['day', 'dias?(?: naturales)?|(?:calendar )?days?|d'],
  ['week', 'semanas?|sem|weeks?|wks?|s|w'],
  ['month', 'mes(?:es)?|months?|mo|m'],
  ['year', 'anos?|years?|yrs?|a|y'],
]
export const unit = `(${units.map(([, pattern]) => pattern).join('|')})`
export const unitOf = (word: string): Unit => units.find(([, pattern]) => new RegExp(`^(?:${pattern})$`).test(word))?.[0] ?? 'day'

const ordinals: Record<string, number> = {
  primer: 1, primero: 1, primera: 1, '1er': 1, '1o': 1, '1st': 1, first: 1, segundo: 2, segunda: 2, '2o': 2, '2nd': 2, second: 2, tercer: 3, tercero: 3, tercera: 3, '3er': 3, '3o': 3, '3rd': 3, third: 3,
  cuarto: 4, cuarta: 4, '4o': 4, '4th': 4, fourth: 4, quinto: 5, quinta: 5, '5o': 5, '5th': 5, fifth: 5, ultimo: -1, ultima: -1, last: -1, penultimo: -2, penultima: -2, 'second to last': -2, penultimate: -2,
}
export const ordinal = `(${Object.keys(ordinals).sort((a, b) => b.length - a.length).join('|')})`
/** 1 to 5, -1 the last, -2 the one before. */
export const ordinalOf = (word: string): number => ordinals[word] ?? 0
