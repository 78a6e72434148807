// What makes mails one conversation where no header says so (EML-9): the same subject among the same people, one of them an answer. Pure.
import { mailKey } from './mail-address.ts'
import { baseSubject, type ParsedMail } from './parsed-mail.ts'

/** Longer lists of people are no conversation that a subject alone could tell. */
const mostPeople = 20
const longestSubject = 200

/** Subject without prefixes of replies and everybody in it, as one text; null where the subject says nothing or nobody answers. */
export function subjectKeyOf({ subject, from, to, cc }: Pick<ParsedMail, 'subject' | 'from' | 'to' | 'cc'>): string | null {
  const base = baseSubject(subject).normalize('NFC').toLowerCase().replace(/\s+/g, ' ').slice(0, longestSubject).toWellFormed()
  const people = new Set([...(from === null ? [] : [from]), ...to, ...cc].map(({ address }) => mailKey(address)).filter((key) => key.includes('@')))
  if (base.length < 3 || people.size < 2 || people.size > mostPeople) return null
  return `${base}\n${[...people].sort().join(' ')}`
}

/** "RE: Oferta", "RV: Oferta": written in answer to something, or passed on. */
export function isAnswer(subject: string): boolean {
  return baseSubject(subject) !== subject.trim()
}
