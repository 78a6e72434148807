// Reads vCards 2.1, 3.0 and 4.0 (IO-2): each card on its own, so that a broken one is named and the others are taken. ical.js reads the properties; what it
// does not know of 2.1 is mended before: quoted-printable, charsets, parameters without a name. Runs in the import thread.
import ICAL from 'ical.js'
import { isUtf8 } from 'node:buffer'
import { targetOf, type ImportField, type ImportTarget } from '../../../src-shared/domain/contact-import/fields.ts'
import type { ImportEncoding } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { mostRows, refusedFile, type FileTable, type ReadRules } from './file-table.ts'
import { decodeText, encodingOf } from './text-encoding.ts'

export const isVcard = (bytes: Uint8Array): boolean =>
  /^\s*(?:\ufeff|ï»¿)?\s*BEGIN:VCARD/i.test(startOf(bytes))
const startOf = (bytes: Uint8Array): string => {
  const start = bytes.subarray(0, 400)
  const encoding = encodingOf(start)
  return encoding.startsWith('utf-16') ? decodeText(start, encoding) : Buffer.from(start).toString('latin1')
}

/** Pictures, sounds and keys: large, and nothing of them is kept. */
const leftOut = /^(?:[\w-]+\.)?(?:photo|logo|sound|key|agent|x-ms-cardpicture|x-ms-ol-design)[;:]/i

interface Card {
  line: number
  /** Unfolded, one byte a character. */
  lines: string[]
  isWhole: boolean
}

export function readVcards(bytes: Uint8Array, name: string, rules: ReadRules): FileTable {
  const found = encodingOf(bytes)
  const isWide = found.startsWith('utf-16')
  // Lines are cut at the level of bytes: each property may have a charset of its own.
  const raw = isWide ? Buffer.from(decodeText(bytes, found), 'utf8') : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const encoding = rules.encoding ?? (isWide ? 'utf-8' : found)
  const targets = new Map<ImportTarget, number>()
  const cards: Map<ImportTarget, string>[] = []
  const lines: number[] = []
  const broken = new Set<number>()
  for (const card of cardsOf(raw.toString('latin1'))) {
    if (cards.length >= mostRows) throw refusedFile(name, 'too_many', mostRows)
    const values = card.isWhole ? valuesOf(card, encoding) : new Map<ImportTarget, string>()
    if (values === null) continue
    if (!card.isWhole) broken.add(cards.length)
    for (const target of values.keys()) targets.set(target, (targets.get(target) ?? 0) + 1)
    cards.push(values)
    lines.push(card.line)
  }
  if (cards.length === 0) throw refusedFile(name, 'empty')
  const columns = [...targets.keys()].sort((a, b) => place(a) - place(b) || (targets.get(b) ?? 0) - (targets.get(a) ?? 0))
  return {
    format: 'vcard',
    encoding,
    separator: null,
    sheets: [],
    sheet: null,
    hasHeader: false,
    columns: columns.map((target) => ({ name: '', target })),
    rows: cards.map((card) => columns.map((target) => card.get(target) ?? '')),
    lines,
    broken,
  }
}

const order: readonly ImportField[] = ['name', 'givenName', 'familyName', 'company', 'jobTitle', 'phone', 'mail', 'web', 'street', 'postcode', 'city', 'region', 'country', 'birthday', 'anniversary', 'tags', 'notes']
const place = (target: ImportTarget): number => order.indexOf(target.replace(/:.*/, '') as ImportField)

