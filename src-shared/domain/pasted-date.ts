// Reads the dates that mail programs show, in Spanish, English and the languages around (EML-1): "lunes, 2 de noviembre de 2026 10:30",
// "Mon, Nov 2, 2026 at 10:30 AM", "02/11/2026 10:30". Pure; any thread. A date that cannot be is null, never "now".
import { isLocalDate, type Wall } from './local-time.ts'

export interface PastedDate {
  /** As the clock of the one who pasted showed it. */
  wall: Wall
  /** Minutes east of UTC where the text says so; else the reader's own zone is meant. */
  offsetMinutes: number | null
}

/** Beginnings of the names of months, folded; a longer one comes before a shorter one that it starts with. */
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen'], ['feb', 'fev'], ['mar', 'mrz'], ['apr', 'abr', 'avr'], ['may', 'mai', 'mag', 'mae'], ['juin', 'jun', 'giu'],
  ['juil', 'jul', 'lug'], ['aug', 'ago', 'aou'], ['sep', 'set'], ['oct', 'okt', 'ott', 'out'], ['nov'], ['dec', 'dic', 'des', 'dez'],
] // prettier-ignore

const zones: Readonly<Record<string, number>> = { utc: 0, gmt: 0, z: 0, wet: 0, west: 60, bst: 60, cet: 60, mez: 60, cest: 120, mesz: 120, eet: 120, eest: 180, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 } // prettier-ignore

const iso = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=[\sT,]|$)/
const numeric = /\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\b/
const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th|º|\.)?[\s-]{1,3}(?:de |d'|of )?(\p{L}{3,12})\.?,?[\s-]{1,3}(?:de |del |of )?(\d{4}|\d{2})\b/u
const monthFirst = /\b(\p{L}{3,12})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})\b/u
const clock = /(?:^|[\sT,])(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:[.,]\d{1,3})?\s?(?:h(?:rs?|oras)?\b\.?)?\s?([ap])?(?:\.?\s?m\b\.?)?/i

/** `isDayFirst`: what "02/11" means where both could be months; by the language of the labels around. */
export function parsePastedDate(text: string, isDayFirst: boolean): PastedDate | null {
  const line = text.slice(0, 200).normalize('NFC').replace(/[\u00a0\u202f\u2009]/g, ' ').replace(/[\u200e\u200f]/g, '').replace(/\s+/g, ' ').trim()
  const day = dayIn(line, isDayFirst)
  if (!day || !isLocalDate(day.on)) return null
  const rest = ` ${line.slice(0, day.at)} ${line.slice(day.at + day.length)}`
  const time = clock.exec(rest)
  if (!time) return null
  const [, hour, minute, , half] = time
  const hours = hoursOf(Number(hour), half?.toLowerCase())
  if (hours > 23 || Number(minute) > 59) return null
  const wall = { on: day.on, time: `${two(hours)}:${minute ?? ''}` }
  return { wall, offsetMinutes: offsetIn(rest.slice(time.index + time[0].length)) }
}

function hoursOf(hours: number, half: string | undefined): number {
  if (half === undefined || hours > 12) return hours
  return (hours % 12) + (half === 'p' ? 12 : 0)
}

interface Found {
  on: string
  at: number
  length: number
}

function dayIn(line: string, isDayFirst: boolean): Found | null {
  const found = (match: RegExpExecArray, year: string, month: number, day: number): Found => ({
    on: `${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)}`,
    at: match.index,
    length: match[0].length,
  })
  const international = iso.exec(line)
  if (international) return found(international, international[1] ?? '', Number(international[2]), Number(international[3]))
  const figures = numeric.exec(line)
  if (figures) {
    const [, one = '', mark, two = '', year = ''] = figures
    const isMonthFirst = Number(two) > 12 || (!isDayFirst && mark === '/' && Number(one) <= 12)
    return isMonthFirst ? found(figures, year, Number(one), Number(two)) : found(figures, year, Number(two), Number(one))
  }
  const spoken = dayFirst.exec(line)
  if (spoken && monthOf(spoken[2])) return found(spoken, spoken[3] ?? '', monthOf(spoken[2]), Number(spoken[1]))
  const american = monthFirst.exec(line)
  if (american && monthOf(american[1])) return found(american, american[3] ?? '', monthOf(american[1]), Number(american[2]))
  return null
}

/** 1 to 12; 0 for what is no month. */
function monthOf(name: string | undefined): number {
  const folded = (name ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return months.findIndex((names) => names.some((start) => folded.startsWith(start))) + 1
}

function offsetIn(text: string): number | null {
  const numbered = /(?:^|[\s(])(?:gmt|utc)?\s?([+\-−])(\d{1,2}):?(\d{2})?(?=[\s),]|$)/i.exec(text)
  if (numbered) {
    const minutes = Number(numbered[2]) * 60 + Number(numbered[3] ?? 0)
    return minutes > 14 * 60 ? null : numbered[1] === '+' ? minutes : -minutes
  }
  const named = /(?:^|[\s(])(\p{L}{1,4})(?=[\s),]|$)/u.exec(text)?.[1]
  return named === undefined ? null : (zones[named.toLowerCase()] ?? null)
}

const two = (value: number): string => String(value).padStart(2, '0')
