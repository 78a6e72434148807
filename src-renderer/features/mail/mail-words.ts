// Addresses of mails as they are shown. Pure.
import type { MailSummary } from '../../../src-shared/contract/mail.ts'
import type { MailAddress } from '../../../src-shared/domain/parsed-mail.ts'

export const addressWords = ({ name, address }: MailAddress): string => (name && address ? `${name} <${address}>` : name || address)
export const addressList = (all: readonly MailAddress[]): string => all.map(addressWords).join(', ')

/** Whom a line of a list is about: who wrote it, or to whom it went. */
export function whoOf(mail: MailSummary): string {
  const address = mail.direction === 'out' ? mail.to[0] : mail.from
  return address ? address.name || address.address : ''
}
export const filesOf = (mail: MailSummary): number => mail.attachments.filter((one) => !one.isInline).length
