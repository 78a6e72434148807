// A row of a file as the contacts it speaks of: a company, a person, or a person and the company they work for (IO-1). Pure; runs on any thread.
import type { ContactValues } from '../../contract/contacts.ts'
import { isLocalDate, type LocalDate } from '../local-time.ts'
import { isPlausibleAddress, mailKey } from '../mail-address.ts'
import { foldForSearch, sortKey } from '../name-keys.ts'
import { pointKey } from '../point-key.ts'
import { checkTaxId, taxIdKey } from '../tax-id.ts'
import { countryOf } from './countries.ts'
import { targetParts, type ImportTarget } from './fields.ts'
import type { ImportRefusal } from './refusals.ts'

type Point = Omit<ContactValues['points'][number], 'id'> & { key: string }
type Address = Omit<ContactValues['addresses'][number], 'id'>
type Relation = ContactValues['relation']

/** One contact as the file describes it. */
export interface ContactDraft {
  kind: ContactValues['kind']
  name: string
  /** `sortKey` of the name: what two spellings have in common. */
  nameKey: string
  givenName: string
  familyName: string
  relation: Relation | null
  /** The user who looks after it; null where the file says none that works here. */
  ownerId: string | null
  taxId: string
  taxKey: string
  taxCountry: string
  points: Point[]
  addresses: Address[]
  birthday: LocalDate | null
  anniversary: LocalDate | null
  tags: string[]
  notes: string
}
export interface RowDraft {
  /** Who the row is about: its person where it names one. */
  main: ContactDraft
  /** Where that person works. */
  company: ContactDraft | null
  jobTitle: string
  /** Named as owner, and no user here. */
  unknownOwner: string | null
  refusal: { reason: ImportRefusal; value: string } | null
}

export interface DraftRules {
  /** For each column, what it is; null: left out. */
  targets: readonly (ImportTarget | null)[]
  /** What a row with a name alone is. */
  kind: ContactValues['kind']
  relation: Relation
  /** ISO 3166-1 alpha-2: whose phones and tax ids are written without a prefix. */
  country: string
  dateOrder: DateOrder
  /** Id of the user who is called so, or has this mail; null where nobody does. */
  ownerOf: (text: string) => string | null
}
export type DateOrder = 'dmy' | 'mdy'

const nothing = /^(-+|n\/?[ad]|s\/d|null|none|ninguno)$/i
const tidy = (text: string): string => {
  const plain = text.replace(/[\u00a0\u2007\u202f\t ]+/g, ' ').trim()
  return nothing.test(plain) ? '' : plain
}
const oneLine = (text: string): string => tidy(text.replace(/\s+/g, ' '))

const relationWords: readonly [RegExp, Relation][] = [
  [/potencial|prospect|lead/, 'lead'],
  [/proveedor|supplier|vendor/, 'supplier'],
  [/client|customer/, 'customer'],
  [/otro|other/, 'other'],
]
const relationOf = (text: string): Relation | null => {
  const folded = foldForSearch(text)
  return relationWords.find(([pattern]) => pattern.test(folded))?.[1] ?? null
}

/** Several mails or phones in one cell. Names before a mail, as in `Ana Ruiz <ana@x.example>`, are none. */
function severalMails(cell: string): string[] {
  const parts = cell.match(/<[^<>]*>|[^\s;,<>]+/g) ?? []
  const hasNames = parts.some((part) => /^<.*@/.test(part))
  return parts.filter((part) => !hasNames || part.includes('@')).map((part) => part.replace(/^<\s*|\s*>$/g, ''))
}
const severalPhones = (cell: string): string[] =>
  cell
    .split(/\s*(?:[;\n|]|:::)\s*|\s+[/,]\s*|(?<=\d{5})\s*[/,]\s*/)
    .map(tidy)
    .filter((one) => one !== '')

const legalForm = /(^|[\s,])(s\.? ?[al]\.?( ?u\.?)?|s\.? ?l\.? ?[lp]\.?|s\.? ?c\.?( ?p\.?)?|c\.? ?b\.?|s\.? ?coop\.?( .*)?|gmbh|ltda?\.?|limited|inc\.?|llc|plc|s\.?r\.?l\.?|sarl|ag|bv|nv|e\.?v\.?)\s*$/i

