// Labels of phones, mails, web sites and addresses in words.
import { say } from '../words/i18n.ts'

/** A kept label: a key that other parts of the program wrote, or the user's own words. */
export function labelWords(label: string): string {
  const key = `contacts.labels.${label}`
  const words = /^[a-z]+$/.test(label) ? say(key) : key
  return words === key ? label : words
}
