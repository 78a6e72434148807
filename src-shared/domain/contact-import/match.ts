// What a row of a file would do here (IO-1, CON-5): make a contact, add to one that is known, or nothing. Pure; runs on any thread.
// Sure: the same tax id; the same mail or phone with a name that agrees; the same company name; the same person at the same company. Less than that is a
// doubt; and two people of one name who share neither mail nor phone are a hint at most.
import type { ContactValues } from '../../contract/contacts.ts'
import { foldForSearch } from '../name-keys.ts'
import type { ContactDraft } from './draft.ts'

/** A contact of the store, with all that a file could add to it. */
export interface KnownContact {
  id: string
  revision: number
  kind: ContactValues['kind']
  relation: ContactValues['relation']
  ownerId: string | null
  name: string
  nameKey: string
  givenName: string
  familyName: string
  taxId: string
  taxKey: string
  notes: string
  birthday: string | null
  anniversary: string | null
  points: { id: string; kind: 'phone' | 'mail' | 'web'; label: string; value: string; key: string }[]
  addresses: (ContactValues['addresses'][number] & { id: string })[]
  tags: { id: string; name: string }[]
  /** Where a person works now, the newest first. */
  employers: { id: string; name: string; nameKey: string; jobTitle: string }[]
}

export type MatchReason = 'taxId' | 'mail' | 'phone' | 'name'
export type MatchStrength = 'sure' | 'doubt' | 'hint'
export interface Match<C> {
  contact: C
  reason: MatchReason
  strength: MatchStrength
}
/** What is compared, of a draft and of a known contact alike. */
interface Comparable {
  kind: ContactValues['kind']
  name: string
  nameKey: string
  taxKey: string
  points: readonly { kind: string; key: string }[]
}

const words = (name: string): string[] => foldForSearch(name).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)

/** At least one word in common: "Ana Ruiz" and "Ruiz Soler, Ana", not "Ana Ruiz" and "Administración". */
function namesAgree(one: string, other: string): boolean {
  const known = new Set(words(other))
  return words(one).some((word) => known.has(word))
}

interface Candidate extends Comparable {
  employers: readonly { nameKey: string }[]
}

/** The one of these that the draft is, or may be; null where none. `worksAt`: key of the name of the draft's company. */
export function matchOf<C extends Candidate>(
  draft: Comparable,
  worksAt: string | null,
  candidates: readonly C[],
): Match<C> | null {
  const found = candidates.flatMap((contact) => {
    const match = compare(draft, worksAt, contact)
    return match === null ? [] : [{ contact, ...match }]
  })
  return found.sort((a, b) => rank(a) - rank(b))[0] ?? null
}
const strengths: readonly MatchStrength[] = ['sure', 'doubt', 'hint']
const reasons: readonly MatchReason[] = ['taxId', 'mail', 'phone', 'name']
const rank = ({ strength, reason }: Found): number => strengths.indexOf(strength) * reasons.length + reasons.indexOf(reason)

type Found = Pick<Match<unknown>, 'reason' | 'strength'>

function compare(draft: Comparable, worksAt: string | null, contact: Candidate): Found | null {
  if (draft.taxKey !== '' && draft.taxKey === contact.taxKey) return { reason: 'taxId', strength: 'sure' }
  // The mail and phone of a company are those of its people too.
  if (draft.kind !== contact.kind) return null
  // Two tax ids are two contacts, whatever else they share.
  if (draft.taxKey !== '' && contact.taxKey !== '') return null
  const keysOf = (one: Comparable, kind: string): string[] => one.points.filter((point) => point.kind === kind).map(({ key }) => key)
  const shares = (kind: string): boolean => {
    const keys = keysOf(contact, kind)
    return keysOf(draft, kind).some((key) => keys.includes(key))
  }
  const agrees = namesAgree(draft.name, contact.name)
  if (shares('mail')) return { reason: 'mail', strength: agrees ? 'sure' : 'doubt' }
  const isSameName = draft.nameKey !== '' && draft.nameKey === contact.nameKey
  if (shares('phone') && agrees) return { reason: 'phone', strength: isSameName || draft.kind === 'company' ? 'sure' : 'doubt' }
  if (!isSameName) return null
  if (draft.kind === 'company' || contact.employers.some(({ nameKey }) => nameKey === worksAt)) return { reason: 'name', strength: 'sure' }
  const differs = (kind: string): boolean => keysOf(draft, kind).length > 0 && keysOf(contact, kind).length > 0
  return { reason: 'name', strength: differs('mail') || differs('phone') ? 'hint' : 'doubt' }
}

/** One value that the row would change: what stands there now, and what will. */
export interface ImportChange {
  field: string
  before: string
  after: string
}
export interface ContactPatch {
  values: Partial<ContactValues>
  /** Names of tags to be added. */
  tags: string[]
  changes: ImportChange[]
}

type Address = ContactValues['addresses'][number]
const texts = ['taxId', 'givenName', 'familyName', 'birthday', 'anniversary', 'notes'] as const
/** What a company has none of, also where a person with its tax id stands in the file. */
const personal: ReadonlySet<string> = new Set(['givenName', 'familyName', 'birthday'])
const addressParts = ['street', 'postcode', 'city', 'region'] as const
const addressText = ({ street, postcode, city, region }: Pick<Address, (typeof addressParts)[number]>): string =>
  [street, `${postcode} ${city}`.trim(), region].filter((part) => part !== '').join(', ')