/** Company or person, by the tax id and the legal form; else as the rules say. */
function kindOf(name: string, taxId: string, otherwise: ContactDraft['kind']): ContactDraft['kind'] {
  const key = taxIdKey(taxId)
  if (/^[A-HJNP-SUVW]\d{7}[0-9A-J]$/.test(key)) return 'company'
  if (/^([XYZ]\d{7}|\d{8})[A-Z]$/.test(key)) return 'person'
  return legalForm.test(name) ? 'company' : otherwise
}

/** `2026-03-10`, `20260310`, `10/03/2026`, `10-3-26`, with or without an hour behind; null where it is no day. */
function dayOf(text: string, order: DateOrder): LocalDate | null {
  const day = text.replace(/[T ]\d{1,2}:\d\d.*$/, '').trim()
  const iso = /^(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)$/.exec(day)
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)$/.exec(day)
  if (iso === null && local === null) return null
  const [year = '', month = '', on = ''] = iso
    ? iso.slice(1)
    : [fullYear(local?.[3] ?? ''), order === 'dmy' ? local?.[2] : local?.[1], order === 'dmy' ? local?.[1] : local?.[2]]
  const found = `${year}-${(month ?? '').padStart(2, '0')}-${(on ?? '').padStart(2, '0')}`
  return isLocalDate(found) ? found : null
}
/** Birthdays lie in the past: of two digits, up to 29 is this century. */
const fullYear = (year: string): string => (year.length === 4 ? year : `${Number(year) < 30 ? '20' : '19'}${year}`)

/** Day or month first, by the first value that can be only one of both. */
export function dateOrderOf(values: Iterable<string>, otherwise: DateOrder): DateOrder {
  for (const value of values) {
    const parts = /^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}/.exec(value)
    if (parts === null) continue
    if (Number(parts[1]) > 12) return 'dmy'
    if (Number(parts[2]) > 12) return 'mdy'
  }
  return otherwise
}

/** What the columns of a row say, by field and label, joined where several columns say the same. */
class Cells {
  private readonly found = new Map<string, { label: string; values: string[] }[]>()
  constructor(cells: readonly string[], targets: DraftRules['targets']) {
    targets.forEach((target, column) => {
      const parts = target === null ? null : targetParts(target)
      const value = tidy(cells[column] ?? '')
      if (parts === null || value === '') return
      const groups = this.found.get(parts.field) ?? []
      this.found.set(parts.field, groups)
      const group = groups.find(({ label }) => label === parts.label)
      if (group) group.values.push(value)
      else groups.push({ label: parts.label, values: [value] })
    })
  }
  groups(field: string): { label: string; values: string[] }[] {
    return this.found.get(field) ?? []
  }
  text(field: string, between = ' '): string {
    return this.groups(field)
      .flatMap(({ values }) => values)
      .map(oneLine)
      .filter((one) => one !== '')
      .join(between)
  }
  long(field: string): string {
    return this.groups(field)
      .flatMap(({ values }) => values)
      .join('\n')
  }
}

const emptyDraft = (kind: ContactDraft['kind'], name: string, country: string): ContactDraft => ({
  kind,
  name,
  nameKey: name === '' ? '' : sortKey(name),
  givenName: '',
  familyName: '',
  relation: null,
  ownerId: null,
  taxId: '',
  taxKey: '',
  taxCountry: country,
  points: [],
  addresses: [],
  birthday: null,
  anniversary: null,
  tags: [],
  notes: '',
})

/**
 * Where a row names a person and a company, tax id, sites and business addresses are the company's, all else the person's.
 */
