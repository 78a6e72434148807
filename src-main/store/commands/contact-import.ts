// Takes in the rows of a file of contacts: new contacts, additions to known ones, the companies they work for and their tags, all in one transaction (IO-1).
// Runs on the writer's thread.
import type { ContactValues } from '../../../src-shared/contract/contacts.ts'
import type { ImportRefusal } from '../../../src-shared/domain/contact-import/draft.ts'
import { foldForSearch } from '../../../src-shared/domain/name-keys.ts'
import { KnownError } from '../../../src-shared/errors.ts'
import type { WriteTx } from '../write-session.ts'
import { employ } from './contact-jobs.ts'
import { createContact, saveContact } from './contact-record.ts'

export type CompanyRef = { id: string } | { key: string }
/** What is done for one row; `line` names it. `key`: by which others of the file say that they work there. */
export type ImportOperation = {
  line: number
  tags: string[]
  employer: CompanyRef | null
  jobTitle: string
  /** What the file adds to the employer, where that one is known. */
  company: { contactId: string; revision: number; values: Partial<ContactValues> } | null
} & (
  | { kind: 'create'; values: ContactValues; key: string | null }
  | { kind: 'update'; contactId: string; revision: number; values: Partial<ContactValues> }
)
export interface ContactImportInput {
  /** Operations as JSON: companies before their people. One text crosses to this thread faster than a hundred thousand objects. */
  operations: string
  /** By key, as JSON: companies that are only named by those who work there. */
  companies: string
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
    const companies = new Companies(tx, JSON.parse(input.companies) as Record<string, ContactValues>)
    const tags = new Tags(tx)
    const done: ContactImported = { created: 0, updated: 0, failures: [] }
    const changedCompanies = new Set<string>()
    operations.forEach((one, at) => {
      if (at % toldEvery === 0) tx.step(at, operations.length)
      try {
        if (one.kind === 'update' && revisionOf(tx, one.contactId) !== one.revision)
          throw stale(one.contactId)
        const employerId = one.employer === null ? null : companies.idOf(one.employer)
        if (one.kind === 'create') {
          const { id } = createContact(tx, {
            values: { ...one.values, tagIds: one.tags.map((name) => tags.idOf(name)) },
            employerId,
            jobTitle: one.jobTitle,
          })
          if (one.key !== null) companies.made(one.key, id)
          done.created += 1
        } else {
          update(tx, one, tags)
          if (employerId !== null)
            employ(tx, { personId: one.contactId, companyId: employerId, jobTitle: one.jobTitle, from: null, leavesOthers: true, today: input.today })
          done.updated += 1
        }
        // Several people of a company say the same of it: the first is heard.
        if (one.company !== null && !changedCompanies.has(one.company.contactId) && revisionOf(tx, one.company.contactId) === one.company.revision) {
          changedCompanies.add(one.company.contactId)
          saveContact(tx, { id: one.company.contactId, revision: one.company.revision, values: one.company.values })
        }
      } catch (error) {
        if (!(error instanceof KnownError) || (error.code !== 'stale' && error.code !== 'not_found')) throw error
        done.failures.push({ line: one.line, reason: error.code === 'stale' ? 'stale' : 'gone' })
      }
    })
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

function update(tx: WriteTx, one: Extract<ImportOperation, { kind: 'update' }>, tags: Tags): void {
  const added = one.tags.map((name) => tags.idOf(name))
  const tagIds = added.length === 0 ? {} : { tagIds: [...tags.ofContact(one.contactId), ...added] }
  saveContact(tx, { id: one.contactId, revision: one.revision, values: { ...one.values, ...tagIds } })
}

/** Companies that people of the file work for; one that is only named is made for the first of them. */
class Companies {
  private readonly tx: WriteTx
  private readonly named: Record<string, ContactValues>
  private readonly ids = new Map<string, string>()
  constructor(tx: WriteTx, named: Record<string, ContactValues>) {
    this.tx = tx
    this.named = named
  }
  made(key: string, id: string): void {
    if (!this.ids.has(key)) this.ids.set(key, id)
  }
  idOf(ref: CompanyRef): string {
    if ('id' in ref) {
      if (fieldsOf(this.tx, ref.id).values['kind'] !== 'company') throw stale(ref.id)
      return ref.id
    }
    const known = this.ids.get(ref.key)
    if (known !== undefined) return known
    const values = this.named[ref.key]
    if (values === undefined) throw new Error(`no company ${ref.key}`)
    const { id } = createContact(this.tx, { values, employerId: null, jobTitle: '' })
    this.ids.set(ref.key, id)
    return id
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
