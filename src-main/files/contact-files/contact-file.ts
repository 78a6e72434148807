// One file of contacts under import: its rows, what was decided about its columns, and what each row would do (IO-1). Lives in the import thread; the store's
// side of the comparison is given in, chunk by chunk. Must stay true: every row is exactly one of new, update, duplicate and error.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type {
  ImportColumn,
  ImportLine,
  ImportLineKind,
  ImportOptions,
  ImportPlan,
  ImportSource,
} from '../../../src-shared/contract/contact-import.ts'
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import {
  dateOrderOf,
  draftOf,
  type ContactDraft,
  type DateOrder,
  type ImportRefusal,
  type RowDraft,
} from '../../../src-shared/domain/contact-import/draft.ts'
import { headerKey, type ImportTarget } from '../../../src-shared/domain/contact-import/fields.ts'
import {
  matchOf,
  patchOf,
  type ContactPatch,
  type ImportChange,
  type KnownContact,
  type Match,
  type MatchReason,
} from '../../../src-shared/domain/contact-import/match.ts'
import { mostImportBytes } from '../../../src-shared/domain/contact-import/text-formats.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { CompanyRef, ImportOperation } from '../../store/commands/contact-import.ts'
import { refusedFile, type FileTable, type ReadRules } from './file-table.ts'
import { readCsv } from './read-csv.ts'
import { isOldExcel, isZip, readExcel } from './read-excel.ts'
import { isVcard, readVcards } from './read-vcards.ts'

/** Keys by which a chunk of rows is looked for in the store. */
export interface ChunkKeys {
  taxKeys: string[]
  mailKeys: string[]
  phoneKeys: string[]
  nameKeys: string[]
}
interface Planned {
  kind: ImportLineKind
  match: ImportLine['match']
  refusal: ImportLine['refusal']
  /** JSON texts: small, and most are never looked at. */
  changes: string
  operation: string
  isCompany: boolean
}
export interface PlanRules {
  options: ImportOptions
  country: string
  dateOrder: DateOrder
  ownerId: string | null
}
export interface RememberedColumns {
  signature: string
  targets: (ImportTarget | null)[]
}

const samplesOf = (table: FileTable, column: number): string[] => {
  const samples: string[] = []
  for (let row = 0; row < table.rows.length && row < 500 && samples.length < 3; row += 1) {
    const cell = (table.rows[row]?.[column] ?? '').replace(/\s+/g, ' ').trim()
    if (cell !== '' && !samples.includes(cell.slice(0, 80))) samples.push(cell.slice(0, 80))
  }
  return samples
}

export class ContactFile {
  private readonly path: string
  private readonly name: string
  private table: FileTable
  private rules: PlanRules | null = null
  private planned: Planned[] = []
  private companies: Record<string, ContactValues> = {}
  private byKind: Record<ImportLineKind, number[]> = { new: [], update: [], duplicate: [], error: [] }
  /** Rows of the file by what names them, for those that come twice. */
  private readonly seen = {
    tax: new Map<string, number>(),
    mail: new Map<string, number>(),
    name: new Map<string, number>(),
    /** Contacts of the store that a row above adds to. */
    contact: new Map<string, number>(),
  }

  private constructor(path: string, name: string, table: FileTable) {
    this.path = path
    this.name = name
    this.table = table
  }

  static async open(path: string, name: string): Promise<ContactFile> {
    return new ContactFile(path, name, await readTable(path, name, { encoding: null, separator: null, hasHeader: null }))
  }

  async reread(rules: ReadRules): Promise<void> {
    this.table = await readTable(this.path, this.name, rules)
    this.rules = null
  }

  /** The same for every file with the same columns. */
  private signature(): string {
    const names = this.table.columns.map(({ name, target }) => (name === '' ? (target ?? '') : headerKey(name)))
    return createHash('sha256').update(JSON.stringify([this.table.format === 'vcard', names])).digest('hex').slice(0, 24)
  }

  source(remembered: readonly RememberedColumns[]): Omit<ImportSource, 'importId'> {
    const { format, encoding, separator, hasHeader, columns, rows } = this.table
    const signature = this.signature()
    const before = remembered.find((one) => one.signature === signature && one.targets.length === columns.length)
    return {
      name: this.name,
      format,
      encoding,
      separator,
      hasHeader,
      rows: rows.length,
      columns: columns.map(({ name, target }, at): ImportColumn => ({
        name,
        target: before === undefined ? target : (before.targets[at] ?? null),
        samples: samplesOf(this.table, at),
      })),
      isRemembered: before !== undefined,
    }
  }

