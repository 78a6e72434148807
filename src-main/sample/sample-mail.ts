// Writes the sample's mails as RFC 5322 text, so that they are kept and read like any other.
import type { Random } from './random.ts'
import type { SampleContact } from './sample-data.ts'
import * as words from './words.ts'

export interface SampleMessage {
  messageId: string
  subject: string
  fromName: string
  fromAddress: string
  toName: string
  toAddress: string
  sentAt: number
  text: string
  eml: string
}

function header(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
}

export function sampleMessage(
  n: number, random: Random, contact: SampleContact, me: { name: string; mail: string }, isIncoming: boolean, sentAt: number, language: 'es' | 'en',
): SampleMessage {
  const subject = random.pick(words.subjects[language]['email'] ?? ['·'])
  const sentences = words.sentences[language]
  const hello = language === 'es' ? 'Buenos días:' : 'Good morning,'
  const bye = language === 'es' ? 'Un saludo,' : 'Kind regards,'
  const [from, to] = isIncoming
    ? [{ name: contact.name, address: contact.mail }, { name: me.name, address: me.mail }]
    : [{ name: me.name, address: me.mail }, { name: contact.name, address: contact.mail }]
  const body = Array.from({ length: random.between(2, 6) }, () => random.pick(sentences)).join(' ')
  const text = `${hello}\r\n\r\n${body}\r\n\r\n${bye}\r\n${from.name}\r\n`
  const messageId = `sample-${n}-${random.between(100_000, 999_999)}@correo.example`
  const eml = [
    `Message-ID: <${messageId}>`, `Date: ${new Date(sentAt).toUTCString().replace('GMT', '+0000')}`, `From: ${header(from.name)} <${from.address}>`,
    `To: ${header(to.name)} <${to.address}>`, `Subject: ${header(subject)}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64', '', ...(Buffer.from(text).toString('base64').match(/.{1,76}/g) ?? []), '',
  ].join('\r\n')
  return { messageId, subject, fromName: from.name, fromAddress: from.address, toName: to.name, toAddress: to.address, sentAt, text, eml }
}
