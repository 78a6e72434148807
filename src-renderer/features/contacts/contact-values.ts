// A contact as its form holds it: empty values, what differs from what was read, what is wrong, and putting a stale edit together with what
// another window saved meanwhile. Pure.
import type { ContactDetail, ContactValues } from '../../../src-shared/contract/contacts.ts'
import { checkTaxId } from '../../../src-shared/domain/tax-id.ts'

export type Field = keyof ContactValues
export type Point = ContactValues['points'][number]
export type Address = ContactValues['addresses'][number]

export function emptyValues(kind: 'company' | 'person', country: string, ownerId: string | null): ContactValues {
  return {
    kind, relation: 'lead', name: '', givenName: '', familyName: '', taxId: null, taxCountry: country, ownerId, notes: '', birthday: null, anniversary: null,
    points: [emptyPoint('phone'), emptyPoint('mail')], addresses: [], tagIds: [],
  }
}
export const emptyPoint = (kind: Point['kind']): Point => ({ id: null, kind, label: '', value: '' })
export const emptyAddress = (country: string): Address => ({ id: null, label: '', street: '', postcode: '', city: '', region: '', country })

export function valuesOf(contact: ContactDetail): ContactValues {
  const { kind, relation, name, givenName, familyName, taxId, taxCountry, ownerId, notes, birthday, anniversary, points, addresses, tagIds } = contact
  return structuredClone({ kind, relation, name, givenName, familyName, taxId, taxCountry, ownerId, notes, birthday, anniversary, points: [...points], addresses: [...addresses], tagIds: [...tagIds] })
}

const isEmptyAddress = (address: Address): boolean => [address.street, address.postcode, address.city, address.region].every((part) => part.trim() === '')

/** What is sent: without empty lines, trimmed. A person whose two names are given is named by them. */
export function cleaned(values: ContactValues): ContactValues {
  const parts = `${values.givenName.trim()} ${values.familyName.trim()}`.trim()
  return {
    ...values,
    name: values.kind === 'person' && parts !== '' ? parts : values.name.trim(),
    givenName: values.kind === 'person' ? values.givenName.trim() : '',
    familyName: values.kind === 'person' ? values.familyName.trim() : '',
    taxId: values.taxId?.trim() || null,
    points: values.points.map((point) => ({ ...point, value: point.value.trim(), label: point.label.trim() })).filter((point) => point.value !== ''),
    addresses: values.addresses.filter((address) => !isEmptyAddress(address)),
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The fields of `now` that differ from `before`. */
export function changedValues(before: ContactValues, now: ContactValues): Partial<ContactValues> {
  const fields = (Object.keys(now) as Field[]).filter((field) => !same(before[field], now[field]))
  return Object.fromEntries(fields.map((field) => [field, now[field]]))
}

export type Troubles = Partial<Record<'name' | 'taxId', string>>

/** Keys of what is wrong, by field. */
export function troublesOf(values: ContactValues): Troubles {
  const clean = cleaned(values)
  const troubles: Troubles = {}
  if (clean.name === '') troubles.name = clean.kind === 'company' ? 'contacts.form.companyNameNeeded' : 'contacts.form.personNameNeeded'
  if (isTaxIdWrong(values)) troubles.taxId = 'contacts.form.taxIdWrong'
  return troubles
}
export const isTaxIdWrong = (values: Pick<ContactValues, 'taxId' | 'taxCountry'>): boolean =>
  !!values.taxId?.trim() && checkTaxId(values.taxId, values.taxCountry).status === 'invalid'

/** A mail address or web site that does not look like one; it may be kept all the same. */
export function looksWrong(point: Point): boolean {
  const value = point.value.trim()
  if (value === '') return false
  if (point.kind === 'mail') return !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value)
  if (point.kind === 'phone') return (value.match(/\d/g)?.length ?? 0) < 3
  return !/^\S+\.\S{2,}$/.test(value)
}

export interface Conflict {
  field: Field
  mine: unknown
  theirs: unknown
}

/** What I changed stays, what only others changed is taken over; where both changed a field differently it is a conflict (mine stands meanwhile). */
export function mergeStale(base: ContactValues, mine: ContactValues, theirs: ContactValues): { merged: ContactValues; conflicts: Conflict[] } {
  const merged: Record<string, unknown> = { ...theirs }
  const conflicts: Conflict[] = []
  for (const field of Object.keys(mine) as Field[]) {
    if (same(base[field], mine[field])) continue
    merged[field] = mine[field]
    if (!same(base[field], theirs[field]) && !same(mine[field], theirs[field])) conflicts.push({ field, mine: mine[field], theirs: theirs[field] })
  }
  return { merged: merged as ContactValues, conflicts }
}