  /** Begins a plan anew. */
  begin(rules: PlanRules): { rows: number } {
    const days = rules.options.targets.flatMap((target, column) =>
      target !== null && /^(birthday|anniversary)/.test(target) ? this.table.rows.map((row) => row[column] ?? '') : [],
    )
    this.rules = { ...rules, dateOrder: dateOrderOf(days, rules.dateOrder) }
    this.planned = []
    this.companies = {}
    this.byKind = { new: [], update: [], duplicate: [], error: [] }
    for (const map of Object.values(this.seen)) map.clear()
    return { rows: this.table.rows.length }
  }

  private draft(row: number): RowDraft {
    const { options, country, dateOrder } = this.ready()
    return draftOf(this.table.rows[row] ?? [], {
      targets: options.targets,
      kind: options.kind,
      relation: options.relation,
      country,
      dateOrder,
    })
  }
  private ready(): PlanRules {
    if (this.rules === null) throw new KnownError('expired', { what: 'plan' })
    return this.rules
  }

  keys(from: number, count: number): ChunkKeys {
    const keys = { tax: new Set<string>(), mail: new Set<string>(), phone: new Set<string>(), name: new Set<string>() }
    for (let row = from; row < Math.min(from + count, this.table.rows.length); row += 1) {
      const { main, company } = this.draft(row)
      for (const one of company === null ? [main] : [main, company]) {
        keys.tax.add(one.taxKey)
        keys.name.add(one.nameKey)
        for (const { kind, key } of one.points) if (kind !== 'web') keys[kind].add(key)
      }
    }
    for (const set of Object.values(keys)) set.delete('')
    return { taxKeys: [...keys.tax], mailKeys: [...keys.mail], phoneKeys: [...keys.phone], nameKeys: [...keys.name] }
  }

  /** Plans the next rows against what the store knows of them. */
  plan(from: number, count: number, known: readonly KnownContact[]): void {
    const index = new KnownIndex(known)
    for (let row = from; row < Math.min(from + count, this.table.rows.length); row += 1) {
      const planned = this.planRow(row, index)
      this.planned[row] = planned
      this.byKind[planned.kind].push(row)
    }
  }

  private planRow(row: number, index: KnownIndex): Planned {
    const { options, ownerId } = this.ready()
    const line: Planned = { kind: 'error', match: null, refusal: null, changes: '[]', operation: '', isCompany: false }
    if (this.table.broken.has(row)) return { ...line, refusal: { reason: 'unreadable', value: '' } }
    const draft = this.draft(row)
    if (draft.refusal !== null) return { ...line, refusal: draft.refusal }
    const { main, company, jobTitle } = draft
    line.isCompany = main.kind === 'company'
    const worksAt = company?.nameKey ?? null
    const own = this.seenMatch(draft, worksAt)
    const match = matchOf(main, worksAt, index.candidates(main))
    this.see(row, draft)
    const employer = company === null ? null : this.employerOf(company, index)
    const companyChange = company === null || employer === null ? null : changeOfCompany(company, index.get(employer), options.replaces)
    const create = (): string =>
      operationText({
        line: row,
        kind: 'create',
        values: valuesOf(main, options, ownerId),
        tags: main.tags,
        employer,
        jobTitle,
        key: main.kind === 'company' ? companyKey(main) : null,
        company: companyOperation(companyChange),
      })
    if (own !== null && own.strength !== 'hint' && match?.strength !== 'sure')
      return { ...line, kind: 'duplicate', match: this.rowAbove(own.contact.row, own.contact.name, own.reason), operation: create() }
    if (match === null || match.strength === 'hint') {
      const changes = companyChange === null ? [] : companyChange.changes
      return { ...line, kind: 'new', match: match === null ? null : named(match), changes: JSON.stringify(changes), operation: create() }
    }
    if (match.strength === 'doubt') return { ...line, kind: 'duplicate', match: named(match), operation: create() }
    const { contact } = match
    const above = this.seen.contact.get(contact.id)
    if (above !== undefined) return { ...line, kind: 'duplicate', match: this.rowAbove(above, contact.name, match.reason) }
    this.seen.contact.set(contact.id, row)
    const patch = patchOf(main, contact, options.replaces)
    const isEmployed = employer === null || company === null ? true : contact.employer !== null && (!options.replaces || contact.employer.nameKey === company.nameKey)
    const title = isEmployed && contact.employer?.nameKey === worksAt && contact.employer !== null && contact.employer.jobTitle === '' && jobTitle !== ''
    const changes: ImportChange[] = [
      ...patch.changes,
      ...(isEmployed || company === null ? [] : [{ field: 'employer', before: '', after: company.name }]),
      ...(title ? [{ field: 'jobTitle', before: '', after: jobTitle }] : []),
      ...(companyChange?.changes ?? []),
    ]
    if (changes.length === 0) return { ...line, kind: 'duplicate', match: named(match) }
    return {
      ...line,
      kind: 'update',
      match: named(match),
      changes: JSON.stringify(changes),
      operation: operationText({
        line: row,
        kind: 'update',
        contactId: contact.id,
        revision: contact.revision,
        values: patch.values,
        tags: patch.tags,
        employer: isEmployed && !title ? null : employer,
        jobTitle,
        company: companyOperation(companyChange),
      }),
    }
  }

