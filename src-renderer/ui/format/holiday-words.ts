// What a holiday is called in the window's language. The text comes from `holidayText`: a key or a name, with a sign in front where it was moved.
import { say } from '../words/i18n.ts'

export function holidayWords(text: string): string {
  const name = text.replace(/^>/, '')
  const key = `holidays.names.${name}`
  const known = /^[a-z-]+$/.test(name) ? say(key) : key
  const words = known === key ? name : known
  return text.startsWith('>') ? say('holidays.moved', { name: words }) : words
}