/** What the draft adds to a known contact; with `replaces` it also wins where both say something else. Nothing is taken away. */
export function patchOf(draft: ContactDraft, known: KnownContact, replaces: boolean): ContactPatch {
  const patch: ContactPatch = { values: {}, tags: [], changes: [] }
  const change = (field: string, before: string, after: string): void => void patch.changes.push({ field, before, after })
  const isSameName = draft.nameKey === known.nameKey
  for (const field of texts) {
    const [now, wanted] = [known[field] ?? '', draft[field] ?? '']
    if (wanted === '' || wanted === now || (known.kind === 'company' && personal.has(field))) continue
    // Parts of a name are set with a name that stays what it is.
    if ((field === 'givenName' || field === 'familyName') && !(replaces || (isSameName && now === ''))) continue
    if (field === 'taxId' && draft.taxKey === known.taxKey) continue
    if (now !== '' && field === 'notes') {
      if (now.includes(wanted)) continue
      patch.values.notes = replaces ? wanted : `${now}\n${wanted}`
    } else if (now !== '' && !replaces) continue
    else Object.assign(patch.values, { [field]: wanted })
    change(field, now, field === 'notes' ? (patch.values.notes ?? wanted) : wanted)
  }
  if (replaces && !isSameName && draft.name !== known.name) {
    patch.values.name = draft.name
    change('name', known.name, draft.name)
  }
  if (replaces && draft.relation !== null && draft.relation !== known.relation) {
    patch.values.relation = draft.relation
    change('relation', known.relation, draft.relation)
  }
  if (draft.ownerId !== null && draft.ownerId !== known.ownerId && (replaces || known.ownerId === null)) {
    patch.values.ownerId = draft.ownerId
    change('ownerId', known.ownerId ?? '', draft.ownerId)
  }
  if ('taxId' in patch.values) patch.values.taxCountry = draft.taxCountry
  // Phones have their key by the country of the contact, which may not be that of the row.
  const points = draft.points.filter(
    ({ kind, key, value }) => !known.points.some((one) => one.kind === kind && (one.key === key || one.value === value)),
  )
  if (points.length > 0) {
    patch.values.points = [
      ...known.points.map(({ id, kind, label, value }) => ({ id, kind, label, value })),
      ...points.map(({ kind, label, value }) => ({ id: null, kind, label, value })),
    ]
    for (const { kind, value } of points) change(kind, '', value)
  }
  patchAddresses(draft, known, replaces, patch)
  const tags = new Set(known.tags.map(({ name }) => foldForSearch(name)))
  patch.tags = draft.tags.filter((name) => !tags.has(foldForSearch(name)))
  if (patch.tags.length > 0) change('tags', known.tags.map(({ name }) => name).join(', '), [...known.tags.map(({ name }) => name), ...patch.tags].join(', '))
  return patch
}

/** What a row says of where a known person works: the company, `id` null where it is a new one, and as what. Null where that is nothing new. */
export function jobChangeOf(
  person: KnownContact,
  company: { id: string | null; name: string; jobTitle: string },
  replaces: boolean,
): { changes: ImportChange[]; leavesOthers: boolean } | null {
  const here = person.employers.find(({ id }) => id === company.id)
  const [now, wanted] = [here?.jobTitle ?? '', company.jobTitle]
  const title = wanted === '' || wanted === now || (now !== '' && !replaces) ? [] : [{ field: 'jobTitle', before: now, after: wanted }]
  if (here !== undefined) return title.length === 0 ? null : { changes: title, leavesOthers: false }
  if (person.employers.length > 0 && !replaces) return null
  const employer = { field: 'employer', before: person.employers.map(({ name }) => name).join(', '), after: company.name }
  return { changes: [employer, ...title], leavesOthers: true }
}

/** An address is added where there is none of its label, completed where it says the same or less, and replaced where the file wins. */
function patchAddresses(draft: ContactDraft, known: KnownContact, replaces: boolean, patch: ContactPatch): void {
  const kept = known.addresses.map((address): Address => ({ ...address }))
  const sameAs = (address: Omit<Address, 'id'>): Address | undefined =>
    kept.find((one) => foldForSearch(addressText(one)) === foldForSearch(addressText(address)))
  const taken = new Set(draft.addresses.map(sameAs))
  for (const address of draft.addresses) {
    if (sameAs(address) !== undefined) continue
    // A single address is the one that is meant, unless both say what they are for.
    const old = kept.find(
      ({ label }) => label === address.label || (known.addresses.length === 1 && (label === '' || address.label === '')),
    )
    const isNew = old === undefined || taken.has(old)
    const wanted = isNew || replaces ? address : completed(old, address)
    if (wanted === null) continue
    const before = isNew ? '' : addressText(old)
    const at: Address = isNew ? { id: null, ...wanted } : Object.assign(old, wanted, { label: old.label })
    if (isNew) kept.push(at)
    taken.add(at)
    patch.changes.push({ field: 'address', before, after: addressText(at) })
    patch.values.addresses = kept
  }
}

/** What the first does not say taken from the second; null where they say different things, or nothing is gained. */
function completed(old: Address, more: Omit<Address, 'id'>): Omit<Address, 'id'> | null {
  const agrees = addressParts.every(
    (part) => old[part] === '' || more[part] === '' || foldForSearch(old[part]) === foldForSearch(more[part]),
  )
  const isMore = addressParts.some((part) => old[part] === '' && more[part] !== '')
  if (!agrees || !isMore) return null
  const { id: _id, ...filled } = old
  for (const part of addressParts) filled[part] ||= more[part]
  return filled
}