  private rowAbove(row: number, name: string, reason: MatchReason): ImportLine['match'] {
    return { id: null, name, line: this.table.lines[row] ?? null, reason }
  }

  /** A row above that is, or may be, the same. */
  private seenMatch({ main }: RowDraft, worksAt: string | null) {
    const rows = new Set<number>()
    const note = (row: number | undefined): void => void (row !== undefined && rows.add(row))
    note(this.seen.tax.get(main.taxKey))
    note(this.seen.name.get(main.nameKey))
    for (const { kind, key } of main.points) if (kind === 'mail') note(this.seen.mail.get(key))
    const candidates = [...rows].map((row) => {
      const earlier = this.draft(row)
      return {
        ...earlier.main,
        row,
        employer: earlier.company === null ? null : { nameKey: earlier.company.nameKey },
      }
    })
    return matchOf(main, worksAt, candidates)
  }
  private see(row: number, { main }: RowDraft): void {
    const note = (map: Map<string, number>, key: string): void => {
      if (key !== '' && !map.has(key)) map.set(key, row)
    }
    note(this.seen.tax, main.taxKey)
    note(this.seen.name, main.nameKey)
    for (const { kind, key } of main.points) if (kind === 'mail') note(this.seen.mail, key)
  }

  private employerOf(company: ContactDraft, index: KnownIndex): CompanyRef {
    // Somebody self-employed may have the tax id that the file gives the company; nobody works for a person.
    const match = matchOf(company, null, index.candidates(company).filter(({ kind }) => kind === 'company'))
    if (match?.strength === 'sure') return { id: match.contact.id }
    const key = companyKey(company)
    this.companies[key] ??= valuesOf(company, this.ready().options, this.ready().ownerId)
    return { key }
  }

  totals(): ImportPlan {
    const { byKind } = this
    return {
      counts: { new: byKind.new.length, update: byKind.update.length, duplicate: byKind.duplicate.length, error: byKind.error.length },
      companies: Object.keys(this.companies).length,
    }
  }

  lines(only: ImportLineKind, from: number, count: number): { lines: ImportLine[]; total: number } {
    const rows = this.byKind[only]
    return { lines: rows.slice(from, from + count).map((row) => this.line(row)), total: rows.length }
  }
  private line(row: number): ImportLine {
    const { kind, match, refusal, changes, operation } = this.planned[row]!
    const { main, company } = this.draft(row)
    return {
      index: row,
      line: this.table.lines[row] ?? 0,
      kind,
      contactKind: main.kind,
      name: main.name,
      company: company?.name ?? '',
      detail: main.points.filter((point) => point.kind !== 'web').map(({ value }) => value).slice(0, 3).join(' · '),
      match,
      changes: JSON.parse(changes) as ImportChange[],
      refusal,
      canTick: operation !== '',
    }
  }

  /** What the ticked rows do, as one text for the writer; companies first, so that their people find them. */
  operations(
    toggled: readonly number[],
    flipped: readonly ImportLineKind[],
  ): { operations: string; companies: string; rows: number; skipped: number; failed: number } {
    const others = new Set(toggled)
    const companies: string[] = []
    const rest: string[] = []
    let skipped = 0
    let failed = 0
    this.planned.forEach(({ kind, operation, isCompany }, row) => {
      const isTicked = (isProposed(kind) !== flipped.includes(kind)) !== others.has(row)
      if (kind === 'error') failed += 1
      else if (!isTicked || operation === '') skipped += 1
      else (isCompany ? companies : rest).push(operation)
    })
    return {
      operations: `[${[...companies, ...rest].join(',')}]`,
      companies: JSON.stringify(this.companies),
      rows: this.planned.length,
      skipped,
      failed,
    }
  }

  /** Rows that the writer could not take, after all. */
  fail(failures: readonly { line: number; reason: ImportRefusal }[]): void {
    for (const { line, reason } of failures) {
      const planned = this.planned[line]
      if (planned === undefined) continue
      this.byKind[planned.kind] = this.byKind[planned.kind].filter((row) => row !== line)
      Object.assign(planned, { kind: 'error', refusal: { reason, value: '' } })
      this.byKind.error.push(line)
    }
    this.byKind.error.sort((a, b) => a - b)
  }

  remembered(): RememberedColumns {
    return { signature: this.signature(), targets: [...this.ready().options.targets] }
  }

