// Working hours that users have of their own (SET-1), Monday to Sunday. Runs on a reader's thread.
import type { WeekHours } from '../../../src-shared/contract/settings.ts'
import type { ReadStore } from '../read-store.ts'

/** As stored; stores of version 20 held one list for every day of the week but the weekend. */
export function weekHours(text: string | null): WeekHours | null {
  if (text === null) return null
  const value = JSON.parse(text) as WeekHours | WeekHours[number]
  const isByDay = value.length === 7 && value.every((one) => Array.isArray(one))
  if (isByDay) return value as WeekHours
  return [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? (value as WeekHours[number]) : []))
}

/** By the id of the user; those who keep the general hours are not in it. */
export function ownHours(read: ReadStore): Record<string, WeekHours> {
  const rows = read.allSql<{ id: string; hours: string }>('SELECT id, hours FROM user WHERE hours IS NOT NULL')
  return Object.fromEntries(rows.map(({ id, hours }) => [id, weekHours(hours) ?? []]))
}
