// Feasts and seasons that people name instead of a date ("after Reyes", "before Easter"). Pure; runs on any thread. A stretch
// is a first and a last day; whether a day of it is worked is the working calendar's matter, not this table's.
import { easterSunday } from '../holidays-es.ts'
import { addDays, type LocalDate } from '../local-time.ts'

export interface Stretch {
  from: LocalDate
  until: LocalDate
}
export interface Feast {
  pattern: string
  /** In that year; a stretch over the new year belongs to the year in which it starts. */
  in: (year: number) => Stretch
}

const at = (year: number, monthDay: string): LocalDate => `${String(year).padStart(4, '0')}-${monthDay}`
const fixed = (monthDay: string): Feast['in'] => (year) => ({ from: at(year, monthDay), until: at(year, monthDay) })
const byEaster = (first: number, last = first): Feast['in'] => (year) => ({ from: addDays(easterSunday(year), first), until: addDays(easterSunday(year), last) })

/** Longer names before those they contain. */
export const feasts: readonly Feast[] = [
  { pattern: '(?:las )?fiestas(?: de navidad| navidenas)?|(?:las )?(?:navidades|vacaciones de navidad)|(?:the )?(?:christmas|xmas) (?:holidays?|break|season)|(?:the )?holidays', in: (year) => ({ from: at(year, '12-24'), until: at(year + 1, '01-06') }) },
  { pattern: "nochebuena|christmas eve|xmas eve", in: fixed('12-24') },
  { pattern: "nochevieja|fin de ano|new year'?s eve", in: fixed('12-31') },
  { pattern: "(?:el )?(?:dia de )?navidad|(?:christmas|xmas)(?: day)?", in: fixed('12-25') },
  { pattern: 'san esteban|boxing day', in: fixed('12-26') },
  { pattern: "(?:el )?(?:dia de )?ano nuevo|(?:the )?new year(?:'?s)?(?: day)?", in: fixed('01-01') },
  { pattern: '(?:el dia de |los )?reyes(?: magos)?|(?:la )?epifania|epiphany|(?:the )?three kings(?:\'? day)?', in: fixed('01-06') },
  { pattern: "san valentin|(?:st\\.? |saint )?valentine'?s?(?: day)?", in: fixed('02-14') },
  { pattern: "san jose|(?:el )?dia del padre", in: fixed('03-19') },
  { pattern: '(?:la )?semana santa|holy week|easter week|(?:the )?easter (?:holidays?|break)', in: byEaster(-7, 0) },
  { pattern: '(?:el )?jueves santo|maundy thursday|holy thursday', in: byEaster(-3) },
  { pattern: '(?:el )?viernes santo|good friday', in: byEaster(-2) },
  { pattern: '(?:el )?lunes de pascua|easter monday', in: byEaster(1) },
  { pattern: '(?:el )?domingo de (?:resurreccion|pascua)|(?:la )?pascua|easter(?: sunday)?', in: byEaster(0) },
  { pattern: "(?:el )?(?:dia|fiesta) del trabaj(?:o|ador)|labou?r day|may day", in: fixed('05-01') },
  { pattern: "san juan|midsummer(?:'?s day)?", in: fixed('06-24') },
  { pattern: '(?:el )?(?:dia de )?santiago(?: apostol)?', in: fixed('07-25') },
  { pattern: '(?:la )?(?:virgen de agosto|asuncion)|assumption(?: day)?', in: fixed('08-15') },
  { pattern: '(?:el )?verano|(?:the )?summer(?: break| holidays?)?|(?:las )?vacaciones(?: de verano)?|(?:the )?(?:summer )?vacations?', in: (year) => ({ from: at(year, '07-01'), until: at(year, '08-31') }) },
  { pattern: '(?:el )?(?:dia del |dia de la )?(?:pilar|hispanidad)|columbus day', in: fixed('10-12') },
  { pattern: 'halloween', in: fixed('10-31') },
  { pattern: "(?:el dia de )?todos los santos|(?:los )?santos|all saints'?(?: day)?", in: fixed('11-01') },
  { pattern: '(?:el )?(?:dia de )?la constitucion|constitution day', in: fixed('12-06') },
  { pattern: '(?:el )?puente de (?:la constitucion|diciembre|la inmaculada)', in: (year) => ({ from: at(year, '12-06'), until: at(year, '12-08') }) },
  { pattern: '(?:la )?inmaculada|immaculate conception', in: fixed('12-08') },
]

/** As long as a season is, its first working day is meant. */
export const seasons: readonly Feast[] = [
  { pattern: '(?:la )?primavera|(?:the )?spring', in: (year) => ({ from: at(year, '03-20'), until: at(year, '06-20') }) },
  { pattern: '(?:el )?otono|(?:the )?(?:autumn|fall)', in: (year) => ({ from: at(year, '09-22'), until: at(year, '12-20') }) },
  { pattern: '(?:el )?invierno|(?:the )?winter', in: (year) => ({ from: at(year, '12-21'), until: at(year + 1, '03-19') }) },
]
