// Takes in the rows of a file of contacts: new contacts, additions to known ones, the companies they work for and their tags, all in one transaction (IO-1).
// Runs on the writer's thread.
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import { valuesOf, type ContactDraft } from '../../../src-shared/domain/contact-import/draft.ts'
import type { ImportRefusal } from '../../../src-shared/domain/contact-import/refusals.ts'
import { patchOf } from '../../../src-shared/domain/contact-import/match.ts'
import { foldForSearch } from '../../../src-shared/domain/name-keys.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import { knownContacts } from '../queries/contact-import-queries.ts'
import type { WriteTx } from '../write-session.ts'
import { employ } from './contact-jobs.ts'
import { createContact, saveContact } from './contact-record.ts'

/** What is done for one row; `line` names it. */
export type ImportOperation = {
  line: number
  tags: string[]
  /** Key of the company that the row names beside its person. */
  company: string | null
  /** The person begins to work there, or has that title there; null: that stays as it is. An empty title is none that is known. */
  job: { title: string; leavesOthers: boolean } | null
} & (
  | {
      kind: 'create'
      values: ContactValues
      /** Of a company: by which others of the file say that they work there. */
      key: string | null
    }
  | { kind: 'update'; contactId: string; revision: number; values: Partial<ContactValues> }
)
/** A company as those who work there tell of it; `known` as the preview found it. */
export interface NamedCompany {
  known: { id: string; revision: number } | null
  says: ContactDraft
}
export interface ContactImportInput {
  /** Operations as JSON: companies before their people. One text crosses to this thread faster than a hundred thousand objects. */
  operations: string
  /** `NamedCompany` by key, as JSON. */
  companies: string
  rules: { relation: ContactValues['relation']; ownerId: string | null; replaces: boolean }
  fileName: string
  today: string
  skipped: number
  failed: number
}
export interface ContactImported {
  created: number
  updated: number
  /** Changed or taken away since the preview: left alone. */
  failures: { line: number; reason: ImportRefusal }[]
}

const tagColors = ['#0f766e', '#1d4ed8', '#b45309', '#7c3aed', '#be123c', '#4d7c0f']
const toldEvery = 50

export const contactImportCommands = {
  'contact.import': (tx: WriteTx, input: ContactImportInput): ContactImported => {
    const operations = JSON.parse(input.operations) as ImportOperation[]
    const companies = new Companies(tx, JSON.parse(input.companies) as Record<string, NamedCompany>, input.rules)
    const tags = new Tags(tx)
    const done: ContactImported = { created: 0, updated: 0, failures: [] }
    operations.forEach((one, at) => {
      if (at % toldEvery === 0) tx.step(at, operations.length)
      try {
        if (one.kind === 'update' && revisionOf(tx, one.contactId) !== one.revision) throw stale(one.contactId)
        const employerId = one.company === null || one.job === null ? null : companies.idOf(one.company)
        if (one.kind === 'create') {
          const values = { ...one.values, tagIds: one.tags.map((name) => tags.idOf(name)) }
          const { id } = createContact(tx, { values, employerId, jobTitle: one.job?.title ?? '' })
          if (one.key !== null) companies.made(one.key, id)
          done.created += 1
        } else {
          if (one.company !== null && changesNothingItself(one)) companies.requireAsSeen(one.company)
          update(tx, one, tags)
          if (one.company === null) companies.changed(one.contactId)
          if (employerId !== null && one.job !== null) work(tx, one.contactId, employerId, one.job, input.today)
          done.updated += 1
        }
        if (one.company !== null) companies.hear(one.company)
      } catch (error) {
        if (!(error instanceof KnownError) || (error.code !== 'stale' && error.code !== 'not_found')) throw error
        done.failures.push({ line: one.line, reason: error.code === 'stale' ? 'stale' : 'gone' })
      }
    })
    companies.saveWhatWasHeard()
    // Over what its parts said of themselves.
    tx.summarize({
      company: null,
      name: input.fileName,
      count: done.created + done.updated,
      created: done.created,
      updated: done.updated,
      skipped: input.skipped,
      failed: input.failed + done.failures.length,
    })
    return done
  },
}

const stale = (id: string): KnownError => new KnownError('stale', { table: 'contact', id, yours: {}, theirs: {} })

/** Throws `not_found` for what is gone or in the bin. */
function fieldsOf(tx: WriteTx, id: string): { revision: number; values: Record<string, unknown> } {
  const found = tx.fields('contact', id, ['binnedAt', 'kind'])
  if (found === null || found.values['binnedAt'] !== null) throw new KnownError('not_found', { table: 'contact', id })
  return found
}
const revisionOf = (tx: WriteTx, id: string): number => fieldsOf(tx, id).revision

/** All that it changes is what it says of its company. */
const changesNothingItself = ({ job, tags, values }: ImportOperation): boolean =>
  job === null && tags.length === 0 && Object.keys(values).length === 0

