// Words to a date (NXT-2): the reading of a text by the grammar of GRAMMAR.md. Pure; runs on any thread; never throws. The
// rules are tried from left to right, the longest first, until the whole text is understood; what remains is named.
import { KnownError } from '../../errors.ts'
import { bareNumber, dateRules } from './date-rules.ts'
import { nearRules } from './near-rules.ts'
import { periodRules } from './period-rules.ts'
import { prefixRules } from './prefix-rules.ts'
import { matchAt, words, type Context, type PrefixRule } from './rules.ts'
import { joined, settle, type Parts } from './settle.ts'
import { readSpan } from './span-rules.ts'
import { bareTimes, timeRules, type Part, type TimePiece } from './time-rules.ts'
import type { Day, Refusal, Setting, Understanding } from './types.ts'
import { fold, withDigits } from './words.ts'

const longest = 200
/** A text of ordinary length needs a few hundred; hostile ones end here. */
const mostSteps = 4000

const dayRules = [...dateRules, ...nearRules, ...periodRules]
/** What may stand between the pieces without meaning anything. */
const filler = words('y|and|a|al|de|del|en|para|para el|el|la|on|at|the|in|for|by|por favor|please|hacia|sobre|around|about|any ?time|some ?time|a lo largo de')
const separators = /[ ,;]*(?:- )?/y

interface Piece {
  end: number
  take: (parts: Parts) => Parts | null
}

class Reading {
  private steps = 0
  private readonly known = new Map<string, { end: number; days: Day[] }[]>()
  /** Where understanding stopped, at its furthest, and why where a rule said so. */
  private furthest = 0
  private refusal: { at: number; why: Refusal } | null = null

  private readonly text: string
  readonly context: Context

  constructor(text: string, context: Context) {
    this.text = text
    this.context = context
  }

