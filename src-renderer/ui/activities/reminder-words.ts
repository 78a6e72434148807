// A reminder in words: "15 min antes", "1 h antes", "el día antes a las 18:00". Window only, pure but for the words.
import type { ReminderRule } from '../../../src-shared/contract/activity-parts.ts'
import { formatDuration } from '../../../src-shared/domain/duration.ts'
import { say } from '../words/i18n.ts'

export function reminderWords({ minutesBefore, daysBefore, at }: ReminderRule): string {
  if (minutesBefore === 0) return say('activityParts.reminders.atStart')
  if (minutesBefore !== null && minutesBefore % 1440 === 0) return say('activityParts.reminders.daysBefore', { n: minutesBefore / 1440 }, minutesBefore / 1440)
  if (minutesBefore !== null) return say('activityParts.reminders.before', { duration: formatDuration(minutesBefore) })
  return say('activityParts.reminders.atTime', { n: daysBefore ?? 0, time: at ?? '' }, daysBefore ?? 0)
}

/** What is offered: before the hour, and at an hour of the day or the day before for what has none. */
export const reminderChoices: ReminderRule[] = [
  ...[0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10_080].map((minutesBefore): ReminderRule => ({ minutesBefore, daysBefore: null, at: null })),
  { minutesBefore: null, daysBefore: 0, at: '09:00' },
  { minutesBefore: null, daysBefore: 1, at: '18:00' },
]
export const reminderKey = (one: ReminderRule): string => JSON.stringify([one.minutesBefore, one.daysBefore, one.at])
