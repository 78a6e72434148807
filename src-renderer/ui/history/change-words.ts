// One change set in a line of words: what was done, to what, to how many.
import type { ChangeSetSummary } from '../../../src-shared/contract/history.ts'
import { commandWords } from '../feedback/quiet.store.ts'
import { useFormat } from '../format/use-format.ts'
import { say } from '../words/i18n.ts'

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** From where: `calendario`, `lista de contactos, formulario rápido`, `importación de correos`. */
export const sourceWords = (source: string): string =>
  source
    .split('/')
    .map((part) => say(`history.sources.${part}`))
    .join(', ')

const settingWords = (key: string): string => {
  const words = say(`settings.keys.${key}`)
  return words === `settings.keys.${key}` ? key : words
}

/** `own`: the record whose page this stands on; its name is not said again. `Cambiar fechas (12)`, `Modificar un contacto: Talleres Ruiz`, `Deshacer: cambiar fechas`. */
export function changeSetWords(set: Pick<ChangeSetSummary, 'command' | 'summary'>, own = ''): string {
  const { summary } = set
  const words = capital(commandWords(set.command))
  if (typeof summary['undone'] === 'string') return `${words}: ${commandWords(summary['undone'])}`
  if (typeof summary['keys'] === 'string' && summary['keys'] !== '') return `${words}: ${summary['keys'].split(', ').map(settingWords).join(', ')}`
  const name = [summary['name'], summary['subject'], summary['company']].filter((one) => typeof one === 'string' && one !== '' && one !== own).join(', ')
  if (name !== '') return `${words}: ${name}`
  const count = typeof summary['count'] === 'number' ? summary['count'] : typeof summary['mails'] === 'number' ? summary['mails'] : 0
  return count > 1 ? say('history.counted', { words, count: useFormat().number(count) }) : words
}
