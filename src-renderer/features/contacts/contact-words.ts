// Words and icons of a contact's phones, mails, web sites and addresses.
import { say } from '../../ui/words/i18n.ts'

export type PointKind = 'phone' | 'mail' | 'web'
const labelKeys: Record<PointKind | 'address', string[]> = {
  phone: ['work', 'mobile', 'home', 'switchboard', 'fax', 'other'],
  mail: ['work', 'home', 'billing', 'other'],
  web: ['web', 'shop', 'network', 'other'],
  address: ['work', 'billing', 'delivery', 'home', 'other'],
}
/** Labels proposed while typing; what is kept is the typed text. */
export const labelProposals = (kind: PointKind | 'address'): string[] => labelKeys[kind].map((key) => say(`contacts.labels.${key}`))

/** The icon of a phone, mail or web site. */
export const pointIcon = (kind: PointKind): string => ({ phone: 'phone', mail: 'email-outline', web: 'web' })[kind]

/** What a click on a phone, mail or web site opens; null where it is no address that may be opened. */
export function pointLink(kind: PointKind, value: string): string | null {
  if (kind === 'phone') {
    const dialled = value.replace(/[^\d+]/g, '')
    return /\d{3}/.test(dialled) ? `tel:${dialled}` : null
  }
  if (kind === 'mail') return /^[^\s@]+@[^\s@]+$/.test(value) ? `mailto:${encodeURIComponent(value).replace('%40', '@')}` : null
  const address = /^https?:\/\//i.test(value) ? value : `https://${value}`
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) && !/\s/.test(value) ? address : null
}
