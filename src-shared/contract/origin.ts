// From where a change is made (HIS-1): the place on screen, and the form or dialog that was over it. A window says it with each question; the history shows it.

export const originPlaces = [
  'today', 'activities', 'activity', 'calendar', 'contacts', 'contact', 'next', 'session', 'mail', 'tray', 'imports', 'bulk-dates', 'history', 'settings', 'first-start',
] as const
export const originForms = [
  'quick-form', 'full-form', 'contact-form', 'note-form', 'rescue', 'calendar-file', 'contact-file', 'mail-file', 'pasted-mail', 'record-history',
] as const

/** A place alone, or a place and a form: `calendar`, `contacts/quick-form`. */
export type Origin = OriginPlace | `${OriginPlace}/${OriginForm}`
export type OriginPlace = (typeof originPlaces)[number]
export type OriginForm = (typeof originForms)[number]

/** Whether a window named a place of its own; what else came with a question is not believed. */
export function isOrigin(value: unknown): value is Origin {
  if (typeof value !== 'string') return false
  const [place, form, more] = value.split('/')
  const isPlace = originPlaces.some((one) => one === place)
  return isPlace && more === undefined && (form === undefined || originForms.some((one) => one === form))
}
