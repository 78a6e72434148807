// One file of contacts under import: its rows, what was decided about its columns, and what each row would do (IO-1). Lives in the import thread; the store's
// side of the comparison is given in, chunk by chunk. Must stay true: every row is exactly one of new, update, duplicate and error.
import { createHash } from 'node:crypto'
import type {
  ImportColumn,
  ImportLine,
  ImportLineKind,
  ImportOptions,
  ImportPlan,
  ImportSource,
} from '../../../src-shared/contract/contact-import.ts'
import {
  dateOrderOf,
  draftOf,
  mergedCompany,
  ownerFinder,
  valuesOf,
  type ContactDraft,
  type DateOrder,
  type DraftRules,
  type RowDraft,
} from '../../../src-shared/domain/contact-import/draft.ts'
import { headerKey, type ImportTarget } from '../../../src-shared/domain/contact-import/fields.ts'
import type { ImportRefusal } from '../../../src-shared/domain/contact-import/refusals.ts'
import {
  jobChangeOf,
  matchOf,
  patchOf,
  type ImportChange,
  type KnownContact,
  type Match,
  type MatchReason,
} from '../../../src-shared/domain/contact-import/match.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { ContactImportInput, ImportOperation, NamedCompany } from '../../store/commands/contact-import.ts'
import { FileCompanies, type FileCompany } from './file-companies.ts'
import type { FileTable, ReadRules } from './file-table.ts'
import { KnownIndex } from './known-index.ts'
import { readTable } from './read-table.ts'

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
  /** The company that the row names beside its person. */
  company: FileCompany | null
}
export interface PlanRules {
  options: ImportOptions
  country: string
  dateOrder: DateOrder
  ownerId: string | null
  users: readonly { id: string; name: string; mail: string }[]
}
export interface RememberedColumns {
  signature: string
  targets: (ImportTarget | null)[]
}

/** Names of owners that are no users, as many as are told. */
const shownOwners = 10

const samplesOf = (table: FileTable, column: number): string[] => {
  const samples: string[] = []
  for (let row = 0; row < table.rows.length && row < 500 && samples.length < 3; row += 1) {
    const cell = (table.rows[row]?.[column] ?? '').replace(/\s+/g, ' ').trim()
    if (cell !== '' && !samples.includes(cell.slice(0, 80))) samples.push(cell.slice(0, 80))
  }
  return samples
}

export class ContactFile {
  private readonly paths: readonly string[]
  private readonly name: string
  private table: FileTable
  private rules: (PlanRules & Pick<DraftRules, 'ownerOf'>) | null = null
  private readonly unknownOwners = new Set<string>()
  private planned: Planned[] = []
  private readonly companies = new FileCompanies()
  private byKind: Record<ImportLineKind, number[]> = { new: [], update: [], duplicate: [], error: [] }
  /** Rows of the file by what names them, for those that come twice. */
  private readonly seen = {
    tax: new Map<string, number>(),
    mail: new Map<string, number>(),
    name: new Map<string, number>(),
    /** Contacts of the store that a row above adds to. */
    contact: new Map<string, number>(),
  }

  private constructor(paths: readonly string[], name: string, table: FileTable) {
    this.paths = paths
    this.name = name
    this.table = table
  }

  static async open(paths: readonly string[], name: string): Promise<ContactFile> {
    return new ContactFile(paths, name, await readTable(paths, name, { encoding: null, separator: null, sheet: null, hasHeader: null }))
  }

  async reread(rules: ReadRules): Promise<void> {
    this.table = await readTable(this.paths, this.name, rules)
    this.rules = null
  }

  /** The same for every file with the same columns. */
  private signature(): string {
    const names = this.table.columns.map(({ name, target }) => (name === '' ? (target ?? '') : headerKey(name)))
    return createHash('sha256').update(JSON.stringify([this.table.format === 'vcard', names])).digest('hex').slice(0, 24)
  }