function update(tx: WriteTx, one: ImportOperation & { kind: 'update' }, tags: Tags): void {
  const added = one.tags.map((name) => tags.idOf(name))
  const tagIds = added.length === 0 ? {} : { tagIds: [...tags.ofContact(one.contactId), ...added] }
  saveContact(tx, { id: one.contactId, revision: one.revision, values: { ...one.values, ...tagIds } })
}

function work(tx: WriteTx, personId: string, companyId: string, { title, leavesOthers }: { title: string; leavesOthers: boolean }, today: string): void {
  const sql = `SELECT j.job_title FROM employment j JOIN contact p ON p.row_id = j.person_row JOIN contact c ON c.row_id = j.company_row
    WHERE p.id = ? AND c.id = ? AND j.until_on IS NULL`
  const jobTitle = title || (tx.read.pluck<string>(sql, [personId, companyId])[0] ?? '')
  employ(tx, { personId, companyId, jobTitle, from: null, leavesOthers, today })
}

/** Companies that people of the file work for; one that is only named is made for the first of them. */
class Companies {
  private readonly tx: WriteTx
  private readonly named: Record<string, NamedCompany>
  private readonly rules: ContactImportInput['rules']
  private readonly ids = new Map<string, string>()
  /** Made of all that the file says of them. */
  private readonly whole = new Set<string>()
  private readonly changedHere = new Set<string>()
  private readonly heard = new Set<string>()
  constructor(tx: WriteTx, named: Record<string, NamedCompany>, rules: ContactImportInput['rules']) {
    this.tx = tx
    this.named = named
    this.rules = rules
  }
  made(key: string, id: string): void {
    if (this.ids.has(key)) return
    this.ids.set(key, id)
    this.changedHere.add(id)
  }
  changed(id: string): void {
    this.changedHere.add(id)
  }
  hear(key: string): void {
    this.heard.add(key)
  }
  private of(key: string): NamedCompany {
    const named = this.named[key]
    if (named === undefined) throw new Error(`no company ${key}`)
    return named
  }
  idOf(key: string): string {
    const made = this.ids.get(key)
    if (made !== undefined) return made
    const { known, says } = this.of(key)
    if (known !== null) {
      if (fieldsOf(this.tx, known.id).values['kind'] !== 'company') throw stale(known.id)
      return known.id
    }
    const { id } = createContact(this.tx, { values: valuesOf(says, this.rules), employerId: null, jobTitle: '' })
    this.made(key, id)
    this.whole.add(key)
    return id
  }
  /** Throws `stale` or `not_found` where it is not what the preview showed. */
  requireAsSeen(key: string): void {
    const { known } = this.of(key)
    if (known !== null && !this.changedHere.has(known.id) && revisionOf(this.tx, known.id) !== known.revision) throw stale(known.id)
  }
  /** What people of the file say of their companies, all of it at once; one that was changed elsewhere since the preview is left alone. */
  saveWhatWasHeard(): void {
    const { tx, rules, changedHere } = this
    const said = new Map<string, NamedCompany>()
    for (const key of this.heard) {
      const named = this.of(key)
      const id = this.ids.get(key) ?? named.known?.id
      if (id !== undefined && !this.whole.has(key)) said.set(id, named)
    }
    const rows = tx.read.pluck<number>('SELECT c.row_id FROM json_each(?) AS k CROSS JOIN contact c ON c.id = k.value', [JSON.stringify([...said.keys()])])
    for (const company of knownContacts(tx.read, rows)) {
      const { known, says } = said.get(company.id)!
      if (!changedHere.has(company.id) && known?.revision !== company.revision) continue
      const { values } = patchOf(says, company, rules.replaces)
      if (Object.keys(values).length > 0) saveContact(tx, { id: company.id, revision: company.revision, values })
    }
  }
}

/** Tags by name; one that is not there yet is made. */
class Tags {
  private readonly tx: WriteTx
  private readonly ids: Map<string, string>
  private position: number
  constructor(tx: WriteTx) {
    this.tx = tx
    const there = tx.read.allSql<{ id: string; name: string | null; position: number }>('SELECT id, name, position FROM tag')
    this.ids = new Map(there.map(({ id, name }) => [foldForSearch(name ?? ''), id]))
    this.position = there.reduce((most, { position }) => Math.max(most, position), -1)
  }
  idOf(name: string): string {
    const key = foldForSearch(name)
    const known = this.ids.get(key)
    if (known !== undefined) return known
    this.position += 1
    const color = tagColors[this.position % tagColors.length] ?? '#0f766e'
    const id = this.tx.insert('tag', { builtin: null, name, color, position: this.position, isArchived: false })
    this.ids.set(key, id)
    return id
  }
  ofContact(contactId: string): string[] {
    return this.tx.read.pluck<string>(
      'SELECT t.id FROM contact_tag x JOIN tag t ON t.row_id = x.tag_row WHERE x.contact_row = (SELECT row_id FROM contact WHERE id = ?)',
      [contactId],
    )
  }
}
