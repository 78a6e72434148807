// Times of day as they are said: 10:30, las 9 y media, las 5 menos veinte, half past four, noon, a primera hora, de 10 a 12,
// and how long: durante 45 minutos. Pure; runs on any thread. Which half of the day is meant is settled in choose-time.ts.
import { words } from './rules.ts'
import type { Refusal } from './types.ts'
import { number, numberOf } from './words.ts'

/** Part of the day that was named; it also tells which five o'clock is meant. */
export type Part = 'dawn' | 'first' | 'morning' | 'mid-morning' | 'noon' | 'lunch' | 'after-lunch' | 'afternoon' | 'mid-afternoon' | 'evening' | 'night' | 'last' | 'midnight' | 'all-day'
export interface Clock {
  /** Since midnight. */
  minutes: number
  /** Written so that only one half of the day can be meant (17:00, 09:00, 5 pm). */
  isCertain: boolean
}
export type TimePiece = { kind: 'clock'; clock: Clock; isBare?: boolean; /** "10 to 12": hours as well. */ range?: { from: Clock; to: Clock } } | { kind: 'part'; part: Part } | { kind: 'range'; from: Clock; to: Clock } | { kind: 'duration'; minutes: number; isSaid: boolean }

export interface TimeRule {
  pattern: RegExp
  read: (found: RegExpExecArray) => TimePiece | Refusal | null
}
const rule = (source: string, read: TimeRule['read']): TimeRule => ({ pattern: words(source), read })

const half = '( ?a\\.? ?m\\.?| ?p\\.? ?m\\.?)?'
const ofDay = '(?: (?:de la |por la |in the |at )(manana|tarde|noche|madrugada|morning|afternoon|evening|night)| (?:del )(mediodia))?'
const oclock = "(?: ?(?:en punto|o'?clock|horas?|hs|h))?"

const partWords: Record<string, Part> = { manana: 'morning', morning: 'morning', tarde: 'afternoon', afternoon: 'afternoon', evening: 'evening', noche: 'night', night: 'night', madrugada: 'dawn', mediodia: 'noon' }

/** An hour as typed with what tells its half of the day; refused where there is no such time. */
function clockOf(hourText: string, minuteText: string | undefined, halfDay: string | undefined, part: string | undefined, whole: string): Clock | Refusal {
  const hours = numberOf(hourText)
  const minutes = minuteText === undefined ? 0 : Number(minuteText)
  const isPm = halfDay?.includes('p') ?? false
  const noSuch: Refusal = { reason: 'no_such_time', text: whole.trim() }
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return noSuch
  if (halfDay !== undefined) return hours < 1 || hours > 12 ? noSuch : { minutes: ((hours % 12) + (isPm ? 12 : 0)) * 60 + minutes, isCertain: true }
  const clock = { minutes: (hours % 24) * 60 + minutes, isCertain: hours > 12 || hours === 0 || /^0\d/.test(hourText) }
  return part === undefined || clock.isCertain ? clock : within(clock, partWords[part] ?? 'morning')
}

/** The half of the day that a part of it says: 5 in the afternoon, 1 at night. */
export function within({ minutes, isCertain }: Clock, part: Part): Clock {
  if (isCertain) return { minutes, isCertain }
  const noonHour = minutes >= 720
  const isLate = part !== 'dawn' && part !== 'morning' && part !== 'first' && part !== 'mid-morning'
  if (part === 'dawn') return { minutes: noonHour ? minutes - 720 : minutes, isCertain: true }
  if (part === 'night' && noonHour) return { minutes: minutes - 720, isCertain: true }
  // "Las 12 de la mañana" is noon; "las 2 del mediodía" and "5 in the evening" are after it.
  if (part === 'night' && minutes < 300) return { minutes, isCertain: true }
  return { minutes: isLate && !noonHour && !((part === 'noon' || part === 'lunch') && minutes >= 660) ? minutes + 720 : minutes, isCertain: true }
}

