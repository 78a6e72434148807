// What went wrong, in the words of the window's language: what happened, what it means for the data, what to do next.
import { KnownError, type ErrorCode, type ErrorDetails } from '../../../src-shared/errors.ts'
import { say } from '../words/i18n.ts'

/** One or two plain sentences for anything that was thrown. */
export function errorWords(error: unknown): string {
  if (error instanceof KnownError) return knownWords(error.code, error.details)
  console.error(error)
  return say('errors.internal', { reference: '–' })
}

/** The same where a form was not saved: what was typed is still there, and stays as a draft wherever the program can keep one. */
export const notSavedWords = (error: unknown): string =>
  error instanceof KnownError && error.code === 'closed' ? errorWords(error) : `${errorWords(error)} ${say('drafts.held')}`

/** Words for a code with its details, as jobs and bulk outcomes carry them. */
export function knownWords<C extends ErrorCode>(code: C, details: ErrorDetails[C]): string {
  const values = (details ?? {}) as Record<string, unknown>
  if (code === 'invalid') {
    const rule = `errors.rules.${String(values['rule'])}`
    const words = say(rule)
    return words === rule ? say('errors.invalid', { field: fieldWords(String(values['field'])) }) : words
  }
  if (code === 'mail_unreadable') return say(`errors.mail_unreadable_${String(values['reason'])}`, values)
  if (code === 'contact_file_unreadable') return say(`errors.contact_file_unreadable_${String(values['reason'])}`, values)
  if (code === 'print_unavailable') return say(`errors.print_unavailable_${String(values['why'])}`)
  if (code === 'expired') return say(`errors.expired_${String(values['what'])}`)
  return say(`errors.${code}`, values)
}

/** A field's name as forms show it; its key where no form shows it. */
export function fieldWords(field: string): string {
  const words = say(`fields.${field}`)
  return words === `fields.${field}` ? field : words
}