export function draftOf(cells: readonly string[], rules: DraftRules): RowDraft {
  const row = new Cells(cells, rules.targets)
  let refusal: RowDraft['refusal'] = null
  const refuse = (reason: ImportRefusal, value: string): void => void (refusal ??= { reason, value })

  const givenName = row.text('givenName')
  const familyName = row.text('familyName')
  const composed = `${givenName} ${familyName}`.trim()
  const companyName = row.text('company')
  const plainName = row.text('name')
  const taxId = oneLine(row.text('taxId'))
  const personName = composed || row.text('person') || (companyName !== '' && plainName !== companyName ? plainName : '')
  const ownName = personName || companyName || plainName
  const kind =
    personName !== '' ? 'person' : companyName !== '' ? 'company' : kindOf(plainName, taxId, rules.kind)

  const addresses = addressesOf(row, rules.country)
  const country = countryOf(row.groups('country')[0]?.values[0] ?? '') ?? rules.country
  const main = emptyDraft(kind, ownName, country)
  if (kind === 'person') Object.assign(main, { givenName, familyName })
  const company = personName === '' || companyName === '' ? null : emptyDraft('company', companyName, country)
  const business = company ?? main

  if (ownName === '') refuse('no_name', '')
  if (taxId !== '') {
    if (checkTaxId(taxId, country).status === 'invalid') refuse('tax_id_wrong', taxId)
    business.taxId = taxId
    business.taxKey = taxIdKey(taxId)
  }
  main.relation = relationOf(row.text('relation'))
  const owner = row.text('owner')
  main.ownerId = owner === '' ? null : rules.ownerOf(owner)
  if (company !== null) Object.assign(company, { relation: main.relation, ownerId: main.ownerId })

  const add = (to: ContactDraft, kind: Point['kind'], label: string, value: string): void => {
    const key = pointKey(kind, value, country)
    if (!to.points.some((one) => one.kind === kind && one.key === key)) to.points.push({ kind, label, value, key })
  }
  for (const { label, values } of row.groups('phone'))
    for (const phone of values.flatMap(severalPhones)) {
      if ((phone.match(/\d/g)?.length ?? 0) < 3) refuse('phone_wrong', phone)
      else add(main, 'phone', label, phone)
    }
  for (const { label, values } of row.groups('mail'))
    for (const mail of values.flatMap(severalMails)) {
      const plain = mail.replace(/^mailto:/i, '')
      if (!isPlausibleAddress(plain)) refuse('mail_wrong', values.join(' '))
      else add(main, 'mail', label, plain)
    }
  for (const { label, values } of row.groups('web'))
    for (const web of values.flatMap((value) => value.split(/\s+/))) add(business, 'web', label, web)
  for (const address of addresses) (address.label === 'home' ? main : business).addresses.push(address)

  for (const field of ['birthday', 'anniversary'] as const) {
    const text = row.text(field)
    if (text === '' || kind !== 'person') continue
    main[field] = dayOf(text, rules.dateOrder)
    // Google and Apple write a birthday without its year as --03-10: there is no such day to keep.
    if (main[field] === null && !/^-/.test(text)) refuse('date_wrong', text)
  }
  main.tags = tagsOf(row.long('tags'))
  main.notes = row.long('notes').trim()
  const jobTitle = row.text('jobTitle', ', ')
  // A job without an employer has no place of its own.
  if (company === null && jobTitle !== '') main.notes = [jobTitle, main.notes].filter((one) => one !== '').join('\n')
  const long = firstTooLong(main, company, jobTitle)
  if (long !== null) refuse('too_long', long)
  const unknownOwner = owner !== '' && main.ownerId === null ? owner : null
  return { main, company, jobTitle: company === null ? '' : jobTitle, unknownOwner, refusal }
}

/** Whom a file means by a name or a mail: whose it is, or the only user in whose name all of its words stand. */
export function ownerFinder(users: readonly { id: string; name: string; mail: string }[]): DraftRules['ownerOf'] {
  const known = users.map(({ id, name, mail }) => ({ id, nameKey: sortKey(name), mailKey: mailKey(mail) }))
  const found = new Map<string, string | null>()
  const find = (text: string): string | null => {
    const [asMail, asName] = [mailKey(text), sortKey(text)]
    const exact = known.find((user) => user.mailKey === asMail || user.nameKey === asName)
    if (exact !== undefined) return exact.id
    const words = asName.split(' ')
    const some = known.filter(({ nameKey }) => words.every((word) => nameKey.split(' ').includes(word)))
    return some.length === 1 ? (some[0]?.id ?? null) : null
  }
  return (text) => {
    if (!found.has(text)) found.set(text, find(text))
    return found.get(text) ?? null
  }
}

