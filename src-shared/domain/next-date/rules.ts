// How one rule of the grammar is written and tried: a pattern at a place in the folded text, and what it means. Pure; runs on
// any thread. A rule answers readings, likeliest first, or says why these words are no date.
import type { Day, Refusal, Setting } from './types.ts'

/** What rules look at; `today` is what the words count from. */
export interface Context extends Setting {
  today: string
}

export interface DayRule {
  pattern: RegExp
  read: (found: RegExpExecArray, context: Context) => Day[] | Refusal | null
}
/** Words before a day that change it: "after X", "2 days before X", "a week on X". */
export interface PrefixRule {
  pattern: RegExp
  /** `date`: only what names a day of the calendar may follow; `named`: anything but a number alone. */
  inner: 'day' | 'date' | 'named'
  read: (found: RegExpExecArray, inner: Day, context: Context) => Day[] | Refusal | null
}

/** A pattern that must match whole words where it is tried. */
export const words = (source: string): RegExp => new RegExp(`(?:${source})(?![a-z0-9])`, 'y')

export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

export const rule = (source: string, read: DayRule['read']): DayRule => ({ pattern: words(source), read })
export const prefix = (source: string, inner: PrefixRule['inner'], read: PrefixRule['read']): PrefixRule => ({ pattern: words(source), inner, read })

export const asked = (on: string, more: Partial<Day> = {}): Day => ({ on, isAsked: true, isPast: false, ...more })
/** Gives way where it is not worked. */
export const loose = (on: string, more: Partial<Day> = {}): Day => ({ on, isAsked: false, isPast: false, ...more })
export const past = (on: string): Day => ({ on, isAsked: true, isPast: true })
