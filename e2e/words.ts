// The words of the interface as the tests look for them: the locale files, with places filled and the right plural chosen. Pure but for reading the files.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export type Language = 'es' | 'en'
export const languages: readonly Language[] = ['es', 'en']
/** `say('bulk.change', { n: 5 })`; `n` chooses the plural. A key that is not there fails the test. */
export type Say = (key: string, values?: Record<string, string | number>) => string

type Tree = { [key: string]: string | Tree }
const loaded = new Map<Language, Tree>()

function wordsOf(language: Language): Tree {
  const known = loaded.get(language)
  if (known) return known
  const folder = join(import.meta.dirname, '../src-renderer/ui/locales', language)
  const words: Tree = {}
  for (const file of readdirSync(folder))
    words[file.replace(/\.json$/, '')] = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tree
  loaded.set(language, words)
  return words
}

export function sayIn(language: Language): Say {
  return (key, values = {}) => {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>(
        (at, part) => (typeof at === 'object' ? at[part] : undefined),
        wordsOf(language),
      )
    if (typeof found !== 'string') throw new Error(`no words for ${key} in ${language}`)
    const forms = found.split(' | ')
    const count = Number(values['n'] ?? 1)
    const form = forms.length === 3 ? forms[Math.min(count, 2)] : forms[count === 1 ? 0 : forms.length - 1]
    return (form ?? found)
      .replace(/\{'(.)'\}/g, '$1')
      .replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? `{${name}}`))
  }
}

/** Every key of one language, dotted. */
export function allKeys(language: Language): string[] {
  const keys: string[] = []
  const visit = (tree: Tree, path: string): void => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') keys.push(`${path}${key}`)
      else visit(value, `${path}${key}.`)
    }
  }
  visit(wordsOf(language), '')
  return keys
}
