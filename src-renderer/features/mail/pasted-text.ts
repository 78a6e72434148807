// The text of a pasted mail with what its reader corrected: the header lines are written anew, in words that the recognition reads. Pure.
import type { PastedMail } from '../../../src-shared/domain/pasted-mail.ts'
import { pastedSender } from '../../../src-shared/domain/pasted-people.ts'
import { addressList } from './mail-words.ts'

export interface PastedFields {
  from: string
  to: string
  subject: string
  /** `YYYY-MM-DD`, or null. */
  on: string | null
  time: string | null
}

export const fieldsOf = (mail: PastedMail | null): PastedFields => ({
  from: mail?.from ? addressList([mail.from]) : '',
  to: mail ? addressList(mail.to) : '',
  subject: mail?.subject ?? '',
  on: mail?.date?.wall.on ?? null,
  time: mail?.date?.wall.time ?? null,
})

/** What was corrected by hand; the other fields follow the text. */
export type Corrected = Partial<PastedFields>
export const withCorrections = (mail: PastedMail | null, corrected: Corrected): PastedFields => ({
  ...fieldsOf(mail),
  ...corrected,
})

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const two = (value: number): string => String(value).padStart(2, '0')
/** "+0130" */
const offsetText = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`

/** The text as it was pasted where nothing of it was corrected. */
export function pastedText(pasted: string, mail: PastedMail | null, corrected: Corrected): string {
  const asRead = fieldsOf(mail)
  const fields = withCorrections(mail, corrected)
  const isSame = (key: keyof PastedFields): boolean => asRead[key] === fields[key]
  if (mail !== null && (mail.form === 'source' || (Object.keys(asRead) as (keyof PastedFields)[]).every(isSame)))
    return pasted
  // A zone that the text named is that of its own date.
  const offset = isSame('on') && isSame('time') ? (mail?.date?.offsetMinutes ?? null) : null
  const lines: [string, string][] = [
    ['De', oneLine(fields.from)],
    [
      'Fecha',
      fields.on === null || fields.time === null
        ? ''
        : `${fields.on.split('-').reverse().join('/')} ${fields.time}${offset === null ? '' : ` ${offsetText(offset)}`}`,
    ],
    ['Para', oneLine(fields.to)],
    ['CC', mail === null ? '' : addressList(mail.cc)],
    ['CCO', mail === null ? '' : addressList(mail.bcc)],
    ['Asunto', oneLine(fields.subject)],
  ]
  return [
    ...lines.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`),
    '',
    mail?.body ?? pasted,
  ].join('\n')
}

/** Somebody's address, or a name. */
function isSender(text: string): boolean {
  const sender = pastedSender(text)
  if (sender === null) return false
  if (text.includes('@') || sender.address !== '') return /^[^@]+@[^@.]+(?:\.[^@.]+)*$/.test(sender.address)
  return /\p{L}.*\p{L}/u.test(sender.name)
}

/** What still keeps it from being taken in; a key of words, or null. `source`: all of it stands in the text. */
export function lackOfPasted(
  pasted: string,
  mail: PastedMail | null,
  corrected: Corrected,
): 'text' | 'sender' | 'subject' | 'time' | 'day' | null {
  if (pasted.trim() === '') return 'text'
  if (mail?.form === 'source') return null
  const { from, subject, on, time } = withCorrections(mail, corrected)
  if (!isSender(from)) return 'sender'
  if (subject.trim() === '') return 'subject'
  if ((on === null) !== (time === null)) return on === null ? 'day' : 'time'
  return null
}
