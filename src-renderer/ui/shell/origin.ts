// Where in this window a question is asked (HIS-1): the page, and the newest form or dialog over it that says more than the page does.
import type { Origin, OriginForm, OriginPlace } from '../../../src-shared/contract/origin.ts'
import { openDialogs, type DialogName } from '../dialogs/dialogs.ts'

/** Dialogs that only ask something on behalf of what is below them are not here. */
const forms: Partial<Record<DialogName, OriginForm>> = {
  'activity-quick': 'quick-form',
  'activity-form': 'full-form',
  'contact-form': 'contact-form',
  'note-form': 'note-form',
  'rescue-overdue': 'rescue',
  'calendar-import': 'calendar-file',
  'contact-import': 'contact-file',
  'take-in-mail': 'mail-file',
  'mail-import': 'mail-file',
  'paste-mail': 'pasted-mail',
  'record-history': 'record-history',
}
/** Pages by the beginning of their address, the more exact ones first. */
const places: readonly (readonly [RegExp, OriginPlace])[] = [
  [/^\/activities\/./, 'activity'],
  [/^\/activities/, 'activities'],
  [/^\/contacts\/./, 'contact'],
  [/^\/contacts/, 'contacts'],
  [/^\/mail\/tray/, 'tray'],
  [/^\/mail\/imports/, 'imports'],
  [/^\/mail/, 'mail'],
  [/^\/today/, 'today'],
  [/^\/calendar/, 'calendar'],
  [/^\/next/, 'next'],
  [/^\/session/, 'session'],
  [/^\/bulk-dates/, 'bulk-dates'],
  [/^\/history/, 'history'],
  [/^\/settings/, 'settings'],
  [/^\/first-start/, 'first-start'],
]

export function originOf(path: string, dialogs: readonly DialogName[]): Origin {
  const place = places.find(([pattern]) => pattern.test(path))?.[1] ?? 'activities'
  const form = dialogs.map((name) => forms[name]).findLast((one) => one !== undefined)
  return form === undefined ? place : `${place}/${form}`
}

export function originNow(): Origin {
  return originOf(location.hash.slice(1), openDialogs.value.map(({ name }) => name))
}
