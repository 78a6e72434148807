// Makes the records of the sample, in the order in which they can be inserted, as a stream of chunks. Pure but for its seeded random numbers:
// the same seed, size, language and day give the same records.
import { sortKey } from '../../src-shared/domain/name-keys.ts'
import { addDays, instantOf, weekday, type LocalDate } from '../../src-shared/domain/local-time.ts'
import { phoneKey } from '../../src-shared/domain/phone.ts'
import type { TableName, Values } from '../store/tables.ts'
import { createRandom, type Random } from './random.ts'
import * as words from './words.ts'

export interface SampleSize {
  contacts: number
  activities: number
  mails: number
}
export type SampleRecord = { [T in TableName]: { table: T; id: string; values: Values<T> } }[TableName]
/** What the sample stands on: entries that are in the store already. */
export interface SampleBase {
  userIds: string[]
  types: { id: string; builtin: string; minutes: number | null }[]
  results: { id: string; builtin: string }[]
  tagIds: string[]
  today: LocalDate
  zone: string
  language: 'es' | 'en'
}
export interface SampleContact {
  id: string
  personOf: string | null
  kind: 'company' | 'person'
  name: string
  mail: string
}

const perChunk = 4000

/** Records in chunks; `contacts` collects what the mails are made from. */
export function* sampleRecords(size: SampleSize, base: SampleBase, seed: number, contacts: SampleContact[]): Generator<SampleRecord[]> {
  const random = createRandom(seed)
  let chunk: SampleRecord[] = []
  const add = <T extends TableName>(table: T, values: Values<T>, time: number): string => {
    const id = random.uuid(time)
    chunk.push({ table, id, values } as SampleRecord)
    return id
  }
  const companies: string[] = []
  const peopleOf = new Map<string, string[]>()
  while (contacts.length < size.contacts) {
    const created = instantOf(addDays(base.today, -random.between(30, 1400)), '10:00', base.zone)
    if (companies.length === 0 || random.chance(0.42)) companies.push(addCompany(add, random, base, created, contacts, companies.length))
    else addPerson(add, random, base, created, contacts, companies, peopleOf)
    if (chunk.length >= perChunk) {
      yield chunk
      chunk = []
    }
  }
  for (let n = 0; n < size.activities; n += 1) {
    addActivity(add, random, base, contacts, peopleOf)
    if (chunk.length >= perChunk) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}

type Add = <T extends TableName>(table: T, values: Values<T>, time: number) => string

function slug(text: string): string {
  return text.normalize('NFD').replace(/[^a-zA-Z0-9 ]/g, '').trim().toLowerCase().replace(/\s+/g, '-')
}

function addCompany(add: Add, random: Random, base: SampleBase, created: number, contacts: SampleContact[], n: number): string {
  const isForeign = random.chance(0.06)
  const [foreign, foreignCountry] = random.pick(words.foreignCompanies)
  const family = random.pick(words.familyNames)
  const second = random.chance(0.45) ? ` y ${random.pick(words.familyNames)}` : ''
  const number = n > 3000 ? ` ${random.between(2, 99)}` : ''
  const name = isForeign ? `${foreign}${number}` : `${random.pick(words.trades)} ${family}${second}${number} ${random.pick(words.forms)}`.trim()
  const country = isForeign ? foreignCountry : 'ES'
  const taxId = isForeign ? null : cif(random.between(0, 99_999) + n * 7)
  const id = add('contact', contactValues('company', name, random, base, created, { taxId, taxCountry: country }), created)
  const domain = `${slug(name.replace(/ (S\.L\.U?\.?|S\.A\.|S\.C\.)$/, ''))}-${n}.example`
  point(add, id, 'phone', phone(random, n, '91'), 0, created)
  point(add, id, 'mail', `info@${domain}`, 0, created)
  if (random.chance(0.5)) point(add, id, 'web', `https://www.${domain}`, 0, created)
  const [city, postcode, region] = random.pick(words.cities)
  add('contact_address', {
    contactId: id, label: '', street: `${random.pick(words.streets)}, ${random.between(1, 120)}`, postcode: `${postcode}${String(random.between(1, 40)).padStart(2, '0')}`,
    city, region, country, position: 0,
  }, created)
  if (random.chance(0.3)) add('contact_tag', { contactId: id, tagId: random.pick(base.tagIds) }, created)
  contacts.push({ id, personOf: null, kind: 'company', name, mail: `info@${domain}` })
  return id
}

function addPerson(
  add: Add, random: Random, base: SampleBase, created: number, contacts: SampleContact[], companies: string[], peopleOf: Map<string, string[]>,
): void {
  const given = random.pick(words.givenNames)
  const family = `${random.pick(words.familyNames)} ${random.pick(words.familyNames)}`
  const name = `${given} ${family}`
  const n = contacts.length
  const employer = random.chance(0.85) ? random.pick(companies) : null
  const id = add('contact', { ...contactValues('person', name, random, base, created, { taxId: null, taxCountry: 'ES' }), givenName: given, familyName: family }, created)
  const mail = `${slug(given)}.${slug(family).split('-')[0] ?? 'x'}${n}@correo.example`
  point(add, id, 'phone', phone(random, n, '600'), 0, created)
  point(add, id, 'mail', mail, 0, created)
  if (employer !== null) {
    add('employment', { personId: id, companyId: employer, jobTitle: random.pick(words.jobTitles[base.language]), fromOn: null, untilOn: null }, created)
    const people = peopleOf.get(employer)
    if (people === undefined) peopleOf.set(employer, [id])
    else people.push(id)
  }
  contacts.push({ id, personOf: employer, kind: 'person', name, mail })
}

function contactValues(
  kind: 'company' | 'person', name: string, random: Random, base: SampleBase, created: number, tax: { taxId: string | null; taxCountry: string },
): Values<'contact'> {
  return {
    kind, relation: random.chance(0.55) ? 'customer' : random.chance(0.75) ? 'lead' : random.chance(0.7) ? 'supplier' : 'other', name, givenName: '', familyName: '',
    sortKey: sortKey(name), taxId: tax.taxId, taxCountry: tax.taxCountry, taxKey: tax.taxId, ownerId: random.pick(base.userIds),
    notes: random.chance(0.25) ? random.pick(words.sentences[base.language]) : '',
    birthday: kind === 'person' && random.chance(0.3) ? `19${random.between(55, 99)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}` : null,
    anniversary: null, createdAt: created, binnedAt: null,
  }
}

function addActivity(add: Add, random: Random, base: SampleBase, contacts: SampleContact[], peopleOf: Map<string, string[]>): void {
  const type = random.chance(0.75) ? base.types[random.between(0, Math.min(3, base.types.length - 1))] : random.pick(base.types)
  if (type === undefined) return
  const isPrivate = type.builtin === 'internal'
  const isFuture = random.chance(0.06)
  const isOverdue = !isFuture && random.chance(0.012)
  let on = addDays(base.today, isFuture ? random.between(0, 60) : -random.between(1, isOverdue ? 40 : 1100))
  while (weekday(on) > 5) on = addDays(on, isFuture ? 1 : -1)
  const isTimed = random.chance(0.65)
  const time = isTimed ? `${two(random.pick([9, 9, 10, 10, 11, 12, 13, 16, 17, 18]))}:${random.pick(['00', '00', '15', '30', '45'])}` : null
  const state = isFuture || isOverdue ? (random.chance(0.9) ? 'planned' : random.pick(['in_progress', 'on_hold'])) : random.chance(0.94) ? 'done' : 'cancelled'
  const isDone = state === 'done'
  const contact = isPrivate ? null : random.pick(contacts)
  const companyId = contact === null ? null : contact.kind === 'company' ? contact.id : contact.personOf
  const people = contact?.kind === 'company' ? peopleOf.get(contact.id) : undefined
  const personId = contact === null ? null : contact.kind === 'person' ? contact.id : people !== undefined && random.chance(0.5) ? random.pick(people) : null
  const ownerId = random.pick(base.userIds)
  const createdOn = addDays(on, -random.between(0, 21))
  const created = instantOf(createdOn > base.today ? base.today : createdOn, '09:30', base.zone)
  const isFair = type.builtin === 'fair'
  const sentences = words.sentences[base.language]
  const id = add('activity', {
    typeId: type.id, subject: random.pick(words.subjects[base.language][type.builtin] ?? ['·']), companyId, personId,
    startsOn: on, startsTime: isFair ? null : time, durationMinutes: isFair || time === null ? null : (type.minutes ?? 30), endsOn: isFair ? addDays(on, 2) : null, zone: base.zone,
    startsUtc: isFair || time === null ? null : instantOf(on, time, base.zone),
    state, priority: random.chance(0.8) ? 1 : random.pick([0, 2, 2, 3]), direction: random.chance(0.7) ? 'out' : 'in',
    ownerId, authorId: random.chance(0.85) ? ownerId : random.pick(base.userIds), place: type.builtin === 'visit' ? random.pick(words.places[base.language]) : '',
    notes: random.chance(0.7) ? (random.chance(0.3) ? `${random.pick(sentences)} ${random.pick(sentences)}` : random.pick(sentences)) : '',
    resultId: isDone ? random.pick(base.results).id : null, closedAt: isDone || state === 'cancelled' ? `${on}T${time ?? '18:00'}` : null,
    cancelReason: state === 'cancelled' ? random.pick(sentences) : null, followsId: null, createdAt: created, binnedAt: null, movedCount: 0,
  }, created)
  if (random.chance(0.08)) add('activity_tag', { activityId: id, tagId: random.pick(base.tagIds) }, created)
  if (companyId !== null && random.chance(0.03)) {
    add('note', {
      contactId: companyId, activityId: null, text: random.pick(sentences), happenedAt: `${on <= base.today ? on : base.today}T12:00`, authorId: ownerId, createdAt: created, binnedAt: null,
    }, created)
  }
}

function point(add: Add, contactId: string, kind: 'phone' | 'mail' | 'web', value: string, position: number, created: number): void {
  add('contact_point', { contactId, kind, label: '', value, key: kind === 'phone' ? phoneKeyOf(value) : value.toLowerCase(), position }, created)
}

/** The numbers made here are all of one written form, so their key is their digits; libphonenumber agrees (see the spec). */
function phoneKeyOf(value: string): string {
  return value.startsWith('+34 ') ? `+${value.replace(/\D/g, '')}` : phoneKey(value, 'ES')
}

function phone(_random: Random, n: number, prefix: '91' | '600'): string {
  const digits = `${prefix}${String(n % 10 ** (9 - prefix.length)).padStart(9 - prefix.length, '0')}`
  return `+34 ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`
}

/** A company tax id with its right control digit (Orden EHA/451/2008). */
function cif(number: number): string {
  const digits = String(number % 10_000_000).padStart(7, '0')
  let sum = 0
  for (let i = 0; i < 7; i += 1) {
    const digit = Number(digits[i])
    if (i % 2 === 0) sum += Math.floor((digit * 2) / 10) + ((digit * 2) % 10)
    else sum += digit
  }
  return `B${digits}${(10 - (sum % 10)) % 10}`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
