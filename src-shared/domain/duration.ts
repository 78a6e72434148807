// Durations: typed in minutes or in hours and minutes, kept as whole minutes, shown as hours and minutes (ACT-1). Pure;
// runs on any thread. The unit signs h and min are the same in every language (SI), so no words are needed here.

/** '1 h 30 min', '2 h', '45 min', '0 min'. */
export function formatDuration(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  const hours = Math.floor(whole / 60)
  const rest = whole % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** The longest that can be typed: 100 days. */
export const longestDurationMinutes = 144_000

const hourWord = '(?:h|hs|hr|hrs|hora|horas|hour|hours)\\.?'
const minuteWord = "(?:m|min|mins|minuto|minutos|minute|minutes|')\\.?"
const shapes: readonly { pattern: RegExp; minutes: (first: number, second: number) => number }[] = [
  { pattern: new RegExp(`^(\\d{1,6})\\s*(?:${minuteWord})?$`), minutes: (minutes) => minutes },
  { pattern: /^(\d{1,4}):([0-5]\d)$/, minutes: (hours, minutes) => hours * 60 + minutes },
  {
    pattern: new RegExp(`^(\\d{1,4})\\s*${hourWord}\\s*(?:(?:y|and)\\s*)?([0-5]?\\d)\\s*(?:${minuteWord})?$`),
    minutes: (hours, minutes) => hours * 60 + minutes,
  },
  { pattern: new RegExp(`^(\\d{0,4}(?:[.,]\\d{1,2})?)\\s*${hourWord}$`), minutes: (hours) => Math.round(hours * 60) },
]

/**
 * Whole minutes from what was typed: "90", "90 min", "1h30", "1:30", "1 h 30 min", "1,5 h", "2 horas". Null for what is
 * not understood, below 0 or above 100 days; a number alone is minutes.
 */
export function parseDuration(text: string): number | null {
  const typed = text.trim().toLowerCase().replace('½', ',5')
  for (const { pattern, minutes } of shapes) {
    const match = pattern.exec(typed)
    if (!match || !/\d/.test(match[1] ?? '')) continue
    const value = minutes(Number((match[1] ?? '').replace(',', '.')), Number(match[2] ?? 0))
    return Number.isFinite(value) && value <= longestDurationMinutes ? value : null
  }
  return null
}
