// Both languages say the same things.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../locales')

function texts(language: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (path: string, value: unknown): void => {
    if (typeof value === 'string') found.set(path, value)
    else for (const [key, inner] of Object.entries(value as Record<string, unknown>)) walk(`${path}.${key}`, inner)
  }
  for (const name of readdirSync(join(folder, language)))
    walk(name.replace('.json', ''), JSON.parse(readFileSync(join(folder, language, name), 'utf8')))
  return found
}
const sources = join(import.meta.dirname, '../..')
/** Keys that stand in the sources as they are, each with the file that asks for it. */
function asked(): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:vue|ts)$/.test(name) || name.endsWith('.spec.ts')) continue
    const text = readFileSync(join(sources, name), 'utf8')
    for (const [, called, named] of text.matchAll(/(?<![\w.])(?:\$t|t|say)\(\s*'([\w.]+)'|\bwords: '([\w.]+)'/g))
      found.set(called ?? named ?? '', name)
  }
  return found
}
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

it('every Spanish word has its English one, and the other way round', () => {
  expect([...texts('en').keys()].sort()).toEqual([...texts('es').keys()].sort())
})
it('what the sources ask for by name has words', () => {
  const known = texts('es')
  const questions = [...asked()]
  expect(questions.length).toBeGreaterThan(500)
  expect(questions.filter(([key]) => !known.has(key))).toEqual([])
})
it('every word is asked for, by its name or by what it begins with', () => {
  const text = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:vue|ts)$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(sources, name), 'utf8'))
    .join('\n')
  const named = new Set(text.match(/[\w.-]+/g))
  const beginnings = new Set(text.match(/(?<=')[\w-]+(?:\.[\w-]+)+(?=')|(?<=`)[\w-]+(?:[._][\w-]+)*(?=[._]\$\{)/g))
  const composed = [...new Set(text.match(/(?<=`)\w+\.[\w.-]*(?:\$\{[^`}]*\}[\w.-]*)+(?=`)/g))].map(
    (key) => new RegExp(`^${key.replace(/\$\{[^}]*\}/g, '*').replace(/[.-]/g, '\\$&').replaceAll('*', '.+')}$`),
  )
  const isAsked = (key: string): boolean =>
    named.has(key) ||
    [...key.matchAll(/[._]/g)].some(({ index }) => beginnings.has(key.slice(0, index))) ||
    composed.some((pattern) => pattern.test(key))
  expect([...texts('es').keys()].filter((key) => !isAsked(key))).toEqual([])
})
it('translations use the same placeholders and the same number of plural forms', () => {
  const en = texts('en')
  for (const [key, text] of texts('es')) {
    expect([key, placeholders(en.get(key) ?? '')]).toEqual([key, placeholders(text)])
    expect([key, (en.get(key) ?? '').split(' | ').length]).toEqual([key, text.split(' | ').length])
  }
})
it('no exclamation marks', () => {
  for (const language of ['es', 'en']) for (const text of texts(language).values()) expect(text).not.toMatch(/[!¡]/)
})