  /** The rows that failed as they stood in the file, with the reason behind them; for Excel with its mark of UTF-8. */
  failedText(heading: string, reasons: Partial<Record<ImportRefusal, string>>): { text: string; count: number } {
    const separator = this.table.separator ?? ';'
    const write = (cells: readonly string[]): string =>
      cells.map((cell) => (/["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator)
    const rows = this.byKind.error.map((row) => {
      const refusal = this.planned[row]?.refusal ?? null
      const words = refusal === null ? '' : (reasons[refusal.reason] ?? refusal.reason)
      const cells = this.table.columns.map((_column, at) => this.table.rows[row]?.[at] ?? '')
      return write([...cells, refusal?.value ? `${words} (${refusal.value})` : words])
    })
    const head = write([...this.table.columns.map(({ name, target }) => name || (target ?? '')), heading])
    return { text: `\ufeff${[head, ...rows].join('\r\n')}\r\n`, count: rows.length }
  }
}

async function readTable(path: string, name: string, rules: ReadRules): Promise<FileTable> {
  const bytes = readFileSync(path)
  if (bytes.length > mostImportBytes) throw refusedFile(name, 'too_large')
  if (bytes.every((byte) => byte <= 0x20)) throw refusedFile(name, 'empty')
  if (isOldExcel(bytes)) throw refusedFile(name, 'old_excel')
  if (isZip(bytes)) return readExcel(bytes, name, rules)
  if (isVcard(bytes)) return readVcards(bytes, name, rules)
  if (/^\s*(BEGIN:VCALENDAR|<!doctype|<html|%PDF|\{\\rtf)/i.test(bytes.subarray(0, 200).toString('latin1'))) throw refusedFile(name, 'not_contacts')
  return readCsv(bytes, name, rules)
}

const isProposed = (kind: ImportLineKind): boolean => kind === 'new' || kind === 'update'
const companyKey = ({ taxKey, nameKey }: ContactDraft): string => (taxKey === '' ? `n:${nameKey}` : `t:${taxKey}`)
const companyOperation = (change: (NonNullable<ImportOperation['company']> & { changes: ImportChange[] }) | null): ImportOperation['company'] =>
  change === null ? null : { contactId: change.contactId, revision: change.revision, values: change.values }
const operationText = (operation: ImportOperation): string => JSON.stringify(operation)
const named = ({ contact, reason }: Match<KnownContact>): ImportLine['match'] => ({ id: contact.id, name: contact.name, line: null, reason })

function valuesOf(draft: ContactDraft, options: ImportOptions, ownerId: string | null): ContactValues {
  return {
    kind: draft.kind,
    relation: draft.relation ?? options.relation,
    name: draft.name,
    givenName: draft.givenName,
    familyName: draft.familyName,
    taxId: draft.taxId === '' ? null : draft.taxId,
    taxCountry: draft.taxCountry,
    ownerId,
    notes: draft.notes,
    birthday: draft.birthday,
    anniversary: draft.anniversary,
    points: draft.points.map(({ kind, label, value }) => ({ id: null, kind, label, value })),
    addresses: draft.addresses.map((address) => ({ id: null, ...address })),
    tagIds: [],
  }
}

/** What a row of one who works there adds to a company that is known. */
function changeOfCompany(
  draft: ContactDraft,
  known: KnownContact | null,
  replaces: boolean,
): (NonNullable<ImportOperation['company']> & { changes: ImportChange[] }) | null {
  if (known === null) return null
  const patch: ContactPatch = patchOf(draft, known, replaces)
  return patch.changes.length === 0
    ? null
    : {
        contactId: known.id,
        revision: known.revision,
        values: patch.values,
        changes: patch.changes.map((change) => ({ ...change, field: `company.${change.field}` })),
      }
}

/** Contacts of the store by what may name them. */
class KnownIndex {
  private readonly byId = new Map<string, KnownContact>()
  private readonly byKey = new Map<string, KnownContact[]>()
  constructor(known: readonly KnownContact[]) {
    for (const contact of known) {
      this.byId.set(contact.id, contact)
      const keys = [
        `n:${contact.nameKey}`,
        ...(contact.taxKey === '' ? [] : [`t:${contact.taxKey}`]),
        ...contact.points.map(({ kind, key }) => `${kind}:${key}`),
      ]
      for (const key of new Set(keys)) {
        const found = this.byKey.get(key)
        if (found) found.push(contact)
        else this.byKey.set(key, [contact])
      }
    }
  }
  get(ref: CompanyRef): KnownContact | null {
    return 'id' in ref ? (this.byId.get(ref.id) ?? null) : null
  }
  candidates(draft: ContactDraft): KnownContact[] {
    const keys = [
      `n:${draft.nameKey}`,
      `t:${draft.taxKey}`,
      ...draft.points.filter(({ kind }) => kind !== 'web').map(({ kind, key }) => `${kind}:${key}`),
    ]
    return [...new Set(keys.flatMap((key) => this.byKey.get(key) ?? []))]
  }
}