/** Cards one after another, lines unfolded. A card inside another (AGENT of 2.1) is passed over. */
function* cardsOf(text: string): Generator<Card> {
  let card: Card | null = null
  let depth = 0
  let isAgent = false
  let isOld = false
  let number = 0
  for (let at = 0; at < text.length;) {
    const end = /\r\n|\n|\r/g
    end.lastIndex = at
    const hit = end.exec(text)
    const line = text.slice(at, hit?.index ?? text.length)
    at = hit === null ? text.length : end.lastIndex
    number += 1
    const word = line.trim().toUpperCase()
    if (/^(?:[\w-]+\.)?BEGIN:VCARD$/.test(word.replace(/^\u00ef\u00bb\u00bf/, ''))) {
      if (card !== null && isAgent) depth += 1
      else {
        if (card !== null) yield { ...card, isWhole: false }
        card = { line: number, lines: [], isWhole: true }
        depth = 0
        isOld = false
      }
      continue
    }
    if (card === null) continue
    if (/^(?:[\w-]+\.)?END:VCARD$/.test(word)) {
      if (depth > 0) depth -= 1
      else {
        yield card
        card = null
      }
      continue
    }
    if (depth > 0) continue
    const last = card.lines.at(-1)
    if (last !== undefined && isSoftBroken(last)) card.lines[card.lines.length - 1] = last.slice(0, -1) + line
    else if (last !== undefined && /^[ \t]/.test(line)) {
      if (!leftOut.test(last)) card.lines[card.lines.length - 1] = last + line.slice(isOld ? 0 : 1)
    } else if (line !== '') {
      if (/^VERSION:2\.1/i.test(line)) isOld = true
      isAgent = /^AGENT/i.test(line)
      card.lines.push(leftOut.test(line) ? line.slice(0, 40) : line)
    }
  }
  if (card !== null) yield { ...card, isWhole: false }
}

/** Of several the first counts. */
const once: ReadonlySet<ImportField> = new Set(['birthday', 'anniversary'])

const isSoftBroken = (line: string): boolean => line.endsWith('=') && /^[^:]*QUOTED-PRINTABLE/i.test(line)

interface Property {
  name: string
  group: string
  types: string[]
  value: unknown
}

/** Null for what is no contact: a list of others. */
function valuesOf(card: Card, fileEncoding: ImportEncoding): Map<ImportTarget, string> | null {
  const isNew = card.lines.some((line) => /^VERSION:4/i.test(line))
  const properties = card.lines.flatMap((line) => propertyOf(line, fileEncoding, isNew) ?? [])
  const labels = new Map(
    properties.filter(({ name }) => name === 'x-ablabel').map(({ group, value }) => [group, labelOfGroup(textOf(value))]),
  )
  const values = new Map<ImportTarget, string>()
  const set = (field: ImportField, value: string, label = ''): void => {
    if (value.trim() === '') return
    const target = targetOf(field, label)
    const before = values.get(target)
    if (before !== undefined && once.has(field)) return
    values.set(target, before === undefined ? value.trim() : `${before}\n${value.trim()}`)
  }
  const first = (name: string): unknown => properties.find((one) => one.name === name)?.value
  const kind = textOf(first('kind') ?? first('x-addressbookserver-kind')).toLowerCase()
  if (kind === 'group') return null

  const [family = '', given = '', additional = ''] = partsOf(first('n'), ' ')
  const [organisation = ''] = partsOf(first('org'), ' ')
  const fullName = textOf(first('fn')) || textOf(first('nickname'))
  const isCompany = kind === 'org' || /company/i.test(textOf(first('x-abshowas'))) || (given + family === '' && organisation !== '' && (fullName === '' || fullName === organisation))
  if (isCompany) set('company', organisation || fullName)
  else {
    set('givenName', `${given} ${additional}`)
    set('familyName', family)
    if (`${given}${additional}${family}`.trim() === '') set('name', fullName)
    set('company', organisation)
    set('jobTitle', textOf(first('title')) || textOf(first('role')))
  }
  const addressLabels = new Set<string>()
  for (const { name, group, types, value } of properties) {
    const label = labels.get(group) ?? labelOf(types)
    if (name === 'tel') set('phone', textOf(value).replace(/^tel:/i, '').replace(/;.*$/, ''), label)
    else if (name === 'email') set('mail', textOf(value).replace(/^mailto:/i, ''), label)
    else if (name === 'url') set('web', textOf(value).replaceAll('\\:', ':'), label === 'web' ? '' : label)
    else if (name === 'adr') {
      const [box = '', extended = '', street = '', city = '', region = '', postcode = '', country = ''] = partsOf(value, ', ')
      let own = label
      for (let count = 2; addressLabels.has(own); count += 1) own = `${label} ${count}`.trim()
      addressLabels.add(own)
      set('street', [box, street, extended].map((part) => part.replace(/\s*\n\s*/g, ', ').trim()).filter((part) => part !== '').join(', '), own)
      set('postcode', postcode, own)
      set('city', city, own)
      set('region', region, own)
      set('country', country, own)
    } else if (name === 'bday') set('birthday', textOf(value))
    else if (name === 'anniversary' || name === 'x-anniversary' || name === 'x-ms-anniversary') set('anniversary', textOf(value))
    else if (name === 'x-abdate' && labels.get(group) === 'anniversary') set('anniversary', textOf(value))
    else if (name === 'categories') set('tags', textOf(value))
    else if (name === 'note') set('notes', textOf(value))
  }
  return values
}

