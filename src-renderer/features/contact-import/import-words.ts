// What an import of contacts says of its fields, rows and changes.
import type { ImportLine } from '../../../src-shared/contract/contact-import.ts'
import { importFields, targetOf, targetParts, type ImportTarget } from '../../../src-shared/domain/contact-import/fields.ts'
import type { ImportChange } from '../../../src-shared/domain/contact-import/match.ts'
import { labelWords } from '../../ui/contacts/label-words.ts'
import { fieldWords } from '../../ui/feedback/error-words.ts'
import type { Formats } from '../../ui/format/use-format.ts'
import { useSettings } from '../../ui/stores/settings.store.ts'
import { say } from '../../ui/words/i18n.ts'

/** Fields whose name elsewhere says less than it must here. */
const own = new Set(['name', 'company', 'person', 'givenName'])

/** `Teléfono · móvil`. */
export function targetWords(target: ImportTarget): string {
  const { field, label } = targetParts(target) ?? { field: target, label: '' }
  const words = own.has(field) ? say(`contactImport.fields.${field}`) : fieldWords(field)
  return label === '' ? words : `${words} · ${labelWords(label)}`
}

const variants: readonly ImportTarget[] = [
  ...['mobile', 'work', 'home', 'switchboard', 'fax', 'other'].map((label) => targetOf('phone', label)),
  ...['work', 'home', 'billing', 'other'].map((label) => targetOf('mail', label)),
]
/** Everything a column may be: the fields, each with its labels behind it, and what the file itself brings. */
export function targetChoices(ofFile: readonly (ImportTarget | null)[]): { value: ImportTarget; text: string }[] {
  const known = new Set([...variants, ...ofFile.filter((target) => target !== null)])
  const all = importFields.flatMap((field) => [field, ...[...known].filter((target) => target.startsWith(`${field}:`))])
  return all.map((value) => ({ value, text: targetWords(value) }))
}

function changeWords({ field, before, after }: ImportChange, format: Formats): string {
  const ofCompany = field.startsWith('company.')
  const key = ofCompany ? field.slice('company.'.length) : field
  const value = (text: string): string => {
    if (key === 'relation' && text !== '') return say(`lists.relations.${text}`)
    if (key === 'ownerId' && text !== '') return useSettings().userName(text)
    if ((key === 'birthday' || key === 'anniversary') && text !== '') return format.exactDay(text)
    return text.replace(/\s+/g, ' ')
  }
  const name = ofCompany ? say('contactImport.ofCompany', { field: fieldWords(key) }) : fieldWords(key)
  return before === ''
    ? say('contactImport.change', { field: name, after: value(after) })
    : say('contactImport.changeFrom', { field: name, before: value(before), after: value(after) })
}

/** What becomes of a row, in one sentence. */
export function lineWords(line: ImportLine, format: Formats): string {
  const { refusal, match } = line
  if (refusal !== null) {
    const reason = say(`contactImport.refusals.${refusal.reason}`)
    return refusal.value === '' ? reason : say('contactImport.refusal', { reason, value: refusal.value })
  }
  if (line.kind === 'update') return line.changes.map((change) => changeWords(change, format)).join(' · ')
  if (match === null) return say('contactImport.isNew')
  if (line.kind === 'new') return say('contactImport.homonym', { name: match.name })
  const reason = say(`contactImport.matches.${match.reason}`)
  if (match.line !== null)
    return say('contactImport.rowAbove', { line: format.number(match.line), name: match.name, reason })
  return say(line.canTick ? 'contactImport.perhaps' : 'contactImport.already', { name: match.name, reason })
}