const shift = (clock: Clock | Refusal, by: number): TimePiece | Refusal => ('reason' in clock ? clock : { kind: 'clock', clock: { minutes: (clock.minutes + by + 1440) % 1440, isCertain: clock.isCertain } })
const clock = (found: Clock | Refusal): TimePiece | Refusal => shift(found, 0)
const minutesWord = (text: string): number => ({ media: 30, half: 30, 'a half': 30, cuarto: 15, quarter: 15, 'a quarter': 15, pico: 0 })[text] ?? numberOf(text)
const about = '(?:(?:a eso de|sobre|hacia|a partir de|desde|despues de|around|about|at about|at around|from|by|after) )?'
const at = `${about}(?:(?:a |para |sobre |hacia |de )?las? |at |a )?`
const atRequired = `${about}(?:(?:a |para |sobre |hacia |de )?las? |at |@ ?)`
const fraction = `(media|cuarto|pico|half|a quarter|quarter|${number.slice(1, -1)})`
const hourWords = number.replace('\\d{1,4}', '\\d{1,2}')

/** "Twenty past four", "ten to five". "8 to 10" is from one hour to another, "10 to 12" may be. */
function minutesAway(whole: string, part: string, way: string, hour: string, to: Clock | Refusal): TimePiece | Refusal | null {
  const piece = shift(to, (way === 'past' || way === 'after' ? 1 : -1) * minutesWord(part))
  if (way !== 'to' || !/^\d+$/.test(part) || /minutes/.test(whole)) return piece
  if (Number(part) % 5 !== 0) return null
  const from = clockOf(part, undefined, undefined, undefined, whole)
  if ('reason' in piece || 'reason' in to || 'reason' in from || Number(part) > 12 || numberOf(hour) > 12) return piece
  return { ...piece, range: { from, to } } as TimePiece
}

function clockRange(found: RegExpExecArray): TimePiece | Refusal {
  const [, h1 = '', m1, half1, h2 = '', m2, half2, part, noon] = found
  const to = clockOf(h2, m2, half2, part ?? noon, found[0])
  const from = clockOf(h1, m1, half1 ?? (half2 !== undefined && numberOf(h1) <= numberOf(h2) && numberOf(h2) !== 12 ? half2 : undefined), part ?? noon, found[0])
  return 'reason' in from ? from : 'reason' in to ? to : { kind: 'range', from, to }
}
const rangeHour = `${hourWords}(?:[:.h](\\d\\d)|h)?${half}`

const hourUnit = '(?:horas?|hours?|hrs?|h)'
const minuteUnit = "(?:minutos?|minutes?|mins?|m|')"
const lasting = '(?:durante |for |lasting |por )?'
const duration = (minutes: number, whole: string): TimePiece | null => (minutes > 0 && minutes <= 144_000 ? { kind: 'duration', minutes, isSaid: /^(?:durante|for|lasting|por) /.test(whole) } : null)