/** A new contact of it. */
export function valuesOf(draft: ContactDraft, fallback: { relation: Relation; ownerId: string | null }): ContactValues {
  return {
    kind: draft.kind,
    relation: draft.relation ?? fallback.relation,
    name: draft.name,
    givenName: draft.givenName,
    familyName: draft.familyName,
    taxId: draft.taxId === '' ? null : draft.taxId,
    taxCountry: draft.taxCountry,
    ownerId: draft.ownerId ?? fallback.ownerId,
    notes: draft.notes,
    birthday: draft.birthday,
    anniversary: draft.anniversary,
    points: draft.points.map(({ kind, label, value }) => ({ id: null, kind, label, value })),
    addresses: draft.addresses.map((address) => ({ id: null, ...address })),
    tagIds: [],
  }
}

/** A company as two rows of people who work there describe it: where both say something else the first is heard. */
export function mergedCompany(first: ContactDraft, second: ContactDraft): ContactDraft {
  const tax = first.taxId === '' ? second : first
  return {
    ...first,
    relation: first.relation ?? second.relation,
    ownerId: first.ownerId ?? second.ownerId,
    taxId: tax.taxId,
    taxKey: tax.taxKey,
    taxCountry: tax.taxCountry,
    points: [
      ...first.points,
      ...second.points.filter(({ kind, key }) => !first.points.some((one) => one.kind === kind && one.key === key)),
    ],
    addresses: [
      ...first.addresses,
      ...second.addresses.filter(({ label }) => !first.addresses.some((one) => one.label === label)),
    ],
  }
}

/** Group names of address books carry a star and their own groups' names; those are nobody's tags. */
function tagsOf(text: string): string[] {
  const names = text
    .split(/[;,\n|]|:::/)
    .map((one) => oneLine(one.replace(/^\s*\*\s*/, '')))
    .filter((one) => one !== '' && !/^(my ?contacts|mis contactos|starred|friends|family)$/i.test(one))
  return [...new Map(names.map((name) => [foldForSearch(name), name.slice(0, 80)])).values()]
}

const addressFields = ['street', 'postcode', 'city', 'region', 'country'] as const

function addressesOf(row: Cells, country: string): Address[] {
  const labels = new Set(addressFields.flatMap((field) => row.groups(field).map(({ label }) => label)))
  return [...labels].flatMap((label) => {
    const part = (field: string): string =>
      (row.groups(field).find((group) => group.label === label)?.values ?? []).map(oneLine).filter(Boolean).join(', ')
    const [street, city] = [part('street'), part('city')]
    const named = part('country')
    const code = named === '' ? country : (countryOf(named) ?? '')
    const region = [part('region'), named !== '' && code === '' ? named : ''].filter(Boolean).join(', ')
    // Spreadsheets take the zero off a postcode of Catalonia or Madrid's neighbours.
    const postcode = part('postcode').replace(/^\d{4}$/, (four) => (code === 'ES' ? `0${four}` : four))
    return street + postcode + city + region === '' ? [] : [{ label, street, postcode, city, region, country: code }]
  })
}

/** The lengths of the contract. */
function firstTooLong(main: ContactDraft, company: ContactDraft | null, jobTitle: string): string | null {
  const limits: [string, number][] = [main, ...(company === null ? [] : [company])].flatMap((one): [string, number][] => [
    [one.name, 200],
    [one.givenName, 100],
    [one.familyName, 100],
    [one.taxId, 40],
    [one.notes, 200_000],
    ...one.points.map(({ value }): [string, number] => [value, 300]),
    ...one.addresses.flatMap((address): [string, number][] => [
      [address.street, 200],
      [address.postcode, 20],
      [address.city, 100],
      [address.region, 100],
    ]),
  ])
  const long = [...limits, [jobTitle, 120] as [string, number]].find(([text, most]) => text.length > most)
  return long === undefined ? null : `${long[0].slice(0, 60)}…`
}