/** One content line, mended, as ical.js reads it; null where it is none. */
function propertyOf(line: string, fileEncoding: ImportEncoding, isNew: boolean): Property | null {
  if (leftOut.test(line)) return null
  const colon = /^(?:[^":]|"[^"]*")*:/.exec(line)?.[0]
  if (colon === undefined) return null
  const [name = '', ...params] = colon.slice(0, -1).split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/)
  let bytes = Buffer.from(line.slice(colon.length), 'latin1')
  let charset = ''
  const kept: string[] = []
  for (const param of params) {
    const [key = '', said] = param.includes('=') ? [param.slice(0, param.indexOf('=')), param.slice(param.indexOf('=') + 1)] : ['', param]
    const word = (said ?? '').replaceAll('"', '').toUpperCase()
    if (/^(?:encoding)?$/i.test(key) && word === 'QUOTED-PRINTABLE') bytes = unquoted(bytes)
    else if (/^charset$/i.test(key)) charset = word
    else if (key === '' && !/^(BASE64|8BIT|7BIT|B)$/.test(word)) kept.push(`TYPE=${word}`)
    else if (/^(type|value)$/i.test(key)) kept.push(`${key.toUpperCase()}=${said ?? ''}`)
  }
  const text = decodeText(bytes, charsetOf(charset, bytes) ?? fileEncoding).replace(/\r\n|\r|\n/g, '\\n')
  try {
    const head = [name, ...kept].join(';')
    const [found, details, , ...values] = ICAL.parse.property(`${head}:${text}`, isNew ? ICAL.design.vcard : ICAL.design.vcard3) as [string, Record<string, string | string[]>, string, ...unknown[]]
    const types = [details['type'] ?? []].flat().flatMap((type) => type.toLowerCase().split(','))
    return { name: found, group: [details['group'] ?? ''].flat().join(''), types, value: values.length > 1 ? values : values[0] }
  } catch {
    // A property that nobody can read is left out; the card is taken in without it.
    return null
  }
}

function unquoted(bytes: Buffer): Buffer<ArrayBuffer> {
  const text = bytes.toString('latin1').replace(/=([0-9A-Fa-f]{2})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
  return Buffer.from(text, 'latin1')
}

/** Old programs call their code page anything; UTF-8 that is right is UTF-8 whatever is said. */
function charsetOf(said: string, bytes: Uint8Array): ImportEncoding | null {
  if (isUtf8(bytes)) return 'utf-8'
  if (/1252|8859-1$|LATIN-?1$|ASCII/.test(said)) return 'windows-1252'
  if (/8859-15/.test(said)) return 'iso-8859-15'
  const windows = /125[0134]/.exec(said)?.[0]
  if (windows !== undefined) return `windows-${windows}` as ImportEncoding
  if (/SHIFT|SJIS|932/.test(said)) return 'shift_jis'
  return /GB/.test(said) ? 'gb18030' : null
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.flat(2).map(String).join(', ') : typeof value === 'string' ? value : '').trim()
/** Parts of a structured value; several words of one part are joined. */
const partsOf = (value: unknown, between: string): string[] =>
  (Array.isArray(value) ? value : [value]).map((part) => (Array.isArray(part) ? part.map(String).join(between) : typeof part === 'string' ? part : '').trim())

/** Apple wraps its own words: `_$!<Mobile>!$_`. */
function labelOfGroup(text: string): string {
  const own = /^_\$!<(.*)>!\$_$/.exec(text)?.[1]?.toLowerCase()
  if (own === undefined) return text.replace(/:/g, ' ').slice(0, 40)
  return { homepage: 'web', main: 'switchboard' }[own] ?? own
}
function labelOf(types: readonly string[]): string {
  const has = (...names: string[]): boolean => names.some((name) => types.includes(name))
  if (has('fax')) return 'fax'
  if (has('cell', 'mobile', 'iphone')) return 'mobile'
  if (has('home', 'dom')) return 'home'
  if (has('work')) return 'work'
  return has('pager', 'other') ? 'other' : ''
}
