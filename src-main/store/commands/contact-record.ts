// Making and editing one contact (CON-1, CON-7). Runs on the writer's thread, inside a command.
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import { sortKey } from '../../../src-shared/domain/name-keys.ts'
import { checkTaxId, taxIdKey } from '../../../src-shared/domain/tax-id.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { Values } from '../tables.ts'
import type { WriteTx } from '../write-session.ts'
import { replaceAddresses, replacePoints, replaceTags } from './contact-parts.ts'

export interface CreateContactInput {
  values: ContactValues
  employerId: string | null
  jobTitle: string
}

function composedName(givenName: string, familyName: string): string {
  return `${givenName} ${familyName}`.trim()
}

function requireName(name: string): string {
  if (name === '') throw new KnownError('invalid', { field: 'name', rule: 'required' })
  return name
}

/** Stored spelling and key of a tax id. One that its country's known rule calls wrong is refused; where no rule is known it is kept as typed. */
function taxFields(taxId: string | null, taxCountry: string): { taxId: string | null; taxKey: string | null } {
  if (taxId === null || taxId === '') return { taxId: null, taxKey: null }
  const { status, normalized } = checkTaxId(taxId, taxCountry)
  if (status === 'invalid') throw new KnownError('invalid', { field: 'taxId', rule: 'tax_id_invalid', value: taxId })
  const kept = status === 'valid' ? normalized : taxId
  return { taxId: kept, taxKey: taxIdKey(kept) || null }
}

/** Throws 'invalid' without a name and for a tax id that its country's rule calls wrong. */
export function createContact(tx: WriteTx, { values, employerId, jobTitle }: CreateContactInput): { id: string } {
  const { kind, relation, givenName, familyName, taxCountry, ownerId, notes, birthday, anniversary } = values
  const name = requireName(values.name || (kind === 'person' ? composedName(givenName, familyName) : ''))
  const id = tx.insert('contact', {
    kind,
    relation,
    name,
    givenName,
    familyName,
    sortKey: sortKey(name),
    ...taxFields(values.taxId, taxCountry),
    taxCountry,
    ownerId,
    notes,
    birthday,
    anniversary,
    createdAt: tx.now,
    binnedAt: null,
  })
  replacePoints(
    tx,
    id,
    values.points.map((point) => ({ ...point, id: null })),
    taxCountry,
  )
  replaceAddresses(
    tx,
    id,
    values.addresses.map((address) => ({ ...address, id: null })),
  )
  replaceTags(tx, id, values.tagIds)
  if (employerId !== null && kind === 'person') {
    requireKind(tx, employerId, 'company', 'employerId')
    tx.insert('employment', { personId: id, companyId: employerId, jobTitle, fromOn: null, untilOn: null })
  }
  tx.summarize({ name })
  return { id }
}

/** Rejects with `not_found`, or `invalid` where a company stands for a person or the other way round. */
export function requireKind(tx: WriteTx, id: string, kind: 'company' | 'person', field: string): void {
  const found = tx.fields('contact', id, ['kind'])
  if (found === null) throw new KnownError('not_found', { table: 'contact', id })
  if (found.values['kind'] !== kind) throw new KnownError('invalid', { field, rule: `not_a_${kind}` })
}

export interface SaveContactInput {
  id: string
  revision: number
  values: Partial<ContactValues>
}

/** Writes what differs. A contact that changed since it was read is refused as `stale`, its phones and tags included. */
export function saveContact(tx: WriteTx, { id, revision, values }: SaveContactInput): { revision: number } {
  const current = tx.get('contact', id)
  if (current === null) throw new KnownError('not_found', { table: 'contact', id })
  const patch = patchOf(current, values)
  if (patch.kind !== undefined && patch.kind !== current.kind && hasJobs(tx, id)) {
    throw new KnownError('invalid', { field: 'kind', rule: 'has_employments' })
  }
  const saved = tx.update('contact', id, patch, revision)
  const country = patch.taxCountry ?? current.taxCountry
  let partsChanged = false
  if (values.points !== undefined) partsChanged = replacePoints(tx, id, values.points, country)
  if (values.addresses !== undefined) partsChanged = replaceAddresses(tx, id, values.addresses) || partsChanged
  if (values.tagIds !== undefined) partsChanged = replaceTags(tx, id, values.tagIds) || partsChanged
  // The whole command is taken back when this is thrown.
  if (partsChanged && revision !== current.revision) {
    const { points, addresses, tagIds } = values
    throw new KnownError('stale', { table: 'contact', id, yours: { points, addresses, tagIds }, theirs: {} })
  }
  if (saved.changed || partsChanged) tx.summarize({ name: patch.name ?? current.name })
  if (!partsChanged || saved.changed) return { revision: saved.revision }
  tx.touch('contact', id)
  return { revision: saved.revision + 1 }
}

function hasJobs(tx: WriteTx, id: string): boolean {
  const sql = `SELECT 1 FROM employment, (SELECT row_id FROM contact WHERE id = ?) AS c WHERE person_row = c.row_id OR company_row = c.row_id LIMIT 1`
  return tx.read.getSql(sql, id) !== undefined
}

/** Given values, with what follows from them: composed name, sort key, tax id's spelling and key. */
function patchOf(current: Values<'contact'>, values: Partial<ContactValues>): Partial<Values<'contact'>> {
  const { points: _points, addresses: _addresses, tagIds: _tagIds, name, taxId, ...plain } = values
  const patch: Partial<Values<'contact'>> = { ...plain }
  const kind = values.kind ?? current.kind
  const composed = composedName(values.givenName ?? current.givenName, values.familyName ?? current.familyName)
  const partsGiven = values.givenName !== undefined || values.familyName !== undefined
  if (kind === 'person' && partsGiven && composed !== '' && (!name || name === current.name)) {
    // A name that was never the composed one (a nickname, an imported one) stays, unless the parts changed.
    const partsChanged = composed !== composedName(current.givenName, current.familyName)
    if (partsChanged || name === '') patch.name = composed
  } else if (name !== undefined) {
    patch.name = requireName(name || (kind === 'person' ? composed : ''))
  }
  if (patch.name !== undefined) patch.sortKey = sortKey(patch.name)
  const taxCountry = values.taxCountry ?? current.taxCountry
  const taxChanged =
    (taxId !== undefined && (taxId || null) !== current.taxId) ||
    (values.taxCountry !== undefined && taxCountry !== current.taxCountry)
  if (taxChanged) Object.assign(patch, taxFields(taxId === undefined ? current.taxId : taxId, taxCountry))
  return patch
}