  /** Days that start at a place, longest first. */
  daysAt(at: number, depth: number, inner: PrefixRule['inner'] = 'day'): { end: number; days: Day[] }[] {
    const key = `${at} ${depth} ${inner}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const found: { end: number; days: Day[] }[] = []
    const note = (end: number, read: Day[] | Refusal | null): void => {
      if (read === null) return
      if (Array.isArray(read)) found.push({ end, days: read })
      else this.refuse(end, read)
    }
    for (const { pattern, read } of inner === 'date' ? dateRules : dayRules) {
      const match = this.match(pattern, at)
      if (match !== null) note(at + match[0].length, read(match, this.context))
    }
    if (inner === 'date' || (depth > 0 && inner !== 'named')) {
      const match = this.match(bareNumber.pattern, at)
      if (match !== null) note(at + match[0].length, bareNumber.read(match, this.context))
    }
    if (depth < 3 && inner !== 'date') {
      for (const { pattern, inner: wanted, read } of prefixRules) {
        const match = this.match(pattern, at)
        if (match === null) continue
        for (const after of this.daysAt(this.skip(at + match[0].length), depth + 1, wanted)) {
          const day = after.days[0]
          if (day !== undefined && !day.isPast) note(after.end, read(match, day, this.context))
        }
      }
    }
    found.sort((a, b) => b.end - a.end)
    this.known.set(key, found)
    return found
  }

  /** The same text where the words count from another day. */
  at(today: string): Reading {
    const moved = new Reading(this.text, { ...this.context, today })
    moved.steps = this.steps
    return moved
  }

  /** The first way in which everything has a meaning. */
  all(): Parts | Refusal {
    const parts = this.from(this.skip(0), {})
    if (parts !== null) return parts
    if (this.refusal !== null && this.refusal.at >= this.furthest) return this.refusal.why
    return { reason: 'unknown_words', text: this.text.slice(this.furthest).trim() || this.text }
  }

  private from(at: number, parts: Parts): Parts | null {
    if (at > this.furthest) this.furthest = at
    if (at >= this.text.length) return parts.days !== undefined || parts.clock !== undefined || parts.part !== undefined || parts.range !== undefined || parts.durationMinutes !== undefined ? parts : null
    if (++this.steps > mostSteps) return null
    for (const { end, take } of this.piecesAt(at, parts)) {
      const next = take(parts)
      const whole = next === null ? null : this.from(this.skip(end), next)
      if (whole !== null) return whole
    }
    const skipped = this.match(filler, at)
    return skipped === null ? null : this.from(this.skip(at + skipped[0].length), parts)
  }

  private piecesAt(at: number, parts: Parts): Piece[] {
    const pieces: Piece[] = []
    if (parts.days === undefined) {
      for (const { end, days } of this.daysAt(at, 0)) pieces.push({ end, take: (all) => ({ ...all, days }) })
      for (const { end, until } of readSpan(this, this.text, at)) pieces.push({ end, take: (all) => ({ ...all, days: until }) })
    }
    const takeTime = (rules: typeof timeRules, isBare: boolean): void => {
      for (const { pattern, read } of rules) {
        const match = this.match(pattern, at)
        if (match === null) continue
        const piece = read(match)
        if (piece === null) continue
        if ('reason' in piece) this.refuse(at + match[0].length, piece)
        else pieces.push({ end: at + match[0].length, take: (all) => withTime(all, piece, isBare) })
      }
    }
    takeTime(timeRules, false)
    if (parts.days !== undefined) takeTime(bareTimes, true)
    pieces.sort((a, b) => b.end - a.end)
    // A number alone is a day of the month only where nothing else fits.
    if (parts.days === undefined) {
      const match = this.match(bareNumber.pattern, at)
      const read = match === null ? null : bareNumber.read(match, this.context)
      if (match !== null && Array.isArray(read)) pieces.push({ end: at + match[0].length, take: (all) => ({ ...all, days: read }) })
    }
    return pieces
  }

  match(pattern: RegExp, at: number): RegExpExecArray | null {
    this.steps++
    if (this.steps > mostSteps * 10) return null
    return matchAt(pattern, this.text, at)
  }
  skip(at: number): number {
    return at + (matchAt(separators, this.text, at)?.[0].length ?? 0)
  }
  private refuse(at: number, why: Refusal): void {
    if (this.refusal === null || at > this.refusal.at) this.refusal = { at, why }
    if (at > this.furthest) this.furthest = at
  }
}
export type { Reading }

/** "Por la mañana a primera hora": what is said of a part of the day. */
const finer: Partial<Record<Part, Partial<Record<Part, Part>>>> = {
  morning: { first: 'first', last: 'lunch', 'mid-morning': 'mid-morning' },
  afternoon: { first: 'after-lunch', last: 'last', 'mid-afternoon': 'mid-afternoon' },
}
function withTime(parts: Parts, piece: TimePiece, isBare: boolean): Parts | null {
  // "Jueves 10h 30 min" is ten o'clock for half an hour: a length comes after the time, or says that it is one.
  const hasTime = parts.clock !== undefined || parts.range !== undefined || parts.part !== undefined || parts.days?.[0]?.time !== undefined
  if (piece.kind === 'duration' && !piece.isSaid && !hasTime && parts.days !== undefined) return null
  if (piece.kind === 'duration') return parts.durationMinutes === undefined ? { ...parts, durationMinutes: piece.minutes } : null
  if (piece.kind === 'part') {
    const part = parts.part === undefined ? piece.part : finer[parts.part]?.[piece.part]
    return part === undefined ? null : { ...parts, part }
  }
  if (parts.clock !== undefined || parts.range !== undefined) return null
  if (isBare && piece.kind === 'clock' && parts.days?.[0]?.time !== undefined) return null
  if (piece.kind === 'range') return { ...parts, range: { from: piece.from, to: piece.to } }
  return { ...parts, clock: piece.clock, ...(piece.range === undefined ? {} : { rangeToo: piece.range }) }
}

/** The last words of a text which, folded, are these: a message repeats them with their accents. */
function asTyped(text: string, folded: string): string {
  const starts = [...text.matchAll(/(?<![\p{L}\p{N}])[^\s]/gu)].map(({ index }) => index).reverse()
  const start = starts.find((at) => withDigits(fold(text.slice(at))) === folded)
  return start === undefined ? folded : text.slice(start).trim()
}

/** "10-12" among other words: a date, or from ten to twelve. */
const dashed = /(?<![\d:.,/h+-] ?)\b(\d{1,2}(?:[:.h]\d\d)?) ?- ?(\d{1,2}(?:[:.h]\d\d)?)(?![\d:h]|[.,/]\d| ?-)/
/** What comes next says which day: hours are likelier then. */
const dayNext = /^,? (?:manana\b|(?:el|the|on the) \d)/
/** ... or which hour. */
const hourNext = /^,? (?:at|@|a las?) /

const minutesSaid = (hour: string): number => {
  const [hours, minutes = '0'] = hour.split(/[:.h]/)
  return Number(hours) * 60 + Number(minutes)
}
/** The reading in which two numbers with a dash are hours: the only one ("10-12 tomorrow"), the likelier one ("10-12 mañana"), or another ("jueves 10-12"). */
function withHours(asDate: Understanding, folded: string, context: Context): Understanding {
  const found = dashed.exec(folded)
  if (found === null || found[0].length === folded.length) return asDate
  const [dash, from = '', to = ''] = found
  const rest = folded.slice(found.index + dash.length)
  if (hourNext.test(rest)) return asDate
  const parts = new Reading(folded.replace(dash, `de ${from} a ${to}`), context).all()
  const isRange = !('reason' in parts) && parts.range?.from.minutes === minutesSaid(from) && parts.range.to.minutes % 720 === minutesSaid(to) % 720
  const asHours = isRange ? settle(parts, context) : asDate
  if (!isRange || !asHours.isUnderstood) return asDate
  if (!asDate.isUnderstood) return asHours
  return dayNext.test(rest) ? joined(asHours, asDate) : joined(asDate, asHours)
}

/** What a text means, or why it means no date. */
export function readNextDate(text: string, setting: Setting): Understanding {
  const refused = (why: Refusal): Understanding => ({ isUnderstood: false, ...why })
  if (text.length > longest) return refused({ reason: 'too_long' })
  const folded = withDigits(fold(text))
  if (folded === '') return refused({ reason: 'empty' })
  try {
    const context: Context = { ...setting, today: setting.now.on }
    const parts = new Reading(folded, context).all()
    const asDate: Understanding =
      !('reason' in parts) ? settle(parts, context)
      : refused(parts.reason === 'unknown_words' ? { ...parts, text: asTyped(text, parts.text) } : parts)
    // A span of days ("3-5 march") has used its dash.
    return 'reason' in parts || parts.days?.[0]?.isSpan !== true ? withHours(asDate, folded, context) : asDate
  } catch (error) {
    // A day outside the years 0001 to 9999, or a week without a working day.
    if (error instanceof KnownError && error.code === 'invalid') return refused({ reason: 'out_of_range' })
    throw error
  }
}
