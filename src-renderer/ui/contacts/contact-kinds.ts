// Kinds and relations of contacts: their words and icons.
import type { ContactRow } from '../../../src-shared/contract/contacts.ts'
import { say } from '../words/i18n.ts'

const relations: ContactRow['relation'][] = ['lead', 'customer', 'supplier', 'other']
const kinds: ContactRow['kind'][] = ['company', 'person']

export const kindIcon = (kind: ContactRow['kind']): string => (kind === 'company' ? 'domain' : 'account')
export const kindChoices = (): { value: ContactRow['kind']; text: string; icon: string }[] =>
  kinds.map((value) => ({ value, text: say(`lists.kinds.${value}`), icon: kindIcon(value) }))
export const relationChoices = (): { value: ContactRow['relation']; text: string }[] =>
  relations.map((value) => ({ value, text: say(`lists.relations.${value}`) }))