  source(remembered: readonly RememberedColumns[]): Omit<ImportSource, 'importId'> {
    const { format, encoding, separator, sheets, sheet, hasHeader, columns, rows } = this.table
    const signature = this.signature()
    const before = remembered.find((one) => one.signature === signature && one.targets.length === columns.length)
    return {
      name: this.name,
      format,
      encoding,
      separator,
      sheets,
      sheet,
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
    this.rules = { ...rules, dateOrder: dateOrderOf(days, rules.dateOrder), ownerOf: ownerFinder(rules.users) }
    this.unknownOwners.clear()
    this.planned = []
    this.companies.clear()
    this.byKind = { new: [], update: [], duplicate: [], error: [] }
    for (const map of Object.values(this.seen)) map.clear()
    return { rows: this.table.rows.length }
  }

  private draft(row: number): RowDraft {
    const { options, country, dateOrder, ownerOf } = this.ready()
    return draftOf(this.table.rows[row] ?? [], {
      targets: options.targets,
      kind: options.kind,
      relation: options.relation,
      country,
      dateOrder,
      ownerOf,
    })
  }
  private ready(): PlanRules & Pick<DraftRules, 'ownerOf'> {
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
    const line: Planned = {
      kind: 'error',
      match: null,
      refusal: null,
      changes: '[]',
      operation: '',
      isCompany: false,
      company: null,
    }
    if (this.table.broken.has(row)) return { ...line, refusal: { reason: 'unreadable', value: '' } }
    const draft = this.draft(row)
    if (draft.refusal !== null) return { ...line, refusal: draft.refusal }
    const { main, jobTitle } = draft
    if (draft.unknownOwner !== null && this.unknownOwners.size < shownOwners) this.unknownOwners.add(draft.unknownOwner)
    const company = draft.company === null ? null : this.companies.of(draft.company, index)
    Object.assign(line, { isCompany: main.kind === 'company', company })
    const own = this.seenMatch(draft)
    const match = matchOf(main, company?.nameKey ?? null, index.candidates(main))
    this.see(row, draft)
    const itself = main.kind === 'company' ? this.companies.of(main, index) : null
    // What the row adds to a company that is known.
    const companyChanges =
      draft.company === null || company === null || company.known === null
        ? []
        : patchOf(draft.company, company.known, options.replaces).changes.map((change) => ({ ...change, field: `company.${change.field}` }))
    const common = { line: row, company: company?.key ?? null }
    const create = (): string =>
      operationText({
        ...common,
        kind: 'create',
        values: valuesOf(main, { relation: options.relation, ownerId }),
        tags: main.tags,
        job: company === null ? null : { title: jobTitle, leavesOthers: false },
        key: itself?.key ?? null,
      })
    if (own !== null && own.strength !== 'hint' && match?.strength !== 'sure')
      return { ...line, kind: 'duplicate', match: this.rowAbove(own.contact.row, own.contact.name, own.reason), operation: create() }
    if (match === null || match.strength === 'hint') {
      if (itself !== null) itself.hasRow = true
      return { ...line, kind: 'new', match: match === null ? null : named(match), changes: JSON.stringify(companyChanges), operation: create() }
    }
    if (match.strength === 'doubt') return { ...line, kind: 'duplicate', match: named(match), operation: create() }
    const { contact } = match
    const above = this.seen.contact.get(contact.id)
    if (above !== undefined) return { ...line, kind: 'duplicate', match: this.rowAbove(above, contact.name, match.reason) }
    const patch = patchOf(main, contact, options.replaces)
    const job = company === null || draft.company === null ? null : jobChangeOf(contact, { id: company.known?.id ?? null, name: draft.company.name, jobTitle }, options.replaces)
    const changes = [...patch.changes, ...(job?.changes ?? []), ...companyChanges]
    if (changes.length === 0) return { ...line, kind: 'duplicate', match: named(match) }
    this.seen.contact.set(contact.id, row)
    return {
      ...line,
      kind: 'update',
      match: named(match),
      changes: JSON.stringify(changes),
      operation: operationText({
        ...common,
        kind: 'update',
        contactId: contact.id,
        revision: contact.revision,
        values: patch.values,
        tags: patch.tags,
        job: job === null ? null : { title: jobTitle, leavesOthers: job.leavesOthers },
      }),
    }
  }

  private rowAbove(row: number, name: string, reason: MatchReason): ImportLine['match'] {
    return { id: null, name, line: this.table.lines[row] ?? null, reason }
  }

  /** A row above that is, or may be, the same. */
  private seenMatch({ main, company }: RowDraft) {
    const rows = new Set<number>()
    const note = (row: number | undefined): void => void (row !== undefined && rows.add(row))
    note(this.seen.tax.get(main.taxKey))
    note(this.seen.name.get(main.nameKey))
    for (const { kind, key } of main.points) if (kind === 'mail') note(this.seen.mail.get(key))
    const worksAt = (at: ContactDraft | null): string | null => (at === null ? null : (this.companies.find(at)?.nameKey ?? at.nameKey))
    const candidates = [...rows].map((row) => {
      const earlier = this.draft(row)
      const nameKey = worksAt(earlier.company)
      return { ...earlier.main, row, employers: nameKey === null ? [] : [{ nameKey }] }
    })
    return matchOf(main, worksAt(company), candidates)
  }
  private see(row: number, { main }: RowDraft): void {
    const note = (map: Map<string, number>, key: string): void => {
      if (key !== '' && !map.has(key)) map.set(key, row)
    }
    note(this.seen.tax, main.taxKey)
    note(this.seen.name, main.nameKey)
    for (const { kind, key } of main.points) if (kind === 'mail') note(this.seen.mail, key)
  }

  totals(): ImportPlan {
    const { byKind } = this
    return {
      counts: { new: byKind.new.length, update: byKind.update.length, duplicate: byKind.duplicate.length, error: byKind.error.length },
      doubtful: byKind.duplicate.filter((row) => this.planned[row]?.operation !== '').length,
      companies: this.companies.onlyNamed(),
      unknownOwners: [...this.unknownOwners],
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

  /** What the ticked rows do, as texts for the writer; companies first, so that their people find them. */
  operations(
    toggled: readonly number[],
    flipped: readonly ImportLineKind[],
  ): Pick<ContactImportInput, 'operations' | 'companies' | 'rules' | 'skipped' | 'failed'> & { rows: number } {
    const { options, ownerId } = this.ready()
    const others = new Set(toggled)
    const first: string[] = []
    const rest: string[] = []
    const companies: Record<string, NamedCompany> = {}
    let skipped = 0
    let failed = 0
    this.planned.forEach(({ kind, operation, isCompany, company }, row) => {
      const isTicked = (isProposed(kind) !== flipped.includes(kind)) !== others.has(row)
      if (kind === 'error') failed += 1
      else if (!isTicked || operation === '') skipped += 1
      else {
        ;(isCompany ? first : rest).push(operation)
        // Drafted anew: kept, they would take more room than the file.
        const says = company === null ? null : this.draft(row).company
        if (company === null || says === null) return
        const before = companies[company.key]
        const known = company.known === null ? null : { id: company.known.id, revision: company.known.revision }
        companies[company.key] = { known, says: before === undefined ? says : mergedCompany(before.says, says) }
      }
    })
    return {
      operations: `[${[...first, ...rest].join(',')}]`,
      companies: JSON.stringify(companies),
      rules: { relation: options.relation, ownerId, replaces: options.replaces },
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

const isProposed = (kind: ImportLineKind): boolean => kind === 'new' || kind === 'update'
const operationText = (operation: ImportOperation): string => JSON.stringify(operation)
const named = ({ contact, reason }: Match<KnownContact>): ImportLine['match'] => ({ id: contact.id, name: contact.name, line: null, reason })
