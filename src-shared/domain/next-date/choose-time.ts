// Which time is meant where the words leave it open: the hours that are worked decide, the other half of the day is the
// alternative. Pure; runs on any thread.
import { fromMinutes, toMinutes, type LocalTime } from '../local-time.ts'
import type { Setting } from './types.ts'
import { within, type Clock, type Part } from './time-rules.ts'

interface Hours {
  first: number
  last: number
  /** Where the afternoon starts. */
  afternoon: number
}
function hoursOf({ hours }: Setting): Hours {
  const sorted = hours.map(({ from, to }) => ({ from: toMinutes(from), to: to === '24:00' ? 1440 : toMinutes(to) })).sort((a, b) => a.from - b.from)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) return { first: 480, last: 1200, afternoon: 960 }
  return { first: first.from, last: last.to, afternoon: last.from >= 840 ? last.from : 960 }
}

/** Times for a part of the day, likeliest first. */
export function timesOfPart(part: Part, setting: Setting): (LocalTime | null)[] {
  const { first, last, afternoon } = hoursOf(setting)
  const minutes: Record<Exclude<Part, 'all-day'>, number[]> = {
    dawn: [360], first: [first], morning: [Math.max(first, 600)], 'mid-morning': [660], noon: setting.language === 'es' ? [720, 840] : [720], lunch: [810], 'after-lunch': [Math.max(afternoon, 900)],
    afternoon: [afternoon], 'mid-afternoon': [1050], evening: [1140], night: [1260], last: [Math.max(first, last - 60)], midnight: [0],
  }
  return part === 'all-day' ? [null] : minutes[part].map(fromMinutes)
}

/** Times for an hour, likeliest first. `earliest`: minutes before which it is past, on today. */
export function timesOfClock(clock: Clock, part: Part | null, setting: Setting, earliest: number | null): LocalTime[] {
  const said = part === null || part === 'all-day' || part === 'midnight' ? clock : within(clock, part)
  if (said.isCertain) return [fromMinutes(said.minutes)]
  const { first, last } = hoursOf(setting)
  const literal = said.minutes
  const other = (literal + 720) % 1440
  const isWorked = (minutes: number): boolean => minutes >= first && minutes <= last
  const isAhead = (minutes: number): boolean => earliest === null || minutes > earliest
  const score = (minutes: number): number => (isAhead(minutes) ? 4 : 0) + (isWorked(minutes) ? 2 : 0)
  const [best, next] = score(other) > score(literal) ? [other, literal] : [literal, other]
  // Nine in the morning is plain; that it might be nine at night is worth a word only where both are worked or neither is.
  const isOpen = best !== literal || isWorked(best) === isWorked(next)
  return isOpen ? [fromMinutes(best), fromMinutes(next)] : [fromMinutes(best)]
}

/** Start and length of "de 10 a 12", "from 4 to 6": the end is the first such time after the start. */
export function rangeTimes(from: Clock, to: Clock, part: Part | null, setting: Setting): { time: LocalTime; durationMinutes: number }[] {
  const starts = timesOfClock(from, part, setting, null).map(toMinutes)
  return starts.flatMap((start) => {
    const ends = to.isCertain ? [to.minutes] : [to.minutes, (to.minutes + 720) % 1440].sort((a, b) => a - b)
    const end = ends.find((minutes) => minutes > start) ?? (to.minutes === 0 ? 1440 : undefined)
    return end === undefined ? [] : [{ time: fromMinutes(start), durationMinutes: end - start }]
  })
}
