// The text of a pasted mail with what its reader corrected: the header lines are written anew, in words that the recognition reads. Pure.
import type { PastedMail } from '../../../src-shared/domain/pasted-mail.ts'
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
  from: mail?.from ? addressList([mail.from]) : '', to: mail ? addressList(mail.to) : '', subject: mail?.subject ?? '', on: mail?.date?.wall.on ?? null, time: mail?.date?.wall.time ?? null,
})

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** `fields` as they are now; the text as it was pasted where nothing of them was changed. */
export function pastedText(pasted: string, mail: PastedMail | null, fields: PastedFields): string {
  const asRead = fieldsOf(mail)
  if (mail !== null && (mail.form === 'source' || (Object.keys(asRead) as (keyof PastedFields)[]).every((key) => asRead[key] === fields[key]))) return pasted
  const lines: [string, string][] = [
    ['De', oneLine(fields.from)], ['Fecha', fields.on === null ? '' : `${fields.on.split('-').reverse().join('/')} ${fields.time ?? '00:00'}`], ['Para', oneLine(fields.to)], ['Asunto', oneLine(fields.subject)],
  ]
  return [...lines.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`), '', mail?.body ?? pasted].join('\n')
}

/** Enough of a mail to be taken in: who wrote it, and what. */
export const isEnough = (pasted: string, fields: PastedFields, mail: PastedMail | null): boolean => pasted.trim() !== '' && (mail?.form === 'source' || (/\S+@\S+\.\S+|\S/.test(fields.from) && fields.subject.trim() !== ''))