export const timeRules: readonly TimeRule[] = [
  // From one time to another.
  rule(`(?:de|desde|from|between|entre)(?: las?)? ${rangeHour}(?: horas)? ?(?:a|hasta|to|until|till|y|and|-)(?: las?)? ?${rangeHour}${ofDay}${oclock}`, clockRange),
  rule(`(\\d{1,2})(?:[:.h](\\d\\d) ?h?|h)${half} ?(?:-|a|to|hasta|until) ?(?:las )?(\\d{1,2})(?:[:.h](\\d\\d)|h)?${half}${ofDay}${oclock}`, clockRange),
  rule(`(?:a |at )?(?:las )?(\\d{1,2})()( ?[ap]\\.?m\\.?)? ?(?:-|a|to) ?(?:las )?(\\d{1,2})()( ?[ap]\\.?m\\.?|h)${ofDay}`, (found) => (found[6] === 'h' ? clockRange(withoutHalf(found)) : clockRange(found))),
  rule('(\\d{1,2}) (?:a|hasta) (?:las )?(\\d{1,2})', ([whole, from = '', to = '']) => range(clockOf(from, undefined, undefined, undefined, whole), clockOf(to, undefined, undefined, undefined, whole))),
  // Half past, quarter to, twenty to five.
  rule(`(?:at )?(half|a quarter|quarter|${number.slice(1, -1)}) (?:minutes )?(past|after|to|before|of|till) ${hourWords}${half}${ofDay}`, ([whole, part = '', way = '', hour = '', halfDay, word, noon]) => minutesAway(whole, part, way, hour, clockOf(hour, undefined, halfDay, word ?? noon, whole))),
  rule(`(?:at )?half ${hourWords}`, ([whole, hour = '']) => shift(clockOf(hour, undefined, undefined, undefined, whole), 30)),
  // Las 9 y media, las 5 menos veinte, la una y cuarto.
  rule(`${at}${hourWords}${oclock} (y|con|menos) ${fraction}(?: (?:minutos|min))?${half}${ofDay}`, ([whole, hour = '', sign = '', part = '', halfDay, word, noon]) => shift(clockOf(hour, undefined, halfDay, word ?? noon, whole), (sign === 'menos' ? -1 : 1) * minutesWord(part))),
  rule(`${about}(?:at |a las )?(\\d{1,2}|one) (10|15|20|30|45|oh 5|oh-5)${half}${ofDay}`, ([whole, hour = '', minute = '', halfDay, word, noon]) => shift(clockOf(hour, undefined, halfDay, word ?? noon, whole), minute.startsWith('oh') ? 5 : numberOf(minute))),
  // 10:30, 10.30, 10h30, 1030, 10h, 5 pm, las 10, at 5.
  rule(`${at}(\\d{1,2})[:.,h'](\\d\\d)(?: ?(?:horas|hs|h))?${half}${ofDay}`, ([whole, hour = '', minute, halfDay, word, noon]) => clock(clockOf(hour, minute, halfDay, word ?? noon, whole))),
  rule(`${at}(\\d{1,2})(\\d\\d)( ?a\\.? ?m\\.?| ?p\\.? ?m\\.?)`, ([whole, hour = '', minute, halfDay]) => clock(clockOf(hour, minute, halfDay, undefined, whole))),
  rule(`${atRequired}(\\d{1,2})(\\d\\d)(?: ?(?:horas|hs|h))?`, ([whole, hour = '', minute]) => clock(clockOf(hour, minute, undefined, undefined, whole))),
  rule(`${at}(\\d{1,2}) ?(a\\.? ?m\\.?|p\\.? ?m\\.?)`, ([whole, hour = '', halfDay]) => clock(clockOf(hour, undefined, halfDay, undefined, whole))),
  rule(`${atRequired}${hourWords}${oclock}${half}${ofDay}`, ([whole, hour = '', halfDay, word, noon]) => clock(clockOf(hour, undefined, halfDay, word ?? noon, whole))),
  rule(`(?:around|about|sobre|hacia|from|after|by) ${hourWords}${half}${ofDay}`, ([whole, hour = '', halfDay, word, noon]) => clock(clockOf(hour, undefined, halfDay, word ?? noon, whole))),
  rule(`${hourWords} ?(?:h|horas|hs|o'?clock|en punto)${ofDay}`, ([whole, hour = '', word, noon]) => clock(clockOf(hour, undefined, undefined, word ?? noon, whole))),
  rule(`${hourWords} (?:de la |in the )(manana|tarde|noche|madrugada|morning|afternoon|evening)|${hourWords} (?:at )(night)|${hourWords} del (mediodia)`, ([whole, hour, word, hour2, word2, hour3, word3]) => clock(clockOf(hour ?? hour2 ?? hour3 ?? '', undefined, undefined, word ?? word2 ?? word3, whole))),
  rule('(?:al |a |at )?(?:mediodia|medio dia|(?:12 )?(?:noon|midday))', () => ({ kind: 'part', part: 'noon' })),
  rule('(?:a )?(?:medianoche|media noche)|(?:at )?midnight', () => ({ kind: 'part', part: 'midnight' })),
  // Parts of the day.
  ...(
    [
      ['a (?:la )?primera hora(?: de la manana)?|primera hora(?: de la manana)?|(?:at )?first thing(?: in the morning)?|early(?: in the morning)?|temprano|bright and early|(?:muy )?pronto', 'first'],
      ['(?:a )?primera hora de la tarde|(?:in the )?early afternoon|early in the afternoon', 'after-lunch'],
      ['(?:a )?(?:media manana|mitad de (?:la )?manana)|mid[- ]?morning|(?:in the )?middle of the morning', 'mid-morning'],
      ['(?:a )?(?:media tarde)|mid[- ]?afternoon', 'mid-afternoon'],
      ['(?:a )?ultima hora(?: de la tarde)?|(?:al )?final (?:del dia|de la jornada|de la tarde)|al cierre|(?:at )?(?:the )?end of (?:the )?day|eod|close of business|cob|last thing|late afternoon|late in the (?:afternoon|day)', 'last'],
      ['(?:a )?ultima hora de la manana|late (?:in the )?morning', 'lunch'],
      ['(?:a )?(?:la )?hora de comer|(?:at )?lunch ?time|(?:over |at )lunch|antes de comer|before lunch', 'lunch'],
      ['despues de comer|after lunch|(?:a )?la hora del cafe', 'after-lunch'],
      ['de madrugada|por la madrugada', 'dawn'],
      ['(?:por|de|en) la manana|la manana(?= del? )|(?:in |on )?(?:the )?morning', 'morning'],
      ['(?:por|de|en|a) la tarde|tarde|(?:in |on )?(?:the )?afternoon', 'afternoon'],
      ['(?:in |on )?(?:the )?evening|al anochecer', 'evening'],
      ['(?:por|de|en|a) la noche|noche|(?:at )?night', 'night'],
      ['todo el dia|all day(?: long)?|sin hora|no time', 'all-day'],
    ] as const
  ).map(([source, part]) => rule(source, () => ({ kind: 'part', part }))),
  // How long.
  rule(`${lasting}(\\d{1,2}) ?${hourUnit} ?(?:y |and )?(\\d{1,2}) ?${minuteUnit}?`, ([whole, hours, minutes]) => duration(Number(hours) * 60 + Number(minutes), whole)),
  rule(`${lasting}${number} ?${hourUnit} (?:y media|and a half)|${lasting}(\\d{1,2})[.,]5 ?${hourUnit}|${lasting}(an hour and a half)`, ([whole, hours, tenths, written]) => duration((written ? 1 : numberOf(hours ?? tenths ?? '')) * 60 + 30, whole)),
  rule(`${lasting}(?:media hora|half an hour|half hour)`, ([whole]) => duration(30, whole)),
  rule(`${lasting}3 (?:cuartos de hora|quarters of an hour)`, ([whole]) => duration(45, whole)),
  rule(`${lasting}(?:un cuarto de hora|a quarter of an hour)`, ([whole]) => duration(15, whole)),
  rule(`${lasting}${number} ?${minuteUnit}`, ([whole, minutes = '']) => duration(numberOf(minutes), whole)),
  rule(`(?:durante |for |lasting )${number} ?${hourUnit}|${number} ?${hourUnit}`, ([whole, hours, plain]) => duration(numberOf(hours ?? plain ?? '') * 60, whole)),
]
/** Where a day stands before: "mañana 10", "jue 9", "tomorrow 1030", and "sábado mañana". */
export const bareTimes: readonly TimeRule[] = [
  rule(`(\\d{1,2})`, ([whole, hour = '']) => bare(clockOf(hour, undefined, undefined, undefined, whole))),
  rule('(\\d{1,2})(?:[:.h](\\d\\d))? ?(?:-|a|to) ?(\\d{1,2})(?:[:.h](\\d\\d))?', ([whole, from = '', fromMinutes, to = '', toMinutes]) => range(clockOf(from, fromMinutes, undefined, undefined, whole), clockOf(to, toMinutes, undefined, undefined, whole))),
  rule('(\\d{1,2})(\\d\\d)', ([whole, hour = '', minute]) => bare(clockOf(hour, minute, undefined, undefined, whole))),
  rule('manana|(?<!\\d ?)a\\.?m\\.?', () => ({ kind: 'part', part: 'morning' })),
  rule('(?<!\\d ?)p\\.?m\\.?', () => ({ kind: 'part', part: 'afternoon' })),
]
const range = (from: Clock | Refusal, to: Clock | Refusal): TimePiece | null => ('reason' in from || 'reason' in to ? null : { kind: 'range', from, to })
const bare = (found: Clock | Refusal): TimePiece | null => ('reason' in found ? null : { kind: 'clock', clock: found, isBare: true })

function withoutHalf(found: RegExpExecArray): RegExpExecArray {
  const copy = [...found] as unknown as RegExpExecArray
  copy[6] = undefined as never
  return copy
}
